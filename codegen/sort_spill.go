package codegen

import "github.com/dave/jennifer/jen"

// A Sort whose rows may be on disk has them in spill.Sorted: sorted runs, which are merged at the end.

// sortsOnDisk reports such a Sort.
func (e *stateEmitter) sortsOnDisk() bool {
	return e.spillsToDisk() && e.state.Sort != nil && !e.timed() && !e.letsThrough()
}

// sortedLiteral makes the rows of a new state.
func (e *stateEmitter) sortedLiteral() jen.Code {
	return jen.Id("rows").Op(":").Add(symbol("state/spill.NewSorted").Call(jen.Id(e.hash), jen.Lit(int(e.stay()))))
}

// sortRunsMethod takes all rows on.
//
//	func (s *sortedTradesState) advance(watermark int64) error {
//		if watermark < rt.EndOfTime {
//			return nil
//		}
//		if !s.sorted {
//			s.rows.Begin(20)
//			s.sorted = true
//		}
//		for row := s.rows.Next(); row != nil; row = s.rows.Next() {
//			if err := s.to.emitSortedTrades(row); err != nil {
//				return err
//			}
//			if err := s.Relief(); err != nil {
//				return err
//			}
//		}
//		return nil
//	}
func (e *stateEmitter) sortRunsMethod() *jen.Statement {
	rows := jen.Id("s").Dot("rows")
	next := jen.Add(rows).Dot("Next").Call()
	return jen.Comment("// advance takes the rows on in order when the input has ended. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
		jen.If(jen.Op("!").Id("s").Dot("sorted")).Block(
			jen.Add(rows).Dot("Begin").Call(jen.Lit(int(e.state.Sort.Offset))),
			jen.Id("s").Dot("sorted").Op("=").True()),
		jen.For(jen.Id("row").Op(":=").Add(next), jen.Id("row").Op("!=").Nil(), jen.Id("row").Op("=").Add(next)).Block(
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("row"))),
			returnError(jen.Id("s").Dot("Relief").Call())),
		jen.Return(jen.Nil()))
}

// sortSpillMethods are those of the operator.
func (e *stateEmitter) sortSpillMethods() []jen.Code {
	rows := jen.Id("s").Dot("rows")
	return []jen.Code{
		jen.Comment("// Spill gives the rows their part of the store.").Line().
			Func().Params(e.receiver()).Id("Spill").Params(jen.Id("to").Op("*").Add(symbol("store.Space"))).Add(onOneLine(jen.Add(rows).Dot("Open").Call(jen.Id("to")))),
		jen.Comment("// Relieve takes rows out of memory where there are more than it is for.").Line().
			Func().Params(e.receiver()).Id("Relieve").Params().Error().Add(onOneLine(jen.Return(jen.Add(rows).Dot("Relieve").Call()))),
	}
}
