package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A window of many slices isn't put together anew for each of its ends: each of its keys keeps what its slices have of it, in a frame
// that slides as those of OVER do. A slice enters once, when the first window that has it is due, and leaves with the last. The tables of
// the slices stay until then: rows that come behind the watermark, but not too late for all windows of a slice, are still taken
// into it, and their keys' frames are made anew of the slices.

// manySlices is how many slices a window is to have for that. Fewer are merged when it is due.
const manySlices = 4

// slider is what a state has for it.
type slider struct {
	totals string // bySymbolTotals: the accumulators of a group
	key    string // bySymbolKey: a key of the window, with its frame
	keys   string // bySymbolKeys
}

// slide decides whether a state has one.
func (e *stateEmitter) slide(base string) {
	if !e.gathers() || e.unites() || e.state.Retracts() || slicesOf(e.state.Window) < manySlices {
		return
	}
	for _, m := range e.members {
		if !flat(m) {
			return
		}
	}
	totals := e.names.unexported(base + "Totals") // a group's field, too
	for e.fields.taken[totals] {
		totals = e.names.unexported(base + "Totals")
	}
	e.sliding = &slider{totals: totals, key: e.names.unexported(base + "Key"), keys: e.names.unexported(base + "Keys")}
}

// slicesOf is how many slices a window is cut into, at most.
func slicesOf(w *logical.Window) int64 {
	if w.Kind == logical.Cumulate {
		return w.Size / w.Slide
	}
	a, b := w.Size, w.Slide
	for b != 0 {
		a, b = b, a%b
	}
	return w.Size / a
}

// flat reports a call whose accumulator is one piece of memory, so that a copy of it is another one.
func flat(m member) bool {
	if m.call.User != nil || m.call.Distinct || m.ordered != nil {
		return false
	}
	overload := overloadOf(m)
	name, _ := overload.GoAccumulator(argumentTypes(m))
	points := strings.HasSuffix(name, "Text") || strings.HasSuffix(name, "Bytes") || strings.HasPrefix(name, "agg.Approx")
	return overload.Bounded && !overload.Keeps && !points
}

// keysTable is the emitter of the table of the window's keys.
func (e *stateEmitter) keysTable() *stateEmitter {
	table := *e
	table.group, table.groups = e.sliding.key, e.sliding.keys
	table.keysOf = e.group
	return &table
}

// slidingDeclarations make the types of the frames.
func (e *stateEmitter) slidingDeclarations() []jen.Code {
	if e.sliding == nil {
		return nil
	}
	table := e.keysTable()
	list := []jen.Code{e.keyType(), e.findMethod()}
	if len(e.keyFields()) == 0 {
		return append(list, table.singleGroup()...)
	}
	return append(list, table.tableType(), table.ofMethod(), table.ofGroupMethod(), table.newMethod(), e.removeKeyMethod())
}

// totalsType makes the struct of a group's accumulators, and what merges them.
//
//	// bySymbolTotals are the accumulators of a group.
//	type bySymbolTotals struct {
//		tradeCount agg.Count // COUNT(*)
//	}
func (e *stateEmitter) totalsType() []jen.Code {
	if e.sliding == nil {
		return nil
	}
	name := e.sliding.totals
	list := []jen.Code{
		jen.Comment("// " + name + " are the accumulators of a group.").Line().Type().Id(name).Struct(e.accumulators()...),
		e.totalsMethod("Merge", "takes the rows of others"),
	}
	if e.subtracts() {
		list = append(list, e.totalsMethod("Subtract", "takes the rows of others back"))
	}
	return list
}

// totalsMethod makes a method that does for each accumulator what it is named after.
func (e *stateEmitter) totalsMethod(name, what string) *jen.Statement {
	var body []jen.Code
	for _, m := range e.members {
		body = append(body, jen.Id("t").Dot(m.name).Dot(name).Call(jen.Op("&").Id("other").Dot(m.name)))
	}
	totals := e.sliding.totals
	return jen.Comment("// " + name + " " + what + ".").Line().
		Func().Params(jen.Id("t").Op("*").Id(totals)).Id(name).Params(jen.Id("other").Op("*").Id(totals)).Block(body...)
}

// subtracts reports a state all of whose calls give back exactly what they took.
func (e *stateEmitter) subtracts() bool {
	for _, m := range e.members {
		if !subtracts(m) {
			return false
		}
	}
	return true
}

