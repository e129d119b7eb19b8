package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// An Over's state has, for each key of PARTITION BY, what its calls need of the rows before: the fields of a group, as those of an
// aggregation. Where it goes by time rows wait, with their group, until the watermark has passed their time.

// overText says what a state is of: OVER (PARTITION BY symbol).
func overText(state *physical.State) string {
	var names []string
	for _, field := range state.Input.Fields[:state.Keys] {
		names = append(names, oneLine(field.Name))
	}
	if len(names) == 0 {
		return "OVER all rows"
	}
	return "OVER (PARTITION BY " + strings.Join(names, ", ") + ")"
}

// overDeclarations make the types of an Over's state.
func (e *stateEmitter) overDeclarations() []jen.Code {
	list := append([]jen.Code{e.framesType()}, e.orderedDeclarations()...)
	if e.compares() {
		list = append(list, e.compareFunction())
	}
	if e.measures() {
		list = append(list, e.keyVariable())
	}
	switch {
	case e.final():
		return append(append(append(list, e.visitMethod()), append(e.tableDeclarations(), e.overType(), e.gatherRowMethod(), e.visitRowsMethod())...), e.spillMethods()...)
	case e.visits():
		list = append(append(list, e.visitMethod(), e.readyMethod()), e.tableDeclarations()...)
		list = append(append(list, e.keptType(), e.overType(), e.takeRowMethod()), e.ttlDeclarations()...)
		return append(append(list, e.visitDueMethod(), e.goOnMethod()), e.spillMethods()...)
	}
	if e.entersPeers() {
		list = append(list, e.framesMethod("enter", "takes a row that those of the same time see, too", logical.Range))
	}
	if e.addsRows() {
		list = append(list, e.framesMethod("add", "takes one row into the frames that end with it", logical.Rows))
	}
	list = append(list, e.tableDeclarations()...)
	if e.byTime() {
		list = append(list, e.keptType())
	}
	list = append(list, e.overType(), e.takeRowMethod())
	list = append(list, e.ttlDeclarations()...)
	return append(append(list, e.advanceRowsMethod()), e.spillMethods()...)
}

// byTime reports rows that wait for the watermark.
func (e *stateEmitter) byTime() bool { return e.state.Over.Time != nil }

// behindResults reports rows that come when the watermark has passed their time already: results of other states.
func (e *stateEmitter) behindResults() bool {
	switch {
	case e.timed():
		return e.state.Sort.Results
	case e.topTimed():
		return e.state.Top.Results || e.state.Top.Proctime
	}
	return e.state.Over != nil && e.state.Over.Results && e.byTime()
}

// passedField is where such rows' operator notes how far it has come.
func (e *stateEmitter) passedField() []jen.Code {
	if !e.behindResults() {
		return nil
	}
	return []jen.Code{jen.Id("passed").Int64().Comment("// the watermark up to which rows went on")}
}

// passed is the time before which rows are late.
func (e *stateEmitter) passed() *jen.Statement {
	if e.behindResults() {
		return jen.Id("s").Dot("passed")
	}
	return jen.Id("s").Dot("Now").Call()
}

// markPassed notes that rows went on up to the watermark; nothing where the stage's own says so.
func (e *stateEmitter) markPassed() []jen.Code {
	if !e.behindResults() {
		return nil
	}
	return []jen.Code{jen.Id("s").Dot("passed").Op("=").Id("watermark")}
}

// late refuses a row whose time is over.
func late(condition *jen.Statement) *jen.Statement {
	return jen.If(condition).Block(jen.Id("s").Dot("in").Dot("Late").Op("++"), jen.Return(jen.Id("s").Dot("Late").Call()))
}

// entersPeers reports a call whose frame ends with the last row of the current one's time.
func (e *stateEmitter) entersPeers() bool {
	for i, frame := range e.state.Over.Frames {
		if !e.looksAtRows(i) && frame.Unit != logical.Rows {
			return true
		}
	}
	return false
}

// addsRows reports a call whose frame ends with the current row itself.
func (e *stateEmitter) addsRows() bool {
	for i, frame := range e.state.Over.Frames {
		if !e.looksAtRows(i) && frame.Unit == logical.Rows {
			return true
		}
	}
	return e.ranks() || e.latest() > 0
}

// countsRows reports a call whose frame begins a number of rows before.
func (e *stateEmitter) countsRows() bool {
	for i, frame := range e.state.Over.Frames {
		if !e.looksAtRows(i) && frame.Unit == logical.Rows && slides(frame) {
			return true
		}
	}
	return false
}

// slides reports a frame whose start moves along.
func slides(frame physical.OverFrame) bool { return frame.Start.Kind != logical.UnboundedPreceding }

