package weir_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
)

const exampleJob = "testdata/jobs/large_orders/job.sql"

// The README's SQL is that of the example that it tells to run, and its Go is what this compiler makes of it.
func TestReadmeIsTrue(t *testing.T) {
	readme := readFile(t, "README.md")
	if !strings.Contains(readme, "    go run ./cmd/weir run "+exampleJob+"\n") {
		t.Errorf("README.md doesn't run %s", exampleJob)
	}
	sql, source := codeBlocks(readme, "sql")[0], readFile(t, exampleJob)
	generated := codeBlocks(readme, "go")[0]
	want := strings.NewReplacer(
		sql, source[strings.Index(source, "CREATE TABLE"):],
		generated, refreshed(t, generated, generatedGo(t, exampleJob)),
	).Replace(readme)
	if readme == want {
		return
	}
	if !*update {
		t.Fatalf("README.md doesn't show %s and what it becomes (-update rewrites it):\n%s", exampleJob, want)
	}
	if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "rewrite the code in README.md")

var functionName = regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?\w+\(`)

// refreshed returns the functions of shown as they stand in the generated source, with their comments.
func refreshed(t *testing.T, shown, generated string) string {
	t.Helper()
	var now []string
	for function := range strings.SplitSeq(strings.TrimSpace(shown), "\n\n") {
		name := functionName.FindString(function)
		for declaration := range strings.SplitSeq(generated, "\n\n") {
			if name != "" && strings.Contains("\n"+declaration, "\n"+name) {
				now = append(now, strings.TrimSpace(declaration))
			}
		}
	}
	if len(now) == 0 {
		t.Fatalf("README.md shows no function of %s", exampleJob)
	}
	return strings.Join(now, "\n\n") + "\n"
}

// codeBlocks returns the fenced code of a language.
func codeBlocks(page, language string) []string {
	var blocks []string
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(page, -1) {
		blocks = append(blocks, match[1])
	}
	return blocks
}

// generatedGo compiles a job and returns all its files, one behind the other.
func generatedGo(t *testing.T, file string) string {
	t.Helper()
	source := compiler.Source{Name: file, Text: readFile(t, file), Dir: filepath.Dir(file)}
	result, diags := compiler.Compile(t.Context(), source, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diag.NewSource(source.Name, source.Text).FormatList(diags))
	}
	pkg, err := result.Generate(t.Context(), compiler.Target{ImportPath: "example.com/" + result.PackageName()})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, generated := range pkg.Files {
		all.Write(generated.Content)
	}
	return all.String()
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
