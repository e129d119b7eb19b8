package compiler

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/weirsql/weir/compiler/diag"
)

// FuzzCompile compiles any text, as far as Go source. Whatever it is: no panic, no diagnostic that blames the compiler, every
// position inside the text, and the same bytes when it is compiled again.
func FuzzCompile(f *testing.F) {
	for _, sql := range seedJobs(f) {
		f.Add(sql)
	}
	f.Add(twoQueries)
	f.Add("SELECT 1 AS a, 'x' || 2 AS b, CAST('3' AS INT) / 0 AS c;")
	f.Fuzz(func(t *testing.T, sql string) {
		if len(sql) > 1<<14 || loadsGo(sql) {
			t.Skip("too long, or loads Go packages: slow")
		}
		first := generateAll(t, sql)
		if second := generateAll(t, sql); first != second {
			t.Errorf("compiled twice, %q gave different Go", sql)
		}
	})
}

// loadsGo reports SQL whose compile would run the go command.
func loadsGo(sql string) bool { return strings.Contains(strings.ToUpper(sql), "FUNCTION") }

// seedJobs reads the SQL of the example jobs.
func seedJobs(f testing.TB) []string {
	files, err := filepath.Glob("../testdata/jobs/*/job.sql")
	if err != nil || len(files) == 0 {
		f.Fatalf("no jobs: %v", err)
	}
	var jobs []string
	for _, file := range files {
		sql, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		jobs = append(jobs, string(sql))
	}
	return jobs
}

// generateAll compiles SQL and returns all generated files, "" where the SQL is wrong.
func generateAll(t *testing.T, sql string) string {
	result, diags := Compile(context.Background(), Source{Name: "job.sql", Text: sql, Dir: "."}, Options{})
	checkDiagnostics(t, sql, diags)
	if diags.HasErrors() {
		return ""
	}
	pkg, err := result.Generate(context.Background(), Target{ImportPath: "example.com/" + result.PackageName()})
	if err != nil {
		t.Fatalf("%q: %v", sql, err)
	}
	var all strings.Builder
	for _, file := range pkg.Files {
		all.WriteString(file.Path)
		all.Write(file.Content)
	}
	return all.String()
}

func checkDiagnostics(t *testing.T, sql string, diags diag.List) {
	t.Helper()
	for _, d := range diags {
		if d.Code == diag.CompilerBug {
			t.Errorf("%q: %v %v", sql, d, d.Notes)
		}
		if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(sql) {
			t.Errorf("%q: %v has the span %v outside the text", sql, d, d.Span)
		}
		if !utf8.ValidString(d.Message) && utf8.ValidString(sql) {
			t.Errorf("%q: the message %q isn't UTF-8", sql, d.Message)
		}
	}
	_ = diag.NewSource("job.sql", sql).FormatList(diags) // printing doesn't panic either
}
