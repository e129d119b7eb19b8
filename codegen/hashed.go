package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A row that an exchange deals by the hash of its key takes the hash along: the state behind finds the row's group by the same one. Where one
// partition runs both stages it is an argument; in a batch the row is an rt.Keyed.

// receivesHashes reports a stage whose rows come with the hash of their key.
func (s *stageEmitter) receivesHashes() bool {
	state := stateBehind(s.stage)
	return state != nil && s.generator.stateOf(state).hashed()
}

// stateBehind is the state that takes the rows that a stage receives by their hash; nil for none.
func stateBehind(stage *physical.Stage) *physical.State {
	input, ok := stage.Input.(*physical.Receive)
	if !ok || input.Exchange.Kind != physical.Hash || input.Exchange.Groups != nil || len(stage.Then) != 1 {
		return nil
	}
	return physical.StateOf(stage.Then[0])
}

// hashed reports a state whose rows come with the hash of their key. Changes don't: their rows may be of two keys. Nor do rows whose groups may be on
// disk, since these are looked for when the rows are due.
func (e *stateEmitter) hashed() bool {
	if e.state.Sort != nil || e.state.Retracts() || e.spills() {
		return false
	}
	for _, stage := range e.plan.Stages {
		if stateBehind(stage) == e.state {
			return true
		}
	}
	return false
}

// takes are the parameters of what takes a row.
func (e *stateEmitter) takes() []jen.Code {
	row := jen.Id("row").Op("*").Id(e.input.GoName)
	if e.hashed() {
		return []jen.Code{row, jen.Id("hash").Uint64()}
	}
	return []jen.Code{row}
}

// groupOf is the group of the row that is taken.
func (e *stateEmitter) groupOf(table *jen.Statement) *jen.Statement {
	if e.hashed() {
		return jen.Add(table).Dot("of").Call(jen.Id("row"), jen.Id("hash"))
	}
	return jen.Add(table).Dot("of").Call(jen.Id("row"))
}

// groupOfRow is the group of a row that comes from elsewhere: from a checkpoint, or made.
func (e *stateEmitter) groupOfRow() *jen.Statement {
	arguments := []jen.Code{jen.Op("&").Id("row")}
	if e.hashed() {
		arguments = append(arguments, jen.Id(e.hash).Call(e.keysIn("row")...))
	}
	return jen.Id("s").Dot("groups").Dot("of").Call(arguments...)
}
