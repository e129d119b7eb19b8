package rewrite

import (
	"cmp"
	"math/big"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// foldCompare compares two constants. A comparison with NULL is NULL, once the other side is known not to fail.
func foldCompare(e *scalar.Compare) scalar.Expr {
	if isNullLiteral(e.Left) && !canFail(e.Right) || isNullLiteral(e.Right) && !canFail(e.Left) {
		return constant(e, nil)
	}
	order, ok := compareLiterals(e.Left, e.Right)
	if !ok {
		return nil
	}
	return constant(e, holdsFor(e.Op, order))
}

func holdsFor(op scalar.CompareOp, order int) bool {
	switch op {
	case scalar.Eq:
		return order == 0
	case scalar.Ne:
		return order != 0
	case scalar.Lt:
		return order < 0
	case scalar.Le:
		return order <= 0
	case scalar.Gt:
		return order > 0
	}
	return order >= 0
}

func foldDistinct(e *scalar.Distinct) scalar.Expr {
	left, leftOK := literalValue(e.Left)
	right, rightOK := literalValue(e.Right)
	if !leftOK || !rightOK {
		return nil
	}
	distinct := (left == nil) != (right == nil)
	if left != nil && right != nil {
		order, ok := compareLiterals(e.Left, e.Right)
		if !ok {
			return nil
		}
		distinct = order != 0
	}
	return constant(e, distinct != e.Negated)
}

// foldIn looks a constant up in a list of constants: NULL in the list makes what isn't found unknown.
func foldIn(e *scalar.In) scalar.Expr {
	if isNullLiteral(e.Operand) && !anyCanFail(e.List) {
		return constant(e, nil)
	}
	unknown := false
	for _, item := range e.List {
		if _, ok := literalValue(item); !ok {
			return nil
		}
		if isNullLiteral(item) {
			unknown = true
			continue
		}
		order, ok := compareLiterals(e.Operand, item)
		if !ok {
			return nil
		}
		if order == 0 {
			return constant(e, !e.Negated)
		}
	}
	if unknown {
		if _, ok := literalValue(e.Operand); !ok {
			return nil
		}
		return constant(e, nil)
	}
	return constant(e, e.Negated)
}

// compareLiterals orders two constants of one type that aren't NULL. It leaves those alone whose order takes more than their
// representation to know: floats that are NaN, padded CHARs, JSON, intervals.
func compareLiterals(left, right scalar.Expr) (order int, ok bool) {
	a, aOK := literalValue(left)
	b, bOK := literalValue(right)
	t := left.Type()
	if !aOK || !bOK || a == nil || b == nil || !comparable(t, right.Type()) {
		return 0, false
	}
	switch a := a.(type) {
	case bool:
		return cmp.Compare(truthNumber(a), truthNumber(b.(bool))), true
	case int64:
		return cmp.Compare(a, b.(int64)), true
	case float64:
		b := b.(float64)
		return cmp.Compare(a, b), a == a && b == b
	case string:
		return cmp.Compare(a, b.(string)), true
	case *big.Int:
		return a.Cmp(b.(*big.Int)), true
	}
	return 0, false
}

// comparable reports types whose values are ordered as their literals are.
func comparable(a, b types.Type) bool {
	switch a.Kind {
	case types.Char, types.JSON, types.UUID:
		return false
	case types.Varchar:
		return b.Kind == types.Varchar
	case types.Time, types.Timestamp, types.TimestampLTZ:
		return a.Kind == b.Kind && a.Unit() == b.Unit()
	}
	return a.Same(b)
}

func truthNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}
