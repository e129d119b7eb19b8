package bind

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// rows is a query body before the types of its columns are settled: the arms of a UNION ALL must agree first, and bare literals
// and NULLs have no type yet.
type rows struct {
	arms   []arm
	broken bool
	span   diag.Span
}

// arm is one SELECT or VALUES.
type arm struct {
	columns []logical.Column // names and spans; types are settled later
	input   logical.Node     // nil without FROM
	exprs   [][]operand      // over the input: one row of expressions; of VALUES, each row
	where   scalar.Expr      // without FROM: the condition; its columns stand in no row
	span    diag.Span
}

// finalize settles the types and builds the nodes: a Project or Values for each arm, under a Union where there are several.
func (b *binder) finalize(r rows, want []types.Type) logical.Node {
	if r.broken || len(r.arms) == 0 {
		return brokenAt(r.span)
	}
	settled := b.columnTypes(r, want)
	nodes := make([]logical.Node, len(r.arms))
	for i := range r.arms {
		nodes[i] = b.armNode(&r.arms[i], settled)
	}
	if len(nodes) == 1 {
		return nodes[0]
	}
	return unionNode(nodes, r.span)
}

// columnTypes finds the common type of each column. A column of NULLs and bare literals alone takes what is wanted, or VARCHAR.
func (b *binder) columnTypes(r rows, want []types.Type) []types.Type {
	settled := make([]types.Type, len(r.arms[0].columns))
	for c := range settled {
		var list []operand
		for _, a := range r.arms {
			for _, row := range a.exprs {
				list = append(list, row[c])
			}
		}
		untyped := types.Type{}
		if c < len(want) && !want[c].IsString() {
			untyped = want[c]
		}
		if c < len(want) && b.constructed(list, want[c]) {
			settled[c] = want[c]
			continue
		}
		settled[c] = b.commonType(list, untyped, "in column "+r.arms[0].columns[c].Name)
	}
	return settled
}

// constructed reports ROWs and ARRAYs written out, whose parts fit a type one by one: literals in them take its types.
func (b *binder) constructed(list []operand, t types.Type) bool {
	for _, o := range list {
		if o.parts == nil || !sameShape(o, t) || !b.partsAssignable(o, t, functions.Assignment) {
			return false
		}
	}
	return true
}

// armNode builds an arm's node, its expressions cast to the settled types.
func (b *binder) armNode(a *arm, settled []types.Type) logical.Node {
	table := make([][]scalar.Expr, len(a.exprs))
	columns := append([]logical.Column(nil), a.columns...)
	for c := range columns {
		columns[c].Type = settled[c].WithNull(false)
	}
	for r, row := range a.exprs {
		table[r] = make([]scalar.Expr, len(row))
		for c, o := range row {
			e := b.coerce(o, settled[c], "")
			table[r][c] = e
			if isInvalid(e.Type()) {
				columns[c].Type = invalid
			}
			columns[c].Type.Nullable = columns[c].Type.Nullable || e.Type().Nullable
		}
	}
	if a.input == nil {
		sameNullability(table, columns)
		return a.valuesNode(columns, table)
	}
	return projectNode(a.input, columns, table[0], a.span)
}

// sameNullability gives the values of a column one type, where NULL stands in some of its rows.
func sameNullability(table [][]scalar.Expr, columns []logical.Column) {
	for _, row := range table {
		for c, e := range row {
			if columns[c].Type.Nullable && !e.Type().Nullable {
				row[c] = &scalar.Cast{Base: base(columns[c].Type, e.Span()), Operand: e, Implicit: true}
			}
		}
	}
}

// valuesNode builds constant rows. Without FROM a WHERE filters its one row: by a column of its own that is dropped again.
func (a *arm) valuesNode(columns []logical.Column, table [][]scalar.Expr) logical.Node {
	if a.where == nil {
		return &logical.Values{Base: logical.Base{Cols: columns, Pos: a.span}, Rows: table}
	}
	kept := append(columns[:len(columns):len(columns)], logical.Column{Name: "where", Type: a.where.Type(), Span: a.where.Span()})
	row := append(table[0][:len(columns):len(columns)], a.where)
	values := &logical.Values{Base: logical.Base{Cols: kept, Pos: a.span}, Rows: [][]scalar.Expr{row}}
	condition := &scalar.Column{Base: base(a.where.Type(), a.where.Span()), Index: len(columns), Name: "where"}
	filter := &logical.Filter{Base: logical.Base{Cols: kept, Pos: a.where.Span()}, Input: values, Predicate: condition}
	return &logical.Project{Base: logical.Base{Cols: columns, Pos: a.span}, Input: filter, Exprs: columnsOf(filter)[:len(columns)]}
}

// projectNode builds a Project, or returns the input where nothing changes. The time attribute stays one where it is passed on.
func projectNode(input logical.Node, columns []logical.Column, exprs []scalar.Expr, at diag.Span) logical.Node {
	inputs := input.Columns()
	identity := len(inputs) == len(exprs)
	for i, e := range exprs {
		column, ok := e.(*scalar.Column)
		if ok {
			columns[i].TimeAttribute = inputs[column.Index].TimeAttribute
		}
		identity = identity && ok && column.Index == i && columns[i].Name == inputs[i].Name
	}
	if identity {
		return input
	}
	return &logical.Project{Base: logical.Base{Cols: columns, Changes: input.Mode(), Pos: at}, Input: input, Exprs: exprs}
}

// columnsOf reads all columns of a node.
func columnsOf(node logical.Node) []scalar.Expr {
	var exprs []scalar.Expr
	for i, column := range node.Columns() {
		exprs = append(exprs, &scalar.Column{Base: base(column.Type, column.Span), Index: i, Name: column.Name})
	}
	return exprs
}
