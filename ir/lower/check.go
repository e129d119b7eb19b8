package lower

import (
	"fmt"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// check reports what a plan asks for and no operator does: better here, at the SQL, than when the job runs.
func check(p *logical.Plan) diag.List {
	var list diag.List
	refuse := func(at diag.Span, what, instead string) {
		d := diag.Diagnostic{Code: diag.UnsupportedPlan, Span: at, Message: what + " isn't supported by this version of Weir"}
		if instead != "" {
			d.Fix = &diag.Fix{Message: instead}
		}
		list = append(list, d)
	}
	for _, n := range p.Nodes() {
		switch n := n.(type) {
		case *logical.Over:
			refuse(n.Pos, "OVER", "")
		case *logical.Sort:
			refuse(n.Pos, "ORDER BY or LIMIT", "sort what the job has written")
		case *logical.WindowAssign:
			refuse(n.Pos, "a windowing table function that isn't grouped by its window", "add GROUP BY window_start, window_end")
		case *logical.Aggregate:
			checkAggregate(n, refuse)
		}
	}
	return list
}

func checkAggregate(n *logical.Aggregate, refuse func(at diag.Span, what, instead string)) {
	if n.Input.Mode() != logical.Append {
		refuse(n.Pos, "grouping rows that are updated", "write EMIT FINAL in the inner query")
	}
	if n.TTL > 0 && n.Window == nil {
		refuse(n.Pos, "'state.ttl'", "group within a window, which bounds the state")
	}
	if w := n.Window; w != nil && w.Proctime {
		refuse(n.Pos, "a window of processing time", "use an event time: a column with WATERMARK FOR")
	} else if w != nil && w.Kind == logical.Session {
		refuse(n.Pos, "a session window", "use TUMBLE, HOP or CUMULATE")
	}
	for _, call := range n.Calls {
		checkCall(call, refuse)
	}
	for _, e := range logical.Exprs(n) {
		for _, column := range scalar.Columns(e) {
			if t := n.Input.Columns()[column].Type; !travels(t) {
				if c, ok := e.(*scalar.Column); ok {
					refuse(c.Pos, fmt.Sprintf("an aggregate over %s", t), "aggregate a field or an element of it")
				}
			}
		}
	}
}

func checkCall(call logical.AggregateCall, refuse func(at diag.Span, what, instead string)) {
	_, overload := functions.AggregateOf(call.Function, call.Overload)
	switch {
	case len(call.OrderBy) > 0:
		refuse(call.Pos, "ORDER BY in an aggregate", "")
	case overload == nil || overload.Accumulator == "":
		refuse(call.Pos, call.Function, "")
	case call.Distinct && len(call.Args) != 1:
		refuse(call.Pos, "DISTINCT over several arguments", "")
	}
}

// travels reports a type whose values can be sent from one partition to another.
func travels(t types.Type) bool {
	return t.Kind != types.Array && t.Kind != types.Map && t.Kind != types.Row
}
