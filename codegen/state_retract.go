package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A state whose input changes takes rows back: each change brings the row that was there, the row that is there now, or both. Its
// accumulators undo what they did exactly, a group counts its rows, and one without rows is forgotten. SQL has a result of no rows
// where there is no GROUP BY: that one group stays.

// counts reports a state whose groups go when their last row does.
func (e *stateEmitter) counts() bool { return e.state.Retracts() && len(e.keyFields()) > 0 }

// retractMethods are those of the operator.
func (e *stateEmitter) retractMethods() []jen.Code {
	list := []jen.Code{e.changeRowMethod()}
	if e.upserts() {
		list = append(list, e.emitDueMethod())
	} else {
		list = append(list, e.nothingDueMethod())
	}
	if e.adds() {
		list = append(list, e.addRowMethod())
	}
	return append(append(append(list, e.totalsDeclarations()...), e.advanceMethod()), e.spillMethods()...)
}

// adds reports rows that are only added, from another arm of a union.
func (e *stateEmitter) adds() bool {
	for _, s := range e.generator.stages {
		for _, t := range s.targets {
			if t.state == e && t.adds && !s.receivesChanges() {
				return true
			}
		}
	}
	return false
}

// removeMethod takes one row back out of the group.
//
//	// remove takes one row back.
//	func (g *byNGroup) remove(row *ByNInput) {
//		g.rows--
//		g.users.Remove()
//	}
func (e *stateEmitter) removeMethod() *jen.Statement {
	var body []jen.Code
	if e.counts() {
		body = append(body, jen.Id("g").Dot("rows").Op("--"))
	}
	for _, m := range e.members {
		switch {
		case m.ordered != nil:
			body = append(body, e.removeOrdered(m)...)
		case m.call.User != nil:
			body = append(body, e.removeUser(m)...)
		default:
			body = append(body, e.rowCall(m, "Remove", "Last")...)
		}
	}
	return jen.Comment("// remove takes one row back.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("remove").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Block(body...)
}

// changeRowMethod takes one change. The new row comes before the old one goes, so that a group which has both isn't empty in between.
//
//	// change takes one change of a row: the groups that it reaches are due.
//	func (s *byNState) change(change rt.Change, before, after *ByNInput) error {
//		s.in.Taken++
//		var old *byNGroup
//		if change != rt.Insert {
//			old = s.groups.of(before)
//			s.due.Add(old)
//		}
//		if change != rt.Delete {
//			group := s.groups.of(after)
//			group.add(after)
//			s.due.Add(group)
//		}
//		if old != nil {
//			old.remove(before)
//		}
//		return nil
//	}
func (e *stateEmitter) changeRowMethod() *jen.Statement {
	due := func(group string) jen.Code {
		if e.upserts() {
			return jen.Id("s").Dot("due").Dot("Add").Call(jen.Id(group))
		}
		return jen.Null()
	}
	removed := []jen.Code{jen.Id("old").Dot("remove").Call(jen.Id("before"))}
	if e.counts() && !e.upserts() {
		removed = append(removed, jen.If(jen.Id("old").Dot("rows").Op("==").Lit(0)).Block(jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("old"))))
	}
	doc := "// change takes one change of a row."
	if e.upserts() {
		doc = "// change takes one change of a row: the groups that it reaches are due."
	}
	return jen.Comment(doc).Line().
		Func().Params(e.receiver()).Id("change").Params(e.changeParameters(e.input)...).Error().Block(
		e.taken(),
		jen.Var().Id("old").Op("*").Id(e.group),
		jen.If(jen.Id("change").Op("!=").Add(symbol("Insert"))).Block(
			jen.Id("old").Op("=").Id("s").Dot("groups").Dot("of").Call(jen.Id("before")),
			due("old")),
		jen.If(jen.Id("change").Op("!=").Add(symbol("Delete"))).Block(
			jen.Id("group").Op(":=").Id("s").Dot("groups").Dot("of").Call(jen.Id("after")),
			jen.Id("group").Dot("add").Call(jen.Id("after")),
			due("group")),
		jen.If(jen.Id("old").Op("!=").Nil()).Block(removed...),
		jen.Return(jen.Nil()),
	)
}

// changeParameters are those of a method that takes a change of a row.
func (g *generator) changeParameters(row *structType) []jen.Code {
	return []jen.Code{jen.Id("change").Add(symbol("Change")), jen.List(jen.Id("before"), jen.Id("after")).Op("*").Id(row.GoName)}
}

