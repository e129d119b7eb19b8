package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A state that spills has groups for which memory has no room in a store on disk: spill.Table knows of them. The table asks it where it has no group
// of a key, and what walks over all groups walks over those, too.

// spillsToDisk reports SET 'state.backend' = 'disk'.
func (g *generator) spillsToDisk() bool { return g.setting("state.backend") == "disk" }

// spills reports a state whose groups may go to a store on disk. lower refuses plans with others, but for those of one group.
func (e *stateEmitter) spills() bool {
	return e.spillsToDisk() && len(e.keyFields()) > 0 && e.keeps() && !e.leavesRows()
}

// openState links the store.
func (g *generator) openState() jen.Code {
	if !g.spillsToDisk() {
		return nil
	}
	return jen.Id("OpenState").Op(":").Add(symbol("state/pebble.Open"))
}

// useGroup says that a row has reached a group; nothing where all groups stay in memory.
func (e *stateEmitter) useGroup(number jen.Code) jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	return jen.Id("t").Dot("cold").Dot("Use").Call(number)
}

// fetched is a new group, with what the store has of its key.
func (e *stateEmitter) fetched(group *jen.Statement) *jen.Statement {
	if !e.spills() {
		return group
	}
	return jen.Id("t").Dot("fetch").Call(group)
}

// spillTableMethods are those of the table of groups.
func (e *stateEmitter) spillTableMethods() []jen.Code {
	if !e.spills() {
		return nil
	}
	list := []jen.Code{e.fetchMethod()}
	if e.walksStore() {
		list = append(list, e.holdsMethod(), e.nextMethod())
	}
	return append(list, e.spillKeyMethod())
}

// fetchMethod fills a new group.
//
//	// fetch fills a new group with what the store has of its key.
//	func (t *bySymbolGroups) fetch(g *bySymbolGroup) *bySymbolGroup {
//		t.cold.Fetch(g, g.hash)
//		return g
//	}
func (e *stateEmitter) fetchMethod() *jen.Statement {
	fetch := jen.Id("t").Dot("cold").Dot("Fetch").Call(jen.Id("g"), jen.Id("g").Dot("hash"))
	if e.forgets() {
		fetch = jen.If(fetch).Block(jen.Id("g").Dot("age").Dot("Known").Call())
	}
	return jen.Comment("// fetch fills a new group with what the store has of its key.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("fetch").Params(jen.Id("g").Op("*").Id(e.group)).Op("*").Id(e.group).Block(
		fetch, jen.Return(jen.Id("g")))
}

// walksStore reports a state all of whose groups go on at the end.
func (e *stateEmitter) walksStore() bool {
	if e.state.Over != nil {
		return e.spills() && (e.final() || e.later().waits())
	}
	return e.spills() && e.state.Emit == logical.EmitFinal && !e.unites() && !e.sessions()
}

// holdsMethod finds a group in memory.
func (e *stateEmitter) holdsMethod() *jen.Statement {
	return jen.Comment("// holds reports that there is a group of the same key in memory.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("holds").Params(jen.Id("other").Op("*").Id(e.group)).Bool().Block(
		jen.Id("hash").Op(":=").Id(e.hash).Call(e.keysIn("other")...),
		e.probing("other", []jen.Code{jen.Return(jen.False())}, jen.Return(jen.True())))
}

// keysIn are the columns of the key of a row, or of a group.
func (e *stateEmitter) keysIn(group string) (keys []jen.Code) {
	for _, field := range e.keyFields() {
		keys = append(keys, jen.Id(group).Dot(field.GoName))
	}
	return keys
}

// spillKeyMethod says by what the store finds a group. Numbers that are one to GROUP BY have to be one there.
//
//	// spillKey codes the key, by which the store finds the group, and returns its hash.
//	func (g *bySymbolGroup) spillKey(c *snapshot.Codec) uint64 {
//		c.Text(&g.Symbol)
//		return g.hash
//	}
func (e *stateEmitter) spillKeyMethod() *jen.Statement {
	var body []jen.Code
	locals := e.names.locals("g", "c", e.hash)
	for _, field := range e.keyFields() {
		at := jen.Id("g").Dot(field.GoName)
		if field.Type.IsFloat() {
			local := locals.unexported(field.GoName)
			value := jen.Id(local)
			if field.Type.Nullable {
				value = value.Dot("V")
			}
			body = append(body, jen.Id(local).Op(":=").Add(at), value.Clone().Op("=").Add(symbol("state.OneFloat")).Call(value))
			at = jen.Id(local)
		}
		body = append(body, e.codeValue(at, field.Type))
	}
	return jen.Comment("// spillKey codes the key, by which the store finds the group, and returns its hash.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("spillKey").Params(codec()).Uint64().Block(
		append(body, jen.Return(jen.Id("g").Dot("hash")))...)
}

