package rewrite

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/ir/logical"
)

var update = flag.Bool("update", false, "rewrite the expected plans in testdata")

// Every pass has cases in testdata/<pass>: a plan before it and after it, how often it fired, and its warnings. The tables are
// those of testdata/tables.txt.
func TestPasses(t *testing.T) {
	tables, err := os.ReadFile("testdata/tables.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i := range passes {
		pass := &passes[i]
		files, _ := filepath.Glob(filepath.Join("testdata", pass.name, "*.txtar"))
		if len(files) == 0 {
			t.Errorf("%s has no cases", pass.name)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Join(pass.name, filepath.Base(file)), ".txtar"), func(t *testing.T) {
				testPass(t, pass, string(tables), file)
			})
		}
	}
}

func testPass(t *testing.T, pass *pass, tables, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, err := logical.Parse(tables + string(archive.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if err := logical.Verify(before); err != nil {
		t.Fatalf("before: %v", err)
	}
	printed := logical.Print(before)
	after, trace := pass.apply(before)
	if err := logical.Verify(after); err != nil {
		t.Errorf("after: %v", err)
	}
	if logical.Print(before) != printed {
		t.Error("the pass changed the plan that it was given")
	}
	got := fmt.Sprintf("fired %d\n%s", trace.Fired, trees(after))
	for _, warning := range trace.Warnings {
		got += fmt.Sprintf("%v at %d:%d\n", warning, warning.Span.Start, warning.Span.End)
	}
	if *update {
		archive.Files = []txtar.File{{Name: "before", Data: archive.Files[0].Data}, {Name: "after", Data: []byte(got)}}
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(archive.Files[1].Data); got != want {
		t.Errorf("after %s\n%s\nwant\n%s", pass.name, got, want)
	}
}

// trees is a plan's text without its tables.
func trees(p *logical.Plan) string {
	_, sinks, _ := strings.Cut(logical.Print(p), "\n\nsink ")
	return "sink " + sinks
}
