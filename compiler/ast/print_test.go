package ast_test

import (
	"testing"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/parse"
)

// TestSprint: expressions print with the parentheses they need, and no others.
func TestSprint(t *testing.T) {
	tests := []struct{ src, want string }{
		{"(a + b) * c", "(a + b) * c"},
		{"(a * b) + (c)", "a * b + c"},
		{"a - (b - c)", "a - (b - c)"},
		{"(a - b) - c", "a - b - c"},
		{"- (- a)", "- -a"},
		{"-(a+b)", "-(a + b)"},
		{"not (a and b) or c", "NOT (a AND b) OR c"},
		{"(a or b) and c", "(a OR b) AND c"},
		{"(a = b) = c", "(a = b) = c"},
		{"(a is null) = b", "(a IS NULL) = b"},
		{"(a = b) is null", "a = b IS NULL"},
		{"(a || b) like (c || 'x')", "a || b LIKE c || 'x'"},
		{"(a like b) || c", "(a LIKE b) || c"},
		{"a between (b) and (c and d)", "a BETWEEN b AND (c AND d)"},
		{"(a+1)::int", "CAST(a + 1 AS INT)"},
		{"(a).b", "(a).b"},
		{"f(x).b[1]", "f(x).b[1]"},
		{"a !~ 'x' and b ~* 'y'", "a !~ 'x' AND b ~* 'y'"},
		{"a rlike b", "a ~ b"},
		{"'it''s' || \"a\"\"b\"", `'it''s' || "a""b"`},
		{"case when a then b end", "CASE WHEN a THEN b END"},
		{"interval '5' second", "INTERVAL '5' SECOND"},
		{"e'a\\nb'", "'a\nb'"},
		{"extract(years from ts)", "EXTRACT(YEAR FROM ts)"},
		{"count(distinct a) filter (where b) over (order by c rows 2 preceding)",
			"count(DISTINCT a) FILTER (WHERE b) OVER (ORDER BY c ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)"},
		{"ts at time zone 'UTC' + interval '1 day'", "ts AT TIME ZONE 'UTC' + INTERVAL '1 day'"},
		{"-2 ^ 2", "-2 ^ 2"}, {"-(2 ^ 2)", "-(2 ^ 2)"},
		{"row(1, 2) = (3, 4)", "ROW(1, 2) = ROW(3, 4)"},
		{"x::row<a int not null, b decimal(3,1)>", "CAST(x AS ROW<a INT NOT NULL, b DECIMAL(3, 1)>)"},
	}
	for _, test := range tests {
		expr, diags := parse.Expr(test.src)
		if diags.HasErrors() {
			t.Errorf("%s: %v", test.src, diags)
			continue
		}
		if got := ast.Sprint(expr); got != test.want {
			t.Errorf("%s prints as %s, want %s", test.src, got, test.want)
		}
	}
}

// TestChildrenInOrder: Walk goes through a tree in the order of the text.
func TestChildrenInOrder(t *testing.T) {
	tree, diags := parse.File("CREATE FUNCTION f(a INT) RETURNS INT AS 'x.Y' LANGUAGE GO; SELECT TRIM(a FROM b) FROM t WHERE x = CASE y WHEN 1 THEN 2 END")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	last := 0
	ast.Walk(tree, func(node ast.Node) bool {
		if start := node.Span().Start; start < last {
			t.Errorf("%T at %d comes behind one at %d", node, start, last)
		}
		last = node.Span().Start
		return true
	})
}

func TestIdent(t *testing.T) {
	for name, want := range map[string]string{"abc": "abc", "_a1$": "_a1$", "été": "été", "": `""`, "1a": `"1a"`, "a b": `"a b"`, `a"b`: `"a""b"`, "$": `"$"`} {
		if got := (ast.Ident{Name: name}).String(); got != want {
			t.Errorf("%q is written %s, want %s", name, got, want)
		}
	}
}
