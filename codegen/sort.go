package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A Sort's state keeps all rows that may stay until the input ends, then takes them on in order.

// sortDeclarations make the types of a Sort's state.
func (e *stateEmitter) sortDeclarations() []jen.Code {
	if e.letsThrough() {
		return e.countedDeclarations()
	}
	if e.timed() {
		return e.timedSortDeclarations()
	}
	if e.sortsOnDisk() {
		return append([]jen.Code{e.sortFunction(), e.sortType(), e.sortTakeMethod(), e.sortRunsMethod()}, e.sortSpillMethods()...)
	}
	return []jen.Code{e.sortFunction(), e.sortType(), e.sortTakeMethod(), e.sortAdvanceMethod()}
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
	return jen.Comment("// " + e.hash + " puts rows in order.").Line().
		Func().Id(e.hash).Params(jen.List(jen.Id("a"), jen.Id("b")).Id(e.input.GoName)).Int().Block(e.compareRows(e.state.Sort.OrderBy)...)
}

func (e *stateEmitter) sortType() *jen.Statement {
	fields := operatorFields(jen.Id("rows").Add(symbol(pick(e.sortsOnDisk(), "state/spill.Sorted", "over.Gathered"))).Types(jen.Id(e.input.GoName)))
	if e.sortsText() && !e.sortsOnDisk() {
		fields = append(fields, jen.Id("text").Add(symbol("state.Strings")).Comment("// of the rows"))
	}
	fields = append(fields,
		jen.Id("sorted").Bool(),
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
	rows := jen.Id("s").Dot("rows")
	body = append(body, jen.Add(rows).Dot("Add").Call(jen.Id("kept")))
	if stay := e.stay(); stay >= 0 && !e.sortsOnDisk() {
		body = append(body, jen.If(jen.Add(rows).Dot("Len").Call().Op(">").Lit(int(2*stay+slack))).Block(e.trim()))
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
		case pointsToText(field.Type) && !e.sortsOnDisk():
			body = append(body, e.keepText(kept, field.Type))
		case pointsAway(field.Type):
			body = append(body, jen.Add(kept).Op("=").Add(e.generator.owned(kept, field.Type)))
		}
	}
	return body
}

// trim sorts the rows, and lets go of those that LIMIT leaves out.
func (e *stateEmitter) trim() *jen.Statement {
	rows := jen.Id("s").Dot("rows")
	if stay := e.stay(); stay >= 0 {
		return rows.Dot("Trim").Call(jen.Id(e.hash), jen.Lit(int(stay)))
	}
	return rows.Dot("Sort").Call(jen.Id(e.hash))
}

// sortAdvanceMethod takes all rows on.
//
//	func (s *sortedTradesState) advance(watermark int64) error {
//		if watermark < rt.EndOfTime {
//			return nil
//		}
//		if !s.sorted {
//			s.rows.Trim(compareSortedTrades, 30)
//			s.rows.Pass(20)
//			s.sorted = true
//		}
//		for row := s.rows.Next(); row != nil; row = s.rows.Next() {
//			if err := s.to.emitSortedTrades(row); err != nil {
//				return err
//			}
//		}
//		return nil
//	}
func (e *stateEmitter) sortAdvanceMethod() *jen.Statement {
	begin := []jen.Code{e.trim()}
	if e.state.Sort.Offset > 0 {
		begin = append(begin, jen.Id("s").Dot("rows").Dot("Pass").Call(jen.Lit(int(e.state.Sort.Offset))))
	}
	begin = append(begin, jen.Id("s").Dot("sorted").Op("=").True())
	next := jen.Id("s").Dot("rows").Dot("Next").Call()
	return jen.Comment("// advance takes the rows on in order when the input has ended. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
		jen.If(jen.Op("!").Id("s").Dot("sorted")).Block(begin...),
		jen.For(jen.Id("row").Op(":=").Add(next), jen.Id("row").Op("!=").Nil(), jen.Id("row").Op("=").Add(next)).Block(
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("row")))),
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