// spillMethods are those of the operator. One with windows has a table for each.
//
//	// Spill gives the state its part of the store.
//	func (s *bySymbolState) Spill(to *store.Space) {
//		s.groups.cold.Open(to, spill.Coding[bySymbolGroup]{Key: (*bySymbolGroup).spillKey, Group: (*bySymbolGroup).snapshot, Flat: true})
//	}
//
//	// Relieve takes cold groups out of memory where there are more than it is for.
//	func (s *bySymbolState) Relieve() error { return s.groups.cold.Relieve(&s.groups.index, &s.groups.pages) }
func (e *stateEmitter) spillMethods() []jen.Code {
	if !e.spills() {
		return nil
	}
	var body []jen.Code
	if e.forgets() {
		body = append(body, jen.Id("s").Dot("ages").Dot("Unlist").Call())
	}
	relieve := []jen.Code{jen.Return(relief("Relieve", jen.Id("s").Dot("groups")))}
	if e.sliced() || e.topTimed() {
		body = append(body, e.openTables())
		relieve = e.relieveTables()
	} else {
		body = append(body, jen.Id("s").Dot("groups").Dot("cold").Dot("Open").Call(jen.Id("to"), e.coding()))
	}
	if e.state.Retracts() && e.upserts() {
		relieve = append([]jen.Code{jen.If(jen.Id("s").Dot("due").Dot("Waits").Call()).Block(jen.Return(jen.Nil()).Comment("// a result failed, and left others behind"))}, relieve...)
	}
	return []jen.Code{
		jen.Comment("// Spill gives the state its part of the store.").Line().
			Func().Params(e.receiver()).Id("Spill").Params(jen.Id("to").Op("*").Add(symbol("store.Space"))).Block(body...),
		jen.Comment("// Relieve takes cold groups out of memory where there are more than it is for.").Line().
			Func().Params(e.receiver()).Id("Relieve").Params().Error().Block(relieve...),
	}
}

// coding says what the table's groups consist of.
func (e *stateEmitter) coding() *jen.Statement {
	of := func(method string) *jen.Statement { return jen.Parens(jen.Op("*").Id(e.group)).Dot(method) }
	group := jen.Id("g").Op("*").Id(e.group)
	fields := []jen.Code{jen.Id("Key").Op(":").Add(of("spillKey"))}
	switch {
	case e.sessions():
		fields = append(fields, e.sessionCoding()...)
	case e.state.Over != nil:
		fields = append(fields, e.overCoding()...)
	default:
		fields = append(fields, jen.Id("Group").Op(":").Add(of("snapshot")))
	}
	if e.flat() {
		fields = append(fields, jen.Id("Flat").Op(":").True())
	}
	if e.counts() {
		fields = append(fields, jen.Id("Empty").Op(":").Func().Params(group).Bool().Block(jen.Return(jen.Id("g").Dot("rows").Op("==").Lit(0))))
	}
	if e.forgets() {
		fields = append(fields,
			jen.Id("Expires").Op(":").Func().Params(group).Int64().Block(jen.Return(jen.Id("s").Dot("ages").Dot("Expires").Call(jen.Op("&").Id("g").Dot("age")))),
			jen.Id("ExpiryStep").Op(":").Id("s").Dot("ages").Dot("Step").Call())
	}
	return symbol("state/spill.Coding").Types(jen.Id(e.group)).Add(lines(fields...))
}

