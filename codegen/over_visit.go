package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// An Over that visits its rows keeps those of each key in order. At the end of the input, or when the rows are there that the frames of a
// row reach to, it brings what its calls add up to the row's frames, and takes the row on. Then it lets go of rows that no frame needs.

// visits reports such an Over.
func (e *stateEmitter) visits() bool { return e.state.Over.Visits }

// final reports an Over that waits for the end of its input.
func (e *stateEmitter) final() bool { return e.state.Over.Final }

// places are the functions whose result is a column of one row of the frame.
var places = map[string]bool{"FIRST_VALUE": true, "LAST_VALUE": true, "NTH_VALUE": true, "LAG": true, "LEAD": true}

// frameOf is what a call sees: LAG and LEAD that pass over NULLs look for the n-th value before the current row, or behind it.
func (e *stateEmitter) frameOf(i int) physical.OverFrame {
	frame := e.state.Over.Frames[i]
	one := func(kind logical.BoundKind) logical.Bound { return logical.Bound{Kind: kind, Offset: 1} }
	switch e.members[i].call.Function {
	case "LAG":
		frame.Frame, frame.FromLast = logical.Frame{Start: one(logical.UnboundedPreceding), End: one(logical.Preceding)}, true
		frame.Start.Offset = 0
	case "LEAD":
		frame.Frame = logical.Frame{Start: one(logical.Following), End: logical.Bound{Kind: logical.UnboundedFollowing}}
	case "LAST_VALUE":
		frame.FromLast = true
	}
	return frame
}

// adds reports a call whose value is added up: rows that came first may be gone before it is asked for. Others look it up.
func (e *stateEmitter) accumulates(i int) bool {
	frame := e.frameOf(i)
	return !places[e.members[i].call.Function] || !e.final() && !slides(frame) && frame.Exclude == logical.ExcludeNothing
}

// ordinal is n of NTH_VALUE(x, n): the first for FIRST_VALUE and LAST_VALUE.
func ordinal(m member) int {
	if m.call.Function == "FIRST_VALUE" || m.call.Function == "LAST_VALUE" {
		return 1
	}
	return distanceOf(m)
}

// visitedType is the type of what a call has in the group: an aggregate of its frame, or the place of a row.
func (e *stateEmitter) visitedType(i int) *jen.Statement {
	m := e.members[i]
	switch {
	case !e.accumulates(i):
		return jen.Int()
	case !places[m.call.Function]:
		return symbol("over.Span").Types(e.accumulatorType(m))
	}
	value := e.plainType(m.call.Args[0].Type())
	if keptInRow(m) {
		value = jen.Id(e.input.GoName)
	}
	return symbol("over.Span").Types(symbol(pick(e.frameOf(i).FromLast, "agg.NthLast", "agg.Nth")).Types(value))
}

// keptInRow reports a call whose value is kept as the column of a row, which is written to checkpoints as those that wait are: an ARRAY, a MAP or
// a ROW. It isn't copied again.
func keptInRow(m member) bool { return places[m.call.Function] && aggregates.Nested(m.call) != nil }

// rowWith is a row that has a call's argument alone.
//
//	OverSymbolInput{Tags: row.Tags}
func (e *stateEmitter) rowWith(m member) *jen.Statement {
	var fields []jen.Code
	for _, column := range scalar.Columns(m.call.Args[0]) {
		fields = append(fields, jen.Id(e.input.Fields[column].GoName).Op(":").Add(e.read(column)))
	}
	return jen.Id(e.input.GoName).Values(fields...)
}

