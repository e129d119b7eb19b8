package lower

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// strategy is SET 'exchange.strategy': how rows find their partition where the planner's choice isn't wanted.
type strategy string

const (
	auto      strategy = "auto"      // the planner decides
	always    strategy = "hash"      // rows go to the partition of their key, one by one, even where they are in it already
	single    strategy = "single"    // all rows of a keyed operator meet in one partition
	rebalance strategy = "rebalance" // rows are dealt to all partitions behind their source, which may have fewer splits
)

const strategyKey = "exchange.strategy"

// strategyOf finds the setting; at is where it stands.
func strategyOf(p *logical.Plan) (s strategy, at diag.Span) {
	if setting := logical.Set(p.Settings, strategyKey); setting.Key != "" {
		return strategy(setting.Value), setting.Span
	}
	return auto, diag.Span{}
}

// why says in explain who has decided.
func (s strategy) why() string { return "SET '" + strategyKey + "' = '" + string(s) + "'" }

// apply makes an exchange in front of a keyed operator what the setting says.
func (s strategy) apply(e *physical.Exchange) {
	switch {
	case e.Kind != physical.Hash:
	case s == single:
		e.Kind, e.Key, e.Why = physical.Single, nil, s.why()+": all rows meet in one partition"
	case s == always:
		e.Why += ", row by row; " + s.why()
	}
}

// checkStrategy refuses dealing rows where their order matters: the time that has passed is known split by split, and a partition of a
// key would see its rows in no order.
func checkStrategy(p *logical.Plan, refuse func(at diag.Span, what, instead string)) {
	s, at := strategyOf(p)
	if s != rebalance {
		return
	}
	for _, n := range p.Nodes() {
		switch n := n.(type) {
		case *logical.Watermark:
			refuse(at, "dealing rows to partitions, where event time goes by the order of a split's rows,", "remove the SET, or the WATERMARK")
			return
		case *logical.Over, *logical.Top:
			refuse(at, "dealing rows to partitions, where OVER depends on their order,", "remove the SET")
			return
		case *logical.Aggregate:
			if slices.ContainsFunc(n.Calls, orderSensitive) {
				refuse(at, "dealing rows to partitions, where an aggregate depends on their order,", "remove the SET")
				return
			}
		case *logical.Scan:
			if slices.ContainsFunc(n.Columns(), func(c logical.Column) bool { return c.Type.IsNested() }) {
				refuse(at, "dealing rows with a column of a nested type to partitions", "remove the SET")
				return
			}
		}
	}
}

// deal puts an exchange behind a source, and what would have been there in a stage of its own.
func (l *lowering) deal(n *logical.Scan, source *physical.Stage, in stream) {
	e := l.addExchange(&physical.Exchange{Kind: physical.Rebalance, Type: in.row, Why: rebalance.why() + ": all partitions work on the rows of the source"})
	source.Then = []physical.Operator{&physical.Send{Base: physical.Base{Ident: l.id("send", in.Set), Pos: n.Pos}, Exchange: e}}
	l.behind = &physical.Stage{
		Name:  l.stageName(source.Name + "_dealt"),
		Input: &physical.Receive{Exchange: e},
		Then:  l.operators(n, in),
		Span:  n.Pos,
	}
}
