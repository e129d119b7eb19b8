package lower

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
)

// overAlone is OVER of all rows.
const overAlone = "OVER without PARTITION BY"

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
	s := &physical.State{Keys: len(n.PartitionBy), Input: b.row, Over: rows}
	b.partitionBy(n.PartitionBy)
	rows.Passed, rows.Time, rows.OrderBy = b.ordered(n.Input, n.Time, n.OrderBy)
	if n.TTL > 0 {
		s.TTL = ttlOf(n.TTL, n.Input)
		s.TTL.Time = rows.Time
	}
	for i, call := range n.Calls {
		s.Calls = append(s.Calls, b.call(call.AggregateCall, n.Cols[len(rows.Passed)+i].Name))
		rows.Frames = append(rows.Frames, physical.OverFrame{Frame: call.Frame, IgnoreNulls: call.IgnoreNulls, FromLast: call.FromLast})
	}
	l.addState(s, l.partitionName("over_", n.Input, s), n)
	o := &ordering{}
	o.partitioned = partitioned{node: n, state: s, exprs: b.exprs, rows: "the rows that a frame is of", alone: overAlone, meaning: meaning.Rows.Ordering,
		operator: func() physical.Operator { return l.overOperator(o) }}
	l.orders[n] = o
	return o
}

// isResult reports rows that a state gives.
func isResult(n logical.Node) bool {
	switch n := n.(type) {
	case *logical.Aggregate, *logical.Over, *logical.Sort, *logical.Top:
		return true
	case *logical.WindowAssign:
		if n.Waits() {
			return true
		}
	}
	return slices.ContainsFunc(n.Inputs(), isResult)
}

// results is the stream that an Over emits. Its rows stay where their partition is.
func (o *ordering) results() stream {
	return o.keyed(meaning.Ordered(o.state, meanings(o.arms)))
}
