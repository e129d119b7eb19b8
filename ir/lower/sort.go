package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// sorting is what a Sort of the logical plan becomes: a state in one partition, and the exchange that all rows go there by.
type sorting struct {
	node     *logical.Sort
	state    *physical.State
	exprs    []scalar.Expr // over the node's input: one for each field of state.Input
	exchange *physical.Exchange
	arms     []stream
}

// intoSort ends a branch at a Sort.
//
//	project to the state's input ─▶ send ─▶ exchange to one partition
func (l *lowering) intoSort(n *logical.Sort, in stream) []physical.Operator {
	s := l.sorting(n)
	return []physical.Operator{l.projection(s.state.Input, s.exprs, n.Pos, in, func(out stream) []physical.Operator {
		s.arms = append(s.arms, out)
		return []physical.Operator{&physical.Send{
			Base:     physical.Base{Ident: l.id("send", "sort", out.Set), Pos: n.Pos},
			Exchange: s.exchange,
		}}
	})}
}

// sortStage is the stage behind a Sort's exchange.
func (l *lowering) sortStage(n *logical.Sort) *physical.Stage {
	s := l.sorting(n)
	out := s.results()
	return &physical.Stage{
		Name:  l.stageName(s.state.Name),
		Input: &physical.Receive{Exchange: s.exchange},
		Then: []physical.Operator{&physical.Sort{
			Base:  physical.Base{Ident: l.id("sort", append([]string{out.Set}, out.Columns...)...), Pos: n.Pos, Then: l.operators(n, out)},
			State: s.state,
		}},
		Span: n.Pos,
	}
}

// sorting returns what a node becomes, the same for all its arms.
func (l *lowering) sorting(n *logical.Sort) *sorting {
	if s := l.sortings[n]; s != nil {
		return s
	}
	b := &inputBuilder{row: &physical.RowType{}}
	rows := &physical.SortRows{Limit: n.Limit, Offset: n.Offset, Wait: n.Wait, Results: isResult(n.Input)}
	rows.Passed, rows.Time, rows.OrderBy = b.ordered(n.Input, n.Time, n.OrderBy)
	state := &physical.State{Input: b.row, Sort: rows}
	l.addState(state, "sorted_"+l.origin(n.Input), n)
	exchange := l.addExchange(&physical.Exchange{Kind: physical.Single, Type: state.Input, Why: "ORDER BY or LIMIT: all rows meet in one partition"})
	s := &sorting{node: n, state: state, exprs: b.exprs, exchange: exchange}
	l.sortings[n] = s
	return s
}

// results is the stream of sorted rows.
func (s *sorting) results() stream {
	return stream{row: s.state.Result, Rows: meaning.Sorted(s.state, meanings(s.arms)), keyed: []string{}}
}
