package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// writeLast is a Write that all of the stage's rows reach which got so far.
//
//	return p.highValue.write(&HighValue{
//		OrderID: row.OrderID,
//	})
func (s *segment) writeLast(terminal physical.Operator, in *rowView) []jen.Code {
	out := s.outputOf(terminal)
	statements, values := s.values(out, in)
	row := s.pointerTo(out.target, values, in)
	if s.changes() {
		return append(statements, s.changeLast(out, row)...)
	}
	return append(statements, jen.Return(out.target.call(row)))
}

// writeBranch makes an output's row and leaves the writing until all outputs have theirs.
func (s *segment) writeBranch(terminal physical.Operator, in *rowView) []jen.Code {
	out := s.outputOf(terminal)
	if out.flag == "" && out.kept == "" {
		return s.fill(out, ":=", in)
	}
	statements := s.fill(out, "=", in)
	if out.flag != "" && !out.flagged {
		statements = append(statements, jen.Id(out.flag).Op("=").True())
	}
	return statements
}

func (out *output) writeCall() *jen.Statement {
	if out.writesIf() {
		return jen.Id("p").Dot(out.target.field).Dot("writeIf").Call(jen.Id(out.flag), out.row())
	}
	return out.target.call(out.row())
}

// writesIf reports an output whose sink has a method that takes a row or counts one as filtered.
func (out *output) writesIf() bool {
	return out.kept != "" && out.flag != "" && out.target.sink != nil && !out.target.sink.upserts
}

// row points to the output's row.
func (out *output) row() *jen.Statement {
	if out.kept != "" {
		return jen.Op("&").Id("p").Dot(out.kept)
	}
	return jen.Id(out.local)
}

// fill makes the output's row from the view.
//
//	highValue := &HighValue{
//		OrderID: row.OrderID,
//	}
//
// The row is made where it stays: a variable whose address is taken, or a field, would get a copy of a temporary one, and
// the copy waits for the stores before it.
func (s *segment) fill(out *output, assign string, in *rowView) []jen.Code {
	statements, values := s.values(out, in)
	if out.kept == "" {
		return append(statements, jen.Id(out.local).Op(assign).Add(s.pointerTo(out.target, values, in)))
	}
	for i, value := range values {
		statements = append(statements, jen.Id("p").Dot(out.kept).Dot(out.target.row.Fields[i].GoName).Op("=").Add(value))
	}
	return statements
}

// pointerTo points to the row made of values, or to the view's own where that has the same fields and needs no look.
func (s *segment) pointerTo(t *target, values []jen.Code, in *rowView) *jen.Statement {
	row := t.row
	variable, layout := in.source()
	switch {
	case layout == nil || t.checksText():
	case layout == row:
		return jen.Id(variable)
	case layout.sameFields(row):
		return jen.Parens(jen.Op("*").Id(row.GoName)).Call(jen.Id(variable))
	}
	return jen.Op("&").Add(s.literal(row, values))
}

// values are those of the output's row, and the statements before them.
func (s *segment) values(out *output, in *rowView) (statements, values []jen.Code) {
	in.nameAfter(out.target.row)
	values = make([]jen.Code, len(in.columns))
	for i := range in.columns {
		before, value, typ := s.columnValue(in, i, out.target.row)
		statements = append(statements, before...)
		if !typ.Nullable {
			value = asNullable(value, out.target.row.Fields[i].Type)
		}
		values[i] = out.target.checkedText(value, out.target.row.Fields[i])
	}
	return statements, values
}

// columnValue is a column that is read once: computed in place unless a local has it already.
func (s *segment) columnValue(v *rowView, index int, row *structType) (before []jen.Code, value jen.Code, typ types.Type) {
	column := &v.columns[index]
	if column.code != nil {
		return nil, v.read(index), column.typ
	}
	e := withoutNullCast(column.expr)
	if passed, ok := e.(*scalar.Column); ok && e == column.expr {
		if below := &column.in.columns[passed.Index]; below.code == nil && below.uses == 1 {
			return s.columnValue(column.in, passed.Index, row)
		}
		before = s.needColumn(v, index) // so that it is known where the column comes from
		return before, v.read(index), column.typ
	}
	before = s.needFor(column.in, e, column.name)
	return before, s.exprs.value(e, s.valueHint(column.name, row), column.in.read), e.Type()
}

// nameAfter tells the columns that a row only passes on by what name the row has them, and counts who reads them: what is
// read once and computed here needs no local.
func (v *rowView) nameAfter(row *structType) {
	for i := range v.columns {
		v.columns[i].uses++
		v.columns[i].reach(row.Fields[i].SQLName)
	}
}

// reach follows a column to those that it is made of.
func (c *viewColumn) reach(name string) {
	if c.code != nil {
		return
	}
	c.name = name
	read := scalar.Columns(c.expr)
	for _, index := range read {
		below := &c.in.columns[index]
		below.uses++
		if isColumn(c.expr) {
			below.reach(name)
		} else {
			below.uses++
		}
	}
}

// valueHint names the function of a row's column: total, or auditTotal where a local has that name.
func (s *segment) valueHint(column string, row *structType) string {
	name := unexportedName(column)
	if s.generator.names.free(name) {
		return name
	}
	if strings.HasPrefix(exportedName(column), row.GoName) {
		return name + "Value"
	}
	return unexportedName(row.GoName + exportedName(column))
}

// literal is a composite literal with one field on each line.
func (g *generator) literal(t *structType, values []jen.Code) *jen.Statement {
	var fields []jen.Code
	for i, value := range values {
		fields = append(fields, jen.Id(t.Fields[i].GoName).Op(":").Add(value))
	}
	return jen.Id(t.GoName).Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, fields...)
}

// source returns the variable that holds all of the view's columns, in their order, and its type.
func (v *rowView) source() (variable string, layout *structType) {
	for i, column := range v.columns {
		if column.from == nil || column.at != i || column.from != v.columns[0].from || len(column.from.Fields) != len(v.columns) {
			return "", nil
		}
		layout = column.from
	}
	return "row", layout
}

// sameFields reports whether Go converts a value of one struct to the other.
func (t *structType) sameFields(u *structType) bool {
	if len(t.Fields) != len(u.Fields) {
		return false
	}
	for i, field := range t.Fields {
		if field.GoName != u.Fields[i].GoName || !field.Type.Equal(u.Fields[i].Type) {
			return false
		}
	}
	return true
}
