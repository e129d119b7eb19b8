package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// jobExchanges describes the ways between stages.
func (g *generator) jobExchanges() jen.Code {
	if len(g.exchanges) == 0 {
		return nil
	}
	var list []jen.Code
	for _, e := range g.exchanges {
		fields := []jen.Code{
			jen.Id("Name").Op(":").Lit(e.label),
			jen.Id("Kind").Op(":").Add(symbol(exchangeKinds[e.exchange.Kind])),
			jen.Id("Links").Op(":").Add(symbol("LinksOf")).Types(e.receiver.inputType()),
		}
		if g.clocked[e.exchange] {
			fields = append(fields, jen.Id("Clock").Op(":").True())
		}
		list = append(list, inLine(fields...))
	}
	return jen.Id("Exchanges").Op(":").Index().Add(symbol("Exchange")).Add(lines(list...))
}

var exchangeKinds = map[physical.ExchangeKind]string{physical.Hash: "Hash", physical.Rebalance: "Rebalance", physical.Single: "Single", physical.Broadcast: "Broadcast"}

// maxAhead is SET 'watermark.max-ahead'.
func (g *generator) maxAhead() jen.Code {
	if g.plan.MaxAhead == 0 {
		return nil
	}
	return jen.Id("MaxAhead").Op(":").Op(jenInt(int(g.plan.MaxAhead)))
}

// needsTime reports a stage that moves event time.
func (s *stageEmitter) needsTime() bool {
	var found bool
	var visit func([]physical.Operator)
	visit = func(list []physical.Operator) {
		for _, operator := range list {
			_, ok := operator.(*physical.Watermark)
			found = found || ok
			visit(operator.Consumers())
		}
	}
	visit(s.stage.Then)
	return found
}

// needsClock reports a stage whose states go by the machine's clock, or which says how far that has closed windows.
func (s *stageEmitter) needsClock() bool {
	if slices.ContainsFunc(sentTo(s.stage), func(e *physical.Exchange) bool { return s.clocked[e] }) {
		return true
	}
	return slices.ContainsFunc(s.targets, func(t *target) bool { return t.state != nil && (t.state.byMachine() || t.state.topByMachine()) })
}

// ends lists where the stage's rows end, so that the runtime can check that none is lost: the sinks and the states and
// exchanges that the input's rows reach, and the sinks that the results of each state reach.
func (s *stageEmitter) ends() []jen.Code {
	var outputs, intakes, sends, emits []jen.Code
	for _, segment := range s.segments {
		var sinks, taken []jen.Code
		for _, out := range segment.outputs {
			if out.target.sink != nil {
				sinks = append(sinks, jen.Lit(out.target.sink.table.Name))
			} else {
				taken = append(taken, jen.Lit(out.target.intake()))
			}
		}
		if segment.from == nil {
			outputs, intakes = sinks, taken
			continue
		}
		fields := []jen.Code{jen.Id("Name").Op(":").Lit(segment.from.state.Name)}
		if len(sinks) > 0 {
			fields = append(fields, jen.Id("Outputs").Op(":").Index().String().Add(inLine(sinks...)))
		}
		if len(taken) > 0 {
			fields = append(fields, jen.Id("Intakes").Op(":").Index().String().Add(inLine(taken...)))
		}
		if segment.from.state.AtOnce() {
			fields = append(fields, jen.Id("AtOnce").Op(":").True())
		}
		if f := segment.from.state.Unmarshalled(); f != nil {
			fields = append(fields, jen.Id("Unmarshalled").Op(":").Lit(f.Package+"."+f.Func))
		}
		emits = append(emits, inLine(fields...))
	}
	for _, t := range s.targets {
		if label := t.exchangeLabel(); label != "" {
			sends = append(sends, jen.Lit(label))
		}
	}
	var list []jen.Code
	if len(outputs) > 0 {
		list = append(list, jen.Id("Outputs").Op(":").Index().String().Add(inLine(outputs...)))
	}
	if len(intakes) > 0 {
		list = append(list, jen.Id("Intakes").Op(":").Index().String().Add(inLine(intakes...)))
	}
	if len(sends) > 0 {
		list = append(list, jen.Id("Sends").Op(":").Index().String().Add(inLine(sends...)))
	}
	if len(emits) > 0 {
		list = append(list, jen.Id("Emits").Op(":").Index().Add(symbol("Emits")).Add(lines(emits...)))
	}
	return list
}

// intake is the name under which the runtime counts what a state or an exchange takes.
func (t *target) intake() string {
	if t.state != nil {
		return t.state.state.Name
	}
	return "to " + t.exchange.label
}

// exchangeLabel is the exchange that a target sends to; "" where it sends nothing.
func (t *target) exchangeLabel() string {
	switch {
	case t.exchange != nil:
		return t.exchange.label
	case t.state != nil && t.state.sends && t.phase == physical.Partial:
		return t.state.generator.exchangeOf(t.state.exchange).label
	}
	return ""
}

// ownedStates are the states whose results the stage takes on.
func (s *stageEmitter) ownedStates() []*target {
	var list []*target
	for _, t := range s.targets {
		if t.state != nil && t.phase != physical.Partial {
			list = append(list, t)
		}
	}
	return list
}

