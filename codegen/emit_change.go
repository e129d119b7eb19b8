package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A result of EMIT CHANGES goes to an output as an insertion the first time, then as an update; where a condition keeps a
// group out that the output has a row of, as its deletion. group.shown has a bit for each output.

// changeLast is the end of a segment of changes.
//
//	return p.totals.change(state.Shown(&group.shown, 0, passes), &Totals{…})
func (s *segment) changeLast(out *output, row *jen.Statement) []jen.Code {
	return []jen.Code{jen.Return(out.change(s.bit(out), s.passes(), row))}
}

// passes is the condition under which the row is one of the output's.
func (s *segment) passes() jen.Code {
	if s.conditions == nil {
		return jen.True()
	}
	return s.conditions
}

func (out *output) change(bit int, passes, row jen.Code) *jen.Statement {
	shown := symbol("state.Shown").Call(jen.Op("&").Id("group").Dot("shown"), jen.Lit(bit), passes)
	return jen.Id("p").Dot(out.target.field).Dot("change").Call(shown, row)
}

// bit is the output's bit in a group's shown.
func (s *segment) bit(out *output) int {
	for i, known := range s.outputs {
		if known == out {
			return i
		}
	}
	panic("codegen: output is not of this segment")
}

// filterChange is a Filter in a straight line of changes: what it keeps out goes on as a deletion where the output has it.
//
//	passes := whereTotalOver100(row.Total)
//	if !passes && group.shown&1 == 0 {
//		p.totals.out.Filtered++
//		return nil
//	}
func (s *segment) filterChange(filter *physical.Filter, in *rowView) []jen.Code {
	statements, condition := s.predicate(filter, in)
	out := s.outputsBelow(filter)[0]
	name := s.local("passes")
	if s.conditions != nil {
		condition = jen.Add(s.conditions).Op("&&").Add(condition)
	}
	statements = append(statements,
		jen.Id(name).Op(":=").Add(condition),
		jen.If(jen.Op("!").Id(name).Op("&&").Add(s.hidden(out))).Block(out.target.filtered(), jen.Return(jen.Nil())))
	s.conditions = jen.Id(name)
	return statements
}

// hidden is the condition that an output has no row of the group.
func (s *segment) hidden(out *output) *jen.Statement {
	return jen.Op("!").Add(symbol("state.IsShown").Call(jen.Id("group").Dot("shown"), jen.Lit(s.bit(out))))
}

// changeAll writes the changes of several outputs, once all have their rows.
func (s *segment) changeAll(outputs []*output) []jen.Code {
	var statements []jen.Code
	for _, out := range outputs {
		passes := jen.Code(jen.True())
		if out.flag != "" {
			passes = jen.Id(out.flag)
		}
		write := returnError(out.change(s.bit(out), passes, jen.Id(out.local)))
		if out.flag == "" {
			statements = append(statements, write)
			continue
		}
		statements = append(statements, jen.If(jen.Id(out.local).Op("!=").Nil()).Block(write).Else().Block(out.target.filtered()))
	}
	return append(statements, jen.Return(jen.Nil()))
}

// orShown lets a row through that an output may have to delete.
func (s *segment) orShown(outputs []*output, condition jen.Code) *jen.Statement {
	all := jen.Add(condition)
	for _, out := range outputs {
		all = all.Op("||").Add(symbol("state.IsShown").Call(jen.Id("group").Dot("shown"), jen.Lit(s.bit(out))))
	}
	return all
}
