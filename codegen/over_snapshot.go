package codegen

import "github.com/dave/jennifer/jen"

// A checkpoint has, of an Over, the keys that changed, each with its frames, and the rows that came since the last one and wait for the
// watermark. An entry says first which of both it is.

// overSnapshotDeclarations are what an Over adds to snapshot.go.
func (e *stateEmitter) overSnapshotDeclarations() []jen.Code {
	return append(e.orderedCodes(), e.codeKeyMethod(), e.codeFramesMethod(), e.restoreFramesMethod(), e.overSnapshotMethod(), e.resumeWaiting(e.byTime()), e.overRestoreMethod())
}

// changesLater reports keys that change when rows go on, not when they come.
func (e *stateEmitter) changesLater() bool { return e.state.Over != nil && e.byTime() }

// touchLater says that a key changes.
func (e *stateEmitter) touchLater(group *jen.Statement) jen.Code {
	number := jen.Add(group).Dot("number")
	if len(e.keyFields()) == 0 {
		number = jen.Lit(0)
	}
	return jen.Id("s").Dot("groups").Dot("pages").Dot("Touch").Call(number)
}

// codeKeyMethod says what a key consists of.
func (e *stateEmitter) codeKeyMethod() *jen.Statement {
	body := e.codeKey()
	if e.forgets() && e.waits() {
		body = append(body, jen.Id("c").Dot("Int64").Call(jen.Op("&").Id("g").Dot("reached")))
	}
	return e.groupMethod("snapshot", "codes the key. Its frames come behind it.", body)
}

// codeFramesMethod says what a key's frames consist of.
//
//	// snapshotFrames codes what calls need of the rows before: all of it, or what changed.
//	func (g *overSymbolGroup) snapshotFrames(c *snapshot.Codec, all bool) {
//		g.latest.Snapshot(c, all)
//		snapshot.Part(c, &g.total)
//	}
func (e *stateEmitter) codeFramesMethod() *jen.Statement {
	field := func(name string) *jen.Statement { return jen.Id("g").Dot(name) }
	code := func(name string) jen.Code { return field(name).Dot("Snapshot").Call(jen.Id("c")) }
	var body []jen.Code
	if e.countsRows() && !e.visits() {
		body = append(body, jen.Id("c").Dot("Int64").Call(jen.Op("&").Add(field("rows"))))
	}
	if e.ranks() {
		body = append(body, code("ranks"))
	}
	switch {
	case e.visits():
		body = append(body, field("latest").Dot("Snapshot").Call(jen.Id("c"), jen.Id("all")))
	case e.latest() > 0:
		body = append(body, code("latest"))
	}
	for i, m := range e.members {
		switch {
		case e.looksAtRows(i):
		case e.visits() && !e.accumulates(i):
			body = append(body, symbol("snapshot.Int").Call(jen.Id("c"), jen.Op("&").Add(field(m.name))))
		default:
			body = append(body, symbol("snapshot.Part").Call(jen.Id("c"), jen.Op("&").Add(field(m.name))))
		}
	}
	e.needsRow()
	return jen.Comment("// snapshotFrames codes what calls need of the rows before: all of it, or what changed.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("snapshotFrames").Params(codec(), jen.Id("all").Bool()).Block(body...)
}

// needsRow makes rows code themselves where some are kept.
func (e *stateEmitter) needsRow() {
	if e.byTime() || e.latest() > 0 || e.keepsFrames() {
		e.codeRow(jen.Null(), e.input)
	}
}

// restoreFramesMethod puts a key's frames into the table.
//
//	// restore takes a key of a checkpoint, in the place of an older one. Its rows go on behind those that are known.
//	func (t *overSymbolGroups) restore(c *snapshot.Codec) *overSymbolGroup {
//		var g overSymbolGroup
//		g.snapshot(c)
//		g.hash = hashOverSymbol(g.Symbol)
//		place := t.like(&g)
//		g.number, g.latest = place.number, place.latest
//		g.snapshotFrames(c, false)
//		*place = g
//		return place
//	}
func (e *stateEmitter) restoreFramesMethod() *jen.Statement {
	body, place := e.restoreKey()
	body = append(body, jen.Id("place").Op(":=").Add(place))
	var to, from []jen.Code
	keep := func(field string, value *jen.Statement) {
		to, from = append(to, jen.Id("g").Dot(field)), append(from, value)
	}
	if e.numbered() {
		keep("number", jen.Id("place").Dot("number"))
	}
	if e.forgets() {
		keep("age", jen.Id("place").Dot("age").Dot("Restored").Call(jen.Id("g").Dot("age")))
	}
	if e.visits() {
		keep("latest", jen.Id("place").Dot("latest"))
	}
	if len(to) > 0 {
		body = append(body, jen.List(to...).Op("=").List(from...))
	}
	return jen.Comment("// restore takes a key of a checkpoint, in the place of an older one.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("restore").Params(codec()).Op("*").Id(e.group).Block(append(body,
		jen.Id("g").Dot("snapshotFrames").Call(jen.Id("c"), jen.False()),
		jen.Op("*").Id("place").Op("=").Id("g"),
		jen.Return(jen.Id("place")))...)
}

