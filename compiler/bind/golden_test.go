package bind

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
	"github.com/weirsql/weir/ir/logical"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata/*.txtar; read the diff")

// TestGolden binds what stands in testdata/*.txtar. An archive holds cases: name.sql, and name.out with the diagnostics, as
// people see them, and the logical plan. A file prelude.sql stands in front of every case of its archive.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var prelude string
	want := map[string]string{}
	for _, file := range archive.Files {
		switch base, extension, _ := strings.Cut(file.Name, "."); {
		case base == "prelude":
			prelude = string(file.Data)
		case extension == "out":
			want[base] = string(file.Data)
		}
	}
	renewed := &txtar.Archive{Comment: archive.Comment}
	for _, file := range archive.Files {
		base, extension, _ := strings.Cut(file.Name, ".")
		if extension == "out" {
			continue
		}
		renewed.Files = append(renewed.Files, file)
		if base == "prelude" {
			continue
		}
		got := render(t, prelude, string(file.Data))
		renewed.Files = append(renewed.Files, txtar.File{Name: base + ".out", Data: []byte(got)})
		if !*update && got != want[base] {
			t.Errorf("%s:\n%s\ngot\n%s\nwant\n%s", base, file.Data, got, want[base])
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(renewed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// render prints diagnostics and plan. Tables and settings of the prelude are left out of the plan: they say nothing new.
func render(t *testing.T, prelude, sql string) string {
	src := prelude + sql
	file, list := parse.File(src)
	plan, found := File(file, Options{JobName: "test", Dir: "../udf/testdata/mod", Incomplete: list.HasErrors()})
	found = append(list, found...)
	found.Sort()
	source := diag.NewSource("job.sql", src)
	var out strings.Builder
	for _, d := range found {
		if d.Code == diag.Unused && d.Span.Start < len(prelude) {
			continue
		}
		out.WriteString(source.Format(d))
	}
	if plan != nil {
		if err := logical.Verify(plan); err != nil {
			t.Errorf("%v\n%s", err, sql)
		}
		out.WriteString(withoutTables(logical.Print(plan), prelude))
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// withoutTables drops the blocks of tables that the prelude declares, and the job's name.
func withoutTables(plan, prelude string) string {
	var kept []string
	for _, block := range strings.Split(plan, "\n\n") {
		words := strings.Fields(block)
		if len(words) < 2 || words[0] == "job" || words[0] == "table" && strings.Contains(prelude, "CREATE TABLE "+words[1]+" ") {
			continue
		}
		kept = append(kept, block)
	}
	return strings.Join(kept, "\n\n")
}
