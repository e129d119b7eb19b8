package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// flatReaders are the methods of json.Flat that read a value: of the types that are read often and have a form that is quick to read.
var flatReaders = map[types.Kind]string{
	types.TinyInt: "Int8", types.SmallInt: "Int16", types.Int: "Int32", types.BigInt: "Int64", types.Double: "Float64", types.Decimal: "Decimal",
	types.Varchar: "String", types.Char: "String",
}

// longestFlatKey is the length of a key, with its delimiters, that json.NewShape takes.
const longestFlatKey = 32

// isFlat reports whether all columns are scalars, which json.Flat reads.
func (d *decoder) isFlat(m *members) bool {
	for _, column := range d.table.Columns {
		switch {
		case column.Metadata != "":
		case column.Type.IsNested() || column.Type.Kind == types.JSON || len(jsonKey(column.Name)) >= longestFlatKey:
			return false
		}
	}
	return len(m.types) > 0
}

// flat is a call of a method of the decoder's json.Flat.
func (d *decoder) flat(method string, args ...jen.Code) *jen.Statement {
	return jen.Id("d").Dot("flat").Dot(method).Call(args...)
}

// flatMembers emits the straight path through an object that has the table's columns and no more, in their order.
//
//	if d.flat.Read(record, &orderShape) {
//		row.OrderID = d.flat.Int64(0)
//		row.TotalAmount = d.flat.Float64(5)
//		if batch.Take(d.flat.End()) {
//			return nil
//		}
//	}
func (d *decoder) flatMembers(m *members) jen.Code {
	d.fields = append(d.fields, jen.Id("flat").Add(jsonFunc("Flat")))
	shape := d.codecs.gen.names.unexported(m.name + "Shape")
	var keys, code []jen.Code
	open, next := "{", 0
	d.readsText = false
	for index, column := range d.table.Columns {
		if column.Metadata != "" {
			continue
		}
		if next < len(d.used) && d.used[next] == index {
			code = append(code, d.flatMember(m.row.Fields[next], len(keys))...)
			next++
		}
		keys = append(keys, literal(open+jsonKey(column.Name)))
		open = ","
	}
	if d.readsText {
		code = append([]jen.Code{jen.Var().Id("next").Int()}, code...)
	}
	d.codecs.declare(shape+" are the keys of "+oneLine(m.of)+", one behind the other.", jen.Var().Id(shape).Op("=").Add(jsonFunc("NewShape")).Call(keys...))
	code = append(code, jen.If(jen.Id("batch").Dot("Take").Call(d.flat("End"))).Block(jen.Return(jen.Nil())))
	return jen.If(d.flat("Read", jen.Id("record"), jen.Op("&").Id(shape))).Block(code...)
}

// flatMember reads value i.
func (d *decoder) flatMember(f structField, i int) []jen.Code {
	if !f.Type.Nullable {
		return d.flatValue(field(f), f.Type, i)
	}
	return []jen.Code{jen.If(d.flat("IsNull", jen.Lit(i))).Block(
		field(f).Op("=").Add(d.codecs.noValue(f.Type)),
	).Else().Block(
		append(d.flatValue(field(f).Dot("V"), f.Type.WithNull(false), i), field(f).Dot("Valid").Op("=").True())...,
	)}
}

// flatValue reads a value that isn't null. A type without a reader of its own is read as the other straight path does:
//
//	row.Day, next = json.Date(record, d.flat.Start(2))
//	d.flat.Whole(2, next)
func (d *decoder) flatValue(to *jen.Statement, t types.Type, i int) []jen.Code {
	if name := flatReaders[t.Kind]; name != "" && !t.Wide() {
		args := []jen.Code{jen.Lit(i)}
		switch {
		case isText(t) && t.Precision > 0:
			name, args = name+"Max", append(args, jen.Lit(t.Precision))
		case t.Kind == types.Decimal:
			args = append(args, jen.Lit(t.Precision), jen.Lit(t.Scale))
		}
		return []jen.Code{to.Op("=").Add(d.flat(name, args...))}
	}
	d.readsText = true
	return []jen.Code{
		jen.List(to, jen.Id("next")).Op("=").Add(d.read(t, jen.Id("record"), d.flat("Start", jen.Lit(i)))),
		d.flat("Whole", jen.Lit(i), jen.Id("next")),
	}
}