// keyType makes the struct of a key of the window that goes on.
//
//	// bySymbolKey is a key of the windows that go on, with what their slices have of it.
//	type bySymbolKey struct {
//		hash   uint64 // of the key
//		Symbol string // symbol VARCHAR NOT NULL
//		slices agg.Running[bySymbolTotals, *bySymbolTotals]
//		stale  bool // a slice that was in got more rows
//	}
func (e *stateEmitter) keyType() *jen.Statement {
	var fields []jen.Code
	if len(e.keyFields()) > 0 {
		fields = append(fields, jen.Id("hash").Uint64().Comment("// of the key"))
	}
	fields = append(fields, e.keyColumns()...)
	totals := jen.Id(e.sliding.totals)
	fields = append(fields,
		jen.Id("slices").Add(symbol(slidingOf(e.subtracts()))).Types(totals, jen.Op("*").Add(totals)),
		jen.Id("stale").Bool().Comment("// a slice that was in got more rows"))
	return jen.Comment("// " + e.sliding.key + " is a key of the windows that go on, with what their slices have of it.").Line().
		Type().Id(e.sliding.key).Struct(fields...)
}

// findMethod finds the group of a key in a slice.
func (e *stateEmitter) findMethod() *jen.Statement {
	body := []jen.Code{
		jen.If(jen.Id("t").Dot("pages").Dot("Len").Call().Op("==").Lit(0)).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id("t").Dot("only").Call()),
	}
	if len(e.keyFields()) > 0 {
		body = []jen.Code{jen.Id("hash").Op(":=").Id("key").Dot("hash"), e.probe("key", jen.Return(jen.Nil()))}
	}
	return jen.Comment("// find returns the group of a key; nil where there is none.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("find").Params(jen.Id("key").Op("*").Id(e.sliding.key)).Op("*").Id(e.group).Block(body...)
}

// removeKeyMethod takes a key out of the table.
func (e *stateEmitter) removeKeyMethod() *jen.Statement {
	return jen.Comment("// remove takes a key out.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.sliding.keys)).Id("remove").Params(jen.Id("number").Uint32()).Block(
		jen.Id("t").Dot("index").Dot("Delete").Call(jen.Id("t").Dot("pages").Dot("At").Call(jen.Id("number")).Dot("hash"), jen.Id("number")),
		jen.Id("t").Dot("pages").Dot("Delete").Call(jen.Id("number")))
}

// markStale has a key's frame made anew where a slice gets rows that windows were put together from.
//
//	if s.windows.Gathered(slice) {
//		s.window.of(row).stale = true
//	}
func (e *stateEmitter) markStale(key *jen.Statement) jen.Code {
	if e.sliding == nil {
		return jen.Null()
	}
	return jen.If(jen.Id("s").Dot("windows").Dot("Gathered").Call(jen.Id("slice"))).Block(
		jen.Add(key).Dot("stale").Op("=").True())
}

