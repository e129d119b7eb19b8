package codegen

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
)

func TestPosition(t *testing.T) {
	file := newSQLFile("job.sql", "SELECT a,\n  é + b\nFROM t")
	for _, test := range []struct{ offset, line, column int }{
		{0, 1, 1}, {7, 1, 8}, {9, 1, 10}, {10, 2, 1}, {12, 2, 3}, {15, 2, 6}, {19, 3, 1}, {1000, 3, 7}, {-1, 1, 1},
	} {
		line, column := file.position(test.offset)
		if line != test.line || column != test.column {
			t.Errorf("offset %d is %d:%d, want %d:%d", test.offset, line, column, test.line, test.column)
		}
	}
}

func TestSnippet(t *testing.T) {
	for _, test := range []struct{ sql, want string }{
		{"a  >\n\t100", "a > 100"},
		{"a -- not b\n > 1", "a > 1"},
		{"a /* x\n y */ > '-- kept'", "a > '-- kept'"},
		{"'/* kept */'", "'/* kept */'"},
		{"a\u2028b\u202ec\x00d\xffe", "a b\ufffdc\ufffdd\ufffde"},
		{strings.Repeat("x", 200), strings.Repeat("x", snippetLimit) + "…"},
		{"  ", ""},
	} {
		if got := newSQLFile("job.sql", test.sql).snippet(diag.Span{End: len(test.sql)}); got != test.want {
			t.Errorf("%q is quoted as %q, want %q", test.sql, got, test.want)
		}
	}
}

func FuzzSnippet(f *testing.F) {
	for _, sql := range hostileTexts {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		quoted := newSQLFile("job.sql", sql).snippet(diag.Span{End: len(sql)})
		for _, r := range quoted {
			if !unicode.IsPrint(r) {
				t.Fatalf("%q is quoted as %q", sql, quoted)
			}
		}
	})
}

func TestSafeFileName(t *testing.T) {
	for name, want := range map[string]string{
		"job.sql": "job.sql", "my job:2.sql": "my_job_2.sql", "a\n//go:generate rm.sql": "a___go_generate_rm.sql", "": "job.sql", "größe.sql": "gr__e.sql",
	} {
		if got := safeFileName(name); got != want {
			t.Errorf("safeFileName(%q) = %q, want %q", name, got, want)
		}
	}
}

// A condition that the planner joined is quoted in parts, one that the user wrote as it stands.
func TestExpressionQuotes(t *testing.T) {
	const sql = "SELECT x FROM (SELECT x FROM t WHERE a > 1 /* low */ AND (flag)) AS u WHERE other"
	file := newSQLFile("job.sql", sql)
	at := func(text string) scalar.Expr {
		start := strings.Index(sql, text)
		return &scalar.Column{Base: scalar.Base{Pos: diag.Span{Start: start, End: start + len(text)}}}
	}
	and := func(operands ...scalar.Expr) scalar.Expr {
		span := operands[0].Span().Union(operands[len(operands)-1].Span())
		return &scalar.And{Base: scalar.Base{Pos: span}, Operands: operands}
	}
	for want, e := range map[string]scalar.Expr{
		"a > 1":                    at("a > 1"),
		"a > 1 AND (flag":          and(at("a > 1"), at("flag")),
		"a > 1 AND flag AND other": and(at("a > 1"), at("flag"), at("other")),
	} {
		if got := file.expression(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSQLComment(t *testing.T) {
	for sql, want := range map[string]string{
		"a > 100":     "// a > 100",
		"a[1] + m[2]": "// a[1] + m[2]",
		"a <> ''":     "// f:\n//\n//\ta <> ''",
		"a <> '``'":   "// f:\n//\n//\ta <> '``'",
	} {
		if got := strings.TrimSpace(fmt.Sprintf("%#v", sqlComment("f", sql))); got != want {
			t.Errorf("%q becomes %q, want %q", sql, got, want)
		}
	}
}
