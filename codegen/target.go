package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// target is where rows of a stage end: a sink, the state of an operator, or an exchange. Each is a field of the partition, of
// a generated type with a method that takes a row.
type target struct {
	field    string      // highValue
	typeName string      // highValueSink
	row      *structType // what it takes
	name     string      // in SQL or in comments
	verb     string      // write, take, send
	counts   string      // its field with the counter Filtered: out, in
	sink     *sink       // of a Write
	state    *stateEmitter
	exchange *exchangeEmitter
	phase    physical.Phase // of an Aggregate; Whole of an Over
	adds     bool           // rows come to it that are only added
}

// targetOf returns the partition's target of a terminal operator: one for all rows that go to one table or exchange.
func (s *stageEmitter) targetOf(terminal physical.Operator) *target {
	made := s.newTarget(terminal)
	for _, known := range s.targets {
		if known.typeName == made.typeName {
			return known
		}
	}
	made.field = s.members.unexported(made.field)
	s.targets = append(s.targets, made)
	if made.state != nil && made.phase != physical.Partial {
		s.addResults(terminal, made.state)
	}
	return made
}

func (s *stageEmitter) newTarget(terminal physical.Operator) *target {
	switch operator := terminal.(type) {
	case *physical.Write:
		sink := s.sinks.of(operator.Table)
		return &target{field: sink.field, typeName: sink.typeName, row: sink.row, name: operator.Table.Name, verb: "write", counts: "out", sink: sink}
	case *physical.Send:
		exchange := s.exchangeOf(operator.Exchange)
		return &target{field: exchange.field, typeName: exchange.typeName, row: exchange.row, name: exchange.name, verb: "send", counts: "in", exchange: exchange}
	case *physical.Aggregate:
		state := s.stateOf(operator.State)
		if operator.Phase == physical.Partial {
			state.sends, state.exchange, state.from = true, operator.Exchange, s
		}
		return &target{field: state.field, typeName: state.typeName, row: state.input, name: state.name, verb: "take", counts: "in", state: state, phase: operator.Phase}
	case *physical.Sort, *physical.Top, *physical.WindowAssign, *physical.Over:
		state := s.stateOf(stateAt(terminal))
		return &target{field: state.field, typeName: state.typeName, row: state.input, name: state.name, verb: "take", counts: "in", state: state}
	}
	panic("codegen: " + operatorWord(terminal) + " is no end of a row's way")
}

// stateAt is the state that an operator hands its rows to, one that keeps none included.
func stateAt(operator physical.Operator) *physical.State {
	if assign, ok := operator.(*physical.WindowAssign); ok {
		return assign.State
	}
	return physical.StateOf(operator)
}

// goType is the type of the partition's field.
func (t *target) goType() *jen.Statement { return jen.Id(t.typeName) }

// call takes a row.
func (t *target) call(arguments ...jen.Code) *jen.Statement {
	if t.sink != nil && t.sink.upserts {
		return jen.Id("p").Dot(t.field).Dot("change").Call(append([]jen.Code{symbol("Insert")}, arguments...)...)
	}
	if t.state != nil && t.state.hashed() {
		arguments = append(arguments, jen.Id("hash"))
	}
	return jen.Id("p").Dot(t.field).Dot(t.verb).Call(arguments...)
}

// filtered counts a row that a condition keeps out.
func (t *target) filtered() *jen.Statement {
	return jen.Id("p").Dot(t.field).Dot(t.counts).Dot("Filtered").Op("++")
}