// targetLiteral makes the value of a partition's field.
//
//	highValueSink{out: context.Output("high_value")}
//
// reuse says that nobody keeps what results point to, so that the memory of what is closed is used again.
func (s *stageEmitter) targetLiteral(t *target, reuse bool) *jen.Statement {
	context := func(method, name string) *jen.Statement { return jen.Id("context").Dot(method).Call(jen.Lit(name)) }
	switch {
	case t.sink != nil:
		return inLine(jen.Id("out").Op(":").Add(context("Output", t.sink.table.Name)))
	case t.exchange != nil:
		return lines(
			jen.Id("in").Op(":").Add(context("Intake", t.intake())),
			jen.Id("direct").Op(":").Add(direct(t.exchange)),
			jen.Id("out").Op(":").Add(sender(t.exchange)))
	}
	return lines(s.stateFields(t, reuse)...)
}

func (s *stageEmitter) stateFields(t *target, reuse bool) []jen.Code {
	e := t.state
	var fields []jen.Code
	if !e.state.AtOnce() || e.state.Assign.Window.Proctime {
		fields = append(fields, jen.Id("StageContext").Op(":").Id("context"))
	}
	if t.phase != physical.Merge {
		fields = append(fields, jen.Id("in").Op(":").Id("context").Dot("Intake").Call(jen.Lit(e.state.Name)))
	}
	if t.phase != physical.Partial {
		fields = append(fields, jen.Id("emitted").Op(":").Id("context").Dot("Emitted").Call(jen.Lit(e.state.Name)))
	}
	if e.sessions() {
		fields = append(fields, jen.Id("windows").Op(":").Add(e.sessionsLiteral()))
	}
	if e.state.AtOnce() {
		fields = append(fields, jen.Id("shape").Op(":").Add(shapeOf(e.state.Assign.Window)))
	}
	if e.sliced() {
		shape := shapeOf(e.state.Window)
		if e.apart() {
			fields = append(fields, jen.Id("shape").Op(":").Add(shape))
			shape = symbol("window.Attached").Call(jen.Op(jenInt(int(e.state.Window.Lateness))))
		}
		fields = append(fields, jen.Id("windows").Op(":").Add(e.slicesLiteral(shape, reuse)))
	} else if e.topTimed() {
		windows := []jen.Code{jen.Id("Shape").Op(":").Add(symbol("window.Attached").Call(jen.Lit(0))), jen.Id("New").Op(":").Add(e.tableMaker())}
		if e.spills() {
			windows = append(windows, jen.Id("Clear").Op(":").Parens(jen.Op("*").Id(e.groups)).Dot("clear"))
		}
		fields = append(fields, jen.Id("windows").Op(":").Add(symbol("window.Slices")).Types(jen.Id(e.groups)).Values(windows...))
	} else if e.state.Sort == nil && !e.state.AtOnce() {
		fields = append(fields, jen.Id("groups").Op(":").Add(e.empty()))
	}
	if e.timed() || e.letsThrough() {
		fields = append(fields, e.countsAtFirst()...)
	}
	if e.sortsOnDisk() {
		fields = append(fields, e.sortedLiteral())
	}
	if e.forgets() {
		fields = append(fields, e.agesLiteral())
	}
	if e.ownTime && e.windowed() {
		fields = append(fields, jen.Id("time").Op(":").Add(symbol("BeginningOfTime")))
	}
	if e.behindResults() {
		fields = append(fields, jen.Id("passed").Op(":").Add(symbol("BeginningOfTime")))
	}
	if t.phase == physical.Partial {
		exchange := s.generator.exchangeOf(e.exchange)
		fields = append(fields, jen.Id("to").Op(":").Add(direct(exchange)), jen.Id("out").Op(":").Add(sender(exchange)))
	}
	return fields
}

// slicesLiteral makes the slices of a state.
func (e *stateEmitter) slicesLiteral(shape jen.Code, reuse bool) *jen.Statement {
	fields := []jen.Code{jen.Id("Shape").Op(":").Add(shape), jen.Id("New").Op(":").Add(e.tableMaker())}
	if reuse || e.spills() { // what is closed leaves the store, and who keeps its texts keeps their memory
		fields = append(fields, jen.Id("Clear").Op(":").Parens(jen.Op("*").Id(e.groups)).Dot("clear"))
	}
	return symbol("window.Slices").Types(jen.Id(e.groups)).Add(lines(fields...))
}

// direct is the stage behind an exchange, where it runs in this partition.
func direct(e *exchangeEmitter) *jen.Statement {
	return symbol("DirectTo").Types(jen.Id(e.receiver.partition)).Call(jen.Id("context"), jen.Lit(e.label))
}

func sender(e *exchangeEmitter) *jen.Statement {
	return symbol("SenderOf").Types(e.receiver.inputType()).Call(jen.Id("context"), jen.Lit(e.label))
}

// shapeOf describes windows to the runtime, in microseconds.
func shapeOf(w *logical.Window) *jen.Statement {
	number := func(n int64) jen.Code { return jen.Op(jenInt(int(n))) }
	switch w.Kind {
	case logical.Tumble:
		return symbol("window.Tumbling").Call(number(w.Size), number(w.Offset), number(w.Lateness))
	case logical.Hop:
		return symbol("window.Hopping").Call(number(w.Size), number(w.Slide), number(w.Offset), number(w.Lateness))
	case logical.Cumulate:
		return symbol("window.Cumulating").Call(number(w.Size), number(w.Slide), number(w.Offset), number(w.Lateness))
	case logical.Attached:
		return symbol("window.Attached").Call(number(w.Lateness))
	}
	panic("codegen: no shape for " + w.Kind.String() + " windows")
}
