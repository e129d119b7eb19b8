package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A group has beside each text of its key the text's head, which hashing the key of a row gives, too. They are compared in line, and the text of the
// group isn't looked at where it is short.

// takeMany has the operator take many rows at once, so many at most.
func (e *stateEmitter) takeMany(rows *structType, most int) { e.rows, e.atOnce = rows, most }

// addHeads names the heads of the key's texts. There are none where a row comes with the hash of its key alone, and of groups that may be on disk, which
// are looked for in other ways, too.
func (e *stateEmitter) addHeads() {
	if e.spillsToDisk() || e.state.Sort != nil || e.hashed() {
		return
	}
	e.heads = make([]string, len(e.keyFields()))
	for i, field := range e.keyFields() {
		if isText(field.Type) && !field.Type.Nullable {
			e.heads[i] = e.fields.unexported(unexportedName(field.GoName) + "Head")
		}
	}
}

// head is the group's field of the head of a text of the key; "" where there is none.
func (e *stateEmitter) head(key int) string {
	if key < len(e.heads) {
		return e.heads[key]
	}
	return ""
}

// headNames are those of all heads.
func (e *stateEmitter) headNames() (names []string) {
	for _, name := range e.heads {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// headLocals are variables that are named as the fields are.
func (e *stateEmitter) headLocals() (locals []jen.Code) {
	for _, name := range e.headNames() {
		locals = append(locals, jen.Id(name))
	}
	return locals
}

// headParams are parameters of all heads: symbolHead state.Head.
func (e *stateEmitter) headParams() []jen.Code {
	if locals := e.headLocals(); len(locals) > 0 {
		return []jen.Code{jen.List(locals...).Add(symbol("state.Head"))}
	}
	return nil
}

// headIn is a head of what is compared with a group: a variable beside a row, or a field of another group.
func (e *stateEmitter) headIn(other, head string) *jen.Statement {
	if other == "row" {
		return jen.Id(head)
	}
	return jen.Id(other).Dot(head)
}

// setHead copies the head of a text of the key.
func (e *stateEmitter) setHead(source string, key int) jen.Code {
	head := e.head(key)
	if head == "" {
		return jen.Null()
	}
	return jen.Id("g").Dot(head).Op("=").Add(e.headIn(source, head))
}

// hashesAlone reports keys that are hashed without their heads, too: of rows that an exchange deals, or that wait in blocks.
func (e *stateEmitter) hashesAlone() bool {
	if len(e.headNames()) == 0 || e.inBlocks() {
		return true
	}
	return slices.ContainsFunc(e.plan.Stages, func(stage *physical.Stage) bool {
		input, ok := stage.Input.(*physical.Receive)
		return ok && input.Exchange.Kind == physical.Hash && input.Exchange.Groups == nil && e.exchangeOf(input.Exchange).state().state == e.state
	})
}

// takeHeads makes variables of the heads of a row's texts, whose hash is known already.
//
//	symbolHead := state.HeadOf(row.Symbol)
func (e *stateEmitter) takeHeads() (list []jen.Code) {
	for i, field := range e.keyFields() {
		if head := e.head(i); head != "" {
			list = append(list, jen.Id(head).Op(":=").Add(symbol("state.HeadOf")).Call(jen.Id("row").Dot(field.GoName)))
		}
	}
	return list
}

// setHash hashes the key of a group that has nothing but its columns yet.
func (e *stateEmitter) setHash(group *jen.Statement) *jen.Statement {
	set := []jen.Code{jen.Add(group).Dot("hash")}
	for _, name := range e.headNames() {
		set = append(set, jen.Add(group).Dot(name))
	}
	return jen.List(set...).Op("=").Add(e.lookAt(e.keysOfRow(group)))
}

// lookAt hashes a key, with the heads of its texts.
func (e *stateEmitter) lookAt(keys []jen.Code) *jen.Statement {
	if len(e.headNames()) == 0 {
		return jen.Id(e.hash).Call(keys...)
	}
	return jen.Id(e.look()).Call(keys...)
}

// look is the name of the function that does: lookAtSymbol.
func (e *stateEmitter) look() string {
	if e.looks == "" {
		e.looks = e.generator.names.unexported("lookAt" + exportedName(e.field))
	}
	return e.looks
}

// lookFunction hashes a key, with the heads of its texts; nothing where there are none.
//
//	// lookAtSymbolN hashes a key, with the heads of its texts.
//	func lookAtSymbolN(symbol string, n int64) (h uint64, symbolHead state.Head) {
//		h, symbolHead = state.HashText(state.Seed, symbol)
//		return state.HashInt64(h, n), symbolHead
//	}
func (e *stateEmitter) lookFunction() jen.Code {
	if len(e.headNames()) == 0 {
		return jen.Null()
	}
	names := &namer{taken: setOf("h dealt")}
	for _, name := range e.headNames() {
		names.taken[name] = true
	}
	params, locals := e.keyParams(names)
	steps, hash := e.hashSteps(locals, e.heads)
	results := append([]jen.Code{jen.Id("h").Uint64()}, e.headParams()...)
	return jen.Comment("// " + e.look() + " hashes a key, with the heads of its texts.").Line().
		Func().Id(e.look()).Params(params...).Params(results...).
		Block(append(steps, jen.Return(append([]jen.Code{hash}, e.headLocals()...)...))...)
}
