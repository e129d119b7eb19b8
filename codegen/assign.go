package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A windowing table function takes each row on with its windows, at once: it keeps nothing.

// assignDeclarations make the operator's type and how it takes a row.
func (e *stateEmitter) assignDeclarations() []jen.Code {
	fields := operatorFields()
	if !e.state.Assign.Window.Proctime { // no clock is asked
		fields = fields[1:]
	}
	fields = append(fields,
		jen.Id("shape").Add(symbol("window.Shape")),
		jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return []jen.Code{
		jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...),
		e.assignTakeMethod(),
	}
}

// assignTakeMethod takes a row on with each of its windows.
//
//	// take takes one row on, once for each of its windows.
//	func (s *windowsOfTradesState) take(row *WindowsOfTradesInput) error {
//		s.in.Taken++
//		last := s.shape.LastEnd(row.Ts)
//		for end := s.shape.FirstEnd(row.Ts); end <= last; end = s.shape.NextEnd(end) {
//			if err := s.to.emitWindowsOfTrades(row, s.shape.StartOf(end), end); err != nil {
//				return err
//			}
//		}
//		return nil
//	}
func (e *stateEmitter) assignTakeMethod() *jen.Statement {
	w := e.state.Assign.Window
	shape := func(method string, args ...jen.Code) *jen.Statement {
		return jen.Id("s").Dot("shape").Dot(method).Call(args...)
	}
	emit := func(end jen.Code) *jen.Statement {
		return jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("row"), shape("StartOf", end), end)
	}
	time := func() *jen.Statement { return e.timeIn(w) }
	what, body := "take takes one row on, once for each of its windows.", []jen.Code{e.taken()}
	if w.Kind == logical.Tumble {
		what = "take takes one row on with its window."
		body = append(body,
			jen.Id("end").Op(":=").Add(shape("LastEnd", time())),
			jen.Return(emit(jen.Id("end"))))
	} else {
		body = append(body,
			jen.Id("last").Op(":=").Add(shape("LastEnd", time())),
			jen.For(jen.Id("end").Op(":=").Add(shape("FirstEnd", time())), jen.Id("end").Op("<=").Id("last"), jen.Id("end").Op("=").Add(shape("NextEnd", jen.Id("end")))).Block(
				returnError(emit(jen.Id("end")))),
			jen.Return(jen.Nil()))
	}
	return jen.Comment("// " + what).Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(body...)
}

// emitAssignedMethod makes the owner's method that takes a row on with a window.
func (e *stateEmitter) emitAssignedMethod() *jen.Statement {
	s := e.owner
	var values []jen.Code
	for _, at := range e.state.Assign.Passed {
		values = append(values, jen.Id("row").Dot(e.input.Fields[at].GoName))
	}
	values = append(values, jen.Id("start"), jen.Id("end"), jen.Id("end").Op("-").Lit(millisecond))
	return jen.Comment("// "+e.emit+" takes a row on with one of its windows.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(e.emit).Params(jen.Id("row").Op("*").Id(e.input.GoName), jen.List(jen.Id("start"), jen.Id("end")).Int64()).Error().Block(
		jen.Id("p").Dot(s.stateField(e)).Dot("emitted").Dot("Rows").Op("++"),
		jen.Return(jen.Id("p").Dot(e.results.method).Call(jen.Op("&").Add(e.results.literal(e.result, values)))),
	)
}
