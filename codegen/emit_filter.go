package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// filterOrReturn is a Filter above all of the stage's remaining outputs: the row is done where the predicate isn't TRUE.
//
//	// total_amount > 100
//	if !whereTotalAmountOver100(row.TotalAmount) {
//		p.highValue.out.Filtered++
//		return nil
//	}
func (s *segment) filterOrReturn(filter *physical.Filter, in *rowView) []jen.Code {
	if s.changes() {
		return s.filterChange(filter, in)
	}
	statements, condition := s.predicate(filter, in)
	var drop []jen.Code
	for _, out := range s.outputsBelow(filter) {
		drop = append(drop, out.countFiltered())
	}
	drop = append(drop, jen.Return(jen.Nil()))
	return append(statements, jen.If(jen.Op("!").Add(condition)).Block(drop...))
}

// filterBranch is a Filter above some of the outputs. Where it alone decides about one output, it sets that one's flag:
//
//	toHighValue := whereTotalAmountOver100(row.TotalAmount)
//	if toHighValue {
//		highValue = &HighValue{…}
//	}
func (s *segment) filterBranch(filter *physical.Filter, in *rowView) []jen.Code {
	statements, condition := s.predicate(filter, in)
	below := s.outputsBelow(filter)
	if len(below) == 1 && below[0].flag != "" && below[0].filters == 1 {
		below[0].flagged = true
		assign := ":="
		if below[0].flagDeclared {
			assign = "="
		}
		statements = append(statements, jen.Id(below[0].flag).Op(assign).Add(condition))
		condition = jen.Id(below[0].flag)
	}
	return append(statements, jen.If(condition).Block(s.branches(filter.Then, in)...))
}

func (s *segment) predicate(filter *physical.Filter, in *rowView) (before []jen.Code, condition jen.Code) {
	before = s.need(in, filter.Predicate)
	return before, s.exprs.condition(filter.Predicate, conditionHint(filter.Predicate), in.read)
}

// countFiltered counts a row that a filter keeps from the output.
func (out *output) countFiltered() *jen.Statement {
	return out.target.filtered()
}
