package lower

import (
	"fmt"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
)

// leading is what a Top of the logical plan becomes.
type leading struct{ partitioned }

func (l *lowering) topOperator(t *leading) physical.Operator {
	out := t.results()
	return &physical.Top{
		Base:  physical.Base{Ident: l.id("top", append([]string{out.Set}, out.Columns...)...), Pos: t.node.Span(), Then: l.operators(t.node, out)},
		State: t.state,
	}
}

// leading returns what a node becomes, the same for all its arms.
func (l *lowering) leading(n *logical.Top) *leading {
	if t := l.leadings[n]; t != nil {
		return t
	}
	b := &inputBuilder{row: &physical.RowType{}}
	rows := &physical.TopRows{Rows: n.Rows, Numbered: n.Numbered, Wait: n.Wait, Results: isResult(n.Input)}
	s := &physical.State{ID: len(l.out.States) + 1, Keys: len(n.PartitionBy), Input: b.row, Emit: n.Emit, Top: rows}
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
		if n.TTLTime != nil {
			s.TTL.Time = b.column(n.TTLTime, "event_time")
		}
	}
	s.Name = l.stateNames.unique(l.partitionName("top_", n.Input, s))
	b.row.Name = s.Name + "_input"
	s.Result = &physical.RowType{Name: s.Name + "_result", Fields: fieldsOf(n.Cols), Mode: n.Changes}
	s.Bound = bounds.Of(n, s)
	t := &leading{}
	t.partitioned = partitioned{node: n, state: s, exprs: b.exprs, rows: "the rows that are put in order", meaning: meaning.Rows.Leading,
		operator: func() physical.Operator { return l.topOperator(t) }}
	l.leadings[n] = t
	l.out.States = append(l.out.States, s)
	return t
}

// results is the stream that a Top emits. Its rows stay where their partition is.
func (t *leading) results() stream {
	out := stream{row: t.state.Result, Rows: meaning.Led(t.state, meanings(t.arms))}
	out.keyed = append([]string{}, t.arms[0].Columns[:t.state.Keys]...)
	return out
}
