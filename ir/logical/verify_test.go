package logical_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

const header = `job test

table t file json
  | id BIGINT NOT NULL
  | name VARCHAR
  | ts TIMESTAMP(3)
  | r ROW<a INT, b ARRAY<ROW<x INT>>>

table o print json
  | id BIGINT NOT NULL

`

const scan = `scan t
      | id BIGINT NOT NULL = 0
      | name VARCHAR = 1
`

// Verify finds what would break a later step, and says where.
func TestVerify(t *testing.T) {
	for _, test := range []struct{ sink, want string }{
		{"sink o query 0\n  project\n    | id BIGINT NOT NULL = id#0\n    " + scan, ""},
		{"sink o query 0\n  scan t\n    | name VARCHAR = 1\n", "sink o query 0: column id is BIGINT NOT NULL in the table, VARCHAR in the query"},
		{"sink o query 0\n  scan t\n    | id BIGINT = 0\n", "scan t: column id is BIGINT, the table's BIGINT NOT NULL"},
		{"sink o query 0\n  project\n    | id BIGINT NOT NULL = 1:BIGINT\n    scan t\n      | r ROW<b ARRAY<ROW<>>> = 3\n", ""},
		{"sink o query 0\n  project\n    | id BIGINT NOT NULL = 1:BIGINT\n    scan t\n      | r ROW<c INT> = 3\n", "scan t: column r is ROW<c INT>, the table's ROW<a INT, b ARRAY<ROW<x INT>>>"},
		{"sink o query 0\n  scan t\n    | id BIGINT NOT NULL = 7\n", "scan t: used column 7 doesn't exist"},
		{"sink o query 0\n  scan t\n    | id BIGINT NOT NULL = 0\n    | id BIGINT NOT NULL = 0\n", "scan t: used column 0 doesn't exist or is used twice"},
		{"sink o query 0\n  project\n    | id BIGINT = id#0\n    " + scan, "project: column id is BIGINT, its expression BIGINT NOT NULL"},
		{"sink o query 0\n  filter id#0\n    scan t\n      | id BIGINT NOT NULL = 0\n", "filter id#0: the condition is BIGINT NOT NULL"},
		{"sink o query 0\n  filter NOT id#0\n    scan t\n      | id BIGINT NOT NULL = 0\n", "operand id#0 is BIGINT NOT NULL"},
		{"sink o query 0\n  filter TRUE\n    | id BIGINT\n    scan t\n      | id BIGINT NOT NULL = 0\n", "filter TRUE: column id is BIGINT, the input's BIGINT NOT NULL"},
		{"sink o query 0\n  filter TRUE upsert\n    scan t\n      | id BIGINT NOT NULL = 0\n", "the rows are upsert, the input's append"},
		{"sink o query 0\n  watermark 0 = id#0\n    scan t\n      | id BIGINT NOT NULL = 0\n", "column 0 is no timestamp"},
		{"sink o query 0\n  union\n    | id BIGINT NOT NULL\n    scan t\n      | id BIGINT NOT NULL = 0\n    values\n      | id BIGINT\n", "union: column id is BIGINT NOT NULL, arm 1's BIGINT"},
		{"sink o query 0\n  union\n    | id BIGINT NOT NULL\n", "union: no arms"},
		{"sink o query 0\n  union\n    | id BIGINT NOT NULL\n    values\n", "arm 0 has 0 columns"},
		{"sink o query 0\n  values\n    | id BIGINT NOT NULL\n    row (NULL:BIGINT)\n", "values: column id is BIGINT NOT NULL, its expression BIGINT"},
		{"sink o query 0\n  values\n    | id BIGINT NOT NULL\n    row ()\n", "values: 0 expressions for 1 columns"},
	} {
		plan, err := logical.Parse(header + test.sink)
		if err != nil {
			t.Errorf("%v in\n%s", err, test.sink)
			continue
		}
		err = logical.Verify(plan)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q for\n%s", err, test.want, test.sink)
		}
	}
}

// What the text can't hold is found too: columns that don't exist, values that aren't of their types, cycles.
func TestVerifyTrees(t *testing.T) {
	table := &logical.Table{Name: "o", Columns: []logical.TableColumn{{Name: "a", Type: types.Of(types.Int)}}}
	base := logical.Base{Cols: []logical.Column{{Name: "a", Type: types.Of(types.Int)}}}
	verify := func(e scalar.Expr) error {
		input := &logical.Values{}
		project := &logical.Project{Base: base, Input: input, Exprs: []scalar.Expr{e}}
		return logical.Verify(&logical.Plan{Sinks: []*logical.Sink{{Base: base, Input: project, Table: table}}})
	}
	integer := scalar.Base{Typ: types.Of(types.Int)}
	for _, e := range []scalar.Expr{
		&scalar.Column{Base: integer, Index: 3, Name: "a"},
		&scalar.Literal{Base: integer, Value: "text"},
		&scalar.Literal{Base: integer},
		&scalar.And{Base: integer},
	} {
		if err := verify(e); err == nil {
			t.Errorf("no error for %#v", e)
		}
	}
	if err := verify(&scalar.Literal{Base: integer, Value: int64(1)}); err != nil {
		t.Error(err)
	}
	loop := &logical.Filter{Base: base}
	loop.Input = loop
	err := logical.Verify(&logical.Plan{Sinks: []*logical.Sink{{Base: base, Input: loop, Table: table}}})
	if err == nil || !strings.Contains(err.Error(), "cycle") {
		t.Errorf("a cycle: %v", err)
	}
}

func TestParseErrors(t *testing.T) {
	for _, text := range []string{
		"sink x query 0\n  values\n",
		header + "scan t\n  | id BIGINT NOT NULL = 0\n",
		header + "sink o query 0\n",
		header + "sink o\n  values\n",
		header + "sink o query 0\n  wobble\n",
		header + "sink o query 0\n  %1\n",
		header + "sink o query 0\n  filter\n    values\n",
		header + "sink o query 0\n  values\n    | id\n",
		header + "sink o query 0\n  values\n    | id BIGINT\n    row (1:BIGINT\n",
		header + "sink o query 0\n  project\n    | id BIGINT\n    values\n",
		header + "sink o query 0\n  union\n    row (1)\n",
		header + "sink o query 0\n    values\n",
		"table t\n", "table t file\n  id BIGINT\n", "set 'a'\n", "function f\n", "job\n", "nonsense\n",
		"function f(INT) INT plain = 'a' 'b'\n",
	} {
		if plan, err := logical.Parse(text); err == nil {
			t.Errorf("no error for\n%s\n%v", text, plan)
		}
	}
}
