package clause_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/clause"
)

// FuzzScan: tokens and comments cover every byte of the text but blanks, in order, and none twice.
func FuzzScan(f *testing.F) {
	for _, src := range []string{"", "SELECT a.b::INT, 'it''s', E'\\n', X'ff', 1.5e-3, 5s -- end\n/* a /* b */ */;", "\ufeff'", `"`, "`a``b`", "1e", "->>", "‘", "\xff\x00"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		file, diags := clause.Lex(src)
		checkCover(t, src, file, len(diags) > 0)
	})
}

func checkCover(t *testing.T, src string, file *clause.File, wrong bool) {
	at, comments := 0, file.Comments
	gap := func(end int) {
		if text := strings.TrimPrefix(src[at:end], "\ufeff"); !wrong && strings.TrimSpace(text) != "" {
			t.Fatalf("%q is in no token", text)
		}
	}
	for i, token := range file.Tokens {
		for len(comments) > 0 && comments[0].Span.Start < token.Span.Start {
			gap(comments[0].Span.Start)
			at, comments = comments[0].Span.End, comments[1:]
		}
		if token.Span.Start < at || token.Span.End > len(src) || token.Text != src[token.Span.Start:token.Span.End] {
			t.Fatalf("token %d %q is at %v", i, token.Text, token.Span)
		}
		gap(token.Span.Start)
		at = token.Span.End
	}
	if last := file.Tokens[len(file.Tokens)-1]; last.Kind != clause.EOF || len(comments) > 0 {
		t.Fatalf("the last token is %v, %d comments are behind it", last, len(comments))
	}
}
