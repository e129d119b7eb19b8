// Package aggregates says what the aggregates of a plan's calls can do, whether they are of the table in ir/functions or a user's.
package aggregates

import (
	"slices"

	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// Of is the entry of the table that a call names; nil where there is none. Of a user's aggregate it is what its Go type can do.
func Of(call logical.AggregateCall) *functions.AggregateOverload {
	if call.User != nil {
		return OfUser(call.User)
	}
	_, overload := functions.AggregateOf(call.Function, call.Overload)
	return overload
}

// Retracts reports a call that can be computed over rows that are taken back. A user's aggregate must not be asked to take back a row
// that it refused, and nobody remembers which rows these were: one that may refuse can't.
func Retracts(call logical.AggregateCall) bool {
	overload := Of(call)
	switch {
	case overload == nil, call.User != nil && call.User.Aggregate.AddFails:
		return false
	case len(call.OrderBy) > 0 && !overload.Places:
		return KeepsRows(call) // a row is taken out of those that are kept, among which it is found by its order
	}
	return overload.Retracts()
}

// Nested is an argument of a call that is an ARRAY, a MAP or a ROW, whose values have neither an order nor equality; nil for none.
func Nested(call logical.AggregateCall) scalar.Expr {
	if i := slices.IndexFunc(call.Args, func(e scalar.Expr) bool { return e.Type().IsNested() }); i >= 0 {
		return call.Args[i]
	}
	return nil
}

// KeepsRows reports a call with ORDER BY inside that keeps rows until a result is asked for.
func KeepsRows(call logical.AggregateCall) bool {
	overload := Of(call)
	return len(call.OrderBy) > 0 && overload != nil && overload.Accumulator != "" && !overload.Places
}

// OfUser is a user's aggregate as an entry of the table. Over no rows its result is that of the Go type's zero value, whatever that is.
func OfUser(f *scalar.UserFunction) *functions.AggregateOverload {
	return &functions.AggregateOverload{
		Maybe:       f.Result.Nullable,
		Accumulator: "agg.User",
		CanFail:     true,
		Invertible:  f.Aggregate.Remove,
		Bounded:     f.Aggregate.Flat,
	}
}
