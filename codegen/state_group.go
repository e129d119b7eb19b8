package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// groupType makes the struct of a group.
//
//	// bySymbolGroup is the state of one group: GROUP BY symbol.
//	type bySymbolGroup struct {
//		hash       uint64
//		Symbol     string                // symbol VARCHAR NOT NULL
//		tradeCount agg.Count             // COUNT(*)
//		avgPrice   agg.Avg[float64]      // AVG(price)
//	}
func (e *stateEmitter) groupType() *jen.Statement {
	var fields []jen.Code
	if len(e.keyFields()) > 0 {
		fields = append(fields, jen.Id("hash").Uint64().Comment("// of the key"))
	}
	if e.numbered() {
		fields = append(fields, jen.Id("number").Uint32().Comment("// in the table"))
	}
	if e.counts() {
		fields = append(fields, jen.Id("rows").Int64().Comment("// that are there"))
	}
	if e.forgets() {
		fields = append(fields, e.ageFields()...)
	}
	if e.sessions() {
		fields = append(fields,
			jen.Id("open").Add(symbol("window.Open")).Types(jen.Id(e.group)).Comment("// the session that this is of; others of the key"))
	}
	fields = append(fields, e.keyColumns()...)
	if e.sliding != nil {
		fields = append(fields, jen.Id(e.sliding.totals))
	} else {
		fields = append(fields, e.accumulators()...)
	}
	if e.refuses() {
		fields = append(fields, jen.Id("taken").Bool().Comment("// a row: there may be none, since an Add may refuse the first"))
	}
	if e.sessions() && e.upserts() {
		fields = append(fields, jen.Id("start").Int64().Comment("// of the session, as the outputs have it"))
	}
	if e.upserts() {
		fields = append(fields, jen.Id("shown").Add(e.shownType()).Comment("// bits of the outputs that have a row of the group"))
	}
	for _, image := range e.images {
		fields = append(fields, jen.Id(image.field).Id(image.out.target.row.GoName).Comment("// what "+oneLine(image.out.target.name)+" has of it"))
	}
	return jen.Comment("// " + e.group + " is the state of one group: " + e.name + ".").Line().Type().Id(e.group).Struct(fields...)
}

// keyColumns are the fields of the key.
func (e *stateEmitter) keyColumns() (fields []jen.Code) {
	for i, field := range e.keyFields() {
		fields = append(fields, jen.Id(field.GoName).Add(e.goType(field.Type)).Comment("// "+oneLine(field.SQLName+" "+field.Type.String())))
		if head := e.head(i); head != "" {
			fields = append(fields, jen.Id(head).Add(symbol("state.Head")).Comment("// of "+field.GoName))
		}
	}
	return fields
}

// accumulators are the fields of the calls.
func (e *stateEmitter) accumulators() (fields []jen.Code) {
	if e.state.Waits() {
		fields = append(fields, e.heldField())
	}
	for _, m := range e.members {
		fields = append(fields, jen.Id(m.name).Add(e.accumulatorType(m)).Comment("// "+e.callText(m)))
	}
	return fields
}

// callText is an aggregate call as it stands in the SQL.
func (e *stateEmitter) callText(m member) string {
	if !m.call.Pos.IsZero() {
		return oneLine(e.sql.text[m.call.Pos.Start:m.call.Pos.End])
	}
	return m.call.Function
}

// overloadOf is the entry of the table of aggregates that a call names.
func overloadOf(m member) *functions.AggregateOverload {
	overload := aggregates.Of(m.call)
	if m.retracts && m.ordered == nil { // whose rows are taken back before it has them
		return overload.Retracting()
	}
	return overload
}

