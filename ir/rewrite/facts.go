package rewrite

import (
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// volatile reports an expression whose value isn't settled by its columns: it may be neither copied nor moved.
func volatile(e scalar.Expr) bool {
	return scalar.Any(e, func(e scalar.Expr) bool {
		switch e := e.(type) {
		case *scalar.UserCall:
			return e.Function.Volatile
		case *scalar.Call:
			_, overload := functions.Of(e.Function, e.Overload)
			return overload == nil || overload.Volatility == functions.Volatile
		}
		return false
	})
}

// canFail reports an expression that may fail its record. When in doubt it says yes.
func canFail(e scalar.Expr) bool {
	return scalar.Any(e, func(e scalar.Expr) bool {
		switch e := e.(type) {
		case *scalar.UserCall, *scalar.NotNull:
			return true
		case *scalar.Call:
			_, overload := functions.Of(e.Function, e.Overload)
			return overload == nil || overload.CanFail
		case *scalar.Cast:
			return !e.Try && !safeCast(e)
		}
		return false
	})
}

// safeCast reports a cast that holds for every value.
func safeCast(e *scalar.Cast) bool {
	from, to := e.Operand.Type(), e.Typ
	switch {
	case from.Same(to):
		return true
	case from.IsInteger():
		return to.IsInteger() && to.Kind >= from.Kind || to.IsFloat() || to.Kind == types.Decimal && to.Precision-to.Scale >= digits(from)
	case from.Kind == types.Decimal:
		return to.Kind == types.Double || to.Kind == types.Decimal && to.Scale >= from.Scale && to.Precision-to.Scale >= from.Precision-from.Scale
	case from.Kind == types.Real:
		return to.Kind == types.Double
	case from.IsString():
		return to.Kind == types.Varchar && (to.Precision == 0 || !e.Assign)
	}
	return false
}

func digits(t types.Type) int { return functions.AsDecimal(t).Precision }

// trivial reports an expression that costs no more than reading a column: copies of it are free.
func trivial(e scalar.Expr) bool {
	switch e := e.(type) {
	case *scalar.Column, *scalar.Literal:
		return true
	case *scalar.Field:
		return trivial(e.Operand)
	case *scalar.Cast:
		return e.Typ.Same(e.Operand.Type()) && trivial(e.Operand)
	}
	return false
}

// maxCheap is how many nodes an expression may have that is computed twice rather than stored.
const maxCheap = 8

// cheap reports an expression of a few machine instructions: arithmetic on machine numbers, comparisons and logic.
func cheap(e scalar.Expr) bool {
	return scalar.Count(e) <= maxCheap && !scalar.Any(e, func(e scalar.Expr) bool { return !cheapNode(e) })
}

func cheapNode(e scalar.Expr) bool {
	switch e := e.(type) {
	case *scalar.Column, *scalar.Literal, *scalar.And, *scalar.Or, *scalar.Not, *scalar.Compare, *scalar.Distinct, *scalar.IsNull,
		*scalar.IsTruth, *scalar.Case, *scalar.Coalesce, *scalar.Field, *scalar.NotNull:
		return true
	case *scalar.Call:
		return cheapOperators[e.Function] && machineNumber(e.Typ)
	case *scalar.Cast:
		return machineNumber(e.Typ) && machineNumber(e.Operand.Type()) || e.Typ.Same(e.Operand.Type())
	}
	return false
}

var cheapOperators = map[string]bool{"+": true, "-": true, "*": true, "/": true, "%": true, "ABS": true}

func machineNumber(t types.Type) bool { return t.IsInteger() || t.IsFloat() }