// framesType makes the struct of what the calls keep of a key's rows.
//
//	// overSymbolGroup is what OVER (PARTITION BY symbol) keeps of the rows of one key.
//	type overSymbolGroup struct {
//		hash      uint64                                      // of the key
//		Symbol    string                                      // symbol VARCHAR NOT NULL
//		rows      int64                                       // how many there were
//		movingAvg over.Frame[agg.AvgFloat, *agg.AvgFloat]     // AVG(price) OVER (…)
//		minPrice  agg.MinDeque[float64]                       // MIN(price) OVER (…)
//	}
func (e *stateEmitter) framesType() *jen.Statement {
	var fields []jen.Code
	if len(e.keyFields()) > 0 {
		fields = append(fields, jen.Id("hash").Uint64().Comment("// of the key"))
	}
	if e.numbered() {
		fields = append(fields, jen.Id("number").Uint32().Comment("// in the table"))
	}
	if e.forgets() {
		fields = append(fields, e.ageFields()...)
	}
	fields = append(fields, e.keyColumns()...)
	if e.countsRows() && !e.visits() {
		fields = append(fields, jen.Id("rows").Int64().Comment("// how many there were"))
	}
	if e.ranks() {
		fields = append(fields, jen.Id("ranks").Add(symbol("over.Ranks")).Comment("// the last row's number and rank"))
	}
	if limit := e.latest(); e.visits() {
		fields = append(fields, jen.Id("latest").Add(symbol("over.Partition")).Types(jen.Id(e.input.GoName)).Comment(pick(e.final(), "// all of them", "// those that frames still need")))
	} else if limit > 0 {
		fields = append(fields, jen.Id("latest").Add(symbol("over.Rows")).Types(jen.Id(e.input.GoName)).Comment("// the last "+jenInt(limit)+" rows"))
	}
	for i, m := range e.members {
		if e.looksAtRows(i) {
			continue
		}
		fields = append(fields, jen.Id(m.name).Add(e.frameType(i)).Comment("// "+e.callText(m)))
	}
	return jen.Comment("// " + e.group + " is what " + e.name + " keeps of the rows of one key.").Line().Type().Id(e.group).Struct(fields...)
}

// frameType is the type of what a call keeps: an accumulator where nothing leaves the frame, else what slides.
func (e *stateEmitter) frameType(i int) *jen.Statement {
	m, frame := e.members[i], e.state.Over.Frames[i]
	if e.visits() {
		return e.visitedType(i)
	}
	if !slides(frame) {
		return e.accumulatorType(m)
	}
	if m.call.User != nil {
		return e.frameOfUser(m)
	}
	if deque := dequeOf(m); deque != "" {
		return symbol(deque).Types(e.plainType(m.call.Args[0].Type()))
	}
	return symbol(slidingOf(subtracts(m))).Types(e.accumulatorType(m), jen.Op("*").Add(e.accumulatorType(m)))
}

// slidingOf is what accumulators slide in: by subtraction where that is exact, else in two stacks.
func slidingOf(subtracts bool) string { return pick(subtracts, "agg.Running", "over.Frame") }

// subtracts reports a call that gives back exactly what it took.
func subtracts(m member) bool {
	return m.call.User == nil && !m.call.Distinct && m.ordered == nil && overloadOf(m).Invertible
}

// dequeOf is what MIN and MAX slide over; "" for other functions.
func dequeOf(m member) string {
	suffix := "Deque"
	if name, _ := overloadOf(m).GoAccumulator(argumentTypes(m)); strings.HasSuffix(name, "Of") {
		suffix = "DequeOf"
	}
	switch m.call.Function {
	case "MIN":
		return "agg.Min" + suffix
	case "MAX":
		return "agg.Max" + suffix
	}
	return ""
}

// framesMethod makes the method that takes a row into the frames of one unit.
//
//	// add takes one row into the frames that end with it.
//	func (g *overSymbolGroup) add(row *OverSymbolInput) {
//		g.rows++
//		if row.Price.Valid {
//			g.minPrice.Push(row.Price.V, g.rows)
//		}
//		g.minPrice.Evict(g.rows - 99)
//	}
func (e *stateEmitter) framesMethod(name, what string, unit logical.FrameUnit) *jen.Statement {
	place := jen.Id("g").Dot("rows")
	var body, calls []jen.Code
	evicts := false
	for i, m := range e.members {
		frame := e.state.Over.Frames[i]
		if e.looksAtRows(i) {
			continue
		}
		if (frame.Unit == logical.Rows) != (unit == logical.Rows) {
			continue
		}
		if unit != logical.Rows {
			place = jen.Id("time")
		}
		evicts = evicts || slides(frame)
		calls = append(calls, e.enterFrame(m, frame, place)...)
	}
	switch {
	case unit == logical.Rows && e.countsRows():
		body = append(body, jen.Id("g").Dot("rows").Op("++"))
	case unit != logical.Rows && evicts:
		body = append(body, jen.Id("time").Op(":=").Add(e.timeOf("row")))
	}
	if unit == logical.Rows {
		calls = append(calls, e.enterRows()...)
	}
	return jen.Comment("// " + name + " " + what + ".").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id(name).Params(jen.Id("row").Op("*").Id(e.input.GoName)).Block(append(body, calls...)...)
}

