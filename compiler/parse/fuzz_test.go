package parse_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// FuzzParse: no text makes the parser panic, every position is inside the text, and a text without errors has exact spans
// and prints as SQL that parses to the same tree.
func FuzzParse(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	for _, src := range []string{"", ";", "SELECT", "'", "/*", "\ufeff-- x", "((((", "SELECT 1 UNION (SELECT 2", "CREATE TABLE t (a", "\xff"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tree, diags := parse.File(src)
		checkDiagnostics(t, src, diags)
		if !diags.HasErrors() && tree.Span().End > 0 {
			checkSpans(t, src, tree)
			checkPrint(t, tree)
		}
	})
}

// checkDiagnostics checks that all places are inside the text, and that printing them works.
func checkDiagnostics(t *testing.T, src string, diags diag.List) {
	source := diag.NewSource("job.sql", src)
	for _, d := range diags {
		if d.Code == diag.CompilerBug {
			t.Fatal(source.Format(d))
		}
		spans := []diag.Span{d.Span}
		for _, note := range d.Notes {
			spans = append(spans, note.Span)
		}
		if d.Fix != nil {
			spans = append(spans, d.Fix.Span)
		}
		for _, span := range spans {
			if span.Start < 0 || span.End < span.Start || span.End > len(src) {
				t.Fatalf("%s: the span %v is outside of %d bytes", d.Message, span, len(src))
			}
		}
		if strings.Count(source.Format(d), "\n") < 1 {
			t.Fatalf("%q prints as %q", d.Message, source.Format(d))
		}
	}
}
