package lower

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
)

// ordering is what an Over of the logical plan becomes.
type ordering struct{ partitioned }

func (l *lowering) overOperator(o *ordering) physical.Operator {
	out := o.results()
	return &physical.Over{
		Base:  physical.Base{Ident: l.id("over", append([]string{out.Set}, out.Columns...)...), Pos: o.node.Span(), Then: l.operators(o.node, out)},
		State: o.state,
	}
}

// ordering returns what a node becomes, the same for all its arms.
func (l *lowering) ordering(n *logical.Over) *ordering {
	if o := l.orders[n]; o != nil {
		return o
	}
	b := &inputBuilder{row: &physical.RowType{}}
	rows := &physical.OverRows{Wait: n.Wait, Buffer: n.Buffer, Final: n.Final, Visits: visits(n), Results: isResult(n.Input)}
	s := &physical.State{ID: len(l.out.States) + 1, Keys: len(n.PartitionBy), Input: b.row, Over: rows}
	for i, key := range n.PartitionBy {
		b.add(key, fmt.Sprintf("key%d", i+1))
	}
	rows.Passed = b.passed(n.Input)
	if n.Time != nil {
		rows.Time = b.column(n.Time, "event_time")
	}
	for _, key := range n.OrderBy {
		key.Expr = b.column(key.Expr, "order")
		rows.OrderBy = append(rows.OrderBy, key)
	}
	if n.TTL > 0 {
		s.TTL = ttlOf(n.TTL, n.Input)
		s.TTL.Time = rows.Time
	}
	for i, call := range n.Calls {
		s.Calls = append(s.Calls, b.call(call.AggregateCall, n.Cols[len(rows.Passed)+i].Name))
		rows.Frames = append(rows.Frames, physical.OverFrame{Frame: call.Frame, IgnoreNulls: call.IgnoreNulls, FromLast: call.FromLast})
	}
	s.Name = l.stateNames.unique(l.partitionName("over_", n.Input, s))
	b.row.Name = s.Name + "_input"
	s.Result = &physical.RowType{Name: s.Name + "_result", Fields: fieldsOf(n.Cols), Mode: n.Changes}
	s.Bound = bounds.Of(n, s)
	o := &ordering{}
	o.partitioned = partitioned{node: n, state: s, exprs: b.exprs, rows: "the rows that a frame is of", meaning: meaning.Rows.Ordering,
		operator: func() physical.Operator { return l.overOperator(o) }}
	l.orders[n] = o
	l.out.States = append(l.out.States, s)
	return o
}

// isResult reports rows that a state gives.
func isResult(n logical.Node) bool {
	switch n.(type) {
	case *logical.Aggregate, *logical.Over, *logical.Sort, *logical.Top:
		return true
	}
	return slices.ContainsFunc(n.Inputs(), isResult)
}

// results is the stream that an Over emits. Its rows stay where their partition is.
func (o *ordering) results() stream {
	out := stream{row: o.state.Result, Rows: meaning.Ordered(o.state, meanings(o.arms))}
	out.keyed = append([]string{}, o.arms[0].Columns[:o.state.Keys]...)
	return out
}