// enterFrame takes a row into a call's frame, and lets go of those before it.
func (e *stateEmitter) enterFrame(m member, frame physical.OverFrame, place *jen.Statement) []jen.Code {
	if !slides(frame) {
		return e.addCall(m)
	}
	first := jen.Add(place)
	if offset := frame.Start.Offset; frame.Start.Kind == logical.Preceding && offset > 0 {
		first = first.Op("-").Lit(int(offset))
	}
	if m.call.User != nil {
		return e.enterUserFrame(m, place, first)
	}
	guards, arguments := e.additions(m, "First")
	field := jen.Id("g").Dot(m.name)
	var push []jen.Code
	if dequeOf(m) != "" {
		value := arguments[0]
		if isText(m.call.Args[0].Type()) && !e.byTime() {
			value = jen.Qual("strings", "Clone").Call(value)
		}
		push = guarded(guards, jen.Add(field).Dot("Push").Call(value, place))
	} else {
		push = guarded(guards,
			jen.Var().Id(m.name).Add(e.accumulatorType(m)),
			jen.Id(m.name).Dot("Add").Call(arguments...),
			jen.Add(field).Dot("Push").Call(jen.Id(m.name), place))
	}
	return append(push, jen.Add(field).Dot("Evict").Call(first))
}

// timeOf is the time of a row, in microseconds.
func (e *stateEmitter) timeOf(row string) *jen.Statement {
	return e.timeOfRow(jen.Id(row))
}

func (e *stateEmitter) timeOfRow(row *jen.Statement) *jen.Statement {
	return e.microsOf(e.state.Over.Time, row)
}

// microsOf is a time that a row has, in microseconds.
func (e *stateEmitter) microsOf(time scalar.Expr, row *jen.Statement) *jen.Statement {
	return micros(e.exprs.value(time, "time", func(i int) jen.Code { return jen.Add(row).Dot(e.input.Fields[i].GoName) }), time.Type())
}

// keptType makes the type of a row that waits.
func (e *stateEmitter) keptType() *jen.Statement {
	return jen.Comment("// "+e.kept()+" is a row that waits until those before it are there.").Line().
		Type().Id(e.kept()).Struct(jen.Id("group").Op("*").Id(e.group), jen.Id("row").Id(e.input.GoName))
}

// kept is the name of the type of a row that waits.
func (e *stateEmitter) kept() string {
	if e.part == "" {
		e.part = e.names.unexported(e.field + "Row")
	}
	return e.part
}

// overType makes the type of the partition's field.
func (e *stateEmitter) overType() *jen.Statement {
	fields := operatorFields(jen.Id("groups").Id(e.groups))
	if e.byTime() {
		fields = append(fields,
			jen.Id("pending").Add(symbol("over.Pending")).Types(jen.Id(e.kept())).Comment("// rows that the watermark hasn't passed"),
			jen.Id("due").Index().Id(e.kept()).Comment(pick(e.dueByTime(), "// rows of one time, that go on", "// rows that go on")),
			jen.Id("next").Int().Comment("// the next of them"))
	}
	if e.keepsRowText() && !e.spills() && (e.byTime() || e.latest() > 0 || e.keepsFrames()) {
		fields = append(fields, jen.Id("text").Add(symbol("state.Strings")).Comment("// of rows that are kept"))
	}
	switch {
	case e.final():
		fields = append(fields, jen.Id("next").Uint32().Comment("// the next key whose rows go on"))
		fields = append(fields, e.walkedField()...)
	case e.visits():
		fields = append(fields, e.aheadFields()...)
	}
	fields = append(fields, e.passedField()...)
	if e.byTime() {
		fields = append(fields, e.resumedField()...)
	}
	fields = append(fields, e.agesFields()...)
	fields = append(fields, jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows with their results"))
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

// keepsRowText reports text beside the key's in rows that wait.
func (e *stateEmitter) keepsRowText() bool {
	for _, field := range e.input.Fields[e.state.Keys:] {
		if pointsToText(field.Type) {
			return true
		}
	}
	return false
}

func pointsToText(t types.Type) bool { return isText(t) || isBytes(t) || t.Kind == types.JSON }

// takeRowMethod takes one row: it waits for those before it, or goes on at once.
func (e *stateEmitter) takeRowMethod() *jen.Statement {
	group := jen.Id("group").Op(":=").Add(e.groupOf(jen.Id("s").Dot("groups")))
	var body []jen.Code
	what := "take takes one row into the frames of its key, and on with their results."
	if e.byTime() {
		what = "take takes one row, which waits until those before it are there."
		body = e.keepRow(group)
	} else {
		body = []jen.Code{e.taken(), e.lookAtClock(), group, e.renewed()}
		row := jen.Id("row")
		if e.latest() > 0 || e.keepsFrames() {
			row = jen.Op("&").Id("kept")
			body = append(body, jen.Id("kept").Op(":=").Op("*").Id("row"))
			body = append(body, e.keepTexts(jen.Id("kept"))...)
		}
		if e.addsRows() {
			body = append(body, jen.Id("group").Dot("add").Call(row))
		}
		body = append(body,
			jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), row)))
	}
	return jen.Comment("// " + what).Line().
		Func().Params(e.receiver()).Id("take").Params(e.takes()...).Error().Block(body...)
}