// sessionCoding is what the coding of sessions has: a key goes out with its sessions, and comes back when the first of them closes.
//
//	Group: func(g *byUserGroup, c *snapshot.Codec) {
//		g.snapshot(c)
//		if !c.Reading() {
//			s.windows.Snapshot(c, g, (*byUserGroup).snapshotSession)
//			return
//		}
//		s.windows.Restore(c, g, g.number, (*byUserGroup).snapshotSession)
//	},
//	Empty:  func(g *byUserGroup) bool { return g.open.None() },
//	Wakes:  func(g *byUserGroup) int64 { return s.windows.Ends(g) },
//	Leaves: func(g *byUserGroup) { s.windows.Leave(&s.groups.pages, g, g.number) },
//	…
func (e *stateEmitter) sessionCoding() []jen.Code {
	group, g := jen.Id("g").Op("*").Id(e.group), jen.Id("g")
	windows := func(method string, args ...jen.Code) *jen.Statement {
		return jen.Id("s").Dot("windows").Dot(method).Call(args...)
	}
	session, number := jen.Parens(jen.Op("*").Id(e.group)).Dot("snapshotSession"), jen.Id("g").Dot("number")
	return append([]jen.Code{
		jen.Id("Group").Op(":").Func().Params(group, codec()).Block(
			jen.Id("g").Dot("snapshot").Call(jen.Id("c")),
			jen.If(jen.Op("!").Id("c").Dot("Reading").Call()).Block(windows("Snapshot", jen.Id("c"), g, session), jen.Return()),
			windows("Restore", jen.Id("c"), g, number, session)),
		jen.Id("Beside").Op(":").Add(symbol("window.WaitingBytes")),
		jen.Id("Empty").Op(":").Func().Params(group).Bool().Block(jen.Return(jen.Id("g").Dot("open").Dot("None").Call())),
		jen.Id("Leaves").Op(":").Func().Params(group).Block(windows("Leave", jen.Op("&").Id("s").Dot("groups").Dot("pages"), g, number)),
	}, e.wakes(jen.Return(windows("Ends", g)))...)
}

// asleep begins to wake groups whose time has come: until is the time up to which they are in memory. Some are woken at once, and others when those
// have done what they had to do. Nothing where all stay in memory.
//
//	until := rt.BeginningOfTime
//	for {
//		session := s.windows.Due(until)
//		if session == nil {
//			if until == watermark && !s.groups.cold.Sleeps(watermark) {
//				return nil
//			}
//			until = s.groups.cold.Wake(watermark)
//			continue
//		}
//		…
//	}
func (e *stateEmitter) asleep() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	return jen.Id("until").Op(":=").Add(symbol("BeginningOfTime"))
}

// awake is whether all groups whose time has come are in memory.
func (e *stateEmitter) awake() *jen.Statement {
	return jen.Id("until").Op("==").Id("watermark").Op("&&").Op("!").Id("s").Dot("groups").Dot("cold").Dot("Sleeps").Call(jen.Id("watermark"))
}

// wake brings some of them back.
func (e *stateEmitter) wake() *jen.Statement {
	return jen.Id("until").Op("=").Id("s").Dot("groups").Dot("cold").Dot("Wake").Call(jen.Id("watermark"))
}

// wakes is what the coding of groups has that have something to do at a time.
func (e *stateEmitter) wakes(at ...jen.Code) []jen.Code {
	return []jen.Code{
		jen.Id("Wakes").Op(":").Func().Params(jen.Id("g").Op("*").Id(e.group)).Int64().Block(at...),
		jen.Id("Head").Op(":").Parens(jen.Op("*").Id(e.group)).Dot("snapshot"),
		jen.Id("Back").Op(":").Func().Params(jen.Id("key").Op("*").Id(e.group)).Block(
			jen.Id("key").Dot("hash").Op("=").Id(e.hash).Call(e.keysIn("key")...),
			jen.Id("s").Dot("groups").Dot("like").Call(jen.Id("key")))}
}

// relief takes cold groups out of a table.
func relief(method string, table *jen.Statement, total ...jen.Code) *jen.Statement {
	return jen.Add(table).Dot("cold").Dot(method).Call(append(total, jen.Op("&").Add(table).Dot("index"), jen.Op("&").Add(table).Dot("pages"))...)
}

