package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// A call with ORDER BY inside, STRING_AGG(x, ',' ORDER BY y), keeps its rows until a result is asked for; then they go into the
// function's accumulator in order.

// orderedRows is what such a call keeps, and the names of what does it.
type orderedRows struct {
	keeper  string // agg.Rows, agg.RowsKept where rows are taken back, or what keeps the first or the last one alone
	row     string // bySymbolNamesRow
	compare string // compareBySymbolNames
	method  string // orderedNames: the group's accumulator in order
	columns []int  // of the state's input, which a row has: arguments and keys
}

// one reports that a single row is kept.
func (o *orderedRows) one() bool { return o.keeper == "agg.FirstRow" || o.keeper == "agg.LastRow" }

// orderedRows makes the names of a call with ORDER BY; nil for others.
func (e *stateEmitter) orderedRows(m member, names *namer) *orderedRows {
	if len(m.call.OrderBy) == 0 || overloadOf(m).Places {
		return nil
	}
	base := e.field + exportedName(m.name)
	o := &orderedRows{keeper: "agg.Rows", row: e.names.unexported(base + "Row")}
	o.method = names.unexported("ordered" + exportedName(m.name))
	o.compare = e.names.unexported("compare" + exportedName(base))
	switch {
	case m.retracts:
		o.keeper = "agg.RowsKept"
	case m.call.Distinct:
	case m.call.Function == "FIRST_VALUE":
		o.keeper = "agg.FirstRow"
	case m.call.Function == "LAST_VALUE":
		o.keeper = "agg.LastRow"
	}
	keys := make([]scalar.Expr, len(m.call.OrderBy))
	for i, key := range m.call.OrderBy {
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

// orderedDeclarations are, for each call with ORDER BY, the type of its rows, their order, and the accumulator over them.
func (e *stateEmitter) orderedDeclarations() []jen.Code {
	var list []jen.Code
	for _, m := range e.members {
		if m.ordered != nil {
			list = append(list, e.orderedType(m), e.orderedCompare(m), e.orderedMethod(m))
		}
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
	return jen.Comment("// " + m.ordered.compare + " puts rows in the order of " + e.callText(m) + ".").Line().
		Func().Id(m.ordered.compare).Params(jen.List(jen.Id("a"), jen.Id("b")).Id(m.ordered.row)).Int().Block(e.compareRows(e.orderOf(m))...)
}

// orderOf is the order of a call's rows. Where they are taken back, all that is kept of them tells them apart.
func (e *stateEmitter) orderOf(m member) []logical.SortKey {
	keys := m.call.OrderBy
	if !m.retracts {
		return keys
	}
	keys = slices.Clone(keys)
	for _, at := range m.ordered.columns {
		field := e.input.Fields[at]
		column := &scalar.Column{Base: scalar.Base{Typ: field.Type}, Index: at, Name: field.SQLName}
		if !slices.ContainsFunc(keys, func(key logical.SortKey) bool { return scalar.Equal(key.Expr, column) }) {
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
	ordered := jen.Id("ordered")
	_, arguments, _ := e.arguments(m)
	add := ordered.Clone().Dot("Add").Call(arguments...)
	if m.call.User != nil {
		_, arguments = e.userAdditions(m, "First")
		add = e.putUser(m, ordered, arguments)
	}
	return jen.Comment("// "+m.ordered.method+" is "+e.callText(m)+" over the group's rows, in order.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id(m.ordered.method).Params().Op("*").Add(e.plainAccumulator(m)).Block(
		jen.Var().Id("ordered").Add(e.plainAccumulator(m)),
		jen.For(jen.List(jen.Id("_"), jen.Id("row")).Op(":=").Range().Add(memberOf("g", m)).Dot("Sorted").Call(jen.Id(m.ordered.compare))).Block(
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

// addOrdered takes a row to those that wait for their order.
//
//	if row.Name.Valid {
//		g.names.Add(bySymbolNamesRow{agg.OwnNull(row.Name), row.Price})
//	}
func (e *stateEmitter) addOrdered(m member) []jen.Code {
	guards, _ := e.additions(m, "First")
	if m.call.User != nil {
		guards, _ = e.userAdditions(m, "First")
	}
	var read, owned []jen.Code
	for _, column := range m.ordered.columns {
		value := e.read(column)
		read = append(read, value)
		if t := e.input.Fields[column].Type; pointsToText(t) {
			value = symbol(pick(t.Nullable, "agg.OwnNull", "agg.Own")).Call(value)
		}
		owned = append(owned, value)
	}
	field := memberOf("g", m)
	if m.retracts {
		return guarded(guards, jen.Add(field).Dot("Add").Call(jen.Id(m.ordered.row).Values(owned...), jen.Id(m.ordered.compare)))
	}
	if m.ordered.one() {
		guards = append(guards, jen.Add(field).Dot("Wants").Call(jen.Id(m.ordered.row).Values(read...), jen.Id(m.ordered.compare)))
	}
	return guarded(guards, jen.Add(field).Dot("Add").Call(jen.Id(m.ordered.row).Values(owned...)))
}

// removeOrdered takes a row back from those that wait for their order.
func (e *stateEmitter) removeOrdered(m member) []jen.Code {
	guards, _ := e.additions(m, "Last")
	if m.call.User != nil {
		guards, _ = e.userAdditions(m, "Last")
	}
	var read []jen.Code
	for _, column := range m.ordered.columns {
		read = append(read, e.read(column))
	}
	return guarded(guards, memberOf("g", m).Dot("Remove").Call(jen.Id(m.ordered.row).Values(read...), jen.Id(m.ordered.compare)))
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
