package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
)

// An Over in the order of time that visits its rows takes one on when its frames are complete: behind the row itself, behind a number of
// rows or of groups of equal rows, or when time has passed a distance.

// ahead is how far the frames of an Over reach behind the current row.
type ahead struct {
	rows, groups int64
	time         int64 // in microseconds
	timed        bool  // there is a distance of time
	values       []int // calls of LEAD that pass over NULLs
}

func (e *stateEmitter) ahead() ahead {
	var a ahead
	for i, m := range e.members {
		frame := e.state.Over.Frames[i]
		switch {
		case m.call.Function == "LEAD" && e.looksAtRows(i):
			a.rows = max(a.rows, int64(distanceOf(m)))
		case m.call.Function == "LEAD":
			a.values = append(a.values, i)
		case e.looksAtRows(i) || frame.End.Kind != logical.Following:
		case frame.Unit == logical.Rows:
			a.rows = max(a.rows, frame.End.Offset)
		case frame.Unit == logical.Groups:
			a.groups = max(a.groups, frame.End.Offset)
		default:
			a.time, a.timed = max(a.time, frame.End.Offset), true
		}
	}
	return a
}

// waits reports frames for which rows wait that time has passed.
func (a ahead) waits() bool { return a.rows > 0 || a.groups > 0 || a.timed || len(a.values) > 0 }

// readyMethod says whether the next row can go on.
//
//	// ready reports that the frames of the next row are complete, when all rows up to a time are there.
//	func (g *overSymbolGroup) ready(through int64) bool {
//		return g.latest.Waits(0) && (through == rt.EndOfTime || g.latest.Waits(2) && g.latest.Upcoming().Ts+60000000 <= through)
//	}
func (e *stateEmitter) readyMethod() *jen.Statement {
	latest := func() *jen.Statement { return jen.Id("g").Dot("latest") }
	a := e.ahead()
	var conditions []jen.Code
	if a.rows > 0 {
		conditions = append(conditions, latest().Dot("Waits").Call(jen.Lit(int(a.rows))))
	}
	if a.groups > 0 {
		conditions = append(conditions, latest().Dot("WaitsGroups").Call(jen.Lit(int(a.groups)), e.compareName()))
	}
	for _, i := range a.values {
		conditions = append(conditions, latest().Dot("WaitsCounted").Call(jen.Lit(ordinal(e.members[i])), e.counted(i)))
	}
	if a.timed {
		conditions = append(conditions, jen.Add(e.timeOfRow(latest().Dot("Upcoming").Call())).Op("+").Lit(int(a.time)).Op("<=").Id("through"))
	}
	ready := latest().Dot("Waits").Call(jen.Lit(0))
	if len(conditions) > 0 {
		ready = ready.Op("&&").Parens(jen.Id("through").Op("==").Add(symbol("EndOfTime")).Op("||").Add(allOf(conditions)))
	}
	return jen.Comment("// ready reports that the frames of the next row are complete, when all rows up to a time are there.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("ready").Params(jen.Id("through").Int64()).Bool().Block(jen.Return(ready))
}

// goOnMethod takes the rows of a key on.
func (e *stateEmitter) goOnMethod() *jen.Statement {
	latest := jen.Id("group").Dot("latest")
	return jen.Comment("// goOn takes rows of a key on whose frames are complete. Behind one that failed it goes on with the next.").Line().
		Func().Params(e.receiver()).Id("goOn").Params(jen.Id("group").Op("*").Id(e.group), jen.Id("through").Int64()).Error().Block(
		jen.For(jen.Id("group").Dot("ready").Call(jen.Id("through"))).Block(
			e.touchLater(jen.Id("group")),
			jen.Add(latest).Dot("Next").Call(),
			jen.Id("group").Dot("visit").Call(),
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), jen.Add(latest).Dot("Current").Call()))),
		jen.Return(jen.Nil()),
	)
}

