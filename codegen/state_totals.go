package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A grouping set without keys has a result even of no rows, as a query without GROUP BY has. Its group is made when the input ends, by the
// partition that its key belongs to, where no row has made it before.

// hasTotals reports a state with such sets.
func (e *stateEmitter) hasTotals() bool { return len(e.state.Totals) > 0 }

// totalsDeclarations make what lets the groups of those sets go on.
func (e *stateEmitter) totalsDeclarations() []jen.Code {
	switch {
	case !e.hasTotals():
		return nil
	case e.state.Emit == logical.EmitFinal:
		return []jen.Code{e.makeTotalsMethod()}
	}
	return []jen.Code{e.emitTotalsMethod()}
}

// setColumn is the column of the key that tells the grouping sets apart.
func (e *stateEmitter) setColumn() structField { return e.keyFields()[e.state.Keys-1] }

// totalNumbers are the numbers of the sets, as an array of the column's type.
func (e *stateEmitter) totalNumbers() *jen.Statement {
	var numbers []jen.Code
	for _, set := range e.state.Totals {
		numbers = append(numbers, jen.Lit(int(set)))
	}
	return jen.Index(jen.Op("...")).Add(e.goType(e.setColumn().Type)).Values(numbers...)
}

// totalRow is a row of a set, all other keys NULL, and whether its group belongs to another partition.
func (e *stateEmitter) totalRow(set jen.Code) (row, elsewhere *jen.Statement) {
	row = jen.Id("row").Op(":=").Id(e.input.GoName).Values(jen.Id(e.setColumn().GoName).Op(":").Add(set))
	return row, jen.Op("!").Id("s").Dot("Owns").Call(jen.Id(e.hash).Call(e.keysIn("row")...))
}

// makeTotalsMethod makes the groups of the sets where there are none yet, to go on with the others.
//
//	// makeTotals makes the groups of the grouping sets without keys: there is one of each even of no rows.
//	func (s *byKState) makeTotals() {
//		for _, set := range [...]int32{1} {
//			row := ByKInput{GroupingSet: set}
//			if s.Owns(hashByK(row.K, row.GroupingSet)) {
//				s.groups.of(&row)
//			}
//		}
//	}
func (e *stateEmitter) makeTotalsMethod() jen.Code {
	row, elsewhere := e.totalRow(jen.Id("set"))
	of := e.groupOfRow()
	if e.refuses() {
		of = of.Dot("taken").Op("=").True()
	}
	return jen.Comment("// makeTotals makes the groups of the grouping sets without keys: there is one of each even of no rows.").Line().
		Func().Params(e.receiver()).Id("makeTotals").Params().Block(
		jen.For(jen.List(jen.Id("_"), jen.Id("set")).Op(":=").Range().Add(e.totalNumbers())).Block(
			row,
			jen.If(elsewhere).Block(jen.Continue()),
			of))
}

// goesOn is the condition under which a group that counts its rows has a result: it has rows, or needs none.
func (e *stateEmitter) goesOn() *jen.Statement {
	condition := jen.Id("group").Dot("rows").Op(">").Lit(0)
	for _, set := range e.state.Totals {
		condition.Op("||").Id("group").Dot(e.setColumn().GoName).Op("==").Lit(int(set))
	}
	return condition
}

// emitTotalsMethod lets the groups of the sets go on that no row has reached, where groups go on when they change.
//
//	// emitTotals emits the groups of the grouping sets without keys that have no rows.
//	func (s *byKState) emitTotals() error {
//		sets := [...]int32{1}
//		for int(s.next) < len(sets) {
//			row := ByKInput{GroupingSet: sets[s.next]}
//			s.next++
//			if !s.Owns(hashByK(row.K, row.GroupingSet)) {
//				continue
//			}
//			known := s.groups.pages.Len()
//			if group := s.groups.of(&row); s.groups.pages.Len() > known {
//				if err := s.to.emitByK(group); err != nil {
//					return err
//				}
//			}
//		}
//		return nil
//	}
func (e *stateEmitter) emitTotalsMethod() jen.Code {
	row, elsewhere := e.totalRow(jen.Id("sets").Index(jen.Id("s").Dot("next")))
	made := func() *jen.Statement { return e.madeGroups(jen.Id("s").Dot("groups")) }
	known, isNew := jen.Id("known").Op(":=").Add(made()), made().Op(">").Id("known")
	if e.counts() {
		known, isNew = jen.Null(), jen.Id("group").Dot("rows").Op("==").Lit(0)
	}
	return jen.Comment("// emitTotals emits the groups of the grouping sets without keys that have no rows.").Line().
		Func().Params(e.receiver()).Id("emitTotals").Params().Error().Block(
		jen.Id("sets").Op(":=").Add(e.totalNumbers()),
		jen.For(jen.Int().Call(jen.Id("s").Dot("next")).Op("<").Len(jen.Id("sets"))).Block(
			row,
			jen.Id("s").Dot("next").Op("++"),
			jen.If(elsewhere).Block(jen.Continue()),
			known,
			jen.If(jen.Id("group").Op(":=").Add(e.groupOfRow()), isNew).Block(
				returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"))))),
		jen.Return(jen.Nil()))
}
