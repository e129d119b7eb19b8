package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// A state with a TTL forgets what it keeps of keys that no row has reached for so long: state.Ages decides which. A row that comes later
// finds its group as new, whether or not its memory was given back already.

// forgets reports a state whose keys may be forgotten.
func (e *stateEmitter) forgets() bool { return e.state.TTL != nil }

// comeAndGo reports groups that are deleted one by one.
func (e *stateEmitter) comeAndGo() bool { return e.counts() || e.forgets() }

// byMachineTime reports keys that are forgotten by the machine's clock.
func (e *stateEmitter) byMachineTime() bool { return e.forgets() && e.state.TTL.Time == nil }

// ageFields are a group's.
func (e *stateEmitter) ageFields() []jen.Code {
	fields := []jen.Code{jen.Id("age").Add(symbol("state.Age")).Comment("// when rows reached it")}
	if e.waits() {
		fields = append(fields, jen.Id("reached").Int64().Comment("// the time of the last row that went on"))
	}
	return fields
}

// waits reports rows of OVER that come before their turn: a key is as old as the rows that went on.
func (e *stateEmitter) waits() bool { return e.state.Over != nil && e.byTime() }

// agesFields are the operator's.
func (e *stateEmitter) agesFields() []jen.Code {
	if !e.forgets() {
		return nil
	}
	fields := []jen.Code{jen.Id("ages").Add(symbol("state.Ages"))}
	if e.byMachineTime() {
		fields = append(fields, jen.Id("now").Int64().Comment("// the machine's clock, as of the batch"))
	}
	return fields
}

// agesLiteral makes them.
func (e *stateEmitter) agesLiteral() *jen.Statement {
	ttl := e.state.TTL
	return jen.Id("ages").Op(":").Add(symbol("state.NewAges").Call(jen.Op(jenInt(int(ttl.After))), jen.Op(jenInt(int(ttl.Behind)))))
}

// reach says that a row has reached its group: true where that begins with it.
func (e *stateEmitter) reach() *jen.Statement {
	time := jen.Id("s").Dot("now")
	switch {
	case e.waits():
		time = jen.Id("time")
	case !e.byMachineTime():
		time = micros(e.column(e.state.TTL.Time), e.state.TTL.Time.Type())
	}
	return jen.Id("s").Dot("ages").Dot("Reach").Call(jen.Op("&").Id("group").Dot("age"), jen.Id("group").Dot("number"), time)
}

// renewed lets the row's group begin anew where the rows before are forgotten; nothing where none is.
func (e *stateEmitter) renewed() jen.Code {
	if !e.forgets() {
		return jen.Null()
	}
	return jen.If(e.reach()).Block(jen.Id("group").Dot("renew").Call())
}

// lookAtClock takes the machine's time of the batch, once a batch: keys that are old then are forgotten.
func (e *stateEmitter) lookAtClock() jen.Code {
	if !e.byMachineTime() {
		return jen.Null()
	}
	return jen.If(jen.Id("now").Op(":=").Id("s").Dot("MachineTime").Call(), jen.Id("now").Op(">").Id("s").Dot("now")).Block(
		jen.Id("s").Dot("now").Op("=").Id("now"),
		jen.Id("s").Dot("forgetOld").Call(jen.Id("now")))
}

// forgetBehind forgets keys that the watermark says are old; nothing where none is.
func (e *stateEmitter) forgetBehind() jen.Code {
	if !e.forgets() || e.byMachineTime() {
		return jen.Null()
	}
	return jen.Id("s").Dot("forgetOld").Call(jen.Id("watermark"))
}

// ttlDeclarations make what lets go of old keys.
func (e *stateEmitter) ttlDeclarations() []jen.Code {
	if !e.forgets() {
		return nil
	}
	list := []jen.Code{e.forgetOldMethod()}
	if e.state.Over != nil || e.topped() || len(e.members) > 0 {
		list = append([]jen.Code{e.renewMethod()}, list...)
	}
	return list
}

