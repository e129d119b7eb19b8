package compiler_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/ir/physical"
)

// The physical plans of all the binder's examples, with what they keep, are printed, read, verified and printed again as the same text.
func TestPlansAreReadBack(t *testing.T) {
	files, err := filepath.Glob("bind/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no examples", err)
	}
	kept := map[string]int{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		prelude := ""
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".sql") {
				continue
			}
			if f.Name == "prelude.sql" {
				prelude = string(f.Data)
				continue
			}
			text := prelude + string(f.Data)
			result, _ := compiler.Compile(context.Background(), compiler.Source{Name: f.Name, Text: text}, compiler.Options{JobName: "job"})
			if result == nil || result.Physical == nil {
				continue // it is wrong, or no operator does it
			}
			readBack(t, filepath.Base(file)+" "+f.Name, result.Physical)
			for _, s := range result.Physical.States {
				kept[kindOf(s)]++
			}
		}
	}
	for _, kind := range []string{"groups", "windows", "frames", "sorted", "first", "sessions"} {
		if kept[kind] == 0 {
			t.Errorf("no example keeps %s: %v", kind, kept)
		}
	}
}

func kindOf(s *physical.State) string {
	switch {
	case s.Over != nil:
		return "frames"
	case s.Sort != nil:
		return "sorted"
	case s.Top != nil:
		return "first"
	case s.Assign != nil:
		return "sessions"
	case s.Window != nil:
		return "windows"
	}
	return "groups"
}

func readBack(t *testing.T, what string, plan *physical.Plan) {
	t.Helper()
	for _, print := range []func(*physical.Plan) string{physical.Print, physical.PrintSpans} {
		text := print(plan)
		back, err := physical.Parse(text)
		if err != nil {
			t.Errorf("%s: %v\n%s", what, err, text)
			return
		}
		if err := physical.Verify(back); err != nil {
			t.Errorf("%s: what was read is wrong: %v\n%s", what, err, text)
		}
		if again := print(back); again != text {
			t.Errorf("%s: printed, read and printed again\n%s\n%s", what, text, again)
			return
		}
	}
}
