package lower

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// project builds the row that the consumers want: a sink's own row where every consumer writes to that sink, so that the row is
// made once.
func (l *lowering) project(n *logical.Project, in stream) []physical.Operator {
	row := l.targetRow(n)
	if row == nil {
		row = &physical.RowType{Name: l.rowName(n), Fields: fieldsOf(n.Cols), Mode: n.Changes}
	}
	return []physical.Operator{l.projection(row, n.Exprs, n.Pos, in, func(out stream) []physical.Operator {
		return l.operators(n, out)
	})}
}

// projection makes a Project operator; then makes its consumers.
func (l *lowering) projection(row *physical.RowType, exprs []scalar.Expr, pos diag.Span, in stream, then func(stream) []physical.Operator) physical.Operator {
	exprs = widenAll(exprs, row.Fields)
	out := in.projected(row, exprs)
	return &physical.Project{
		Base:  physical.Base{Ident: l.id("project", append([]string{out.Set}, out.Columns...)...), Pos: pos, Then: then(out)},
		Type:  row,
		Exprs: exprs,
	}
}

func widenAll(exprs []scalar.Expr, fields []types.Field) []scalar.Expr {
	list := make([]scalar.Expr, len(exprs))
	for i, e := range exprs {
		list[i] = widen(e, fields[i].Type)
	}
	return list
}

// widen makes an expression nullable where a row's field is.
func widen(e scalar.Expr, t types.Type) scalar.Expr {
	if e.Type().Equal(t) {
		return e
	}
	if l, ok := e.(*scalar.Literal); ok {
		return &scalar.Literal{Base: scalar.Base{Typ: t, Pos: l.Pos}, Value: l.Value}
	}
	return &scalar.Cast{Base: scalar.Base{Typ: t, Pos: e.Span()}, Operand: e, Implicit: true}
}

// targetRow is the row of the one sink that everything below n writes to without touching the row again; nil if there is none.
func (l *lowering) targetRow(n logical.Node) *physical.RowType {
	table := l.target(n)
	if table == nil {
		return nil
	}
	return l.sinkRow(table)
}

func (l *lowering) target(n logical.Node) *logical.Table {
	var table *logical.Table
	for _, consumer := range l.consumers[n] {
		next := l.targetOf(consumer, n)
		if next == nil || table != nil && next != table {
			return nil
		}
		table = next
	}
	return table
}

// targetOf follows one consumer of n. A filter may stand between only if the sink's row has the types that the filter reads.
func (l *lowering) targetOf(consumer, n logical.Node) *logical.Table {
	switch c := consumer.(type) {
	case *logical.Sink:
		return c.Table
	case *logical.Union:
		return l.target(c)
	case *logical.Filter:
		if table := l.target(c); table != nil && sameTypes(n.Columns(), table.Columns) {
			return table
		}
	}
	return nil
}

func sameTypes(columns []logical.Column, table []logical.TableColumn) bool {
	for i, c := range columns {
		if !c.Type.Equal(table[i].Type) {
			return false
		}
	}
	return len(columns) == len(table)
}

// rowName names the rows of a node: by the view or alias they are of, else by the one table that they end in, else by the one
// that they come from.
func (l *lowering) rowName(n logical.Node) string {
	if project, ok := n.(*logical.Project); ok && project.Name != "" {
		return project.Name
	}
	ends := map[string]bool{}
	l.ends(n, ends)
	if len(ends) == 1 {
		for name := range ends {
			return name
		}
	}
	return l.origin(n)
}

// ends collects the tables that a node's rows are written to.
func (l *lowering) ends(n logical.Node, tables map[string]bool) {
	if sink, ok := n.(*logical.Sink); ok {
		tables[sink.Table.Name] = true
	}
	for _, consumer := range l.consumers[n] {
		l.ends(consumer, tables)
	}
}

// origin is the table, or the view, that a node's rows come from.
func (l *lowering) origin(n logical.Node) string {
	switch n := n.(type) {
	case *logical.Scan:
		return n.Table.Name
	case *logical.Project:
		if n.Name != "" {
			return n.Name
		}
	case *logical.Values:
		return l.plan.Job
	}
	return l.origin(n.Inputs()[0])
}

func fieldsOf(columns []logical.Column) []types.Field {
	fields := make([]types.Field, len(columns))
	for i, c := range columns {
		fields[i] = types.Field{Name: c.Name, Type: c.Type}
	}
	return fields
}
