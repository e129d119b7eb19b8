package rewrite

import "github.com/weirsql/weir/ir/scalar"

// foldLogic simplifies AND (neutral TRUE) and OR (neutral FALSE) under three-valued logic: neutral operands go, so do repeated
// ones, and what stands behind an operand that settles the result. What stands in front of that has to go on failing.
func foldLogic(e scalar.Expr, operands []scalar.Expr, neutral bool) scalar.Expr {
	kept, changed := flattenLogic(operands, neutral)
	list := kept
	kept = nil
	known := map[string]bool{} // the keys of kept: a list of thousands of alternatives is common
	for _, operand := range list {
		value, isLiteral := literalValue(operand)
		switch {
		case isLiteral && value == neutral, !volatile(operand) && known[scalar.Key(operand)]:
			changed = true
			continue
		case isLiteral && value == !neutral:
			if !anyCanFail(kept) {
				return constant(e, !neutral)
			}
			kept = append(kept, operand)
			return rebuildLogic(e, kept, neutral, changed || len(kept) < len(list))
		}
		kept = append(kept, operand)
		known[scalar.Key(operand)] = true
	}
	return rebuildLogic(e, kept, neutral, changed)
}

// flattenLogic opens up operands that are of the same kind.
func flattenLogic(operands []scalar.Expr, and bool) (list []scalar.Expr, changed bool) {
	for _, operand := range operands {
		var inner []scalar.Expr
		switch operand := operand.(type) {
		case *scalar.And:
			if and {
				inner = operand.Operands
			}
		case *scalar.Or:
			if !and {
				inner = operand.Operands
			}
		}
		if inner == nil {
			list = append(list, operand)
			continue
		}
		list = append(list, inner...)
		changed = true
	}
	return list, changed
}

func rebuildLogic(e scalar.Expr, kept []scalar.Expr, neutral, changed bool) scalar.Expr {
	switch {
	case !changed:
		return nil
	case len(kept) == 0:
		return constant(e, neutral)
	case len(kept) == 1:
		return kept[0]
	}
	return scalar.WithChildren(e, kept)
}

func foldNot(e *scalar.Not) scalar.Expr {
	if inner, ok := e.Operand.(*scalar.Not); ok {
		return inner.Operand
	}
	value, ok := literalValue(e.Operand)
	switch {
	case !ok:
		return nil
	case value == nil:
		return constant(e, nil)
	}
	return constant(e, !value.(bool))
}

// foldIsNull settles IS NULL for constants, and for what can't be NULL.
func foldIsNull(e *scalar.IsNull) scalar.Expr {
	if value, ok := literalValue(e.Operand); ok {
		return constant(e, (value == nil) != e.Negated)
	}
	if !e.Operand.Type().Nullable && !canFail(e.Operand) {
		return constant(e, e.Negated)
	}
	return nil
}

func foldIsTruth(e *scalar.IsTruth) scalar.Expr {
	value, ok := literalValue(e.Operand)
	if !ok {
		return nil
	}
	truth := scalar.Unknown
	if value != nil {
		truth = scalar.False
		if value.(bool) {
			truth = scalar.True
		}
	}
	return constant(e, (truth == e.Truth) != e.Negated)
}
