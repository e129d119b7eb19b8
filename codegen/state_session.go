package codegen

import (
	"github.com/dave/jennifer/jen"
)

// takeIntoSession takes a row into its key's session, unless it is late.
//
//	key := s.groups.of(row)
//	if s.windows.Late(key.open, row.Ts, s.Now()) {
//		s.in.Late++
//		return s.Late()
//	}
//	s.in.Taken++
//	empty := *key
//	empty.open = nil
//	s.windows.At(&key.open, row.Ts, s.Now(), key.number, empty).Group.add(row)
//	return nil
func (e *stateEmitter) takeIntoSession() []jen.Code {
	if e.upserts() {
		return e.takeIntoChangingSession()
	}
	return append(e.intoOpenSession(),
		e.taking(e.sessionOf().Dot("Group"), jen.Return),
		jen.Return(jen.Nil()))
}

// takeIntoChangingSession takes a row into its session and emits it. The start of a session is part of its key: the rows of sessions that
// are part of another one now, and of one that begins earlier now, are deleted first.
//
//	…
//	session := s.windows.At(&key.open, row.Ts, s.Now(), key.number, empty)
//	for _, part := range s.windows.Joined {
//		if err := s.to.withdrawByUser(part); err != nil {
//			return err
//		}
//	}
//	group := &session.Group
//	if group.shown != 0 && group.start != session.Start {
//		if err := s.to.withdrawByUser(group); err != nil {
//			return err
//		}
//	}
//	group.start = session.Start
//	group.add(row)
//	return s.to.emitByUser(group, session.Start, session.End)
func (e *stateEmitter) takeIntoChangingSession() []jen.Code {
	withdraw := func(group string) *jen.Statement {
		return returnError(jen.Id("s").Dot("to").Dot(e.withdraw).Call(jen.Id(group)))
	}
	start := jen.Id("session").Dot("Start")
	return append(e.intoOpenSession(),
		jen.Id("session").Op(":=").Add(e.sessionOf()),
		jen.For(jen.List(jen.Id("_"), jen.Id("part")).Op(":=").Range().Id("s").Dot("windows").Dot("Joined")).Block(withdraw("part")),
		jen.Id("group").Op(":=").Op("&").Id("session").Dot("Group"),
		jen.If(jen.Id("group").Dot("shown").Op("!=").Add(e.noneShown()).Op("&&").Id("group").Dot("start").Op("!=").Add(start)).Block(withdraw("group")),
		jen.Id("group").Dot("start").Op("=").Add(start),
		jen.Id("group").Dot("add").Call(jen.Id("row")),
		jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), start, jen.Id("session").Dot("End"))))
}

// sessionOf is the session that a row belongs to, in which those that it joins are one.
func (e *stateEmitter) sessionOf() *jen.Statement {
	return jen.Id("s").Dot("windows").Dot("At").Call(jen.Op("&").Id("key").Dot("open"), e.windowTime(), e.now(), jen.Id("key").Dot("number"), jen.Id("empty"))
}

// intoOpenSession finds the row's key, unless it is late.
func (e *stateEmitter) intoOpenSession() []jen.Code {
	return []jen.Code{
		jen.Id("key").Op(":=").Add(e.groupOf(jen.Id("s").Dot("groups"))),
		jen.If(jen.Id("s").Dot("windows").Dot("Late").Call(jen.Id("key").Dot("open"), e.windowTime(), e.now())).Block(
			append(e.forgetUnused(), jen.Id("s").Dot("in").Dot("Late").Op("++"), jen.Return(jen.Id("s").Dot("Late").Call()))...),
		e.taken(),
		jen.Id("empty").Op(":=").Op("*").Id("key"),
		jen.Id("empty").Dot("open").Op("=").Nil(),
	}
}

// forgetUnused takes back a key that only a late row has.
func (e *stateEmitter) forgetUnused() []jen.Code {
	if len(e.keyFields()) == 0 {
		return nil
	}
	return []jen.Code{jen.If(jen.Len(jen.Id("key").Dot("open")).Op("==").Lit(0)).Block(jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("key")))}
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
	loop = append(loop,
		jen.Id("session").Op(":=").Id("s").Dot("windows").Dot("Due").Call(due),
		jen.If(jen.Id("session").Op("==").Nil()).Block(none...),
		jen.Id("key").Op(":=").Id("s").Dot("groups").Dot("pages").Dot("At").Call(jen.Id("session").Dot("Key")))
	remove := jen.Id("key").Dot("open").Dot("Remove").Call(jen.Id("session"))
	loop = append(loop, jen.Id("s").Dot("groups").Dot("pages").Dot("Touch").Call(jen.Id("session").Dot("Key")))
	if len(e.keyFields()) > 0 {
		loop = append(loop,
			jen.If(remove).Block(jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("key"))))
	} else {
		loop = append(loop, remove)
	}
	loop = append(loop, e.skipUntaken(jen.Id("session").Dot("Group")))
	switch {
	case e.state.Waits():
		loop = append(loop, e.closeRows())
	case !e.upserts(): // otherwise its row is there
		loop = append(loop, returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Op("&").Id("session").Dot("Group"), jen.Id("session").Dot("Start"), jen.Id("session").Dot("End"))))
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
		jen.Id("Merge").Op(":").Func().Params(jen.List(jen.Id("into"), jen.Id("other")).Op("*").Id(e.group)).
			Add(onOneLine(jen.Id("into").Dot("merge").Call(jen.Id("other")))),
	))
}
