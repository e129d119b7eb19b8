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

// rowsAtOnce is how many rows are read before they are taken: no more than a small part of the nearest cache has room for.
func rowsAtOnce(row *structType) int {
	const words = 512 // a text has two
	return max(8, min(64, words/(2*len(row.Fields)+1)))
}

// rowsLoop decodes some of a batch's records, and has them taken.
//
//	for batch.More() {
//		rows, err := p.decoder.decodeRows(batch)
//		p.byStation.takeRows(rows)
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
		jen.Id("p").Dot(s.stateField(e)).Dot("takeRows").Call(jen.Id("rows")),
		jen.If(jen.Err().Op("==").Nil()).Block(jen.Continue()),
		returnError(jen.Id("p").Dot("Reject").Call(jen.Id("batch"), jen.Err())),
	)}
}

// takeRowsMethod takes rows as they were read.
//
//	// takeRows takes rows into their groups, which are looked up side by side.
//	func (s *byStationState) takeRows(rows []Measurement) {
//		s.in.Taken += int64(len(rows))
//		var hashes [64]uint64
//		var stationHeads [64]state.Head
//		for i := range rows {
//			hashes[i], stationHeads[i] = lookAtStation(rows[i].Station)
//		}
//		state.Look(&s.groups.index, &s.groups.pages, hashes[:len(rows)])
//		for i := range rows {
//			row := (*ByStationInput)(&rows[i])
//			s.groups.at(hashes[i], stationHeads[i], row).add(row)
//		}
//	}
func (e *stateEmitter) takeRowsMethod() jen.Code {
	rows, i := jen.Id("rows"), jen.Id("i")
	row := jen.Op("&").Id("rows").Index(i)
	if e.rows != e.input {
		row = jen.Parens(jen.Op("*").Id(e.input.GoName)).Call(row)
	}
	each := func(body ...jen.Code) *jen.Statement {
		return jen.For(jen.Add(i).Op(":=").Range().Add(rows)).Block(body...)
	}
	groups, count := jen.Id("s").Dot("groups"), jen.Lit(rowsAtOnce(e.rows))
	body := []jen.Code{
		jen.Id("s").Dot("in").Dot("Taken").Op("+=").Int64().Call(jen.Len(rows)),
		jen.Var().Id("hashes").Index(count).Uint64(),
	}
	looked := []jen.Code{jen.Id("hashes").Index(i)}
	for _, head := range e.headNames() {
		body = append(body, jen.Var().Id(head+"s").Index(count).Add(symbol("state.Head")))
		looked = append(looked, jen.Id(head+"s").Index(i))
	}
	body = append(body,
		each(jen.List(looked...).Op("=").Add(e.lookAt(e.keysOfRow(jen.Id("rows").Index(i))))),
		symbol("state.Look").Call(jen.Op("&").Add(groups).Dot("index"), jen.Op("&").Add(groups).Dot("pages"), jen.Id("hashes").Index(jen.Op(":").Len(rows))),
		each(
			jen.Id("row").Op(":=").Add(row),
			jen.Add(groups).Dot("at").Call(append(looked, jen.Id("row"))...).Dot("add").Call(jen.Id("row")),
		))
	return jen.Comment("// takeRows takes rows into their groups, which are looked up side by side.").Line().
		Func().Params(e.receiver()).Id("takeRows").Params(jen.Add(rows).Index().Id(e.rows.GoName)).Block(body...)
}
