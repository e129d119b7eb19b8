package bounds

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func aggregateHolds(n *logical.Aggregate) string {
	switch {
	case n.Emit == logical.EmitFirst:
		return "the groups seen"
	case n.Window != nil:
		return "a row per group of each open window"
	case len(n.Keys) == 0:
		return "one row"
	}
	return "a row per group"
}

// ofAggregate bounds a grouping. What goes with its window, or session, goes whatever it has become.
func ofAggregate(b *physical.Bound, n *logical.Aggregate, s *physical.State) {
	b.Bytes = groupBytes(s)
	if n.Window != nil {
		b.Limits = append(b.Limits, n.Window.Describe())
		return
	}
	count := domainOfAll(n.Keys, n.Input)
	switch bounded := keys(b, count, len(n.Keys) > 0); {
	case n.TTL > 0:
		b.Limits = append(b.Limits, "keys that no row reaches go after "+logical.SpanOfTime(n.TTL))
	case !bounded:
		b.Grows = append(b.Grows, keysOf(n, b))
	}
	for _, call := range n.Calls {
		if grows(call, n.Input, n.Retracts()) {
			b.Grows = append(b.Grows, valuesOf(call))
		}
	}
}

// keysOf is the growth of a grouping with its keys.
func keysOf(n *logical.Aggregate, b *physical.Bound) physical.Growth {
	of := "GROUP BY"
	if n.Emit == logical.EmitFirst {
		of = "DISTINCT or GROUP BY"
	}
	return physical.Growth{
		Of:     of + " " + columnNames(n.Cols[:len(n.Keys)]),
		With:   fmt.Sprintf("about %d bytes for each key", b.Bytes),
		What:   "the keys",
		Remedy: groupRemedy(n),
		Span:   n.Pos,
	}
}

// groupRemedy says how to bound the keys of a grouping. One that is written at the end of the input has no use for a TTL.
func groupRemedy(n *logical.Aggregate) string {
	if n.Emit == logical.EmitFinal {
		return "group by a window of time"
	}
	return "group by a window of time, or SET 'state.ttl' = '1 d': keys that no row has reached for so long are forgotten"
}

// grows reports a call whose accumulator grows with the rows, or with the values that DISTINCT has seen: where rows are taken back also those of
// MIN and MAX, which must know what comes next.
func grows(call logical.AggregateCall, in logical.Node, retracts bool) bool {
	if call.Distinct {
		return domainOfAll(call.Args, in) == unknown
	}
	if retracts && aggregates.KeepsRows(call) {
		return true
	}
	overload := aggregates.Of(call)
	if retracts {
		overload = overload.Retracting()
	}
	return overload != nil && overload.Accumulator != "" && !overload.Bounded
}

// valuesOf is the growth of one call.
func valuesOf(call logical.AggregateCall) physical.Growth {
	growth := physical.Growth{
		Of:     call.SQL(),
		With:   fmt.Sprintf("about %d bytes for each value", valueBytes(call)),
		What:   "the values of " + call.SQL(),
		Remedy: "group by a window of time",
		Span:   call.Pos,
	}
	switch {
	case call.User != nil:
		growth.With = "values that its Go type points to"
	case call.Distinct:
		growth.With = fmt.Sprintf("about %d bytes for each different value", valueBytes(call)+indexBytes)
		if call.Function == "COUNT" {
			growth.Remedy += ", or write APPROX_COUNT_DISTINCT"
		}
	case strings.HasPrefix(call.Function, "PERCENTILE"), call.Function == "MEDIAN":
		growth.Remedy += ", or write APPROX_PERCENTILE"
	}
	return growth
}

// valueBytes is about what one value of a call's first argument takes.
func valueBytes(call logical.AggregateCall) int {
	size := 0
	for _, arg := range call.Args {
		if _, constant := arg.(*scalar.Literal); !constant {
			size += sizeOf(arg.Type()) + textBytes(arg.Type())
		}
	}
	return size
}

func columnNames(columns []logical.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

func fieldNames(fields []types.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
