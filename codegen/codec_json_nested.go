package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// rowMethods are the names of the methods that read one ROW type.
type rowMethods struct{ straight, general string }

// rowMethods declares, once for each ROW type, the two ways to read it.
//
//	func (d *orderDecoder) straightAddress(record string, pos int, row *Address) int
//	func (d *orderDecoder) readAddress(in *json.Reader, row *Address)
func (d *decoder) rowMethods(t decodedType) rowMethods {
	m := d.rowMembers(t)
	key := t.key()
	if d.composites["read "+key] == "" {
		names := rowMethods{d.names.unexported("straight" + m.row.GoName), d.names.unexported("read" + m.row.GoName)}
		d.composites["straight "+key], d.composites["read "+key] = names.straight, names.general
		m.row.narrowed(t)
		d.straightRow(names, m)
		d.generalRow(names, m)
	}
	return rowMethods{d.composites["straight "+key], d.composites["read "+key]}
}

func (d *decoder) straightRow(names rowMethods, m *members) {
	row := m.row
	keys := d.codecs.gen.names.unexported(m.name + "Keys")
	d.declareKeys(keys, row)
	body := d.straightMembers(keys, m)
	body = append(body, jen.Return(jsonFunc("Close").Call(jen.Id("record"), jen.Id("pos"), jen.Op("&").Id(keys))))
	d.method(names.straight+" reads an object whose keys it expects in their declared order.", names.straight,
		[]jen.Code{jen.Id("record").String(), jen.Id("pos").Int(), jen.Id("row").Op("*").Id(row.GoName)}, []jen.Code{jen.Int()}, body...)
}

func (d *decoder) generalRow(names rowMethods, m *members) {
	row := m.row
	body := []jen.Code{
		jen.Op("*").Id("row").Op("=").Id(row.GoName).Values(),
		jen.Id("in").Dot("EnterObject").Call(),
	}
	body = append(body, d.generalMembers(m)...)
	body = append(body, jen.Id("in").Dot("Leave").Call())
	d.method(names.general+" reads an object with its keys in any order.", names.general,
		[]jen.Code{jen.Id("in").Op("*").Add(jsonFunc("Reader")), jen.Id("row").Op("*").Id(row.GoName)}, nil, body...)
}

// listMethod declares, once for each ARRAY and MAP type, the method that reads it. Elements are collected in one slice per
// batch, so that a steady flow allocates nothing.
//
//	func (d *orderDecoder) readTags(in *json.Reader) []string {
//		start := len(d.tagsOfBatch)
//		in.EnterArray()
//		for in.Next() {
//			var element string
//			element, in.Pos = json.String(in.Text, in.Pos, &d.scratch)
//			in.Check("STRING")
//			d.tagsOfBatch = append(d.tagsOfBatch, element)
//		}
//		in.Leave()
//		return d.tagsOfBatch[start:len(d.tagsOfBatch):len(d.tagsOfBatch)]
//	}
func (d *decoder) listMethod(t decodedType) string {
	key := t.key()
	if d.composites[key] == "" {
		d.composites[key] = d.names.unexported("read_" + typeWords(t.Type))
		kept := d.names.unexported(typeWords(t.Type) + "_of_batch")
		d.fields = append(d.fields, jen.Id(kept).Add(d.codecs.gen.goType(t.WithNull(false))))
		d.composites["kept "+key] = kept
		list := d.kept(t)
		d.resets = append(d.resets, list.Clone().Op("=").Add(list).Index(jen.Op(":").Lit(0)))
		if t.Kind == types.Map {
			d.mapMethod(t, d.composites[key], list)
		} else {
			d.arrayMethod(t, d.composites[key], list)
		}
	}
	return d.composites[key]
}

// typeWords names a list type: string_array, bigint_by_string, item_array.
func typeWords(t types.Type) string {
	switch t.Kind {
	case types.Array:
		return typeWords(*t.Elem) + "_array"
	case types.Map:
		return typeWords(*t.Elem) + "_by_" + typeWords(*t.Key)
	case types.Row:
		return "row"
	}
	return strings.ToLower(t.Kind.String())
}

func (d *decoder) arrayMethod(t decodedType, name string, list *jen.Statement) {
	element := jen.Id("element")
	loop := append([]jen.Code{jen.Var().Add(element).Add(d.codecs.gen.goType(*t.Elem))}, d.element(t.element(), element)...)
	loop = append(loop, list.Clone().Op("=").Append(list, element))
	d.method(name+" reads an "+t.Name()+".", name,
		[]jen.Code{jen.Id("in").Op("*").Add(jsonFunc("Reader"))}, []jen.Code{d.codecs.gen.goType(t.WithNull(false))},
		jen.Id("start").Op(":=").Len(list),
		jen.Id("in").Dot("EnterArray").Call(),
		jen.For(jen.Id("in").Dot("Next").Call()).Block(loop...),
		jen.Id("in").Dot("Leave").Call(),
		jen.Return(list.Clone().Index(jen.Id("start").Op(":").Len(list).Op(":").Len(list))),
	)
}

// straightArray declares, once for each ARRAY type, the method of the straight path, which makes the elements where they stay.
//
//	func (d *orderDecoder) straightTags(record string, pos int) ([]string, int) {
//		start := len(d.tagsOfBatch)
//		pos, more := json.FirstElement(record, pos)
//		for more {
//			d.tagsOfBatch = append(d.tagsOfBatch, "")
//			element := &d.tagsOfBatch[len(d.tagsOfBatch)-1]
//			*element, pos = json.String(record, pos, &d.scratch)
//			pos, more = json.NextElement(record, pos)
//		}
//		return d.tagsOfBatch[start:len(d.tagsOfBatch):len(d.tagsOfBatch)], pos
//	}
func (d *decoder) straightArray(t decodedType) string {
	d.listMethod(t)
	key := "straight " + t.key()
	if d.composites[key] == "" {
		name := d.names.unexported("straight_" + typeWords(t.Type))
		d.composites[key] = name
		d.declareStraightArray(t, name, d.kept(t))
	}
	return d.composites[key]
}

