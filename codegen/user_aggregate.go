package codegen

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// A user's aggregate is called through functions of exprs.go, under the line of its call:
//
//	// risk(price, quantity)
//	//
//	//line job.sql:12:8
//	func addRisk(to *agg.User[udf.Risk], price float64, quantity int64) (err error) {
//		defer to.Guard(&err)
//		to.Of.Add(price, quantity)
//		return nil
//	}
//
// Text is copied for it where its type could keep it: what points into the batch is gone with the batch.

// userMethod is which method such a function calls.
type userMethod struct{ hint, method string }

var (
	userAdd    = userMethod{"add", "Add"}
	userRemove = userMethod{"remove", "Remove"}
	userResult = userMethod{"resultOf", "Result"}
)

// userType is what a group has of a user's aggregate: agg.User[udf.Risk].
func userType(f *scalar.UserFunction) *jen.Statement {
	return symbol("agg.User").Types(jen.Qual(f.Package, f.Func))
}

// userFunction is the name of the function of exprs.go that calls a method for an aggregate's call.
func (x *exprFile) userFunction(m userMethod, call logical.AggregateCall) string {
	key := fmt.Sprint("aggregate ", m.hint, call.Pos, callMeaning(call))
	if fn := x.known[key]; fn != nil {
		return fn.name
	}
	f := call.User
	fn := &exprFunc{name: x.gen.names.unexported(m.hint + exportedName(f.Name))}
	x.known[key] = fn
	b := &body{x: x, fn: fn, names: x.gen.names.function(fn.name), span: call.Pos}
	b.names.taken["err"] = true
	self := b.names.unexported(pick(m == userResult, "of", "to"))
	params := []jen.Code{jen.Id(self).Op("*").Add(userType(f))}
	var result *jen.Statement
	var statements []jen.Code
	if m == userResult {
		result = x.gen.goType(f.Result)
		statements = []jen.Code{jen.Return(b.userValue(f, jen.Id(self).Dot("Whole").Call().Dot("Result").Call()))}
	} else {
		var arguments []jen.Code
		for i, arg := range call.Args {
			name := b.names.unexported(argumentName(arg))
			t := f.Params[i].WithNull(f.GoParams[i] == scalar.GoPointer)
			params = append(params, jen.Id(name).Add(x.gen.goType(t)))
			arguments = append(arguments, b.keptArgument(f, i, jen.Id(name)))
		}
		result = jen.Params(jen.Id("err").Error())
		statements = m.guarded(f, self, jen.Id(self).Dot("Of").Dot(m.method).Call(arguments...))
	}
	fn.code = x.userDeclaration(fn, b, call, jen.Func().Id(fn.name).Params(params...).Add(result), statements)
	x.functions = append(x.functions, fn)
	return fn.name
}

// guarded calls Add or Remove.
func (m userMethod) guarded(f *scalar.UserFunction, self string, call *jen.Statement) []jen.Code {
	guard := jen.Defer().Id(self).Dot("Guard").Call(jen.Op("&").Id("err"))
	if m == userAdd && f.Aggregate.AddFails {
		return []jen.Code{guard, failing{jen.Return(call)}}
	}
	return []jen.Code{guard, failing{call}, jen.Return(jen.Nil())}
}

// callMeaning tells calls apart that stand at one place: one of a view that several queries read.
func callMeaning(call logical.AggregateCall) string {
	text := call.User.Package + "." + call.User.Func
	for i, arg := range call.Args {
		text += "," + argumentName(arg) + " " + call.User.Params[i].String()
	}
	return text
}

// argumentName is what a parameter is called after.
func argumentName(arg scalar.Expr) string {
	if column, ok := arg.(*scalar.Column); ok {
		return column.Name
	}
	return "value"
}

// userDeclaration renders such a function, on one line where gofmt leaves it there.
func (x *exprFile) userDeclaration(fn *exprFunc, b *body, call logical.AggregateCall, header *jen.Statement, statements []jen.Code) *jen.Statement {
	comment := jen.Null()
	if text := x.gen.sql.snippet(call.Pos); text != "" {
		comment = sqlComment(fn.name, text)
	}
	top := jen.Add(comment).Add(x.lineDirective(call.Pos)).Line().Add(header).Op("{")
	if len(statements) == 1 && fitsLine(jen.Add(header).Op("{").Add(statements[0]).Op("}")) {
		return jen.Add(top).Add(statements[0]).Op("}")
	}
	return jen.Add(top).Line().Add(b.lines(statements)).Op("}")
}

