package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// stateFile is where the types of stateful operators stand.
const stateFile = "state.go"

// stateEmitter makes the types of one state: a group with its key and accumulators, the table of groups, and the operator
// that takes rows into it and emits or sends what is complete. Both halves of an aggregation in two phases share them.
type stateEmitter struct {
	*generator
	state     *physical.State
	name      string      // in comments: GROUP BY symbol
	field     string      // bySymbol: the partition's field
	typeName  string      // bySymbolState
	group     string      // bySymbolGroup
	groups    string      // bySymbolGroups
	newGroups string      // newBySymbolGroups
	part      string      // bySymbolPart: a group with the slice of time that it is of; "" without a window
	hash      string      // hashBySymbol
	input     *structType // what it takes
	rows      *structType // what takeRows takes: the same under another name; nil where there is no such method
	atOnce    int         // how many it takes at once
	heads     []string    // of the key's fields: the group's field of a text's head; "" where there is none
	looks     string      // lookAtSymbol; see look
	result    *structType // what it gives
	members   []member    // the group's fields behind the key
	fields    *namer      // of the group
	images    []*image    // what outputs have of a group
	withdraw  string      // the owner's method that takes away what there is of a group without rows
	owner     *stageEmitter
	emit      string // the owner's method that emits a group
	results   *segment
	exchange  *physical.Exchange // in front of the owner's stage
	sends     bool               // a first phase sends groups through the exchange
	from      *stageEmitter      // the stage of the first phase
	sliding   *slider            // of windows of many slices; nil for none
	keysOf    string             // of a slider's table: the groups whose keys it holds
	ownTime   bool               // see fedByResults
	feeds     []*segment         // whose rows it takes, for each way that ends in it
}

// member is one accumulator of a group.
type member struct {
	name     string
	call     logical.AggregateCall
	retracts bool         // it takes rows back
	ordered  *orderedRows // what a call keeps that keeps rows, one with ORDER BY inside or of nested values; nil for others
}

// stateOf returns the emitter of a state.
func (g *generator) stateOf(state *physical.State) *stateEmitter {
	for _, known := range g.states {
		if known.state == state {
			return known
		}
	}
	base := unexportedName(state.Name)
	made := &stateEmitter{generator: g, state: state, field: base}
	made.name = stateText(state)
	made.typeName = g.names.unexported(base + "State")
	made.group = g.names.unexported(base + "Group")
	made.groups = g.names.unexported(base + "Groups")
	made.newGroups = g.names.unexported("new" + exportedName(made.groups))
	if state.Window != nil {
		made.part = g.names.unexported(base + "Part")
	}
	made.hash = g.names.unexported(pick(state.Sort == nil, "hash", "compare") + exportedName(base))
	made.input = g.structs.row(state.Input, "is what a row brings to "+made.name)
	made.result = g.structs.row(state.Result, "is a result of "+made.name)
	names := &namer{taken: setOf("hash index pages text shown rows ranks latest number open start taken age reached top places changed held " + groupMethodNames)}
	made.fields = names
	if state.Over != nil { // members are locals, too
		for _, local := range []string{"g", "row", "time", "agg", "over", "rt", "decimal", "strings"} {
			names.taken[local] = true
		}
	}
	windows := 0
	if state.Window != nil && state.Assign == nil {
		windows = len(state.Result.Fields) - state.Keys - len(state.Calls)
	}
	first := state.Keys + windows
	if state.Over != nil {
		first = len(state.Over.Passed)
	}
	if state.Sort != nil {
		first = len(state.Sort.Passed)
	}
	for i, call := range state.Calls {
		m := member{name: names.unexported(state.Result.Fields[first+i].Name), call: call, retracts: state.Retracts()}
		made.members = append(made.members, m)
	}
	for i := range made.members {
		made.members[i].ordered = made.orderedRows(i, names)
	}
	made.addHeads()
	made.slide(base)
	g.states = append(g.states, made)
	return made
}

// groupMethodNames are those of the methods that some group has: no field has the name of one.
const groupMethodNames = "add remove merge empty renew enter ready visit snapshot snapshotSession snapshotFrames spillKey"

