package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// constantLoop makes the rows of a SELECT without FROM: the batch holds their numbers.
//
//	for batch.NextNumber() {
//		p.row = Greeting{Text: "hello"}
//		if err := p.greeting(&p.row); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) constantLoop(constant *physical.Constant) []jen.Code {
	body := s.constantRows(constant)
	return []jen.Code{jen.For(jen.Id("batch").Dot("NextNumber").Call()).Block(append(body, s.callMethod())...)}
}

func (s *stageEmitter) constantRows(constant *physical.Constant) []jen.Code {
	if len(s.input.Fields) == 0 {
		return nil
	}
	if len(constant.Rows) == 1 {
		return []jen.Code{s.constantRow(constant.Rows[0])}
	}
	var cases []jen.Code
	for number, row := range constant.Rows {
		cases = append(cases, jen.Case(jen.Lit(number)).Block(s.constantRow(row)))
	}
	return []jen.Code{jen.Switch(jen.Id("batch").Dot("Number").Call()).Block(cases...)}
}

func (s *stageEmitter) constantRow(row []scalar.Expr) *jen.Statement {
	values := make([]jen.Code, len(row))
	for i, e := range row {
		field := s.input.Fields[i]
		value := s.exprs.value(e, unexportedName(field.SQLName), nil)
		if !e.Type().Nullable {
			value = asNullable(value, field.Type)
		}
		values[i] = value
	}
	return jen.Id("p").Dot("row").Op("=").Add(s.literal(s.input, values))
}
