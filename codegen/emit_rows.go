package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Where a stage's rows go into the groups of a GROUP BY as they are read, many are read before they are taken: their groups are then looked up
// side by side, so that what one row waits for in memory, the others don't. It must make no difference that a row is taken later than it is read: it
// can't fail then, it isn't looked at what time it is, and nothing is emitted.

// takesRows is the state that takes a stage's rows as they are read; nil where there is none.
func (g *generator) takesRows(stage *physical.Stage) *physical.State {
	source, reads := stage.Input.(*physical.Source)
	if !reads || len(stage.Then) != 1 || g.spillsToDisk() {
		return nil
	}
	for _, ordinal := range source.Used {
		if source.Table.Columns[ordinal].Metadata != "" {
			return nil
		}
	}
	next := stage.Then[0]
	if project, ok := next.(*physical.Project); ok && passesAll(project, len(source.Used)) && len(project.Then) == 1 {
		next = project.Then[0]
	}
	aggregate, ok := next.(*physical.Aggregate)
	if !ok || !takenLater(aggregate.State) || !sameNames(source.Row(), aggregate.State.Input) {
		return nil
	}
	return aggregate.State
}

// passesAll reports a projection that passes on all columns of its input in their order.
func passesAll(project *physical.Project, columns int) bool {
	if len(project.Exprs) != columns {
		return false
	}
	for i, e := range project.Exprs {
		if column, ok := e.(*scalar.Column); !ok || column.Index != i {
			return false
		}
	}
	return true
}

// sameNames reports rows whose Go structs have the same fields.
func sameNames(a, b *physical.RowType) bool {
	return slices.EqualFunc(a.Fields, b.Fields, func(x, y types.Field) bool { return x.Name == y.Name && x.Type.Equal(y.Type) })
}

// takenLater reports a state for which it makes no difference that a row is taken later than it is read.
func takenLater(state *physical.State) bool {
	for _, call := range state.Calls {
		if call.User != nil { // its Add may fail
			return false
		}
	}
	plain := state.Over == nil && state.Sort == nil && state.Top == nil && state.Assign == nil
	return plain && state.Keys > 0 && state.Window == nil && state.TTL == nil && state.Emit == logical.EmitFinal && !state.Retracts()
}

// rowsAtOnce is how many rows of a table are read before they are taken, by eights: the more, the less it matters what each time begins and ends with, but
// no more than a part of the nearest cache has room for. Of CSV, whose lines are short, there may be more.
func rowsAtOnce(table *logical.Table, row *structType) int {
	most, words := 64, 512 // a text has two
	if table.Format == "csv" {
		most, words = 256, 2<<10
	}
	return max(8, min(most, words/(2*len(row.Fields)+1))&^7)
}

// rowsLoop decodes some of a batch's records, and has them taken.
//
//	for batch.More() {
//		rows, err := p.decoder.decodeRows(batch)
//		if err := p.byStation.takeRows(rows); err != nil {
//			return err
//		}
//		if err == nil {
//			continue
//		}
//		if err := p.Reject(batch, err); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) rowsLoop(e *stateEmitter) []jen.Code {
	return []jen.Code{jen.For(jen.Id("batch").Dot("More").Call()).Block(
		jen.List(jen.Id("rows"), jen.Err()).Op(":=").Id("p").Dot("decoder").Dot("decodeRows").Call(jen.Id("batch")),
		returnError(jen.Id("p").Dot(s.stateField(e)).Dot("takeRows").Call(jen.Id("rows"))),
		jen.If(jen.Err().Op("==").Nil()).Block(jen.Continue()),
		returnError(jen.Id("p").Dot("Reject").Call(jen.Id("batch"), jen.Err())),
	)}
}

// rowsFields is the operator's field of what takeRows finds out of the rows at hand.
//
//	// Of the rows that are taken at once: what their keys have, and their likely groups.
//	at struct {
//		hashes       [256]uint64
//		likely       [256]uint32
//		stationHeads [256]state.Head
//	}
func (e *stateEmitter) rowsFields() []jen.Code {
	if e.rows == nil {
		return nil
	}
	count := jen.Lit(e.atOnce)
	fields := []jen.Code{jen.Id("hashes").Index(count).Uint64(), jen.Id("likely").Index(count).Uint32()}
	for _, head := range e.headNames() {
		fields = append(fields, jen.Id(head+"s").Index(count).Add(symbol("state.Head")))
	}
	return []jen.Code{jen.Comment("// Of the rows that are taken at once: what their keys have, and their likely groups.").Line().Id("at").Struct(fields...)}
}

