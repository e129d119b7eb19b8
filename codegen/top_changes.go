package codegen

import (
	"github.com/dave/jennifer/jen"
)

// First rows that go on as they change have a place each, which knows what the outputs have of it. Of numbered rows, and of a single one, the
// places stay and the rows move on to the next: each is an update. Others take their place along: one row goes, one comes.

// holder is the type that knows what outputs have: a group, or one of its places.
func (e *stateEmitter) holder() string {
	if e.topped() && e.upserts() {
		return e.place()
	}
	return e.group
}

// place is the name of the type of a place.
func (e *stateEmitter) place() string {
	if e.part == "" {
		e.part = e.names.unexported(e.field + "Place")
	}
	return e.part
}

// comeAndGoRows reports first rows that take their places along.
func (e *stateEmitter) comeAndGoRows() bool {
	return e.topped() && e.upserts() && !e.state.Top.Numbered && e.state.Top.Rows > 1
}

// placeType makes the type of a place.
func (e *stateEmitter) placeType() *jen.Statement {
	fields := []jen.Code{jen.Id("shown").Add(e.shownType()).Comment("// bits of the outputs that have a row of it")}
	for _, image := range e.images {
		fields = append(fields, jen.Id(image.field).Id(image.out.target.row.GoName).Comment("// what "+oneLine(image.out.target.name)+" has of it"))
	}
	return jen.Comment("// " + e.place() + " is what the outputs have of one of " + e.name + ".").Line().Type().Id(e.place()).Struct(fields...)
}

// placesField are the places of a group.
func (e *stateEmitter) placesField() []jen.Code {
	fields := []jen.Code{jen.Id("places").Index().Id(e.place()).Comment("// of the rows")}
	if !e.comeAndGoRows() {
		fields = append(fields, jen.Id("changed").Int().Comment("// the first place whose row goes on next"))
	}
	return fields
}

func (e *stateEmitter) changingTopType() *jen.Statement {
	fields := operatorFields(jen.Id("groups").Id(e.groups))
	fields = append(fields, e.agesFields()...)
	fields = append(fields, jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

// takeChangingTopMethod takes one row to the first ones of its key, and on what changes with it.
func (e *stateEmitter) takeChangingTopMethod() *jen.Statement {
	body := []jen.Code{e.taken(), e.lookAtClock(), jen.Id("group").Op(":=").Add(e.groupOf(jen.Id("s").Dot("groups"))), e.renewed(),
		e.placeOfRow(), jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Nil()))}
	body = append(body, e.keepTop()...)
	if e.comeAndGoRows() {
		body = append(body, e.takePlace()...)
	} else {
		body = append(body, e.moveOn()...)
	}
	return jen.Comment("// take takes one row to the first ones of its key, if it is one of them, and on what changes.").Line().
		Func().Params(e.receiver()).Id("take").Params(e.takes()...).Error().Block(body...)
}

// moveOn puts a row in its place, and the others in the next ones. What went wrong before is left behind.
//
//	group.top.Insert(at, kept, 3)
//	if group.top.Len() > len(group.places) {
//		group.places = append(group.places, topProductPlace{})
//	}
//	for group.changed = min(group.changed, at); group.changed < len(group.places); {
//		place := group.changed
//		group.changed++
//		if err := s.to.emitTopProduct(&group.places[place], group.top.Row(place), int64(group.changed)); err != nil {
//			return err
//		}
//	}
//	return nil
func (e *stateEmitter) moveOn() []jen.Code {
	group := func(name string) *jen.Statement { return jen.Id("group").Dot(name) }
	arguments := []jen.Code{jen.Op("&").Add(group("places").Index(jen.Id("place"))), group("top").Dot("Row").Call(jen.Id("place"))}
	if e.state.Top.Numbered {
		arguments = append(arguments, jen.Int64().Call(group("changed")))
	}
	return []jen.Code{
		e.insertTop(),
		jen.If(group("top").Dot("Len").Call().Op(">").Len(group("places"))).Block(
			group("places").Op("=").Append(group("places"), jen.Id(e.place()).Values())),
		jen.For(group("changed").Op("=").Min(group("changed"), jen.Id("at")), group("changed").Op("<").Len(group("places")), jen.Empty()).Block(
			jen.Id("place").Op(":=").Add(group("changed")),
			group("changed").Op("++"),
			returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(arguments...))),
		jen.Return(jen.Nil()),
	}
}

// takePlace puts a row in its place, with a place of its own: that of the last row goes with it.
//
//	group.top.Insert(at, kept, 3)
//	if len(group.places) < 3 {
//		group.places = slices.Insert(group.places, at, topProductPlace{})
//	} else {
//		gone := group.places[2]
//		copy(group.places[at+1:], group.places[at:])
//		group.places[at] = topProductPlace{}
//		if err := s.to.withdrawTopProduct(&gone); err != nil {
//			return err
//		}
//	}
//	return s.to.emitTopProduct(&group.places[at], group.top.Row(at))
func (e *stateEmitter) takePlace() []jen.Code {
	places := jen.Id("group").Dot("places")
	from := func(at *jen.Statement) *jen.Statement { return jen.Add(places).Index(jen.Add(at).Op(":")) }
	fresh := jen.Id(e.place()).Values()
	return []jen.Code{
		e.insertTop(),
		jen.If(jen.Len(places).Op("<").Lit(e.topRows())).Block(
			jen.Add(places).Op("=").Qual("slices", "Insert").Call(places, jen.Id("at"), fresh),
		).Else().Block(
			jen.Id("gone").Op(":=").Add(places).Index(jen.Lit(e.topRows()-1)),
			jen.Copy(from(jen.Id("at").Op("+").Lit(1)), from(jen.Id("at"))),
			jen.Add(places).Index(jen.Id("at")).Op("=").Add(fresh),
			returnError(jen.Id("s").Dot("to").Dot(e.withdraw).Call(jen.Op("&").Id("gone"))),
		),
		jen.Return(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Op("&").Add(places).Index(jen.Id("at")), jen.Id("group").Dot("top").Dot("Row").Call(jen.Id("at")))),
	}
}

func (e *stateEmitter) advanceChangingTopMethod() *jen.Statement {
	watermark := "_"
	if e.forgets() && !e.byMachineTime() {
		watermark = "watermark"
	}
	return jen.Comment("// advance has nothing to take on: each change went on at once.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id(watermark).Int64()).Error().Block(e.forgetBehind(), jen.Return(jen.Nil()))
}
