package codegen

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

func jsonFunc(name string) *jen.Statement { return symbol("json." + name) }

// json emits a decoder of JSON objects: a straight path through those that are written as they mostly are, and the general one, which reads from
// the start whatever that doesn't take.
//
//	func (d *orderDecoder) decode(batch *rt.Batch, row *Order) error {
//		if d.flat.Read(batch.Rest(), &orderKeys, &d.scratch) {
//			row.OrderID = d.flat.Int64(0)
//			…
//			if batch.Take(d.flat.End()) {
//				return nil
//			}
//		}
//		return d.decodeAnyOrder(batch.Line(), row)
//	}
func (d *decoder) json() {
	at := len(d.codecs.decls)
	d.fields = append(d.fields, jen.Id("in").Add(jsonFunc("Reader")))
	keys := d.codecs.gen.names.unexported(d.row.GoName + "Keys")
	d.declareKeys(keys, d.row)
	row := d.members()
	doc := "decode reads one JSON object."
	var body []jen.Code
	if d.isFlat(row) {
		body = d.flatMembers(keys, row)
	} else {
		doc = "decode reads one JSON object, whose keys it expects in the order of the table's columns."
		body = d.straightObject(keys, row)
	}
	body = append(body, jen.Return(jen.Id("d").Dot("decodeAnyOrder").Call(jen.Id("batch").Dot("Line").Call(), jen.Id("row"))))
	d.method(doc, "decode", d.decodeParams(), []jen.Code{jen.Error()}, body...)
	d.rowsMethod()
	general := append(d.clear(),
		jen.Id("in").Op(":=").Op("&").Id("d").Dot("in"),
		jen.Id("in").Dot("Read").Call(jen.Id("record"), d.scratch()))
	general = append(general, d.generalMembers(row)...)
	general = append(general, jen.Return(jen.Id("in").Dot("Err").Call()))
	d.method("decodeAnyOrder reads an object with its keys in any order, or says what is wrong with it.", "decodeAnyOrder",
		[]jen.Code{jen.Id("record").String(), jen.Id("row").Op("*").Id(d.row.GoName)}, []jen.Code{jen.Error()}, general...)
	d.declareType(at)
}

// straightObject emits the straight path through an object with nested columns, which goes from key to key. It takes the used columns in their
// declared order and leaves other members to json.Seek.
//
//	record := batch.Rest()
//	pos := 0
//	if pos+12 < len(record) && record[pos:pos+12] == `{"order_id":` {
//		pos += 12
//	} else {
//		pos = json.Seek(record, pos, `{"order_id":`, &orderKeys)
//	}
//	row.OrderID, pos = json.Int64(record, pos)
//	…
//	if batch.Take(json.End(record, pos, &orderKeys)) {
//		return nil
//	}
func (d *decoder) straightObject(keys string, m *members) []jen.Code {
	body := []jen.Code{jen.Id("record").Op(":=").Id("batch").Dot("Rest").Call(), jen.Id("pos").Op(":=").Lit(0)}
	body = append(body, d.straightMembers(keys, m)...)
	end := jsonFunc("End").Call(jen.Id("record"), jen.Id("pos"), jen.Op("&").Id(keys))
	return append(body, jen.If(jen.Id("batch").Dot("Take").Call(end)).Block(jen.Return(jen.Nil())))
}

// mustBeThere reports whether a column that has no member is an error.
func (d *decoder) mustBeThere() bool { return option(d.table, "json.fail-on-missing-field") == "true" }

// declareKeys declares the keys that a straight path must not pass over.
func (d *decoder) declareKeys(keys string, row *structType) {
	var names []jen.Code
	for _, f := range row.Fields {
		names = append(names, literal(f.SQLName))
	}
	d.codecs.declare(keys+" are the keys of "+row.GoName+".", jen.Var().Id(keys).Op("=").Add(jsonFunc("NewKeys")).Call(names...))
}

// straightMembers emits the reading of an object's members in their order, from pos on, up to its last one.
func (d *decoder) straightMembers(keys string, m *members) []jen.Code {
	var code []jen.Code
	open := "{"
	for i, f := range m.row.Fields {
		if len(m.unused[i]) > 0 {
			code = append(code, d.passMembers(m, open, m.unused[i]))
			open = ","
		}
		code = append(code, expectKey(open+jsonKey(f.SQLName), keys))
		open = ","
		code = append(code, d.straight(m.types[i], field(f))...)
	}
	if last := m.unused[len(m.row.Fields)]; len(last) > 0 {
		code = append(code, d.passMembers(m, open, last))
	}
	return code
}