// takeRowsMethod takes rows as they were read. What happens to each is written in line: a call costs as much as what add does.
//
//	// takeRows takes rows into their groups, which are looked up side by side.
//	func (s *byStationState) takeRows(rows []Measurement) error {
//		s.in.Taken += int64(len(rows))
//		at := &s.at
//		for i := range rows {
//			at.hashes[i], at.stationHeads[i] = lookAtStation(rows[i].Station)
//		}
//		if s.first.Passes(len(rows)) {
//			for i := range rows {
//				if err := s.pass(at.hashes[i], at.stationHeads[i], (*ByStationInput)(&rows[i])); err != nil {
//					return err
//				}
//			}
//			return nil
//		}
//		state.Look(&s.groups.index, &s.groups.pages, at.hashes[:len(rows)], at.likely[:len(rows)])
//		for i := range rows {
//			row, stationHead := (*ByStationInput)(&rows[i]), at.stationHeads[i]
//			g := s.groups.pages.Likely(at.likely[i])
//			if g == nil || !state.SameText(g.Station, row.Station, g.stationHead, stationHead) {
//				g = s.groups.at(at.hashes[i], stationHead, row)
//			}
//			g.minTemp.Add(row.Temperature)
//		}
//		return nil
//	}
func (e *stateEmitter) takeRowsMethod() jen.Code {
	rows, i, at, groups := jen.Id("rows"), jen.Id("i"), jen.Id("at"), jen.Id("s").Dot("groups")
	row := jen.Op("&").Id("rows").Index(i)
	if e.rows != e.input {
		row = jen.Parens(jen.Op("*").Id(e.input.GoName)).Call(row)
	}
	each := func(body ...jen.Code) *jen.Statement {
		return jen.For(jen.Add(i).Op(":=").Range().Add(rows)).Block(body...)
	}
	first := func(array string) *jen.Statement { return jen.Add(at).Dot(array).Index(jen.Op(":").Len(rows)) }
	looked := []jen.Code{jen.Add(at).Dot("hashes").Index(i)}
	for _, head := range e.headNames() {
		looked = append(looked, jen.Add(at).Dot(head+"s").Index(i))
	}
	locals := append([]jen.Code{jen.Id("row")}, e.headLocals()...)
	find := append([]jen.Code{looked[0]}, append(e.headLocals(), jen.Id("row"))...)
	take := []jen.Code{
		jen.List(locals...).Op(":=").List(append([]jen.Code{row}, looked[1:]...)...),
		jen.Id("g").Op(":=").Add(groups).Dot("pages").Dot("Likely").Call(jen.Add(at).Dot("likely").Index(i)),
		jen.If(jen.Id("g").Op("==").Nil().Op("||").Op("!").Add(e.isSameKeys("row"))).Block(
			jen.Id("g").Op("=").Add(groups).Dot("at").Call(find...)),
	}
	return jen.Comment("// takeRows takes rows into their groups, which are looked up side by side.").Line().
		Func().Params(e.receiver()).Id("takeRows").Params(jen.Add(rows).Index().Id(e.rows.GoName)).Error().Block(
		jen.Id("s").Dot("in").Dot("Taken").Op("+=").Int64().Call(jen.Len(rows)),
		jen.Add(at).Op(":=").Op("&").Id("s").Dot("at"),
		each(jen.List(looked...).Op("=").Add(e.lookAt(e.keysOfRow(jen.Id("rows").Index(i))))),
		e.passedRows(each, append(looked, row)),
		symbol("state.Look").Call(jen.Op("&").Add(groups).Dot("index"), jen.Op("&").Add(groups).Dot("pages"), first("hashes"), first("likely")),
		each(append(take, e.additionsOfRow()...)...),
		jen.Return(jen.Nil()),
	)
}

// passedRows lets rows pass the first phase by, where that is better.
func (e *stateEmitter) passedRows(each func(...jen.Code) *jen.Statement, row []jen.Code) jen.Code {
	if !e.passes() {
		return jen.Null()
	}
	return jen.If(e.passing(jen.Len(jen.Id("rows")))).Block(
		each(returnError(jen.Id("s").Dot("pass").Call(row...))),
		jen.Return(jen.Nil()))
}

// isSameKeys is sameKeys as an operand.
func (e *stateEmitter) isSameKeys(key string) *jen.Statement {
	if len(e.keyFields()) == 1 && e.head(0) != "" { // a call
		return e.sameKeys(key)
	}
	return jen.Parens(e.sameKeys(key))
}
