package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// A call with ORDER BY inside, STRING_AGG(x, ',' ORDER BY y), keeps its rows until a result is asked for; then they go into the
// function's accumulator in order. So does a call of ARRAYs, MAPs and ROWs without one: generated rows know what they point to, how it is
// copied and written to checkpoints, and the accumulators of package agg don't.

// orderedRows is what such a call keeps, and the names of what does it.
type orderedRows struct {
	keeper  string            // agg.Rows, or one for rows that are taken back, or for a single one
	place   string            // "First" or "Last" where the result is of one row, which the keeper finds
	row     string            // bySymbolNamesRow
	order   []logical.SortKey // none: the order of arrival
	compare string            // compareBySymbolNames; "" for the order of arrival
	method  string            // orderedNames: the group's accumulator in order
	columns []int             // of the state's input, which a row has: arguments and keys
}

// one reports that a single row is kept.
func (o *orderedRows) one() bool { return o.keeper == "agg.FirstRow" || o.keeper == "agg.LastRow" }

// compared is the function that puts rows in order; nil for the order of arrival.
func (o *orderedRows) compared() *jen.Statement {
	if o.compare == "" {
		return jen.Nil()
	}
	return jen.Id(o.compare)
}

// orderedRows makes the names of a call that keeps its rows; nil for others.
func (e *stateEmitter) orderedRows(i int, names *namer) *orderedRows {
	m := e.members[i]
	if len(m.call.OrderBy) == 0 && !e.keepsNested(i) || overloadOf(m).Places {
		return nil
	}
	base := e.field + exportedName(m.name)
	o := &orderedRows{row: e.names.unexported(base + "Row"), order: rowOrder(m.call), place: rowPlace(m.call)}
	o.method = names.unexported("ordered" + exportedName(m.name))
	if len(o.order) > 0 {
		o.compare = e.names.unexported("compare" + exportedName(base))
	}
	switch {
	case m.retracts && len(o.order) == 0:
		o.keeper = "agg.RowsArrived"
	case m.retracts:
		o.keeper = "agg.RowsKept"
	case o.place != "" && !m.call.Distinct:
		o.keeper = "agg." + o.place + "Row"
	default:
		o.keeper = "agg.Rows"
	}
	keys := make([]scalar.Expr, len(o.order))
	for i, key := range o.order {
		keys[i] = key.Expr
	}
	for _, expr := range append(slices.Clone(m.call.Args), keys...) {
		for _, column := range scalar.Columns(expr) {
			if !slices.Contains(o.columns, column) {
				o.columns = append(o.columns, column)
			}
		}
	}
	return o
}

// keepsNested reports a call that keeps values which point to others, and doesn't find them in rows that are kept anyway.
func (e *stateEmitter) keepsNested(i int) bool {
	m := e.members[i]
	if e.state.Over != nil && (e.looksAtRows(i) || e.visits() && places[m.call.Function]) {
		return false
	}
	return aggregates.Nested(m.call) != nil && overloadOf(m).Keeps
}

// keeperOf is where a group keeps a call's rows.
func (e *stateEmitter) keeperOf(m member) *jen.Statement {
	if e.state.Over != nil && e.visits() {
		return jen.Id("g").Dot(m.name).Dot("All")
	}
	return memberOf("g", m)
}

// rowOrder is the order in which a call's rows go into its accumulator. Of ARG_MIN and ARG_MAX it is that of their second argument, so that the
// first row is the one whose first argument they give.
func rowOrder(call logical.AggregateCall) []logical.SortKey {
	if len(call.OrderBy) > 0 || call.Function != "ARG_MIN" && call.Function != "ARG_MAX" {
		return call.OrderBy
	}
	if _, constant := call.Args[1].(*scalar.Literal); constant {
		return nil // all rows are equal in it
	}
	return []logical.SortKey{{Expr: call.Args[1], Desc: call.Function == "ARG_MAX"}}
}

// rowPlace says which row of their order a call's result is of, where it is of one.
func rowPlace(call logical.AggregateCall) string {
	switch call.Function {
	case "FIRST_VALUE":
		return "First"
	case "LAST_VALUE":
		return "Last"
	case "ANY_VALUE", "ARG_MIN", "ARG_MAX":
		return pick(len(call.OrderBy) == 0, "First", "")
	}
	return ""
}

