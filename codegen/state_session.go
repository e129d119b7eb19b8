package codegen

import (
	"github.com/dave/jennifer/jen"
)

// takeIntoSession takes a row into its key's session, unless it is late.
//
//	key := s.groups.of(row)
//	session := key
//	if !s.windows.Extend(&key.open, row.Ts, s.Now()) {
//		session = s.windows.At(key, key.number, row.Ts, s.Now())
//		if session == nil {
//			if key.open.None() {
//				s.groups.forget(key)
//			}
//			s.in.Late++
//			return s.Late()
//		}
//	}
//	s.in.Taken++
//	session.add(row)
//	return nil
func (e *stateEmitter) takeIntoSession() []jen.Code {
	if e.upserts() {
		return e.takeIntoChangingSession()
	}
	return append(e.intoOpenSession(),
		e.taking(jen.Id("session"), jen.Return),
		jen.Return(jen.Nil()))
}

// takeIntoChangingSession takes a row into its session and emits it. The start of a session is part of its key: the rows of sessions that
// are part of another one now, and of one that begins earlier now, are deleted first.
//
//		…
//		for _, part := range s.windows.Joined {
//			if err := s.to.withdrawByUser(part); err != nil {
//				return err
//			}
//		}
//	}
//	s.in.Taken++
//	if session.shown != 0 && session.start != session.open.Start {
//		if err := s.to.withdrawByUser(session); err != nil {
//			return err
//		}
//	}
//	session.start = session.open.Start
//	session.add(row)
//	return s.to.emitByUser(session, session.open.Start, session.open.End)
func (e *stateEmitter) takeIntoChangingSession() []jen.Code {
	withdraw := func(group string) *jen.Statement {
		return returnError(jen.Id("s").Dot("to").Dot(e.withdraw).Call(jen.Id(group)))
	}
	start := jen.Id("session").Dot("open").Dot("Start")
	return append(e.intoOpenSession(
		jen.For(jen.List(jen.Id("_"), jen.Id("part")).Op(":=").Range().Id("s").Dot("windows").Dot("Joined")).Block(withdraw("part"))),
		jen.If(jen.Id("session").Dot("shown").Op("!=").Add(e.noneShown()).Op("&&").Id("session").Dot("start").Op("!=").Add(start)).Block(withdraw("session")),
		jen.Id("session").Dot("start").Op("=").Add(start),
		jen.Id("session").Dot("add").Call(jen.Id("row")),
		jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("session"), start, jen.Id("session").Dot("open").Dot("End"))))
}

// intoOpenSession finds the session that a row belongs to, unless it is late: that of its key where it has one, nearly always. merged is what is
// done where sessions may have become one.
func (e *stateEmitter) intoOpenSession(merged ...jen.Code) []jen.Code {
	windows, key, session := jen.Id("s").Dot("windows"), jen.Id("key"), jen.Id("session")
	late := append(e.forgetUnused(), jen.Id("s").Dot("in").Dot("Late").Op("++"), jen.Return(jen.Id("s").Dot("Late").Call()))
	body := []jen.Code{
		jen.Add(key).Op(":=").Add(e.groupOf(jen.Id("s").Dot("groups"))),
		jen.Add(session).Op(":=").Add(key),
		jen.If(jen.Op("!").Add(windows).Dot("Extend").Call(jen.Op("&").Add(key).Dot("open"), e.windowTime(), e.now())).Block(append([]jen.Code{
			jen.Add(session).Op("=").Add(windows).Dot("At").Call(key, jen.Add(key).Dot("number"), e.windowTime(), e.now()),
			jen.If(jen.Add(session).Op("==").Nil()).Block(late...)}, merged...)...),
	}
	return append(body, e.taken())
}

// forgetUnused takes back a key that only a late row has.
func (e *stateEmitter) forgetUnused() []jen.Code {
	if len(e.keyFields()) == 0 {
		return nil
	}
	return []jen.Code{jen.If(jen.Id("key").Dot("open").Dot("None").Call()).Block(jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("key")))}
}

