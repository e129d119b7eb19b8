package codegen

import "github.com/dave/jennifer/jen"

// What the first phase of an aggregation sends: groups, when they are complete as far as its partition goes or too many to stay in the cache. Where
// they have hardly more than a row each, rows pass it by, each as a group of its own.

// sendMethod sends the groups of what is complete as far as this partition goes.
//
//	// send sends the groups that are complete as far as this partition goes.
//	func (s *bySymbolState) send(watermark int64) error {
//		if watermark < rt.EndOfTime && s.groups.pages.Len() < rt.PartialGroups {
//			return nil
//		}
//		s.first.Sends(s.in.Taken, s.groups.pages.Len())
//		for _, group := range s.groups.pages.All() {
//			slot, err := s.out.To(group.hash).Next()
//			if err != nil {
//				return err
//			}
//			*slot = *group
//		}
//		s.groups.text = state.Strings{} // the groups that were sent have it
//		if s.groups.clear() == 0 {
//			s.groups = newBySymbolGroups()
//		}
//		return nil
//	}
func (e *stateEmitter) sendMethod() *jen.Statement {
	body := e.sendAll()
	if e.windowed() {
		body = e.sendSlices()
	}
	return jen.Comment("// send sends the groups that are complete as far as this partition goes.").Line().
		Func().Params(e.receiver()).Id("send").Params(jen.Id("watermark").Int64()).Error().Block(append(body, jen.Return(jen.Nil()))...)
}

// sendAll sends all groups, at the end or when there are many.
func (e *stateEmitter) sendAll() []jen.Code {
	groups := jen.Id("s").Dot("groups")
	body := []jen.Code{
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime")).Op("&&").Add(groups).Dot("pages").Dot("Len").Call().Op("<").Add(symbol("PartialGroups"))).Block(jen.Return(jen.Nil()))}
	if e.passes() {
		body = append(body, jen.Id("s").Dot("first").Dot("Sends").Call(jen.Id("s").Dot("in").Dot("Taken"), jen.Add(groups).Dot("pages").Dot("Len").Call()))
	}
	body = append(body, e.sendEach(groups, jen.Op("*").Id("group")))
	anew := jen.Add(groups).Op("=").Add(e.empty())
	if !e.reuses() {
		return append(body, anew)
	}
	return append(append(body, e.giveText(groups)...), jen.If(jen.Add(groups).Dot("clear").Call().Op("==").Lit(0)).Block(anew))
}

// sendSlices sends the groups of the slices of time that are complete.
func (e *stateEmitter) sendSlices() []jen.Code {
	groups, complete := jen.Id("slice").Dot("Groups"), jen.Id("s").Dot("windows").Dot("Complete").Call(jen.Id("watermark"))
	part := jen.Id(e.part).Values(jen.Id("slice").Dot("Start"), jen.Id("slice").Dot(pick(e.gathers(), "From", "End")), jen.Op("*").Id("group"))
	each := append([]jen.Code{e.sendEach(groups, part)}, e.giveText(groups)...)
	return []jen.Code{
		jen.For(jen.Id("slice").Op(":=").Add(complete), jen.Id("slice").Op("!=").Nil(), jen.Id("slice").Op("=").Add(complete)).
			Block(append(each, jen.Id("s").Dot("windows").Dot("Drop").Call())...)}
}

// sendEach sends the groups of a table.
func (e *stateEmitter) sendEach(table *jen.Statement, sent jen.Code) *jen.Statement {
	lane := jen.Id("s").Dot("out").Dot("To").Call(jen.Id("group").Dot("hash"))
	if len(e.keyFields()) == 0 {
		lane = jen.Id("s").Dot("out").Dot("First").Call()
	}
	return jen.For(jen.List(jen.Id("_"), jen.Id("group")).Op(":=").Range().Add(table).Dot("pages").Dot("All").Call()).Block(
		jen.List(jen.Id("slot"), jen.Err()).Op(":=").Add(lane).Dot("Next").Call(),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Op("*").Id("slot").Op("=").Add(sent),
	)
}

// giveText leaves a table's text to those that its groups were sent to.
func (e *stateEmitter) giveText(table *jen.Statement) []jen.Code {
	if !e.keepsText() || e.ownText() {
		return nil
	}
	return []jen.Code{jen.Add(table).Dot("text").Op("=").Add(symbol("state.Strings")).Values().Comment("// the groups that were sent have it")}
}

// passes reports a first phase that rows may pass by: what a group of one row has is all in it, so that it costs no memory of its own.
func (e *stateEmitter) passes() bool {
	if !e.sends || e.windowed() || len(e.keyFields()) == 0 {
		return false
	}
	for _, m := range e.members {
		if !flat(m) {
			return false
		}
	}
	return true
}

// passedOn lets a row pass the first phase by, where that is better.
//
//	if s.first.Passes(1) {
//		hash, symbolHead := lookAtSymbol(row.Symbol)
//		return s.pass(hash, symbolHead, row)
//	}
func (e *stateEmitter) passedOn() jen.Code {
	if !e.passes() {
		return jen.Null()
	}
	looked := append([]jen.Code{jen.Id("hash")}, e.headLocals()...)
	return jen.If(e.passing(jen.Lit(1))).Block(
		jen.List(looked...).Op(":=").Add(e.lookAt(e.keysIn("row"))),
		jen.Return(jen.Id("s").Dot("pass").Call(append(looked, jen.Id("row"))...)))
}

// passing asks whether so many rows pass the first phase by.
func (e *stateEmitter) passing(rows jen.Code) *jen.Statement {
	return jen.Id("s").Dot("first").Dot("Passes").Call(rows)
}

// passMethod sends a row as a group of its own.
//
//	// pass sends a row as a group of its own.
//	func (s *bySymbolState) pass(hash uint64, symbolHead state.Head, row *BySymbolInput) error {
//		lane := s.out.To(hash)
//		slot, err := lane.Next()
//		if err != nil {
//			return err
//		}
//		*slot = bySymbolGroup{hash: hash, symbolHead: symbolHead, Symbol: lane.Keep(row.Symbol)}
//		slot.add(row)
//		return nil
//	}
func (e *stateEmitter) passMethod() []jen.Code {
	if !e.passes() {
		return nil
	}
	fields := []jen.Code{jen.Id("hash").Op(":").Id("hash")}
	for _, head := range e.headNames() {
		fields = append(fields, jen.Id(head).Op(":").Id(head))
	}
	for _, field := range e.keyFields() {
		value := jen.Id("row").Dot(field.GoName)
		if copied := e.exchangeOf(e.exchange).copied(value, field.Type); copied != nil {
			value = copied
		}
		fields = append(fields, jen.Id(field.GoName).Op(":").Add(value))
	}
	params := append([]jen.Code{jen.Id("hash").Uint64()}, e.headParams()...)
	return []jen.Code{jen.Comment("// pass sends a row as a group of its own.").Line().
		Func().Params(e.receiver()).Id("pass").Params(append(params, jen.Id("row").Op("*").Id(e.input.GoName))...).Error().Block(
		jen.Id("lane").Op(":=").Id("s").Dot("out").Dot("To").Call(jen.Id("hash")),
		jen.List(jen.Id("slot"), jen.Err()).Op(":=").Id("lane").Dot("Next").Call(),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Op("*").Id("slot").Op("=").Id(e.group).Add(inLine(fields...)),
		jen.Id("slot").Dot("add").Call(jen.Id("row")),
		jen.Return(jen.Nil()),
	)}
}
