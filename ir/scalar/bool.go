package scalar

import "github.com/weirsql/weir/ir/types"

// Conjuncts returns the operands of an AND, nested ones opened up, in order; any other expression is its own one conjunct.
func Conjuncts(e Expr) []Expr {
	and, ok := e.(*And)
	if !ok {
		return []Expr{e}
	}
	var list []Expr
	for _, operand := range and.Operands {
		list = append(list, Conjuncts(operand)...)
	}
	return list
}

// Conjoin is the AND of conditions; one alone is itself. It needs at least one.
func Conjoin(list []Expr) Expr {
	if len(list) == 1 {
		return list[0]
	}
	span := list[0].Span()
	for _, e := range list {
		span = span.Union(e.Span())
	}
	return &And{Base{types.Of(types.Boolean).WithNull(anyNullable(list)), span}, list}
}