// accumulatorType is the type of a group's field: agg.Count, agg.Min[int64]; of a call with ORDER BY inside what keeps its rows.
func (e *stateEmitter) accumulatorType(m member) *jen.Statement {
	accumulator := e.plainAccumulator(m)
	if m.ordered != nil {
		accumulator = symbol(m.ordered.keeper).Types(jen.Id(m.ordered.row))
	}
	if m.call.Distinct {
		return symbol("agg.Distinct"+pick(m.retracts, "Kept", "")+pick(takesNulls(m), "Null", "")).Types(e.plainType(m.call.Args[0].Type()), accumulator)
	}
	return accumulator
}

// takesNulls reports a call for whose function a NULL is a value.
func takesNulls(m member) bool {
	if m.call.User != nil {
		return m.call.User.GoParams[0] == scalar.GoPointer
	}
	_, nulls := overloadOf(m).GoAccumulator(argumentTypes(m))
	return nulls
}

// plainAccumulator is the accumulator of a call's function.
func (e *stateEmitter) plainAccumulator(m member) *jen.Statement {
	overload := overloadOf(m)
	name, _ := overload.GoAccumulator(argumentTypes(m))
	accumulator := symbol(name)
	if m.call.User != nil {
		accumulator = userType(m.call.User)
	}
	if len(overload.Types) > 0 {
		var arguments []jen.Code
		for _, at := range overload.Types {
			arguments = append(arguments, e.plainType(e.typeAt(m, at)))
		}
		accumulator = accumulator.Types(arguments...)
	}
	return accumulator
}

// argumentTypes are the types of a call's arguments.
func argumentTypes(m member) []types.Type {
	list := make([]types.Type, len(m.call.Args))
	for i, arg := range m.call.Args {
		list[i] = arg.Type()
	}
	return list
}

// typeAt is the type of a call's argument, or of its result.
func (e *stateEmitter) typeAt(m member, at int) types.Type {
	if at == functions.ResultArg {
		return m.call.Type
	}
	return m.call.Args[at].Type()
}

// groupMethods are add, merge, and what reads a group's result.
func (e *stateEmitter) groupMethods() []jen.Code {
	list := []jen.Code{e.addMethod()}
	if e.state.Retracts() {
		list = append(list, e.removeMethod())
	}
	if e.merges() {
		list = append(list, e.mergeMethod())
	}
	if e.sessions() {
		list = append(list, e.emptyMethod())
	}
	return list
}

// merges reports a state that makes a group of several.
func (e *stateEmitter) merges() bool {
	return e.sends || e.gathers() && e.sliding == nil || e.sessions()
}

