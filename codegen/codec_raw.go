package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// raw emits a decoder that takes the record as the table's one column.
//
//	func (d *lineDecoder) decode(batch *rt.Batch, row *Line) error {
//		record := batch.Line()
//		row.Text = raw.String(record, &d.scratch)
//		return nil
//	}
func (d *decoder) raw() {
	at := len(d.codecs.decls)
	body := []jen.Code{jen.Id("record").Op(":=").Id("batch").Dot("Line").Call()}
	if len(d.row.Fields) == 0 {
		body = []jen.Code{jen.Id("batch").Dot("Line").Call()}
	}
	for _, f := range d.row.Fields {
		target := field(f)
		if f.Type.Nullable {
			body = append(body, field(f).Dot("Valid").Op("=").True())
			target = field(f).Dot("V")
		}
		switch f.Type.Kind {
		case types.Bytes:
			body = append(body, target.Op("=").Add(symbol("raw.Bytes")).Call(jen.Id("record")))
		case types.JSON:
			body = append(body, jen.Var().Err().Error(),
				jen.List(target, jen.Err()).Op("=").Add(symbol("raw.JSON")).Call(jen.Id("record")),
				jen.Return(jen.Err()))
		default:
			body = append(body, target.Op("=").Add(symbol("raw.String")).Call(jen.Id("record"), d.scratch()))
		}
	}
	if len(d.row.Fields) == 0 || d.row.Fields[0].Type.Kind != types.JSON {
		body = append(body, jen.Return(jen.Nil()))
	}
	d.method("decode takes the record as it is.", "decode", d.decodeParams(), []jen.Code{jen.Error()}, body...)
	d.rowsMethod()
	d.declareType(at)
}

// raw emits an encoder that writes the table's one column as a line: NULL is an empty one.
func (e *encoder) raw() {
	var body []jen.Code
	for _, f := range e.row.Fields {
		value := field(f)
		if f.Type.Nullable {
			value = field(f).Dot("V")
		}
		body = append(body, jen.Id("dst").Op("=").Add(symbol("raw.Append")).Call(jen.Id("dst"), value))
	}
	body = append(body, jen.Return(jen.Append(jen.Id("dst"), jen.LitRune('\n'))))
	e.codecs.declare(e.name+" appends a row of "+oneLine(e.table.Name)+" as a line.",
		appendFunc(e.name, jen.Id("row").Op("*").Id(e.row.GoName), body))
}