// slideMethods make what brings the frames to a window.
//
//	// gather takes in the slices that the window has and those before it hadn't.
//	func (s *bySymbolState) gather(slices []*window.Slice[bySymbolGroups]) {
//		if s.gathered {
//			return
//		}
//		for _, slice := range slices {
//			if s.windows.Gathered(slice) {
//				continue
//			}
//			for _, group := range slice.Groups.pages.All() {
//				if s.windows.Behind(slice) {
//					s.window.like(group).stale = true
//					continue
//				}
//				s.window.like(group).slices.Push(group.bySymbolTotals, slice.Start)
//			}
//		}
//		s.gathered = true
//	}
//
//	// again puts a key's frame together anew.
//	func (s *bySymbolState) again(key *bySymbolKey, slices []*window.Slice[bySymbolGroups]) {
//		key.slices.Clear()
//		for _, slice := range slices {
//			if group := slice.Groups.find(key); group != nil {
//				key.slices.Push(group.bySymbolTotals, slice.Start)
//			}
//		}
//		key.stale = false
//	}
func (e *stateEmitter) slideMethods() []jen.Code {
	slices := jen.Id("slices").Index().Op("*").Add(symbol("window.Slice")).Types(jen.Id(e.groups))
	push := func(key *jen.Statement) *jen.Statement {
		return key.Dot("slices").Dot("Push").Call(jen.Id("group").Dot(e.sliding.totals), jen.Id("slice").Dot("Start"))
	}
	each := func(body ...jen.Code) *jen.Statement {
		return jen.For(jen.List(jen.Id("_"), jen.Id("slice")).Op(":=").Range().Id("slices")).Block(body...)
	}
	gather := jen.Comment("// gather takes in the slices that the window has and those before it hadn't.").Line().
		Func().Params(e.receiver()).Id("gather").Params(slices).Block(
		jen.If(jen.Id("s").Dot("gathered")).Block(jen.Return()),
		each(
			jen.If(jen.Id("s").Dot("windows").Dot("Gathered").Call(jen.Id("slice"))).Block(jen.Continue()),
			jen.For(jen.List(jen.Id("_"), jen.Id("group")).Op(":=").Range().Id("slice").Dot("Groups").Dot("pages").Dot("All").Call()).Block(
				jen.If(jen.Id("s").Dot("windows").Dot("Behind").Call(jen.Id("slice"))).Block(
					jen.Id("s").Dot("window").Dot("like").Call(jen.Id("group")).Dot("stale").Op("=").True(),
					jen.Continue()),
				push(jen.Id("s").Dot("window").Dot("like").Call(jen.Id("group"))))),
		jen.Id("s").Dot("gathered").Op("=").True(),
	)
	again := jen.Comment("// again puts a key's frame together anew.").Line().
		Func().Params(e.receiver()).Id("again").Params(jen.Id("key").Op("*").Id(e.sliding.key), slices).Block(
		jen.Id("key").Dot("slices").Dot("Clear").Call(),
		each(jen.If(jen.Id("group").Op(":=").Id("slice").Dot("Groups").Dot("find").Call(jen.Id("key")), jen.Id("group").Op("!=").Nil()).Block(
			push(jen.Id("key")))),
		jen.Id("key").Dot("stale").Op("=").False(),
	)
	return []jen.Code{gather, again}
}

// emitKeys emits the keys of a window. Those that none of its slices has are forgotten.
//
//	for n, ok := s.window.pages.Next(s.next); ok; n, ok = s.window.pages.Next(n + 1) {
//		s.next = n + 1
//		key := s.window.pages.At(n)
//		if key.stale {
//			s.again(key, slices)
//		}
//		key.slices.Evict(start)
//		if key.slices.Len() == 0 {
//			s.window.remove(n)
//			continue
//		}
//		s.group = bySymbolGroup{Symbol: key.Symbol, bySymbolTotals: *key.slices.All()}
//		if err := s.to.emitBySymbol(&s.group, start, end); err != nil {
//			return err
//		}
//	}
func (e *stateEmitter) emitKeys() *jen.Statement {
	pages := func() *jen.Statement { return jen.Id("s").Dot("window").Dot("pages") }
	key := jen.Id("key")
	gone := []jen.Code{jen.Continue()}
	if len(e.keyFields()) > 0 {
		gone = []jen.Code{jen.Id("s").Dot("window").Dot("remove").Call(jen.Id("n")), jen.Continue()}
	}
	var fields []jen.Code
	for _, field := range e.keyFields() {
		fields = append(fields, jen.Id(field.GoName).Op(":").Id("key").Dot(field.GoName))
	}
	fields = append(fields, jen.Id(e.sliding.totals).Op(":").Op("*").Id("key").Dot("slices").Dot("All").Call())
	return jen.For(
		jen.List(jen.Id("n"), jen.Id("ok")).Op(":=").Add(pages()).Dot("Next").Call(jen.Id("s").Dot("next")), jen.Id("ok"),
		jen.List(jen.Id("n"), jen.Id("ok")).Op("=").Add(pages()).Dot("Next").Call(jen.Id("n").Op("+").Lit(1)),
	).Block(
		jen.Id("s").Dot("next").Op("=").Id("n").Op("+").Lit(1),
		jen.Id("key").Op(":=").Add(pages()).Dot("At").Call(jen.Id("n")),
		jen.If(jen.Add(key).Dot("stale")).Block(jen.Id("s").Dot("again").Call(key, jen.Id("slices"))),
		jen.Add(key).Dot("slices").Dot("Evict").Call(jen.Id("start")),
		jen.If(jen.Add(key).Dot("slices").Dot("Len").Call().Op("==").Lit(0)).Block(gone...),
		jen.Id("s").Dot("group").Op("=").Id(e.group).Add(inLine(fields...)),
		returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Op("&").Id("s").Dot("group"), jen.Id("start"), jen.Id("end"))),
	)
}
