package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// rowGenerator emits what makes a datagen source's rows from their numbers: the counterpart of a decoder.
//
//	// orderGenerator makes rows of orders from their numbers.
//	type orderGenerator struct {
//		orderID datagen.Integer[int64]
//	}
//
//	func newOrderGenerator(table *rt.Table) (orderGenerator, error) {
//		fields := datagen.NewFields(table)
//		g := orderGenerator{
//			orderID: datagen.NewInteger[int64](fields, "order_id"),
//		}
//		return g, fields.Err()
//	}
//
//	func (g *orderGenerator) generate(n int64, row *Order) {
//		row.OrderID = g.orderID.At(n)
//	}
type rowGenerator struct {
	gen     *generator
	name    string // orderGenerator
	newName string // newOrderGenerator
	names   *namer // of its fields
	fields  []jen.Code
	inits   []jen.Code
	scratch bool       // it makes strings
	within  []jen.Code // columns of the lists around the value that is being made
}

// datagenLoop generates the rows of a batch.
//
//	for batch.NextNumber() {
//		p.generator.generate(batch.Number(), &p.row)
//		if err := p.order(&p.row); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) datagenLoop() []jen.Code {
	generate := jen.Id("p").Dot("generator").Dot("generate").Call(jen.Id("batch").Dot("Number").Call(), jen.Op("&").Id("p").Dot("row"))
	loop := jen.For(jen.Id("batch").Dot("NextNumber").Call()).Block(generate, s.callMethod())
	if s.generates.scratch {
		return []jen.Code{jen.Id("p").Dot("generator").Dot("scratch").Dot("Reset").Call(), loop}
	}
	return []jen.Code{loop}
}

// newRowGenerator declares the generator of a source in codec.go.
func (g *generator) newRowGenerator(source *physical.Source, row *structType) *rowGenerator {
	made := &rowGenerator{gen: g, name: g.names.unexported(row.GoName + "Generator"), names: &namer{taken: setOf("scratch")}}
	made.newName = g.names.unexported("new" + exportedName(made.name))
	var body []jen.Code
	for i, ordinal := range source.Used {
		field := row.Fields[i]
		value := made.value(field.Type, source.Table.Columns[ordinal].Name)
		body = append(body, jen.Id("row").Dot(field.GoName).Op("=").Add(value))
	}
	if made.scratch {
		made.fields = append(made.fields, jen.Id("scratch").Add(symbol("Scratch")))
	}
	g.codecs.declare(made.name+" makes rows of "+oneLine(source.Table.Name)+" from their numbers.", jen.Type().Id(made.name).Struct(made.fields...))
	g.codecs.decls = append(g.codecs.decls, made.constructor())
	g.codecs.declare("generate makes row number n.", jen.Func().Params(jen.Id("g").Op("*").Id(made.name)).Id("generate").
		Params(jen.Id("n").Int64(), jen.Id("row").Op("*").Id(row.GoName)).Block(body...))
	return made
}

func (r *rowGenerator) constructor() *jen.Statement {
	return jen.Func().Id(r.newName).Params(jen.Id("table").Op("*").Add(symbol("Table"))).Params(jen.Id(r.name), jen.Error()).Block(
		jen.Id("fields").Op(":=").Add(symbol("connector/datagen.NewFields")).Call(jen.Id("table")),
		jen.Id("g").Op(":=").Id(r.name).Add(lines(r.inits...)),
		jen.Return(jen.Id("g"), jen.Id("fields").Dot("Err").Call()),
	).Line()
}

// value makes the field that generates a column, and returns the expression of its value for record n.
func (r *rowGenerator) value(t types.Type, column string) *jen.Statement {
	switch t.Kind {
	case types.Row:
		return r.row(t, column)
	case types.Array:
		return r.array(t, column)
	case types.Map:
		return r.entries(t, column)
	}
	plain := r.plain(t, column)
	if t.Nullable && (t.Kind == types.Interval || t.Kind == types.JSON) {
		return r.nullable(column, plain)
	}
	return plain
}

// plain is the value of a type that isn't made of others.
func (r *rowGenerator) plain(t types.Type, column string) *jen.Statement {
	goType := r.gen.plainType(t)
	method := "At"
	if t.Nullable {
		method = "NullAt"
	}
	call := func(field *jen.Statement) *jen.Statement { return field.Dot(method).Call(jen.Id("n")) }
	text := func(field *jen.Statement) *jen.Statement {
		r.scratch = true
		return field.Dot(method).Call(jen.Op("&").Id("g").Dot("scratch"), jen.Id("n"))
	}
	switch t.Kind {
	case types.Boolean:
		return call(r.field(column, "Bool", "NewBool", nil))
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt:
		return call(r.field(column, "Integer", "NewInteger", goType))
	case types.Real, types.Double:
		return call(r.field(column, "Float", "NewFloat", goType))
	case types.Decimal:
		if t.Wide() {
			return call(r.field(column, "WideInteger", "NewWideDecimal", nil, jen.Lit(t.Precision), jen.Lit(t.Scale)))
		}
		return call(r.integer(column, "NewDecimal", goType, jen.Lit(t.Precision), jen.Lit(t.Scale)))
	case types.Date:
		return call(r.integer(column, "NewDate", goType))
	case types.Time:
		return call(r.integer(column, "NewTime", goType, unitLiteral(t), jen.Lit(t.Precision)))
	case types.Timestamp, types.TimestampLTZ:
		return call(r.integer(column, "NewTimestamp", goType, unitLiteral(t), jen.Lit(t.Precision)))
	case types.Varchar, types.Char:
		return text(r.field(column, "Text", "NewText", nil, jen.Lit(t.Precision)))
	case types.Bytes:
		return text(r.field(column, "Bytes", "NewBytes", nil, jen.Lit(t.Precision)))
	case types.UUID:
		return call(r.field(column, "UUID", "NewUUID", nil))
	case types.JSON:
		r.scratch = true
		number := r.field(column, "Integer", "NewInteger", jen.Int64()).Dot("At").Call(jen.Id("n"))
		digits := jen.Add(symbol("json.AppendInt")).Call(jen.Id("g").Dot("scratch").Dot("Reserve").Call(jen.Lit(20)), number)
		return goType.Call(jen.Id("g").Dot("scratch").Dot("KeepString").Call(digits))
	case types.Interval:
		field := r.integer(column, "NewTime", jen.Int64(), unitLiteral(types.Type{Kind: types.Time}), jen.Lit(6))
		return goType.Values(jen.Id("Micros").Op(":").Add(field.Dot("At").Call(jen.Id("n"))))
	}
	panic("codegen: datagen makes no " + t.String())
}

