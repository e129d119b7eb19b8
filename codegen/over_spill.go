package codegen

import "github.com/dave/jennifer/jen"

// Keys of an Over that may be on disk: nothing points to a group, since it goes out behind a batch. Rows that wait find theirs when they are due, and
// where frames end with a time to come the table knows when a key has to be in memory again.

// findDue finds the groups of rows that are due; nothing where rows have theirs.
//
//	for i := range s.due {
//		s.due[i].group = s.groups.of(&s.due[i].row)
//	}
func (e *stateEmitter) findDue() jen.Code {
	if !e.spills() {
		return jen.Null()
	}
	due := jen.Id("s").Dot("due").Index(jen.Id("i"))
	return jen.For(jen.Id("i").Op(":=").Range().Id("s").Dot("due")).Block(
		jen.Add(due).Dot("group").Op("=").Id("s").Dot("groups").Dot("of").Call(jen.Op("&").Add(due).Dot("row")))
}

// walkedField is the key at which a walk over all of them stands.
func (e *stateEmitter) walkedField() []jen.Code {
	if !e.spills() {
		return nil
	}
	return []jen.Code{jen.Id("group").Op("*").Id(e.group).Comment("// the key whose rows go on")}
}

// walkGroups walks all keys at the end of the input, in memory and on disk. A walk that was broken off by a row that failed goes on with its key.
func (e *stateEmitter) walkGroups(next *jen.Statement, visit ...jen.Code) *jen.Statement {
	group := jen.Id("s").Dot("group")
	return jen.For().Block(append(append([]jen.Code{
		jen.If(jen.Add(group).Op("==").Nil()).Block(jen.Add(group).Op("=").Add(next)),
		jen.Id("group").Op(":=").Add(group),
		jen.If(jen.Id("group").Op("==").Nil()).Block(jen.Break())}, visit...),
		jen.Add(group).Op("=").Nil(),
		e.relief())...)
}

// visitSpilledMethod takes all rows on at the end of the input.
func (e *stateEmitter) visitSpilledMethod() *jen.Statement {
	latest := jen.Id("group").Dot("latest")
	return jen.Comment("// advance takes the rows on at the end of the input. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
		e.walkGroups(nextOf(jen.Id("s").Dot("groups")),
			jen.Add(latest).Dot("Sort").Call(e.compareName()),
			jen.For(jen.Add(latest).Dot("Next").Call()).Block(
				jen.Id("group").Dot("visit").Call(),
				returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), jen.Add(latest).Dot("Current").Call())))),
		jen.Return(jen.Nil()))
}

// goOnSpilled takes all rows on that still wait at the end of the input.
func (e *stateEmitter) goOnSpilled() jen.Code {
	return jen.If(jen.Id("watermark").Op("==").Add(symbol("EndOfTime"))).Block(
		e.walkGroups(jen.Id("s").Dot("groups").Dot("next").Call(jen.Op("&").Id("s").Dot("last")),
			returnError(jen.Id("s").Dot("goOn").Call(jen.Id("group"), jen.Id("watermark")))))
}

// laterType is how a key is known whose rows wait for a time: by its number, where it may be on disk by then. Another one with its number has nothing
// to do, or does it.
func (e *stateEmitter) laterType() *jen.Statement {
	if e.spills() {
		return jen.Uint32()
	}
	return jen.Op("*").Id(e.group)
}

// inLater is a key as such.
func (e *stateEmitter) inLater(group *jen.Statement) *jen.Statement {
	if e.spills() {
		return jen.Add(group).Dot("number")
	}
	return group
}

// wakeLate takes rows on whose frames end with a time that has passed. At the end of the input all keys are walked, and none is woken.
//
//	until := rt.BeginningOfTime
//	if watermark == rt.EndOfTime {
//		until = watermark
//	}
//	for {
//		for s.nextLate < len(s.late) {
//			if err := s.goOn(s.groups.pages.At(s.late[s.nextLate]), watermark-1); err != nil {
//				return err
//			}
//			s.nextLate++
//		}
//		s.late, s.nextLate = s.later.Due(until), 0
//		if len(s.late) == 0 {
//			if watermark == rt.EndOfTime || until == watermark && !s.groups.cold.Sleeps(watermark) {
//				break
//			}
//			until = s.groups.cold.Wake(watermark)
//		}
//	}
//	s.awake = watermark
func (e *stateEmitter) wakeLate() []jen.Code {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	watermark, until := jen.Id("watermark"), jen.Id("until")
	ended := jen.Add(watermark).Op("==").Add(symbol("EndOfTime"))
	return []jen.Code{
		e.asleep(),
		jen.If(ended).Block(jen.Add(until).Op("=").Add(watermark)),
		jen.For().Block(
			jen.For(s("nextLate").Op("<").Len(s("late"))).Block(
				returnError(s("goOn").Call(s("groups").Dot("pages").Dot("At").Call(s("late").Index(s("nextLate"))), jen.Add(watermark).Op("-").Lit(1))),
				s("nextLate").Op("++")),
			jen.List(s("late"), s("nextLate")).Op("=").List(s("later").Dot("Due").Call(until), jen.Lit(0)),
			jen.If(jen.Len(s("late")).Op("==").Lit(0)).Block(
				jen.If(jen.Add(ended).Op("||").Add(e.awake())).Block(jen.Break()),
				e.relief(),
				e.wake())),
		s("awake").Op("=").Add(watermark)}
}

// overCoding is what the coding of an Over's keys has.
func (e *stateEmitter) overCoding() []jen.Code {
	group := jen.Id("g").Op("*").Id(e.group)
	fields := []jen.Code{
		jen.Id("Group").Op(":").Func().Params(group, codec()).Block(
			jen.Id("g").Dot("snapshot").Call(jen.Id("c")),
			jen.Id("g").Dot("snapshotFrames").Call(jen.Id("c"), jen.True()))}
	a := e.later()
	if !a.timed {
		return fields
	}
	latest, time := jen.Id("g").Dot("latest"), jen.Lit(int(a.time))
	fields = append(fields, jen.Id("Comes").Op(":").Func().Params(group).Block(e.addWaiting(jen.Id("g"), a)))
	return append(fields, e.wakes(
		jen.If(jen.Op("!").Add(latest).Dot("Waits").Call(jen.Lit(0))).Block(jen.Return(symbol("state/spill.Never"))),
		jen.If(
			jen.Id("wakes").Op(":=").Add(e.timeOfRow(jen.Add(latest).Dot("Upcoming").Call())).Op("+").Add(time).Op("+").Lit(1),
			jen.Id("wakes").Op(">").Id("s").Dot("awake")).Block(jen.Return(jen.Id("wakes"))),
		jen.Return(symbol("state/spill.Never").Comment("// it waits for rows")))...)
}

// addWaiting notes when the frames of a key's waiting rows end.
func (e *stateEmitter) addWaiting(group *jen.Statement, a ahead) *jen.Statement {
	return jen.For(jen.Id("row").Op(":=").Range().Add(group).Dot("latest").Dot("Waiting").Call()).Block(
		addLater(jen.Add(e.timeOf("row")).Op("+").Lit(int(a.time)), e.inLater(group)))
}