func (d *decoder) declareStraightArray(t decodedType, name string, list *jen.Statement) {
	record, pos, more := jen.Id("record"), jen.Id("pos"), jen.Id("more")
	loop := []jen.Code{
		jen.Var().Id("zero").Add(d.codecs.gen.goType(*t.Elem)),
		list.Clone().Op("=").Append(list, jen.Id("zero")),
		jen.Id("element").Op(":=").Op("&").Add(list).Index(jen.Len(list).Op("-").Lit(1)),
	}
	loop = append(loop, d.straightElement(t.element())...)
	loop = append(loop, jen.List(pos, more).Op("=").Add(jsonFunc("NextElement")).Call(record, pos))
	d.method(name+" reads an "+t.Name()+" and makes its elements where they stay.", name,
		[]jen.Code{jen.Id("record").String(), jen.Id("pos").Int()}, []jen.Code{d.codecs.gen.goType(t.WithNull(false)), jen.Int()},
		jen.Id("start").Op(":=").Len(list),
		jen.List(pos, more).Op(":=").Add(jsonFunc("FirstElement")).Call(record, pos),
		jen.For(more).Block(loop...),
		jen.Return(list.Clone().Index(jen.Id("start").Op(":").Len(list).Op(":").Len(list)), pos),
	)
}

// straightElement reads the value at pos to where element points.
func (d *decoder) straightElement(t decodedType) []jen.Code {
	pointer := jen.Id("element")
	value := jen.Op("*").Add(pointer)
	switch {
	case t.Nullable:
		return d.straightNullable(t, value, pointer)
	case t.Kind == types.Row:
		return []jen.Code{jen.Id("pos").Op("=").Id("d").Dot(d.rowMethods(t).straight).Call(jen.Id("record"), jen.Id("pos"), pointer)}
	}
	return d.straightValue(t, value)
}

// kept is the slice that collects a batch's elements of a list type.
func (d *decoder) kept(t decodedType) *jen.Statement {
	return jen.Id("d").Dot(d.composites["kept "+t.key()])
}

// element emits the reading of a list's element. ROWs are first tried in their declared order.
//
//	if end := d.straightItem(in.Text, in.Pos, &element); end < len(in.Text) {
//		in.Pos = end
//	} else {
//		d.readItem(in, &element)
//	}
func (d *decoder) element(t decodedType, target *jen.Statement) []jen.Code {
	in := jen.Id("in")
	switch {
	case t.Kind != types.Row:
		return d.general(t, target, in)
	case t.Nullable:
		return d.nullable(t.Type, target, in, d.element(t.notNull(), target.Clone().Dot("V")))
	}
	end, text := jen.Id("end"), in.Clone().Dot("Text")
	straight := jen.Id("d").Dot(d.rowMethods(t).straight).Call(text, in.Clone().Dot("Pos"), jen.Op("&").Add(target))
	return []jen.Code{jen.If(end.Clone().Op(":=").Add(straight), end.Clone().Op("<").Len(text)).Block(
		in.Clone().Dot("Pos").Op("=").Add(end),
	).Else().Block(d.generalValue(t, target, in)...)}
}

func (d *decoder) mapMethod(t decodedType, name string, list *jen.Statement) {
	var loop []jen.Code
	key, value := jen.Id("key"), jen.Id("value")
	if t.Key.IsString() {
		loop = append(loop, key.Clone().Op(":=").Id("in").Dot("Key"))
	} else {
		loop = append(loop,
			jen.List(key, jen.Id("end")).Op(":=").Add(d.read(t.Key.WithNull(false), jen.Id("in").Dot("Text"), jen.Id("in").Dot("KeyStart").Call(jen.Lit(quotedInJSON(*t.Key))))),
			jen.Id("in").Dot("CheckKey").Call(jen.Id("end"), jen.Lit(t.Key.Name())))
	}
	loop = append(loop, jen.Var().Add(value).Add(d.codecs.gen.goType(*t.Elem)))
	loop = append(loop, d.element(t.element(), value)...)
	entry := key
	if t.Key.Nullable {
		entry = symbol("Of").Call(key)
	}
	loop = append(loop, jen.Id("entries").Op("=").Add(symbol("Put")).Call(jen.Id("entries"), entry, value))
	d.method(name+" reads a "+t.Name()+".", name,
		[]jen.Code{jen.Id("in").Op("*").Add(jsonFunc("Reader"))}, []jen.Code{d.codecs.gen.goType(t.WithNull(false))},
		jen.Id("start").Op(":=").Len(list),
		jen.Id("entries").Op(":=").Add(list).Index(jen.Id("start").Op(":")),
		jen.Id("in").Dot("EnterObject").Call(),
		jen.For(jen.Id("in").Dot("Next").Call()).Block(loop...),
		jen.Id("in").Dot("Leave").Call(),
		list.Clone().Op("=").Append(list.Clone().Index(jen.Op(":").Id("start")), jen.Id("entries").Op("...")),
		jen.Return(list.Clone().Index(jen.Id("start").Op(":").Len(list).Op(":").Len(list))),
	)
}

// quotedInJSON reports whether a scalar's JSON form is a string.
func quotedInJSON(t types.Type) bool {
	return !t.IsNumeric() && t.Kind != types.Boolean && t.Kind != types.JSON
}