func unitLiteral(t types.Type) jen.Code {
	if t.Unit() > 1_000_000 {
		return symbol("temporal.Nanos")
	}
	return symbol("temporal.Micros")
}

// field declares a field of the generator and returns the expression that names it.
func (r *rowGenerator) field(column, typeName, constructor string, argument jen.Code, arguments ...jen.Code) *jen.Statement {
	goType, made := symbol("connector/datagen."+typeName), symbol("connector/datagen."+constructor)
	if argument != nil {
		goType, made = goType.Types(argument), made.Types(argument)
	}
	return r.declare(column, goType, made.Call(append([]jen.Code{jen.Id("fields"), jen.Lit(column)}, arguments...)...))
}

// integer is a field of type datagen.Integer[T] whose constructor knows T.
func (r *rowGenerator) integer(column, constructor string, goType jen.Code, arguments ...jen.Code) *jen.Statement {
	made := symbol("connector/datagen." + constructor).Call(append([]jen.Code{jen.Id("fields"), jen.Lit(column)}, arguments...)...)
	return r.declare(column, symbol("connector/datagen.Integer").Types(goType), made)
}

func (r *rowGenerator) declare(column string, goType, constructor jen.Code) *jen.Statement {
	name := r.names.unexported(column)
	r.fields = append(r.fields, jen.Id(name).Add(goType))
	r.inits = append(r.inits, jen.Id(name).Op(":").Add(constructor))
	return jen.Id("g").Dot(name)
}

// nullable makes a value NULL as often as the column's options say. The value can't fail, so it is made in either case.
func (r *rowGenerator) nullable(column string, value jen.Code) *jen.Statement {
	valid := r.field(column, "Bool", "NewBool", nil).Dot("NullAt").Call(jen.Id("n")).Dot("Valid")
	return jen.Add(symbol("When")).Call(valid, value)
}

// row is the struct of a ROW, whose fields are columns named behind it: home.lat.
func (r *rowGenerator) row(t types.Type, column string) *jen.Statement {
	layout := r.gen.structs.rowType(t, column)
	var fields []jen.Code
	for i, field := range t.Fields {
		fields = append(fields, jen.Id(layout.Fields[i].GoName).Op(":").Add(r.value(field.Type, column+"."+field.Name)))
	}
	value := jen.Id(layout.GoName).Add(lines(fields...))
	if t.Nullable {
		return r.nullable(column, value)
	}
	return value
}

// array is a list whose elements are a column of their own: element number i of record n is value n·length+i of tags.element.
func (r *rowGenerator) array(t types.Type, column string) *jen.Statement {
	value := r.inside(column, func() *jen.Statement { return r.value(*t.Elem, column+".element") })
	return r.list(t, column, r.gen.goType(*t.Elem), value, func(elements *jen.Statement) *jen.Statement { return elements })
}

func (r *rowGenerator) entries(t types.Type, column string) *jen.Statement {
	arguments := []jen.Code{r.gen.goType(*t.Key), r.gen.goType(*t.Elem)}
	entry := jen.Add(symbol("Entry")).Types(arguments...)
	value := r.inside(column, func() *jen.Statement {
		return jen.Add(entry).Values(
			jen.Id("Key").Op(":").Add(r.value(*t.Key, column+".key")),
			jen.Id("Value").Op(":").Add(r.value(*t.Elem, column+".value")),
		)
	})
	return r.list(t, column, entry, value, func(elements *jen.Statement) *jen.Statement {
		return jen.Add(symbol("Map")).Types(arguments...).Call(elements)
	})
}

// inside makes the value of a list's elements.
func (r *rowGenerator) inside(list string, value func() *jen.Statement) *jen.Statement {
	r.within = append(r.within, jen.Lit(list))
	defer func() { r.within = r.within[:len(r.within)-1] }()
	return value()
}

func (r *rowGenerator) list(t types.Type, column string, element, value jen.Code, convert func(*jen.Statement) *jen.Statement) *jen.Statement {
	arguments := append([]jen.Code{jen.Id("fields"), jen.Lit(column)}, r.within...)
	field := r.declare(column, symbol("connector/datagen.List").Types(element), symbol("connector/datagen.NewList").Types(element).Call(arguments...))
	made := convert(jen.Add(field).Dot("At").Call(jen.Id("n"), jen.Func().Params(jen.Id("n").Int64()).Add(element).Add(onOneLine(jen.Return(value)))))
	if t.Nullable {
		return jen.Add(symbol("When")).Call(jen.Op("!").Add(field).Dot("Null").Call(jen.Id("n")), made)
	}
	return made
}
