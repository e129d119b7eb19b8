package rewrite

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// columnRef reads column i of a node.
func columnRef(n logical.Node, i int, at diag.Span) scalar.Expr {
	c := n.Columns()[i]
	return &scalar.Column{Base: scalar.Base{Typ: c.Type, Pos: at}, Index: i, Name: c.Name}
}

// allColumns reads every column of a node.
func allColumns(n logical.Node) []scalar.Expr {
	exprs := make([]scalar.Expr, len(n.Columns()))
	for i := range exprs {
		exprs[i] = columnRef(n, i, n.Columns()[i].Span)
	}
	return exprs
}

// substitute replaces each column of e by the expression of the same ordinal. A column that stands for a column stays where it is
// read in the SQL; an expression stays where it is computed.
func substitute(e scalar.Expr, exprs []scalar.Expr) scalar.Expr {
	return scalar.Map(e, func(e scalar.Expr) scalar.Expr {
		read, ok := e.(*scalar.Column)
		if !ok {
			return e
		}
		if c, ok := exprs[read.Index].(*scalar.Column); ok && !read.Pos.IsZero() {
			return &scalar.Column{Base: scalar.Base{Typ: c.Typ, Pos: read.Pos}, Index: c.Index, Name: c.Name}
		}
		return exprs[read.Index]
	})
}

// move gives the columns of e other ordinals.
func move(e scalar.Expr, at []int) scalar.Expr {
	return scalar.Map(e, func(e scalar.Expr) scalar.Expr {
		if c, ok := e.(*scalar.Column); ok && at[c.Index] != c.Index {
			return &scalar.Column{Base: c.Base, Index: at[c.Index], Name: c.Name}
		}
		return e
	})
}

// retype makes e nullable where t is: expressions around it were built for that.
func retype(e scalar.Expr, t types.Type) scalar.Expr {
	if e.Type().Equal(t) {
		return e
	}
	if l, ok := e.(*scalar.Literal); ok {
		return &scalar.Literal{Base: scalar.Base{Typ: t, Pos: l.Pos}, Value: l.Value}
	}
	return &scalar.Cast{Base: scalar.Base{Typ: t, Pos: e.Span()}, Operand: e, Implicit: true}
}

// plainCondition drops casts that only make a condition nullable: a filter doesn't tell FALSE from NULL.
func plainCondition(e scalar.Expr) scalar.Expr {
	for {
		cast, ok := e.(*scalar.Cast)
		if !ok || !cast.Typ.Same(cast.Operand.Type()) {
			return e
		}
		e = cast.Operand
	}
}