// openTables gives each slice's table a part of the store.
//
//	s.windows.New = func() bySymbolGroups {
//		groups := newBySymbolGroups()
//		groups.cold.Open(to.Part(), …)
//		return groups
//	}
func (e *stateEmitter) openTables() jen.Code {
	arguments := []jen.Code{jen.Id("to").Dot("Part").Call()}
	open := "OpenIn"
	if !e.unites() {
		open, arguments = "Open", append(arguments, e.coding())
	}
	return jen.Id("s").Dot("windows").Dot("New").Op("=").Func().Params().Id(e.groups).Block(
		jen.Id("groups").Op(":=").Add(e.empty()),
		jen.Id("groups").Dot("cold").Dot(open).Call(arguments...),
		jen.Return(jen.Id("groups")))
}

// relieveTables takes cold groups out of all slices' tables.
//
//	total := 0
//	for _, slice := range s.windows.All() {
//		total += slice.Groups.pages.Len()
//	}
//	if s.out != nil {
//		if total < rt.PartialGroups {
//			return nil
//		}
//		return s.send(rt.EndOfTime) // early, as before a checkpoint
//	}
//	for _, slice := range s.windows.All() {
//		if err := slice.Groups.cold.RelieveOf(total, &slice.Groups.index, &slice.Groups.pages); err != nil {
//			return err
//		}
//	}
//	return nil
func (e *stateEmitter) relieveTables() []jen.Code {
	groups := jen.Id("slice").Dot("Groups")
	each := func(body ...jen.Code) jen.Code {
		return jen.For(jen.List(jen.Id("_"), jen.Id("slice")).Op(":=").Range().Id("s").Dot("windows").Dot("All").Call()).Block(body...)
	}
	early := jen.Null()
	if e.sends {
		early = jen.If(jen.Id("s").Dot("out").Op("!=").Nil()).Block(
			jen.If(jen.Id("total").Op("<").Add(symbol("PartialGroups"))).Block(jen.Return(jen.Nil())),
			jen.Return(jen.Id("s").Dot("send").Call(symbol("EndOfTime"))).Comment("// early, as before a checkpoint"))
	}
	return []jen.Code{
		jen.Id("total").Op(":=").Lit(0),
		each(jen.Id("total").Op("+=").Add(groups).Dot("pages").Dot("Len").Call()),
		early,
		each(returnError(relief("RelieveOf", groups, jen.Id("total")))),
		jen.Return(jen.Nil())}
}

// clearSpilled forgets what the store has of a slice's table.
func (e *stateEmitter) clearSpilled() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	return jen.Id("t").Dot("cold").Dot("Clear").Call()
}

// flat reports groups that point to nothing.
func (e *stateEmitter) flat() bool {
	if e.sessions() || e.topped() || e.state.Over != nil || e.keepsText() || len(e.images) > 0 {
		return false
	}
	for _, m := range e.members {
		if !flat(m) {
			return false
		}
	}
	return true
}

// spilled lets the partition's state use the store; nothing where it doesn't spill.
func (e *stateEmitter) spilled(state *jen.Statement) jen.Code {
	if !e.spills() && !e.sortsOnDisk() {
		return jen.Null()
	}
	return jen.Line().Id("context").Dot("Spills").Call(jen.Lit(e.state.Name), jen.Op("&").Add(state))
}

// sendsEarly lets the first phase of windows send its groups when they are many, not only when their window is complete; nothing where all stay in
// memory. Groups without a window always are.
func (e *stateEmitter) sendsEarly(state *jen.Statement) jen.Code {
	if !e.spills() || !e.windowed() {
		return jen.Null()
	}
	return jen.Id("context").Dot("Relieves").Call(jen.Add(state).Dot("Relieve"))
}

// dropSpilled forgets what the store has of a group that goes for good.
func (e *stateEmitter) dropSpilled() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	return jen.Id("t").Dot("cold").Dot("Drop").Call(jen.Id("g"), jen.Id("g").Dot("hash"))
}

// snapshotSpilled writes those of a table's groups in the store that a checkpoint needs. begin is what entries begin with.
func (e *stateEmitter) snapshotSpilled(table *jen.Statement, begin []jen.Code) jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	first := jen.Nil()
	if len(begin) > 0 {
		first = jen.Func().Params(codec()).Block(begin...)
	}
	return jen.Add(table).Dot("cold").Dot("Snapshot").Call(jen.Id("to"), jen.Id("to").Dot("All").Op("||").Op("!").Add(table).Dot("pages").Dot("Tracked").Call(), first)
}

