package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// fieldReads knows which fields of ROWs a plan reads, by the shapes of its columns and expressions.
type fieldReads struct {
	columns map[logical.Node][]*shape
	shapes  map[site]*shape
}

// site is an expression of a node. Nodes may share expressions, over inputs of their own.
type site struct {
	node logical.Node
	expr scalar.Expr
}

func findFieldReads(p *logical.Plan) *fieldReads {
	f := &fieldReads{columns: map[logical.Node][]*shape{}, shapes: map[site]*shape{}}
	for _, n := range p.Nodes() {
		f.columns[n] = f.node(n)
	}
	return f
}

// node finds the shapes of a node's columns, once those of its inputs are known.
func (f *fieldReads) node(n logical.Node) []*shape {
	switch n := n.(type) {
	case *logical.Scan:
		return scanShapes(n)
	case *logical.Watermark:
		f.wholly(n, n.Expr)
		return f.columns[n.Input]
	case *logical.Filter:
		f.wholly(n, n.Predicate)
		return f.columns[n.Input]
	case *logical.Project:
		return f.exprs(n, n.Exprs)
	case *logical.Union:
		return f.union(n)
	case *logical.Values:
		return f.values(n)
	case *logical.Sink:
		for _, s := range f.columns[n.Input] {
			s.readWhole()
		}
		return f.columns[n.Input]
	case *logical.Aggregate:
		f.wholly(n, logical.Exprs(n)...)
		return wholeShapes(n.Cols)
	case *logical.WindowAssign:
		f.wholly(n, logical.Exprs(n)...)
		return f.followed(n.Input, n.Cols)
	case *logical.Over:
		f.wholly(n, logical.Exprs(n)...)
		return f.followed(n.Input, n.Cols)
	case *logical.Top:
		f.wholly(n, logical.Exprs(n)...)
		return f.followed(n.Input, n.Cols)
	case *logical.Sort:
		f.wholly(n, logical.Exprs(n)...)
		return f.columns[n.Input]
	}
	return nil
}

// wholeShapes are those of columns that come out of groups of rows, whose values are compared and kept as they are.
func wholeShapes(columns []logical.Column) []*shape {
	list := make([]*shape, len(columns))
	for i, c := range columns {
		list[i] = newShape(c.Type).readWhole()
	}
	return list
}

// followed are the shapes of an input's columns and of those that an operator puts behind them.
func (f *fieldReads) followed(input logical.Node, columns []logical.Column) []*shape {
	passed := f.columns[input]
	return append(slices.Clone(passed), wholeShapes(columns[len(passed):])...)
}

// scanShapes are new shapes. What a connector fills in has the connector's type.
func scanShapes(n *logical.Scan) []*shape {
	list := make([]*shape, len(n.Cols))
	for i, c := range n.Cols {
		list[i] = newShape(c.Type)
		if n.Table.Columns[n.Used[i]].Metadata != "" {
			list[i].readWhole()
		}
	}
	return list
}

func (f *fieldReads) union(n *logical.Union) []*shape {
	list := make([]*shape, len(n.Cols))
	for i, c := range n.Cols {
		list[i] = newShape(c.Type)
		for _, arm := range n.Arms {
			join(list[i], f.columns[arm][i])
		}
	}
	return list
}

func (f *fieldReads) values(n *logical.Values) []*shape {
	list := make([]*shape, len(n.Cols))
	for i, c := range n.Cols {
		list[i] = newShape(c.Type)
		for _, row := range n.Rows {
			f.flow(n, c.Type, list[i], row[i])
		}
	}
	return list
}

func (f *fieldReads) exprs(n logical.Node, exprs []scalar.Expr) []*shape {
	list := make([]*shape, len(exprs))
	for i, e := range exprs {
		list[i] = f.expr(n, e)
	}
	return list
}

// wholly notes that something looks at all of the expressions' values.
func (f *fieldReads) wholly(n logical.Node, exprs ...scalar.Expr) {
	for _, s := range f.exprs(n, exprs) {
		s.readWhole()
	}
}

