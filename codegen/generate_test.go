package codegen

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// copyPlan copies a table of one column from a file to the screen.
func copyPlan() *physical.Plan {
	columns := []logical.TableColumn{{Name: "id", Type: types.Of(types.BigInt)}}
	in := &logical.Table{Name: "orders", Columns: columns, Connector: "file", Format: "json"}
	out := &logical.Table{Name: "copies", Columns: columns, Connector: "print", Format: "json"}
	row := &physical.RowType{Name: "orders", Fields: []types.Field{{Name: "id", Type: types.Of(types.BigInt)}}}
	return &physical.Plan{Job: "copy_orders", Fingerprint: "f", Tables: []*logical.Table{in, out}, Stages: []*physical.Stage{{
		Name: "orders", Input: &physical.Source{Table: in, Used: []int{0}, Type: row},
		Then: []physical.Operator{&physical.Write{Base: physical.Base{Ident: "w"}, Table: out}},
	}}}
}

func TestGenerateIsDeterministic(t *testing.T) {
	opts := Options{SQLFile: "job.sql", ImportPath: "example.com/copyorders"}
	first, err := Generate(copyPlan(), opts)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		again, err := Generate(copyPlan(), opts)
		if err != nil {
			t.Fatal(err)
		}
		for i, file := range again.Files {
			if file.Path != first.Files[i].Path || !bytes.Equal(file.Content, first.Files[i].Content) {
				t.Fatalf("%s is made in more than one way", file.Path)
			}
		}
	}
}

func TestPackageNames(t *testing.T) {
	for job, want := range map[string]string{
		"high_value": "highvalue", "orders": "orders", "1brc": "job1brc", "type": "typejob", "main": "mainjob", "json": "jsonjob", "": "job", "顧客": "job",
	} {
		if got := PackageName(job); got != want {
			t.Errorf("PackageName(%q) = %s, want %s", job, got, want)
		}
	}
}

// alien is an operator of no known kind.
type alien struct{ physical.Base }

// A plan that no emitter knows is a bug in the compiler, and says so.
func TestUnknownOperatorIsABug(t *testing.T) {
	plan := copyPlan()
	plan.Stages[0].Then = []physical.Operator{&alien{}}
	_, err := Generate(plan, Options{SQLFile: "job.sql", ImportPath: "example.com/x"})
	bug := (*BugError)(nil)
	if !errors.As(err, &bug) || bug.Phase != "emit" || !strings.Contains(err.Error(), "no emitter for operator *codegen.alien") {
		t.Errorf("error %v", err)
	}
}

// What verify refuses is kept for the report, under names that no tool takes for Go.
func TestKeep(t *testing.T) {
	dir := keep(&Package{Files: []File{{"cmd/x/main.go", []byte("package main")}}})
	defer os.RemoveAll(dir)
	if content, err := os.ReadFile(filepath.Join(dir, "cmd_x_main.go.txt")); err != nil || string(content) != "package main" {
		t.Errorf("%q, %v", content, err)
	}
}

// A module that doesn't require weir can't take a generated package: that's said in the go command's words.
func TestMissingImportIsNotABug(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n\ngo 1.26\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Generate(copyPlan(), Options{SQLFile: "job.sql", ImportPath: "example.com/m/copyorders", Importer: NewImporter(dir)})
	missing := (*ImportError)(nil)
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "github.com/weirsql/weir") {
		t.Errorf("error %v", err)
	}
}

// Export data of a Go release that this program doesn't know can't be read: then sources are.
func TestImporterReadsSourceWhereItMust(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks a part of the standard library")
	}
	importer := NewImporter(".")
	unknown := filepath.Join(t.TempDir(), "export")
	if err := os.WriteFile(unknown, []byte("of the future"), 0o644); err != nil {
		t.Fatal(err)
	}
	importer.exports[rtPath+"/json"] = unknown
	if _, err := Generate(copyPlan(), Options{SQLFile: "job.sql", ImportPath: "example.com/copyorders", Importer: importer}); err != nil {
		t.Error(err)
	}
	if importer.source == nil {
		t.Error("the unreadable export data went unnoticed")
	}
}

// Files that exist already don't matter to the type check: it sees what is about to be written.
func TestTypeCheckFindsMistakes(t *testing.T) {
	pkg := &Package{Name: "x", Files: []File{{"schema.go", []byte(Header + "\n\npackage x\n\nvar a int = \"text\"\n")}}}
	err := verify(pkg, Options{SQLFile: "job.sql", ImportPath: "example.com/x", Importer: runtimeImporter}, nil)
	if err == nil || !strings.Contains(err.Error(), "cannot use") {
		t.Errorf("error %v", err)
	}
}
