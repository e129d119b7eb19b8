package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A Sort's state keeps all rows that may stay until the input ends, then takes them on in order.

// sortDeclarations make the types of a Sort's state.
func (e *stateEmitter) sortDeclarations() []jen.Code {
	if e.timed() {
		return e.timedSortDeclarations()
	}
	return []jen.Code{e.sortFunction(), e.sortType(), e.sortTakeMethod(), e.sortTrimMethod(), e.sortAdvanceMethod()}
}

// sortFunction puts two rows in order.
//
//	// compareSortedTrades puts rows in order.
//	func compareSortedTrades(a, b SortedTradesInput) int {
//		if order := over.Descending(a.Total, b.Total); order != 0 {
//			return order
//		}
//		return over.Ascending(a.Symbol, b.Symbol)
//	}
func (e *stateEmitter) sortFunction() *jen.Statement {
	var body []jen.Code
	for _, key := range e.state.Sort.OrderBy {
		body = append(body, jen.If(jen.Id("order").Op(":=").Add(e.compareKey(key)), jen.Id("order").Op("!=").Lit(0)).Block(jen.Return(jen.Id("order"))))
	}
	return jen.Comment("// " + e.hash + " puts rows in order.").Line().
		Func().Id(e.hash).Params(jen.List(jen.Id("a"), jen.Id("b")).Id(e.input.GoName)).Int().Block(append(body, jen.Return(jen.Lit(0)))...)
}

func (e *stateEmitter) sortType() *jen.Statement {
	fields := []jen.Code{
		jen.Op("*").Add(symbol("StageContext")),
		jen.Id("in").Op("*").Add(symbol("Intake")),
		jen.Id("emitted").Op("*").Add(symbol("Emission")),
		jen.Id("rows").Index().Id(e.input.GoName),
	}
	if e.sortsText() {
		fields = append(fields, jen.Id("text").Add(symbol("state.Strings")).Comment("// of the rows"))
	}
	fields = append(fields,
		jen.Id("sorted").Bool(),
		jen.Id("next").Int().Comment("// the next row to go on"),
		jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

func (e *stateEmitter) sortsText() bool {
	for _, field := range e.input.Fields {
		if pointsToText(field.Type) {
			return true
		}
	}
	return false
}

// stay is how many rows may be needed: all, or those of the limit and the offset.
func (e *stateEmitter) stay() int64 {
	if e.state.Sort.Limit == logical.NoLimit {
		return logical.NoLimit
	}
	return e.state.Sort.Limit + e.state.Sort.Offset
}

// slack is how many rows beyond those that stay are kept before they are sorted and cut: that makes sorting rare.
const slack = 1024

func (e *stateEmitter) sortTakeMethod() *jen.Statement {
	body := append([]jen.Code{e.taken()}, e.keepSorted()...)
	body = append(body, jen.Id("s").Dot("rows").Op("=").Append(jen.Id("s").Dot("rows"), jen.Id("kept")))
	if stay := e.stay(); stay >= 0 {
		body = append(body, jen.If(jen.Len(jen.Id("s").Dot("rows")).Op(">").Lit(int(2*stay+slack))).Block(jen.Id("s").Dot("trim").Call()))
	}
	return jen.Comment("// take keeps one row until the input ends.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(append(body, jen.Return(jen.Nil()))...)
}

// keepSorted copies a row, with what it points to: its batch's is gone.
func (e *stateEmitter) keepSorted() []jen.Code {
	body := []jen.Code{jen.Id("kept").Op(":=").Op("*").Id("row")}
	for _, field := range e.input.Fields {
		kept := jen.Id("kept").Dot(field.GoName)
		switch {
		case pointsToText(field.Type):
			body = append(body, e.keepText(kept, field.Type))
		case isNested(field.Type):
			body = append(body, jen.Add(kept).Op("=").Add(e.generator.owned(kept, field.Type)))
		}
	}
	return body
}

// sortTrimMethod sorts the rows, and lets go of those that the limit leaves out.
func (e *stateEmitter) sortTrimMethod() *jen.Statement {
	body := []jen.Code{jen.Qual("slices", "SortStableFunc").Call(jen.Id("s").Dot("rows"), jen.Id(e.hash))}
	what := "trim sorts the rows."
	if stay := e.stay(); stay >= 0 {
		what = "trim sorts the rows, and lets go of those that LIMIT leaves out."
		body = append(body, jen.Id("s").Dot("rows").Op("=").Id("s").Dot("rows").Index(jen.Op(":").Min(jen.Len(jen.Id("s").Dot("rows")), jen.Lit(int(stay)))))
	}
	return jen.Comment("// " + what).Line().Func().Params(e.receiver()).Id("trim").Params().Block(body...)
}

func (e *stateEmitter) sortAdvanceMethod() *jen.Statement {
	begin := []jen.Code{jen.Id("s").Dot("trim").Call()}
	if e.state.Sort.Offset > 0 {
		begin = append(begin, jen.Id("s").Dot("next").Op("=").Min(jen.Len(jen.Id("s").Dot("rows")), jen.Lit(int(e.state.Sort.Offset))))
	}
	begin = append(begin, jen.Id("s").Dot("sorted").Op("=").True())
	return jen.Comment("// advance takes the rows on in order when the input has ended. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
		jen.If(jen.Op("!").Id("s").Dot("sorted")).Block(begin...),
		jen.For(jen.Id("s").Dot("next").Op("<").Len(jen.Id("s").Dot("rows"))).Block(
			jen.Id("row").Op(":=").Op("&").Id("s").Dot("rows").Index(jen.Id("s").Dot("next")),
			jen.Id("s").Dot("next").Op("++"),
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("row"))),
		),
		jen.Return(jen.Nil()),
	)
}

// emitSortedMethod makes the owner's method that takes a row on.
func (e *stateEmitter) emitSortedMethod() *jen.Statement {
	s := e.owner
	var values []jen.Code
	for _, at := range e.state.Sort.Passed {
		values = append(values, jen.Id("row").Dot(e.input.Fields[at].GoName))
	}
	return jen.Comment("// "+e.emit+" takes one row on.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(e.emit).Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(
		jen.Id("p").Dot(s.stateField(e)).Dot("emitted").Dot("Rows").Op("++"),
		jen.Return(jen.Id("p").Dot(e.results.method).Call(jen.Op("&").Add(e.results.literal(e.result, values)))),
	)
}