// expr finds the shape of an expression's values, and notes what the expression reads.
func (f *fieldReads) expr(n logical.Node, e scalar.Expr) *shape {
	at := site{n, e}
	if _, ok := f.shapes[at]; !ok {
		f.shapes[at] = f.derive(n, e)
	}
	return f.shapes[at]
}

func (f *fieldReads) derive(n logical.Node, e scalar.Expr) *shape {
	switch e := e.(type) {
	case *scalar.Column:
		return f.columns[n.Inputs()[0]][e.Index]
	case *scalar.Literal:
		return newShape(e.Typ) // NULL
	case *scalar.Field:
		return f.expr(n, e.Operand).field(e.Index)
	case *scalar.Subscript:
		f.wholly(n, e.Index)
		return f.expr(n, e.Operand).element()
	case *scalar.IsNull:
		f.expr(n, e.Operand)
		return nil
	case *scalar.Case:
		return f.branches(n, e)
	case *scalar.Coalesce, *scalar.Cast, *scalar.NotNull:
		return f.oneOf(n, e, scalar.Children(e)...)
	case *scalar.RowValue, *scalar.ArrayValue, *scalar.MapValue:
		return f.constructed(n, e)
	case *scalar.Call:
		return f.call(n, e)
	}
	return f.opaque(n, e)
}

// opaque is an expression that may look at all of its operands.
func (f *fieldReads) opaque(n logical.Node, e scalar.Expr) *shape {
	f.wholly(n, scalar.Children(e)...)
	return newShape(e.Type()).readWhole()
}

func (f *fieldReads) branches(n logical.Node, e *scalar.Case) *shape {
	var results []scalar.Expr
	for _, when := range e.Whens {
		f.wholly(n, when.Cond)
		results = append(results, when.Then)
	}
	if e.Else != nil {
		results = append(results, e.Else)
	}
	return f.oneOf(n, e, results...)
}

// oneOf is an expression whose value is that of one of its operands.
func (f *fieldReads) oneOf(n logical.Node, e scalar.Expr, operands ...scalar.Expr) *shape {
	s := newShape(e.Type())
	f.flow(n, e.Type(), s, operands...)
	return s
}

// flow notes that values go to where they have a shape together. Those that are converted to another type on the way are read.
func (f *fieldReads) flow(n logical.Node, t types.Type, s *shape, exprs ...scalar.Expr) {
	for _, e := range exprs {
		if e.Type().Same(t) {
			join(s, f.expr(n, e))
		} else {
			f.wholly(n, e)
			s.readWhole()
		}
	}
}

// constructed is a new ROW, which keeps its fields, a new ARRAY or a new MAP.
func (f *fieldReads) constructed(n logical.Node, e scalar.Expr) *shape {
	s := newShape(e.Type())
	switch e := e.(type) {
	case *scalar.RowValue:
		for i, field := range e.Fields {
			f.flow(n, e.Typ.Fields[i].Type, s.field(i), field)
		}
	case *scalar.ArrayValue:
		f.flow(n, *e.Typ.Elem, s.element(), e.Elems...)
	case *scalar.MapValue:
		f.wholly(n, e.Keys...)
		f.flow(n, *e.Typ.Elem, s.element(), e.Values...)
	}
	return s
}

// call knows the functions that don't look into the elements of a list.
func (f *fieldReads) call(n logical.Node, e *scalar.Call) *shape {
	switch e.Function {
	case "CARDINALITY", "MAP_KEYS":
		f.exprs(n, e.Args)
		return newShape(e.Typ).readWhole()
	case "ELEMENT":
		return f.expr(n, e.Args[0]).element()
	case "MAP_VALUES":
		s := newShape(e.Typ)
		join(s.element(), f.expr(n, e.Args[0]).element())
		return s
	case "ARRAY_REVERSE", "ARRAY_SLICE":
		f.wholly(n, e.Args[1:]...)
		return f.oneOf(n, e, e.Args[0])
	case "ARRAY_CONCAT":
		return f.oneOf(n, e, e.Args...)
	}
	return f.opaque(n, e)
}
