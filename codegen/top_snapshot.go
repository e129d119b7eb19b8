package codegen

import "github.com/dave/jennifer/jen"

// A checkpoint has, of a Top, the keys that changed, each with its first rows, and with what the outputs have of them.

// codeTop says what is kept of a key beside the key.
//
//	g.top.Snapshot(c)
//	snapshot.Slice(c, &g.places, func(c *snapshot.Codec, place *topProductPlace) { place.snapshot(c) })
//	snapshot.Int(c, &g.changed)
func (e *stateEmitter) codeTop() []jen.Code {
	e.codeRow(jen.Null(), e.input)
	body := []jen.Code{jen.Id("g").Dot("top").Dot("Snapshot").Call(jen.Id("c"))}
	if !e.upserts() {
		return body
	}
	body = append(body, symbol("snapshot.Slice").Call(jen.Id("c"), jen.Op("&").Id("g").Dot("places"),
		jen.Func().Params(codec(), jen.Id("place").Op("*").Id(e.place())).Add(onOneLine(jen.Id("place").Dot("snapshot").Call(jen.Id("c"))))))
	if !e.comeAndGoRows() {
		body = append(body, symbol("snapshot.Int").Call(jen.Id("c"), jen.Op("&").Id("g").Dot("changed")))
	}
	return body
}

// codePlaceMethod says what a place consists of; nothing where rows go on once.
func (e *stateEmitter) codePlaceMethod() jen.Code {
	if !e.topped() || !e.upserts() {
		return jen.Null()
	}
	return jen.Comment("// snapshot codes what the outputs have of the place.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.place())).Id("snapshot").Params(codec()).Block(e.codeShown()...)
}
