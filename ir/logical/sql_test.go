package logical_test

import (
	"testing"

	"github.com/weirsql/weir/ir/logical"
)

// Operators that look at several rows, as people are shown them.
func TestSQL(t *testing.T) {
	for _, test := range []struct{ operator, want string }{
		{"aggregate final\n      | n BIGINT = COUNT() filter (id#0 > 1:BIGINT)\n", "COUNT(*) FILTER (WHERE id > 1)"},
		{"aggregate final\n      | n BIGINT = \"odd name\"(id#0, ts#1) distinct order (id#0 desc, ts#1 first)\n", `"odd name"(DISTINCT id, ts ORDER BY id DESC, ts NULLS FIRST)`},
		{"over order (id#0)\n      | n BIGINT = SUM(id#0) range first current\n", "SUM(id)"},
		{"over order (id#0)\n      | n BIGINT = SUM(id#0) range preceding 5 following 1\n", "SUM(id) RANGE BETWEEN 5 PRECEDING AND 1 FOLLOWING"},
		{"over order (ts#1)\n      | n BIGINT = SUM(id#0) range preceding 90000000 current\n", "SUM(id) RANGE BETWEEN INTERVAL '90 seconds' PRECEDING AND CURRENT ROW"},
		{"over order (ts#1)\n      | n BIGINT = LAG(id#0) ignore nulls rows first last\n", "LAG(id) IGNORE NULLS ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"},
		{"over buffer 10\n      | n BIGINT = MAX(id#0) rows first current\n", "MAX(id)"},
		{"window tumble size 3600000000 offset 60000000 on ts#1\n", "tumble 1 hour on ts, offset 1 minute"},
		{"window hop size 172800000000 slide 1500000 on ts#1\n", "hop 2 days every 1.5 seconds on ts"},
		{"window cumulate size 60000000 slide 1000000 lateness 5000000 on ts#1\n", "cumulate 1 minute in steps of 1 second on ts, late by up to 5 seconds"},
		{"window session size 1000000 proctime on ts#1\n", "session 1 second by the machine's clock"},
		{"window attached start ts#1 end ts#1\n", "attached ts to ts"},
	} {
		plan, err := logical.Parse(header + "sink o query 0\n  project\n    | id BIGINT NOT NULL = 1:BIGINT\n    " + test.operator + "      " + timed)
		if err != nil {
			t.Errorf("%v in\n%s", err, test.operator)
			continue
		}
		got := ""
		switch n := plan.Sinks[0].Input.Inputs()[0].(type) {
		case *logical.Aggregate:
			got = n.Calls[0].SQL()
		case *logical.Over:
			got = n.SQL(n.Calls[0])
		case *logical.WindowAssign:
			got = n.Window.Describe()
		}
		if got != test.want {
			t.Errorf("%s, want %s, for\n%s", got, test.want, test.operator)
		}
	}
}