// addMethod takes one row into the group.
//
//	// add takes one row into the group.
//	func (g *bySymbolGroup) add(row *BySymbolInput) {
//		g.tradeCount.Add()
//		if row.Price.Valid {
//			g.avgPrice.Add(row.Price.V)
//		}
//	}
func (e *stateEmitter) addMethod() *jen.Statement {
	body := e.additionsOfRow()
	if e.refuses() {
		body = append(body, jen.Id("g").Dot("taken").Op("=").True(), jen.Return(jen.Nil()))
	}
	add := jen.Comment("// add takes one row into the group.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("add").Params(jen.Id("row").Op("*").Id(e.input.GoName))
	if e.refuses() {
		add = add.Error()
	}
	return add.Block(body...)
}

// additionsOfRow take the row into the accumulators of the group g.
func (e *stateEmitter) additionsOfRow() (body []jen.Code) {
	if e.counts() {
		body = append(body, jen.Id("g").Dot("rows").Op("++"))
	}
	if e.state.Waits() {
		body = append(body, e.holdRow()...)
	}
	for _, m := range e.usersFirst() {
		body = append(body, e.addCall(m)...)
	}
	return body
}

func (e *stateEmitter) addCall(m member) []jen.Code {
	switch {
	case m.ordered != nil:
		return e.addOrdered(m)
	case m.call.User != nil:
		return e.addUser(m)
	}
	return e.rowCall(m, "Add", "First")
}

// rowCall takes a row into a call's accumulator or back out of it. asks is what is asked about its value where the call is DISTINCT.
func (e *stateEmitter) rowCall(m member, method, asks string) []jen.Code {
	guards, arguments := e.additions(m, asks)
	return guarded(guards, memberOf("g", m).Dot(method).Call(arguments...))
}

// memberOf is a group's accumulator of a call.
func memberOf(group string, m member) *jen.Statement {
	field := jen.Id(group).Dot(m.name)
	if m.call.Distinct {
		field = field.Dot("Of")
	}
	return field
}

// guarded does something where all conditions hold.
func guarded(guards []jen.Code, body ...jen.Code) []jen.Code {
	if len(guards) == 0 {
		return body
	}
	return []jen.Code{jen.If(allOf(guards)).Block(body...)}
}

// allOf is whether all conditions hold.
func allOf(guards []jen.Code) *jen.Statement {
	condition := jen.Add(guards[0])
	for _, guard := range guards[1:] {
		condition = condition.Op("&&").Add(guard)
	}
	return condition
}

// additions are the arguments of an accumulator's Add or Remove, and when the row counts.
func (e *stateEmitter) additions(m member, asks string) (guards, arguments []jen.Code) {
	if m.call.Filter != nil {
		guards = append(guards, e.trueGuard(m.call.Filter))
	}
	notNull, arguments, seen := e.arguments(m)
	guards = append(guards, notNull...)
	if m.call.Distinct {
		guards = append(guards, e.seenBy(m).Dot(asks).Call(seen))
	}
	return guards, arguments
}

// seenBy is what tells values apart for a call with DISTINCT.
func (e *stateEmitter) seenBy(m member) *jen.Statement {
	field := jen.Id("g").Dot(m.name)
	if e.state.Over != nil && e.visits() {
		return field.Dot("All")
	}
	return field
}

// arguments are those of an accumulator's Add, which of them must not be NULL for the row to count, and the value that DISTINCT
// compares.
func (e *stateEmitter) arguments(m member) (guards, arguments []jen.Code, seen jen.Code) {
	overload := overloadOf(m)
	_, nulls := overload.GoAccumulator(argumentTypes(m))
	for i, arg := range m.call.Args {
		if isConstantParam(overload, i) {
			continue
		}
		value := e.argument(arg)
		if arg.Type().Nullable && !nulls {
			guards = append(guards, jen.Add(value).Dot("Valid"))
			value = jen.Add(value).Dot("V")
		} else if nulls {
			value = e.maybeNull(value, arg.Type())
		}
		if !overload.NoArgs {
			arguments = append(arguments, value)
		}
		seen = value
	}
	return guards, append(arguments, e.extras(m, overload.AddExtras)...), seen
}

// maybeNull is a value as rt.Null.
func (e *stateEmitter) maybeNull(value *jen.Statement, t types.Type) *jen.Statement {
	if t.Nullable {
		return value
	}
	return symbol("Of").Call(value)
}

// argument reads a column of the row, or is a constant.
func (e *stateEmitter) argument(arg scalar.Expr) *jen.Statement {
	return jen.Add(e.exprs.value(arg, "constant", e.read))
}

// trueGuard is the condition of a FILTER: it is TRUE.
func (e *stateEmitter) trueGuard(filter scalar.Expr) *jen.Statement {
	value := e.argument(filter)
	if filter.Type().Nullable {
		return jen.Add(value).Dot("Valid").Op("&&").Add(value).Dot("V")
	}
	return value
}

// isConstantParam reports a parameter that is the same for all rows and goes to Value.
func isConstantParam(overload *functions.AggregateOverload, i int) bool {
	for _, at := range overload.Constants {
		if at == i {
			return true
		}
	}
	return false
}

// extras are constants that follow the arguments, computed from types.
func (e *stateEmitter) extras(m member, list []functions.Extra) []jen.Code {
	var values []jen.Code
	for _, extra := range list {
		t := e.typeAt(m, extra.Arg)
		switch extra.Kind {
		case functions.Precision:
			values = append(values, jen.Lit(t.Precision))
		case functions.Scale:
			values = append(values, jen.Lit(t.Scale))
		case functions.Unit:
			values = append(values, jen.Lit(int(t.Unit())))
		default:
			panic("codegen: aggregate " + m.call.Function + " asks for an extra that aggregates don't have")
		}
	}
	return values
}

// mergeMethod takes the rows of another group of the same key.
func (e *stateEmitter) mergeMethod() *jen.Statement {
	var body []jen.Code
	members := e.members
	if e.state.Waits() {
		body = append(body, jen.Id("g").Dot("held").Dot("Merge").Call(jen.Op("&").Id("other").Dot("held")))
	}
	if e.sliding != nil {
		body = append(body, jen.Id("g").Dot(e.sliding.totals).Dot("Merge").Call(jen.Op("&").Id("other").Dot(e.sliding.totals)))
		members = nil
	}
	for _, m := range members {
		if m.call.Distinct {
			body = append(body, e.mergeDistinct(m))
			continue
		}
		arguments := []jen.Code{jen.Op("&").Id("other").Dot(m.name)}
		switch f := m.call.User; {
		case m.ordered != nil && m.ordered.one():
			arguments = append(arguments, m.ordered.compared())
		case m.ordered == nil && f != nil:
			arguments = append(arguments, jen.Parens(jen.Op("*").Qual(f.Package, f.Func)).Dot("Merge"))
		}
		body = append(body, jen.Id("g").Dot(m.name).Dot("Merge").Call(arguments...))
	}
	if e.refuses() {
		body = append(body, jen.Id("g").Dot("taken").Op("=").Id("g").Dot("taken").Op("||").Id("other").Dot("taken"))
	}
	return jen.Comment("// merge takes the rows of another group of the same key.").Line().
		Func().Params(jen.Id("g").Op("*").Id(e.group)).Id("merge").Params(jen.Id("other").Op("*").Id(e.group)).Block(body...)
}

// mergeDistinct takes the values that another group has seen and this one hasn't.
func (e *stateEmitter) mergeDistinct(m member) *jen.Statement {
	overload := overloadOf(m)
	var arguments []jen.Code
	if !overload.NoArgs {
		arguments = append(arguments, jen.Id("value"))
	}
	arguments = append(arguments, e.extras(m, overload.AddExtras)...)
	if m.ordered != nil {
		arguments = []jen.Code{e.distinctRow(m)}
	}
	field := jen.Id("g").Dot(m.name)
	add := jen.Add(field).Dot("Of").Dot("Add").Call(arguments...)
	if m.call.User != nil && m.ordered == nil {
		add = e.putUser(m, jen.Add(field).Dot("Of"), arguments)
	}
	return jen.For(jen.Id("value").Op(":=").Range().Id("other").Dot(m.name).Dot("All").Call()).Block(
		jen.If(jen.Add(field).Dot("First").Call(jen.Id("value"))).Block(add))
}

// value is a call's result over a group.
func (e *stateEmitter) value(m member) *jen.Statement {
	if m.ordered != nil {
		return e.valueOf(m, e.orderedValue(m))
	}
	return e.valueOf(m, memberOf("group", m))
}

// valueOf is the result of a call's accumulator.
func (e *stateEmitter) valueOf(m member, accumulator *jen.Statement) *jen.Statement {
	if m.call.User != nil {
		return e.callUser(userResult, m, accumulator, nil)
	}
	overload := overloadOf(m)
	var arguments []jen.Code
	for i, arg := range m.call.Args {
		if isConstantParam(overload, i) {
			arguments = append(arguments, e.argument(arg))
		}
	}
	arguments = append(arguments, e.extras(m, overload.ValueExtras)...)
	method := "Value"
	if overload.Nullable && !overload.Maybe && !m.call.Type.Nullable {
		method = "ValueNotNull"
	}
	if overload.Places && len(m.call.OrderBy) > 0 {
		method = strings.Replace(method, "Value", "Descending", 1)
	}
	return accumulator.Dot(method).Call(arguments...)
}