// overSnapshotMethod writes what changed.
//
//	// Snapshot writes the keys that changed since the last checkpoint, and the rows that came since and wait.
//	func (s *overSymbolState) Snapshot(to *snapshot.Writer) {
//		for _, group := range s.groups.pages.Changed(to.All) {
//			c := to.Kind(group.hash, snapshot.Group)
//			group.snapshot(c)
//			group.snapshotFrames(c, to.All)
//			to.End()
//		}
//		for _, kept := range s.pending.Unsaved(to.All) {
//			kept.row.Snapshot(to.Kind(kept.group.hash, snapshot.Row))
//			to.End()
//		}
//	}
func (e *stateEmitter) overSnapshotMethod() *jen.Statement {
	all := jen.Id("to").Dot("All")
	entry := func(group *jen.Statement, kind string) *jen.Statement {
		hash := jen.Add(group).Dot("hash")
		if e.spills() && kind == "snapshot.Row" { // its group may be on disk
			hash = jen.Id(e.hash).Call(e.keysOfRow(jen.Id("kept").Dot("row"))...)
		}
		if len(e.keyFields()) == 0 {
			hash = jen.Lit(0)
		}
		return jen.Id("to").Dot("Kind").Call(hash, symbol(kind))
	}
	end := jen.Id("to").Dot("End").Call()
	body := []jen.Code{jen.For(jen.List(jen.Id("_"), jen.Id("group")).Op(":=").Range().Id("s").Dot("groups").Dot("pages").Dot("Changed").Call(all)).Block(
		jen.Id("c").Op(":=").Add(entry(jen.Id("group"), "snapshot.Group")),
		jen.Id("group").Dot("snapshot").Call(jen.Id("c")),
		jen.Id("group").Dot("snapshotFrames").Call(jen.Id("c"), all),
		e.savedRows(),
		end)}
	if e.spills() {
		body = append([]jen.Code{e.snapshotSpilled(jen.Id("s").Dot("groups"), []jen.Code{
			jen.Id("c").Dot("Raw").Call(jen.Index().Byte().Values(jen.Byte().Call(symbol("snapshot.Group"))))})}, body...)
	}
	what := "Snapshot writes the keys that changed since the last checkpoint."
	if e.byTime() {
		what = "Snapshot writes the keys that changed since the last checkpoint, and the rows that came since and wait."
		body = append(body, jen.For(jen.List(jen.Id("_"), jen.Id("kept")).Op(":=").Range().Id("s").Dot("pending").Dot("Unsaved").Call(all)).Block(
			jen.Id("kept").Dot("row").Dot("Snapshot").Call(entry(jen.Id("kept").Dot("group"), "snapshot.Row")),
			end))
	}
	return jen.Comment("// " + what).Line().
		Func().Params(e.receiver()).Id("Snapshot").Params(jen.Id("to").Op("*").Add(symbol("snapshot.Writer"))).Block(body...)
}

// resumedField is the time before which rows of a checkpoint have gone on since.
func (e *stateEmitter) resumedField() []jen.Code {
	if !e.keeps() {
		return nil
	}
	return []jen.Code{jen.Id("resumed").Int64().Comment("// the watermark of the checkpoint that the job went on from")}
}

