package print

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// printed is what a sink with these options prints to a file that stands in for standard output.
func printed(t *testing.T, table *rt.Table, blocks ...string) string {
	t.Helper()
	made, err := NewSink(table)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	made.(*sink).file = file
	if err := made.Open(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	w, err := made.NewWriter(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range blocks {
		if err := w.Write(context.Background(), []byte(block)); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestPrint(t *testing.T) {
	if got := printed(t, rt.NewTable("t"), "a\nb\n", "c\n"); got != "a\nb\nc\n" {
		t.Errorf("%q", got)
	}
}

func TestPrintIdentifier(t *testing.T) {
	table := rt.NewTable("t", rt.Option{Key: "print-identifier", Value: "id"})
	table.Header = "x,y\n"
	if got := printed(t, table, "a\nb\n", "c\n"); got != "id> x,y\nid> a\nid> b\nid> c\n" {
		t.Errorf("%q", got)
	}
}

func TestStandardError(t *testing.T) {
	made, err := NewSink(rt.NewTable("t", rt.Option{Key: "standard-error", Value: "true"}))
	if err != nil || made.(*sink).file != os.Stderr {
		t.Errorf("%v, %v", made, err)
	}
	if _, err := NewSink(rt.NewTable("t", rt.Option{Key: "standard-error", Value: "maybe"})); err == nil {
		t.Error("'maybe' is taken")
	}
}

func TestClosedOutput(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	w := &writer{sink: &sink{file: file}}
	if err := w.Write(context.Background(), []byte("a\n")); err == nil {
		t.Error("writing to a closed file succeeds")
	}
}
