package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A Sort by a time that passes keeps the rows that the watermark hasn't settled, and takes those of one time on after the other.

// timed reports a Sort whose rows go on as time passes.
func (e *stateEmitter) timed() bool { return e.state.Sort != nil && e.state.Sort.Time != nil }

// limited reports a Sort of which only so many rows go on.
func (e *stateEmitter) limited() bool { return e.state.Sort.Limit != logical.NoLimit }

// timedSortDeclarations make the types of such a state.
func (e *stateEmitter) timedSortDeclarations() []jen.Code {
	return []jen.Code{e.sortFunction(), e.timedSortType(), e.takeTimedMethod(), e.advanceTimedMethod()}
}

func (e *stateEmitter) timedSortType() *jen.Statement {
	fields := operatorFields(
		jen.Id("pending").Add(symbol("over.Pending")).Types(jen.Id(e.input.GoName)).Comment("// rows whose time may have more of them"),
		jen.Id("due").Index().Id(e.input.GoName).Comment("// rows of one time, in order"),
		jen.Id("next").Int().Comment("// the next of them to go on"))
	if e.sortsText() {
		fields = append(fields, jen.Id("text").Add(symbol("state.Strings")).Comment("// of the rows"))
	}
	fields = append(fields, e.passedField()...)
	fields = append(fields, e.resumedField()...)
	fields = append(fields, e.countFields()...)
	fields = append(fields, jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

// countsAtFirst are what a new state's counts begin with.
func (e *stateEmitter) countsAtFirst() []jen.Code {
	var fields []jen.Code
	if offset := e.state.Sort.Offset; offset > 0 {
		fields = append(fields, jen.Id("skip").Op(":").Lit(int(offset)))
	}
	if e.limited() {
		fields = append(fields, jen.Id("left").Op(":").Lit(int(e.state.Sort.Limit)))
	}
	return fields
}

// takeTimedMethod keeps a row until its time is settled.
//
//	func (s *sortedTotalsState) take(row *SortedTotalsInput) error {
//		settled := row.WindowStart + 59999999
//		if settled < s.passed {
//			s.in.Late++
//			return s.Late()
//		}
//		s.in.Taken++
//		kept := *row
//		kept.Symbol = s.text.Keep(kept.Symbol)
//		*s.pending.Add(settled) = kept
//		return nil
//	}
func (e *stateEmitter) takeTimedMethod() *jen.Statement {
	body := []jen.Code{
		jen.Id("settled").Op(":=").Add(e.settledTime()),
		late(jen.Id("settled").Op("<").Add(e.passed())),
		e.taken(),
	}
	if e.limited() {
		body = append(body, jen.If(jen.Id("s").Dot("left").Op("==").Lit(0)).Block(e.enough(), jen.Return(jen.Nil())))
	}
	body = append(body, e.keepSorted()...)
	body = append(body, jen.Op("*").Id("s").Dot("pending").Dot("Add").Call(jen.Id("settled")).Op("=").Id("kept"), jen.Return(jen.Nil()))
	return jen.Comment("// take keeps one row until those before it are there.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(body...)
}

// settledTime is the last microsecond in which a row of the same time may still come.
func (e *stateEmitter) settledTime() *jen.Statement {
	sort := e.state.Sort
	time := e.microsOf(sort.Time, jen.Id("row"))
	switch more := sort.Wait - 1; {
	case more > 0:
		return time.Op("+").Lit(int(more))
	case more < 0:
		return time.Op("-").Lit(int(-more))
	}
	return time
}

// advanceTimedMethod takes rows on.
//
//	func (s *sortedTotalsState) advance(watermark int64) error {
//		for {
//			for s.next < len(s.due) && s.left > 0 {
//				row := &s.due[s.next]
//				s.next++
//				if s.left--; s.left == 0 {
//					s.Enough("sorted_totals")
//				}
//				if err := s.to.emitSortedTotals(row); err != nil {
//					return err
//				}
//			}
//			s.due, s.next = s.pending.Due(watermark), 0
//			if len(s.due) == 0 {
//				s.passed = watermark
//				return nil
//			}
//			slices.SortStableFunc(s.due, compareSortedTotals)
//		}
//	}
func (e *stateEmitter) advanceTimedMethod() *jen.Statement {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	more := s("next").Op("<").Len(s("due"))
	one := []jen.Code{jen.Id("row").Op(":=").Op("&").Add(s("due").Index(s("next"))), s("next").Op("++")}
	if e.state.Sort.Offset > 0 {
		one = append(one, jen.If(s("skip").Op(">").Lit(0)).Block(s("skip").Op("--"), jen.Continue()))
	}
	if e.limited() {
		more = more.Op("&&").Add(s("left")).Op(">").Lit(0)
		one = append(one, jen.If(s("left").Op("--"), s("left").Op("==").Lit(0)).Block(e.enough()))
	}
	one = append(one, returnError(s("to").Dot(e.emit).Call(jen.Id("row"))))
	loop := []jen.Code{
		jen.For(more).Block(one...),
		jen.List(s("due"), s("next")).Op("=").List(s("pending").Dot("Due").Call(jen.Id("watermark")), jen.Lit(0)),
		jen.If(jen.Len(s("due")).Op("==").Lit(0)).Block(append(e.markPassed(), jen.Return(jen.Nil()))...),
	}
	if len(e.state.Sort.OrderBy) > 1 {
		loop = append(loop, jen.Qual("slices", "SortStableFunc").Call(s("due"), jen.Id(e.hash)))
	}
	return jen.Comment("// advance takes the rows on, in order, that the watermark has settled. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(jen.For().Block(loop...))
}