// emitSpilled emits the groups of a table at the end: those in memory from the next one on, then those in the store.
//
//	for group := s.groups.next(&s.next); group != nil; group = s.groups.next(&s.next) {
//		if err := s.to.emitBySymbol(group); err != nil {
//			return err
//		}
//		if err := s.Relief(); err != nil {
//			return err
//		}
//	}
func (e *stateEmitter) emitSpilled(table *jen.Statement, bounds ...jen.Code) jen.Code {
	var emit []jen.Code
	if e.counts() {
		emit = append(emit, jen.If(jen.Id("group").Dot("rows").Op("==").Lit(0)).Block(jen.Continue()))
	}
	emit = append(emit,
		e.skipUntaken(jen.Id("group")),
		returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(append([]jen.Code{jen.Id("group")}, bounds...)...)),
		e.relief())
	next := nextOf(table)
	return jen.For(jen.Id("group").Op(":=").Add(next), jen.Id("group").Op("!=").Nil(), jen.Id("group").Op("=").Add(next)).Block(emit...)
}

// nextOf is the next group of a table.
func nextOf(table *jen.Statement) *jen.Statement {
	return jen.Add(table).Dot("next").Call(jen.Op("&").Id("s").Dot("next"))
}

// relief lets the operators behind keep within their memory while one gives many results; nothing where all stay in memory.
func (e *stateEmitter) relief() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	return returnError(jen.Id("s").Dot("Relief").Call())
}

// nextMethod walks all groups at the end.
//
//	// next is the next group of all, of which none goes out any more: those in memory, then those in the store.
//	func (t *bySymbolGroups) next(from *uint32) *bySymbolGroup {
//		t.cold.Freeze()
//		if number, ok := t.pages.Next(*from); ok {
//			*from = number + 1
//			return t.pages.At(number)
//		}
//		return t.cold.Next(t.holds)
//	}
func (e *stateEmitter) nextMethod() *jen.Statement {
	cold, pages, from := jen.Id("t").Dot("cold"), jen.Id("t").Dot("pages"), jen.Op("*").Id("from")
	return jen.Comment("// next is the next group of all, of which none goes out any more: those in memory, then those in the store.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("next").Params(jen.Id("from").Op("*").Uint32()).Op("*").Id(e.group).Block(
		jen.Add(cold).Dot("Freeze").Call(),
		jen.If(jen.List(jen.Id("number"), jen.Id("ok")).Op(":=").Add(pages).Dot("Next").Call(from), jen.Id("ok")).Block(
			jen.Add(from).Op("=").Id("number").Op("+").Lit(1),
			jen.Return(jen.Add(pages).Dot("At").Call(jen.Id("number")))),
		jen.Return(jen.Add(cold).Dot("Next").Call(jen.Id("t").Dot("holds"))))
}

// forgetSpilled forgets old keys where there is a store: in it, and in memory, whose groups no list has then.
//
//	if s.groups.cold.Expire(now) {
//		for _, group := range s.groups.pages.All() {
//			if s.ages.IsOver(&group.age, now) {
//				s.groups.forget(group)
//			}
//		}
//	}
func (e *stateEmitter) forgetSpilled() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	groups := jen.Id("s").Dot("groups")
	return jen.If(jen.Add(groups).Dot("cold").Dot("Expire").Call(jen.Id("now"))).Block(
		jen.For(jen.List(jen.Id("_"), jen.Id("group")).Op(":=").Range().Add(groups).Dot("pages").Dot("All").Call()).Block(
			jen.If(jen.Id("s").Dot("ages").Dot("IsOver").Call(jen.Op("&").Id("group").Dot("age"), jen.Id("now"))).Block(
				jen.Add(groups).Dot("forget").Call(jen.Id("group")))))
}

// madeGroups is how many groups have been new so far, of SELECT DISTINCT.
func (e *stateEmitter) madeGroups(table *jen.Statement) *jen.Statement {
	if e.spills() {
		return jen.Add(table).Dot("cold").Dot("Made").Call()
	}
	return jen.Add(table).Dot("pages").Dot("Len").Call()
}
