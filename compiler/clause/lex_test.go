package clause_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

func TestLex(t *testing.T) {
	const (
		word, quoted, str, hex, number, duration, op = clause.Word, clause.Quoted, clause.String, clause.Hex, clause.Number, clause.Duration, clause.Op
	)
	tests := []struct {
		src  string
		want []clause.Token // Kind and Value
	}{
		{"select a_1$ Ünï", []clause.Token{{Kind: word, Value: "SELECT"}, {Kind: word, Value: "A_1$"}, {Kind: word, Value: "ÜNÏ"}}},
		{`"a ""b""" ` + "`c``d`", []clause.Token{{Kind: quoted, Value: `a "b"`}, {Kind: quoted, Value: "c`d"}}},
		{`'it''s' 'a\' ''`, []clause.Token{{Kind: str, Value: "it's"}, {Kind: str, Value: `a\`}, {Kind: str}}},
		{`E'\n\t\\\'''\x41\101\u00e9\U0001f600'`, []clause.Token{{Kind: str, Value: "\n\t\\''AAé😀"}}},
		{"X'c0FFee' x''", []clause.Token{{Kind: hex, Value: "c0FFee"}, {Kind: hex}}},
		{"1 1.5 .5 5. 1e3 1.5E-3 007", []clause.Token{{Kind: number, Value: "1"}, {Kind: number, Value: "1.5"}, {Kind: number, Value: ".5"}, {Kind: number, Value: "5."},
			{Kind: number, Value: "1e3"}, {Kind: number, Value: "1.5E-3"}, {Kind: number, Value: "007"}}},
		{"5s 100ms 1m 24h", []clause.Token{{Kind: duration, Value: "5s"}, {Kind: duration, Value: "100ms"}, {Kind: duration, Value: "1m"}, {Kind: duration, Value: "24h"}}},
		{"a->>b||c::d<>e!=f", []clause.Token{{Kind: word, Value: "A"}, {Kind: op, Value: "->>"}, {Kind: word, Value: "B"}, {Kind: op, Value: "||"}, {Kind: word, Value: "C"}, {Kind: op, Value: "::"},
			{Kind: word, Value: "D"}, {Kind: op, Value: "<>"}, {Kind: word, Value: "E"}, {Kind: op, Value: "!="}, {Kind: word, Value: "F"}}},
		{"ARRAY<ARRAY<INT>>", []clause.Token{{Kind: word, Value: "ARRAY"}, {Kind: op, Value: "<"}, {Kind: word, Value: "ARRAY"}, {Kind: op, Value: "<"}, {Kind: word, Value: "INT"}, {Kind: op, Value: ">"}, {Kind: op, Value: ">"}}},
		{"a /* b /* c */ d */ -- e\n;", []clause.Token{{Kind: word, Value: "A"}, {Kind: op, Value: ";"}}},
		{"\ufeffa\u00a0b\r\n", []clause.Token{{Kind: word, Value: "A"}, {Kind: word, Value: "B"}}},
	}
	for _, test := range tests {
		file, diags := clause.Lex(test.src)
		if len(diags) > 0 {
			t.Errorf("%s\n%s", test.src, diag.NewSource("job.sql", test.src).FormatList(diags))
		}
		checkCover(t, test.src, file, false)
		if got, want := show(file.Tokens), show(append(test.want, clause.Token{})); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", test.src, got, want)
		}
	}
}

func show(tokens []clause.Token) string {
	var all []string
	for _, token := range tokens {
		all = append(all, fmt.Sprintf("%d:%s", token.Kind, token.Value))
	}
	return strings.Join(all, " ")
}

// TestMissingQuote: a quote that is missing at the end of a statement leaves the statements behind it to be read.
func TestMissingQuote(t *testing.T) {
	src := "SELECT 'a;\nSELECT 'b';\nSELECT 'c\nd'"
	file, diags := clause.Lex(src)
	if len(diags) != 1 || diags[0].Code != diag.Unterminated || src[diags[0].Span.Start:diags[0].Span.End] != "'a" {
		t.Errorf("got\n%s", diag.NewSource("job.sql", src).FormatList(diags))
	}
	if got := show(file.Tokens); got != "1:SELECT 3:a 7:; 1:SELECT 3:b 7:; 1:SELECT 3:c\nd 0:" {
		t.Errorf("got %s", got)
	}
}

// TestRewritten shows what TiDB gets: none of the user's words.
func TestRewritten(t *testing.T) {
	tests := []struct{ src, want string }{
		{"SELECT order, ts::DATE FROM trades AS t WHERE note LIKE 'a%' || t.tail AND price > 1.5",
			"SELECT a9, a0, a2(a1) FROM a3 WHERE a4 | a5 & a6 AND a7 = a8"},
		{"SELECT * FROM a LEFT JOIN b ON x UNION SELECT 1", "SELECT a4, a0 FROM a1 LEFT JOIN a2 ON a3 UNION ALL SELECT a7, a5 FROM a6"},
		{"SELECT SUM(x) OVER (PARTITION BY y) FROM t GROUP BY a WINDOW TUMBLING (1m)", "SELECT a7, a2(a0, a1) FROM a3 GROUP BY a4, a6(a5)"},
	}
	for _, test := range tests {
		file, _ := clause.Lex(test.src)
		if got := clause.RewriteQuery(clause.NewCursor(file)).Text; got != test.want {
			t.Errorf("%s is emitted as\n%s\nwant\n%s", test.src, got, test.want)
		}
	}
}
