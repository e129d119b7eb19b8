package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// A Sort's state keeps all rows that may stay until the input ends, then takes them on in order.

// sortDeclarations make the types of a Sort's state.
func (e *stateEmitter) sortDeclarations() []jen.Code {
	return []jen.Code{e.compareFunction(), e.sortType(), e.sortTakeMethod(), e.sortTrimMethod(), e.sortAdvanceMethod()}
}

// compareName is the function that puts rows in order; nothing is hashed.
func (e *stateEmitter) compareName() string { return e.hash }

// compareFunction puts two rows in order.
//
//	// compareSortedTrades puts rows in order: total DESC, symbol.
//	func compareSortedTrades(a, b SortedTradesInput) int {
//		return cmp.Or(sorting.Desc(cmp.Compare(a.Total, b.Total)), strings.Compare(a.Symbol, b.Symbol))
//	}
func (e *stateEmitter) compareFunction() *jen.Statement {
	var keys []jen.Code
	for _, key := range e.state.Sort.OrderBy {
		keys = append(keys, e.compareKey(key))
	}
	result := jen.Lit(0)
	if len(keys) > 0 {
		result = jen.Qual("cmp", "Or").Custom(jen.Options{Open: "(", Close: ")", Separator: ",", Multi: len(keys) > 1}, keys...)
	}
	return jen.Comment("// " + e.compareName() + " puts two rows in order.").Line().
		Func().Id(e.compareName()).Params(jen.List(jen.Id("a"), jen.Id("b")).Id(e.input.GoName)).Int().Block(jen.Return(result))
}

// compareKey compares one key of ORDER BY.
func (e *stateEmitter) compareKey(key logical.SortKey) *jen.Statement {
	side := func(row string) *jen.Statement {
		return jen.Add(e.exprs.value(key.Expr, "constant", func(index int) jen.Code { return jen.Id(row).Dot(e.input.Fields[index].GoName) }))
	}
	t := key.Expr.Type()
	compare := comparer(t)
	var order *jen.Statement
	if t.Nullable {
		// NULL's place is said of the order as a whole: turned around it is on the other side.
		order = symbol("sorting.Nulls").Call(side("a"), side("b"), jen.Lit(key.NullsFirst != key.Desc), compare)
	} else {
		order = compare.Call(side("a"), side("b"))
	}
	if key.Desc {
		return symbol("sorting.Desc").Call(order)
	}
	return order
}

// comparer is a function that compares two values of a type.
func comparer(t types.Type) *jen.Statement {
	switch {
	case isText(t):
		return jen.Qual("strings", "Compare")
	case isBytes(t):
		return jen.Qual("bytes", "Compare")
	case t.Kind == types.Boolean:
		return symbol("sorting.Bools")
	case t.IsFloat():
		return symbol("num.CompareFloat").Types(jen.Id(pick(t.Kind == types.Real, "float32", "float64")))
	case t.Kind == types.Decimal && t.Wide():
		return symbol("decimal.Compare")
	}
	return jen.Qual("cmp", "Compare").Types(orderedType(t))
}

// orderedType is the Go type of values that Go's operators put in order.
func orderedType(t types.Type) *jen.Statement {
	if make, ok := scalarTypes[t.Kind]; ok {
		return make()
	}
	return jen.Int64()
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
	body := []jen.Code{e.taken(), jen.Id("kept").Op(":=").Op("*").Id("row")}
	for _, field := range e.input.Fields {
		if pointsToText(field.Type) {
			body = append(body, e.keepText(jen.Id("kept").Dot(field.GoName), field.Type))
		}
	}
	body = append(body, jen.Id("s").Dot("rows").Op("=").Append(jen.Id("s").Dot("rows"), jen.Id("kept")))
	if stay := e.stay(); stay >= 0 {
		body = append(body, jen.If(jen.Len(jen.Id("s").Dot("rows")).Op(">").Lit(int(2*stay+slack))).Block(jen.Id("s").Dot("trim").Call()))
	}
	return jen.Comment("// take keeps one row until the input ends.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(append(body, jen.Return(jen.Nil()))...)
}

// sortTrimMethod sorts the rows, and lets go of those that the limit leaves out.
func (e *stateEmitter) sortTrimMethod() *jen.Statement {
	body := []jen.Code{jen.Qual("slices", "SortStableFunc").Call(jen.Id("s").Dot("rows"), jen.Id(e.compareName()))}
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
