package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// snapshotFile is where state goes to checkpoints, and comes from there.
const snapshotFile = "snapshot.go"

// snapshotDeclarations make snapshot.go.
func (g *generator) snapshotDeclarations() []jen.Code {
	var list []jen.Code
	for _, e := range g.states {
		if !e.keeps() {
			continue
		}
		if e.state.Over != nil {
			list = append(list, e.overSnapshotDeclarations()...)
			continue
		}
		if e.state.Sort != nil {
			list = append(list, e.sortSnapshotDeclarations()...)
			continue
		}
		list = append(append(list, e.codeMethod(), e.codePlaceMethod()), e.orderedCodes()...)
		if e.sessions() {
			list = append(list, e.codeSessionMethod())
		}
		list = append(list, e.restoreGroupMethod(), e.snapshotMethod(), e.resumeMethod(), e.restoreMethod())
	}
	return append(list, g.codedRows()...)
}

// keeps reports a state that checkpoints have: there is one, and nothing in it that can't be written down.
func (e *stateEmitter) keeps() bool { return !e.state.AtOnce() && e.state.Unmarshalled() == nil }

func codec() *jen.Statement { return jen.Id("c").Op("*").Add(symbol("snapshot.Codec")) }

// codeValue codes a field.
func (g *generator) codeValue(field *jen.Statement, t types.Type) *jen.Statement {
	at := jen.Op("&").Add(field)
	switch {
	case t.IsNested():
		return g.codeNested(jen.Id("c"), field, t)
	case t.Nullable:
		return symbol("agg.Null").Call(jen.Id("c"), at)
	case isText(t):
		return jen.Id("c").Dot("Text").Call(at)
	}
	return symbol("agg.Value").Call(jen.Id("c"), at)
}

// codeNested codes an ARRAY, a MAP or a ROW.
func (g *generator) codeNested(c jen.Code, field *jen.Statement, t types.Type) *jen.Statement {
	at := jen.Op("&").Add(field)
	if t.Nullable {
		plain := t.WithNull(false)
		return jen.If(jen.Id("c").Dot("Bool").Call(jen.Op("&").Add(field).Dot("Valid")), jen.Add(field).Dot("Valid")).Block(
			g.codeNested(c, jen.Add(field).Dot("V"), plain))
	}
	switch t.Kind {
	case types.Array:
		return symbol("snapshot.Slice").Call(c, at, g.coder(*t.Elem))
	case types.Map:
		return symbol("snapshot.Slice").Call(c, jen.Parens(jen.Op("*").Index().Add(symbol("Entry")).Types(g.goType(*t.Key), g.goType(*t.Elem))).Parens(at),
			jen.Func().Params(codec(), jen.Id("v").Op("*").Add(symbol("Entry")).Types(g.goType(*t.Key), g.goType(*t.Elem))).Block(
				g.codeValue(jen.Id("v").Dot("Key"), *t.Key), g.codeValue(jen.Id("v").Dot("Value"), *t.Elem)))
	}
	return g.codeRow(field, g.structs.rowType(t, "nested"))
}

// coder is a function that codes a value of a type.
func (g *generator) coder(t types.Type) jen.Code {
	switch {
	case t.IsNested():
		return jen.Func().Params(codec(), jen.Id("v").Op("*").Add(g.goType(t))).Block(g.codeNested(jen.Id("c"), jen.Parens(jen.Op("*").Id("v")), t))
	case t.Nullable:
		return symbol("agg.Null").Types(g.goType(t.WithNull(false)))
	}
	return symbol("agg.Value").Types(g.goType(t))
}

// codeRow codes a row, by a method of its own.
func (g *generator) codeRow(row *jen.Statement, of *structType) *jen.Statement {
	if !slices.Contains(g.coded, of) {
		g.coded = append(g.coded, of)
	}
	return jen.Add(row).Dot("Snapshot").Call(jen.Id("c"))
}