// stateText says what a state is of: GROUP BY symbol in tumbling windows.
func stateText(state *physical.State) string {
	if state.Over != nil {
		return overText(state)
	}
	if state.Sort != nil {
		return sortText(state.Sort)
	}
	if state.Top != nil {
		return topText(state)
	}
	if state.AtOnce() {
		return "the " + windowTexts[state.Assign.Window.Kind] + " of a row"
	}
	text := "one group of all rows"
	if state.Waits() {
		return sessionText(state)
	}
	for i, field := range state.Input.Fields[:state.Keys] {
		if i == 0 {
			text = "GROUP BY " + oneLine(field.Name)
		} else {
			text += ", " + oneLine(field.Name)
		}
	}
	if state.Window != nil {
		text += " in " + windowTexts[state.Window.Kind]
	}
	return text
}

var windowTexts = map[logical.WindowKind]string{
	logical.Tumble: "tumbling windows", logical.Hop: "hopping windows", logical.Session: "sessions",
	logical.Cumulate: "cumulating windows", logical.Attached: "windows of its input",
}

// upserts reports a state that emits each change.
func (e *stateEmitter) upserts() bool { return e.state.Emit == logical.EmitChanges }

// windowed reports a state whose groups are of a window.
func (e *stateEmitter) windowed() bool { return e.state.Window != nil }

// sessions reports a state whose groups are of sessions: each key has its own.
func (e *stateEmitter) sessions() bool { return e.windowed() && e.state.Window.Kind == logical.Session }

// sliced reports a state that keeps a table of groups for each slice of time.
func (e *stateEmitter) sliced() bool { return e.windowed() && !e.sessions() }

// keyFields are the fields of a row that are the group's key.
func (e *stateEmitter) keyFields() []structField { return e.input.Fields[:e.state.Keys] }

// means is what the state means.
func (e *stateEmitter) means() *meaning.State { return e.generator.means().Of(e.state) }

// means is what the plan's states mean.
func (g *generator) means() *meaning.Plan {
	if g.known == nil {
		g.known = meaning.Of(g.plan)
	}
	return g.known
}

// addResults makes the segment that takes a state's results through the rest of the stage.
func (s *stageEmitter) addResults(operator physical.Operator, e *stateEmitter) {
	e.owner = s
	name := exportedName(e.field)
	e.emit = s.members.unexported("emit" + name)
	e.withdraw = s.members.unexported("withdraw" + name)
	method := s.members.unexported(e.field + "Result")
	segment := s.addSegment(e.result, method, "result of "+e.name, operator.Consumers(), e)
	e.results = segment
	if !e.upserts() {
		return
	}
	for _, out := range segment.outputs {
		if out.target.sink != nil {
			out.target.sink.upserts = true
		}
	}
}

// stateDeclarations makes state.go.
func (g *generator) stateDeclarations() []jen.Code {
	list := g.keepFunctions()
	for _, e := range g.states {
		if e.state.Over != nil {
			list = append(list, e.overDeclarations()...)
			continue
		}
		if e.state.Sort != nil {
			list = append(list, e.sortDeclarations()...)
			continue
		}
		if e.topped() {
			list = append(list, e.topDeclarations()...)
			continue
		}
		if e.state.AtOnce() {
			list = append(list, e.assignDeclarations()...)
			continue
		}
		list = append(list, e.totalsType()...)
		list = append(list, e.groupType())
		list = append(list, e.orderedDeclarations()...)
		list = append(list, e.groupMethods()...)
		list = append(list, e.tableDeclarations()...)
		list = append(list, e.slidingDeclarations()...)
		if e.part != "" && e.sends {
			list = append(list, e.partType())
		}
		list = append(list, e.operatorDeclarations()...)
	}
	return list
}

// operatorFields are what the operator of every state begins with: its place in the job, and what it counts.
func operatorFields(more ...jen.Code) []jen.Code {
	return append([]jen.Code{
		jen.Op("*").Add(symbol("StageContext")),
		jen.Id("in").Op("*").Add(symbol("Intake")),
		jen.Id("emitted").Op("*").Add(symbol("Emission")),
	}, more...)
}

// plainColumn is the index of the input's column that an expression of the state reads.
func (e *stateEmitter) read(index int) jen.Code {
	return jen.Id("row").Dot(e.input.Fields[index].GoName)
}

// isBytes reports a type whose values are slices of bytes.
func isBytes(t types.Type) bool { return t.Kind == types.Bytes }
