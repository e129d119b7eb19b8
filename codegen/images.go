package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// An image is what an output of a segment of changes has of a group: the row that it was given last, kept in the group. It is there
// where a row may be taken back: by an operator, which must know what to take back; by a condition that doesn't hold any more, or a
// group that is gone, since a deletion says what it deletes and expressions aren't evaluated for it. As a field of the group it costs
// its row; outputs that need none have only their bit in group.shown.

// image is the kept row of one output.
type image struct {
	field string // of the group: sentTotals
	show  string // the partition's method: showTotals
	out   *output
	// quiet says that a row which is as it was isn't handed on.
	quiet bool
}

// addImages finds the outputs of a segment of changes that need an image.
func (s *segment) addImages() {
	if !s.changes() {
		return
	}
	for _, out := range s.outputs {
		retracts := s.from.state.Retracts()
		if out.target.sink != nil && !retracts && !s.from.withdraws() && !behindFilter(s.operators, out.terminal) {
			continue
		}
		out.image = &image{
			field: s.from.fields.unexported("sent_" + out.target.field),
			show:  s.members.unexported("show_" + out.target.field),
			out:   out,
			quiet: out.target.sink == nil || retracts,
		}
		s.from.images = append(s.from.images, out.image)
	}
}

// withdraws reports a state whose groups may go: with their last row, into another session, or for another first row.
func (e *stateEmitter) withdraws() bool {
	return e.upserts() && (e.counts() || e.sessions() || e.comeAndGoRows())
}

// behindFilter reports a terminal with a condition between the operators and it.
func behindFilter(operators []physical.Operator, terminal physical.Operator) bool {
	for _, operator := range operators {
		if _, filters := operator.(*physical.Filter); filters && slices.Contains(terminals([]physical.Operator{operator}), terminal) {
			return true
		}
		if behindFilter(operator.Consumers(), terminal) {
			return true
		}
	}
	return false
}

// imageMethods make the methods that bring outputs to what they are to have of a group.
func (s *segment) imageMethods() []jen.Code {
	var list []jen.Code
	for _, out := range s.outputs {
		if out.image != nil {
			list = append(list, s.showMethod(out))
		}
	}
	if s.changes() && s.from.withdraws() {
		list = append(list, s.withdrawMethod())
	}
	return list
}

