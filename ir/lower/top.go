package lower

import (
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
	rows := &physical.TopRows{Rows: n.Rows, Numbered: n.Numbered, Wait: n.Wait, Proctime: n.Proctime, Results: isResult(n.Input)}
	s := &physical.State{Keys: len(n.PartitionBy), Input: b.row, Emit: n.Emit, Top: rows}
	b.partitionBy(n.PartitionBy)
	rows.Passed, rows.Time, rows.OrderBy = b.ordered(n.Input, n.Time, n.OrderBy)
	if n.TTL > 0 {
		s.TTL = ttlOf(n.TTL, n.Input)
		if n.TTLTime != nil {
			s.TTL.Time = b.column(n.TTLTime, "event_time")
		}
	}
	l.addState(s, l.partitionName("top_", n.Input, s), n)
	t := &leading{}
	t.partitioned = partitioned{node: n, state: s, exprs: b.exprs, rows: "the rows that are put in order", alone: overAlone, meaning: meaning.Rows.Leading,
		operator: func() physical.Operator { return l.topOperator(t) }}
	l.leadings[n] = t
	return t
}

// results is the stream that a Top emits. Its rows stay where their partition is.
func (t *leading) results() stream {
	return t.keyed(meaning.Led(t.state, meanings(t.arms)))
}
