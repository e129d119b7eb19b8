package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// csvPlain are the methods of csv.Fields that read a field on the straight path: of the types that are read often and have a form
// that is quick to read.
var csvPlain = map[types.Kind]string{
	types.TinyInt: "Int8", types.SmallInt: "Int16", types.Int: "Int32", types.BigInt: "Int64", types.Double: "Float64", types.Decimal: "Decimal",
}

// csvFields is a call of a method of the decoder's csv.Fields.
func (d *decoder) csvFields(method string, args ...jen.Code) *jen.Statement {
	return jen.Id("d").Dot("fields").Dot(method).Call(args...)
}

// beginFields is what begin does for the straight path.
func (d *decoder) beginFields(dialect dialect) jen.Code {
	d.fields = append(d.fields, jen.Id("fields").Add(csvFunc("Fields")))
	return d.csvFields("Begin", jen.Id("batch"), dialect.delimiterCode(), dialect.quoteCode())
}

// plainLine emits the straight path through a line of plain fields in the order of the columns.
//
//	if d.fields.Next(2) {
//		row.Station = d.fields.String(0)
//		row.Temperature = d.fields.Decimal(1, 4, 1)
//		if d.fields.Take() {
//			return nil
//		}
//	}
//
// conditions have to hold as well.
func (d *decoder) plainLine(dialect dialect, conditions ...jen.Code) []jen.Code {
	code, count := d.plainFields(dialect)
	code = append(code, jen.If(d.csvFields("Take")).Block(jen.Return(jen.Nil())))
	return []jen.Code{jen.If(allOf(append(conditions, d.csvFields("Next", jen.Lit(count))))).Block(code...)}
}

// plainFields reads the fields of a line, of which there are count.
func (d *decoder) plainFields(dialect dialect) (code []jen.Code, count int) {
	next := 0
	for index, column := range d.table.Columns {
		if column.Metadata != "" {
			continue
		}
		if next < len(d.used) && d.used[next] == index {
			code = append(code, d.plainField(d.row.Fields[next], count, dialect)...)
			next++
		}
		count++
	}
	if d.readsText {
		code = append([]jen.Code{jen.Var().Id("next").Int()}, code...)
	}
	return code, count
}

// plainLines emits the straight path through many lines at once.
//
//	if d.inOrder {
//		rows := d.rows[:d.fields.Lines(2, len(d.rows))]
//		for i := range rows {
//			row := &rows[i]
//			d.fields.Line(i)
//			row.Station = d.fields.String(0)
//			row.Temperature = d.fields.Decimal(1, 4, 1)
//			if d.fields.Odd() {
//				rows = rows[:i]
//				break
//			}
//		}
//		d.fields.TakeLines(len(rows))
//		if len(rows) > 0 {
//			return rows, nil
//		}
//	}
func (d *decoder) plainLines(dialect dialect, conditions ...jen.Code) []jen.Code {
	fields, count := d.plainFields(dialect)
	rows, i := jen.Id("rows"), jen.Id("i")
	body := append([]jen.Code{jen.Id("row").Op(":=").Op("&").Add(rows).Index(i), d.csvFields("Line", i)}, fields...)
	body = append(body, jen.If(d.csvFields("Odd")).Block(rows.Clone().Op("=").Add(rows).Index(jen.Op(":").Add(i)), jen.Break()))
	all := jen.Id("d").Dot("rows")
	code := []jen.Code{
		jen.Add(rows).Op(":=").Add(all).Index(jen.Op(":").Add(d.csvFields("Lines", jen.Lit(count), jen.Len(all)))),
		jen.For(jen.Add(i).Op(":=").Range().Add(rows)).Block(body...),
		d.csvFields("TakeLines", jen.Len(rows)),
		jen.If(jen.Len(rows).Op(">").Lit(0)).Block(jen.Return(rows, jen.Nil())),
	}
	if len(conditions) > 0 {
		return []jen.Code{jen.If(allOf(conditions)).Block(code...)}
	}
	return code
}

// plainField reads field i of the line.
func (d *decoder) plainField(f structField, i int, dialect dialect) []jen.Code {
	if !f.Type.Nullable {
		return d.plainRead(field(f), f.Type, i, dialect)
	}
	isNull := d.csvFields("String", jen.Lit(i)).Op("==").Add(literal(dialect.null))
	return []jen.Code{jen.If(isNull).Block(
		field(f).Op("=").Add(d.codecs.noValue(f.Type)),
	).Else().Block(
		append(d.plainRead(field(f).Dot("V"), f.Type.WithNull(false), i, dialect), field(f).Dot("Valid").Op("=").True())...,
	)}
}

// plainRead reads a value that isn't NULL. A type without a reader of its own on this path is read from the field alone:
//
//	row.Day, next = csv.Date(d.fields.String(2), 0, ',', '"')
//	d.fields.Whole(2, next)
func (d *decoder) plainRead(to *jen.Statement, t types.Type, i int, dialect dialect) []jen.Code {
	switch {
	case isText(t) && t.Precision > 0:
		return []jen.Code{to.Op("=").Add(d.csvFields("StringMax", jen.Lit(i), jen.Lit(t.Precision)))}
	case isText(t):
		return []jen.Code{to.Op("=").Add(d.csvFields("String", jen.Lit(i)))}
	case csvPlain[t.Kind] != "" && !t.Wide():
		args := []jen.Code{jen.Lit(i)}
		if t.Kind == types.Decimal {
			args = append(args, jen.Lit(t.Precision), jen.Lit(t.Scale))
		}
		return []jen.Code{to.Op("=").Add(d.csvFields(csvPlain[t.Kind], args...))}
	}
	d.readsText = true
	return []jen.Code{
		jen.List(to, jen.Id("next")).Op("=").Add(d.csvRead(d.csvFields("String", jen.Lit(i)), jen.Lit(0), t, dialect)),
		d.csvFields("Whole", jen.Lit(i), jen.Id("next")),
	}
}
