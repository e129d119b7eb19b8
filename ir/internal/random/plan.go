package random

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Planner makes random plans that logical.Verify takes.
type Planner struct {
	*Gen
	Value     func(depth int) scalar.Expr // an expression over Gen.Columns
	Condition func(depth int) scalar.Expr // a BOOLEAN one
	Column    func() types.Type           // the type of a source's column
	Mode      logical.Mode                // of what sources and constants yield
	// Stateful adds operators that look at more than one row: aggregates, windows, OVER and sorting.
	Stateful bool
	Time     func() scalar.Expr                    // an expression over Gen.Columns of a type that windows are made of
	Call     func(over bool) logical.AggregateCall // over Gen.Columns; over is set for one that may stand in OVER alone

	nodes  []logical.Node // that may get a further consumer
	tables []*logical.Table
}

// NewPlanner makes plans of expressions of any shape.
func NewPlanner(g *Gen) *Planner {
	p := &Planner{Gen: g, Value: g.Expr, Condition: g.Condition, Column: func() types.Type { return g.Type(1) }}
	p.Time, p.Call = p.time, p.call
	return p
}

// Plan returns a plan with up to three sinks.
func (p *Planner) Plan() *logical.Plan {
	for range 1 + p.IntN(2) {
		p.table()
	}
	plan := &logical.Plan{Job: "job", Functions: p.Functions}
	for i := range p.IntN(3) {
		plan.Settings = append(plan.Settings, logical.Setting{Key: fmt.Sprint("key.", i), Value: p.Text(), Span: p.Span()})
	}
	for query := range 1 + p.IntN(3) {
		plan.Sinks = append(plan.Sinks, p.sink(query, p.node(4)))
	}
	return plan
}

func (p *Planner) table() {
	t := &logical.Table{Name: fmt.Sprint(p.Name(), len(p.tables)), Connector: "file", Format: "json", Span: p.Span()}
	for i := range 1 + p.IntN(5) {
		c := logical.TableColumn{Name: fmt.Sprint(p.Name(), i), Type: p.Column(), Span: p.Span()}
		if p.IntN(5) == 0 {
			c.Metadata = p.Text() + "x"
		}
		t.Columns = append(t.Columns, c)
	}
	if p.flip() {
		t.Key = []int{0}
	}
	t.Options = append(t.Options, logical.Option{Key: "path", Value: p.Text(), KeySpan: p.Span(), ValueSpan: p.Span()})
	p.tables = append(p.tables, t)
}

// node returns a new node, or now and then one that has a consumer already.
func (p *Planner) node(depth int) logical.Node {
	if len(p.nodes) > 0 && p.IntN(6) == 0 {
		return pick(p.Gen, p.nodes)
	}
	n := p.fresh(depth)
	p.nodes = append(p.nodes, n)
	return n
}

func (p *Planner) fresh(depth int) logical.Node {
	if depth == 0 {
		return p.scan()
	}
	if p.Stateful && p.IntN(3) == 0 {
		n := p.stateful(p.node(depth - 1))
		if p.flip() {
			n = p.simpleFilter(n)
		}
		return n
	}
	switch p.IntN(8) {
	case 0:
		return p.scan()
	case 1:
		return p.union(depth - 1)
	case 2:
		return p.values()
	case 3, 4, 5:
		return p.project(p.node(depth - 1))
	}
	return p.filter(p.node(depth - 1))
}

// base is what rows of a mode have.
func (p *Planner) base(columns []logical.Column, mode logical.Mode) logical.Base {
	return logical.Base{Cols: columns, Changes: mode, Pos: p.Span()}
}

func (p *Planner) scan() logical.Node {
	t := pick(p.Gen, p.tables)
	n := &logical.Scan{Table: t}
	var columns []logical.Column
	for i, c := range t.Columns {
		if p.IntN(4) > 0 {
			n.Used = append(n.Used, i)
			columns = append(columns, logical.Column{Name: c.Name, Type: c.Type, Span: p.Span(), TimeAttribute: p.IntN(8) == 0})
		}
	}
	n.Base = p.base(columns, p.Mode)
	return n
}

func (p *Planner) filter(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	return &logical.Filter{Base: p.base(input.Columns(), input.Mode()), Input: input, Predicate: p.Condition(3)}
}

func (p *Planner) project(input logical.Node) logical.Node {
	p.Columns = logical.TypesOf(input.Columns())
	n := &logical.Project{Input: input}
	if p.flip() {
		n.Name = p.Name()
	}
	var columns []logical.Column
	for i := range 1 + p.IntN(4) {
		e := p.Value(3)
		n.Exprs = append(n.Exprs, e)
		columns = append(columns, logical.Column{Name: fmt.Sprint(p.Name(), i), Type: e.Type(), Span: p.Span()})
	}
	n.Base = p.base(columns, input.Mode())
	return n
}

// union makes all arms alike by projecting the first columns' types as NULLs where an arm lacks them.
func (p *Planner) union(depth int) logical.Node {
	first := p.node(depth)
	var columns []logical.Column
	for _, c := range first.Columns() {
		columns = append(columns, logical.Column{Name: c.Name, Type: c.Type.WithNull(true), Span: p.Span()})
	}
	arms := []logical.Node{first}
	for range 1 + p.IntN(2) {
		arm := p.arm(p.node(depth), columns)
		arms = append(arms, arm)
	}
	union := &logical.Union{Arms: arms}
	union.Base = p.base(columns, logical.ModeOver(union, arms))
	return union
}

func (p *Planner) arm(input logical.Node, columns []logical.Column) logical.Node {
	n := &logical.Project{Base: p.base(columns, input.Mode()), Input: input}
	for _, c := range columns {
		n.Exprs = append(n.Exprs, p.ofType(c.Type, input.Columns()))
	}
	return n
}

// ofType reads a column that happens to have the type, or is NULL.
func (p *Planner) ofType(t types.Type, columns []logical.Column) scalar.Expr {
	for i, c := range columns {
		if c.Type.Equal(t) && p.IntN(4) > 0 {
			return &scalar.Column{Base: scalar.Base{Typ: t, Pos: p.Span()}, Index: i, Name: c.Name}
		}
	}
	return &scalar.Literal{Base: scalar.Base{Typ: t, Pos: p.Span()}}
}

func (p *Planner) values() logical.Node {
	p.Columns = nil
	e := p.Value(2)
	n := &logical.Values{Base: p.base([]logical.Column{{Name: "v", Type: e.Type()}}, p.Mode)}
	for range p.IntN(3) {
		n.Rows = append(n.Rows, []scalar.Expr{e})
	}
	return n
}

// sink writes a node's rows to a table made for them, whose columns may be wider by NULL.
func (p *Planner) sink(query int, input logical.Node) *logical.Sink {
	t := &logical.Table{Name: fmt.Sprint("sink", query), Connector: "print", Span: p.Span()}
	for i, c := range input.Columns() {
		t.Columns = append(t.Columns, logical.TableColumn{Name: fmt.Sprint(c.Name, i), Type: c.Type.WithNull(c.Type.Nullable || p.flip())})
	}
	return &logical.Sink{Base: p.base(input.Columns(), input.Mode()), Input: input, Table: t, Query: query}
}
