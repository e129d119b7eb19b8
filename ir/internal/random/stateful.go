package random

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// stateful returns an operator that looks at more than one row, or that makes several of one. A filter where the input's rows
// aren't for such operators.
func (p *Planner) stateful(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	if input.Mode() != logical.Append {
		if p.flip() {
			return p.windowAssign(input)
		}
		return p.filter(input)
	}
	switch p.IntN(8) {
	case 0, 1:
		return p.aggregate(input)
	case 2:
		return p.attached(p.windowAssign(input))
	case 3:
		return p.windowAssign(input)
	case 4, 5:
		return p.over(input)
	case 6:
		return p.top(input)
	}
	return p.sort(input)
}

func (p *Planner) aggregate(input logical.Node) logical.Node {
	n := &logical.Aggregate{Input: input, Emit: pick(p.Gen, []logical.Emit{logical.EmitFinal, logical.EmitChanges, logical.EmitFirst})}
	var columns []logical.Column
	for i := range p.IntN(3) {
		key := p.grouping()
		n.Keys = append(n.Keys, key)
		columns = append(columns, p.column("key", i, key.Type()))
	}
	if p.flip() {
		n.Window = p.window([]logical.WindowKind{logical.Tumble, logical.Hop, logical.Session, logical.Cumulate})
		columns = append(columns, p.windowColumns(n.Window.Time.Type())...)
	}
	if n.Emit != logical.EmitFirst {
		for i := range p.IntN(4) {
			call := p.Call(false)
			n.Calls = append(n.Calls, call)
			columns = append(columns, p.column("call", i, call.Type))
		}
	}
	if p.IntN(4) == 0 && n.Window == nil && n.Emit != logical.EmitFinal && len(n.Keys) > 0 && input.Mode() == logical.Append {
		n.TTL = 1 + int64(p.IntN(1000))
		if p.flip() {
			n.TTLTime = p.window([]logical.WindowKind{logical.Tumble}).Time
		}
	}
	n.Base = p.base(columns, n.Emit.Mode())
	return n
}

// grouping is what rows are grouped by: any value, though often no more than a column.
func (p *Planner) grouping() scalar.Expr {
	if len(p.Columns) == 0 || p.IntN(3) == 0 {
		return p.Value(2)
	}
	i := p.IntN(len(p.Columns))
	return &scalar.Column{Base: scalar.Base{Typ: p.Columns[i], Pos: p.Span()}, Index: i, Name: p.Name()}
}

// attached groups by the window columns that the input made.
func (p *Planner) attached(input logical.Node) logical.Node {
	if p.flip() {
		input = p.passOn(input)
	}
	if p.flip() {
		input = p.simpleFilter(input)
	}
	columns := input.Columns()
	made := columns[len(columns)-3:]
	read := func(i int) scalar.Expr {
		return &scalar.Column{Base: scalar.Base{Typ: made[i].Type, Pos: p.Span()}, Index: len(columns) - 3 + i, Name: made[i].Name}
	}
	n := &logical.Aggregate{Input: input, Window: &logical.Window{Kind: logical.Attached, Start: read(0), End: read(1)}}
	if p.IntN(8) == 0 {
		n.Window.End = read(2)
	}
	if p.IntN(4) > 0 {
		columns = columns[:len(columns)-3]
	}
	p.Columns = logical.TypesOf(columns)
	key, call := p.Value(2), p.Call(false)
	n.Keys, n.Calls = []scalar.Expr{key}, []logical.AggregateCall{call}
	own := append([]logical.Column{p.column("key", 0, key.Type())}, p.windowColumns(made[0].Type)...)
	n.Base = p.base(append(own, p.column("call", 0, call.Type)), logical.Append)
	return n
}

// simpleFilter has a condition that seldom fails, and so may go to other places.
func (p *Planner) simpleFilter(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	return &logical.Filter{Base: p.base(input.Columns(), input.Mode()), Input: input, Predicate: p.Condition(1 + p.IntN(2))}
}

// passOn puts a column in front of the input's.
func (p *Planner) passOn(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	e := p.Value(2)
	n := &logical.Project{Input: input, Exprs: []scalar.Expr{e}}
	for i, c := range input.Columns() {
		n.Exprs = append(n.Exprs, &scalar.Column{Base: scalar.Base{Typ: c.Type, Pos: p.Span()}, Index: i, Name: c.Name})
	}
	n.Base = p.base(append([]logical.Column{p.column("first", 0, e.Type())}, input.Columns()...), input.Mode())
	return n
}

