package bind

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// manyRows binds a call of a function that looks at many rows: an aggregate, or a window function where there is an OVER.
func (b *binder) manyRows(call *ast.Call, f *functions.Aggregate, s *scope) operand {
	if call.Over != nil {
		return b.overFunction(call, f, s)
	}
	if !b.mayAggregate(call, f, s) {
		b.bindForErrors(call, s)
		return bad(call.Span())
	}
	bound, ok := b.aggregateCall(call, f, s)
	if !ok {
		return bad(call.Span())
	}
	q := s.many
	if bound.Filter != nil || q.mayBeEmpty() {
		bound.Type = nullableResult(bound)
	}
	q.grouped = true
	i := q.shared(bound)
	if i < 0 {
		i = len(q.calls)
		q.calls = append(q.calls, namedCall{bound, q.callName(call)})
	}
	return operand{Expr: &scalar.Column{Base: base(bound.Type, call.Span()), Index: callAt + i, Name: q.calls[i].name}}
}

// mayBeEmpty reports groups that are there without a row: the one group of a query that has no keys.
func (q *selection) mayBeEmpty() bool {
	if q.window != nil {
		return false
	}
	if q.sets != nil {
		return slices.ContainsFunc(q.sets.sets, func(set []int) bool { return len(set) == 0 })
	}
	return len(q.keys) == 0
}

// nullableResult is the type of a call that may have taken no row.
func nullableResult(c logical.AggregateCall) types.Type {
	return c.Type.WithNull(c.Type.Nullable || aggregates.Of(c).Nullable)
}

// mayAggregate reports an aggregate where there are no groups, or inside of another.
func (b *binder) mayAggregate(call *ast.Call, f *functions.Aggregate, s *scope) bool {
	name := strings.ToUpper(call.Name.Last().Name)
	switch {
	case f.Over == functions.OnlyOver:
		d := b.report(diag.MisplacedWindowFunction, call.Span(), "%s needs OVER: it looks at the rows around its own", name)
		advise(d, "write %s(…) OVER (PARTITION BY … ORDER BY …)", name)
	case s.within != nil && s.within.Over == nil:
		d := b.report(diag.NestedAggregate, call.Span(), "aggregate %s stands inside of aggregate %s", name, strings.ToUpper(s.within.Name.Last().Name))
		note(d, s.within.Span(), "this is the outer one")
		advise(d, "compute the inner one in FROM (SELECT … GROUP BY …) first")
	case s.many == nil:
		d := b.report(diag.MisplacedAggregate, call.Span(), "aggregate %s can't stand in %s, which looks at one row", name, s.clause)
		switch s.clause {
		case "WHERE":
			advise(d, "filter groups with HAVING")
		case "GROUP BY":
			advise(d, "compute it in FROM (SELECT … GROUP BY …) first, and group by its column outside")
		}
	default:
		return true
	}
	return false
}

// bindForErrors binds the arguments of a call that is wrong anyway, for the errors in them.
func (b *binder) bindForErrors(call *ast.Call, s *scope) {
	inner := s.inside(call)
	for _, arg := range call.Args {
		if _, star := arg.(*ast.Star); !star {
			b.expr(arg, inner)
		}
	}
}

// aggregateCall binds name([DISTINCT] args [ORDER BY …]) [WITHIN GROUP (ORDER BY …)] [FILTER (WHERE …)].
func (b *binder) aggregateCall(call *ast.Call, f *functions.Aggregate, s *scope) (logical.AggregateCall, bool) {
	inner := s.inside(call)
	bound := logical.AggregateCall{Function: f.Name, Distinct: call.Distinct, Pos: call.Span()}
	if call.Within && !b.mayOrderWithin(call, f) {
		return bound, false
	}
	args, ok := b.aggregateArgs(call, f, inner)
	if ordersArgument(call, f) {
		args = append([]operand{b.expr(call.OrderBy[0].Expr, inner.in("ORDER BY"))}, args...)
	}
	if call.Filter != nil {
		bound.Filter = b.condition(call.Filter, inner.in("FILTER"))
		ok = ok && !isInvalid(bound.Filter.Type())
	}
	order, orderOK := b.sortKeys(call.OrderBy, inner.in("ORDER BY"))
	if call.Nulls != ast.NullsUnspecified && call.Over == nil {
		b.report(diag.NotAnAggregate, call.Span(), "IGNORE NULLS and RESPECT NULLS are for window functions: %s has no OVER", f.Name)
		ok = false
	}
	if !ok || !orderOK || anyBad(args) {
		return bound, false
	}
	return b.resolveAggregate(bound, call, f, args, order)
}

