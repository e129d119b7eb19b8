package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// operatorDeclarations make the operator's type and what it does with rows, with groups and with the passing of time.
func (e *stateEmitter) operatorDeclarations() []jen.Code {
	if e.state.Retracts() {
		return append([]jen.Code{e.operatorType()}, e.retractMethods()...)
	}
	list := append([]jen.Code{e.operatorType(), e.takeMethod()}, append(e.blockMethods(), e.ttlDeclarations()...)...)
	if e.rows != nil {
		list = append(list, e.takeRowsMethod())
	}
	if e.sends {
		list = append(append(list, e.takeGroupsMethod(), e.sendMethod()), e.passMethod()...)
	}
	if e.sliding != nil {
		list = append(list, e.slideMethods()...)
	} else if e.gathers() && !e.unites() {
		list = append(list, e.gatherMethod())
	}
	return append(append(append(list, e.totalsDeclarations()...), e.advanceMethod()), e.spillMethods()...)
}

// gathers reports windows that are put together from slices.
func (e *stateEmitter) gathers() bool {
	return e.windowed() && !e.upserts() && e.mergeable() && (e.state.Window.Kind == logical.Hop || e.state.Window.Kind == logical.Cumulate)
}

// exact reports windows whose groups are kept window by window: those that rows bring along, those that emit each change, and those that
// can't be put together.
func (e *stateEmitter) exact() bool {
	return e.windowed() && (e.state.Window.Kind == logical.Attached || (e.upserts() || !e.mergeable()) && e.state.Window.Kind != logical.Tumble && !e.sessions())
}

// apart reports windows that are taken into one by one, and go on one by one.
func (e *stateEmitter) apart() bool {
	return e.exact() && !e.upserts() && e.state.Window.Kind != logical.Attached
}

func (e *stateEmitter) receiver() jen.Code { return jen.Id("s").Op("*").Id(e.typeName) }