func (p *Planner) windowAssign(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	kinds := []logical.WindowKind{logical.Tumble, logical.Hop, logical.Cumulate}
	if input.Mode() == logical.Append {
		kinds = append(kinds, logical.Session)
	}
	n := &logical.WindowAssign{Input: input, Window: p.window(kinds)}
	for n.Waits() && p.flip() {
		n.PartitionBy = append(n.PartitionBy, p.grouping())
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	n.Base = p.base(append(columns, p.windowColumns(n.Window.Time.Type())...), input.Mode())
	return n
}

func (p *Planner) window(kinds []logical.WindowKind) *logical.Window {
	w := &logical.Window{Kind: pick(p.Gen, kinds), Time: p.Time(), Size: int64(1 + p.IntN(3)), Offset: int64(p.IntN(3) - 1)}
	switch w.Kind {
	case logical.Hop:
		w.Slide = int64(1 + p.IntN(4))
	case logical.Cumulate:
		w.Slide = w.Size
		w.Size *= int64(1 + p.IntN(3))
	}
	if p.IntN(4) == 0 {
		w.Lateness, w.Proctime = int64(p.IntN(100)), p.flip()
		w.Carried = w.Proctime && p.flip()
	}
	return w
}

// time casts any value to a time.
func (p *Planner) time() scalar.Expr {
	t := types.Type{Kind: pick(p.Gen, []types.Kind{types.Timestamp, types.TimestampLTZ}), Precision: p.IntN(7)}
	return &scalar.Cast{Base: scalar.Base{Typ: t, Pos: p.Span()}, Operand: p.Value(1)}
}

func (p *Planner) windowColumns(t types.Type) []logical.Column {
	var list []logical.Column
	for i, name := range []string{"window_start", "window_end", "window_time"} {
		list = append(list, p.column(name, i, t))
	}
	list[2].TimeAttribute = true
	return list
}

func (p *Planner) column(name string, i int, t types.Type) logical.Column {
	return logical.Column{Name: fmt.Sprint(name, i), Type: t, Span: p.Span()}
}

func (p *Planner) over(input logical.Node) logical.Node {
	n := &logical.Over{Input: input, OrderBy: p.sortKeys()}
	for range p.IntN(3) {
		n.PartitionBy = append(n.PartitionBy, p.grouping())
	}
	switch p.IntN(4) {
	case 0:
		n.Final = true
	case 1:
		n.Buffer = int64(1 + p.IntN(4))
	case 2:
		n.Time, n.Wait = p.Time(), int64(p.IntN(3))
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	for i := range 1 + p.IntN(3) {
		call := logical.OverCall{AggregateCall: p.Call(true), Frame: p.frame(), IgnoreNulls: p.IntN(5) == 0}
		n.Calls = append(n.Calls, call)
		columns = append(columns, p.column("over", i, call.Type))
	}
	n.Base = p.base(columns, logical.Append)
	return n
}

func (p *Planner) frame() logical.Frame {
	bounds := []logical.Bound{
		{Kind: logical.UnboundedPreceding}, {Kind: logical.Preceding, Offset: int64(p.IntN(3))}, {Kind: logical.CurrentRow},
		{Kind: logical.Following, Offset: int64(p.IntN(3))}, {Kind: logical.UnboundedFollowing},
	}
	start := p.IntN(len(bounds))
	return logical.Frame{Unit: logical.FrameUnit(p.IntN(3)), Start: bounds[start], End: bounds[start+p.IntN(len(bounds)-start)]}
}

func (p *Planner) sort(input logical.Node) logical.Node {
	n := &logical.Sort{Base: p.base(input.Columns(), logical.Append), Input: input, OrderBy: p.sortKeys(), Limit: logical.NoLimit}
	if p.flip() {
		n.Limit, n.Offset = int64(p.IntN(4)), int64(p.IntN(2))
	}
	if p.flip() {
		n.Time, n.Wait = p.Time(), int64(p.IntN(3))
	}
	return n
}

func (p *Planner) top(input logical.Node) logical.Node {
	n := &logical.Top{Input: input, OrderBy: p.sortKeys(), Rows: int64(1 + p.IntN(3)), Numbered: p.flip()}
	for range p.IntN(3) {
		n.PartitionBy = append(n.PartitionBy, p.grouping())
	}
	switch p.IntN(4) {
	case 0:
		n.Time, n.Wait = p.Time(), int64(p.IntN(3))
		n.Proctime = p.flip()
		n.PartitionBy = append(n.PartitionBy, n.Time)
	case 1:
		n.Emit = logical.EmitChanges
		if n.TTL = int64(p.IntN(3)); n.TTL > 0 && p.flip() {
			n.TTLTime = p.Time()
		}
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	if n.Numbered {
		columns = append(columns, p.column("number", 0, logical.NumberType()))
	}
	n.Base = p.base(columns, n.Emit.Mode())
	return n
}

func (p *Planner) sortKeys() []logical.SortKey {
	var keys []logical.SortKey
	for range p.IntN(3) {
		keys = append(keys, logical.SortKey{Expr: p.Value(1), Desc: p.flip(), NullsFirst: p.flip()})
	}
	return keys
}

// call is a call that says nothing, of a function that may have any name.
func (p *Planner) call(bool) logical.AggregateCall {
	c := logical.AggregateCall{
		Function: pick(p.Gen, []string{"SUM", "COUNT", "key", "window_end", "odd name", "+"}), Overload: p.IntN(3), Args: p.list(0, 2),
		Distinct: p.IntN(4) == 0, Type: p.Type(1), Pos: p.Span(),
	}
	if p.IntN(3) == 0 {
		c.Filter = p.Condition(2)
	}
	if p.IntN(3) == 0 {
		c.OrderBy = p.sortKeys()
	}
	return c
}
