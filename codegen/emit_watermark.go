package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// observe moves event time on before the row goes its way: a row isn't late by its own watermark.
//
//	p.Observe(watermark(row.TradeTime))
//
// A row whose watermark is NULL moves nothing.
func (s *segment) observe(operator *physical.Watermark, in *rowView) []jen.Code {
	statements := s.need(in, operator.Expr)
	value := s.exprs.value(operator.Expr, "watermark", in.read)
	if operator.Expr.Type().Nullable {
		check := jen.If(jen.Id("mark").Op(":=").Add(value), jen.Id("mark").Dot("Valid")).Block(
			jen.Id("p").Dot("Observe").Call(micros(jen.Id("mark").Dot("V"), operator.Expr.Type())))
		return append(statements, check)
	}
	return append(statements, jen.Id("p").Dot("Observe").Call(micros(value, operator.Expr.Type())))
}

// micros makes microseconds of a timestamp's value, which has nanoseconds where its precision is above 6.
func micros(value jen.Code, t types.Type) *jen.Statement {
	if t.Precision > 6 {
		return jen.Add(value).Op("/").Lit(1000)
	}
	return jen.Add(value)
}
