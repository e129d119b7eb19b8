package format_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/format"
	"github.com/weirsql/weir/compiler/parse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden formats each NAME.sql and compares it with NAME.formatted.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no golden files")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { golden(t, file) })
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
		name, isSQL := strings.CutSuffix(part.Name, ".sql")
		if !isSQL {
			continue
		}
		formatted, diags := format.File(string(part.Data))
		if diags.HasErrors() {
			t.Fatal(diag.NewSource(part.Name, string(part.Data)).FormatList(diags))
		}
		made.Files = append(made.Files, part, txtar.File{Name: name + ".formatted", Data: []byte(formatted)})
	}
	got := string(txtar.Format(made))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(txtar.Format(old)) {
		t.Errorf("%s differs; renew it with -update and read the diff. Got:\n%s", file, got)
	}
}

// TestKeepsMeaning: over everything that the parser's golden files hold, formatting keeps the statements and the comments,
// and formatting again changes nothing.
func TestKeepsMeaning(t *testing.T) {
	for name, src := range corpus(t) {
		t.Run(name, func(t *testing.T) { checkFormat(t, src) })
	}
}

func corpus(t testing.TB) map[string]string {
	all := map[string]string{}
	for _, pattern := range []string{"testdata/*.txtar", "../parse/testdata/*.txtar"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range txtar.Parse(data).Files {
				if strings.HasSuffix(part.Name, ".sql") {
					all[filepath.Base(file)+"/"+part.Name] = string(part.Data)
				}
			}
		}
	}
	return all
}

func checkFormat(t *testing.T, src string) {
	tree, diags := parse.File(src)
	formatted, formatDiags := format.File(src)
	if diags.HasErrors() {
		if formatted != src || !formatDiags.HasErrors() {
			t.Fatal("a text with errors is to be returned as it is, with them")
		}
		return
	}
	again, diags := parse.File(formatted)
	if diags.HasErrors() {
		t.Fatalf("formatted as\n%s\n%s", formatted, diag.NewSource("formatted.sql", formatted).FormatList(diags))
	}
	if got, want := ast.Sprint(again), ast.Sprint(tree); got != want {
		t.Fatalf("formatted as\n%s\nwhich means\n%s\nwant\n%s", formatted, got, want)
	}
	if got, want := comments(formatted), comments(src); got != want {
		t.Errorf("formatted as\n%s\nwith the comments\n%s\nwant\n%s", formatted, got, want)
	}
	if twice, _ := format.File(formatted); twice != formatted {
		t.Errorf("formatted twice:\n%s\nonce:\n%s", twice, formatted)
	}
}

// comments returns the comments of a text, one after the other, without blanks at the ends of their lines.
func comments(src string) string {
	file, _ := clause.Lex(src)
	var all []string
	for _, comment := range file.Comments {
		all = append(all, strings.TrimRight(comment.Text, " \t\r\n"))
	}
	return strings.Join(all, "\n")
}