// aggregateArgs binds the arguments. The * of COUNT(*) is none.
func (b *binder) aggregateArgs(call *ast.Call, f *functions.Aggregate, s *scope) ([]operand, bool) {
	if len(call.Args) != 1 {
		return b.operands(call.Args, s), true
	}
	star, ok := call.Args[0].(*ast.Star)
	if !ok {
		return b.operands(call.Args, s), true
	}
	if f.Name != "COUNT" || call.Distinct || star.Qualifier != nil {
		d := b.report(diag.NotAnExpression, star.Span(), "* stands for the rows to count, in COUNT(*) alone")
		if call.Distinct {
			advise(d, "count the rows of FROM (SELECT DISTINCT …)")
		}
		return nil, false
	}
	return nil, true
}

// resolveAggregate finds the overload and checks what depends on it.
func (b *binder) resolveAggregate(bound logical.AggregateCall, call *ast.Call, f *functions.Aggregate, args []operand, order []logical.SortKey) (logical.AggregateCall, bool) {
	if user := b.lookupFunction(call.Name.Last()); user != nil {
		return b.resolveUserAggregate(bound, user, call, args, order)
	}
	resolution, err := functions.ResolveAggregate(f.Name, argsOf(args))
	if err != nil {
		b.aggregateError(call, f, args, err.(*functions.ResolveError))
		return bound, false
	}
	for i, arg := range args {
		t := resolution.Params[i]
		if t.Kind == types.Null {
			t = text
		}
		e := b.coerce(arg, t, "argument of "+f.Name)
		if isInvalid(e.Type()) {
			return bound, false
		}
		bound.Args = append(bound.Args, e)
	}
	bound.Overload, bound.Type = resolution.Overload, resolution.Result
	overload := f.Overloads[resolution.Overload]
	if !b.checkDistinctCall(bound, overload.Constants, order) {
		return bound, false
	}
	switch {
	case overload.OrderSensitive:
		bound.OrderBy = order
	case ordersArgument(call, f) && order[0].Desc:
		bound.OrderBy = []logical.SortKey{{Expr: bound.Args[0], Desc: true, NullsFirst: true}}
	}
	return bound, true
}

func (b *binder) aggregateError(call *ast.Call, f *functions.Aggregate, args []operand, err *functions.ResolveError) {
	switch err.Kind {
	case functions.BadConstant:
		b.report(diag.BadConstant, args[err.Arg].Span(), "%s", err.Message)
	case functions.WrongCount:
		d := b.report(diag.ArgumentCount, call.Span(), "%s", err.Message)
		if f.Overloads[0].Places && len(args) == 1 {
			advise(d, "write %s(x, 0.5), or %[1]s(0.5) WITHIN GROUP (ORDER BY x)", f.Name)
		}
	default:
		d := b.report(diag.ArgumentTypes, call.Span(), "%s", err.Message)
		for i, arg := range args {
			switch {
			case arg.bare || arg.literal() != nil:
			case putsInOrder(f, i) && !isInvalid(arg.Type()) && !hasOrder(arg.Type()):
				note(d, arg.Span(), "this is %s, whose values have no order", article(arg.Type()))
				advise(d, "%s", partsInOrder(f, arg.Type()))
			default:
				note(d, arg.Span(), "this is %s", article(arg.Type()))
			}
		}
	}
}

// putsInOrder reports a parameter that takes whatever has an order.
func putsInOrder(f *functions.Aggregate, i int) bool {
	return slices.ContainsFunc(f.Overloads, func(o functions.AggregateOverload) bool {
		return i < len(o.Params) && o.Params[i].Class == functions.String
	}) &&
		!slices.ContainsFunc(f.Overloads, func(o functions.AggregateOverload) bool {
			return i < len(o.Params) && o.Params[i].Class == functions.Text
		})
}

// partsInOrder says what to write instead of a value that has no order.
func partsInOrder(f *functions.Aggregate, t types.Type) string {
	part := "an element of it"
	switch t.Kind {
	case types.Row:
		part = "a field of it"
	case types.JSON:
		part = "a member of it as text, with ->>"
	}
	if f.Name == "MIN" || f.Name == "MAX" {
		return "take " + part + ", or write ARG_" + f.Name + "(x, y): x of the row with the " + map[string]string{"MIN": "least", "MAX": "greatest"}[f.Name] + " y"
	}
	return "take " + part
}