// passMembers goes over members that are expected and not used.
//
//	pos = json.Pass(record, pos, orderPassed)
func (d *decoder) passMembers(m *members, open string, names []string) jen.Code {
	var keys []jen.Code
	for _, name := range names {
		keys = append(keys, literal(open+jsonKey(name)))
		open = ","
	}
	passed := d.codecs.gen.names.unexported(m.name + "_passed")
	d.codecs.declare(passed+" are keys of "+oneLine(m.of)+" that the job doesn't use, one behind the other.",
		jen.Var().Id(passed).Op("=").Add(jsonFunc("Members")).Call(keys...))
	return jen.Id("pos").Op("=").Add(jsonFunc("Pass")).Call(jen.Id("record"), jen.Id("pos"), jen.Id(passed))
}

// expectKey goes from the end of one member to the value of the one with this key.
func expectKey(key, keys string) jen.Code {
	record, pos := jen.Id("record"), jen.Id("pos")
	end := pos.Clone().Op("+").Lit(len(key))
	return jen.If(end.Clone().Op("<").Len(record).Op("&&").Add(record).Index(pos.Clone().Op(":").Add(end)).Op("==").Add(literal(key))).Block(
		pos.Clone().Op("+=").Lit(len(key)),
	).Else().Block(
		pos.Clone().Op("=").Add(jsonFunc("Seek")).Call(record, pos, literal(key), jen.Op("&").Id(keys)),
	)
}

// jsonKey spells a key with its quotes and colon, as encoders do.
func jsonKey(name string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(name); err != nil {
		panic(err) // a string can always be encoded
	}
	return strings.TrimSuffix(out.String(), "\n") + ":"
}

// straight emits the reading of the value at pos into target; pos is len(record) after a failure.
func (d *decoder) straight(t decodedType, target *jen.Statement) []jen.Code {
	if !t.Nullable {
		return d.straightValue(t, target)
	}
	return d.straightNullable(t, target, target)
}

// straightNullable reads a value that may be null into target; fields is what its fields are selected from.
func (d *decoder) straightNullable(t decodedType, target, fields *jen.Statement) []jen.Code {
	record, pos := jen.Id("record"), jen.Id("pos")
	value := d.straightValue(t.notNull(), fields.Clone().Dot("V"))
	return []jen.Code{jen.If(jsonFunc("IsNull").Call(record, pos)).Block(
		jen.List(target, pos).Op("=").List(d.codecs.noValue(t.Type), jen.Id("pos").Op("+").Lit(4)),
	).Else().Block(
		append(value, fields.Clone().Dot("Valid").Op("=").True())...,
	)}
}

func (d *decoder) straightValue(t decodedType, target *jen.Statement) []jen.Code {
	record, pos := jen.Id("record"), jen.Id("pos")
	switch t.Kind {
	case types.Row:
		return []jen.Code{pos.Clone().Op("=").Id("d").Dot(d.rowMethods(t).straight).Call(record, pos, jen.Op("&").Add(target))}
	case types.Array:
		return []jen.Code{jen.List(target, pos).Op("=").Id("d").Dot(d.straightArray(t)).Call(record, pos)}
	case types.Map:
		method := d.listMethod(t)
		in := func() *jen.Statement { return jen.Id("d").Dot("in") }
		return []jen.Code{
			in().Dot("At").Call(record, pos, d.scratch()),
			jen.List(target, pos).Op("=").List(jen.Id("d").Dot(method).Call(jen.Op("&").Add(in())), in().Dot("End").Call()),
		}
	}
	return []jen.Code{jen.List(target, pos).Op("=").Add(d.read(t.Type, record, pos))}
}

func (d *decoder) scratch() *jen.Statement { return jen.Op("&").Id("d").Dot("scratch") }

