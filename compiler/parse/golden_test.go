package parse_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden parses each NAME.sql of a golden file and compares the tree with NAME.tree and the messages with NAME.stderr,
// which stand behind it where they aren't empty.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old := txtar.Parse(data)
	made := &txtar.Archive{Comment: old.Comment}
	for _, part := range old.Files {
		if name, isSQL := strings.CutSuffix(part.Name, ".sql"); isSQL {
			made.Files = append(made.Files, part)
			made.Files = append(made.Files, results(name, string(part.Data))...)
		}
	}
	got := string(txtar.Format(made))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(txtar.Format(old)); got != want {
		t.Errorf("%s differs; renew it with -update and read the diff. Got:\n%s", file, got)
	}
}

func results(name, src string) []txtar.File {
	tree, diags := parse.File(src)
	var parts []txtar.File
	if len(diags) == 0 {
		parts = append(parts, txtar.File{Name: name + ".tree", Data: []byte(dump(tree, src))})
	} else {
		parts = append(parts, txtar.File{Name: name + ".stderr", Data: []byte(diag.NewSource("job.sql", src).FormatList(diags))})
	}
	return parts
}
