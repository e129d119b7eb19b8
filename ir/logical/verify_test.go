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

const timed = `scan t
        | id BIGINT NOT NULL = 0
        | ts TIMESTAMP(3) = 2
`

const windowTimes = `
      | window_start TIMESTAMP(3) NOT NULL = window_start
      | window_end TIMESTAMP(3) NOT NULL = window_end
      | window_time TIMESTAMP(3) NOT NULL rowtime = window_time
`

// Operators that look at more than one row. Each test is one below a projection to what the sink takes.
func TestVerifyStateful(t *testing.T) {
	const minute = "size 60000000 on NOT_NULL(ts#1 FOR ts)"
	for _, test := range []struct{ operator, want string }{
		{"aggregate changes upsert\n      | id BIGINT NOT NULL = key id#0\n      | n BIGINT NOT NULL = COUNT() distinct filter (id#0 > 1:BIGINT)\n", ""},
		{"aggregate changes\n      | id BIGINT NOT NULL = key id#0\n", "the rows are append, those of an aggregate that emits changes are upsert"},
		{"aggregate final\n      | id BIGINT = key id#0\n", "column id is BIGINT, its expression BIGINT NOT NULL"},
		{"aggregate first\n      | n BIGINT NOT NULL = COUNT()\n", "1 calls"},
		{"aggregate final\n      | n BIGINT NOT NULL = COUNT() filter (id#0)\n", "the condition of COUNT is BIGINT NOT NULL"},
		{"aggregate final\n      | n BIGINT NOT NULL = COUNT(NOT id#0)\n", "operand id#0 is BIGINT NOT NULL"},
		{"aggregate final tumble " + minute + windowTimes, ""},
		{"aggregate final session " + minute + windowTimes, ""},
		{"aggregate final tumble " + minute + "\n", "0 columns, 3 for keys, window and calls"},
		{"aggregate final tumble size 1 on ts#1" + windowTimes, "the time ts#1 is TIMESTAMP(3)"},
		{"aggregate final tumble on NOT_NULL(ts#1 FOR ts)" + windowTimes, "a tumble window of size 0"},
		{"aggregate final hop " + minute + windowTimes, "a hop window of size 60000000 and slide 0"},
		{"aggregate final cumulate size 60 slide 7 on NOT_NULL(ts#1 FOR ts)" + windowTimes, "slide 7"},
		{"aggregate final attached " + minute + windowTimes, "a time is missing"},
		{"window tumble size 60000000 on NOT_NULL(ts#1 FOR ts) partition (id#0)" + windowTimes, "a tumble window of each partition"},
		{"aggregate final attached start NOT_NULL(ts#1 FOR ts) end NOT_NULL(ts#1 FOR ts)" + windowTimes, ""},
		{"aggregate final tumble " + minute + strings.Replace(windowTimes, "NOT NULL", "", 1), "column window_start is TIMESTAMP(3), the window's time TIMESTAMP(3) NOT NULL"},
		{"aggregate final tumble " + minute + strings.ReplaceAll(windowTimes, "TIMESTAMP", "TIMESTAMP_LTZ"), "column window_start is TIMESTAMP_LTZ(3) NOT NULL"},
		{"window hop size 60 slide 10 on NOT_NULL(ts#1 FOR ts)" + windowTimes, ""},
		{"window session " + minute + windowTimes, ""},
		{"over time NOT_NULL(ts#1 FOR ts) partition (id#0) order (ts#1)\n      | n BIGINT NOT NULL = ROW_NUMBER() rows first current\n", ""},
		{"over final time NOT_NULL(ts#1 FOR ts)\n", "at the end of the input"},
		{"over time ts#1\n", "the time ts#1 is TIMESTAMP(3)"},
		{"over\n      | n BIGINT NOT NULL = SUM(NOT id#0) range preceding 5 current\n", "operand id#0 is BIGINT NOT NULL"},
		{"sort order (id#0 desc last, ts#1) limit 10 offset 5\n", ""},
		{"sort order (NOT id#0)\n", "operand id#0 is BIGINT NOT NULL"},
		{"sort limit -2\n", "limit -2"},
		{"sort time ts#1 wait 5 order (ts#1)\n", "the time ts#1 is TIMESTAMP(3)"},
		{"top final 2 partition (id#0) order (ts#1 desc)\n", ""},
		{"top final 0\n", "0 rows"},
		{"top final 2 time id#0 partition (ts#1)\n", "the time id#0 isn't one of the partition"},
		{"top first 2\n", "emitted first"},
		{"top changes 2 ttl 5 upsert\n", ""},
		{"top final 2 ttl 5\n", "a TTL of 5"},
		{"top final 2 order (NOT id#0)\n", "operand id#0 is BIGINT NOT NULL"},
	} {
		text := header + "sink o query 0\n  project\n    | id BIGINT NOT NULL = 1:BIGINT\n    " + test.operator + "      " + timed
		if strings.Contains(test.operator, "upsert") {
			text = strings.Replace(text, "  project", "  project upsert", 1)
			text = strings.Replace(text, "query 0", "query 0 upsert", 1)
		}
		plan, err := logical.Parse(text)
		if err != nil {
			t.Errorf("%v in\n%s", err, text)
			continue
		}
		err = logical.Verify(plan)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q for\n%s", err, test.want, test.operator)
		}
		if test.want == "" && !strings.Contains(logical.Print(plan), test.operator) {
			t.Errorf("printed\n%s\nwant\n%s", logical.Print(plan), test.operator)
		}
	}
}

// What keeps rows takes no updates of them, but for groups that take them back.
func TestVerifyUpdates(t *testing.T) {
	const updates = "aggregate changes upsert\n        | id BIGINT NOT NULL = key id#0\n        scan t\n          | id BIGINT NOT NULL = 0\n"
	for _, operator := range []string{"aggregate first\n      | id BIGINT NOT NULL = key id#0\n", "over\n", "sort\n"} {
		plan, err := logical.Parse(header + "sink o query 0\n  project\n    | id BIGINT NOT NULL = 1:BIGINT\n    " + operator + "      " + updates)
		if err != nil {
			t.Fatal(err)
		}
		if err := logical.Verify(plan); err == nil || !strings.Contains(err.Error(), "the input's rows are upsert") {
			t.Errorf("%v for %s", err, operator)
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
		header + "sink o query 0\n  aggregate\n    | n BIGINT = COUNT()\n    values\n",
		header + "sink o query 0\n  aggregate final\n    | n BIGINT = key 1\n",
		header + "sink o query 0\n  aggregate final\n    | n BIGINT\n    values\n",
		header + "sink o query 0\n  aggregate final tumble size x\n    values\n",
		header + "sink o query 0\n  over\n    | n BIGINT = COUNT()\n    values\n",
		header + "sink o query 0\n  over\n    | n BIGINT = COUNT() rows first\n    values\n",
		header + "sink o query 0\n  sort order\n    values\n",
		header + "sink o query 0\n  window sometimes\n    values\n",
		"table t\n", "table t file\n  id BIGINT\n", "set 'a'\n", "function f\n", "job\n", "nonsense\n",
		"function f(INT) INT plain = 'a' 'b'\n",
	} {
		if plan, err := logical.Parse(text); err == nil {
			t.Errorf("no error for\n%s\n%v", text, plan)
		}
	}
}