// emitDueMethod lets the groups go on that changes have reached.
//
//	// emitDue lets the groups go on that changes have reached. Behind a result that failed it goes on with the next one.
//	func (s *byNState) emitDue() error {
//		for group := s.due.Next(); group != nil; group = s.due.Next() {
//			if group.rows == 0 {
//				if err := s.to.withdrawByN(group); err != nil {
//					return err
//				}
//				s.groups.forget(group)
//				continue
//			}
//			if err := s.to.emitByN(group); err != nil {
//				return err
//			}
//		}
//		return nil
//	}
func (e *stateEmitter) emitDueMethod() *jen.Statement {
	var loop []jen.Code
	if e.counts() {
		loop = append(loop, jen.If(jen.Id("group").Dot("rows").Op("==").Lit(0)).Block(
			returnError(jen.Id("s").Dot("to").Dot(e.withdraw).Call(jen.Id("group"))),
			jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("group")),
			jen.Continue()))
	}
	loop = append(loop, returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"))))
	next := jen.Id("s").Dot("due").Dot("Next").Call()
	return jen.Comment("// emitDue lets the groups go on that changes have reached. Behind a result that failed it goes on with the next one.").Line().
		Func().Params(e.receiver()).Id("emitDue").Params().Error().Block(
		jen.For(jen.Id("group").Op(":=").Add(next), jen.Id("group").Op("!=").Nil(), jen.Id("group").Op("=").Add(next)).Block(loop...),
		jen.Return(jen.Nil()),
	)
}

// nothingDueMethod is emitDue of a state that emits at the end.
func (e *stateEmitter) nothingDueMethod() *jen.Statement {
	return jen.Comment("// emitDue has nothing to do: results go on at the end.").Line().
		Func().Params(e.receiver()).Id("emitDue").Params().Error().Add(onOneLine(jen.Return(jen.Nil())))
}

// addRowMethod takes a row that is only added.
func (e *stateEmitter) addRowMethod() *jen.Statement {
	return jen.Comment("// take takes one row that won't change.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(
		returnError(jen.Id("s").Dot("change").Call(symbol("Insert"), jen.Nil(), jen.Id("row"))),
		jen.Return(jen.Id("s").Dot("emitDue").Call()),
	)
}

// emitLeft emits the groups that have rows, or need none, from the next one on.
func (e *stateEmitter) emitLeft(table *jen.Statement) *jen.Statement {
	next := jen.Add(table).Dot("pages").Dot("Next").Call(jen.Id("s").Dot("next"))
	number := jen.List(jen.Id("number"), jen.Id("ok"))
	return jen.For(jen.Add(number).Op(":=").Add(next), jen.Id("ok"), jen.Add(number).Op("=").Add(next)).Block(
		jen.Id("s").Dot("next").Op("=").Id("number").Op("+").Lit(1),
		jen.If(jen.Id("group").Op(":=").Add(table).Dot("pages").Dot("At").Call(jen.Id("number")), e.goesOn()).Block(
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group")))),
	)
}

// forgetMethod removes a group from the table. Where there are checkpoints the next one has to say so first.
//
//	// forget lets go of a group without rows; where there are checkpoints, behind the next one, which says so.
//	func (t *byNGroups) forget(g *byNGroup) {
//		if t.pages.Tracked() {
//			t.pages.Touch(g.number)
//			return
//		}
//		t.remove(g)
//	}
func (e *stateEmitter) forgetMethod() jen.Code {
	g, pages := jen.Id("g"), jen.Id("t").Dot("pages")
	method := func(name string) *jen.Statement {
		return jen.Func().Params(jen.Id("t").Op("*").Id(e.groups)).Id(name).Params(jen.Id("g").Op("*").Id(e.group))
	}
	remove := []jen.Code{
		e.dropSpilled(),
		jen.Id("number").Op(":=").Add(g).Dot("number"),
		jen.Id("t").Dot("index").Dot("Delete").Call(jen.Add(g).Dot("hash"), jen.Id("number")),
		jen.Add(pages).Dot("Delete").Call(jen.Id("number")),
	}
	if !e.counts() && !e.sessions() || !e.keeps() {
		return jen.Comment("// forget removes a group.").Line().Add(method("forget")).Block(remove...)
	}
	empty := pick(e.sessions(), "key without sessions", "group without rows")
	return jen.Comment("// forget lets go of a "+empty+"; where there are checkpoints, behind the next one, which says so.").Line().
		Add(method("forget")).Block(
		jen.If(jen.Add(pages).Dot("Tracked").Call()).Block(jen.Add(pages).Dot("Touch").Call(jen.Add(g).Dot("number")), jen.Return()),
		jen.Id("t").Dot("remove").Call(jen.Id("g"))).Line().Line().
		Comment("// remove forgets a group.").Line().Add(method("remove")).Block(remove...)
}

// receivesChanges reports a stage behind an exchange of changes.
func (s *stageEmitter) receivesChanges() bool {
	input, ok := s.stage.Input.(*physical.Receive)
	return ok && retracts(input.Exchange)
}