// visitMethod brings the calls to the frames of the current row.
//
//	// visit brings the results to the current row.
//	func (g *overSymbolGroup) visit() {
//		from, to := g.latest.Peers(over.Unbounded, 0, compareOverSymbol)
//		for i := g.total.Move(from, to); i < to; i++ {
//			row := g.latest.Row(i)
//			g.total.All.Add(row.Quantity)
//		}
//		g.latest.Release(min(g.latest.At(), g.total.To()))
//	}
func (e *stateEmitter) visitMethod() *jen.Statement {
	v := &visit{stateEmitter: e, numbers: map[logical.Frame]string{}}
	if e.ranks() {
		v.body = append(v.body, jen.Id("g").Dot("ranks").Dot("Follow").Call(jen.Id("g").Dot("latest").Dot("Repeats").Call(e.compareName())))
	}
	for i := range e.members {
		if !e.looksAtRows(i) {
			v.call(i)
		}
	}
	if !e.final() {
		v.release()
	}
	return jen.Comment("// visit brings the results to the current row.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("visit").Params().Block(v.body...)
}

// visit is the method while it is made.
type visit struct {
	*stateEmitter
	body    []jen.Code
	numbers map[logical.Frame]string // of the variables that have the places of a frame: "", "2", …
	needed  []jen.Code               // places from which on rows are needed
}

func (v *visit) latest() *jen.Statement { return jen.Id("g").Dot("latest") }

// bounds makes the variables of a frame, once, and gives their number.
func (v *visit) bounds(frame physical.OverFrame) string {
	if number, known := v.numbers[frame.Frame]; known {
		return number
	}
	number := ""
	if len(v.numbers) > 0 {
		number = jenInt(len(v.numbers) + 1)
	}
	v.numbers[frame.Frame] = number
	v.body = append(v.body, jen.List(jen.Id("from"+number), jen.Id("to"+number)).Op(":=").Add(v.boundsOf(frame)))
	if frame.Exclude != logical.ExcludeNothing {
		v.body = append(v.body, jen.Id("skip"+number).Op(":=").Add(v.skipOf(frame)))
		v.needed = append(v.needed, jen.Id("skip"+number).Dot("From"))
	}
	return number
}

// call brings one call to its frame.
func (v *visit) call(i int) {
	m, frame := v.members[i], v.frameOf(i)
	number := v.bounds(frame)
	from, to := jen.Id("from"+number), jen.Id("to"+number)
	if !v.accumulates(i) {
		v.body = append(v.body, jen.Id("g").Dot(m.name).Op("=").Add(v.lookUp(i, number)))
		if slides(frame) || frame.Exclude != logical.ExcludeNothing {
			v.needed = append(v.needed, from)
		}
		return
	}
	span := jen.Id("g").Dot(m.name)
	each := func(first string, end jen.Code, body []jen.Code) *jen.Statement {
		return jen.For(jen.Id("i").Op(":=").Add(span).Dot(first).Call(from, to), jen.Id("i").Op("<").Add(end), jen.Id("i").Op("++")).Block(body...)
	}
	switch {
	case frame.Exclude != logical.ExcludeNothing:
		skip := jen.If(jen.Id("skip" + number).Dot("Has").Call(jen.Id("i"))).Block(jen.Continue())
		v.body = append(v.body, each("Anew", to, append([]jen.Code{skip}, v.row(i, "Add")...)))
		v.needed = append(v.needed, from)
		return
	case slides(frame) && subtracts(m):
		v.body = append(v.body, each("Leave", from, v.row(i, "Remove")))
	}
	v.body = append(v.body, each("Move", to, v.row(i, "Add")))
	v.needed = append(v.needed, jen.Add(span).Dot(pick(slides(frame), "From", "To")).Call())
}

// row is what is done with row i; nothing of it is read where rows are counted.
func (v *visit) row(i int, method string) []jen.Code {
	m := v.members[i]
	guards, body := v.adding(i, method)
	list := guarded(guards, body...)
	if v.readsRow(m) {
		list = append([]jen.Code{jen.Id("row").Op(":=").Add(v.latest()).Dot("Row").Call(jen.Id("i"))}, list...)
	}
	return list
}

// adding is how a row is added to a call's aggregate or taken back.
func (v *visit) adding(i int, method string) (guards, body []jen.Code) {
	var arguments []jen.Code
	m := v.members[i]
	all := jen.Id("g").Dot(m.name).Dot("All")
	switch {
	case places[m.call.Function]:
		value := v.argument(m.call.Args[0])
		if m.call.Filter != nil {
			guards = append(guards, v.trueGuard(m.call.Filter))
		}
		if v.state.Over.Frames[i].IgnoreNulls && m.call.Args[0].Type().Nullable {
			guards = append(guards, jen.Add(value).Dot("Valid"))
		}
		kept := v.maybeNull(value, m.call.Args[0].Type())
		if keptInRow(m) {
			kept = symbol("Of").Call(v.rowWith(m))
		}
		arguments = append(arguments, kept, jen.Lit(ordinal(m)))
		return guards, []jen.Code{all.Dot("Add").Call(arguments...)}
	case m.ordered != nil:
		return nil, v.addOrdered(m)
	case m.call.User != nil:
		guards, arguments = v.userAdditions(m, "First")
		if m.call.Distinct {
			all = all.Dot("Of")
		}
		return guards, []jen.Code{v.putUser(m, all, arguments)}
	}
	guards, arguments = v.additions(m, "First")
	if m.call.Distinct {
		all = all.Dot("Of")
	}
	return guards, []jen.Code{all.Dot(method).Call(arguments...)}
}

// lookUp finds the place of the row that FIRST_VALUE and its kin look for.
//
//	g.first = g.latest.Nth(from, to, 1, over.Skip{}, nil)
func (v *visit) lookUp(i int, number string) *jen.Statement {
	m, frame := v.members[i], v.frameOf(i)
	skip := jen.Code(symbol("over.Skip").Values())
	if frame.Exclude != logical.ExcludeNothing {
		skip = jen.Id("skip" + number)
	}
	return v.latest().Dot(pick(frame.FromLast, "NthLast", "Nth")).Call(jen.Id("from"+number), jen.Id("to"+number), jen.Lit(ordinal(m)), skip, v.counted(i))
}

// counted is a function that says which rows count, by FILTER and where NULLs are passed over; nil for all.
func (e *stateEmitter) counted(i int) jen.Code {
	m := e.members[i]
	var guards []jen.Code
	if m.call.Filter != nil {
		guards = append(guards, e.trueGuard(m.call.Filter))
	}
	if e.state.Over.Frames[i].IgnoreNulls && m.call.Args[0].Type().Nullable {
		guards = append(guards, jen.Add(e.columnOf(jen.Id("row"), m)).Dot("Valid"))
	}
	if len(guards) == 0 {
		return jen.Nil()
	}
	return jen.Func().Params(jen.Id("row").Op("*").Id(e.input.GoName)).Bool().Add(onOneLine(jen.Return(allOf(guards))))
}

// visitedValue is a call's result over the frame of the current row.
func (e *stateEmitter) visitedValue(i int) *jen.Statement {
	m := e.members[i]
	field := jen.Id("group").Dot(m.name)
	if !e.accumulates(i) {
		return e.valueAt(jen.Id("group").Dot("latest").Dot("Find").Call(field), m)
	}
	all := field.Dot("All")
	switch {
	case m.ordered != nil:
		return e.value(m)
	case keptInRow(m):
		return e.valueAt(symbol("over.RowOf").Call(all.Dot("Value").Call()), m)
	case !places[m.call.Function]:
		if m.call.Distinct {
			all = all.Dot("Of")
		}
		return e.valueOf(m, all)
	}
	value := all.Dot("Value").Call()
	if len(m.call.Args) > 2 {
		value = symbol("over.Or").Call(value, e.defaultOf(m))
	}
	if !m.call.Type.Nullable {
		value = value.Dot("V")
	}
	return value
}

// release lets go of rows that no frame needs any more.
func (v *visit) release() {
	needed := []jen.Code{v.latest().Dot("At").Call()}
	if back := v.lookBack(); back > 0 {
		needed[0] = v.latest().Dot("At").Call().Op("-").Lit(back)
	}
	v.body = append(v.body, v.latest().Dot("Release").Call(jen.Min(append(needed, v.needed...)...)))
}

// lookBack is how many rows before the current one LAG looks at.
func (e *stateEmitter) lookBack() int {
	back := 0
	for i, m := range e.members {
		if m.call.Function == "LAG" && e.looksAtRows(i) {
			back = max(back, distanceOf(m))
		}
	}
	return back
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
	switch {
	case frame.Unit == logical.Rows:
		return latest.Dot("Around").Call(distance(frame.Start, 1), distance(frame.End, 1))
	case frame.Unit == logical.Range && (hasDistance(frame.Start) || hasDistance(frame.End)):
		unit := e.keyUnit()
		return latest.Dot("Within").Call(distance(frame.Start, unit), distance(frame.End, unit), jen.Id(e.keyName()), e.compareName())
	}
	return latest.Dot("Peers").Call(distance(frame.Start, 1), distance(frame.End, 1), e.compareName())
}

func (e *stateEmitter) skipOf(frame physical.OverFrame) *jen.Statement {
	latest := jen.Id("g").Dot("latest")
	switch frame.Exclude {
	case logical.ExcludeGroup:
		return latest.Dot("ExcludeGroup").Call(e.compareName())
	case logical.ExcludeTies:
		return latest.Dot("ExcludeTies").Call(e.compareName())
	}
	return latest.Dot("ExcludeCurrent").Call()
}

func hasDistance(b logical.Bound) bool {
	return b.Kind == logical.Preceding || b.Kind == logical.Following
}

// distance is a frame's end as a distance from the current row, in a unit of the key that it is a distance of.
func distance(b logical.Bound, unit int64) jen.Code {
	switch b.Kind {
	case logical.UnboundedPreceding:
		return symbol("over.Unbounded")
	case logical.Preceding:
		return jen.Lit(int(-b.Offset * unit))
	case logical.Following:
		return jen.Lit(int(b.Offset * unit))
	case logical.UnboundedFollowing:
		return symbol("over.Unending")
	}
	return jen.Lit(0)
}

// keyUnit is how many units of the key a microsecond is, and 1 for integers.
func (e *stateEmitter) keyUnit() int64 {
	if t := e.state.Over.OrderBy[0].Expr.Type(); t.IsTimestamp() {
		return max(t.Unit()/1_000_000, 1)
	}
	return 1
}

// keyName is the variable that says what frames of RANGE have distances of.
func (e *stateEmitter) keyName() string { return "key" + exportedName(e.field) }

// measures reports a frame of RANGE with a distance.
func (e *stateEmitter) measures() bool {
	for i := range e.members {
		if frame := e.frameOf(i); e.visits() && frame.Unit == logical.Range && (hasDistance(frame.Start) || hasDistance(frame.End)) {
			return true
		}
	}
	return false
}

// keyVariable makes it.
//
//	// keyOverSymbol is what the frames of OVER (PARTITION BY symbol) have distances of.
//	var keyOverSymbol = over.Key[OverSymbolInput]{
//		Value: func(row *OverSymbolInput) rt.Null[int64] { return rt.Of(row.Ts) },
//	}
func (e *stateEmitter) keyVariable() *jen.Statement {
	key := e.state.Over.OrderBy[0]
	t := key.Expr.Type()
	value := jen.Add(e.exprs.value(key.Expr, "order", func(i int) jen.Code { return jen.Id("row").Dot(e.input.Fields[i].GoName) }))
	widened := func(v *jen.Statement) *jen.Statement {
		if t.Kind == types.BigInt || t.IsTimestamp() {
			return v
		}
		return jen.Int64().Call(v)
	}
	result := symbol("Of").Call(widened(value))
	if t.Nullable {
		result = symbol("When").Call(jen.Add(value).Dot("Valid"), widened(jen.Add(value).Dot("V")))
	}
	fields := []jen.Code{jen.Id("Value").Op(":").Func().Params(jen.Id("row").Op("*").Id(e.input.GoName)).Add(symbol("Null")).Types(jen.Int64()).Add(onOneLine(jen.Return(result)))}
	if key.Desc {
		fields = append(fields, jen.Id("Desc").Op(":").True())
	}
	if key.NullsFirst {
		fields = append(fields, jen.Id("NullsFirst").Op(":").True())
	}
	return jen.Comment("// " + e.keyName() + " is what the frames of " + e.name + " have distances of.").Line().
		Var().Id(e.keyName()).Op("=").Add(symbol("over.Key")).Types(jen.Id(e.input.GoName)).Values(fields...)
}

// gatherRowMethod takes one row to those of its key.
func (e *stateEmitter) gatherRowMethod() *jen.Statement {
	body := []jen.Code{
		e.taken(),
		jen.Id("group").Op(":=").Add(e.groupOf(jen.Id("s").Dot("groups"))),
		jen.Id("kept").Op(":=").Op("*").Id("row"),
	}
	body = append(body, e.keepTexts(jen.Id("kept"))...)
	body = append(body, jen.Id("group").Dot("latest").Dot("Append").Call(jen.Id("kept")), jen.Return(jen.Nil()))
	return jen.Comment("// take takes one row, which waits for the end of the input.").Line().
		Func().Params(e.receiver()).Id("take").Params(e.takes()...).Error().Block(body...)
}

// visitRowsMethod takes all rows on at the end of the input.
func (e *stateEmitter) visitRowsMethod() *jen.Statement {
	latest := jen.Id("group").Dot("latest")
	if e.spills() {
		return e.visitSpilledMethod()
	}
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
