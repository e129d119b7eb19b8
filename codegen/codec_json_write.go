package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// json emits an encoder of JSON objects, one a line.
//
//	func appendHighValue(dst []byte, row *HighValue) []byte {
//		dst = append(dst, `{"order_id":`...)
//		dst = json.AppendInt(dst, row.OrderID)
//		…
//		return append(dst, "}\n"...)
//	}
func (e *encoder) json() {
	e.jsonObject(e.name, e.name+" appends a row of "+oneLine(e.table.Name)+" as a line of JSON.", e.row, "}\n")
}

// jsonObject declares the function that appends a row as an object, with what ends it.
func (e *encoder) jsonObject(name, comment string, row *structType, end string) {
	var body []jen.Code
	if option(e.table, "json.encode.ignore-null-fields") == "true" {
		body = e.presentMembers(row, end)
	} else {
		body = e.allMembers(row, end)
	}
	e.codecs.declare(comment, appendFunc(name, jen.Id("row").Op("*").Id(row.GoName), body))
}

// appendFunc is func name(dst []byte, param) []byte.
func appendFunc(name string, param jen.Code, body []jen.Code) *jen.Statement {
	return jen.Func().Id(name).Params(jen.Id("dst").Index().Byte(), param).Index().Byte().Block(body...)
}

func (e *encoder) allMembers(row *structType, end string) []jen.Code {
	var body []jen.Code
	open := "{"
	for _, f := range row.Fields {
		body = append(body, appendText(open+jsonKey(f.SQLName)))
		body = append(body, e.value(f.Type, field(f)))
		open = ","
	}
	if len(row.Fields) == 0 {
		end = "{" + end
	}
	return append(body, jen.Return(jen.Append(jen.Id("dst"), literal(end).Op("..."))))
}

// presentMembers leaves out NULLs: each member ends with a comma, the last of which the closing brace replaces.
func (e *encoder) presentMembers(row *structType, end string) []jen.Code {
	body := []jen.Code{appendText("{")}
	for _, f := range row.Fields {
		member := []jen.Code{appendText(jsonKey(f.SQLName)), nil, appendText(",")}
		if !f.Type.Nullable {
			member[1] = e.present(f.Type, field(f))
			body = append(body, member...)
			continue
		}
		member[1] = e.present(f.Type.WithNull(false), field(f).Dot("V"))
		body = append(body, jen.If(field(f).Dot("Valid")).Block(member...))
	}
	return append(body, jen.Return(jsonFunc("CloseObject").Call(jen.Id("dst"), literal(end))))
}

// appendText is dst = append(dst, "…"...).
func appendText(s string) jen.Code {
	return jen.Id("dst").Op("=").Append(jen.Id("dst"), literal(s).Op("..."))
}

// value appends a value that may be NULL.
func (e *encoder) value(t types.Type, v *jen.Statement) jen.Code {
	if !t.Nullable {
		return e.present(t, v)
	}
	return jen.If(v.Clone().Dot("Valid")).Block(
		e.present(t.WithNull(false), v.Clone().Dot("V")),
	).Else().Block(appendText("null"))
}

// present appends a value that isn't NULL.
func (e *encoder) present(t types.Type, v *jen.Statement) jen.Code {
	return jen.Id("dst").Op("=").Add(e.appendCall(t, v))
}

// jsonWriters are the functions of runtime/json that append scalars, by kind.
var jsonWriters = map[types.Kind]string{
	types.Boolean: "AppendBool", types.TinyInt: "AppendInt", types.SmallInt: "AppendInt", types.Int: "AppendInt", types.BigInt: "AppendInt",
	types.Real: "AppendFloat32", types.Double: "AppendFloat64", types.Varchar: "AppendString", types.Char: "AppendString",
	types.Null: "AppendString", types.Bytes: "AppendBytes", types.Decimal: "AppendDecimal", types.Date: "AppendDate", types.Time: "AppendTime",
	types.Timestamp: "AppendTimestamp", types.TimestampLTZ: "AppendInstant", types.Interval: "AppendInterval", types.JSON: "AppendDocument",
	types.UUID: "AppendUUID",
}

