package lower

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
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
	checkStrategy(p, refuse)
	checkDisk(p, refuse)
	for _, n := range p.Nodes() {
		switch n := n.(type) {
		case *logical.Over:
			checkOver(n, refuse)
		case *logical.Top:
			checkTop(n, refuse)
		case *logical.WindowAssign:
			checkWindowAssign(n, refuse)
		case *logical.Aggregate:
			checkAggregate(n, refuse)
		}
	}
	return list
}

func checkAggregate(n *logical.Aggregate, refuse func(at diag.Span, what, instead string)) {
	if n.Retracts() && n.Window != nil {
		refuse(n.Pos, "a window over rows that are updated", "write EMIT FINAL in the inner query")
	}
	if n.Retracts() && forgetful(n.Input) {
		refuse(n.Pos, "grouping groups that 'state.ttl' forgets, without a row that takes them back,", "group the inner query by a window of time, or write EMIT FINAL in it")
	}
	for _, call := range n.Calls {
		checkCall(call, refuse)
		if w := n.Window; w != nil && w.Kind == logical.Session && n.Emit == logical.EmitChanges && call.User != nil {
			refuse(call.Pos, "EMIT CHANGES of sessions with an aggregate in Go", "write EMIT FINAL")
		}
		if w := n.Window; w != nil && w.Kind == logical.Session && !call.Merges() {
			refuse(call.Pos, call.Function+" in sessions, which grow together,", "give its Go type a method Merge(other *"+call.User.Func+")")
		}
		if n.Retracts() && !aggregates.Retracts(call) {
			refuse(call.Pos, call.Function+" of rows that are updated", "write EMIT FINAL in the inner query")
		}
	}
}

// forgetful reports changes of groups, or of first rows, that may be forgotten.
func forgetful(n logical.Node) bool {
	if n.Mode() == logical.Append {
		return false
	}
	switch n := n.(type) {
	case *logical.Aggregate:
		if n.TTL > 0 {
			return true
		}
	case *logical.Top:
		return n.TTL > 0
	}
	return slices.ContainsFunc(n.Inputs(), forgetful)
}

func checkWindowAssign(n *logical.WindowAssign, refuse func(at diag.Span, what, instead string)) {
	if n.Input.Mode() != logical.Append {
		refuse(n.Pos, "a window over rows that are updated", "write EMIT FINAL in the inner query")
	}
}

func checkCall(call logical.AggregateCall, refuse func(at diag.Span, what, instead string)) {
	overload := aggregates.Of(call)
	switch {
	case overload == nil || overload.Accumulator == "":
		refuse(call.Pos, call.Function, "")
	case call.Distinct && len(call.Args) != 1+len(overload.Constants):
		refuse(call.Pos, "DISTINCT over several arguments", "")
	case call.User != nil:
		if nested := aggregates.Nested(call); nested != nil {
			refuse(call.Pos, fmt.Sprintf("an aggregate in Go over %s", nested.Type()), "aggregate a field or an element of it")
		}
	}
}

// checkOver reports functions and frames that nothing evaluates.
func checkOver(n *logical.Over, refuse func(at diag.Span, what, instead string)) {
	if n.Input.Mode() != logical.Append {
		refuse(n.Pos, "OVER of rows that are updated", "write EMIT FINAL in the inner query")
	}
	for _, call := range n.Calls {
		if nested := aggregates.Nested(call.AggregateCall); nested != nil && call.User != nil {
			refuse(call.Pos, fmt.Sprintf("an aggregate in Go over %s", nested.Type()), "aggregate a field or an element of it")
		}
	}
	if visits(n) {
		checkVisited(n, refuse)
		return
	}
	for _, call := range n.Calls {
		checkOverCall(n, call, refuse)
	}
}

func checkOverCall(n *logical.Over, call logical.OverCall, refuse func(at diag.Span, what, instead string)) {
	overload := aggregates.Of(call.AggregateCall)
	unbounded := call.Frame.Start.Kind == logical.UnboundedPreceding
	switch {
	case call.IgnoreNulls, call.Function == "NTH_VALUE":
		refuse(call.Pos, pick(call.IgnoreNulls, "IGNORE NULLS", call.Function)+" in a buffer", "write ROWS BETWEEN n PRECEDING AND CURRENT ROW")
	case positional[call.Function] && n.Buffer > 0 && call.Filter != nil:
		refuse(call.Pos, "FILTER of "+call.Function+" in a buffer", "write ROWS BETWEEN n PRECEDING AND CURRENT ROW")
	case positional[call.Function]:
		if n.Buffer > 0 {
			checkOrder(n.OrderBy, call.Function, refuse)
		}
	case overload == nil || overload.Accumulator == "":
		refuse(call.Pos, call.Function+" OVER", "")
	case call.User != nil || unbounded:
	case call.Distinct || !overload.Bounded || overload.Keeps || unflat(call):
		refuse(call.Pos, pick(call.Distinct, "DISTINCT", call.Function)+" over a buffer", "write ROWS BETWEEN n PRECEDING AND CURRENT ROW")
	}
}

// checkVisited reports what isn't evaluated over rows in order.
func checkVisited(n *logical.Over, refuse func(at diag.Span, what, instead string)) {
	checkOrder(n.OrderBy, "OVER", refuse)
	for _, call := range n.Calls {
		if overload := aggregates.Of(call.AggregateCall); overload == nil || overload.Accumulator == "" && !positional[call.Function] {
			refuse(call.Pos, call.Function+" OVER", "")
		}
	}
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// checkOrder reports values that rows aren't sorted by.
func checkOrder(keys []logical.SortKey, what string, refuse func(at diag.Span, what, instead string)) {
	for _, key := range keys {
		switch t := key.Expr.Type(); t.Kind {
		case types.Null:
			refuse(key.Expr.Span(), fmt.Sprintf("%s in the order of a %s", what, t), "")
		}
	}
}

func checkTop(n *logical.Top, refuse func(at diag.Span, what, instead string)) {
	if n.Input.Mode() != logical.Append {
		refuse(n.Pos, "OVER of rows that are updated", "write EMIT FINAL in the inner query")
	}
	checkOrder(n.OrderBy, "OVER", refuse)
}

// positional are the functions that look at single rows of a window's order.
var positional = map[string]bool{"ROW_NUMBER": true, "RANK": true, "DENSE_RANK": true,
	"PERCENT_RANK": true, "CUME_DIST": true, "NTILE": true, "LAG": true, "LEAD": true, "FIRST_VALUE": true, "LAST_VALUE": true, "NTH_VALUE": true}

// unflat reports MIN and MAX of bytes, whose values nothing slides over.
func unflat(call logical.OverCall) bool {
	return (call.Function == "MIN" || call.Function == "MAX") && call.Args[0].Type().Kind == types.Bytes
}
