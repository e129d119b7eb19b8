package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// tableDeclarations make the table of groups: an index by the key's hash, with hash and equality in line, over pages of groups.
func (e *stateEmitter) tableDeclarations() []jen.Code {
	if len(e.keyFields()) == 0 {
		return e.singleGroup()
	}
	list := []jen.Code{e.tableType(), e.constructor()}
	if e.hashesAlone() {
		list = append(list, e.hashFunction())
	}
	list = append(append(list, e.lookFunction(), e.ofMethod()), e.likelyMethod()...)
	if e.comeAndGo() || e.sessions() {
		list = append(list, e.forgetMethod())
	}
	list = append(append(list, e.ofGroupMethod(), e.newMethod()), e.spillTableMethods()...)
	return append(list, e.clearMethod()...)
}

// clearMethod empties the table of a slice that is closed, or that is sent, for other groups.
//
//	// clear empties the table for other groups, and gives the number of those that it has room for: 0 where there were so few of them
//	// that it isn't worth keeping.
//	func (t *bySymbolGroups) clear() (room int) {
//		if !t.index.Used() {
//			return 0
//		}
//		room = t.pages.Room()
//		t.index.Clear()
//		t.pages.Clear()
//		t.text.Clear()
//		return room
//	}
func (e *stateEmitter) clearMethod() []jen.Code {
	if !e.reuses() {
		return nil
	}
	body := []jen.Code{jen.Id("room").Op("=").Id("t").Dot("pages").Dot("Room").Call()}
	if len(e.keyFields()) > 0 {
		body = append([]jen.Code{jen.If(jen.Op("!").Id("t").Dot("index").Dot("Used").Call()).Block(jen.Return(jen.Lit(0)))}, append(body,
			jen.Id("t").Dot("index").Dot("Clear").Call())...)
	}
	body = append(body, jen.Id("t").Dot("pages").Dot("Clear").Call())
	if e.keepsText() && !e.ownText() {
		body = append(body, jen.Id("t").Dot("text").Dot("Clear").Call())
	}
	body = append([]jen.Code{e.clearSpilled()}, body...)
	return []jen.Code{jen.Comment("// clear empties the table for other groups, and gives the number of those that it has room for: 0 where there were so few of them").Line().
		Comment("// that it isn't worth keeping.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("clear").Params().Params(jen.Id("room").Int()).Block(append(body, jen.Return(jen.Id("room")))...)}
}

// reuses reports a table whose memory goes from slice to slice, or from the groups that a first phase has sent to the next ones.
func (e *stateEmitter) reuses() bool {
	return (e.sliced() || e.topTimed() && e.spills() || e.sends && !e.spills()) && e.keysOf == ""
}

// tableType makes the table's type.
//
//	// bySymbolGroups are groups by their key, in the order in which they were first seen.
//	type bySymbolGroups struct {
//		index state.Index
//		pages state.Pages[bySymbolGroup]
//		text  state.Strings
//	}
func (e *stateEmitter) tableType() *jen.Statement {
	fields := []jen.Code{jen.Id("index").Add(symbol("state.Index")), jen.Id("pages").Add(symbol("state.Pages")).Types(jen.Id(e.group))}
	if e.keepsText() && !e.ownText() {
		fields = append(fields, jen.Id("text").Add(symbol("state.Strings")))
	}
	if e.spills() {
		fields = append(fields, jen.Id("cold").Add(symbol("state/spill.Table")).Types(jen.Id(e.group)).Comment("// groups that memory has no room for"))
	}
	what := "groups by their key, in the order in which they were first seen"
	if e.keysOf != "" {
		what = "the keys of the windows that go on"
	}
	return jen.Comment("// " + e.groups + " are " + what + ".").Line().
		Type().Id(e.groups).Struct(fields...)
}

// ownText reports a table whose groups come and go, each with its text.
func (e *stateEmitter) ownText() bool {
	return e.comeAndGo() || e.sessions() || e.keysOf != "" || e.spills()
}

// keepsText reports a key with strings.
func (e *stateEmitter) keepsText() bool {
	for _, field := range e.keyFields() {
		if isText(field.Type) || isBytes(field.Type) {
			return true
		}
	}
	return false
}

func isText(t types.Type) bool { return t.IsString() || t.Kind == types.Null }

// hashFunction hashes the key of a row. The SQL's order of the columns makes no difference to the hash, so that it may be edited. Rows that were dealt
// to partitions by some of the columns, for another operator, stay in the key group of these.
//
//	func hashBySymbol(symbol string) uint64 { return state.HashString(state.Seed, symbol) }
//
//	func hashBySymbolN(symbol string, n int64) uint64 {
//		dealt := state.HashString(state.Seed, symbol)
//		return state.InGroupOf(dealt, state.HashInt64(dealt, n))
//	}
func (e *stateEmitter) hashFunction() *jen.Statement {
	names := &namer{taken: setOf("h dealt")} // it calls packages alone, so a name of this one may be a parameter's
	params, locals := e.keyParams(names)
	function := jen.Comment("// " + e.hash + " hashes a key.").Line().Func().Id(e.hash).Params(params...).Uint64()
	steps, hash := e.hashSteps(locals, nil)
	if len(steps) == 0 {
		return function.Add(onOneLine(jen.Return(hash)))
	}
	return function.Block(append(steps, jen.Return(hash))...)
}

// keyParams are parameters of a key's columns.
func (e *stateEmitter) keyParams(names *namer) (params []jen.Code, locals []string) {
	for _, field := range e.keyFields() {
		local := names.unexported(field.GoName)
		locals = append(locals, local)
		params = append(params, jen.Id(local).Add(e.goType(field.Type)))
	}
	return params, locals
}

// hashSteps hashes the columns of a key, which are in locals.
//
// heads are the variables of the heads of its texts, beside which there is h; nil where they aren't asked for.
func (e *stateEmitter) hashSteps(locals, heads []string) (steps []jen.Code, hash *jen.Statement) {
	hash = symbol("state.Seed")
	declared, inH := heads != nil, false // h is there, and has the hash so far
	for i, at := range e.means().KeyOrder {
		field, value := e.keyFields()[at], jen.Id(locals[at])
		if i > 0 && i == len(e.state.Dealt) {
			steps = append(steps, jen.Id("dealt").Op(":=").Add(hash))
			if !inH {
				hash = jen.Id("dealt")
			}
		}
		if heads != nil && heads[at] != "" {
			steps = append(steps, jen.List(jen.Id("h"), jen.Id(heads[at])).Op("=").Add(symbol("state.HashText")).Call(hash, value))
			hash, declared, inH = jen.Id("h"), true, true
			continue
		}
		if !field.Type.Nullable {
			hash, inH = hashOf(hash, value, field.Type), false
			continue
		}
		if !inH {
			steps = append(steps, jen.Id("h").Op(pick(declared, "=", ":=")).Add(uint64Of(hash, i == 0)))
		}
		steps = append(steps,
			jen.If(jen.Add(value).Dot("Valid")).Block(jen.Id("h").Op("=").Add(hashOf(jen.Id("h"), jen.Add(value).Dot("V"), field.Type))).
				Else().Block(jen.Id("h").Op("=").Add(symbol("state.HashNull").Call(jen.Id("h")))))
		hash, declared, inH = jen.Id("h"), true, true
	}
	if len(e.state.Dealt) > 0 {
		hash = symbol("state.InGroupOf").Call(jen.Id("dealt"), hash)
	}
	return steps, hash
}

// hashOf adds a value to a hash.
func hashOf(hash, value *jen.Statement, t types.Type) *jen.Statement {
	switch {
	case isText(t):
		return symbol("state.HashString").Call(hash, value)
	case isBytes(t):
		return symbol("state.HashBytes").Call(hash, value)
	case t.Kind == types.Decimal && t.Wide():
		return symbol("state.HashInt128").Call(hash, value)
	case t.Kind == types.Interval:
		return symbol("state.HashInterval").Call(hash, value)
	case t.Kind == types.UUID:
		return symbol("state.HashBytes16").Call(hash, value)
	case t.Kind == types.Boolean:
		return symbol("state.HashBool").Call(hash, value)
	case t.Kind == types.Double:
		return symbol("state.HashFloat64").Call(hash, value)
	case t.Kind == types.Real:
		return symbol("state.HashFloat64").Call(hash, jen.Float64().Call(value))
	case t.Kind == types.BigInt || t.Kind == types.Decimal || t.Kind == types.Time || t.IsTimestamp():
		return symbol("state.HashInt64").Call(hash, value)
	}
	return symbol("state.HashInt64").Call(hash, jen.Int64().Call(value))
}

// sameKey compares a key's field with a group's, as GROUP BY does: NULLs are equal, and NaNs.
func sameKey(group, value *jen.Statement, t types.Type) *jen.Statement {
	plain := t.WithNull(false)
	switch {
	case t.Nullable && (t.IsFloat() || isBytes(t) || isText(t)):
		return jen.Add(group).Dot("Valid").Op("==").Add(value).Dot("Valid").Op("&&").Add(sameKey(jen.Add(group).Dot("V"), jen.Add(value).Dot("V"), plain))
	case t.IsFloat():
		return symbol("num.EqualFloat").Call(group, value)
	case isBytes(t):
		return jen.String().Call(group).Op("==").String().Call(value)
	case isText(t):
		return symbol("state.SameString").Call(group, value)
	}
	return jen.Add(group).Op("==").Add(value)
}

// ofMethod finds the group of a row.
//
//	// of returns the group of a row, a new one where there is none.
//	func (t *bySymbolGroups) of(row *BySymbolInput) *bySymbolGroup { return t.at(hashBySymbol(row.Symbol), row) }
//
//	// at is of, for the hash of the row's key.
//	func (t *bySymbolGroups) at(hash uint64, row *BySymbolInput) *bySymbolGroup {
//		for i := t.index.First(hash); ; i = t.index.Next(i) {
//			slot := t.index.At(i)
//			if slot.Free() {
//				return t.add(i, hash, row)
//			}
//			if slot.Is(hash) {
//				if g := t.pages.At(slot.Group()); state.SameString(g.Symbol, row.Symbol) {
//					if !t.pages.Mark(slot.Group()) {
//						t.pages.Touch(slot.Group())
//					}
//					return g
//				}
//			}
//		}
//	}
func (e *stateEmitter) ofMethod() *jen.Statement {
	receiver, group := jen.Id("t").Op("*").Id(e.groups), jen.Op("*").Id(e.group)
	row := jen.Id("row").Op("*").Id(e.input.GoName)
	of := jen.Comment("// of returns the group of a row, a new one where there is none.").Line().Func().Params(receiver).Id("of").Params(e.takes()...).Add(group)
	add := jen.Id("t").Dot("add").Call(append([]jen.Code{jen.Id("i"), jen.Id("hash")}, append(e.headLocals(), jen.Id("row"))...)...)
	probe := e.probe("row", jen.Return(e.fetched(add)))
	if e.hashed() {
		return of.Block(probe)
	}
	looked := append([]jen.Code{jen.Id("hash")}, e.headLocals()...)
	look := jen.List(looked...).Op(":=").Add(e.lookAt(e.keysIn("row")))
	if e.rows == nil {
		return of.Block(look, probe)
	}
	of.Block(
		look,
		jen.Return(jen.Id("t").Dot("at").Call(append(looked, jen.Id("row"))...)))
	return of.Line().Line().Comment("// at is of, for the hash of the row's key" + pick(len(looked) > 1, " and the heads of its texts.", ".")).Line().
		Func().Params(receiver).Id("at").Params(append(append([]jen.Code{jen.Id("hash").Uint64()}, e.headParams()...), row)...).Add(group).Block(probe)
}

// probe walks the index from the hash's place to the group of a key, which it returns and which changes, or to a free slot.
func (e *stateEmitter) probe(key string, missing ...jen.Code) *jen.Statement {
	number := jen.Id("slot").Dot("Group").Call()
	touch := touchGroup(number)
	if e.keysOf != "" || key == "key" { // no state of its own, or nothing that changes
		touch = jen.Null()
	}
	return e.probing(key, missing, touch, e.useGroup(number), jen.Return(jen.Id("g")))
}

// touchGroup says that a group of the table is about to change.
func touchGroup(number jen.Code) *jen.Statement {
	pages := jen.Id("t").Dot("pages")
	return jen.If(jen.Op("!").Add(pages).Dot("Mark").Call(number)).Block(jen.Add(pages).Dot("Touch").Call(number))
}

// probing walks the index from the hash's place to the group of a key, g, or to a free slot.
func (e *stateEmitter) probing(key string, missing []jen.Code, found ...jen.Code) *jen.Statement {
	slot := jen.Id("slot")
	return jen.For(jen.Id("i").Op(":=").Id("t").Dot("index").Dot("First").Call(jen.Id("hash")), jen.Empty(), jen.Id("i").Op("=").Id("t").Dot("index").Dot("Next").Call(jen.Id("i"))).Block(
		jen.Id("slot").Op(":=").Id("t").Dot("index").Dot("At").Call(jen.Id("i")),
		jen.If(jen.Add(slot).Dot("Free").Call()).Block(missing...),
		jen.If(jen.Add(slot).Dot("Is").Call(jen.Id("hash"))).Block(
			jen.If(jen.Id("g").Op(":=").Id("t").Dot("pages").Dot("At").Call(jen.Id("slot").Dot("Group").Call()), e.sameKeys(key)).Block(found...)),
	)
}

// sameKeys compares the keys of a row, or of another table's group, with those of the group g.
func (e *stateEmitter) sameKeys(key string) (same *jen.Statement) {
	for i, field := range e.keyFields() {
		one := sameKey(jen.Id("g").Dot(field.GoName), jen.Id(key).Dot(field.GoName), field.Type)
		if head := e.head(i); head != "" {
			one = symbol("state.SameText").Call(jen.Id("g").Dot(field.GoName), jen.Id(key).Dot(field.GoName), jen.Id("g").Dot(head), e.headIn(key, head))
		}
		if same == nil {
			same = one
		} else {
			same = same.Op("&&").Add(one)
		}
	}
	return same
}

// ofGroupMethod finds the group with another one's key.
func (e *stateEmitter) ofGroupMethod() *jen.Statement {
	body := []jen.Code{jen.Id("g").Op(":=").Id("t").Dot("put").Call(jen.Id("i"), jen.Id("hash"))}
	for i, field := range e.keyFields() {
		body = append(body, e.setKey("other", field), e.setHead("other", i))
	}
	body = append(body, jen.Return(e.fetched(jen.Id("g"))))
	return jen.Comment("// like returns the group with the key of another table's group, a new one where there is none.").Line().
		Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id("like").Params(jen.Id("other").Op("*").Id(e.likened())).Op("*").Id(e.group).Block(
		jen.Id("hash").Op(":=").Id("other").Dot("hash"),
		e.probe("other", body...),
	)
}

// likened is the type of the groups whose keys another table is asked for.
func (e *stateEmitter) likened() string { return pick(e.keysOf != "", e.keysOf, e.group) }

// newMethod makes a group of a row's key. Text of the key is copied: the row's is gone with its batch.
func (e *stateEmitter) newMethod() jen.Code {
	body := []jen.Code{jen.Id("g").Op(":=").Id("t").Dot("put").Call(jen.Id("place"), jen.Id("hash"))}
	for i, field := range e.keyFields() {
		body = append(body, e.setKey("row", field), e.setHead("row", i))
	}
	body = append(body, jen.Return(jen.Id("g")))
	params := append([]jen.Code{jen.Id("place").Uint32(), jen.Id("hash").Uint64()}, append(e.headParams(), jen.Id("row").Op("*").Id(e.input.GoName))...)
	receiver, group := jen.Id("t").Op("*").Id(e.groups), jen.Op("*").Id(e.group)
	add := jen.Comment("// add makes the group of a row.").Line().
		Func().Params(receiver).Id("add").Params(params...).Add(group).Block(body...)
	put := jen.Comment("// put makes a group without a key.").Line().
		Func().Params(receiver).Id("put").Params(jen.Id("place").Uint32(), jen.Id("hash").Uint64()).Add(group).Block(
		jen.List(jen.Id("number"), jen.Id("g")).Op(":=").Id("t").Dot("pages").Dot("Add").Call(),
		jen.Id("g").Dot("hash").Op("=").Id("hash"),
		e.setNumber(),
		jen.Id("t").Dot("index").Dot("Put").Call(jen.Id("place"), jen.Id("hash"), jen.Id("number")),
		e.useGroup(jen.Id("number")),
		jen.Return(jen.Id("g")),
	)
	return jen.Add(add).Line().Line().Add(put)
}

// numbered reports groups that know their number in the table.
func (e *stateEmitter) numbered() bool {
	return e.sessions() || e.comeAndGo() || e.changesLater() && len(e.keyFields()) > 0
}

// setNumber tells a group where it is.
func (e *stateEmitter) setNumber() jen.Code {
	if !e.numbered() {
		return jen.Null()
	}
	return jen.Id("g").Dot("number").Op("=").Id("number")
}

// setKey copies a field of the key from a row, or from another table's group: each table has its own text, as long as its groups are.
func (e *stateEmitter) setKey(source string, field structField) *jen.Statement {
	to, from := jen.Id("g").Dot(field.GoName), jen.Id(source).Dot(field.GoName)
	keep := ""
	switch {
	case isText(field.Type):
		keep = "Keep"
	case isBytes(field.Type):
		keep = "KeepBytes"
	default:
		return to.Op("=").Add(from)
	}
	if e.ownText() {
		return to.Op("=").Add(e.owned(from, field.Type))
	}
	kept := func(value *jen.Statement) *jen.Statement { return jen.Id("t").Dot("text").Dot(keep).Call(value) }
	if !field.Type.Nullable {
		return to.Op("=").Add(kept(from))
	}
	return jen.If(jen.Add(from).Dot("Valid")).Block(to.Op("=").Add(symbol("Of").Call(kept(jen.Add(from).Dot("V")))))
}

// uint64Of makes the untyped constant that hashing begins with a value.
func uint64Of(hash *jen.Statement, constant bool) *jen.Statement {
	if constant {
		return jen.Uint64().Call(hash)
	}
	return hash
}

// empty is a table without groups.
func (e *stateEmitter) empty() *jen.Statement {
	if len(e.keyFields()) == 0 {
		return jen.Id(e.groups).Values()
	}
	return jen.Id(e.newGroups).Call()
}

// constructor makes a table.
func (e *stateEmitter) constructor() *jen.Statement {
	fields := []jen.Code{jen.Id("index").Op(":").Add(symbol("state.NewIndex").Call(jen.Lit(0)))}
	if e.unites() {
		fields = append(fields, jen.Id("cold").Op(":").Add(symbol("state/spill.New").Call(e.coding())))
		return jen.Func().Id(e.newGroups).Params().Id(e.groups).Block(jen.Return(jen.Id(e.groups).Add(lines(fields...))))
	}
	return jen.Func().Id(e.newGroups).Params().Id(e.groups).
		Add(onOneLine(jen.Return(jen.Id(e.groups).Values(fields...))))
}

// singleGroup is the table of a query without GROUP BY: it has one group, which is there once a row is, or the input ends.
func (e *stateEmitter) singleGroup() []jen.Code {
	receiver := jen.Id("t").Op("*").Id(e.groups)
	group := jen.Op("*").Id(e.group)
	list := []jen.Code{
		jen.Comment("// " + e.groups + " is the one group of all rows.").Line().Type().Id(e.groups).Struct(jen.Id("pages").Add(symbol("state.Pages")).Types(jen.Id(e.group))),
		jen.Comment("// of returns the group.").Line().
			Func().Params(receiver).Id("of").Params(jen.Op("*").Id(e.input.GoName)).Add(group).Add(onOneLine(jen.Return(jen.Id("t").Dot("only").Call()))),
		jen.Comment("// only returns the group.").Line().
			Func().Params(receiver).Id("only").Params().Add(group).Block(
			jen.If(jen.Id("t").Dot("pages").Dot("Len").Call().Op("==").Lit(0)).Block(jen.Id("t").Dot("pages").Dot("Add").Call()),
			touchGroup(jen.Lit(0)),
			jen.Return(jen.Id("t").Dot("pages").Dot("At").Call(jen.Lit(0))),
		),
	}
	if e.sends || e.gathers() && (e.sliding == nil || e.keysOf != "") {
		list = append(list, jen.Comment("// like returns the group.").Line().
			Func().Params(receiver).Id("like").Params(jen.Op("*").Id(e.likened())).Add(group).Add(onOneLine(jen.Return(jen.Id("t").Dot("only").Call()))))
	}
	return append(list, e.clearMethod()...)
}

// tableMaker is a function that makes a table.
func (e *stateEmitter) tableMaker() *jen.Statement {
	if len(e.keyFields()) == 0 {
		return jen.Func().Params().Id(e.groups).Add(onOneLine(jen.Return(e.empty())))
	}
	return jen.Id(e.newGroups)
}
