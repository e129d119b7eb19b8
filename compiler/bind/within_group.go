package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
)

// WITHIN GROUP (ORDER BY …) has two meanings. Of functions that look for a place in an order, PERCENTILE_CONT(0.5) WITHIN GROUP
// (ORDER BY x), it says what they look through: x is their first argument. Of those whose result depends on the order of the rows,
// LISTAGG(x, ',') WITHIN GROUP (ORDER BY y), it is ORDER BY in the parentheses.

// ordersArgument reports a call whose first argument is what WITHIN GROUP orders by.
func ordersArgument(call *ast.Call, f *functions.Aggregate) bool {
	return call.Within && len(f.Overloads) > 0 && f.Overloads[0].Places
}

// mayOrderWithin reports calls for which WITHIN GROUP has no meaning.
func (b *binder) mayOrderWithin(call *ast.Call, f *functions.Aggregate) bool {
	switch {
	case ordersArgument(call, f):
		if len(call.OrderBy) == 1 {
			return true
		}
		d := b.report(diag.NotAnAggregate, call.OrderBy[1].Span(), "%s looks through one value of each row, and this order is by %d", f.Name, len(call.OrderBy))
		advise(d, "order by one expression")
		return false
	case len(f.Overloads) == 0 || f.Overloads[0].OrderSensitive: // a user's aggregate may depend on the order
		return true
	}
	d := b.report(diag.NotAnAggregate, call.OrderBy[0].Span(), "the result of %s doesn't depend on an order: WITHIN GROUP has no meaning for it", f.Name)
	advise(d, "leave WITHIN GROUP out")
	return false
}