// operatorType makes the type of the partition's field.
//
//	// bySymbolState is GROUP BY symbol.
//	type bySymbolState struct {
//		*rt.StageContext
//		in     *rt.Intake
//		groups bySymbolGroups
//		next   int                // the next group to go on
//		to     *bySymbolPartition // takes the results
//	}
func (e *stateEmitter) operatorType() *jen.Statement {
	fields := operatorFields()
	if e.sliced() {
		fields = append(fields, jen.Id("windows").Add(symbol("window.Slices")).Types(jen.Id(e.groups)))
		if e.apart() {
			fields = append(fields, jen.Id("shape").Add(symbol("window.Shape")).Comment("// the windows that a row is in"))
		}
	} else {
		fields = append(fields, jen.Id("groups").Id(e.groups))
	}
	if e.sessions() {
		fields = append(fields, jen.Id("windows").Add(symbol("window.Sessions")).Types(jen.Id(e.group)))
	}
	if e.state.Waits() {
		fields = append(fields, e.closedFields()...)
	}
	if e.ownTime && e.windowed() {
		fields = append(fields, jen.Id("time").Int64().Comment("// the watermark that the state has been brought to"))
	}
	fields = append(fields, e.agesFields()...)
	if e.state.Retracts() && e.upserts() {
		fields = append(fields, jen.Id("due").Add(symbol("state.Due")).Types(jen.Id(e.group)))
	}
	if e.sliding != nil {
		fields = append(fields,
			jen.Id("window").Id(e.sliding.keys).Comment("// the keys of the window that goes on"),
			jen.Id("gathered").Bool(),
			jen.Id("group").Id(e.group).Comment("// one of them, as it goes on"))
	} else if e.unites() {
		fields = append(fields, e.unionFields()...)
	} else if e.gathers() {
		fields = append(fields,
			jen.Id("window").Id(e.groups).Comment("// the groups of the window that goes on"),
			jen.Id("gathered").Bool())
	}
	if e.walks() {
		fields = append(fields, jen.Id("next").Uint32().Comment("// the next group to go on"))
	}
	fields = append(fields,
		jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the results"))
	if e.sends {
		fields = append(fields, jen.Id("out").Op("*").Add(symbol("Sender")).Types(jen.Id(e.sentType())).Comment("// takes the groups of the first phase, where there is more than one partition"))
	}
	if e.passes() {
		fields = append(fields, jen.Id("first").Add(symbol("FirstPhase")).Comment("// says which rows pass it by"))
	}
	fields = append(append(fields, e.blockFields()...), e.rowsFields()...)
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

// walks reports groups that go on one after the other when time passes, from the next one on.
func (e *stateEmitter) walks() bool {
	switch {
	case e.sessions(), e.unites():
		return false
	case e.windowed():
		return !e.upserts()
	}
	return e.state.Emit == logical.EmitFinal || e.hasTotals()
}

// sentType is what the exchange between two phases moves.
func (e *stateEmitter) sentType() string {
	if e.windowed() {
		return e.part
	}
	return e.group
}

// partType makes the type of a group on its way between two phases.
func (e *stateEmitter) partType() *jen.Statement {
	return jen.Comment("// "+e.part+" is a group of a slice of time, on its way to the partition that puts windows together.").Line().
		Type().Id(e.part).Struct(jen.List(jen.Id("start"), jen.Id(pick(e.gathers(), "from", "end"))).Int64(), jen.Id("group").Id(e.group))
}

// takeMethod takes one row.
//
//	// take takes one row into its group.
//	func (s *bySymbolState) take(row *BySymbolInput) error {
//		s.in.Taken++
//		s.groups.of(row).add(row)
//		return nil
//	}
func (e *stateEmitter) takeMethod() *jen.Statement {
	var body []jen.Code
	switch {
	case e.sessions():
		body = e.takeIntoSession()
	case e.exact() && e.state.Window.Kind != logical.Attached:
		body = e.takeIntoWindows()
	case e.windowed():
		body = e.takeIntoSlice()
	default:
		body = append([]jen.Code{e.taken(), e.lookAtClock(), e.passedOn()}, e.intoGroup(jen.Id("s").Dot("groups"), nil)...)
	}
	return jen.Comment("// take takes one row into its group.").Line().
		Func().Params(e.receiver()).Id("take").Params(e.takes()...).Error().Block(body...)
}

func (e *stateEmitter) taken() *jen.Statement {
	return jen.Id("s").Dot("in").Dot("Taken").Op("++")
}

// intoGroup takes the row into its group of a table, and emits what is to be emitted at once. bounds are the window's.
func (e *stateEmitter) intoGroup(table *jen.Statement, bounds []jen.Code) []jen.Code {
	of := e.groupOf(table)
	emit := func(group jen.Code) *jen.Statement {
		return jen.Id("s").Dot("to").Dot(e.emit).Call(append([]jen.Code{group}, bounds...)...)
	}
	switch {
	case e.state.Emit == logical.EmitFirst && e.forgets():
		return []jen.Code{
			jen.Id("group").Op(":=").Add(of),
			jen.If(e.reach()).Block(jen.Return(emit(jen.Id("group")))),
			jen.Return(jen.Nil()),
		}
	case e.state.Emit == logical.EmitFirst:
		return []jen.Code{
			jen.Id("known").Op(":=").Add(e.madeGroups(table)),
			jen.If(jen.Id("group").Op(":=").Add(of), e.madeGroups(table).Op(">").Id("known")).Block(jen.Return(emit(jen.Id("group")))),
			jen.Return(jen.Nil()),
		}
	case e.upserts():
		return []jen.Code{
			jen.Id("group").Op(":=").Add(of),
			e.renewed(),
			e.taking(jen.Id("group"), jen.Return),
			jen.Return(emit(jen.Id("group"))),
		}
	}
	return []jen.Code{e.waitsInBlock(table), e.taking(of, jen.Return), jen.Return(jen.Nil())}
}

// now is the watermark that lateness is judged by.
func (e *stateEmitter) now() *jen.Statement {
	if e.byMachine() && !e.state.Window.Carried {
		return jen.Id("s").Dot("MachineTime").Call()
	}
	if e.ownTime {
		return jen.Id("s").Dot("time")
	}
	return jen.Id("s").Dot("Now").Call()
}

// byMachine reports windows of processing time: rows fall into them, and they close, by the machine's clock.
func (e *stateEmitter) byMachine() bool { return e.windowed() && e.state.Window.Proctime }

// windowTime is the time by which a row falls into its windows.
func (e *stateEmitter) windowTime() *jen.Statement {
	return e.timeIn(e.state.Window)
}

// timeIn is the time by which a row falls into windows.
func (e *stateEmitter) timeIn(w *logical.Window) *jen.Statement {
	if w.Proctime && !w.Carried {
		return jen.Id("s").Dot("MachineTime").Call()
	}
	return e.column(w.Time)
}

// column reads a column of the row.
func (e *stateEmitter) column(expr scalar.Expr) *jen.Statement { return e.argument(expr) }

// takeIntoSlice takes a row into its slice of time, unless it is late.
func (e *stateEmitter) takeIntoSlice() []jen.Code {
	w := e.state.Window
	var at *jen.Statement
	if w.Kind != logical.Attached {
		at = jen.Id("s").Dot("windows").Dot("At").Call(e.windowTime())
		if e.gathers() {
			at = jen.Id("s").Dot("windows").Dot("Taking").Call(e.windowTime(), e.now())
		}
	} else {
		at = jen.Id("s").Dot("windows").Dot("Exactly").Call(e.column(w.Start), e.column(w.End))
	}
	body := []jen.Code{
		jen.Id("slice").Op(":=").Add(at),
		jen.If(jen.Id("slice").Dot("Closes").Op("<=").Add(e.now())).Block(
			jen.Id("s").Dot("in").Dot("Late").Op("++"),
			jen.Return(jen.Id("s").Dot("Late").Call())),
		e.taken(),
	}
	if e.sliding != nil {
		return append(body, e.groupOf(jen.Id("slice").Dot("Groups")).Dot("add").Call(jen.Id("row")),
			e.markStale(e.groupOf(jen.Id("s").Dot("window"))), jen.Return(jen.Nil()))
	}
	return append(body, e.intoGroup(jen.Id("slice").Dot("Groups"), []jen.Code{jen.Id("slice").Dot("Start"), jen.Id("slice").Dot("End")})...)
}

// takeIntoWindows takes a row into each of its windows, and emits the group's new result for each.
func (e *stateEmitter) takeIntoWindows() []jen.Code {
	shape := jen.Id("s").Dot("windows").Dot("Shape")
	goOn := func(refused ...jen.Code) *jen.Statement { // to the next window: each decides for itself
		return jen.Add(returnError(refused[0])).Line().Continue()
	}
	emit := returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), jen.Id("slice").Dot("Start"), jen.Id("slice").Dot("End")))
	add := []jen.Code{jen.Id("group").Op(":=").Add(e.groupOf(jen.Id("slice").Dot("Groups"))), e.taking(jen.Id("group"), goOn), emit}
	if e.apart() {
		shape = jen.Id("s").Dot("shape")
		add = []jen.Code{e.taking(e.groupOf(jen.Id("slice").Dot("Groups")), goOn)}
	}
	return []jen.Code{
		jen.Id("time").Op(":=").Add(e.windowTime()),
		jen.Id("last").Op(":=").Add(shape).Dot("LastEnd").Call(jen.Id("time")),
		jen.If(jen.Add(shape).Dot("Late").Call(jen.Id("last"), e.now())).Block(
			jen.Id("s").Dot("in").Dot("Late").Op("++"),
			jen.Return(jen.Id("s").Dot("Late").Call())),
		e.taken(),
		jen.For(jen.Id("end").Op(":=").Add(shape).Dot("FirstEnd").Call(jen.Id("time")), jen.Id("end").Op("<=").Id("last"), jen.Id("end").Op("=").Add(shape).Dot("NextEnd").Call(jen.Id("end"))).Block(
			append([]jen.Code{
				jen.If(jen.Add(shape).Dot("Late").Call(jen.Id("end"), e.now())).Block(jen.Continue()),
				jen.Id("slice").Op(":=").Id("s").Dot("windows").Dot("Exactly").Call(jen.Add(shape).Dot("StartOf").Call(jen.Id("end")), jen.Id("end"))}, add...)...,
		),
		jen.Return(jen.Nil()),
	}
}

