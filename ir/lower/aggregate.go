package lower

import (
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// grouping is what an Aggregate of the logical plan becomes: a state, and an exchange in front of it where the rows of one
// group may be in several partitions.
type grouping struct {
	node     *logical.Aggregate
	state    *physical.State
	exprs    []scalar.Expr // over the node's input: one for each field of state.Input
	exchange *physical.Exchange
	twoPhase bool
	arms     []stream // what reaches it, in the shape of state.Input
}

// intoAggregate ends a branch at an aggregate. Where the rows of a group are in one partition already, it does the whole work
// in this stage; else rows, or the groups of a first phase, go through an exchange to a stage of its own.
//
//	project to the state's input ─▶ aggregate whole ─▶ consumers
//	project to the state's input ─▶ aggregate partial ─▶ exchange of groups
//	project to the state's input ─▶ send ─▶ exchange of rows
func (l *lowering) intoAggregate(n *logical.Aggregate, in stream) []physical.Operator {
	g := l.grouping(n)
	return []physical.Operator{l.projection(g.state.Input, g.exprs, n.Pos, in, func(out stream) []physical.Operator {
		g.arms = append(g.arms, out)
		switch {
		case l.strategy != always && g.exchange == nil && l.paths(n.Input) == 1 && out.keyedBy(out.Columns[:len(n.Keys)]):
			l.forwarded[n] = true
			g.state.Dealt = out.dealt(g.state.Keys)
			return []physical.Operator{l.aggregateOperator(g, physical.Whole, g.arms)}
		case l.twoPhase(n):
			l.exchangeOf(g).Groups = g.state
			g.twoPhase = true
			return []physical.Operator{&physical.Aggregate{
				Base:  physical.Base{Ident: l.id("partial", out.Grouping(g.state)...), Pos: n.Pos},
				Phase: physical.Partial, State: g.state, Exchange: g.exchange,
			}}
		}
		return []physical.Operator{&physical.Send{
			Base:     physical.Base{Ident: l.id("send", out.Grouping(g.state)...), Pos: n.Pos},
			Exchange: l.exchangeOf(g),
		}}
	})}
}

// aggregateStage is the stage behind an aggregate's exchange; nil where the aggregate is part of the stage before it.
func (l *lowering) aggregateStage(n *logical.Aggregate) *physical.Stage {
	if l.forwarded[n] {
		return nil
	}
	g := l.grouping(n)
	phase := physical.Whole
	if g.twoPhase {
		phase = physical.Merge
	}
	return &physical.Stage{
		Name:  l.stageName(g.state.Name),
		Input: &physical.Receive{Exchange: g.exchange},
		Then:  []physical.Operator{l.aggregateOperator(g, phase, g.arms)},
		Span:  n.Pos,
	}
}

// aggregateOperator makes the operator that emits results, with its consumers.
func (l *lowering) aggregateOperator(g *grouping, phase physical.Phase, arms []stream) physical.Operator {
	out := g.results(arms)
	return &physical.Aggregate{
		Base:  physical.Base{Ident: l.id("aggregate", append([]string{out.Set}, out.Columns...)...), Pos: g.node.Pos, Then: l.operators(g.node, out)},
		Phase: phase, State: g.state,
	}
}

// grouping returns what a node becomes, the same for all its arms.
func (l *lowering) grouping(n *logical.Aggregate) *grouping {
	if g := l.groupings[n]; g != nil {
		return g
	}
	b := &inputBuilder{row: &physical.RowType{}}
	if n.Retracts() {
		b.row.Mode = logical.Retract
	}
	s := &physical.State{Emit: n.Emit, Keys: len(n.Keys), Input: b.row}
	for i, key := range n.Keys {
		b.add(key, n.Cols[i].Name)
	}
	s.Window = b.window(n.Window)
	if n.TTL == 0 { // it could be forgotten, and come back without its rows
		s.Totals = n.Totals
	}
	if n.TTL > 0 {
		s.TTL = ttlOf(n.TTL, n.Input)
		if n.TTLTime != nil {
			s.TTL.Time = b.column(n.TTLTime, "event_time")
		}
	}
	for i, call := range n.Calls {
		s.Calls = append(s.Calls, b.call(call, n.Cols[len(n.Keys)+n.Windows()+i].Name))
	}
	l.addState(s, l.groupName(n), n)
	g := &grouping{node: n, state: s, exprs: b.exprs}
	l.groupings[n] = g
	return g
}

// groupName calls a state after its key: by_trader_id_symbol; and after what it is of where it has none: all_trades.
func (l *lowering) groupName(n *logical.Aggregate) string {
	name := "all_" + l.origin(n.Input)
	if len(n.Keys) > 0 {
		names := make([]string, min(len(n.Keys), maxNamedKeys))
		for i := range names {
			names[i] = n.Cols[i].Name
		}
		name = "by_" + strings.Join(names, "_")
	}
	return name
}

// maxNamedKeys is how many columns of a key a name tells.
const maxNamedKeys = 3

// uniqueNames keeps names apart by numbers.
type uniqueNames map[string]int

func (u uniqueNames) unique(name string) string {
	u[name]++
	if count := u[name]; count > 1 {
		return name + "_" + strconv.Itoa(count)
	}
	return name
}

// exchangeOf returns the exchange in front of a state.
func (l *lowering) exchangeOf(g *grouping) *physical.Exchange {
	if g.exchange != nil {
		return g.exchange
	}
	g.exchange = l.exchangeByKey(g.state, "GROUP BY", "the rows of a group", "one group")
	return g.exchange
}

// twoPhase reports an aggregate of which each partition may first aggregate its own rows: what is emitted once, from
// accumulators that merge, whatever the order of the rows, none of which is taken back.
func (l *lowering) twoPhase(n *logical.Aggregate) bool {
	if l.strategy == always || n.Emit != logical.EmitFinal || n.Retracts() || n.TTL > 0 || l.paths(n.Input) != 1 || n.Window != nil && (n.Window.Kind == logical.Session || n.Window.Proctime) {
		return false
	}
	return !slices.ContainsFunc(n.Calls, func(call logical.AggregateCall) bool {
		return call.Distinct || len(call.OrderBy) > 0 || !call.Merges() || orderSensitive(call)
	})
}

// paths counts the ways from a source, or from state, to a node: a union has one for each arm.
func (l *lowering) paths(n logical.Node) int {
	switch n := n.(type) {
	case *logical.Scan, *logical.Values, *logical.Sort, *logical.Aggregate, *logical.Over, *logical.Top:
		return 1
	case *logical.WindowAssign:
		if n.Waits() {
			return 1
		}
	case *logical.Union:
		count := 0
		for _, arm := range n.Arms {
			count += l.paths(arm)
		}
		return count
	}
	return l.paths(n.Inputs()[0])
}

// inputBuilder collects the columns that a state takes, each expression once.
type inputBuilder struct {
	row   *physical.RowType
	exprs []scalar.Expr
}

// add gives an expression a column of its own.
func (b *inputBuilder) add(e scalar.Expr, name string) *scalar.Column {
	if column, ok := e.(*scalar.Column); ok {
		name = column.Name
	}
	b.row.Fields = append(b.row.Fields, types.Field{Name: name, Type: e.Type()})
	b.exprs = append(b.exprs, e)
	return &scalar.Column{Base: scalar.Base{Typ: e.Type(), Pos: e.Span()}, Index: len(b.exprs) - 1, Name: name}
}

// column is the column of an expression that may have one already. Constants stay what they are.
func (b *inputBuilder) column(e scalar.Expr, name string) scalar.Expr {
	if _, constant := e.(*scalar.Literal); constant {
		return e
	}
	for i, known := range b.exprs {
		if scalar.Equal(known, e) && known.Type().Equal(e.Type()) {
			return &scalar.Column{Base: scalar.Base{Typ: e.Type(), Pos: e.Span()}, Index: i, Name: b.row.Fields[i].Name}
		}
	}
	return b.add(e, name)
}

func (b *inputBuilder) window(w *logical.Window) *logical.Window {
	if w == nil {
		return nil
	}
	c := *w
	for _, part := range []struct {
		expr *scalar.Expr
		name string
	}{{&c.Time, "event_time"}, {&c.Start, "window_start"}, {&c.End, "window_end"}} {
		if *part.expr != nil {
			*part.expr = b.column(*part.expr, part.name)
		}
	}
	return &c
}

func (b *inputBuilder) call(call logical.AggregateCall, name string) logical.AggregateCall {
	args := make([]scalar.Expr, len(call.Args))
	for i, arg := range call.Args {
		args[i] = b.column(arg, name)
	}
	call.Args = args
	if call.Filter != nil {
		call.Filter = b.column(call.Filter, name+"_counts")
	}
	keys := call.OrderBy
	call.OrderBy = nil
	for _, key := range keys {
		if _, constant := key.Expr.(*scalar.Literal); constant {
			continue // all rows are equal in it
		}
		key.Expr = b.column(key.Expr, name+"_order")
		call.OrderBy = append(call.OrderBy, key)
	}
	return call
}

// results is the stream that an aggregate emits. Its rows stay where their group is.
func (g *grouping) results(arms []stream) stream {
	out := stream{row: g.state.Result, Rows: meaning.Grouped(g.state, meanings(arms))}
	out.keyed = partitionedBy(g.exchange, g.state, arms)
	return out
}

// partitionedBy are the columns by which a keyed operator's rows are in partitions: its key, behind an exchange; else those of the rows that it
// takes. Nobody knows where two columns of a key mean the same in the first arm, and perhaps not in another one.
func partitionedBy(exchange *physical.Exchange, s *physical.State, arms []stream) []string {
	if exchange == nil {
		return arms[0].keyed
	}
	keyed := append([]string{}, arms[0].Columns[:s.Keys]...)
	if len(arms) > 1 && len(slices.Compact(slices.Sorted(slices.Values(keyed)))) < len(keyed) {
		return nil
	}
	return keyed
}

// dealt are the columns of a key by which the rows are in partitions; nil for all of them, and where they are in one.
func (s stream) dealt(keys int) (places []int) {
	for i, column := range s.Columns[:keys] {
		if slices.Contains(s.keyed, column) && !slices.Contains(s.Columns[:i], column) {
			places = append(places, i)
		}
	}
	if len(places) == keys {
		return nil
	}
	return places
}

// keyedBy reports that rows which are equal in the columns of these meanings are in one partition.
func (s stream) keyedBy(key []string) bool {
	if s.keyed == nil {
		return false
	}
	return !slices.ContainsFunc(s.keyed, func(column string) bool { return !slices.Contains(key, column) })
}

func orderSensitive(call logical.AggregateCall) bool {
	overload := aggregates.Of(call)
	return overload == nil || overload.OrderSensitive
}