// keptArgument is an argument as Add takes it. What might be kept doesn't point into the batch.
func (b *body) keptArgument(f *scalar.UserFunction, i int, value *jen.Statement) jen.Code {
	t := f.Params[i]
	var convert *jen.Statement
	switch bridge := b.bridge(t); {
	case bridge != nil:
		convert = bridge.Dot("Go")
	case f.Aggregate.Flat:
	case isText(t):
		convert = jen.Qual("strings", "Clone")
	case isBytes(t):
		convert = jen.Qual("bytes", "Clone")
	}
	if f.GoParams[i] != scalar.GoPointer {
		if convert == nil {
			return value
		}
		return convert.Call(value)
	}
	if convert != nil {
		value = symbol("MapNull").Call(value, convert)
	}
	return symbol("Pointer").Call(value)
}

// userValue is what a user's method returned, as the SQL type's value.
func (b *body) userValue(f *scalar.UserFunction, call *jen.Statement) *jen.Statement {
	bridge := b.bridge(f.Result)
	switch {
	case f.HasError && f.GoResult == scalar.GoOK:
		call = symbol("CheckOK").Call(call)
	case f.HasError:
		call = symbol("Check").Call(call)
	}
	switch f.GoResult {
	case scalar.GoOK:
		call = symbol("Maybe").Call(call)
	case scalar.GoPointer:
		call = symbol("FromPointer").Call(call)
	default:
		if bridge != nil {
			return bridge.Dot("SQL").Call(call)
		}
		return call
	}
	if bridge != nil {
		call = symbol("MapNull").Call(call, bridge.Dot("SQL"))
	}
	if !f.Result.Nullable {
		call = symbol("Require").Call(call, jen.Lit(f.Name))
	}
	return call
}

// userAdditions are the arguments of a user's Add or Remove, and when the row counts: a parameter T never sees NULL. asks is what is asked
// about its value where the call is DISTINCT.
func (e *stateEmitter) userAdditions(m member, asks string) (guards, arguments []jen.Code) {
	var seen jen.Code
	if m.call.Filter != nil {
		guards = append(guards, e.trueGuard(m.call.Filter))
	}
	for i, arg := range m.call.Args {
		value := e.argument(arg)
		seen = value
		switch {
		case m.call.User.GoParams[i] == scalar.GoPointer:
			value = e.maybeNull(value, arg.Type())
			seen = value
		case arg.Type().Nullable:
			guards = append(guards, jen.Add(value).Dot("Valid"))
			value = jen.Add(value).Dot("V")
			seen = value
		}
		arguments = append(arguments, value)
	}
	if m.call.Distinct {
		guards = append(guards, e.seenBy(m).Dot(asks).Call(seen))
	}
	return guards, arguments
}

// addUser takes a row into a user's aggregate. A row that it refuses isn't taken by what is added behind it.
//
//	if row.Price.Valid && g.risk.Takes() {
//		if err := addRisk(&g.risk, row.Price.V); err != nil {
//			return err
//		}
//	}
//
// A row of OVER is in its frames whatever Add says of it, and one that may be taken back isn't refused: without it there is no result.
func (e *stateEmitter) addUser(m member) []jen.Code {
	guards, arguments := e.userAdditions(m, "First")
	field := memberOf("g", m)
	if e.state.Over != nil || e.state.Retracts() {
		return guarded(guards, e.putUser(m, field, arguments))
	}
	add := e.callUser(userAdd, m, field, arguments)
	return guarded(append(guards, jen.Add(field).Dot("Takes").Call()), returnError(add))
}

// removeUser takes a row back.
func (e *stateEmitter) removeUser(m member) []jen.Code {
	guards, arguments := e.userAdditions(m, "Last")
	field := memberOf("g", m)
	return guarded(guards, jen.Add(field).Dot("Lose").Call(e.callUser(userRemove, m, field, arguments)))
}

// putUser takes a row into an aggregate that has no result without it.
func (e *stateEmitter) putUser(m member, field *jen.Statement, arguments []jen.Code) *jen.Statement {
	return jen.Add(field).Dot("Lose").Call(e.callUser(userAdd, m, field, arguments))
}

// callUser calls a function of exprs.go for the aggregate of a field.
func (e *stateEmitter) callUser(method userMethod, m member, field *jen.Statement, arguments []jen.Code) *jen.Statement {
	return jen.Id(e.exprs.userFunction(method, m.call)).Call(append([]jen.Code{jen.Op("&").Add(field)}, arguments...)...)
}

