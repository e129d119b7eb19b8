package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A result of EMIT CHANGES goes to an output as an insertion the first time, then as an update; where a condition keeps a
// group out that the output has a row of, or the group is gone, as its deletion. group.shown has a bit for each output. What an
// output has of a group is kept as an image where a later change must take it back; see images.go.

// changeLast is the end of a segment of changes.
//
//	return p.totals.change(state.Shown(&group.shown, 0, true), &Totals{…})
func (s *segment) changeLast(out *output, row *jen.Statement) []jen.Code {
	return s.changeEach([]*output{out}, func(*output) jen.Code { return row })
}

// changeAll writes the changes of several outputs, once all have their rows.
func (s *segment) changeAll(outputs []*output) []jen.Code {
	return s.changeEach(outputs, func(out *output) jen.Code { return out.rowOrNil() })
}

// hideAll takes away what outputs have of a group.
func (s *segment) hideAll(outputs []*output) []jen.Code {
	return s.changeEach(outputs, func(*output) jen.Code { return jen.Nil() })
}

// changeEach hands a row to each output, nil for none: to the sinks, then to operators and exchanges. What operators make of it goes on when
// all have theirs, so that a result that fails further on is missing nowhere else.
func (s *segment) changeEach(outputs []*output, row func(*output) jen.Code) []jen.Code {
	var calls []jen.Code
	for _, sinks := range []bool{true, false} {
		for _, out := range outputs {
			if (out.target.sink != nil) == sinks {
				calls = append(calls, s.changeCall(out, row(out)))
			}
		}
	}
	for _, out := range outputs {
		if out.target.sink == nil {
			calls = append(calls, jen.Id("p").Dot(out.target.field).Dot("emitDue").Call())
		}
	}
	return sequence(calls)
}

// sequence makes calls in turn, up to the first that fails.
func sequence(calls []jen.Code) []jen.Code {
	last := len(calls) - 1
	var statements []jen.Code
	for _, call := range calls[:last] {
		statements = append(statements, returnError(call))
	}
	return append(statements, jen.Return(calls[last]))
}

// changeCall hands one output a row. One without a condition that keeps no image has a row of every group from its first change on.
func (s *segment) changeCall(out *output, row jen.Code) *jen.Statement {
	if out.image != nil {
		return jen.Id("p").Dot(out.image.show).Call(jen.Id("group"), row)
	}
	word, bit := s.shown(out)
	shown := symbol("state.Shown").Call(jen.Op("&").Add(word), bit, jen.True())
	return jen.Id("p").Dot(out.target.field).Dot("change").Call(shown, row)
}

// rowOrNil is the output's row, nil where conditions keep the group out.
func (out *output) rowOrNil() *jen.Statement {
	if out.kept != "" && out.flag != "" {
		return symbol("state.RowIf").Call(jen.Id(out.flag), out.row())
	}
	return out.row()
}

// shown is the output's bit in a group, and the word that it is in.
func (s *segment) shown(out *output) (word *jen.Statement, bit jen.Code) {
	place := slices.Index(s.outputs, out)
	word = jen.Id("group").Dot("shown")
	if len(s.outputs) > shownBits {
		word = word.Index(jen.Lit(place / shownBits))
	}
	return word, jen.Lit(place % shownBits)
}

// shownBits are those of a word of a group's shown.
const shownBits = 64

// noneShown are the bits of a group that no output has.
func (e *stateEmitter) noneShown() *jen.Statement {
	if len(e.results.outputs) > shownBits {
		return jen.Parens(e.shownType().Values())
	}
	return jen.Lit(0)
}

// shownType is the type of a group's bits of outputs.
func (e *stateEmitter) shownType() *jen.Statement {
	if outputs := len(e.results.outputs); outputs > shownBits {
		return jen.Index(jen.Lit((outputs + shownBits - 1) / shownBits)).Uint64()
	}
	return jen.Uint64()
}

// filterChange is a Filter in a straight line of changes: what it keeps out goes where an output has it.
//
//	// total > 100
//	if !whereTotalOver100(row.Total) {
//		return p.showTotals(group, nil)
//	}
func (s *segment) filterChange(filter *physical.Filter, in *rowView) []jen.Code {
	statements, condition := s.predicate(filter, in)
	return append(statements, jen.If(jen.Op("!").Add(condition)).Block(s.hideAll(s.outputsBelow(filter))...))
}