// orderedDeclarations are, for each call that keeps its rows, the type of these, their order, and the accumulator over them.
func (e *stateEmitter) orderedDeclarations() []jen.Code {
	var list []jen.Code
	for _, m := range e.members {
		if m.ordered == nil {
			continue
		}
		list = append(list, e.orderedType(m))
		if e.ownsRows(m) {
			list = append(list, e.ownMethod(m))
		}
		if m.ordered.compare != "" {
			list = append(list, e.orderedCompare(m))
		}
		list = append(list, e.orderedMethod(m))
	}
	return list
}

// orderedType makes the struct of a row.
//
//	// bySymbolNamesRow is a row of STRING_AGG(name, ',' ORDER BY price DESC).
//	type bySymbolNamesRow struct {
//		Name  rt.Null[string]
//		Price float64
//	}
func (e *stateEmitter) orderedType(m member) *jen.Statement {
	var fields []jen.Code
	for _, column := range m.ordered.columns {
		field := e.input.Fields[column]
		fields = append(fields, jen.Id(field.GoName).Add(e.goType(field.Type)))
	}
	return jen.Comment("// " + m.ordered.row + " is a row of " + e.callText(m) + ".").Line().Type().Id(m.ordered.row).Struct(fields...)
}

// orderedCodes make the rows of calls that keep them code themselves.
func (e *stateEmitter) orderedCodes() (list []jen.Code) {
	for _, m := range e.members {
		if m.ordered != nil {
			list = append(list, e.codeOrdered(m))
		}
	}
	return list
}

// codeOrdered makes rows code themselves.
func (e *stateEmitter) codeOrdered(m member) *jen.Statement {
	var body []jen.Code
	for _, column := range m.ordered.columns {
		field := e.input.Fields[column]
		body = append(body, e.codeValue(jen.Id("row").Dot(field.GoName), field.Type))
	}
	return codeRowMethod(m.ordered.row, body)
}

func (e *stateEmitter) orderedCompare(m member) *jen.Statement {
	var last *jen.Statement
	if m.retracts && aggregates.Nested(m.call) != nil {
		last = symbol("agg.CompareCoded").Call(jen.Id("a"), jen.Id("b"))
	}
	return jen.Comment("// " + m.ordered.compare + " puts rows in the order of " + e.callText(m) + ".").Line().
		Func().Id(m.ordered.compare).Params(jen.List(jen.Id("a"), jen.Id("b")).Id(m.ordered.row)).Int().Block(e.compareBy(e.orderOf(m), last)...)
}

// orderOf is the order of a call's rows. Where they are taken back, all that is kept of them tells them apart, nested values by how they are
// written down.
func (e *stateEmitter) orderOf(m member) []logical.SortKey {
	keys := m.ordered.order
	if !m.retracts {
		return keys
	}
	keys = slices.Clone(keys)
	for _, at := range m.ordered.columns {
		field := e.input.Fields[at]
		column := &scalar.Column{Base: scalar.Base{Typ: field.Type}, Index: at, Name: field.SQLName}
		if !field.Type.IsNested() && !slices.ContainsFunc(keys, func(key logical.SortKey) bool { return scalar.Equal(key.Expr, column) }) {
			keys = append(keys, logical.SortKey{Expr: column})
		}
	}
	return keys
}

// orderedMethod makes the method that adds the rows up in order.
//
//	// orderedNames is STRING_AGG(name, ',' ORDER BY price DESC) over the group's rows, in order.
//	func (g *bySymbolGroup) orderedNames() *agg.Joined {
//		var names agg.Joined
//		for _, row := range g.names.Sorted(compareBySymbolNames) {
//			names.Add(row.Name.V)
//		}
//		return &names
//	}
func (e *stateEmitter) orderedMethod(m member) *jen.Statement {
	ordered, rows := jen.Id("ordered"), e.keeperOf(m).Dot("Sorted").Call(m.ordered.compared())
	if m.retracts && m.ordered.place != "" {
		rows = e.keeperOf(m).Dot(m.ordered.place).Call()
	}
	_, arguments, _ := e.arguments(m)
	add := ordered.Clone().Dot("Add").Call(arguments...)
	if m.call.User != nil {
		_, arguments = e.userAdditions(m, "First")
		add = e.putUser(m, ordered, arguments)
	}
	return jen.Comment("// "+m.ordered.method+" is "+e.callText(m)+" over the group's rows, in order.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id(m.ordered.method).Params().Op("*").Add(e.plainAccumulator(m)).Block(
		jen.Var().Id("ordered").Add(e.plainAccumulator(m)),
		jen.For(jen.List(jen.Id("_"), jen.Id("row")).Op(":=").Range().Add(rows)).Block(
			add),
		jen.Return(jen.Op("&").Id("ordered")))
}