// taking takes the row into a group. Where the group refuses it, then goes on with what the policy says.
//
//	if err := s.groups.of(row).add(row); err != nil {
//		return s.Refuse(err)
//	}
func (e *stateEmitter) taking(group *jen.Statement, then func(...jen.Code) *jen.Statement) *jen.Statement {
	add := jen.Add(group).Dot("add").Call(jen.Id("row"))
	if !e.refuses() {
		return add
	}
	return jen.If(jen.Id("err").Op(":=").Add(add), jen.Id("err").Op("!=").Nil()).Block(then(jen.Id("s").Dot("Refuse").Call(jen.Id("err"))))
}

// usersFirst are the members in the order in which they take a row: those that may refuse it first, then those that may panic.
func (e *stateEmitter) usersFirst() []member {
	rank := func(m member) int {
		switch {
		case m.call.User == nil:
			return 2
		case m.call.User.Aggregate.AddFails:
			return 0
		}
		return 1
	}
	list := slices.Clone(e.members)
	slices.SortStableFunc(list, func(a, b member) int { return rank(a) - rank(b) })
	return list
}

// refuses reports a state whose groups may refuse a row.
func (e *stateEmitter) refuses() bool {
	return e.state.Over == nil && e.state.Sort == nil && !e.state.Retracts() && slices.ContainsFunc(e.members, func(m member) bool { return m.call.User != nil })
}

// mergeable reports a state whose groups can be put together from parts.
func (e *stateEmitter) mergeable() bool {
	return !slices.ContainsFunc(e.members, func(m member) bool { return !m.call.Merges() })
}

// enterUserFrame takes a row into the frame of a user's aggregate, and lets go of those before it: by Remove, or else what stays is added
// up anew.
//
//	if row.Price.Valid {
//		g.risk.All.Lose(addRisk(&g.risk.All, row.Price.V))
//		g.risk.Push(*row, g.rows)
//	}
//	for row := g.risk.Leave(g.rows - 99); row != nil; row = g.risk.Leave(g.rows - 99) {
//		g.risk.All.Lose(removeRisk(&g.risk.All, row.Price.V))
//	}
func (e *stateEmitter) enterUserFrame(m member, place, first *jen.Statement) []jen.Code {
	guards, arguments := e.userAdditions(m, "First")
	field := jen.Id("g").Dot(m.name)
	all := jen.Add(field).Dot("All")
	push := guarded(guards, e.putUser(m, all, arguments), jen.Add(field).Dot("Push").Call(jen.Op("*").Id("row"), place))
	again := jen.For(jen.Range().Add(field).Dot("Rows").Call()).Block(e.putUser(m, all, arguments))
	if e.readsRow(m) {
		again = jen.For(jen.Id("i").Op(":=").Range().Add(field).Dot("Rows").Call()).Block(
			jen.Id("row").Op(":=").Op("&").Add(field).Dot("Rows").Call().Index(jen.Id("i")),
			e.putUser(m, all, arguments))
	}
	anew := []jen.Code{jen.Add(all).Dot("Clear").Call(), again}
	if !m.call.User.Aggregate.Remove {
		return append(push, jen.If(jen.Add(field).Dot("Evict").Call(first)).Block(anew...))
	}
	leave := jen.Add(field).Dot("Leave").Call(first)
	return append(push,
		jen.For(jen.Id("row").Op(":=").Add(leave), jen.Id("row").Op("!=").Nil(), jen.Id("row").Op("=").Add(leave)).Block(jen.Add(all).Dot("Lose").Call(e.callUser(userRemove, m, all, arguments))),
		jen.If(jen.Op("!").Add(all).Dot("Takes").Call()).Block(anew...).Comment("// the row that it failed on may have left"))
}

// keepsFrames reports a call whose frame slides over rows that are kept for it.
func (e *stateEmitter) keepsFrames() bool {
	for i, m := range e.members {
		if m.call.User != nil && slides(e.state.Over.Frames[i]) {
			return true
		}
	}
	return false
}

// frameOfUser is the type of what a user's aggregate keeps of a frame that slides.
func (e *stateEmitter) frameOfUser(m member) *jen.Statement {
	return symbol("over.Rolling").Types(e.accumulatorType(m), jen.Id(e.input.GoName))
}
