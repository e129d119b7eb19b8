package random

import (
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Expr returns an expression of any shape that scalar.Verify takes.
func (g *Gen) Expr(depth int) scalar.Expr {
	if depth == 0 {
		return g.leaf()
	}
	make := pick(g, []func(int) scalar.Expr{
		g.boolean, g.boolean, g.call, g.call, g.caseExpr, g.cast, g.collection, g.access, func(int) scalar.Expr { return g.leaf() },
	})
	return make(depth - 1)
}

func (g *Gen) leaf() scalar.Expr {
	if len(g.Columns) == 0 || g.flip() {
		return g.Literal()
	}
	i := g.IntN(len(g.Columns))
	return &scalar.Column{Base: scalar.Base{Typ: g.Columns[i], Pos: g.Span()}, Index: i, Name: g.Name()}
}

// base has the type that the operands say, or now and then another one.
func (g *Gen) base(t types.Type) scalar.Base {
	if g.IntN(8) == 0 {
		t.Nullable = !t.Nullable
	}
	return scalar.Base{Typ: t, Pos: g.Span()}
}

// Condition returns a BOOLEAN expression.
func (g *Gen) Condition(depth int) scalar.Expr {
	if depth <= 0 {
		return &scalar.Literal{Base: scalar.Base{Typ: types.Of(types.Boolean), Pos: g.Span()}, Value: g.flip()}
	}
	return g.boolean(depth - 1)
}

func (g *Gen) boolean(depth int) scalar.Expr {
	b := g.base(types.Of(types.Boolean).WithNull(g.flip()))
	switch g.IntN(8) {
	case 0:
		return &scalar.And{Base: b, Operands: g.conditions(depth)}
	case 1:
		return &scalar.Or{Base: b, Operands: g.conditions(depth)}
	case 2:
		return &scalar.Not{Base: b, Operand: g.Condition(depth)}
	case 3:
		return &scalar.Compare{Base: b, Op: scalar.CompareOp(g.IntN(6)), Left: g.Expr(depth), Right: g.Expr(depth)}
	case 4:
		return &scalar.Distinct{Base: b, Negated: g.flip(), Left: g.Expr(depth), Right: g.Expr(depth)}
	case 5:
		return &scalar.IsNull{Base: b, Negated: g.flip(), Operand: g.Expr(depth)}
	case 6:
		return &scalar.IsTruth{Base: b, Negated: g.flip(), Truth: scalar.Truth(g.IntN(3)), Operand: g.Condition(depth)}
	}
	return &scalar.In{Base: b, Negated: g.flip(), Operand: g.Expr(depth), List: g.list(1, depth)}
}

func (g *Gen) conditions(depth int) []scalar.Expr {
	list := []scalar.Expr{g.Condition(depth), g.Condition(depth)}
	if g.flip() {
		list = append(list, g.Condition(depth))
	}
	return list
}

func (g *Gen) list(least, depth int) []scalar.Expr {
	var list []scalar.Expr
	for range least + g.IntN(3) {
		list = append(list, g.Expr(depth))
	}
	return list
}

var functionNames = []string{"UPPER", "+", "-", "||", "->>", "LIKE", "SIMILAR TO", "CAST", "=", "!", "odd name", "=>"}

func (g *Gen) call(depth int) scalar.Expr {
	if len(g.Functions) > 0 && g.IntN(4) == 0 {
		return g.userCall(depth)
	}
	c := &scalar.Call{Function: pick(g, functionNames), Overload: g.IntN(3), Args: g.list(0, depth)}
	c.Base = g.base(g.Type(1))
	if g.flip() && len(c.Args) > 0 {
		c.Base = g.base(scalar.Derived(c))
	}
	return c
}

func (g *Gen) userCall(depth int) scalar.Expr {
	c := &scalar.UserCall{Function: pick(g, g.Functions)}
	for range c.Function.Params {
		c.Args = append(c.Args, g.Expr(depth))
	}
	c.Base = g.base(c.Function.Result)
	return c
}

func (g *Gen) caseExpr(depth int) scalar.Expr {
	if g.flip() {
		c := &scalar.Coalesce{Operands: g.list(1, depth)}
		c.Base = g.base(scalar.Derived(c))
		return c
	}
	then := g.Expr(depth)
	c := &scalar.Case{Whens: []scalar.When{{Cond: g.Condition(depth), Then: then}}}
	if g.flip() {
		c.Whens = append(c.Whens, scalar.When{Cond: g.Condition(depth), Then: then})
	}
	if g.flip() {
		c.Else = then
	}
	c.Base = g.base(scalar.Derived(c))
	return c
}

func (g *Gen) cast(depth int) scalar.Expr {
	operand := g.Expr(depth)
	if g.IntN(4) == 0 {
		return &scalar.NotNull{Base: g.base(operand.Type().WithNull(false)), Operand: operand, Column: g.Name()}
	}
	return &scalar.Cast{Base: g.base(g.Type(1)), Operand: operand, Try: g.flip(), Implicit: g.flip(), Assign: g.flip()}
}

func (g *Gen) collection(depth int) scalar.Expr {
	switch g.IntN(3) {
	case 0:
		r := &scalar.RowValue{Fields: g.list(0, depth)}
		var fields []types.Field
		for _, e := range r.Fields {
			fields = append(fields, types.Field{Name: g.Name(), Type: e.Type()})
		}
		r.Base = g.base(types.RowOf(fields...))
		return r
	case 1:
		a := &scalar.ArrayValue{Elems: g.list(1, depth)}
		a.Base = g.base(scalar.Derived(a))
		return a
	}
	m := &scalar.MapValue{Keys: g.list(1, depth)}
	for range m.Keys {
		m.Values = append(m.Values, g.Expr(depth))
	}
	m.Base = g.base(scalar.Derived(m))
	return m
}

// access reads a field of a ROW, or an element of an array or map.
func (g *Gen) access(depth int) scalar.Expr {
	if g.flip() {
		fields := []types.Field{{Name: g.Name(), Type: g.Type(1)}, {Name: g.Name(), Type: g.Type(1)}}
		row := &scalar.Cast{Base: g.base(types.RowOf(fields...)), Operand: g.Expr(depth)}
		f := &scalar.Field{Operand: row, Index: g.IntN(2), Name: g.Name()}
		f.Base = g.base(scalar.Derived(f))
		return f
	}
	s := &scalar.Subscript{Operand: &scalar.Cast{Base: g.base(types.ArrayOf(g.Type(1))), Operand: g.Expr(depth)}, Index: g.Expr(depth)}
	s.Base = g.base(scalar.Derived(s))
	return s
}