func (e *stateEmitter) keepRow(group *jen.Statement) []jen.Code {
	kept := jen.Id("kept").Dot("row")
	put := jen.List(jen.Id("kept").Dot("group"), kept).Op("=").List(jen.Id("group"), jen.Op("*").Id("row"))
	if e.spills() {
		put = jen.Add(kept).Op("=").Op("*").Id("row")
		if !e.forgets() {
			group = jen.Null()
		}
	}
	body := []jen.Code{
		jen.Id("time").Op(":=").Add(e.timeOf("row")),
		late(jen.Id("time").Op("<").Add(e.passed())),
		e.taken(), group, e.keepAge(),
		jen.Id("kept").Op(":=").Id("s").Dot("pending").Dot("Add").Call(jen.Id("time")),
		put,
	}
	return append(append(body, e.keepTexts(kept)...), jen.Return(jen.Nil()))
}

// keepTexts copies the text of a row that is kept.
func (e *stateEmitter) keepTexts(row *jen.Statement) []jen.Code {
	var body []jen.Code
	for i, field := range e.input.Fields {
		to := jen.Add(row).Dot(field.GoName)
		switch {
		case field.Type.IsNested():
			body = append(body, to.Op("=").Add(e.generator.owned(jen.Add(row).Dot(field.GoName), field.Type)))
		case !pointsToText(field.Type):
		case i < e.state.Keys && !(e.spills() && e.byTime()):
			body = append(body, to.Op("=").Id("group").Dot(field.GoName))
		case e.spills():
			body = append(body, jen.Add(to).Op("=").Add(e.generator.owned(to, field.Type)))
		default:
			body = append(body, e.keepText(to, field.Type))
		}
	}
	return body
}

// keepText copies the text of a row that waits: its batch's is gone.
func (e *stateEmitter) keepText(at *jen.Statement, t types.Type) *jen.Statement {
	value := jen.Add(at)
	if t.Nullable {
		value = value.Dot("V")
	}
	var copied *jen.Statement
	switch {
	case isBytes(t):
		copied = jen.Id("s").Dot("text").Dot("KeepBytes").Call(value)
	case t.Kind == types.JSON:
		copied = jen.Qual(jsonPath, "Raw").Call(jen.Id("s").Dot("text").Dot("Keep").Call(jen.String().Call(value)))
	default:
		copied = jen.Id("s").Dot("text").Dot("Keep").Call(value)
	}
	return jen.Add(value).Op("=").Add(copied)
}

