package rewrite

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// pruneFields narrows ROWs to the fields that are read, in the scans and in everything that passes them on: also ROWs within
// ROWs, and the elements of arrays and maps.
//
//	project c.name, CARDINALITY(items)                       project c.name, CARDINALITY(items)
//	  scan t: c ROW<id, name>, items ARRAY<ROW<sku>>   ─▶      scan t: c ROW<name>, items ARRAY<ROW<>>
func (r *run) pruneFields(p *logical.Plan) *logical.Plan {
	f := findFieldReads(p)
	for _, n := range p.Nodes() {
		if _, ok := n.(*logical.Scan); ok {
			for _, s := range f.columns[n] {
				r.fired += s.unread()
			}
		}
	}
	if r.fired == 0 {
		return p
	}
	return p.RewriteFrom(f.narrowNode)
}

// narrowNode gives a node, whose inputs are narrowed, the types that go with them.
func (f *fieldReads) narrowNode(before, n logical.Node) logical.Node {
	switch n := n.(type) {
	case *logical.Scan:
		c := *n
		c.Cols = f.narrowColumns(before)
		return &c
	case *logical.Watermark:
		c := *n
		c.Cols, c.Expr = f.narrowColumns(before), f.narrow(before, n.Expr)
		return &c
	case *logical.Filter:
		c := *n
		c.Cols, c.Predicate = f.narrowColumns(before), f.narrow(before, n.Predicate)
		return &c
	case *logical.Project:
		c := *n
		c.Cols, c.Exprs = f.narrowColumns(before), f.narrowAll(before, n.Exprs)
		return &c
	case *logical.Union:
		c := *n
		c.Cols = f.narrowColumns(before)
		return &c
	case *logical.Values:
		c := *n
		c.Cols, c.Rows = f.narrowColumns(before), nil
		for _, row := range n.Rows {
			c.Rows = append(c.Rows, f.narrowAll(before, row))
		}
		return &c
	case *logical.Aggregate:
		return f.narrowExprs(before, n)
	case *logical.WindowAssign:
		c := *f.narrowExprs(before, n).(*logical.WindowAssign)
		c.Cols = f.narrowColumns(before)
		return &c
	case *logical.Over:
		c := *f.narrowExprs(before, n).(*logical.Over)
		c.Cols = f.narrowColumns(before)
		return &c
	case *logical.Top:
		c := *f.narrowExprs(before, n).(*logical.Top)
		c.Cols = f.narrowColumns(before)
		return &c
	case *logical.Sort:
		c := *f.narrowExprs(before, n).(*logical.Sort)
		c.Cols = f.narrowColumns(before)
		return &c
	}
	return n // a sink, which reads everything
}

func (f *fieldReads) narrowExprs(before, n logical.Node) logical.Node {
	return logical.MapExprs(n, func(e scalar.Expr) scalar.Expr { return f.narrow(before, e) })
}

func (f *fieldReads) narrowColumns(n logical.Node) []logical.Column {
	list := make([]logical.Column, len(n.Columns()))
	for i, c := range n.Columns() {
		c.Type = f.columns[n][i].narrow(c.Type)
		list[i] = c
	}
	return list
}

func (f *fieldReads) narrowAll(n logical.Node, exprs []scalar.Expr) []scalar.Expr {
	list := make([]scalar.Expr, len(exprs))
	for i, e := range exprs {
		list[i] = f.narrow(n, e)
	}
	return list
}

// narrow rebuilds an expression of a node over its narrowed input.
func (f *fieldReads) narrow(n logical.Node, e scalar.Expr) scalar.Expr {
	made := e
	if children := scalar.Children(e); len(children) > 0 {
		made = scalar.WithChildren(e, f.narrowAll(n, children))
	}
	if read, ok := made.(*scalar.Field); ok {
		index := f.shapes[site{n, e.(*scalar.Field).Operand}].index(read.Index)
		made = &scalar.Field{Base: read.Base, Operand: read.Operand, Index: index, Name: read.Name}
	}
	return scalar.WithType(made, f.shapes[site{n, e}].narrow(e.Type()))
}