// takesManyGroups reports a second phase that looks groups up side by side: those of one table, in memory. A user's Merge may panic, and a batch then
// goes on behind the group that it was called for.
func (e *stateEmitter) takesManyGroups() bool {
	return !e.windowed() && !e.spills() && !e.refuses() && len(e.keyFields()) > 0
}

// takeGroupsMethod takes what the first phase sends: a group, or as many as a batch has.
func (e *stateEmitter) takeGroupsMethod() *jen.Statement {
	if e.takesManyGroups() {
		return e.takeManyGroupsMethod()
	}
	return e.takeGroupMethod()
}

// takeManyGroupsMethod takes groups of the first phase.
//
//	// takeGroups takes groups of the first phase, which are looked up side by side.
//	func (s *bySymbolState) takeGroups(groups []bySymbolGroup) {
//		var hashes [64]uint64
//		var likely [64]uint32
//		for some := range slices.Chunk(groups, len(hashes)) {
//			for i := range some {
//				hashes[i] = some[i].hash
//			}
//			state.Look(&s.groups.index, &s.groups.pages, hashes[:len(some)], likely[:len(some)])
//			for i := range some {
//				other := &some[i]
//				g := s.groups.pages.Likely(likely[i])
//				if g == nil || !(g.Symbol == other.Symbol) {
//					g = s.groups.like(other)
//				}
//				g.merge(other)
//			}
//		}
//	}
func (e *stateEmitter) takeManyGroupsMethod() *jen.Statement {
	table, i, some := jen.Id("s").Dot("groups"), jen.Id("i"), jen.Id("some")
	first := func(array string) *jen.Statement { return jen.Id(array).Index(jen.Op(":").Len(some)) }
	each := func(body ...jen.Code) *jen.Statement {
		return jen.For(jen.Add(i).Op(":=").Range().Add(some)).Block(body...)
	}
	return jen.Comment("// takeGroups takes groups of the first phase, which are looked up side by side.").Line().
		Func().Params(e.receiver()).Id("takeGroups").Params(jen.Id("groups").Index().Id(e.group)).Block(
		jen.Var().Id("hashes").Index(jen.Lit(groupsAtOnce)).Uint64(),
		jen.Var().Id("likely").Index(jen.Lit(groupsAtOnce)).Uint32(),
		jen.For(jen.Add(some).Op(":=").Range().Qual("slices", "Chunk").Call(jen.Id("groups"), jen.Len(jen.Id("hashes")))).Block(
			each(jen.Id("hashes").Index(i).Op("=").Add(some).Index(i).Dot("hash")),
			symbol("state.Look").Call(jen.Op("&").Add(table).Dot("index"), jen.Op("&").Add(table).Dot("pages"), first("hashes"), first("likely")),
			each(
				jen.Id("other").Op(":=").Op("&").Add(some).Index(i),
				jen.Id("g").Op(":=").Add(table).Dot("pages").Dot("Likely").Call(jen.Id("likely").Index(i)),
				jen.If(jen.Id("g").Op("==").Nil().Op("||").Op("!").Add(e.isSameKeys("other"))).Block(
					jen.Id("g").Op("=").Add(table).Dot("like").Call(jen.Id("other"))),
				jen.Id("g").Dot("merge").Call(jen.Id("other")),
			),
		))
}

