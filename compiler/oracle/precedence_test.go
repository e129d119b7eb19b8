package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/parse"
)

// TestPrecedence: what belongs to what in an expression without parentheses is what PostgreSQL makes of it. It is given each
// expression twice, as generated and with the parentheses of our tree, and must see the same expression in both.
func TestPrecedence(t *testing.T) {
	const seed, count = 7, 3000
	random := rand.New(rand.NewPCG(seed, 0))
	var texts, ours []string
	for range count {
		text := flat(random)
		expr, diags := parse.Expr(text)
		explicit := ""
		if !diags.HasErrors() {
			explicit = withParentheses(expr)
		}
		texts, ours = append(texts, text), append(ours, explicit)
	}
	valid, refused := 0, 0
	for i, verdict := range startPostgres(t).compare(t, texts, ours) {
		switch {
		case verdict == "invalid":
		case ours[i] == "" && chained(texts[i]):
			refused++
		case verdict == "same":
			valid++
		default:
			t.Errorf("%s\n  ours:       %s\n  PostgreSQL: %s", texts[i], ours[i], verdict)
		}
	}
	t.Logf("%d of %d expressions have a meaning for PostgreSQL and the same for us; %d chains of comparisons are refused", valid, count, refused)
	if valid < count/10 {
		t.Error("too few expressions have a meaning for PostgreSQL: the test is empty")
	}
}

// chained reports what we refuse although PostgreSQL takes it: IS DISTINCT FROM beside a comparison, IN and BETWEEN beside
// an operator that binds as they do.
func chained(text string) bool {
	_, diags := parse.Expr(text)
	for _, d := range diags {
		if d.Code == "W0113" || strings.Contains(d.Message, "operator can't stand here") || strings.Contains(d.Message, "AND of BETWEEN") {
			return true
		}
	}
	return false
}

// flat is a random expression without parentheses.
func flat(random *rand.Rand) string {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	number := func() string {
		return pick("a", "b", "c", "1", "- a", "a::int", "- 2::int", "extract(day from ts)::int")
	}
	text := func() string { return pick("s", "u", "'x'", "a::text") }
	var arithmetic func() string
	arithmetic = func() string {
		out := number()
		for range random.IntN(3) {
			out += " " + pick("+", "-", "*", "/", "%", "^") + " " + number()
		}
		return out
	}
	joined := func() string {
		out := text()
		for range random.IntN(3) {
			out += " || " + pick(text(), arithmetic())
		}
		return out
	}
	condition := func() string {
		switch random.IntN(11) {
		case 0, 1:
			return arithmetic() + pick(" = ", " <> ", " < ", " >= ") + arithmetic()
		case 2:
			return joined() + pick(" LIKE ", " NOT LIKE ", " ILIKE ", " SIMILAR TO ", " ~ ", " !~* ") + joined()
		case 3:
			return arithmetic() + pick(" BETWEEN ", " NOT BETWEEN ", " BETWEEN SYMMETRIC ") + arithmetic() + " AND " + arithmetic()
		case 4:
			return arithmetic() + pick(" IN (", " NOT IN (") + number() + ", " + arithmetic() + ")"
		case 5:
			return arithmetic() + pick(" IS NULL", " IS NOT NULL")
		case 6:
			return arithmetic() + pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + arithmetic()
		case 7:
			return "ts AT TIME ZONE 'UTC' " + pick("<", "=") + " z"
		case 8:
			return "j -> 'k' ->> 'l' || " + joined() + pick(" = ", " LIKE ") + joined()
		}
		return pick("p", "q", "true")
	}
	out := pick("", "NOT ") + condition()
	for range random.IntN(4) {
		out += pick(" AND ", " OR ", " AND NOT ", " OR NOT ", " = ", " <> ", " IS TRUE AND ", " IS NOT UNKNOWN OR ", " IS NULL = ", " || ") + condition()
	}
	return out + pick("", "", "", " IS NOT TRUE", " IS NULL")
}

// withParentheses prints an expression with parentheses around every operand.
func withParentheses(expr ast.Expr) string {
	p := func(e ast.Expr) string { return "(" + withParentheses(e) + ")" }
	not := func(negated bool) string { return map[bool]string{true: "NOT "}[negated] }
	switch e := expr.(type) {
	case *ast.Unary:
		return e.Op.String() + " " + p(e.Operand)
	case *ast.Binary:
		return p(e.Left) + " " + e.Op.String() + " " + p(e.Right)
	case *ast.IsNull:
		return p(e.Operand) + " IS " + not(e.Negated) + "NULL"
	case *ast.IsTruth:
		return p(e.Operand) + " IS " + not(e.Negated) + e.Truth.String()
	case *ast.IsDistinct:
		return p(e.Left) + " IS " + not(e.Negated) + "DISTINCT FROM " + p(e.Right)
	case *ast.Between:
		symmetric := map[bool]string{true: "SYMMETRIC "}[e.Symmetric]
		return p(e.Operand) + " " + not(e.Negated) + "BETWEEN " + symmetric + p(e.Low) + " AND " + p(e.High)
	case *ast.In:
		var list []string
		for _, item := range e.List {
			list = append(list, p(item))
		}
		return p(e.Operand) + " " + not(e.Negated) + "IN (" + strings.Join(list, ", ") + ")"
	case *ast.Like:
		if e.Op >= ast.RegexpMatch {
			return p(e.Operand) + map[bool]string{true: " !", false: " "}[e.Negated] + e.Op.String() + " " + p(e.Pattern)
		}
		return p(e.Operand) + " " + not(e.Negated) + e.Op.String() + " " + p(e.Pattern)
	case *ast.AtTimeZone:
		return p(e.Operand) + " AT TIME ZONE " + p(e.Zone)
	case *ast.Cast:
		return p(e.Operand) + "::" + strings.ReplaceAll(ast.Sprint(e.Type), "VARCHAR", "text")
	}
	return ast.Sprint(expr)
}

// compare makes a view of each expression in both forms: "same" if PostgreSQL prints both the same way, "invalid" where it
// refuses the first, else what it makes of both.
func (pg *postgres) compare(t *testing.T, texts, ours []string) []string {
	t.Helper()
	var script strings.Builder
	script.WriteString(comparer)
	for i := range texts {
		fmt.Fprintf(&script, "DO $do$ BEGIN PERFORM compare(%d, $e$%s$e$, $e$%s$e$); END $do$;\n", i, texts[i], ours[i])
	}
	script.WriteString("COPY (SELECT k, verdict FROM verdicts ORDER BY k) TO STDOUT (FORMAT csv);\n")
	verdicts := make([]string, len(texts))
	for i, row := range pg.query(t, script.String()) {
		verdicts[i] = row[1]
	}
	return verdicts
}

const comparer = `
SET client_min_messages = warning;
CREATE TABLE t (a int, b int, c int, s text, u text, p boolean, q boolean, j jsonb, ts timestamp, z timestamptz);
CREATE TABLE verdicts (k int, verdict text);
CREATE FUNCTION definition(e text) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE text text;
BEGIN
  EXECUTE 'CREATE VIEW v AS SELECT ' || e || ' AS x FROM t';
  text := pg_get_viewdef('v'::regclass);
  DROP VIEW v;
  RETURN text;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $body$;
CREATE FUNCTION compare(k int, e text, ours text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE left_side text := definition(e); right_side text := definition(ours);
BEGIN
  INSERT INTO verdicts VALUES (k, CASE WHEN left_side IS NULL THEN 'invalid' WHEN left_side = right_side THEN 'same'
    ELSE left_side || ' / ' || coalesce(right_side, 'refused') END);
END $body$;
`