// renewMethod makes a group one that no row has reached, but for its key.
//
//	// renew forgets the rows before.
//	func (g *bySymbolGroup) renew() {
//		*g = bySymbolGroup{hash: g.hash, number: g.number, age: g.age, Symbol: g.Symbol}
//	}
func (e *stateEmitter) renewMethod() *jen.Statement {
	return jen.Comment("// renew forgets the rows before.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("renew").Params().Block(jen.Op("*").Id("g").Op("=").Add(e.keyOf("g", "hash", "number", "age")))
}

// forgetOldMethod gives the memory of old keys back.
//
//	// forgetOld forgets the keys that no row has reached for 1 hour.
//	func (s *bySymbolState) forgetOld(now int64) {
//		for number, ok := s.ages.Due(now); ok; number, ok = s.ages.Due(now) {
//			if group := s.groups.pages.At(number); s.ages.Over(&group.age, number, now) {
//				s.groups.forget(group)
//			}
//		}
//	}
func (e *stateEmitter) forgetOldMethod() *jen.Statement {
	if e.leavesRows() {
		return e.leaveOldMethod()
	}
	due := jen.Id("s").Dot("ages").Dot("Due").Call(jen.Id("now"))
	assigned := jen.List(jen.Id("number"), jen.Id("ok"))
	return jen.Comment("// forgetOld forgets the keys that no row has reached for "+logical.SpanOfTime(e.state.TTL.After)+".").Line().
		Func().Params(e.receiver()).Id("forgetOld").Params(jen.Id("now").Int64()).Block(
		jen.For(jen.Add(assigned).Op(":=").Add(due), jen.Id("ok"), jen.Add(assigned).Op("=").Add(due)).Block(
			jen.If(jen.Id("group").Op(":=").Id("s").Dot("groups").Dot("pages").Dot("At").Call(jen.Id("number")),
				jen.Id("s").Dot("ages").Dot("Over").Call(jen.Op("&").Id("group").Dot("age"), jen.Id("number"), jen.Id("now"))).Block(
				jen.Id("s").Dot("groups").Dot("forget").Call(jen.Id("group")))),
		e.forgetSpilled())
}

// leaveOldMethod does so where rows of a key may wait: they go on first. That they did has to be in a checkpoint before the key is gone, as an
// older one has them waiting.
//
//	func (s *overSymbolState) forgetOld(now int64) error {
//		s.left = slices.DeleteFunc(s.left, func(number uint32) bool {
//			if s.groups.pages.Touched(number) {
//				return false
//			}
//			if group := s.groups.pages.At(number); group.ready(rt.EndOfTime) || !s.ages.IsOver(&group.age, now) {
//				s.ages.Again(&group.age, number)
//			} else {
//				s.groups.forget(group)
//			}
//			return true
//		})
//		for {
//			if s.old != nil {
//				if err := s.goOn(s.old, rt.EndOfTime); err != nil {
//					return err
//				}
//				s.left, s.old = append(s.left, s.old.number), nil
//			}
//			number, ok := s.ages.Due(now)
//			if !ok {
//				return nil
//			}
//			if group := s.groups.pages.At(number); s.ages.Over(&group.age, number, now) {
//				s.old = group
//			}
//		}
//	}
func (e *stateEmitter) leaveOldMethod() *jen.Statement {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	pages := func() *jen.Statement { return s("groups").Dot("pages") }
	age := func() *jen.Statement { return jen.Op("&").Id("group").Dot("age") }
	return jen.Comment("// forgetOld forgets the keys that no row has reached for "+logical.SpanOfTime(e.state.TTL.After)+", when their rows have gone on. Behind one that failed it is called again.").Line().
		Func().Params(e.receiver()).Id("forgetOld").Params(jen.Id("now").Int64()).Error().Block(
		s("left").Op("=").Qual("slices", "DeleteFunc").Call(s("left"), jen.Func().Params(jen.Id("number").Uint32()).Bool().Block(
			jen.If(pages().Dot("Touched").Call(jen.Id("number"))).Block(jen.Return(jen.False()).Comment("// the next checkpoint says that its rows went on")),
			jen.If(jen.Id("group").Op(":=").Add(pages()).Dot("At").Call(jen.Id("number")),
				jen.Id("group").Dot("ready").Call(symbol("EndOfTime")).Op("||").Op("!").Add(s("ages")).Dot("IsOver").Call(age(), jen.Id("now"))).Block(
				s("ages").Dot("Again").Call(age(), jen.Id("number")).Comment("// rows came since"),
			).Else().Block(s("groups").Dot("forget").Call(jen.Id("group"))),
			jen.Return(jen.True()))),
		jen.For().Block(
			jen.If(s("old").Op("!=").Nil()).Block(
				returnError(s("goOn").Call(s("old"), symbol("EndOfTime"))),
				jen.List(s("left"), s("old")).Op("=").List(jen.Append(s("left"), s("old").Dot("number")), jen.Nil())),
			jen.List(jen.Id("number"), jen.Id("ok")).Op(":=").Add(s("ages")).Dot("Due").Call(jen.Id("now")),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Nil())),
			jen.If(jen.Id("group").Op(":=").Add(pages()).Dot("At").Call(jen.Id("number")), s("ages").Dot("Over").Call(age(), jen.Id("number"), jen.Id("now"))).Block(
				s("old").Op("=").Id("group"))))
}

// renewDue lets the keys begin anew whose rows come so long after those before; nothing where none does. Rows that are due are of one time.
//
//	for i := range s.due {
//		group, row := s.due[i].group, &s.due[i].row
//		time := row.EventTime
//		if s.ages.Apart(group.reached, time) {
//			group.renew()
//		}
//		group.reached = time
//	}
func (e *stateEmitter) renewDue() jen.Code {
	if !e.forgets() {
		return jen.Null()
	}
	due := func() *jen.Statement { return jen.Id("s").Dot("due").Index(jen.Id("i")) }
	return jen.For(jen.Id("i").Op(":=").Range().Id("s").Dot("due")).Block(
		jen.List(jen.Id("group"), jen.Id("row")).Op(":=").List(due().Dot("group"), jen.Op("&").Add(due()).Dot("row")),
		e.touchLater(jen.Id("group")),
		jen.Id("time").Op(":=").Add(e.timeOf("row")),
		jen.If(jen.Id("s").Dot("ages").Dot("Apart").Call(jen.Id("group").Dot("reached"), jen.Id("time"))).Block(jen.Id("group").Dot("renew").Call()),
		jen.Id("group").Dot("reached").Op("=").Id("time"))
}

// keepAge keeps a group as long as rows of it wait; nothing where none is forgotten.
func (e *stateEmitter) keepAge() jen.Code {
	if !e.forgets() {
		return jen.Null()
	}
	return e.reach()
}
