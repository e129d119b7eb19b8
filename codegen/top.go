package codegen

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// A Top's state has the first rows of each key, in order. They go on when the time of their key has passed, or at the end of the input; what
// goes on as it changes is in top_changes.go.

// topText says what a state is of: the first 3 rows OVER (PARTITION BY symbol).
func topText(state *physical.State) string {
	if state.Top.Rows == 1 {
		return "the first row " + overText(state)
	}
	return fmt.Sprintf("the first %d rows %s", state.Top.Rows, overText(state))
}

func (e *stateEmitter) topRows() int { return int(e.state.Top.Rows) }

// topped reports the state of a Top.
func (e *stateEmitter) topped() bool { return e.state.Top != nil }

// topTimed reports a Top whose keys go on as time passes.
func (e *stateEmitter) topTimed() bool { return e.topped() && e.state.Top.Time != nil }

// topByMachine reports one whose keys go on as the machine's clock closes the windows that they are of.
func (e *stateEmitter) topByMachine() bool { return e.topped() && e.state.Top.Proctime }

// topDeclarations make the types of such a state.
func (e *stateEmitter) topDeclarations() []jen.Code {
	var list []jen.Code
	if len(e.state.Top.OrderBy) > 0 {
		list = append(list, e.topCompareFunction())
	}
	if e.upserts() {
		list = append(list, e.placeType())
	}
	list = append(append(list, e.topGroupType()), e.tableDeclarations()...)
	if e.upserts() {
		list = append(list, e.changingTopType(), e.takeChangingTopMethod())
		return append(append(append(list, e.ttlDeclarations()...), e.advanceChangingTopMethod()), e.spillMethods()...)
	}
	return append(append(list, e.topType(), e.takeTopMethod(), e.advanceTopMethod()), e.spillMethods()...)
}

// topCompare is the function that puts rows in order; nil for the order of arrival.
func (e *stateEmitter) topCompare() jen.Code {
	if len(e.state.Top.OrderBy) == 0 {
		return jen.Nil()
	}
	return jen.Id("compare" + exportedName(e.field))
}

func (e *stateEmitter) topCompareFunction() *jen.Statement {
	name := "compare" + exportedName(e.field)
	return jen.Comment("// " + name + " puts rows in order.").Line().
		Func().Id(name).Params(jen.List(jen.Id("a"), jen.Id("b")).Op("*").Id(e.input.GoName)).Int().Block(e.compareRows(e.state.Top.OrderBy)...)
}

// topGroupType makes the struct of what is kept of a key.
//
//	// topProductGroup is what the first 3 rows OVER (PARTITION BY product) are of one key.
//	type topProductGroup struct {
//		hash    uint64                      // of the key
//		Product string                      // product VARCHAR NOT NULL
//		top     over.Top[TopProductInput]   // its first rows
//	}
func (e *stateEmitter) topGroupType() *jen.Statement {
	var fields []jen.Code
	if len(e.keyFields()) > 0 {
		fields = append(fields, jen.Id("hash").Uint64().Comment("// of the key"))
	}
	if e.forgets() {
		fields = append(fields, jen.Id("number").Uint32().Comment("// in the table"))
		fields = append(fields, e.ageFields()...)
	}
	fields = append(fields, e.keyColumns()...)
	fields = append(fields, jen.Id("top").Add(symbol("over.Top")).Types(jen.Id(e.input.GoName)).Comment("// its first rows, in order"))
	if e.upserts() {
		fields = append(fields, e.placesField()...)
	}
	return jen.Comment("// " + e.group + " has " + e.name + ", of one key.").Line().Type().Id(e.group).Struct(fields...)
}

func (e *stateEmitter) topType() *jen.Statement {
	fields := operatorFields()
	if e.topTimed() {
		fields = append(fields, jen.Id("windows").Add(symbol("window.Slices")).Types(jen.Id(e.groups)).Comment("// by the time at which they are complete"))
	} else {
		fields = append(fields, jen.Id("groups").Id(e.groups))
	}
	fields = append(fields, e.walkedField()...)
	fields = append(fields,
		jen.Id("next").Uint32().Comment("// the next key whose rows go on"),
		jen.Id("row").Int().Comment("// the next of its rows"))
	fields = append(fields, e.passedField()...)
	fields = append(fields, jen.Id("to").Op("*").Id(e.owner.partition).Comment("// takes the rows on"))
	return jen.Comment("// " + e.typeName + " is " + e.name + ".").Line().Type().Id(e.typeName).Struct(fields...)
}

// takeTopMethod takes one row to the first ones of its key, if it is one of them.
//
//	func (s *topProductState) take(row *TopProductInput) error {
//		s.in.Taken++
//		group := s.groups.of(row)
//		if at, ok := group.top.Place(row, 3, compareTopProduct); ok {
//			kept := *row
//			kept.Product = group.Product
//			group.top.Insert(at, kept, 3)
//		}
//		return nil
//	}
func (e *stateEmitter) takeTopMethod() *jen.Statement {
	var body []jen.Code
	groups := jen.Id("s").Dot("groups")
	if e.topTimed() {
		top := e.state.Top
		closes := e.microsOf(top.Time, jen.Id("row"))
		if top.Wait > 0 {
			closes = closes.Op("+").Lit(int(top.Wait))
		}
		body = append(body,
			jen.Id("complete").Op(":=").Add(closes),
			late(jen.Id("complete").Op("<=").Add(e.passed())))
		groups = jen.Id("s").Dot("windows").Dot("Exactly").Call(jen.Id("complete"), jen.Id("complete")).Dot("Groups")
	}
	body = append(body, e.taken(),
		jen.Id("group").Op(":=").Add(e.groupOf(groups)),
		jen.If(e.placeOfRow(), jen.Id("ok")).Block(append(e.keepTop(), e.insertTop())...),
		jen.Return(jen.Nil()))
	return jen.Comment("// take takes one row to the first ones of its key, if it is one of them.").Line().
		Func().Params(e.receiver()).Id("take").Params(e.takes()...).Error().Block(body...)
}

