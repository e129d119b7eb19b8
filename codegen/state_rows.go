package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// TABLE(SESSION(…)) that nothing groups keeps the rows of each session, as a session of GROUP BY keeps its accumulators, and takes them on
// with the session's bounds when it closes.

// sessionText says whose sessions a state keeps the rows of.
func sessionText(state *physical.State) string {
	text := "the rows of a session"
	for i, field := range state.Input.Fields[:state.Keys] {
		text += pick(i == 0, " of each ", ", ") + oneLine(field.Name)
	}
	return text
}

// heldField is a group's field with the rows of a session.
func (e *stateEmitter) heldField() jen.Code {
	return jen.Id("held").Add(symbol("agg.Rows")).Types(jen.Id(e.input.GoName)).Comment("// the rows of the session")
}

// holdRow keeps a row, with what it points to: its batch's is gone by the end of the session.
//
//	kept := *row
//	kept.Symbol = state.KeepText("", kept.Symbol)
//	g.held.Add(kept)
func (e *stateEmitter) holdRow() []jen.Code {
	body := []jen.Code{jen.Id("kept").Op(":=").Op("*").Id("row")}
	for _, field := range e.input.Fields {
		if kept := jen.Id("kept").Dot(field.GoName); pointsAway(field.Type) {
			body = append(body, jen.Add(kept).Op("=").Add(e.generator.owned(kept, field.Type)))
		}
	}
	return append(body, jen.Id("g").Dot("held").Dot("Add").Call(jen.Id("kept")))
}

// codeHeld codes the rows of a session.
func (e *stateEmitter) codeHeld() jen.Code {
	e.codeRow(jen.Id("row"), e.input) // which makes the method that the rows need
	return symbol("snapshot.Part").Call(jen.Id("c"), jen.Op("&").Id("g").Dot("held"))
}

// closedFields are the operator's, for the session that goes on.
func (e *stateEmitter) closedFields() []jen.Code {
	return []jen.Code{
		jen.Id("closed").Index().Id(e.input.GoName).Comment("// rows of the session that goes on"),
		jen.List(jen.Id("start"), jen.Id("end")).Int64().Comment("// of that session"),
	}
}

// emitClosed takes the rows of the session that has closed on.
//
//	for len(s.closed) > 0 {
//		row := &s.closed[0]
//		s.closed = s.closed[1:]
//		if err := s.to.emitSessionsSymbol(row, s.start, s.end); err != nil {
//			return err
//		}
//	}
func (e *stateEmitter) emitClosed() jen.Code {
	closed := jen.Id("s").Dot("closed")
	return jen.For(jen.Len(closed).Op(">").Lit(0)).Block(
		jen.Id("row").Op(":=").Op("&").Add(closed).Index(jen.Lit(0)),
		jen.Add(closed).Op("=").Add(closed).Index(jen.Lit(1), jen.Empty()),
		returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("row"), jen.Id("s").Dot("start"), jen.Id("s").Dot("end"))))
}

// closeRows lets the rows of a session go on.
func (e *stateEmitter) closeRows() jen.Code {
	return jen.List(jen.Id("s").Dot("closed"), jen.Id("s").Dot("start"), jen.Id("s").Dot("end")).Op("=").List(
		jen.Id("session").Dot("held").Dot("All").Call(), jen.Id("session").Dot("open").Dot("Start"), jen.Id("session").Dot("open").Dot("End"))
}