// groupsAtOnce is how many groups are looked up side by side: as many as state.Look takes at once.
const groupsAtOnce = 64

// takeGroupMethod takes a group of the first phase.
func (e *stateEmitter) takeGroupMethod() *jen.Statement {
	var body []jen.Code
	if e.windowed() {
		at := jen.Id("s").Dot("windows").Dot("At").Call(jen.Id("part").Dot("start"))
		if e.exact() {
			at = jen.Id("s").Dot("windows").Dot("Exactly").Call(jen.Id("part").Dot("start"), jen.Id("part").Dot("end"))
		}
		if e.gathers() {
			at = jen.Id("s").Dot("windows").Dot("StartingWith").Call(jen.Id("part").Dot("start"), jen.Id("part").Dot("from"))
		}
		slice := at
		body = []jen.Code{jen.Id("other").Op(":=").Op("&").Id("part").Dot("group")}
		if e.sliding != nil {
			slice = jen.Id("slice")
			body = append(body, jen.Id("slice").Op(":=").Add(at))
		}
		body = append(body,
			jen.Add(slice).Dot("Groups").Dot("like").Call(jen.Id("other")).Dot("merge").Call(jen.Id("other")),
			e.markStale(jen.Id("s").Dot("window").Dot("like").Call(jen.Id("other"))))
		return jen.Comment("// takeGroup takes a group of the first phase.").Line().
			Func().Params(e.receiver()).Id("takeGroup").Params(jen.Id("part").Op("*").Id(e.part)).Block(body...)
	}
	return jen.Comment("// takeGroup takes a group of the first phase.").Line().
		Func().Params(e.receiver()).Id("takeGroup").Params(jen.Id("other").Op("*").Id(e.group)).Add(onOneLine(
		jen.Id("s").Dot("groups").Dot("like").Call(jen.Id("other")).Dot("merge").Call(jen.Id("other"))))
}