// orderedValue is the group's accumulator with the rows in order.
func (e *stateEmitter) orderedValue(m member) *jen.Statement {
	value := jen.Id("group").Dot(m.ordered.method).Call()
	if m.call.User != nil {
		return jen.Op("*").Add(value) // whose address is taken
	}
	return value
}

// addOrdered takes a row to those that are kept.
//
//	if row.Name.Valid {
//		g.names.Add(bySymbolNamesRow{agg.OwnNull(row.Name), row.Price})
//	}
func (e *stateEmitter) addOrdered(m member) []jen.Code {
	guards, _ := e.additions(m, "First")
	if m.call.User != nil {
		guards, _ = e.userAdditions(m, "First")
	}
	read, owned := e.rowOf(m)
	add := e.keeperOf(m).Dot("Add")
	if m.retracts {
		return guarded(guards, add.Call(m.ordered.taken(owned)...))
	}
	if last := m.ordered.keeper == "agg.LastRow" && m.ordered.compare == ""; m.ordered.one() && !last {
		guards = append(guards, e.keeperOf(m).Dot("Wants").Call(read, m.ordered.compared()))
	}
	return guarded(guards, add.Call(owned))
}

// rowOf is what a call keeps of the current row: as it is, and with copies of what it points to.
func (e *stateEmitter) rowOf(m member) (read, owned *jen.Statement) {
	var values, copies []jen.Code
	for _, column := range m.ordered.columns {
		value := e.read(column)
		values = append(values, value)
		if t := e.input.Fields[column].Type; pointsToText(t) {
			value = symbol(pick(t.Nullable, "agg.OwnNull", "agg.Own")).Call(value)
		}
		copies = append(copies, value)
	}
	read = jen.Id(m.ordered.row).Values(values...)
	if e.ownsRows(m) {
		return read, jen.Add(read).Dot("own").Call()
	}
	return read, jen.Id(m.ordered.row).Values(copies...)
}

// ownsRows reports rows with nested values, which copy themselves.
func (e *stateEmitter) ownsRows(m member) bool {
	return slices.ContainsFunc(m.ordered.columns, func(column int) bool { return e.input.Fields[column].Type.IsNested() })
}

// ownMethod makes the method by which a row copies itself.
//
//	// own is the row with copies of what it points to.
//	func (row bySymbolTagsRow) own() bySymbolTagsRow {
//		row.Tags = state.OwnArray(row.Tags, func(v string) string { return state.KeepText("", v) })
//		return row
//	}
func (e *stateEmitter) ownMethod(m member) *jen.Statement {
	var body []jen.Code
	for _, column := range m.ordered.columns {
		field := e.input.Fields[column]
		if to := jen.Id("row").Dot(field.GoName); pointsAway(field.Type) {
			body = append(body, jen.Add(to).Op("=").Add(e.owned(to, field.Type)))
		}
	}
	return jen.Comment("// own is the row with copies of what it points to.").Line().
		Func().Params(jen.Id("row").Id(m.ordered.row)).Id("own").Params().Id(m.ordered.row).Block(append(body, jen.Return(jen.Id("row")))...)
}

// taken are the arguments of a keeper of rows that may be taken back.
func (o *orderedRows) taken(row jen.Code) []jen.Code {
	if o.compare == "" {
		return []jen.Code{row}
	}
	return []jen.Code{row, jen.Id(o.compare)}
}

// removeOrdered takes a row back from those that are kept.
func (e *stateEmitter) removeOrdered(m member) []jen.Code {
	guards, _ := e.additions(m, "Last")
	if m.call.User != nil {
		guards, _ = e.userAdditions(m, "Last")
	}
	read, _ := e.rowOf(m)
	return guarded(guards, memberOf("g", m).Dot("Remove").Call(m.ordered.taken(read)...))
}

// distinctRow is the row of a value that another group has seen: with DISTINCT all keys are the argument.
func (e *stateEmitter) distinctRow(m member) *jen.Statement {
	value := jen.Id("value")
	switch nullable := e.input.Fields[m.ordered.columns[0]].Type.Nullable; {
	case nullable && !takesNulls(m):
		value = symbol("Of").Call(value)
	case !nullable && takesNulls(m):
		value = value.Dot("V")
	}
	return jen.Id(m.ordered.row).Values(value)
}