// advanceRowsMethod takes rows on that the watermark has passed. Behind a row that failed it is called again.
//
//	func (s *overSymbolState) advance(watermark int64) error {
//		for {
//			for s.next < len(s.due) {
//				kept := &s.due[s.next]
//				s.next++
//				s.groups.pages.Touch(kept.group.number)
//				kept.group.add(&kept.row)
//				if err := s.to.emitOverSymbol(kept.group, &kept.row); err != nil {
//					return err
//				}
//			}
//			s.due, s.next = s.pending.Next(watermark), 0
//			if len(s.due) == 0 {
//				return nil
//			}
//		}
//	}
func (e *stateEmitter) advanceRowsMethod() *jen.Statement {
	what := "advance takes the rows on that the watermark has passed. Behind one that failed it is called again, and goes on with the next."
	body := []jen.Code{jen.Return(jen.Nil())}
	if !e.byTime() {
		what = "advance has nothing to do: each row went on at once."
	} else {
		done := append(append([]jen.Code{e.forgetBehind()}, e.markPassed()...), jen.Return(jen.Nil()))
		kept := jen.Op("&").Id("kept").Dot("row")
		loop := []jen.Code{
			jen.For(jen.Id("s").Dot("next").Op("<").Len(jen.Id("s").Dot("due"))).Block(
				jen.Id("kept").Op(":=").Op("&").Id("s").Dot("due").Index(jen.Id("s").Dot("next")),
				jen.Id("s").Dot("next").Op("++"),
				e.touchLater(jen.Id("kept").Dot("group")),
				e.addKept(kept),
				returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("kept").Dot("group"), kept))),
			e.relief(),
			jen.List(jen.Id("s").Dot("due"), jen.Id("s").Dot("next")).Op("=").List(
				jen.Id("s").Dot("pending").Dot(pick(e.dueByTime(), "Due", "Next")).Call(jen.Id("watermark")), jen.Lit(0)),
			jen.If(jen.Len(jen.Id("s").Dot("due")).Op("==").Lit(0)).Block(done...),
		}
		loop = append(loop, e.findDue(), e.renewDue())
		if e.entersPeers() {
			loop = append(loop, jen.For(jen.Id("i").Op(":=").Range().Id("s").Dot("due")).Block(
				jen.Id("s").Dot("due").Index(jen.Id("i")).Dot("group").Dot("enter").Call(jen.Op("&").Id("s").Dot("due").Index(jen.Id("i")).Dot("row"))))
		}
		body = append(e.setBack(), jen.For().Block(loop...))
	}
	return jen.Comment("// " + what).Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(body...)
}

// dueByTime reports rows that are due with those of the same time, which something is done with first.
func (e *stateEmitter) dueByTime() bool {
	return e.visits() || e.entersPeers() || e.spills() || e.forgets()
}

// setBack sets the watermark back to the time whose rows are all there; nothing where that is the watermark's own.
func (e *stateEmitter) setBack() []jen.Code {
	if e.state.Over == nil || e.state.Over.Wait == 0 {
		return nil
	}
	return []jen.Code{jen.Id("watermark").Op("=").Add(symbol("over.SetBack")).Call(jen.Id("watermark"), jen.Lit(int(e.state.Over.Wait))).
		Comment("// windows below take late rows")}
}

// addKept takes a row that is due into the frames that end with it; nothing where there are none.
func (e *stateEmitter) addKept(kept *jen.Statement) jen.Code {
	if !e.addsRows() {
		return jen.Null()
	}
	return jen.Id("kept").Dot("group").Dot("add").Call(kept)
}

// emitRowMethod makes the owner's method that takes a row with its results through the rest of the stage.
func (e *stateEmitter) emitRowMethod() *jen.Statement {
	s := e.owner
	var values []jen.Code
	for _, at := range e.state.Over.Passed {
		values = append(values, jen.Id("row").Dot(e.input.Fields[at].GoName))
	}
	for i, m := range e.members {
		value := e.frameValue(i)
		if e.looksAtRows(i) {
			value = e.rowValue(m, e.state.Over.Frames[i])
		}
		if e.result.Fields[len(values)].Type.Nullable && !m.call.Type.Nullable {
			value = symbol("Of").Call(value)
		}
		values = append(values, value)
	}
	return jen.Comment("// "+e.emit+" takes one row, with its results, through the rest of the stage.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(e.emit).Params(jen.Id("group").Op("*").Id(e.group), jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(
		jen.Id("p").Dot(s.stateField(e)).Dot("emitted").Dot("Rows").Op("++"),
		jen.Return(jen.Id("p").Dot(e.results.method).Call(jen.Op("&").Add(e.results.literal(e.result, values)))),
	)
}

// frameValue is a call's result over its frame.
func (e *stateEmitter) frameValue(i int) *jen.Statement {
	m, frame := e.members[i], e.state.Over.Frames[i]
	field := jen.Id("group").Dot(m.name)
	switch {
	case e.visits():
		return e.visitedValue(i)
	case m.call.User != nil && slides(frame):
		return e.valueOf(m, field.Dot("All"))
	case !slides(frame):
		return e.value(m)
	case dequeOf(m) == "":
		return e.valueOf(m, field.Dot("All").Call())
	case m.call.Type.Nullable:
		return symbol("over.Nullable").Call(field.Dot("Front").Call())
	}
	return symbol("over.NotNull").Call(field.Dot("Front").Call())
}