// showMethod makes the method that brings one output to a row of a group.
//
//	// showTotals makes row what totals has of a group, nothing where it is nil.
//	func (p *bySymbolPartition) showTotals(group *bySymbolGroup, row *Total) error {
//		shown := state.IsShown(group.shown, 0)
//		if row == nil && !shown {
//			p.totals.out.Filtered++
//			return nil
//		}
//		change := state.Shown(&group.shown, 0, row != nil)
//		if row == nil {
//			before := group.sentTotals
//			group.sentTotals = Total{}
//			return p.totals.change(change, &before)
//		}
//		keepTotal(&group.sentTotals, row)
//		return p.totals.change(change, row)
//	}
func (s *segment) showMethod(out *output) *jen.Statement {
	row, kept := out.target.row, jen.Id("group").Dot(out.image.field)
	word, bit := s.shown(out)
	without := jen.Id("row").Op("==").Nil().Op("&&").Op("!").Id("shown")
	if out.image.quiet && row.comparable() {
		without = without.Op("||").Id("row").Op("!=").Nil().Op("&&").Id("shown").Op("&&").Op("*").Id("row").Op("==").Add(kept)
	}
	body := []jen.Code{
		jen.Id("shown").Op(":=").Add(symbol("state.IsShown")).Call(word, bit),
		jen.If(without).Block(out.target.filtered(), jen.Return(jen.Nil())),
		jen.Id("change").Op(":=").Add(symbol("state.Shown")).Call(jen.Op("&").Add(word), bit, jen.Id("row").Op("!=").Nil()),
	}
	before := jen.Id("before").Op(":=").Add(kept)
	forget, keep := jen.Add(kept).Op("=").Id(row.GoName).Values(), s.keepCall(row, kept)
	if out.target.sink != nil {
		body = append(body,
			jen.If(jen.Id("row").Op("==").Nil()).Block(before, forget, jen.Return(jen.Id("p").Dot(out.target.field).Dot("change").Call(jen.Id("change"), jen.Op("&").Id("before")))),
			keep,
			jen.Return(jen.Id("p").Dot(out.target.field).Dot("change").Call(jen.Id("change"), jen.Id("row"))))
	} else {
		body = append(body, before,
			jen.If(jen.Id("row").Op("==").Nil()).Block(forget).Else().Block(keep),
			jen.Return(jen.Id("p").Dot(out.target.field).Dot("change").Call(jen.Id("change"), jen.Op("&").Id("before"), jen.Id("row"))))
	}
	return jen.Comment("// "+out.image.show+" makes row what "+oneLine(out.target.name)+" has of a group, nothing where it is nil.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(out.image.show).Params(jen.Id("group").Op("*").Id(s.from.holder()), jen.Id("row").Op("*").Id(row.GoName)).Error().Block(body...)
}

// withdrawMethod makes the method that takes away what all outputs have of a group that is gone.
func (s *segment) withdrawMethod() *jen.Statement {
	body := append([]jen.Code{jen.Id("p").Dot(s.stateField(s.from)).Dot("emitted").Dot("Rows").Op("++")}, s.hideAll(s.outputs)...)
	return jen.Comment("// " + s.from.withdraw + " takes away what there is of a group that is gone.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(s.from.withdraw).Params(jen.Id("group").Op("*").Id(s.from.holder())).Error().Block(body...)
}

// comparable reports a row that == compares.
func (t *structType) comparable() bool {
	return !slices.ContainsFunc(t.Fields, func(field structField) bool { return isBytes(field.Type) || field.Type.IsNested() })
}

// keepCall makes a row an image.
func (g *generator) keepCall(row *structType, kept jen.Code) *jen.Statement {
	if !slices.ContainsFunc(row.Fields, func(field structField) bool { return pointsAway(field.Type) }) {
		return jen.Add(kept).Op("=").Op("*").Id("row")
	}
	for _, known := range g.keeps {
		if known.row == row {
			return jen.Id(known.name).Call(jen.Op("&").Add(kept), jen.Id("row"))
		}
	}
	made := imageKeeper{g.names.unexported("keep" + row.GoName), row}
	g.keeps = append(g.keeps, made)
	return jen.Id(made.name).Call(jen.Op("&").Add(kept), jen.Id("row"))
}

// imageKeeper is a function that makes a row an image.
type imageKeeper struct {
	name string
	row  *structType
}

// pointsAway reports a type whose values point to what may be gone with the batch.
func pointsAway(t types.Type) bool {
	return isText(t) || isBytes(t) || t.Kind == types.JSON || t.IsNested()
}

// keepFunctions make the functions that make rows images.
//
//	// keepTotal makes kept a copy of row, with text of its own.
//	func keepTotal(kept, row *Total) {
//		kept.Symbol = state.KeepText(kept.Symbol, row.Symbol)
//		kept.Total = row.Total
//	}
func (g *generator) keepFunctions() []jen.Code {
	var list []jen.Code
	for _, k := range g.keeps {
		var body []jen.Code
		for _, field := range k.row.Fields {
			kept, value := jen.Id("kept").Dot(field.GoName), jen.Id("row").Dot(field.GoName)
			body = append(body, jen.Add(kept).Op("=").Add(g.keptValue(kept, value, field.Type)))
		}
		list = append(list, jen.Comment("// "+k.name+" makes kept a copy of row, with text of its own.").Line().
			Func().Id(k.name).Params(jen.List(jen.Id("kept"), jen.Id("row")).Op("*").Id(k.row.GoName)).Block(body...))
	}
	return list
}

func (g *generator) keptValue(kept, value *jen.Statement, t types.Type) *jen.Statement {
	null := pick(t.Nullable, "Null", "")
	switch {
	case isText(t) || t.Kind == types.JSON:
		return symbol("state.KeepText"+null).Call(kept, value)
	case isBytes(t):
		return symbol("state.KeepBytes"+null).Call(kept, value)
	case t.IsNested():
		return g.owned(value, t)
	}
	return value
}

// owned copies a value, with all that it points to.
func (g *generator) owned(value *jen.Statement, t types.Type) *jen.Statement {
	if t.Nullable && pointsAway(t) {
		return symbol("state.OwnNull").Call(value, g.ownFunction(t.WithNull(false)))
	}
	switch {
	case isText(t) || t.Kind == types.JSON:
		return symbol("state.KeepText").Call(jen.Lit(""), value)
	case isBytes(t):
		return symbol("state.KeepBytes").Call(jen.Nil(), value)
	case t.Kind == types.Array:
		return symbol("state.OwnArray").Call(value, g.ownFunction(*t.Elem))
	case t.Kind == types.Row:
		return jen.Add(g.ownFunction(t)).Call(value)
	case t.Kind == types.Map:
		return symbol("state.OwnMap").Call(value, g.ownFunction(*t.Key), g.ownFunction(*t.Elem))
	}
	return value
}

// ownFunction copies an element; nil for one that points to nothing.
func (g *generator) ownFunction(t types.Type) jen.Code {
	if !pointsAway(t) {
		return jen.Nil()
	}
	v := jen.Id("v")
	function := jen.Func().Params(jen.Id("v").Add(g.goType(t))).Add(g.goType(t))
	if t.Kind != types.Row || t.Nullable {
		return function.Add(onOneLine(jen.Return(g.owned(v, t))))
	}
	var body []jen.Code
	for _, field := range g.structs.rowType(t, "nested").Fields {
		if pointsAway(field.Type) {
			body = append(body, jen.Add(v).Dot(field.GoName).Op("=").Add(g.owned(jen.Add(v).Dot(field.GoName), field.Type)))
		}
	}
	return function.Block(append(body, jen.Return(v))...)
}