// closeSessions emits the sessions that the watermark has passed. A key without sessions is forgotten.
func (e *stateEmitter) closeSessions() []jen.Code {
	due, none := jen.Id("watermark"), e.brought()
	var loop []jen.Code
	if e.state.Waits() {
		loop = append(loop, e.emitClosed())
	}
	if e.spills() {
		due = jen.Id("until")
		none = []jen.Code{jen.If(e.awake()).Block(none...), e.wake(), jen.Continue()}
		loop = append(loop, e.relief())
	}
	number := pick(len(e.keyFields()) > 0, "number", "_")
	loop = append(loop,
		jen.List(jen.Id("session"), jen.Id(number)).Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Op("&").Id("s").Dot("groups").Dot("pages"), due),
		jen.If(jen.Id("session").Op("==").Nil()).Block(none...))
	if len(e.keyFields()) > 0 {
		key := jen.Id("key").Op(":=").Id("s").Dot("groups").Dot("pages").Dot("At").Call(jen.Id("number"))
		loop = append(loop, jen.If(key, jen.Id("key").Dot("open").Dot("None").Call()).Block(jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("key"))))
	}
	loop = append(loop, e.skipUntaken(jen.Id("session")))
	switch {
	case e.state.Waits():
		loop = append(loop, e.closeRows())
	case !e.upserts(): // otherwise its row is there
		open := jen.Id("session").Dot("open")
		loop = append(loop, returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("session"), jen.Add(open).Dot("Start"), jen.Add(open).Dot("End"))))
	}
	return []jen.Code{e.asleep(), jen.For().Block(loop...)}
}

// sessionsLiteral makes the sessions of a state.
func (e *stateEmitter) sessionsLiteral() *jen.Statement {
	w := e.state.Window
	changes := jen.Null()
	if e.upserts() {
		changes = jen.Id("Changes").Op(":").True()
	}
	return symbol("window.Sessions").Types(jen.Id(e.group)).Add(lines(
		changes,
		jen.Id("Gap").Op(":").Op(jenInt(int(w.Size))),
		jen.Id("Lateness").Op(":").Op(jenInt(int(w.Lateness))),
		jen.Id("Open").Op(":").Func().Params(jen.Id("group").Op("*").Id(e.group)).Op("*").Add(symbol("window.Open")).Types(jen.Id(e.group)).
			Add(onOneLine(jen.Return(jen.Op("&").Id("group").Dot("open")))),
		jen.Id("Empty").Op(":").Parens(jen.Op("*").Id(e.group)).Dot("empty"),
		jen.Id("Merge").Op(":").Func().Params(jen.List(jen.Id("into"), jen.Id("other")).Op("*").Id(e.group)).
			Add(onOneLine(jen.Id("into").Dot("merge").Call(jen.Id("other")))),
	))
}

// emptyMethod makes another group of the same key.
//
//	// empty is a group of the same key without rows.
//	func (g *byUserGroup) empty() byUserGroup {
//		return byUserGroup{hash: g.hash, number: g.number, UserID: g.UserID}
//	}
func (e *stateEmitter) emptyMethod() *jen.Statement {
	names := []string{"number"}
	if len(e.keyFields()) > 0 {
		names = []string{"hash", "number"}
	}
	return jen.Comment("// empty is a group of the same key without rows.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("empty").Params().Id(e.group).Block(jen.Return(e.keyOf("g", names...)))
}

// keyOf is a group with the key of another one, and some of its other fields.
func (e *stateEmitter) keyOf(group string, names ...string) *jen.Statement {
	for i, field := range e.keyFields() {
		names = append(names, field.GoName)
		if head := e.head(i); head != "" {
			names = append(names, head)
		}
	}
	var kept []jen.Code
	for _, name := range names {
		kept = append(kept, jen.Id(name).Op(":").Id(group).Dot(name))
	}
	return jen.Id(e.group).Values(kept...)
}