// codedRows are the methods that code rows. A row may hold others.
func (g *generator) codedRows() (list []jen.Code) {
	for i := 0; i < len(g.coded); i++ {
		row := g.coded[i]
		var body []jen.Code
		for _, field := range row.Fields {
			body = append(body, g.codeValue(jen.Id("row").Dot(field.GoName), field.Type))
		}
		list = append(list, codeRowMethod(row.GoName, body))
	}
	return list
}

// codeRowMethod makes the method of a row that codes its fields. One without fields is a byte, so that there are no more rows than bytes.
func codeRowMethod(row string, fields []jen.Code) *jen.Statement {
	if len(fields) == 0 {
		fields = []jen.Code{jen.Id("there").Op(":=").True(), jen.Id("c").Dot("Bool").Call(jen.Op("&").Id("there"))}
	}
	return jen.Comment("// Snapshot codes the row.").Line().
		Func().Params(jen.Id("row").Op("*").Id(row)).Id("Snapshot").Params(codec()).Block(fields...)
}

// codeMethod says what a group consists of.
//
//	// snapshot codes the group: its key, and what its rows added up to.
//	func (g *bySymbolGroup) snapshot(c *snapshot.Codec) {
//		c.Text(&g.Symbol)
//		snapshot.Part(c, &g.tradeCount)
//	}
func (e *stateEmitter) codeMethod() *jen.Statement {
	body := e.codeKey()
	if e.sessions() {
		return e.groupMethod("snapshot", "codes the key. Its sessions come behind it.", body)
	}
	if e.topped() {
		return e.groupMethod("snapshot", "codes the group: its key, and its first rows.", append(body, e.codeTop()...))
	}
	return e.groupMethod("snapshot", "codes the group: its key, and what its rows added up to.", append(body, e.codeMembers()...))
}

// codeKey codes a group's key, and when rows reached it.
func (e *stateEmitter) codeKey() (body []jen.Code) {
	for _, field := range e.keyFields() {
		body = append(body, e.codeValue(jen.Id("g").Dot(field.GoName), field.Type))
	}
	if e.forgets() && !e.sessions() {
		body = append(body, jen.Id("g").Dot("age").Dot("Snapshot").Call(jen.Id("c")))
	}
	return body
}

// codeSessionMethod says what a session consists of.
func (e *stateEmitter) codeSessionMethod() *jen.Statement {
	return e.groupMethod("snapshotSession", "codes what the rows of a session added up to.", e.codeMembers())
}

func (e *stateEmitter) groupMethod(name, what string, body []jen.Code) *jen.Statement {
	return jen.Comment("// " + name + " " + what).Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id(name).Params(codec()).Block(body...)
}

func (e *stateEmitter) codeMembers() []jen.Code {
	var body []jen.Code
	if e.counts() {
		body = append(body, jen.Id("c").Dot("Int64").Call(jen.Op("&").Id("g").Dot("rows")))
	}
	if e.state.Waits() {
		body = append(body, e.codeHeld())
	}
	for _, m := range e.members {
		body = append(body, symbol("snapshot.Part").Call(jen.Id("c"), jen.Op("&").Id("g").Dot(m.name)))
	}
	if e.refuses() {
		body = append(body, jen.Id("c").Dot("Bool").Call(jen.Op("&").Id("g").Dot("taken")))
	}
	return append(body, e.codeShown()...)
}

// codeShown codes what outputs have of the group.
func (e *stateEmitter) codeShown() (body []jen.Code) {
	if !e.upserts() {
		return nil
	}
	word := func(at *jen.Statement) jen.Code { return jen.Id("c").Dot("Uint64").Call(jen.Op("&").Add(at)) }
	if len(e.results.outputs) > shownBits {
		body = append(body, jen.For(jen.Id("i").Op(":=").Range().Id("g").Dot("shown")).Block(word(jen.Id("g").Dot("shown").Index(jen.Id("i")))))
	} else {
		body = append(body, word(jen.Id("g").Dot("shown")))
	}
	if e.sessions() {
		body = append(body, jen.Id("c").Dot("Int64").Call(jen.Op("&").Id("g").Dot("start")))
	}
	for _, image := range e.images {
		body = append(body, e.codeRow(jen.Id("g").Dot(image.field), image.out.target.row))
	}
	return body
}

