package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// ordering is what an Over of the logical plan becomes: a state, and an exchange in front of it where the rows of one partition
// of OVER may be in several of the job.
type ordering struct {
	node     *logical.Over
	state    *physical.State
	exprs    []scalar.Expr // over the node's input: one for each field of state.Input
	exchange *physical.Exchange
	arms     []stream // what reaches it, in the shape of state.Input
}

// intoOver ends a branch at an Over: in this stage, where the rows of each partition of OVER are together already, else behind an
// exchange of rows.
//
//	project to the state's input ─▶ over ─▶ consumers
//	project to the state's input ─▶ send ─▶ exchange of rows
func (l *lowering) intoOver(n *logical.Over, in stream) []physical.Operator {
	o := l.ordering(n)
	return []physical.Operator{l.projection(o.state.Input, o.exprs, n.Pos, in, func(out stream) []physical.Operator {
		o.arms = append(o.arms, out)
		if l.strategy != always && o.exchange == nil && l.paths(n.Input) == 1 && out.keyedBy(out.Columns[:o.state.Keys]) {
			l.forwarded[n] = true
			return []physical.Operator{l.overOperator(o)}
		}
		return []physical.Operator{&physical.Send{
			Base:     physical.Base{Ident: l.id("send", out.Ordering(o.state)...), Pos: n.Pos},
			Exchange: l.exchangeOfOver(o),
		}}
	})}
}

// overStage is the stage behind an Over's exchange; nil where the Over is part of the stage before it.
func (l *lowering) overStage(n *logical.Over) *physical.Stage {
	if l.forwarded[n] {
		return nil
	}
	o := l.ordering(n)
	return &physical.Stage{
		Name:  l.stageName(o.state.Name),
		Input: &physical.Receive{Exchange: o.exchange},
		Then:  []physical.Operator{l.overOperator(o)},
		Span:  n.Pos,
	}
}

func (l *lowering) overOperator(o *ordering) physical.Operator {
	out := o.results()
	return &physical.Over{
		Base:  physical.Base{Ident: l.id("over", append([]string{out.Set}, out.Columns...)...), Pos: o.node.Pos, Then: l.operators(o.node, out)},
		State: o.state,
	}
}

// ordering returns what a node becomes, the same for all its arms.
func (l *lowering) ordering(n *logical.Over) *ordering {
	if o := l.orders[n]; o != nil {
		return o
	}
	b := &inputBuilder{row: &physical.RowType{}}
	rows := &physical.OverRows{Buffer: n.Buffer, Final: n.Final, Visits: visits(n), Results: isResult(n.Input)}
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
	s.Name = l.stateNames.unique(l.overName(n, s))
	b.row.Name = s.Name + "_input"
	s.Result = &physical.RowType{Name: s.Name + "_result", Fields: fieldsOf(n.Cols), Mode: n.Changes}
	s.Bound = bounds.Of(n, s)
	o := &ordering{node: n, state: s, exprs: b.exprs}
	l.orders[n] = o
	l.out.States = append(l.out.States, s)
	return o
}

// overName calls a state after what its frames are of: over_symbol, and over_trades without PARTITION BY.
func (l *lowering) overName(n *logical.Over, s *physical.State) string {
	if s.Keys == 0 {
		return "over_" + l.origin(n.Input)
	}
	var names []string
	for _, field := range s.Input.Fields[:min(s.Keys, maxNamedKeys)] {
		names = append(names, field.Name)
	}
	return "over_" + strings.Join(names, "_")
}

// isResult reports rows that a state gives.
func isResult(n logical.Node) bool {
	switch n.(type) {
	case *logical.Aggregate, *logical.Over, *logical.Sort:
		return true
	}
	return slices.ContainsFunc(n.Inputs(), isResult)
}

// exchangeOfOver returns the exchange in front of a state.
func (l *lowering) exchangeOfOver(o *ordering) *physical.Exchange {
	if o.exchange != nil {
		return o.exchange
	}
	e := &physical.Exchange{ID: len(l.out.Exchanges) + 1, Kind: physical.Hash, Type: o.state.Input}
	var names []string
	for i, field := range o.state.Input.Fields[:o.state.Keys] {
		e.Key = append(e.Key, i)
		names = append(names, field.Name)
	}
	e.Why = "PARTITION BY " + strings.Join(names, ", ") + ": the rows that a frame is of meet in one partition"
	if len(names) == 0 {
		e.Kind, e.Why = physical.Single, "OVER without PARTITION BY: all rows meet in one partition"
	}
	l.strategy.apply(e)
	o.exchange = e
	l.out.Exchanges = append(l.out.Exchanges, e)
	return e
}

// results is the stream that an Over emits. Its rows stay where their partition is.
func (o *ordering) results() stream {
	out := stream{row: o.state.Result, Rows: meaning.Ordered(o.state, meanings(o.arms))}
	out.keyed = append([]string{}, o.arms[0].Columns[:o.state.Keys]...)
	return out
}
