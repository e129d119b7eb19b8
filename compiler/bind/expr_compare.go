package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

var compareOps = map[ast.BinaryOp]scalar.CompareOp{ast.Eq: scalar.Eq, ast.Ne: scalar.Ne, ast.Lt: scalar.Lt, ast.Le: scalar.Le,
	ast.Gt: scalar.Gt, ast.Ge: scalar.Ge}

// comparison binds =, <>, <, <=, > and >=.
func (b *binder) comparison(e *ast.Binary, s *scope) operand {
	left, right := b.expr(e.Left, s), b.expr(e.Right, s)
	if isRowValue(left) && isRowValue(right) {
		return b.compareRows(e, left, right)
	}
	return b.compare(compareOps[e.Op], left, right, e.OpPos, e.Span())
}

// compare brings both sides to one type and compares them.
func (b *binder) compare(op scalar.CompareOp, left, right operand, opPos, at diag.Span) operand {
	l, r, ok := b.comparable(left, right, compareSQL[op], op != scalar.Eq && op != scalar.Ne)
	if !ok {
		return bad(at)
	}
	return operand{Expr: &scalar.Compare{Base: truth(at, l, r), Op: op, Left: l, Right: r}}
}

var compareSQL = map[scalar.CompareOp]string{scalar.Eq: "=", scalar.Ne: "<>", scalar.Lt: "<", scalar.Le: "<=", scalar.Gt: ">", scalar.Ge: ">="}

// comparable brings two operands to a type that has equality, and an order where ordered is set.
func (b *binder) comparable(left, right operand, op string, ordered bool) (l, r scalar.Expr, ok bool) {
	if isBad(left) || isBad(right) {
		return nil, nil, false
	}
	t, ok := b.compareType(left, right)
	if !ok {
		b.incomparable(left, right, op)
		return nil, nil, false
	}
	if !hasEquality(t) || ordered && !hasOrder(t) {
		at := left
		if at.bare || isNull(at) {
			at = right
		}
		d := b.report(diag.NotComparable, at.Span(), "values of type %s can't be compared with %s", typeName(t), op)
		adviseCompare(d, t)
		return nil, nil, false
	}
	l, r = b.coerce(left, t, "compared with "+describe(right)), b.coerce(right, t, "compared with "+describe(left))
	return l, r, !isInvalid(l.Type()) && !isInvalid(r.Type())
}

// compareType is the type in which two operands are compared. A bare literal with more digits of a second than the other side
// keeps them.
func (b *binder) compareType(left, right operand) (types.Type, bool) {
	switch {
	case (left.bare || isNull(left)) && (right.bare || isNull(right)):
		return text, true
	case left.bare:
		return literalType(right.Type(), left), true
	case right.bare:
		return literalType(left.Type(), right), true
	}
	if t, ok := literalSide(left, right); ok {
		return t, true
	}
	return functions.Common(left.Type(), right.Type())
}

// literalSide is the type of one side where the other is a constant number that it holds exactly: total > 100 compares
// DECIMAL(10,2) with 100.00, and needs no cast for each row.
func literalSide(left, right operand) (types.Type, bool) {
	l, r := left.Type().WithNull(false), right.Type().WithNull(false)
	switch {
	case !l.IsNumeric() || !r.IsNumeric() || l.IsFloat() || r.IsFloat():
	case left.literal() == nil && convertLiteral(right.Expr, l) != nil:
		return l, true
	case right.literal() == nil && convertLiteral(left.Expr, r) != nil:
		return r, true
	}
	return types.Type{}, false
}

func literalType(t types.Type, bare operand) types.Type {
	if t.IsTimestamp() || t.Kind == types.Time {
		t.Precision = max(t.Precision, fractionDigits(bare.literal().(string)))
	}
	if t.Kind == types.Decimal {
		if _, scale, ok := types.ParseDecimal(bare.literal().(string)); ok && scale > t.Scale {
			t.Precision = min(t.Precision+scale-t.Scale, maxPrecision)
			t.Scale = scale
		}
	}
	return t
}

func hasEquality(t types.Type) bool {
	switch t.Kind {
	case types.Array, types.Map, types.Row, types.JSON:
		return false
	}
	return true
}