// gatherMethod puts a window together from its slices.
func (e *stateEmitter) gatherMethod() *jen.Statement {
	return jen.Comment("// gather puts a window together from its slices.").Line().
		Func().Params(e.receiver()).Id("gather").Params(jen.Id("slices").Index().Op("*").Add(symbol("window.Slice")).Types(jen.Id(e.groups))).Block(
		jen.If(jen.Id("s").Dot("gathered")).Block(jen.Return()),
		jen.Id("s").Dot("window").Op("=").Add(e.empty()),
		jen.For(jen.List(jen.Id("_"), jen.Id("slice")).Op(":=").Range().Id("slices")).Block(
			jen.For(jen.List(jen.Id("_"), jen.Id("other")).Op(":=").Range().Id("slice").Dot("Groups").Dot("pages").Dot("All").Call()).Block(
				jen.Id("s").Dot("window").Dot("like").Call(jen.Id("other")).Dot("merge").Call(jen.Id("other")))),
		jen.Id("s").Dot("gathered").Op("=").True(),
	)
}

// advanceMethod emits what the watermark has passed. It is called again with the same watermark behind a result that failed,
// and goes on with the next one.
func (e *stateEmitter) advanceMethod() *jen.Statement {
	var body []jen.Code
	if e.inBlocks() { // the package in-process has no batch whose end they are taken at
		body = append(body, jen.Id("s").Dot("takeBlock").Call())
	}
	if e.sends {
		send := []jen.Code{jen.Return(jen.Id("s").Dot("send").Call(jen.Id("watermark")))}
		if e.ownTime && e.windowed() {
			send = append([]jen.Code{jen.Id("s").Dot("time").Op("=").Id("watermark")}, send...)
		}
		body = append(body, jen.If(jen.Id("s").Dot("out").Op("!=").Nil()).Block(send...))
	}
	if e.byMachine() {
		body = append(body, goByMachine(pick(e.state.Window.Carried, "PassedTime", "MachineTime")))
	}
	if e.state.Retracts() && e.upserts() {
		body = append(body, jen.Comment("// A result that failed may have left others behind."), returnError(jen.Id("s").Dot("emitDue").Call()))
	}
	switch {
	case e.sessions():
		body = append(body, e.closeSessions()...)
	case e.windowed() && e.upserts():
		body = append(body, e.closeSilently()...)
	case e.windowed():
		body = append(body, e.closeWindows()...)
	default:
		body = append(body, e.emitAtEnd()...)
	}
	return jen.Comment("// advance emits what the watermark has passed. Behind a result that failed it is called again, and goes on with the next one.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(body...)
}

// goByMachine lets the machine's clock stand for the watermark, as long as the input goes on.
func goByMachine(now string) *jen.Statement {
	return jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Id("watermark").Op("=").Id("s").Dot(now).Call())
}

// emitEach emits the groups of a table from the next one on.
func (e *stateEmitter) emitEach(table *jen.Statement, bounds ...jen.Code) jen.Code {
	if e.walksStore() {
		return e.emitSpilled(table, bounds...)
	}
	if e.counts() {
		return e.emitLeft(table)
	}
	return jen.For(jen.Id("s").Dot("next").Op("<").Uint32().Call(jen.Add(table).Dot("pages").Dot("Len").Call())).Block(
		jen.Id("group").Op(":=").Add(table).Dot("pages").Dot("At").Call(jen.Id("s").Dot("next")),
		jen.Id("s").Dot("next").Op("++"),
		e.skipUntaken(jen.Id("group")),
		returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(append([]jen.Code{jen.Id("group")}, bounds...)...)),
	)
}

