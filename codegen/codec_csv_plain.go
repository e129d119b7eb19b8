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
	code, count := d.plainFields(func(f structField, i int) []jen.Code { return d.plainField(f, i, dialect) })
	code = append(d.withNext(code), jen.If(d.csvFields("Take")).Block(jen.Return(jen.Nil())))
	return []jen.Code{jen.If(allOf(append(conditions, d.csvFields("Next", jen.Lit(count))))).Block(code...)}
}

// plainFields reads the fields of a line, of which there are count, by their places in it.
func (d *decoder) plainFields(read func(f structField, i int) []jen.Code) (code []jen.Code, count int) {
	next := 0
	for index, column := range d.table.Columns {
		if column.Metadata != "" {
			continue
		}
		if next < len(d.used) && d.used[next] == index {
			code = append(code, read(d.row.Fields[next], count)...)
			next++
		}
		count++
	}
	return code, count
}

// withNext declares what readers of text return.
func (d *decoder) withNext(code []jen.Code) []jen.Code {
	if d.readsText {
		return append([]jen.Code{jen.Var().Id("next").Int()}, code...)
	}
	return code
}

// plainLines emits the straight path through many lines at once. Columns of numbers are read one after the other.
//
//	if d.inOrder {
//		rows := d.rows[:d.fields.Lines(2, len(d.rows))]
//		rows = rows[:d.fields.Decimals(d.column.temperature[:len(rows)], 1, 4, 1)]
//		for i := range rows {
//			row := &rows[i]
//			d.fields.Line(i)
//			row.Station = d.fields.String(0)
//			row.Temperature = d.column.temperature[i]
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
	rows, i, all := jen.Id("rows"), jen.Id("i"), jen.Id("d").Dot("rows")
	var columns, declared, single []jen.Code // single are the fields that are read line by line
	names, odd := newNamer(), false
	fields, count := d.plainFields(func(f structField, at int) []jen.Code {
		method, args := csvColumn(f.Type)
		if method == "" {
			read := d.plainField(f, at, dialect)
			single, odd = append(single, read...), odd || !isText(f.Type) || f.Type.Precision > 0
			return read
		}
		name := names.unexported(unexportedName(f.GoName))
		column := jen.Id("d").Dot("column").Dot(name)
		declared = append(declared, jen.Id(name).Index(jen.Lit(rowsAtOnce(d.table, d.row))).Int64())
		args = append([]jen.Code{jen.Add(column).Index(jen.Op(":").Len(rows)), jen.Lit(at)}, args...)
		columns = append(columns, jen.Add(rows).Op("=").Add(rows).Index(jen.Op(":").Add(d.csvFields(method, args...))))
		return []jen.Code{field(f).Op("=").Add(column).Index(i)}
	})
	if len(declared) > 0 && d.atOnce {
		d.fields = append(d.fields, jen.Comment("// Columns of numbers, before they are in rows.").Line().Id("column").Struct(declared...))
	}
	body := []jen.Code{jen.Id("row").Op(":=").Op("&").Add(rows).Index(i)}
	if len(single) > 0 {
		body = append(body, d.csvFields("Line", i))
	}
	body = append(body, d.withNext(fields)...)
	if odd {
		body = append(body, jen.If(d.csvFields("Odd")).Block(rows.Clone().Op("=").Add(rows).Index(jen.Op(":").Add(i)), jen.Break()))
	}
	code := append([]jen.Code{jen.Add(rows).Op(":=").Add(all).Index(jen.Op(":").Add(d.csvFields("Lines", jen.Lit(count), jen.Len(all))))}, columns...)
	code = append(code,
		jen.For(jen.Add(i).Op(":=").Range().Add(rows)).Block(body...),
		d.csvFields("TakeLines", jen.Len(rows)),
		jen.If(jen.Len(rows).Op(">").Lit(0)).Block(jen.Return(rows, jen.Nil())),
	)
	if len(conditions) > 0 {
		return []jen.Code{jen.If(allOf(conditions)).Block(code...)}
	}
	return code
}

// csvColumn is the method of csv.Fields that reads a column of a type in many lines at once, with its arguments; "" where there is none.
func csvColumn(t types.Type) (method string, args []jen.Code) {
	const maxScale = 6 // of those that are read in words
	switch {
	case t.Nullable:
	case t.Kind == types.BigInt:
		return "Int64s", nil
	case t.Kind == types.Decimal && !t.Wide() && t.Scale <= maxScale:
		return "Decimals", []jen.Code{jen.Lit(t.Precision), jen.Lit(t.Scale)}
	}
	return "", nil
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