// visitDueMethod takes rows to those of their key when the watermark has passed them, and on when their frames are complete.
//
//	func (s *overSymbolState) advance(watermark int64) error {
//		for {
//			for s.next < len(s.due) {
//				if err := s.goOn(s.due[s.next].group, s.through); err != nil {
//					return err
//				}
//				s.next++
//			}
//			s.due, s.next = s.pending.Due(watermark), 0
//			if len(s.due) == 0 {
//				break
//			}
//			s.through = s.due[0].row.Ts
//			for i := range s.due {
//				s.groups.pages.Touch(s.due[i].group.number)
//				s.due[i].group.latest.Append(s.due[i].row)
//			}
//		}
//		for watermark == rt.EndOfTime && s.last < uint32(s.groups.pages.Len()) {
//			if err := s.goOn(s.groups.pages.At(s.last), watermark); err != nil {
//				return err
//			}
//			s.last++
//		}
//		return nil
//	}
func (e *stateEmitter) visitDueMethod() *jen.Statement {
	a := e.ahead()
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	due := s("due").Index(jen.Id("i"))
	appended := []jen.Code{
		e.touchLater(jen.Add(due).Dot("group")),
		jen.Add(due).Dot("group").Dot("latest").Dot("Append").Call(jen.Add(due).Dot("row")),
	}
	if a.timed {
		appended = append(appended, addLater(s("through").Op("+").Lit(int(a.time)), e.inLater(jen.Add(due).Dot("group"))))
	}
	rows := []jen.Code{
		jen.For(s("next").Op("<").Len(s("due"))).Block(
			returnError(s("goOn").Call(s("due").Index(s("next")).Dot("group"), s("through"))),
			s("next").Op("++")),
		e.relief(),
		jen.List(s("due"), s("next")).Op("=").List(s("pending").Dot("Due").Call(jen.Id("watermark")), jen.Lit(0)),
		jen.If(jen.Len(s("due")).Op("==").Lit(0)).Block(jen.Break()),
	}
	if len(e.state.Over.OrderBy) > 1 {
		rows = append(rows, jen.Qual("slices", "SortStableFunc").Call(s("due"), jen.Func().Params(jen.List(jen.Id("a"), jen.Id("b")).Id(e.kept())).Int().
			Add(onOneLine(jen.Return(e.compareName().Call(jen.Op("&").Id("a").Dot("row"), jen.Op("&").Id("b").Dot("row")))))))
	}
	through := s("through").Op("=").Add(e.timeOfRow(s("due").Index(jen.Lit(0)).Dot("row")))
	if e.leavesRows() {
		rows = append(append([]jen.Code{e.joinKeys(a)}, rows...), s("joined").Op("=").Lit(0), through)
	} else {
		rows = append(rows, e.findDue(), e.renewDue(), through, jen.For(jen.Id("i").Op(":=").Range().Add(s("due"))).Block(appended...))
	}
	body := append(e.setBack(), jen.For().Block(rows...))
	switch {
	case a.timed && e.spills():
		body = append(body, e.wakeLate()...)
	case a.timed:
		body = append(body, jen.For().Block(
			jen.For(s("nextLate").Op("<").Len(s("late"))).Block(
				returnError(s("goOn").Call(s("late").Index(s("nextLate")), jen.Id("watermark").Op("-").Lit(1))),
				s("nextLate").Op("++")),
			jen.List(s("late"), s("nextLate")).Op("=").List(s("later").Dot("Due").Call(jen.Id("watermark")), jen.Lit(0)),
			jen.If(jen.Len(s("late")).Op("==").Lit(0)).Block(jen.Break())))
	}
	switch {
	case a.waits() && e.spills():
		body = append(body, e.goOnSpilled())
	case a.waits():
		body = append(body, e.goOnAtEnd())
	}
	if e.leavesRows() {
		body = append(body, returnError(s("forgetOld").Call(jen.Id("watermark"))))
	} else {
		body = append(body, e.forgetBehind())
	}
	body = append(body, e.markPassed()...)
	return jen.Comment("// advance takes rows that the watermark has passed to those of their key, and on when their frames are complete. Behind one that failed it is called again.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(append(body, jen.Return(jen.Nil()))...)
}

// goOnAtEnd takes all rows on that still wait.
func (e *stateEmitter) goOnAtEnd() jen.Code {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	pages, ended := s("groups").Dot("pages"), jen.Id("watermark").Op("==").Add(symbol("EndOfTime"))
	if !e.forgets() {
		return jen.For(ended.Op("&&").Add(s("last")).Op("<").Uint32().Call(jen.Add(pages).Dot("Len").Call())).Block(
			returnError(s("goOn").Call(jen.Add(pages).Dot("At").Call(s("last")), jen.Id("watermark"))),
			s("last").Op("++"))
	}
	next := jen.List(jen.Id("number"), jen.Id("ok"))
	return jen.For(jen.Add(next).Op(":=").Add(pages).Dot("Next").Call(s("last")), jen.Id("ok").Op("&&").Add(ended), jen.Add(next).Op("=").Add(pages).Dot("Next").Call(s("last"))).Block(
		returnError(s("goOn").Call(jen.Add(pages).Dot("At").Call(jen.Id("number")), jen.Id("watermark"))),
		s("last").Op("=").Id("number").Op("+").Lit(1))
}

// leavesRows reports keys that may be forgotten while rows of them wait for others: these go on then, with the frames that they have.
func (e *stateEmitter) leavesRows() bool {
	return e.forgets() && e.state.Over != nil && e.visits() && !e.final() && e.ahead().waits()
}

// joinKeys takes rows that are due to those of their key. Where they come so long after those before that the key is forgotten, what waits of
// it goes on first.
//
//	for s.joined < len(s.due) {
//		group, row := s.due[s.joined].group, &s.due[s.joined].row
//		s.groups.pages.Touch(group.number)
//		if s.ages.Apart(group.reached, s.through) {
//			if err := s.goOn(group, rt.EndOfTime); err != nil {
//				return err
//			}
//			group.renew()
//		}
//		group.reached = s.through
//		group.latest.Append(*row)
//		s.joined++
//	}
func (e *stateEmitter) joinKeys(a ahead) jen.Code {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	due, group := s("due").Index(s("joined")), jen.Id("group")
	body := []jen.Code{
		jen.List(jen.Id("group"), jen.Id("row")).Op(":=").List(jen.Add(due).Dot("group"), jen.Op("&").Add(due).Dot("row")),
		e.touchLater(group),
		jen.If(s("ages").Dot("Apart").Call(jen.Add(group).Dot("reached"), s("through"))).Block(
			returnError(s("goOn").Call(group, symbol("EndOfTime"))),
			jen.Add(group).Dot("renew").Call()),
		jen.Add(group).Dot("reached").Op("=").Add(s("through")),
		jen.Add(group).Dot("latest").Dot("Append").Call(jen.Op("*").Id("row")),
	}
	if a.timed {
		body = append(body, addLater(s("through").Op("+").Lit(int(a.time)), group))
	}
	return jen.For(s("joined").Op("<").Len(s("due"))).Block(append(body, s("joined").Op("++"))...)
}

// addLater lets a key wait for a time.
//
//	*s.later.Add(s.through + 60000000) = group
func addLater(time *jen.Statement, key jen.Code) *jen.Statement {
	return jen.Op("*").Id("s").Dot("later").Dot("Add").Call(time).Op("=").Add(key)
}

// aheadFields are those of the operator.
func (e *stateEmitter) aheadFields() []jen.Code {
	a := e.ahead()
	fields := []jen.Code{jen.Id("through").Int64().Comment("// the time up to which rows are with those of their key")}
	if a.timed {
		fields = append(fields,
			jen.Id("later").Add(symbol("over.Pending")).Types(e.laterType()).Comment("// keys of rows whose frames end with a time to come"),
			jen.Id("late").Index().Add(e.laterType()).Comment("// those whose time has come"),
			jen.Id("nextLate").Int())
		if e.spills() {
			fields = append(fields, jen.Id("awake").Int64().Comment("// the watermark up to which keys that are on disk have been looked at"))
		}
	}
	if e.leavesRows() {
		fields = append(fields,
			jen.Id("joined").Int().Comment("// the next row that is due to join those of its key"),
			jen.Id("old").Op("*").Id(e.group).Comment("// the key that is forgotten when its rows have gone on"),
			jen.Id("left").Index().Uint32().Comment("// keys whose rows have, which a checkpoint has to know"))
	}
	if a.waits() {
		fields = append(fields, jen.Id("last").Uint32().Comment("// the next key whose rows go on at the end of the input"))
		fields = append(fields, e.walkedField()...)
	}
	return fields
}
