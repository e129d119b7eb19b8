package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// A Sort without an order lets rows through as they come: those of LIMIT, behind those of OFFSET. When the last one is through it says so, and a
// job that has nothing else to write ends.

// letsThrough reports such a Sort.
func (e *stateEmitter) letsThrough() bool { return e.state.Sort != nil && e.state.Sort.Counted() }

// sortText is the clause that a Sort is of.
func sortText(s *physical.SortRows) string {
	switch {
	case !s.Counted():
		return "ORDER BY"
	case s.Limit == logical.NoLimit:
		return "OFFSET"
	}
	return "LIMIT"
}

func (e *stateEmitter) countedDeclarations() []jen.Code {
	fields := append(operatorFields(), e.countFields()...)
	fields = append(fields, jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return []jen.Code{
		jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...),
		e.takeCountedMethod(),
		jen.Comment("// advance has nothing to do: no row waits.").Line().
			Func().Params(e.receiver()).Id("advance").Params(jen.Int64()).Error().Add(onOneLine(jen.Return(jen.Nil()))),
	}
}

// countFields are the fields that count rows which OFFSET leaves out and LIMIT lets through.
func (e *stateEmitter) countFields() (fields []jen.Code) {
	if e.state.Sort.Offset > 0 {
		fields = append(fields, jen.Id("skip").Int64().Comment("// how many rows OFFSET still leaves out"))
	}
	if e.limited() {
		fields = append(fields, jen.Id("left").Int64().Comment("// how many rows LIMIT still lets through"))
	}
	return fields
}

// takeCountedMethod lets a row through.
//
//	func (s *sortedTradesState) take(row *SortedTradesInput) error {
//		s.in.Taken++
//		if s.skip > 0 {
//			s.skip--
//			return nil
//		}
//		if s.left == 0 {
//			s.Enough("sorted_trades")
//			return nil
//		}
//		if s.left--; s.left == 0 {
//			s.Enough("sorted_trades")
//		}
//		return s.to.emitSortedTrades(row)
//	}
func (e *stateEmitter) takeCountedMethod() *jen.Statement {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	body := []jen.Code{e.taken()}
	if e.state.Sort.Offset > 0 {
		body = append(body, jen.If(s("skip").Op(">").Lit(0)).Block(s("skip").Op("--"), jen.Return(jen.Nil())))
	}
	if e.limited() {
		body = append(body,
			jen.If(s("left").Op("==").Lit(0)).Block(e.enough(), jen.Return(jen.Nil())),
			jen.If(s("left").Op("--"), s("left").Op("==").Lit(0)).Block(e.enough()))
	}
	return jen.Comment("// take lets one row through, or leaves it out.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(
		append(body, jen.Return(s("to").Dot(e.emit).Call(jen.Id("row"))))...)
}

// enough says that LIMIT lets no more rows through.
func (e *stateEmitter) enough() *jen.Statement {
	return jen.Id("s").Dot("Enough").Call(jen.Lit(e.state.Name))
}

// enoughRestored says so of what a checkpoint has; nothing without a LIMIT.
func (e *stateEmitter) enoughRestored() []jen.Code {
	if !e.limited() {
		return nil
	}
	return []jen.Code{jen.If(jen.Id("s").Dot("left").Op("==").Lit(0)).Block(e.enough())}
}
