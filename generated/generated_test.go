package generated

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler"
)

// job is one line of generate.go.
type job struct {
	dir    string // highvalue
	folder string // ../testdata/jobs/high_value
}

func (j job) sql() string { return filepath.Join(j.folder, "job.sql") }

// jobs reads the go:generate lines, so that a new line is tested without another word.
func jobs(t *testing.T) []job {
	t.Helper()
	text, err := os.ReadFile("generate.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []job
	for _, match := range regexp.MustCompile(`(?m)^//go:generate .* -o (\S+) (\S+)/job\.sql$`).FindAllStringSubmatch(string(text), -1) {
		list = append(list, job{match[1], filepath.FromSlash(match[2])})
	}
	if len(list) < 6 {
		t.Fatalf("generate.go names %d jobs", len(list))
	}
	return list
}

// The committed packages are what the compiler makes of the SQL today.
func TestFresh(t *testing.T) {
	importer := codegen.NewImporter(".")
	for _, job := range jobs(t) {
		t.Run(job.dir, func(t *testing.T) {
			text, err := os.ReadFile(job.sql())
			if err != nil {
				t.Fatal(err)
			}
			pkg := generate(t, job, string(text), importer)
			changes, err := pkg.Compare(job.dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range changes {
				t.Errorf("%s/%s is stale: go generate ./generated", job.dir, change.Path)
			}
		})
	}
}

func generate(t *testing.T, job job, text string, importer *codegen.Importer) *codegen.Package {
	t.Helper()
	source := compiler.Source{Name: job.sql(), Text: text, Dir: job.folder}
	result, diags := compiler.Compile(context.Background(), source, compiler.Options{})
	if diags.HasErrors() {
		t.Fatalf("%s: %v", source.Name, diags)
	}
	pkg, err := result.Generate(context.Background(), compiler.Target{ImportPath: "github.com/weirsql/weir/generated/" + job.dir, Importer: importer})
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// Each job runs on its input with one partition and with three, and gives what reference.py computed.
func TestResults(t *testing.T) {
	bin := build(t)
	for _, job := range jobs(t) {
		t.Run(job.dir, func(t *testing.T) {
			for _, partitions := range []string{"1", "3"} {
				out := t.TempDir()
				stdout := run(t, filepath.Join(bin, job.dir), out, partitions)
				compareWithExpected(t, job, out, stdout, partitions == "1")
			}
		})
	}
}

// build makes the commands of all jobs in one run of the go command.
func build(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	arguments := []string{"build", "-o", bin + string(filepath.Separator)}
	for _, job := range jobs(t) {
		arguments = append(arguments, "./"+job.dir+"/cmd/"+job.dir)
	}
	if output, err := exec.Command("go", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return bin
}

// run runs a job as a person would, from the root of the repository.
func run(t *testing.T, command, out, partitions string) []byte {
	t.Helper()
	process := exec.Command(command, "--partitions", partitions, "--stats", "none", "--progress", "off")
	process.Dir = ".."
	process.Env = append(os.Environ(), "OUT_DIR="+out)
	var stdout, stderr bytes.Buffer
	process.Stdout, process.Stderr = &stdout, &stderr
	if err := process.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(command), err, stderr.Bytes())
	}
	return stdout.Bytes()
}

// compareWithExpected compares standard output and files with those in the job's folder expected. What two stages write
// into one table, or several partitions, comes in any order.
func compareWithExpected(t *testing.T, job job, out string, stdout []byte, ordered bool) {
	t.Helper()
	expected := filepath.Join(job.folder, "expected")
	entries, err := os.ReadDir(expected)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		want, err := os.ReadFile(filepath.Join(expected, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got := stdout
		if entry.Name() != "stdout" {
			if got, err = os.ReadFile(filepath.Join(out, entry.Name())); err != nil {
				t.Error(err)
				continue
			}
		}
		if !ordered || job.dir == "allpayments" {
			got, want = sortLines(got), sortLines(want)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s\n%s\nwant:\n%s", entry.Name(), got, want)
		}
	}
}

func sortLines(text []byte) []byte {
	lines := strings.SplitAfter(string(text), "\n")
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

// A thousand statements in one file are no reason to wait: a second or two on a machine that has nothing else to do.
func TestThousandStatements(t *testing.T) {
	if testing.Short() {
		t.Skip("makes ninety thousand lines of Go")
	}
	var sql strings.Builder
	sql.WriteString("CREATE TABLE t (id BIGINT NOT NULL, a BIGINT, b DOUBLE, c VARCHAR, d DECIMAL(10, 2))\n" +
		"WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n")
	for i := range 500 {
		fmt.Fprintf(&sql, "CREATE TABLE out_%d (id BIGINT NOT NULL, x BIGINT, y DOUBLE, z VARCHAR, w DECIMAL(12, 2)) WITH ('connector' = 'blackhole');\n", i)
		fmt.Fprintf(&sql, "INSERT INTO out_%d SELECT id, a + %[1]d, b * %[1]d.5, UPPER(c) || '%[1]d', CASE WHEN a > %[1]d THEN d * 2 ELSE d END FROM t WHERE a %% %d = 0;\n", i, i+2)
	}
	started := time.Now()
	pkg := generate(t, job{dir: "thousand", folder: "."}, sql.String(), codegen.NewImporter("."))
	lines := 0
	for _, file := range pkg.Files {
		lines += bytes.Count(file.Content, []byte("\n"))
	}
	t.Logf("%d lines in %v", lines, time.Since(started))
	if lines < 50_000 {
		t.Errorf("%d lines are no large job", lines)
	}
}

// A job is linked with what its SQL names: the embedded store is in those alone that say that their state may be on disk.
func TestStoreIsLinkedWhereItIsNamed(t *testing.T) {
	const store = "github.com/cockroachdb/pebble/v2"
	for _, job := range jobs(t) {
		text, err := os.ReadFile(job.sql())
		if err != nil {
			t.Fatal(err)
		}
		deps, err := exec.Command("go", "list", "-deps", "./"+job.dir+"/...").Output()
		if err != nil {
			t.Fatal(err)
		}
		named := strings.Contains(string(text), "'state.backend' = 'disk'")
		if linked := slices.Contains(strings.Fields(string(deps)), store); linked != named {
			t.Errorf("%s: the store is linked: %t; the SQL says so: %t", job.dir, linked, named)
		}
	}
}