// skipUntaken passes over a group all of whose rows were refused.
func (e *stateEmitter) skipUntaken(group *jen.Statement) jen.Code {
	if !e.refuses() {
		return jen.Null()
	}
	return jen.If(jen.Op("!").Add(group).Dot("taken")).Block(jen.Continue())
}

func (e *stateEmitter) closeWindows() []jen.Code {
	if e.unites() {
		return e.closeUnited()
	}
	window, groups := jen.Id("slices").Index(jen.Lit(0)).Dot("Groups"), []jen.Code{}
	if e.gathers() {
		window, groups = jen.Id("s").Dot("window"), []jen.Code{jen.Id("s").Dot("gather").Call(jen.Id("slices"))}
	}
	loop := append([]jen.Code{
		jen.List(jen.Id("start"), jen.Id("end"), jen.Id("slices"), jen.Id("ok")).Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Id("watermark")),
		jen.If(jen.Op("!").Id("ok")).Block(e.brought()...),
	}, groups...)
	emit := e.emitEach(window, jen.Id("start"), jen.Id("end"))
	if e.sliding != nil {
		emit = e.emitKeys()
	}
	loop = append(loop, emit, jen.Id("s").Dot("next").Op("=").Lit(0))
	if e.gathers() {
		loop = append(loop, jen.Id("s").Dot("gathered").Op("=").False())
	}
	return []jen.Code{jen.For().Block(append(loop, jen.Id("s").Dot("windows").Dot("Close").Call(jen.Id("end")))...)}
}

// brought ends the passing of time.
func (e *stateEmitter) brought() []jen.Code {
	if e.ownTime {
		return []jen.Code{jen.Id("s").Dot("time").Op("=").Id("watermark"), jen.Return(jen.Nil())}
	}
	return []jen.Code{jen.Return(jen.Nil())}
}

// closeSilently forgets windows whose results went on as they changed.
func (e *stateEmitter) closeSilently() []jen.Code {
	return []jen.Code{jen.For().Block(
		jen.List(jen.Id("_"), jen.Id("end"), jen.Id("_"), jen.Id("ok")).Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Id("watermark")),
		jen.If(jen.Op("!").Id("ok")).Block(e.brought()...),
		jen.Id("s").Dot("windows").Dot("Close").Call(jen.Id("end")))}
}

// emitAtEnd emits all groups at the end of the input: of EMIT FINAL. A query without GROUP BY has a result even if there was
// no row.
func (e *stateEmitter) emitAtEnd() []jen.Code {
	last := jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))
	single := len(e.keyFields()) == 0 && e.state.Emit != logical.EmitFirst
	only := jen.Id("s").Dot("groups").Dot("only").Call()
	switch {
	case e.state.Emit == logical.EmitFinal && single:
		return []jen.Code{
			jen.If(jen.Add(last).Op("||").Id("s").Dot("next").Op(">").Lit(0)).Block(jen.Return(jen.Nil())),
			jen.Id("s").Dot("next").Op("++"),
			jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(only)),
		}
	case e.state.Emit == logical.EmitFinal:
		totals := jen.Null()
		if e.hasTotals() {
			totals = jen.Id("s").Dot("makeTotals").Call()
		}
		return []jen.Code{
			jen.If(last).Block(jen.Return(jen.Nil())),
			totals,
			e.emitEach(jen.Id("s").Dot("groups")),
			jen.Return(jen.Nil()),
		}
	case single:
		return []jen.Code{
			jen.If(jen.Add(last).Op("||").Id("s").Dot("groups").Dot("pages").Dot("Len").Call().Op(">").Lit(0)).Block(jen.Return(jen.Nil())),
			jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(only)),
		}
	case e.hasTotals():
		return []jen.Code{
			jen.If(last).Block(jen.Return(jen.Nil())),
			jen.Return(jen.Id("s").Dot("emitTotals").Call()),
		}
	}
	return []jen.Code{e.forgetBehind(), jen.Return(jen.Nil()).Comment("// each change went on at once")}
}
