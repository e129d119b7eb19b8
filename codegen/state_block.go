package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Where a table has outgrown the processor's caches, rows wait until there is a block of them, and then go into their groups together: state.Block. It
// must make no difference that a row is taken later than it came, but within its batch: that it is can't fail, nothing is emitted, and groups don't go.

// inBlocks reports a state that takes rows in blocks: rows of a source, whose text is there until the end of the batch. Those that are decoded many at
// once are taken many at once, too: takeRows.
func (e *stateEmitter) inBlocks() bool {
	if e.rows != nil || len(e.feeds) == 0 || len(e.keyFields()) == 0 || e.state.Emit != logical.EmitFinal || e.state.Retracts() {
		return false
	}
	for _, feed := range e.feeds {
		if _, reads := feed.stage.Input.(*physical.Source); !reads || feed != e.feeds[0] || feed.from != nil {
			return false
		}
	}
	oneTable := !e.windowed() || e.sliced() && !e.apart() && e.sliding == nil
	return oneTable && !e.forgets() && !e.refuses() && !e.spills()
}

// blockFields are the operator's.
func (e *stateEmitter) blockFields() []jen.Code {
	if !e.inBlocks() {
		return nil
	}
	fields := []jen.Code{jen.Id("block").Add(symbol("state.Block")).Types(jen.Id(e.input.GoName), jen.Id(e.group)).Comment("// rows that go into their groups together")}
	if e.windowed() {
		fields = append(fields, jen.Id("blockOf").Op("*").Id(e.groups).Comment("// the table that has their groups"))
	}
	return fields
}

// waitsInBlock has the row wait where the table is large; nothing where no row waits.
//
//	if s.groups.index.Large() {
//		s.takeLater(row)
//		return nil
//	}
func (e *stateEmitter) waitsInBlock(table *jen.Statement) jen.Code {
	if !e.inBlocks() {
		return jen.Null()
	}
	arguments := []jen.Code{jen.Id("row")}
	if e.windowed() {
		arguments = []jen.Code{jen.Op("&").Add(table), jen.Id("row")}
	}
	return jen.If(jen.Add(table).Dot("index").Dot("Large").Call()).Block(
		jen.Id("s").Dot("takeLater").Call(arguments...),
		jen.Return(jen.Nil()))
}

// blockMethods take rows in blocks.
//
//	// takeLater has a row wait, so that many go into their groups together.
//	func (s *bySymbolState) takeLater(row *BySymbolInput) {
//		if s.block.Add(row, hashBySymbol(row.Symbol)) {
//			s.takeBlock()
//		}
//	}
//
//	// takeBlock takes the rows that wait into their groups.
//	func (s *bySymbolState) takeBlock() {
//		rows, likely := s.block.Take(&s.groups.index, &s.groups.pages)
//		for i := range rows {
//			s.groups.likely(likely[i], &rows[i]).add(&rows[i])
//		}
//	}
func (e *stateEmitter) blockMethods() []jen.Code {
	if !e.inBlocks() {
		return nil
	}
	row, rows := jen.Id("row").Op("*").Id(e.input.GoName), jen.Op("&").Id("rows").Index(jen.Id("i"))
	full := jen.If(jen.Id("s").Dot("block").Dot("Add").Call(jen.Id("row"), jen.Id(e.hash).Call(e.keysIn("row")...))).Block(jen.Id("s").Dot("takeBlock").Call())
	params, table := []jen.Code{row}, jen.Id("s").Dot("groups")
	later, take := []jen.Code{full}, []jen.Code{}
	if e.windowed() {
		params, table = []jen.Code{jen.Id("to").Op("*").Id(e.groups), row}, jen.Id("s").Dot("blockOf")
		later = []jen.Code{jen.If(jen.Id("to").Op("!=").Add(table)).Block(jen.Id("s").Dot("takeBlock").Call(), jen.Add(table).Op("=").Id("to")), full}
		take = []jen.Code{jen.If(jen.Add(table).Op("==").Nil()).Block(jen.Return())}
	}
	take = append(take,
		jen.List(jen.Id("rows"), jen.Id("likely")).Op(":=").Id("s").Dot("block").Dot("Take").Call(jen.Op("&").Add(table).Dot("index"), jen.Op("&").Add(table).Dot("pages")),
		jen.For(jen.Id("i").Op(":=").Range().Id("rows")).Block(
			jen.Add(table).Dot("likely").Call(jen.Id("likely").Index(jen.Id("i")), rows).Dot("add").Call(rows)))
	return []jen.Code{
		jen.Comment("// takeLater has a row wait, so that many go into their groups together.").Line().
			Func().Params(e.receiver()).Id("takeLater").Params(params...).Block(later...),
		jen.Comment("// takeBlock takes the rows that wait into their groups.").Line().
			Func().Params(e.receiver()).Id("takeBlock").Params().Block(take...),
	}
}

// likelyMethod finds the group of a row that was looked for already.
//
//	// likely returns the group of a row: the one of the number, if it has the row's key.
//	func (t *bySymbolGroups) likely(number uint32, row *BySymbolInput) *bySymbolGroup {
//		if number != state.NoGroup {
//			if g := t.pages.At(number); state.SameString(g.Symbol, row.Symbol) {
//				if !t.pages.Mark(number) {
//					t.pages.Touch(number)
//				}
//				return g
//			}
//		}
//		return t.of(row)
//	}
func (e *stateEmitter) likelyMethod() []jen.Code {
	if !e.inBlocks() {
		return nil
	}
	number := jen.Id("number")
	return []jen.Code{jen.Comment("// likely returns the group of a row: the one of the number, if it has the row's key.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("likely").Params(jen.Id("number").Uint32(), jen.Id("row").Op("*").Id(e.input.GoName)).Op("*").Id(e.group).Block(
		jen.If(jen.Add(number).Op("!=").Add(symbol("state.NoGroup"))).Block(append(e.takeHeads(),
			jen.If(jen.Id("g").Op(":=").Id("t").Dot("pages").Dot("At").Call(number), e.sameKeys("row")).Block(touchGroup(number), jen.Return(jen.Id("g"))))...),
		jen.Return(jen.Id("t").Dot("of").Call(jen.Id("row"))))}
}

// takeBlocks has the rows that wait taken: when Process returns, since their text is the batch's, and where it is called again behind a record that
// failed, before the scratch is others'. A deferred call would do both, and cost each row a nanosecond.
//
//	p.bySymbol.takeBlock()
func (s *stageEmitter) takeBlocks() (list []jen.Code) {
	for _, t := range s.targets {
		if t.state != nil && t.state.inBlocks() && t.state.feeds[0].stageEmitter == s {
			list = append(list, jen.Id("p").Dot(t.field).Dot("takeBlock").Call())
		}
	}
	return list
}
