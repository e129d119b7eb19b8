package lower

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// partitioned is what an operator becomes that looks at the rows of one partition of PARTITION BY together: a state, and an exchange in front
// of it where those rows may be in several partitions of the job.
type partitioned struct {
	node     logical.Node
	state    *physical.State
	exprs    []scalar.Expr // over the node's input: one for each field of state.Input
	exchange *physical.Exchange
	arms     []stream // what reaches it, in the shape of state.Input

	rows     string                                       // what meets behind the exchange
	alone    string                                       // what stands in the SQL where there is no key
	meaning  func(meaning.Rows, *physical.State) []string // what identifies what it does with rows of the state's input shape
	operator func() physical.Operator
}

// intoPartitions ends a branch at such an operator: in this stage, where the rows of each partition are together already, else behind an
// exchange of rows.
//
//	project to the state's input ─▶ operator ─▶ consumers
//	project to the state's input ─▶ send ─▶ exchange of rows
func (l *lowering) intoPartitions(p *partitioned, in stream) []physical.Operator {
	at := p.node.Span()
	return []physical.Operator{l.projection(p.state.Input, p.exprs, at, in, func(out stream) []physical.Operator {
		p.arms = append(p.arms, out)
		if l.strategy != always && p.exchange == nil && l.paths(p.node.Inputs()[0]) == 1 && out.keyedBy(out.Columns[:p.state.Keys]) {
			l.forwarded[p.node] = true
			p.state.Dealt = out.dealt(p.state.Keys)
			return []physical.Operator{p.operator()}
		}
		if p.exchange == nil {
			p.exchange = l.exchangeByKey(p.state, "PARTITION BY", p.rows, p.alone)
		}
		return []physical.Operator{&physical.Send{
			Base:     physical.Base{Ident: l.id("send", p.meaning(out.Rows, p.state)...), Pos: at},
			Exchange: p.exchange,
		}}
	})}
}

// partitionedStage is the stage behind the operator's exchange; nil where it is part of the stage before it.
func (l *lowering) partitionedStage(p *partitioned) *physical.Stage {
	if l.forwarded[p.node] {
		return nil
	}
	return &physical.Stage{
		Name:  l.stageName(p.state.Name),
		Input: &physical.Receive{Exchange: p.exchange},
		Then:  []physical.Operator{p.operator()},
		Span:  p.node.Span(),
	}
}

// keyed is the stream of what the operator emits: rows stay where their partition is.
func (p *partitioned) keyed(rows meaning.Rows) stream {
	return stream{row: p.state.Result, Rows: rows, keyed: partitionedBy(p.exchange, p.state, p.arms)}
}

// partitionName calls a state after what its partitions are by: over_symbol, and over_trades without PARTITION BY.
func (l *lowering) partitionName(what string, input logical.Node, s *physical.State) string {
	if s.Keys == 0 {
		return what + l.origin(input)
	}
	var names []string
	for _, field := range s.Input.Fields[:min(s.Keys, maxNamedKeys)] {
		names = append(names, field.Name)
	}
	return what + strings.Join(names, "_")
}

// partitionBy adds the columns that partitions are by.
func (b *inputBuilder) partitionBy(keys []scalar.Expr) {
	for i, key := range keys {
		b.add(key, fmt.Sprintf("key%d", i+1))
	}
}

// ordered adds what an operator needs that passes rows on in an order: all columns, the time that they wait for, and the keys of the order. It
// returns where they are; time is nil for none.
func (b *inputBuilder) ordered(input logical.Node, time scalar.Expr, orderBy []logical.SortKey) (passed []int, at scalar.Expr, keys []logical.SortKey) {
	passed = b.passed(input)
	if time != nil {
		at = b.column(time, "event_time")
	}
	for _, key := range orderBy {
		key.Expr = b.column(key.Expr, "order")
		keys = append(keys, key)
	}
	return passed, at, keys
}
