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

// longestFlatKey is the length of a key, with its quotes and colon, that json.Flat has room for beside some white space.
const longestFlatKey = 56

// isFlat reports whether the columns that are read are scalars, which json.Flat reads.
func (d *decoder) isFlat(m *members) bool {
	for _, f := range m.row.Fields {
		if f.Type.IsNested() || f.Type.Kind == types.JSON || len(jsonKey(f.SQLName)) > longestFlatKey {
			return false
		}
	}
	return true
}

// flat is a call of a method of the decoder's json.Flat.
func (d *decoder) flat(method string, args ...jen.Code) *jen.Statement {
	return jen.Id("d").Dot("flat").Dot(method).Call(args...)
}

// flatMembers emits the straight path through an object.
//
//	if d.flat.Read(record, &orderKeys, &d.scratch) {
//		row.OrderID = d.flat.Int64(0)
//		row.TotalAmount = d.flat.Float64(5)
//		if batch.Take(d.flat.End()) {
//			return nil
//		}
//	}
func (d *decoder) flatMembers(keys string, m *members) []jen.Code {
	d.fields = append(d.fields, jen.Id("flat").Add(jsonFunc("Flat")))
	d.readsText = false
	var code []jen.Code
	for i, f := range m.row.Fields {
		code = append(code, d.flatMember(f, i)...)
	}
	record := jen.Id("batch").Dot("Rest").Call()
	var declared []jen.Code
	if d.readsText {
		declared = []jen.Code{jen.Id("record").Op(":=").Add(record)}
		record = jen.Id("record")
	}
	code = append(d.withNext(code), jen.If(jen.Id("batch").Dot("Take").Call(d.flat("End"))).Block(jen.Return(jen.Nil())))
	return append(declared, jen.If(d.flat("Read", record, jen.Op("&").Id(keys), d.scratch())).Block(code...))
}

// flatMember reads value i.
func (d *decoder) flatMember(f structField, i int) []jen.Code {
	if !f.Type.Nullable {
		return d.flatValue(field(f), f.Type, i)
	}
	isNull := "IsNull"
	if d.mustBeThere() {
		isNull = "HasNull"
	}
	return []jen.Code{jen.If(d.flat(isNull, jen.Lit(i))).Block(
		field(f).Op("=").Add(d.codecs.noValue(f.Type)),
	).Else().Block(
		append(d.flatValue(field(f).Dot("V"), f.Type.WithNull(false), i), field(f).Dot("Valid").Op("=").True())...,
	)}
}

// flatValue reads a value that isn't null. A type without a reader of its own is read from the record:
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