// resumeWaiting brings an operator whose rows may wait to the time of a checkpoint.
func (e *stateEmitter) resumeWaiting(waits bool) *jen.Statement {
	var body []jen.Code
	watermark := "_"
	if waits {
		watermark = "watermark"
		body = append(body, e.setBack()...)
		body = append(body, jen.Id("s").Dot("resumed").Op("=").Id(watermark))
	}
	body = append(body, e.markPassed()...)
	return jen.Comment("// Resume brings the state to the watermark of a checkpoint.").Line().
		Func().Params(e.receiver()).Id("Resume").Params(jen.Id(watermark).Int64()).Block(body...)
}

// overRestoreMethod takes an entry of a checkpoint.
//
//	// Restore takes a key of a checkpoint, or a row that waits. Rows that the watermark has passed since are with their key.
//	func (s *overSymbolState) Restore(c *snapshot.Codec) {
//		if c.Kind() == snapshot.Group {
//			s.groups.restore(c)
//			return
//		}
//		var row OverSymbolInput
//		row.Snapshot(c)
//		if time := row.Ts; time >= s.resumed {
//			*s.pending.Add(time) = overSymbolRow{s.groups.of(&row), row}
//		}
//	}
func (e *stateEmitter) overRestoreMethod() *jen.Statement {
	group := jen.Id("s").Dot("groups").Dot("restore").Call(jen.Id("c"))
	restored := []jen.Code{group}
	switch a := e.later(); {
	case e.forgets() || a.timed:
		restored = []jen.Code{jen.Id("group").Op(":=").Add(group)}
		if a.timed {
			restored = append(restored, e.addWaiting(jen.Id("group"), a))
		}
		if e.forgets() {
			restored = append(restored, jen.Id("s").Dot("ages").Dot("Restore").Call(jen.Op("&").Id("group").Dot("age"), jen.Id("group").Dot("number")))
		}
	}
	what := "Restore takes a key of a checkpoint."
	body := []jen.Code{jen.If(jen.Id("c").Dot("Kind").Call().Op("!=").Add(symbol("snapshot.Group"))).Block(jen.Id("c").Dot("Mismatch").Call(), jen.Return())}
	body = append(body, restored...)
	if e.byTime() {
		what = "Restore takes a key of a checkpoint, or a row that waits. Rows that the watermark has passed since are with their key."
		group := jen.Code(e.groupOfRow())
		var waits []jen.Code
		place := []jen.Code{group, jen.Id("row")}
		if e.forgets() {
			waits = []jen.Code{jen.Id("group").Op(":=").Add(group), e.keepAge()}
			place[0] = jen.Id("group")
		}
		if e.spills() {
			place = []jen.Code{jen.Id("row").Op(":").Id("row")}
		}
		waits = append(waits, jen.Op("*").Id("s").Dot("pending").Dot("Add").Call(jen.Id("time")).Op("=").Id(e.kept()).Values(place...))
		body = []jen.Code{
			jen.If(jen.Id("c").Dot("Kind").Call().Op("==").Add(symbol("snapshot.Group"))).Block(append(restored, jen.Return())...),
			jen.Var().Id("row").Id(e.input.GoName),
			jen.Id("row").Dot("Snapshot").Call(jen.Id("c")),
			jen.If(jen.Id("time").Op(":=").Add(e.timeOf("row")), jen.Id("time").Op(">=").Id("s").Dot("resumed")).Block(waits...)}
	}
	return jen.Comment("// " + what).Line().
		Func().Params(e.receiver()).Id("Restore").Params(codec()).Block(body...)
}

// savedRows says that a checkpoint has the key's rows.
func (e *stateEmitter) savedRows() jen.Code {
	if !e.visits() {
		return jen.Null()
	}
	return jen.Id("group").Dot("latest").Dot("Saved").Call()
}

// keysOfRow are the columns of the key of a row.
func (e *stateEmitter) keysOfRow(row *jen.Statement) (keys []jen.Code) {
	for _, field := range e.keyFields() {
		keys = append(keys, jen.Add(row).Dot(field.GoName))
	}
	return keys
}

// later is how far the frames of rows that wait with their key reach; nothing where they don't.
func (e *stateEmitter) later() ahead {
	if !e.visits() || e.final() {
		return ahead{}
	}
	return e.ahead()
}
