package weir_test

import (
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
	sql, generated := readFile(t, exampleJob), generatedGo(t, exampleJob)
	for _, shown := range codeBlocks(readme, "sql") {
		if !strings.Contains(sql, shown) {
			t.Errorf("README.md shows SQL that %s doesn't hold:\n%s", exampleJob, shown)
		}
	}
	for _, block := range codeBlocks(readme, "go") {
		for shown := range strings.SplitSeq(block, "\n\n") {
			if !strings.Contains(generated, strings.TrimSpace(shown)) {
				t.Errorf("README.md shows Go that isn't generated from %s:\n%s", exampleJob, shown)
			}
		}
	}
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