// restoreGroupMethod puts a group into its table.
//
//	// restore takes a group of a checkpoint, in the place of an older one.
//	func (t *bySymbolGroups) restore(c *snapshot.Codec) {
//		var g bySymbolGroup
//		g.snapshot(c)
//		g.hash = hashBySymbol(g.Symbol)
//		*t.like(&g) = g
//	}
func (e *stateEmitter) restoreGroupMethod() *jen.Statement {
	body, place := e.restoreKey()
	name, what, result := "restore", "takes a group of a checkpoint, in the place of an older one.", jen.Null()
	switch {
	case e.sessions():
		what, result = "returns the place of a key of a checkpoint.", jen.Op("*").Id(e.group)
		body = append(body, jen.Return(place))
	case e.forgets():
		result = jen.Op("*").Id(e.group)
		body = append(body, jen.Id("place").Op(":=").Add(place),
			jen.List(jen.Id("g").Dot("number"), jen.Id("g").Dot("age")).Op("=").List(jen.Id("place").Dot("number"), jen.Id("place").Dot("age").Dot("Restored").Call(jen.Id("g").Dot("age"))),
			jen.Op("*").Id("place").Op("=").Id("g"), jen.Return(jen.Id("place")))
	case e.counts():
		body = append(body,
			jen.Id("place").Op(":=").Add(place),
			jen.Id("g").Dot("number").Op("=").Id("place").Dot("number"),
			jen.Op("*").Id("place").Op("=").Id("g"),
			jen.If(jen.Id("g").Dot("rows").Op("==").Lit(0)).Block(jen.Id("t").Dot("remove").Call(jen.Id("place"))))
	default:
		body = append(body, jen.Op("*").Add(place).Op("=").Id("g"))
	}
	return jen.Comment("// " + name + " " + what).Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id(name).Params(codec()).Add(result).Block(body...)
}

// restoreKey reads a group, or its key, and finds its place in the table.
func (e *stateEmitter) restoreKey() (body []jen.Code, place *jen.Statement) {
	body = []jen.Code{jen.Var().Id("g").Id(e.group), jen.Id("g").Dot("snapshot").Call(jen.Id("c"))}
	if len(e.keyFields()) == 0 {
		return body, jen.Id("t").Dot("only").Call()
	}
	return append(body, e.setHash(jen.Id("g"))), jen.Id("t").Dot("like").Call(jen.Op("&").Id("g"))
}

// snapshotMethod begins to write what changed.
//
//	// Snapshot begins to write the groups that changed since the last checkpoint.
//	func (s *bySymbolState) Snapshot(to *snapshot.Writer) {
//		s.groups.pages.Freeze(to, func(group *bySymbolGroup) {
//			group.snapshot(to.Entry(group.hash))
//			to.End()
//		})
//	}
func (e *stateEmitter) snapshotMethod() *jen.Statement {
	var body []jen.Code
	switch {
	case e.sliced(), e.topTimed():
		body = []jen.Code{jen.For(jen.List(jen.Id("_"), jen.Id("slice")).Op(":=").Range().Id("s").Dot("windows").Dot("All").Call()).Block(e.freezeSlice()...)}
	default:
		body = []jen.Code{e.snapshotSpilled(jen.Id("s").Dot("groups"), nil), e.freeze(jen.Id("s").Dot("groups"), e.sweepEmpty())}
	}
	return jen.Comment("// Snapshot begins to write the groups that changed since the last checkpoint.").Line().
		Func().Params(e.receiver()).Id("Snapshot").Params(jen.Id("to").Op("*").Add(symbol("snapshot.Writer"))).Block(body...)
}

// entryHash is the hash that a group's entry is found by.
func (e *stateEmitter) entryHash() jen.Code {
	if len(e.keyFields()) == 0 {
		return jen.Lit(0)
	}
	return jen.Id("group").Dot("hash")
}

