package oracle

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/build"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

// job is a compiled job, ready to run.
type job struct{ binary string }

// compileJob builds the SQL outside any module; it fails the test where that fails.
func compileJob(t *testing.T, sql string) job {
	t.Helper()
	return compileJobIn(t, t.TempDir(), sql)
}

// compileJobIn builds the SQL in a directory, which may be of a module that holds the user's functions.
func compileJobIn(t *testing.T, dir, sql string) job {
	t.Helper()
	ctx := context.Background()
	result, diags := compiler.Compile(ctx, compiler.Source{Name: "job.sql", Text: sql, Dir: dir}, compiler.Options{JobName: "oracle"})
	if diags.HasErrors() {
		t.Fatal(printed(sql, diags))
	}
	readBack(t, result.Physical)
	place, err := build.BuildPlace(dir, result.PackageName())
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := result.Generate(ctx, compiler.Target{ImportPath: place.ImportPath})
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("WEIR_KEEP"); dir != "" {
		for _, file := range pkg.Files {
			path := filepath.Join(dir, file.Path)
			os.MkdirAll(filepath.Dir(path), 0o777)
			os.WriteFile(path, file.Content, 0o666)
		}
	}
	binary, err := build.Binary(ctx, place, pkg, build.Options{Native: true, CacheDir: cacheDir(t)})
	if err != nil {
		t.Fatal(err)
	}
	return job{binary}
}

// readBack prints a plan and reads it.
func readBack(t *testing.T, plan *physical.Plan) {
	t.Helper()
	text := physical.PrintSpans(plan)
	back, err := physical.Parse(text)
	if err != nil || physical.PrintSpans(back) != text {
		t.Errorf("the plan isn't read back: %v\n%s", err, text)
	}
}

// cacheDir is one of the tests' own, so that the user's isn't filled with jobs that run once.
func cacheDir(t *testing.T) string { return t.TempDir() }

// printed shows errors as the tool would.
func printed(sql string, diags diag.List) string {
	var out bytes.Buffer
	for _, d := range diags {
		if d.Severity == diag.Error {
			end := min(d.Span.Start+100, len(sql))
			out.WriteString(d.Error() + "\n\tat " + sql[min(d.Span.Start, end):end] + "\n")
		}
	}
	return out.String()
}

// run feeds the job and returns what it wrote.
func (j job) run(t *testing.T, input string, flags ...string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.Command(j.binary, append([]string{"--stats", "none", "--progress", "off"}, flags...)...)
	cmd.Dir = t.TempDir()
	cmd.Stdin = bytes.NewReader([]byte(input))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// inDir runs the job over the files of a directory; it must be done.
func (j job) inDir(t *testing.T, dir string, flags ...string) {
	t.Helper()
	cmd := exec.Command(j.binary, append([]string{"--stats", "none", "--progress", "off"}, flags...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", flags, err, out)
	}
}
