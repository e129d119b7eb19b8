package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// An Over that needs all rows of a partition keeps them. At the end of the input each key's are sorted, and go on in their order.

// final reports an Over that waits for the end of its input.
func (e *stateEmitter) final() bool { return e.state.Over.Final }

// visitMethod brings the calls' aggregates to the frames of the current row.
//
//	// visit brings the aggregates to the frames of the current row.
//	func (g *overSymbolGroup) visit() {
//		from, to := g.latest.Peers(over.Unbounded, 0, compareOverSymbol)
//		for i := g.total.Move(from, to); i < to; i++ {
//			row := g.latest.Row(i)
//			g.total.All.Add(row.Quantity)
//		}
//	}
func (e *stateEmitter) visitMethod() *jen.Statement {
	var body []jen.Code
	if e.ranks() {
		body = append(body, jen.Id("g").Dot("ranks").Dot("Push").Call(jen.Id("g").Dot("latest").Dot("Rank").Call(e.compareName())))
	}
	frames := map[logical.Frame]string{}
	for i, m := range e.members {
		if e.looksAtRows(i) {
			continue
		}
		frame := e.state.Over.Frames[i]
		number := frames[frame.Frame]
		if number == "" {
			if len(frames) > 0 {
				number = jenInt(len(frames) + 1)
			}
			frames[frame.Frame] = pick(number == "", " ", number)
			body = append(body, jen.List(jen.Id("from"+number), jen.Id("to"+number)).Op(":=").Add(e.boundsOf(frame)))
		} else if number == " " {
			number = ""
		}
		all := jen.Id("g").Dot(m.name).Dot("All")
		guards, arguments := e.additions(m, "First")
		add := guarded(guards, jen.Add(all).Dot("Add").Call(arguments...))
		if m.call.User != nil {
			guards, arguments = e.userAdditions(m, "First")
			add = guarded(guards, e.putUser(m, all, arguments))
		}
		if e.readsRow(m) {
			add = append([]jen.Code{jen.Id("row").Op(":=").Id("g").Dot("latest").Dot("Row").Call(jen.Id("i"))}, add...)
		}
		body = append(body, jen.For(
			jen.Id("i").Op(":=").Id("g").Dot(m.name).Dot("Move").Call(jen.Id("from"+number), jen.Id("to"+number)), jen.Id("i").Op("<").Id("to"+number), jen.Id("i").Op("++"),
		).Block(add...))
	}
	return jen.Comment("// visit brings the results to the current row.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("visit").Params().Block(body...)
}

// readsRow reports a call that looks into the rows that it counts.
func (e *stateEmitter) readsRow(m member) bool {
	if m.call.Filter != nil && isColumn(m.call.Filter) {
		return true
	}
	overload := overloadOf(m)
	for i, arg := range m.call.Args {
		if isColumn(arg) && !isConstantParam(overload, i) && (arg.Type().Nullable || !overload.NoArgs) {
			return true
		}
	}
	return false
}

// boundsOf makes the places at which a frame begins and ends.
func (e *stateEmitter) boundsOf(frame physical.OverFrame) *jen.Statement {
	latest := jen.Id("g").Dot("latest")
	if frame.Unit == logical.Rows {
		return latest.Dot("Around").Call(distance(frame.Start), distance(frame.End))
	}
	return latest.Dot("Peers").Call(distance(frame.Start), distance(frame.End), e.compareName())
}

// distance is a frame's end as a distance from the current row.
func distance(b logical.Bound) jen.Code {
	switch b.Kind {
	case logical.UnboundedPreceding:
		return symbol("over.Unbounded")
	case logical.Preceding:
		return jen.Lit(-int(b.Offset))
	case logical.Following:
		return jen.Lit(int(b.Offset))
	case logical.UnboundedFollowing:
		return symbol("over.Unending")
	}
	return jen.Lit(0)
}

// gatherRowMethod takes one row to those of its key.
func (e *stateEmitter) gatherRowMethod() *jen.Statement {
	body := []jen.Code{
		e.taken(),
		jen.Id("group").Op(":=").Id("s").Dot("groups").Dot("of").Call(jen.Id("row")),
		jen.Id("kept").Op(":=").Op("*").Id("row"),
	}
	body = append(body, e.keepTexts(jen.Id("kept"))...)
	body = append(body, jen.Id("group").Dot("latest").Dot("Append").Call(jen.Id("kept")), jen.Return(jen.Nil()))
	return jen.Comment("// take takes one row, which waits for the end of the input.").Line().
		Func().Params(e.receiver()).Id("take").Params(jen.Id("row").Op("*").Id(e.input.GoName)).Error().Block(body...)
}

// visitRowsMethod takes all rows on at the end of the input.
func (e *stateEmitter) visitRowsMethod() *jen.Statement {
	latest := jen.Id("group").Dot("latest")
	return jen.Comment("// advance takes the rows on at the end of the input. Behind one that failed it is called again, and goes on with the next.").Line().
		Func().Params(e.receiver()).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(
		jen.If(jen.Id("watermark").Op("<").Add(symbol("EndOfTime"))).Block(jen.Return(jen.Nil())),
		jen.For(jen.Id("s").Dot("next").Op("<").Uint32().Call(jen.Id("s").Dot("groups").Dot("pages").Dot("Len").Call())).Block(
			jen.Id("group").Op(":=").Id("s").Dot("groups").Dot("pages").Dot("At").Call(jen.Id("s").Dot("next")),
			jen.Add(latest).Dot("Sort").Call(e.compareName()),
			jen.For(jen.Add(latest).Dot("Next").Call()).Block(
				jen.Id("group").Dot("visit").Call(),
				returnError(jen.Id("s").Dot("to").Dot(e.emit).Call(jen.Id("group"), jen.Add(latest).Dot("Current").Call()))),
			jen.Id("s").Dot("next").Op("++")),
		jen.Return(jen.Nil()),
	)
}
