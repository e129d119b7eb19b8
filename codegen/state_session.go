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
//	s.windows.At(&key.open, row.Ts, key.number, empty).Group.add(row)
//	return nil
func (e *stateEmitter) takeIntoSession() []jen.Code {
	time := func() *jen.Statement { return e.column(e.state.Window.Time) }
	number := jen.Code(jen.Id("key").Dot("number"))
	return []jen.Code{
		jen.Id("key").Op(":=").Id("s").Dot("groups").Dot("of").Call(jen.Id("row")),
		jen.If(jen.Id("s").Dot("windows").Dot("Late").Call(jen.Id("key").Dot("open"), time(), e.now())).Block(
			append(e.forgetUnused(), jen.Id("s").Dot("in").Dot("Late").Op("++"), jen.Return(jen.Id("s").Dot("Late").Call()))...),
		e.taken(),
		jen.Id("empty").Op(":=").Op("*").Id("key"),
		jen.Id("empty").Dot("open").Op("=").Nil(),
		e.taking(jen.Id("s").Dot("windows").Dot("At").Call(jen.Op("&").Id("key").Dot("open"), time(), number, jen.Id("empty")).Dot("Group"), jen.Return),
		jen.Return(jen.Nil()),
	}
}

// forgetUnused takes back a key that only a late row has.
func (e *stateEmitter) forgetUnused() []jen.Code {
	if len(e.keyFields()) == 0 {
		return nil
	}
	return []jen.Code{jen.If(jen.Len(jen.Id("key").Dot("open")).Op("==").Lit(0)).Block(e.forget(jen.Id("key").Dot("number"))...)}
}

// forget removes a key from the table.
func (e *stateEmitter) forget(number *jen.Statement) []jen.Code {
	return []jen.Code{
		jen.Id("s").Dot("groups").Dot("index").Dot("Delete").Call(jen.Id("key").Dot("hash"), number),
		jen.Id("s").Dot("groups").Dot("pages").Dot("Delete").Call(number),
	}
}

// closeSessions emits the sessions that the watermark has passed. A key without sessions is forgotten.
func (e *stateEmitter) closeSessions() []jen.Code {
	loop := []jen.Code{
		jen.Id("session").Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Id("watermark")),
		jen.If(jen.Id("session").Op("==").Nil()).Block(e.brought()...),
		jen.Id("key").Op(":=").Id("s").Dot("groups").Dot("pages").Dot("At").Call(jen.Id("session").Dot("Key")),
	}
	remove := jen.Id("key").Dot("open").Dot("Remove").Call(jen.Id("session"))
	if len(e.keyFields()) > 0 {
		loop = append(loop, jen.If(remove).Block(e.forget(jen.Id("session").Dot("Key"))...))
	} else {
		loop = append(loop, remove)
	}
	loop = append(loop, e.skipUntaken(jen.Id("session").Dot("Group")))
	loop = append(loop, returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Op("&").Id("session").Dot("Group"), jen.Id("session").Dot("Start"), jen.Id("session").Dot("End"))))
	return []jen.Code{jen.For().Block(loop...)}
}

// sessionsLiteral makes the sessions of a state.
func (e *stateEmitter) sessionsLiteral() *jen.Statement {
	w := e.state.Window
	return symbol("window.Sessions").Types(jen.Id(e.group)).Add(lines(
		jen.Id("Gap").Op(":").Op(jenInt(int(w.Size))),
		jen.Id("Lateness").Op(":").Op(jenInt(int(w.Lateness))),
		jen.Id("Merge").Op(":").Func().Params(jen.List(jen.Id("into"), jen.Id("other")).Op("*").Id(e.group)).
			Add(onOneLine(jen.Id("into").Dot("merge").Call(jen.Id("other")))),
	))
}
