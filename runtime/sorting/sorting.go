// Package sorting compares values as ORDER BY does.
package sorting

import rt "github.com/weirsql/weir/runtime"

// Desc turns an order around.
func Desc(order int) int { return -order }

// Nulls compares values that may be NULL, with NULL in front of all values or behind them.
func Nulls[T any](a, b rt.Null[T], first bool, compare func(a, b T) int) int {
	switch {
	case a.Valid && b.Valid:
		return compare(a.V, b.V)
	case a.Valid == b.Valid:
		return 0
	case a.Valid == first: // b is NULL and comes first, or a is and comes last
		return 1
	}
	return -1
}

// Bools compares truth values: FALSE comes first.
func Bools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