func hasOrder(t types.Type) bool { return hasEquality(t) }

func adviseCompare(d *diag.Diagnostic, t types.Type) {
	switch t.Kind {
	case types.JSON:
		advise(d, "take a member as text with ->>, and compare that")
	case types.Row:
		advise(d, "compare the fields one by one")
	case types.Array, types.Map:
		advise(d, "compare elements, or use ARRAY_CONTAINS")
	}
}

// incomparable says which types can't be compared, and what to cast.
func (b *binder) incomparable(left, right operand, op string) {
	at := left.Span().Union(right.Span())
	d := b.report(diag.IncomparableType, at, "%s can't be compared with %s: %s %s %s", typeName(left.Type()), typeName(right.Type()), describeShort(left), op, describeShort(right))
	note(d, left.Span(), "this is %s", article(left.Type()))
	note(d, right.Span(), "this is %s", article(right.Type()))
	b.adviseCast(d, left.Type(), right.Type())
}

func describeShort(o operand) string {
	if c, ok := o.Expr.(*scalar.Column); ok {
		return c.Name
	}
	return "…"
}

// between binds x BETWEEN low AND high as two comparisons.
func (b *binder) between(e *ast.Between, s *scope) operand {
	x, low, high := b.expr(e.Operand, s), b.expr(e.Low, s), b.expr(e.High, s)
	b.checkRepeated(x, "BETWEEN")
	result := b.within(e, x, low, high)
	if e.Symmetric {
		swapped := b.within(e, x, high, low)
		result = operand{Expr: &scalar.Or{Base: truth(e.Span(), result.Expr, swapped.Expr), Operands: []scalar.Expr{result.Expr, swapped.Expr}}}
	}
	return negate(result, e.Negated, e)
}

func (b *binder) within(e *ast.Between, x, low, high operand) operand {
	from := b.compare(scalar.Ge, x, low, e.Span(), x.Span().Union(low.Span()))
	to := b.compare(scalar.Le, x, high, e.Span(), e.Span())
	if isBad(from) || isBad(to) {
		return bad(e.Span())
	}
	return operand{Expr: &scalar.And{Base: truth(e.Span(), from.Expr, to.Expr), Operands: []scalar.Expr{from.Expr, to.Expr}}}
}

// checkRepeated refuses an operand that would be evaluated several times and gives another value each time.
func (b *binder) checkRepeated(o operand, clause string) {
	if !isBad(o) && scalar.Any(o.Expr, isVolatile) {
		d := b.report(diag.EvaluatedTwice, o.Span(), "%s compares this more than once, and it has another value each time", clause)
		advise(d, "compute it in FROM (SELECT …) first")
	}
}

// isVolatile reports a call whose result isn't settled by its arguments.
func isVolatile(e scalar.Expr) bool {
	switch e := e.(type) {
	case *scalar.Call:
		_, overload := functions.Of(e.Function, e.Overload)
		return overload != nil && overload.Volatility == functions.Volatile
	case *scalar.UserCall:
		return e.Function.Volatile
	}
	return false
}

// in binds x IN (list): all of one type.
func (b *binder) in(e *ast.In, s *scope) operand {
	if e.Query != nil {
		b.expr(e.Operand, s)
		d := b.unsupported(diag.UnsupportedSubquery, e.Query.Span(), "IN (query)", "it must keep the rows of its query")
		advise(d, "list the values: IN (…, …)")
		return bad(e.Span())
	}
	x, list := b.expr(e.Operand, s), b.operands(e.List, s)
	if isRowValue(x) {
		return b.inRows(e, x, list)
	}
	all := append([]operand{x}, list...)
	t := b.commonType(all, types.Type{}, "in IN")
	if isInvalid(t) {
		return bad(e.Span())
	}
	for _, o := range all {
		if o.bare {
			t = literalType(t, o)
		}
	}
	if !hasEquality(t) {
		adviseCompare(b.report(diag.NotComparable, x.Span(), "values of type %s can't be compared with IN", typeName(t)), t)
		return bad(e.Span())
	}
	exprs := b.coerceAll(all, t)
	return operand{Expr: &scalar.In{Base: truth(e.Span(), exprs...), Negated: e.Negated, Operand: exprs[0], List: exprs[1:]}}
}