// jsonReaders are the functions of runtime/json that read scalars, by kind.
var jsonReaders = map[types.Kind]string{
	types.Boolean: "Bool", types.TinyInt: "Int8", types.SmallInt: "Int16", types.Int: "Int32", types.BigInt: "Int64",
	types.Real: "Float32", types.Double: "Float64", types.Varchar: "String", types.Char: "String", types.Bytes: "Bytes",
	types.Date: "Date", types.Time: "Time", types.Timestamp: "Timestamp", types.TimestampLTZ: "Instant",
	types.Interval: "Interval", types.JSON: "Document", types.UUID: "UUID", types.Decimal: "Decimal",
}

// read is the call that reads a scalar: json.Int64(record, pos).
func (d *decoder) read(t types.Type, record, pos jen.Code) *jen.Statement {
	name, args := d.readerArgs(t, jsonReaders[t.Kind], []jen.Code{record, pos})
	if name == "" {
		panic("codegen: no JSON form of " + t.String())
	}
	return jsonFunc(name).Call(args...)
}

// readerArgs adds what a type's parameters ask of its reader. JSON and CSV readers have the same names.
func (d *decoder) readerArgs(t types.Type, name string, args []jen.Code) (string, []jen.Code) {
	switch t.Kind {
	case types.Varchar, types.Char, types.Bytes:
		args = append(args, d.scratch())
		if t.Precision > 0 {
			name += "Max"
			args = append(args, jen.Lit(t.Precision))
		}
	case types.Time, types.Timestamp, types.TimestampLTZ:
		args = append(args, jen.Lit(t.Precision), unit(t))
	case types.Decimal:
		if t.Wide() {
			name = "WideDecimal"
		}
		args = append(args, jen.Lit(t.Precision), jen.Lit(t.Scale))
	}
	return name, args
}

// generalMembers emits the loop over an object's members in any order, and the checks for those that must be there. The
// reader is in.
func (d *decoder) generalMembers(m *members) []jen.Code {
	var found, cases, requires []jen.Code
	strict := d.mustBeThere()
	locals := newNamer()
	for i, f := range m.row.Fields {
		body := d.general(m.types[i], field(f), jen.Id("in"))
		if !f.Type.Nullable || strict {
			name := jen.Id(locals.unexported("has" + f.GoName))
			found = append(found, name)
			body = append(body, name.Clone().Op("=").True())
			requires = append(requires, jen.Id("in").Dot("Require").Call(name, literal(f.SQLName), jen.Lit(m.types[i].declared.String())))
		}
		cases = append(cases, jen.Case(literal(f.SQLName)).Block(body...))
	}
	cases = append(cases, jen.Default().Block(jen.Id("in").Dot("Skip").Call()))
	var code []jen.Code
	if len(found) > 0 {
		code = append(code, jen.Var().List(found...).Bool())
	}
	code = append(code, jen.For(jen.Id("in").Dot("Next").Call()).Block(jen.Switch(jen.Id("in").Dot("Key")).Block(cases...)))
	return append(code, requires...)
}

// general emits the reading of the reader's current member into target.
func (d *decoder) general(t decodedType, target, in *jen.Statement) []jen.Code {
	if !t.Nullable {
		return d.generalValue(t, target, in)
	}
	return d.nullable(t.Type, target, in, d.generalValue(t.notNull(), target.Clone().Dot("V"), in))
}

// nullable reads a null, or a value by the code that reads it into target.V.
func (d *decoder) nullable(t types.Type, target, in *jen.Statement, value []jen.Code) []jen.Code {
	return []jen.Code{jen.If(in.Clone().Dot("Null").Call()).Block(
		target.Clone().Op("=").Add(d.codecs.noValue(t)),
	).Else().Block(
		append(value, target.Clone().Dot("Valid").Op("=").True())...,
	)}
}

func (d *decoder) generalValue(t decodedType, target, in *jen.Statement) []jen.Code {
	switch t.Kind {
	case types.Row:
		return []jen.Code{jen.Id("d").Dot(d.rowMethods(t).general).Call(in, jen.Op("&").Add(target))}
	case types.Array, types.Map:
		return []jen.Code{target.Clone().Op("=").Id("d").Dot(d.listMethod(t)).Call(in)}
	}
	pos := in.Clone().Dot("Pos")
	return []jen.Code{
		jen.List(target, pos).Op("=").Add(d.read(t.Type, in.Clone().Dot("Text"), pos)),
		in.Clone().Dot("Check").Call(jen.Lit(t.Name())),
	}
}