func (e *stateEmitter) placeOfRow() *jen.Statement {
	return jen.List(jen.Id("at"), jen.Id("ok")).Op(":=").Id("group").Dot("top").Dot("Place").Call(jen.Id("row"), jen.Lit(e.topRows()), e.topCompare())
}

func (e *stateEmitter) insertTop() *jen.Statement {
	return jen.Id("group").Dot("top").Dot("Insert").Call(jen.Id("at"), jen.Id("kept"), jen.Lit(e.topRows()))
}

// keepTop copies a row, with what it points to: its batch's is gone, and with a row that makes way its own goes.
func (e *stateEmitter) keepTop() []jen.Code {
	body := []jen.Code{jen.Id("kept").Op(":=").Op("*").Id("row")}
	for i, field := range e.input.Fields {
		kept := jen.Id("kept").Dot(field.GoName)
		switch {
		case !pointsAway(field.Type):
		case i < e.state.Keys:
			body = append(body, kept.Op("=").Id("group").Dot(field.GoName))
		default:
			body = append(body, jen.Add(kept).Op("=").Add(e.generator.owned(kept, field.Type)))
		}
	}
	return body
}

// advanceTopMethod takes the first rows of complete keys on.
//
//	func (s *topProductState) advance(watermark int64) error {
//		for {
//			_, end, slices, ok := s.windows.Due(watermark)
//			if !ok {
//				s.passed = watermark
//				return nil
//			}
//			if err := s.emitAll(&slices[0].Groups); err != nil {
//				return err
//			}
//			s.next = 0
//			s.windows.Close(end)
//		}
//	}
func (e *stateEmitter) advanceTopMethod() *jen.Statement {
	method := jen.Comment("// advance takes the rows on of keys that are complete. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error()
	if !e.topTimed() {
		return method.Block(
			jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
			e.emitTops(jen.Id("s").Dot("groups")),
			jen.Return(jen.Nil()))
	}
	clock := jen.Null()
	if e.topByMachine() {
		clock = goByMachine("PassedTime")
	}
	return method.Block(clock, jen.For().Block(
		jen.List(jen.Id("_"), jen.Id("end"), jen.Id("slices"), jen.Id("ok")).Op(":=").Id("s").Dot("windows").Dot("Due").Call(jen.Id("watermark")),
		jen.If(jen.Op("!").Id("ok")).Block(append(e.markPassed(), jen.Return(jen.Nil()))...),
		e.emitTops(jen.Id("slices").Index(jen.Lit(0)).Dot("Groups")),
		jen.Id("s").Dot("next").Op("=").Lit(0),
		jen.Id("s").Dot("windows").Dot("Close").Call(jen.Id("end"))))
}

// emitTops takes the rows of a table's keys on.
func (e *stateEmitter) emitTops(groups *jen.Statement) *jen.Statement {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	top, pages := jen.Id("group").Dot("top"), jen.Add(groups).Dot("pages")
	arguments := []jen.Code{jen.Add(top).Dot("Row").Call(s("row").Op("-").Lit(1))}
	if e.state.Top.Numbered {
		arguments = append(arguments, jen.Int64().Call(s("row")))
	}
	rows := jen.For(s("row").Op("<").Add(top).Dot("Len").Call()).Block(
		s("row").Op("++"),
		returnError(s("to").Dot(e.emit).Call(arguments...)))
	if e.spills() {
		return e.walkGroups(nextOf(groups), rows, s("row").Op("=").Lit(0))
	}
	return jen.For(s("next").Op("<").Uint32().Call(jen.Add(pages).Dot("Len").Call())).Block(
		jen.Id("group").Op(":=").Add(pages).Dot("At").Call(s("next")),
		rows,
		s("next").Op("++"),
		s("row").Op("=").Lit(0))
}

// emitTopMethod makes the owner's method that takes a row on.
func (e *stateEmitter) emitTopMethod() *jen.Statement {
	s := e.owner
	var values []jen.Code
	for _, at := range e.state.Top.Passed {
		values = append(values, jen.Id("row").Dot(e.input.Fields[at].GoName))
	}
	if e.state.Top.Numbered {
		values = append(values, jen.Id("number"))
	}
	params := []jen.Code{jen.Id("row").Op("*").Id(e.input.GoName)}
	var arguments []jen.Code
	if e.upserts() {
		params = append([]jen.Code{jen.Id("group").Op("*").Id(e.holder())}, params...)
		arguments = append(arguments, jen.Id("group"))
	}
	if e.state.Top.Numbered {
		params = append(params, jen.Id("number").Int64())
	}
	arguments = append(arguments, jen.Op("&").Add(e.results.literal(e.result, values)))
	return jen.Comment("// "+e.emit+" takes one row on.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(e.emit).Params(params...).Error().Block(
		jen.Id("p").Dot(s.stateField(e)).Dot("emitted").Dot("Rows").Op("++"),
		jen.Return(jen.Id("p").Dot(e.results.method).Call(arguments...)))
}