// freezeSlice freezes the groups of a slice of time. The slice may be closed before they are written, and another one have its place.
func (e *stateEmitter) freezeSlice() []jen.Code {
	names := e.boundNames()
	var locals, fields []jen.Code
	for _, name := range names {
		locals, fields = append(locals, jen.Id(name)), append(fields, jen.Id("slice").Dot(exportedName(name)))
	}
	return []jen.Code{
		e.snapshotSpilled(jen.Id("slice").Dot("Groups"), e.sliceBounds("slice")),
		jen.List(locals...).Op(":=").List(fields...),
		e.freeze(jen.Id("slice").Dot("Groups"), nil, e.sliceBounds("")...),
	}
}

// freeze freezes the groups of a table. begin is what an entry begins with; sweep, if any, is what is done behind it.
func (e *stateEmitter) freeze(table *jen.Statement, sweep jen.Code, begin ...jen.Code) *jen.Statement {
	group := jen.Id("group").Op("*").Id(e.group)
	write := append(append([]jen.Code{jen.Id("c").Op(":=").Id("to").Dot("Entry").Call(e.entryHash())}, begin...),
		jen.Id("group").Dot("snapshot").Call(jen.Id("c")))
	if e.sessions() {
		write = append(write, jen.Id("s").Dot("windows").Dot("Snapshot").Call(jen.Id("c"), jen.Id("group"), jen.Parens(jen.Op("*").Id(e.group)).Dot("snapshotSession")))
	}
	write = append(write, jen.Id("to").Dot("End").Call())
	method, arguments := "Freeze", []jen.Code{jen.Id("to"), jen.Func().Params(group).Block(write...)}
	if sweep != nil {
		method, arguments = "FreezeAndSweep", append(arguments, sweep)
	}
	return jen.Add(table).Dot("pages").Dot(method).Call(arguments...)
}

// sweepEmpty removes a group without rows, or a key without sessions; nil where none is.
func (e *stateEmitter) sweepEmpty() jen.Code {
	var left *jen.Statement
	switch {
	case e.counts():
		left = jen.Id("group").Dot("rows").Op("==").Lit(0)
	case e.sessions() && len(e.keyFields()) > 0:
		left = jen.Id("group").Dot("open").Dot("None").Call()
	default:
		return nil
	}
	return jen.Func().Params(jen.Id("group").Op("*").Id(e.group)).Block(
		jen.If(left).Block(jen.Id("s").Dot("groups").Dot("remove").Call(jen.Id("group"))))
}

// boundNames are the names of what tells a slice from others.
func (e *stateEmitter) boundNames() []string {
	if e.gathers() {
		return []string{"start", "end", "from"}
	}
	return []string{"start", "end"}
}

// sliceBounds code what tells a slice from others: fields of slice, or locals.
func (e *stateEmitter) sliceBounds(slice string) []jen.Code {
	var list []jen.Code
	for _, name := range e.boundNames() {
		at := jen.Id(name)
		if slice != "" {
			at = jen.Id(slice).Dot(exportedName(name))
		}
		list = append(list, jen.Id("c").Dot("Int64").Call(jen.Op("&").Add(at)))
	}
	return list
}

// resumeMethod brings the state to the time of a checkpoint.
func (e *stateEmitter) resumeMethod() *jen.Statement {
	var body []jen.Code
	if e.byMachine() && (e.ownTime || e.sliced()) || e.topByMachine() {
		body = append(body, jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(
			jen.Id("watermark").Op("=").Id("s").Dot("RestoredTime").Call().Comment("// the windows go by the machine's clock")))
	}
	if e.ownTime && e.windowed() {
		body = append(body, jen.Id("s").Dot("time").Op("=").Id("watermark"))
	}
	body = append(body, e.markPassed()...)
	if e.sliced() || e.topTimed() {
		body = append(body, jen.Id("s").Dot("windows").Dot("Resume").Call(jen.Id("watermark")))
	}
	if e.state.Emit == logical.EmitFinal && len(e.keyFields()) == 0 && !e.windowed() && !e.topTimed() {
		body = append(body, jen.If(jen.Id("watermark").Op("==").Add(symbol("EndOfTime"))).Block(
			jen.Id("s").Dot("next").Op("=").Lit(1)).Comment("// the group went on"))
	}
	watermark := "watermark"
	if len(body) == 0 {
		watermark = "_"
	}
	return jen.Comment("// Resume brings the state to the watermark of a checkpoint.").Line().
		Func().Params(e.receiver()).Id("Resume").Params(jen.Id(watermark).Int64()).Block(body...)
}