// checkDistinctCall checks DISTINCT: values that have equality, and an order by nothing else, since of equal values one is kept.
func (b *binder) checkDistinctCall(bound logical.AggregateCall, constants []int, order []logical.SortKey) bool {
	if !bound.Distinct {
		return true
	}
	if f, _ := functions.LookupAggregate(bound.Function); f != nil && f.Over == functions.OnlyOver {
		return false // checkOverCall has said so
	}
	if len(bound.Args) == 0 {
		advise(b.report(diag.NotAnAggregate, bound.Pos, "DISTINCT needs an argument whose values are told apart"), "name a column: COUNT(DISTINCT x)")
		return false
	}
	for i, arg := range bound.Args {
		if !slices.Contains(constants, i) && !b.checkKeyType(arg, "DISTINCT") {
			return false
		}
	}
	for _, key := range order {
		if !containsExpr(bound.Args, key.Expr) {
			d := b.report(diag.NotAnAggregate, key.Expr.Span(), "with DISTINCT, ORDER BY can only be by an argument: equal values are one, with one place in the order")
			advise(d, "order by the argument, or leave DISTINCT out")
			return false
		}
	}
	return true
}

func containsExpr(list []scalar.Expr, e scalar.Expr) bool {
	for _, x := range list {
		if scalar.Equal(x, e) {
			return true
		}
	}
	return false
}

// shared finds an aggregate that is already computed, -1 for none. Calls of volatile functions aren't the same twice.
func (q *selection) shared(bound logical.AggregateCall) int {
	for i, call := range q.calls {
		if sameCall(call.AggregateCall, bound) {
			return i
		}
	}
	return -1
}

func sameCall(x, y logical.AggregateCall) bool {
	if x.User != nil && x.User.Volatile || x.Function != y.Function || x.Overload != y.Overload || x.Distinct != y.Distinct || !x.Type.Equal(y.Type) {
		return false
	}
	return sameExprs(x.Args, y.Args) && sameExprs(filterOf(x), filterOf(y)) && sameKeys(x.OrderBy, y.OrderBy)
}

func filterOf(c logical.AggregateCall) []scalar.Expr {
	if c.Filter == nil {
		return nil
	}
	return []scalar.Expr{c.Filter}
}

// sameExprs reports expressions that have the same value for the same row.
func sameExprs(x, y []scalar.Expr) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !scalar.Equal(x[i], y[i]) || scalar.Any(x[i], isVolatile) {
			return false
		}
	}
	return true
}

func sameKeys(x, y []logical.SortKey) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].Desc != y[i].Desc || x[i].NullsFirst != y[i].NullsFirst || !sameExprs([]scalar.Expr{x[i].Expr}, []scalar.Expr{y[i].Expr}) {
			return false
		}
	}
	return true
}

// sortKeys binds the items of an ORDER BY that aren't names of the result: in an aggregate, in OVER.
func (b *binder) sortKeys(items []*ast.OrderItem, s *scope) ([]logical.SortKey, bool) {
	var keys []logical.SortKey
	ok := true
	for _, item := range items {
		e := b.value(item.Expr, s)
		ok = b.checkOrderType(e) && ok
		keys = append(keys, sortKey(item, e))
	}
	return keys, ok
}

// sortKey resolves where NULLs go: PostgreSQL holds them for larger than everything.
func sortKey(item *ast.OrderItem, e scalar.Expr) logical.SortKey {
	return logical.SortKey{Expr: e, Desc: item.Desc, NullsFirst: item.Nulls == ast.NullsFirst || item.Nulls == ast.NullsDefault && item.Desc}
}

// checkOrderType reports a value that has no order.
func (b *binder) checkOrderType(e scalar.Expr) bool {
	t := e.Type()
	if isInvalid(t) {
		return false
	}
	if hasOrder(t) {
		return true
	}
	adviseCompare(b.report(diag.NotComparable, e.Span(), "values of type %s have no order", typeName(t)), t)
	return false
}

// checkKeyType reports a value that groups, DISTINCT or partitions can't be told apart by.
func (b *binder) checkKeyType(e scalar.Expr, clause string) bool {
	t := e.Type()
	switch t.Kind {
	case types.Invalid:
		return false
	case types.Array, types.Map, types.Row, types.JSON, types.Interval:
	default:
		return true
	}
	why := "its values have no key"
	if t.Kind == types.Interval {
		why = "equal ones are written in several ways, '1 day' and '24 hours'"
	}
	d := b.report(diag.BadGroupKey, e.Span(), "%s can't be by %s: %s", clause, article(t), why)
	switch t.Kind {
	case types.Row:
		advise(d, "name its fields one by one")
	case types.JSON:
		advise(d, "take a member as text with ->>, or CAST(… AS STRING)")
	case types.Interval:
		advise(d, "take its length in a unit: EXTRACT(EPOCH FROM …)")
	default:
		advise(d, "take an element, or CAST(… AS STRING)")
	}
	return false
}
