package codegen

import (
	"regexp"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// rowView is how the code at one place of a stage reads an operator's input row: field by field of a struct, or, below a
// projection whose row is never stored, through the projection's own input and locals. A computed column becomes a local
// when it is first needed, so what a filter drops is never computed.
type rowView struct {
	columns []viewColumn
	whole   string      // the variable that holds the row, a pointer; "" where no variable does
	layout  *structType // of whole
}

// viewColumn is one column of a rowView.
type viewColumn struct {
	typ  types.Type
	code jen.Code     // how to read it; nil until it is needed
	held *localColumn // what code names, where it is a local
	expr scalar.Expr  // how to compute it from input
	in   *rowView
	name string      // its SQL name
	from *structType // the struct whose field it is, unchanged; nil for a computed one
	at   int         // the field's index
	uses int         // how many columns of the row that is about to be written are made of it
}

// structView reads the row that a variable points to.
func structView(variable string, layout *structType) *rowView {
	view := &rowView{whole: variable, layout: layout}
	for i, field := range layout.Fields {
		view.columns = append(view.columns, viewColumn{typ: field.Type, code: jen.Id(variable).Dot(field.GoName), from: layout, at: i})
	}
	return view
}

// projectedView reads the output of a projection over in without storing it.
func projectedView(fields []types.Field, exprs []scalar.Expr, in *rowView) *rowView {
	view := &rowView{}
	for i, e := range exprs {
		view.columns = append(view.columns, viewColumn{typ: e.Type(), expr: e, in: in, name: fields[i].Name})
	}
	return view
}

// fork copies the view for a branch of its own: locals that are made in there don't exist outside.
func (v *rowView) fork() *rowView { return v.forkWith(map[*rowView]*rowView{}) }

func (v *rowView) forkWith(known map[*rowView]*rowView) *rowView {
	if v == nil || v.whole != "" {
		return v
	}
	if copied := known[v]; copied != nil {
		return copied
	}
	copied := &rowView{columns: append([]viewColumn(nil), v.columns...)}
	known[v] = copied
	for i := range copied.columns {
		copied.columns[i].in = copied.columns[i].in.forkWith(known)
	}
	return copied
}

// read is the view's columns function for the expression emitter: the column must have been needed before.
func (v *rowView) read(index int) jen.Code {
	if held := v.columns[index].held; held != nil {
		held.read = true
	}
	return v.columns[index].code
}

// need makes the columns that the expressions read readable, and returns the statements for that:
//
//	totalValue := totalValueOf(row.Price, row.Quantity)
func (s *segment) need(v *rowView, exprs ...scalar.Expr) []jen.Code {
	var statements []jen.Code
	for _, e := range exprs {
		for _, index := range scalar.Columns(e) {
			statements = append(statements, s.needColumn(v, index)...)
		}
	}
	return statements
}

// needFor is need for the expression of a column called name: where it is made of one column that SQL gave no name, such as
// the third of a UNION's arm, that one's local is called after it.
func (s *segment) needFor(v *rowView, e scalar.Expr, name string) []jen.Code {
	if read := scalar.Columns(e); len(read) == 1 && unnamedColumn.MatchString(v.columns[read[0]].name) {
		v.columns[read[0]].name = name
	}
	return s.need(v, e)
}

// unnamedColumn is the name of a column that has none in SQL.
var unnamedColumn = regexp.MustCompile(`^column\d+$`)

func (s *segment) needColumn(v *rowView, index int) []jen.Code {
	column := &v.columns[index]
	if column.code != nil {
		return nil
	}
	statements := s.needFor(column.in, column.expr, column.name)
	if passed, ok := column.expr.(*scalar.Column); ok {
		below := column.in.columns[passed.Index]
		column.code, column.held, column.from, column.at = below.code, below.held, below.from, below.at
		return statements
	}
	value := s.exprs.value(column.expr, unexportedName(column.name)+"Of", column.in.read)
	if _, constant := column.expr.(*scalar.Literal); constant {
		column.code = value
		return statements
	}
	column.held = &localColumn{name: s.local(column.name), typ: column.expr.Type()}
	column.code = jen.Id(column.held.name)
	s.variables = append(s.variables, column.held)
	return append(statements, jen.Id(column.held.name).Op(":=").Add(value))
}
