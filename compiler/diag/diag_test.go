package diag_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
)

func TestFormat(t *testing.T) {
	tests := []struct {
		name, src, at string // at is the text that the diagnostic is about
		want          string
	}{
		{"a word", "SELECT id,\n       fee\nFROM t", "fee", `job.sql:2:8: error[W0203]: message
  2 |        fee
    |        ^^^
`},
		{"behind tabs", "\tSELECT\tfee", "fee", "job.sql:1:9: error[W0203]: message\n  1 | \tSELECT\tfee\n    | \t      \t^^^\n"},
		{"behind wide characters", "SELECT '日本', fee", "fee", `job.sql:1:14: error[W0203]: message
  1 | SELECT '日本', fee
    |                ^^^
`},
		{"wide characters", "SELECT 日本", "日本", `job.sql:1:8: error[W0203]: message
  1 | SELECT 日本
    |        ^^^^
`},
		{"behind a combining accent", "SELECT 'e\u0301', fee", "fee", "job.sql:1:14: error[W0203]: message\n  1 | SELECT 'e\u0301', fee\n    |             ^^^\n"},
		{"several lines", "SELECT (1 +\n 2)", "(1 +\n 2)", `job.sql:1:8: error[W0203]: message
  1 | SELECT (1 +
    |        ^^^^
`},
		{"CRLF", "SELECT\r\nfee\r\n", "fee", `job.sql:2:1: error[W0203]: message
  2 | fee
    | ^^^
`},
		{"behind a byte order mark", "\ufefffee", "fee", `job.sql:1:1: error[W0203]: message
  1 | fee
    | ^^^
`},
		{"what steers a terminal", "SELECT '\x1b[31m', fee", "fee", "job.sql:1:17: error[W0203]: message\n  1 | SELECT '\ufffd[31m', fee\n    |                 ^^^\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := strings.Index(test.src, test.at)
			d := diag.Diagnostic{Code: "W0203", Span: diag.Span{Start: start, End: start + len(test.at)}, Message: "message"}
			if got := diag.NewSource("job.sql", test.src).Format(d); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestFormatNotesAndFix(t *testing.T) {
	src := "CREATE TABLE p (fees INT);\nSELECT fee FROM p"
	d := diag.Diagnostic{
		Code: "W0203", Span: diag.Span{Start: 34, End: 37}, Message: `unknown column "fee"`,
		Notes: []diag.Note{{Span: diag.Span{Start: 13, End: 14}, Message: "p has the column fees"}, {Message: "names are compared without case"}},
		Fix:   &diag.Fix{Span: diag.Span{Start: 34, End: 37}, Text: "fees", Message: "did you mean fees?"},
	}
	want := `job.sql:2:8: error[W0203]: unknown column "fee"
  2 | SELECT fee FROM p
    |        ^^^
  note: job.sql:1:14: p has the column fees
  note: names are compared without case
  help: did you mean fees?
`
	source := diag.NewSource("job.sql", src)
	if got := source.Format(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	text, err := json.Marshal(source.Report(diag.List{d}))
	if err != nil {
		t.Fatal(err)
	}
	wantJSON := `[{"file":"job.sql","code":"W0203","severity":"error","message":"unknown column \"fee\"",` +
		`"range":{"start":{"offset":34,"line":2,"column":8},"end":{"offset":37,"line":2,"column":11}},` +
		`"notes":[{"message":"p has the column fees","range":{"start":{"offset":13,"line":1,"column":14},"end":{"offset":14,"line":1,"column":15}}},` +
		`{"message":"names are compared without case"}],` +
		`"fix":{"message":"did you mean fees?","text":"fees","range":{"start":{"offset":34,"line":2,"column":8},"end":{"offset":37,"line":2,"column":11}}}}]`
	if string(text) != wantJSON {
		t.Errorf("got\n%s\nwant\n%s", text, wantJSON)
	}
}

func TestFormatWithoutPlace(t *testing.T) {
	d := diag.Diagnostic{Code: "W0902", Severity: diag.Warning, Message: "stopped", Fix: &diag.Fix{Text: "SELECT 1"}}
	if got, want := diag.NewSource("job.sql", "").Format(d), "job.sql: warning[W0902]: stopped\n  help: write SELECT 1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := diag.NewSource("job.sql", "").Report(nil); got == nil {
		t.Error("no diagnostics are an empty list in JSON, not null")
	}
}

// TestLongLine: of a long line only what stands around the place is shown.
func TestLongLine(t *testing.T) {
	src := strings.Repeat("a, ", 1000) + "fee" + strings.Repeat(", b", 1000)
	d := diag.Diagnostic{Code: "W0203", Span: diag.Span{Start: 3000, End: 3003}, Message: "message"}
	lines := strings.Split(diag.NewSource("job.sql", src).Format(d), "\n")
	shown, carets := []rune(lines[1]), []rune(lines[2])
	at := strings.IndexRune(lines[2], '^')
	if len(shown) > 200 || len(carets) != at+3 || string(shown[at:at+3]) != "fee" {
		t.Errorf("shown:\n%s\n%s", lines[1], lines[2])
	}
}

// TestPositionInverse: every offset has the line and column that counting from the start gives.
func TestPositionInverse(t *testing.T) {
	src := "a\nbé\r\n\n日本 x\n"
	source := diag.NewSource("", src)
	line, column := 1, 1
	for offset, r := range src {
		if got := source.Position(offset); got.Line != line || got.Column != column {
			t.Errorf("offset %d is at %v, want %d:%d", offset, got, line, column)
		}
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
	}
	if got := source.Position(1 << 30); got.Line != line {
		t.Errorf("behind the end: %v", got)
	}
}

func TestSort(t *testing.T) {
	list := diag.List{{Message: "c"}, {Span: diag.Span{Start: 5, End: 6}, Message: "b"}, {Span: diag.Span{Start: 0, End: 6}, Message: "a"}, {Message: "d"}}
	list.Sort()
	order := ""
	for _, d := range list {
		order += d.Message
	}
	if order != "abcd" {
		t.Error("sorted as", order)
	}
}

// TestCodes: codes are unique, well-formed and described.
func TestCodes(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, info := range diag.Codes() {
		if seen[info.Code] || !regexp.MustCompile(`^W0[1-9]\d\d$`).MatchString(string(info.Code)) {
			t.Errorf("code %s is there twice or malformed", info.Code)
		}
		seen[info.Code] = true
		if info.Title == "" || info.Doc == "" {
			t.Errorf("code %s needs a title and a description", info.Code)
		}
	}
}