func (e *encoder) appendCall(t types.Type, v *jen.Statement) *jen.Statement {
	switch t.Kind {
	case types.Row:
		return jen.Id(e.rowFunc(t)).Call(jen.Id("dst"), jen.Op("&").Add(v))
	case types.Array, types.Map:
		return jen.Id(e.listFunc(t)).Call(jen.Id("dst"), v)
	}
	name := jsonWriters[t.Kind]
	if name == "" {
		panic("codegen: no JSON form of " + t.String())
	}
	if t.IsTimestamp() && option(e.table, "json.timestamp-format.standard") == "ISO-8601" {
		name += "ISO"
	}
	name, args := writerArgs(t, name, []jen.Code{jen.Id("dst"), v})
	return jsonFunc(name).Call(args...)
}

// writerArgs adds what a type's parameters ask of its writer. JSON and CSV writers have the same names.
func writerArgs(t types.Type, name string, args []jen.Code) (string, []jen.Code) {
	switch t.Kind {
	case types.TinyInt, types.SmallInt, types.Int:
		args[1] = jen.Int64().Parens(args[1])
	case types.Time, types.Timestamp, types.TimestampLTZ:
		args = append(args, unit(t))
	case types.Decimal:
		if t.Wide() {
			name = "AppendWideDecimal"
		}
		args = append(args, jen.Lit(t.Scale))
	}
	return name, args
}

// unit is the type's units per second.
func unit(t types.Type) jen.Code {
	if t.Unit() == 1_000_000_000 {
		return symbol("temporal.Nanos")
	}
	return symbol("temporal.Micros")
}

// rowFunc declares, once for each ROW type, the function that appends it.
func (e *encoder) rowFunc(t types.Type) string {
	row := e.codecs.gen.structs.rowType(t, "nested")
	key := "append " + e.table.Name + " " + row.GoName
	if e.codecs.known[key] == "" {
		name := e.codecs.gen.names.unexported("append" + row.GoName)
		e.codecs.known[key] = name
		e.jsonObject(name, name+" appends a "+row.GoName+" as a JSON object.", row, "}")
	}
	return e.codecs.known[key]
}

// listFunc declares, once for each ARRAY and MAP type, the function that appends it.
//
//	func appendStringArray(dst []byte, list []string) []byte {
//		dst = append(dst, '[')
//		for i := range list {
//			if i > 0 {
//				dst = append(dst, ',')
//			}
//			dst = json.AppendString(dst, list[i])
//		}
//		return append(dst, ']')
//	}
func (e *encoder) listFunc(t types.Type) string {
	key := "append " + e.table.Name + " " + t.Name()
	if e.codecs.known[key] == "" {
		name := e.codecs.gen.names.unexported("append_" + typeWords(t))
		e.codecs.known[key] = name
		e.declareList(t, name)
	}
	return e.codecs.known[key]
}

func (e *encoder) declareList(t types.Type, name string) {
	item := func() *jen.Statement { return jen.Id("list").Index(jen.Id("i")) }
	element := item()
	open, end := "[", "]"
	loop := []jen.Code{jen.If(jen.Id("i").Op(">").Lit(0)).Block(appendText(","))}
	if t.Kind == types.Map {
		open, end = "{", "}"
		loop = append(loop, e.mapKey(*t.Key, item().Dot("Key"))...)
		element = item().Dot("Value")
	}
	loop = append(loop, e.value(*t.Elem, element))
	e.codecs.declare(name+" appends "+t.Name()+" values.", appendFunc(name, jen.Id("list").Add(e.codecs.gen.goType(t.WithNull(false))), []jen.Code{
		appendText(open),
		jen.For(jen.Id("i").Op(":=").Range().Id("list")).Block(loop...),
		jen.Return(jen.Append(jen.Id("dst"), literal(end).Op("..."))),
	}))
}

// mapKey appends a key, as a string whatever its type, and the colon.
func (e *encoder) mapKey(t types.Type, key *jen.Statement) []jen.Code {
	if t.Nullable {
		t, key = t.WithNull(false), key.Dot("V")
	}
	if quotedInJSON(t) {
		return []jen.Code{e.present(t, key), appendText(":")}
	}
	return []jen.Code{appendText(`"`), e.present(t, key), appendText(`":`)}
}