// restoreMethod takes an entry of a checkpoint.
func (e *stateEmitter) restoreMethod() *jen.Statement {
	var body []jen.Code
	switch {
	case e.sessions():
		body = []jen.Code{
			jen.Id("key").Op(":=").Id("s").Dot("groups").Dot("restore").Call(jen.Id("c")),
			jen.Id("s").Dot("windows").Dot("Restore").Call(jen.Id("c"), jen.Id("key"), jen.Id("key").Dot("number"), jen.Parens(jen.Op("*").Id(e.group)).Dot("snapshotSession")),
		}
		if len(e.keyFields()) > 0 {
			body = append(body, jen.If(jen.Id("key").Dot("open").Dot("None").Call()).Block(jen.Id("s").Dot("groups").Dot("remove").Call(jen.Id("key"))))
		}
	case e.sliced(), e.topTimed():
		reopen := pick(e.exact() || e.topTimed(), "ReopenExactly", "Reopen")
		bounds := []jen.Code{jen.Id("start"), jen.Id("end")}
		if e.gathers() {
			reopen, bounds = "ReopenFrom", append(bounds, jen.Id("from"))
		}
		body = append([]jen.Code{jen.Var().List(bounds...).Int64()}, e.sliceBounds("")...)
		body = append(body,
			jen.If(jen.Id("slice").Op(":=").Id("s").Dot("windows").Dot(reopen).Call(bounds...), jen.Id("slice").Op("!=").Nil()).Block(
				jen.Id("slice").Dot("Groups").Dot("restore").Call(jen.Id("c")),
			).Else().Block(jen.Id("c").Dot("Skip").Call()),
		)
	case e.forgets():
		body = []jen.Code{
			jen.Id("group").Op(":=").Id("s").Dot("groups").Dot("restore").Call(jen.Id("c")),
			jen.Id("s").Dot("ages").Dot("Restore").Call(jen.Op("&").Id("group").Dot("age"), jen.Id("group").Dot("number"))}
	default:
		body = []jen.Code{jen.Id("s").Dot("groups").Dot("restore").Call(jen.Id("c"))}
	}
	return jen.Comment("// Restore takes a group of a checkpoint.").Line().
		Func().Params(e.receiver()).Id("Restore").Params(codec()).Block(body...)
}

// registrations let checkpoints have the partition's states.
func (s *stageEmitter) registrations() []jen.Code {
	var list []jen.Code
	for _, t := range s.targets {
		if t.state == nil || !t.state.keeps() {
			continue
		}
		state := func() *jen.Statement { return jen.Id("p").Dot(t.field) }
		keeps := jen.Id("context").Dot("Keeps").Call(jen.Lit(t.state.state.Name), jen.Op("&").Add(state())).Add(t.state.spilled(state()))
		switch {
		case t.phase == physical.Partial && t.state.sends:
			list = append(list, jen.If(state().Dot("out").Op("!=").Nil()).Block(
				jen.Id("context").Dot("Sends").Call(state().Dot("send")),
				t.state.sendsEarly(state()),
			).Else().Block(keeps))
		case s.merges() == t.state:
			list = append(list, jen.If(jen.Id("p").Dot("in").Op("!=").Nil()).Block(keeps))
		default:
			list = append(list, keeps)
		}
	}
	return list
}
