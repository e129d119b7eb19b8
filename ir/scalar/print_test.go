package scalar_test

import (
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

const rounds = 20_000

// Printing and reading back gives the same expression: printed again, it is the same text.
func TestRoundTrip(t *testing.T) {
	risk := &scalar.UserFunction{Name: "risk of", Params: []types.Type{types.Of(types.Double)}, Result: types.Of(types.Double)}
	for seed := range uint64(rounds) {
		g := random.New(seed)
		g.Spans = seed%2 == 0
		g.Functions = []*scalar.UserFunction{risk}
		for range 4 {
			g.Columns = append(g.Columns, g.Type(2))
		}
		e := g.Expr(4)
		if err := scalar.Verify(e, g.Columns); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := scalar.PrintSpans(e)
		back, err := scalar.Parse(want, scalar.Env{Columns: g.Columns, Functions: map[string]*scalar.UserFunction{risk.Name: risk}})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, want)
		}
		if got := scalar.PrintSpans(back); got != want {
			t.Fatalf("seed %d: printed, read and printed again\n%s\n%s", seed, want, got)
		}
		if err := scalar.Verify(back, g.Columns); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !scalar.Equal(e, back) || scalar.Print(e) == "" || scalar.SQL(e) == "" {
			t.Fatalf("seed %d: not equal to what it was read from: %s", seed, want)
		}
	}
}

var columns = []types.Type{
	types.Of(types.BigInt), types.Of(types.Double).WithNull(true), types.Of(types.Varchar).WithNull(true), types.DecimalOf(12, 2),
	types.RowOf(types.Field{Name: "city", Type: types.Of(types.Varchar)}), types.ArrayOf(types.Of(types.Int)),
}

// The text form of plans, and what people see of it.
func TestForms(t *testing.T) {
	for _, test := range []struct{ exact, sql string }{
		{"id#0", "id"},
		{"price#1 > 100e0", "price > 100"},
		{"price#1 > 100e0 AND name#2 = 'it''s'", "price > 100 AND name = 'it''s'"},
		{"(a#0 > 5:BIGINT OR a#0 < 1:BIGINT) AND NOT a#0 = 7:BIGINT", "(a > 5 OR a < 1) AND NOT a = 7"},
		{"a#0 + (a#0 * 2:BIGINT)", "a + a * 2"},
		{"(a#0 + 2:BIGINT) *[3] a#0", "(a + 2) * a"},
		{"a#0 - 2:BIGINT - (a#0 - a#0)", "a - 2 - (a - a)"},
		{`"-"(a#0)`, "-a"},
		{`"-"(a#0 + 1:BIGINT)`, "-(a + 1)"},
		{"UPPER[1](name#2)", "UPPER(name)"},
		{"LENGTH(name#2):INT", "LENGTH(name)"},
		{"LIKE(name#2, 'A%'):BOOLEAN", "name LIKE 'A%'"},
		{"(amount#3 *[2] amount#3):DECIMAL(25,4) NOT NULL", "amount * amount"},
		{"CAST(a#0 AS DOUBLE NOT NULL IMPLICIT) > 1.5e0", "a > 1.5"},
		{"TRY_CAST(name#2 AS INT) IS NOT NULL", "TRY_CAST(name AS INT) IS NOT NULL"},
		{"CASE WHEN a#0 > 1:BIGINT THEN 'x' ELSE NULL:VARCHAR END", "CASE WHEN a > 1 THEN 'x' ELSE NULL END"},
		{"COALESCE(name#2, '')", "COALESCE(name, '')"},
		{"NOT_NULL(name#2 FOR name)", "name"},
		{"address#4.city#0", "address.city"},
		{"list#5[1]", "list[1]"},
		{"a#0 NOT IN (1:BIGINT, 2:BIGINT)", "a NOT IN (1, 2)"},
		{"name#2 IS NOT DISTINCT FROM 'a'", "name IS NOT DISTINCT FROM 'a'"},
		{"a#0 > 1:BIGINT IS NOT TRUE", ""},
		{"'2024-01-15':DATE", "DATE '2024-01-15'"},
		{"'2024-01-15 10:00:00.5':TIMESTAMP(3)", "TIMESTAMP '2024-01-15 10:00:00.5'"},
		{"'5 seconds':INTERVAL", "INTERVAL '5 seconds'"},
		{"1.50", "1.50"},
		{"1.50:DECIMAL(12,2)", "1.50"},
		{"5:BIGINT NULL", "5"},
		{"ARRAY[1, 2]", "ARRAY[1, 2]"},
		{"MAP['a' => 1]", "MAP['a', 1]"},
		{"ROW(1, 'a'):ROW<x INT NOT NULL, y VARCHAR NOT NULL> NOT NULL", "ROW(1, 'a')"},
	} {
		e, err := scalar.Parse(test.exact, scalar.Env{Columns: columns})
		if test.sql == "" {
			if err == nil {
				t.Errorf("%s: no error", test.exact)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if got := scalar.Print(e); got != test.exact {
			t.Errorf("printed  %s\nas       %s", test.exact, got)
		}
		if got := scalar.SQL(e); got != test.sql {
			t.Errorf("SQL of %s\nis     %s\nwant   %s", test.exact, got, test.sql)
		}
		if err := scalar.Verify(e, columns); err != nil {
			t.Error(err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, s := range []string{
		"", "a", "a#9", "a#0 >", "(a#0", "CASE END", "CAST(a#0 AS)", "NULL", "'abc", "5:NOTYPE", "$risk(a#0)", "a#0 NOT a#0",
		"UPPER(a#0", "MAP[1]", "a#0 a#0", "1.5:INT", "'x':DATE", "E'\\xzz'", "NOT", "END", "a#0@1", "- 1",
	} {
		if _, err := scalar.Parse(s, scalar.Env{Columns: columns}); err == nil {
			t.Errorf("%q: no error", s)
		}
	}
}
