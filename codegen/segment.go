package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// segment is the way of a row from where it begins, the stage's input or the result of a stateful operator, to where it ends:
// one method of the partition.
type segment struct {
	*stageEmitter
	operators []physical.Operator
	begin     *structType
	method    string // order
	what      string // what the method takes, in comments: "row of orders"
	param     string // the name of its parameter
	from      *stateEmitter

	names     *namer // locals of the method that is being made
	outputs   []*output
	variables []*localColumn // locals that hold computed columns
	methods   []jen.Code     // of branches, where there are many
}

// output is one end of a segment.
type output struct {
	terminal physical.Operator
	target   *target
	local    string // the row
	kept     string // the partition's field of the row, instead of the local; see keepRows
	flag     string // whether there is one; "" where there always is
	image    *image // what it has of a group; nil where that isn't kept

	filters      int  // how many filters stand before it behind the place where the segment branches
	declared     bool // local is declared
	flagDeclared bool
	flagged      bool // a filter's condition sets flag
}

// addSegment makes a segment and those of the stateful operators in it.
func (s *stageEmitter) addSegment(begin *structType, method, what string, operators []physical.Operator, from *stateEmitter) *segment {
	made := &segment{stageEmitter: s, from: from, operators: operators, begin: begin, method: method, what: what, param: "row"}
	made.names = s.generator.names.locals("p", "row", "err", "group", "change", "hash")
	s.segments = append(s.segments, made)
	for _, terminal := range terminals(operators) {
		t := s.targetOf(terminal)
		t.fedByResults(from != nil || s.fedByResults())
		t.adds = t.adds || !made.changes()
		if t.state != nil {
			t.state.feeds = append(t.state.feeds, made)
		}
		made.outputs = append(made.outputs, &output{terminal: terminal, target: t, local: made.local(t.row.GoName)})
	}
	made.keepRows(operators)
	made.addImages()
	return made
}

// fedByResults reports a stage whose rows are results of state, or of a stage that is.
func (s *stageEmitter) fedByResults() bool {
	input, ok := s.stage.Input.(*physical.Receive)
	return ok && s.exchangeOf(input.Exchange).results
}

// fedByResults tells a target that what it gets are results of another operator's state. These come while time passes, and are not
// late by the watermark that makes them come: the operator's own time moves when it has them all.
func (t *target) fedByResults(results bool) {
	switch {
	case !results:
	case t.exchange != nil:
		t.exchange.results = true
	case t.state != nil:
		t.state.ownTime = true
		if t.state.sends {
			t.state.generator.exchangeOf(t.state.exchange).results = true
		}
	}
}

// terminals are the operators at which the ways of a row end.
func terminals(operators []physical.Operator) []physical.Operator {
	var list []physical.Operator
	for _, operator := range operators {
		if isTerminal(operator) {
			list = append(list, operator)
		} else {
			list = append(list, terminals(operator.Consumers())...)
		}
	}
	return list
}

func isTerminal(operator physical.Operator) bool {
	switch operator.(type) {
	case *physical.Write, *physical.Send, *physical.Aggregate, *physical.Over, *physical.Sort, *physical.Top, *physical.WindowAssign:
		return true
	}
	return false
}

func (s *segment) outputOf(terminal physical.Operator) *output {
	for _, out := range s.outputs {
		if out.terminal == terminal {
			return out
		}
	}
	panic("codegen: " + operatorWord(terminal) + " is not of this segment")
}

// outputsBelow lists the segment's outputs that rows of these operators may reach.
func (s *segment) outputsBelow(operators ...physical.Operator) []*output {
	var below []*output
	for _, terminal := range terminals(operators) {
		below = append(below, s.outputOf(terminal))
	}
	return below
}

// local returns a new name for a local variable of the method.
func (s *segment) local(name string) string { return s.names.unexported(name) }

// declarations makes the segment's method, and those of its branches.
func (s *segment) declarations() []jen.Code {
	if s.from == nil && s.receivesChanges() {
		return nil // the loop hands them on
	}
	body := s.through(s.operators, structView("row", s.begin))
	return append(append([]jen.Code{s.methodDeclaration(body)}, s.methods...), s.imageMethods()...)
}

// methodDeclaration makes the method that takes one row through the operators.
func (s *segment) methodDeclaration(body []jen.Code) *jen.Statement {
	return jen.Comment("// " + s.method + " takes one " + s.what + " through the stage.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(s.method).Params(s.parameters()...).Error().Block(body...)
}

func (s *segment) parameters() []jen.Code {
	row := jen.Id("row").Op("*").Id(s.begin.GoName)
	if s.changes() {
		return []jen.Code{jen.Id("group").Op("*").Id(s.from.holder()), row}
	}
	if s.from == nil && s.receivesHashes() {
		return []jen.Code{row, jen.Id("hash").Uint64()}
	}
	return []jen.Code{row}
}

// changes reports a segment of upserts: what it writes says which change it is.
func (s *segment) changes() bool { return s.from != nil && s.from.upserts() }
