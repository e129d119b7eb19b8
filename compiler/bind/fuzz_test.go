package bind

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
	"github.com/weirsql/weir/ir/logical"
)

// FuzzFile binds whatever parses, from the golden cases and the examples of the codes on: no panic, no position outside of
// the file, no plan beside an error, and every plan passes the verifier and survives its text form.
func FuzzFile(f *testing.F) {
	for _, sql := range corpus(f) {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if len(sql) > 1<<12 {
			return
		}
		checkBound(t, sql)
	})
}

func corpus(t testing.TB) []string {
	var list []string
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		prelude := ""
		for _, file := range archive.Files {
			switch {
			case file.Name == "prelude.sql":
				prelude = string(file.Data)
			case strings.HasSuffix(file.Name, ".sql"):
				list = append(list, prelude+string(file.Data))
			}
		}
	}
	for _, info := range diag.Codes() {
		list = append(list, prelude+info.Example)
	}
	return list
}

func checkBound(t *testing.T, sql string) {
	file, found := parse.File(sql)
	plan, list := File(file, Options{JobName: "fuzz", TrustFunctions: true, Incomplete: found.HasErrors()})
	for _, d := range list {
		if d.Span.Start < 0 || d.Span.Start > d.Span.End || d.Span.End > len(sql) {
			t.Errorf("%v is outside of the file: %v", d.Span, d)
		}
	}
	if list.HasErrors() != (plan == nil) {
		t.Fatalf("plan %v beside %v", plan != nil, list)
	}
	if plan == nil || found.HasErrors() {
		return
	}
	if err := logical.Verify(plan); err != nil {
		t.Fatalf("%v\n%s", err, logical.Print(plan))
	}
	text := logical.PrintSpans(plan)
	again, err := logical.Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if got := logical.PrintSpans(again); got != text {
		t.Errorf("printed, read back and printed:\n%s\nwant\n%s", got, text)
	}
}

// TestTruncated binds every beginning of some of the corpus: half statements are where assumptions break.
func TestTruncated(t *testing.T) {
	for i, sql := range corpus(t) {
		for end := (i * 7) % 31; end < len(sql); end += 31 {
			checkBound(t, sql[:end])
		}
	}
}
