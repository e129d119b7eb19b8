package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// csvPlain are the runtime's functions that read a plain field on the straight path, without what their names begin with: of the
// types that are read often and have a form that is quick to read.
var csvPlain = map[types.Kind]string{
	types.TinyInt: "Int8", types.SmallInt: "Int16", types.Int: "Int32", types.BigInt: "Int64", types.Double: "Float64", types.Decimal: "Decimal",
}

// plainLine emits the straight path through a line of plain fields in the order of the columns, which looks at each byte once.
//
//	rest, pos := batch.Rest(), 0
//	row.Station, pos = csv.PlainString(rest, pos, ';', '"')
//	pos = csv.Behind(rest, pos, ';')
//	row.Temperature, pos = csv.PlainDecimal(rest, pos, 4, 1)
//	if batch.Take(pos) {
//		return nil
//	}
func (d *decoder) plainLine(dialect dialect) []jen.Code {
	fields := d.inOrder(dialect, d.plainField, plainSkip)
	var code []jen.Code
	if d.readsText {
		code = append(code, jen.Var().Id("text").String(), jen.Var().Id("end").Int())
	}
	code = append(code, jen.List(jen.Id("rest"), jen.Id("pos")).Op(":=").List(jen.Id("batch").Dot("Rest").Call(), jen.Lit(0)))
	for i, field := range fields {
		if i > 0 {
			code = append(code, jen.Id("pos").Op("=").Add(csvFunc("Behind")).Call(jen.Id("rest"), jen.Id("pos"), dialect.delimiterCode()))
		}
		code = append(code, field...)
	}
	return append(code, jen.If(jen.Id("batch").Dot("Take").Call(jen.Id("pos"))).Block(jen.Return(jen.Nil())))
}

func plainSkip(dialect dialect, n int) []jen.Code {
	return []jen.Code{jen.Id("pos").Op("=").Add(csvFunc("PlainSkip")).Call(jen.Id("rest"), jen.Id("pos"), jen.Lit(n), dialect.delimiterCode(), dialect.quoteCode())}
}

// plainField reads the field at pos.
func (d *decoder) plainField(f structField, dialect dialect) []jen.Code {
	if !f.Type.Nullable {
		return d.plainRead(field(f), f.Type, dialect)
	}
	pos := jen.Id("pos")
	isNull := []jen.Code{field(f).Op("=").Add(d.codecs.noValue(f.Type))}
	if n := len(dialect.null); n > 0 {
		isNull = append(isNull, pos.Clone().Op("+=").Lit(n))
	}
	return []jen.Code{jen.If(csvFunc("IsNull").Call(jen.Id("rest"), pos, literal(dialect.null), dialect.delimiterCode())).Block(isNull...).Else().Block(
		append(d.plainRead(field(f).Dot("V"), f.Type.WithNull(false), dialect), field(f).Dot("Valid").Op("=").True())...,
	)}
}

// plainRead reads a value that isn't NULL. A type without a reader of its own on this path is read from the field alone:
//
//	text, end = csv.PlainString(rest, pos, ',', '"')
//	row.Day, pos = csv.Date(text, 0, ',', '"')
//	pos = csv.Whole(text, pos, end)
func (d *decoder) plainRead(to *jen.Statement, t types.Type, dialect dialect) []jen.Code {
	rest, pos := jen.Id("rest"), jen.Id("pos")
	delimiter, quote := dialect.delimiterCode(), dialect.quoteCode()
	text := csvFunc("PlainString").Call(rest, pos, delimiter, quote)
	switch {
	case isText(t) && t.Precision > 0:
		return []jen.Code{jen.List(to, pos).Op("=").Add(csvFunc("PlainStringMax")).Call(rest, pos, delimiter, quote, jen.Lit(t.Precision))}
	case isText(t):
		return []jen.Code{jen.List(to, pos).Op("=").Add(text)}
	case csvPlain[t.Kind] != "" && !t.Wide():
		args := []jen.Code{rest, pos}
		if t.Kind == types.Decimal {
			args = append(args, jen.Lit(t.Precision), jen.Lit(t.Scale))
		}
		return []jen.Code{jen.List(to, pos).Op("=").Add(csvFunc("Plain" + csvPlain[t.Kind])).Call(args...)}
	}
	d.readsText = true
	return []jen.Code{
		jen.List(jen.Id("text"), jen.Id("end")).Op("=").Add(text),
		jen.List(to, pos).Op("=").Add(d.csvRead(jen.Id("text"), jen.Lit(0), t, dialect)),
		pos.Clone().Op("=").Add(csvFunc("Whole")).Call(jen.Id("text"), pos, jen.Id("end")),
	}
}
