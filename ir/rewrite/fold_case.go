package rewrite

import "github.com/weirsql/weir/ir/scalar"

// foldCase drops branches that are never taken, and what stands behind one that always is.
func foldCase(e *scalar.Case) scalar.Expr {
	whens, otherwise := liveBranches(e)
	switch {
	case len(whens) == len(e.Whens):
		return nil
	case len(whens) > 0:
		return &scalar.Case{Base: e.Base, Whens: whens, Else: otherwise}
	case otherwise == nil:
		return constant(e, nil)
	}
	return otherwise
}

// liveBranches returns the branches that may be taken, and what is taken if none of them is.
func liveBranches(e *scalar.Case) (whens []scalar.When, otherwise scalar.Expr) {
	for _, when := range e.Whens {
		value, ok := literalValue(when.Cond)
		switch {
		case !ok:
			whens = append(whens, when)
		case value == true:
			return whens, when.Then
		}
	}
	return whens, e.Else
}

// foldCoalesce drops operands that are NULL, and those behind one that never is.
func foldCoalesce(e *scalar.Coalesce) scalar.Expr {
	var kept []scalar.Expr
	for _, operand := range e.Operands {
		if isNullLiteral(operand) {
			continue
		}
		kept = append(kept, operand)
		if value, ok := literalValue(operand); !operand.Type().Nullable || ok && value != nil {
			break
		}
	}
	switch {
	case len(kept) == len(e.Operands) && len(kept) > 1:
		return nil
	case len(kept) == 0:
		return constant(e, nil)
	case len(kept) == 1:
		return kept[0]
	}
	return &scalar.Coalesce{Base: e.Base, Operands: kept}
}
