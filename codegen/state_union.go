package codegen

import "github.com/dave/jennifer/jen"

// Under 'state.backend' = 'disk' a window of several slices is put together key by key, in the order in which the store has them: there is no table of
// the window's groups or frames, for which there would have to be memory, too.

// unites reports windows that are put together so.
func (e *stateEmitter) unites() bool { return e.gathers() && e.spills() }

// unionFields are those of the operator.
func (e *stateEmitter) unionFields() []jen.Code {
	return []jen.Code{
		jen.Id("union").Add(symbol("state/spill.Union")).Types(jen.Id(e.group)).Comment("// walks the slices of the window that goes on"),
		jen.Id("group").Id(e.group).Comment("// one of its groups, as it goes on"),
	}
}

// closeUnited emits the windows that the watermark has passed.
//
//	for {
//		start, end, slices, ok := s.windows.Due(watermark)
//		if !ok {
//			return nil
//		}
//		if !s.union.Walks() {
//			for _, slice := range slices {
//				s.union.Add(&slice.Groups.cold, &slice.Groups.pages)
//			}
//		}
//		for groups := s.union.Next(); groups != nil; groups = s.union.Next() {
//			s.group = bySymbolGroup{hash: groups[0].hash, Symbol: groups[0].Symbol}
//			for _, group := range groups {
//				s.group.merge(group)
//			}
//			if err := s.to.emitBySymbol(&s.group, start, end); err != nil {
//				return err
//			}
//			if err := s.Relief(); err != nil {
//				return err
//			}
//		}
//		s.windows.Close(end)
//	}
func (e *stateEmitter) closeUnited() []jen.Code {
	union, groups := jen.Id("s").Dot("union"), jen.Id("slice").Dot("Groups")
	next := jen.Add(union).Dot("Next").Call()
	fields := []jen.Code{jen.Id("hash").Op(":").Id("groups").Index(jen.Lit(0)).Dot("hash")}
	for _, field := range e.keyFields() {
		fields = append(fields, jen.Id(field.GoName).Op(":").Id("groups").Index(jen.Lit(0)).Dot(field.GoName))
	}
	return []jen.Code{jen.For().Block(
		jen.List(jen.Id("start"), jen.Id("end"), jen.Id("slices"), jen.Id("ok")).Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Id("watermark")),
		jen.If(jen.Op("!").Id("ok")).Block(e.brought()...),
		jen.If(jen.Op("!").Add(union).Dot("Walks").Call()).Block(
			jen.For(jen.List(jen.Id("_"), jen.Id("slice")).Op(":=").Range().Id("slices")).Block(
				jen.Add(union).Dot("Add").Call(jen.Op("&").Add(groups).Dot("cold"), jen.Op("&").Add(groups).Dot("pages")))),
		jen.For(jen.Id("groups").Op(":=").Add(next), jen.Id("groups").Op("!=").Nil(), jen.Id("groups").Op("=").Add(next)).Block(
			jen.Id("s").Dot("group").Op("=").Id(e.group).Add(inLine(fields...)),
			jen.For(jen.List(jen.Id("_"), jen.Id("group")).Op(":=").Range().Id("groups")).Block(jen.Id("s").Dot("group").Dot("merge").Call(jen.Id("group"))),
			e.skipUntaken(jen.Id("s").Dot("group")),
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Op("&").Id("s").Dot("group"), jen.Id("start"), jen.Id("end"))),
			e.relief()),
		jen.Id("s").Dot("windows").Dot("Close").Call(jen.Id("end")))}
}
