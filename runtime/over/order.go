package over

import (
	"bytes"
	"cmp"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/agg"
)

// Ascending compares values; NaN is greater than every number.
func Ascending[T cmp.Ordered](a, b T) int {
	switch {
	case a < b || b != b && a == a:
		return -1
	case a > b || a != a && b == b:
		return 1
	}
	return 0
}

// Descending is the other way round.
func Descending[T cmp.Ordered](a, b T) int { return Ascending(b, a) }

// AscendingOf is Ascending of values that compare by a method.
func AscendingOf[T agg.Comparable[T]](a, b T) int { return agg.CompareOf(a, b) }

// DescendingOf is the other way round.
func DescendingOf[T agg.Comparable[T]](a, b T) int { return AscendingOf(b, a) }

// AscendingBool puts false before true.
func AscendingBool(a, b bool) int { return agg.CompareBools(a, b) }

// DescendingBool is the other way round.
func DescendingBool(a, b bool) int { return AscendingBool(b, a) }

// AscendingBytes compares byte by byte.
func AscendingBytes(a, b []byte) int { return bytes.Compare(a, b) }

// DescendingBytes is the other way round.
func DescendingBytes(a, b []byte) int { return bytes.Compare(b, a) }

// NullsFirst puts NULL before values, which compare puts in order.
func NullsFirst[T any](a, b rt.Null[T], compare func(a, b T) int) int {
	switch {
	case a.Valid && b.Valid:
		return compare(a.V, b.V)
	case a.Valid:
		return 1
	case b.Valid:
		return -1
	}
	return 0
}

// NullsLast puts NULL behind values.
func NullsLast[T any](a, b rt.Null[T], compare func(a, b T) int) int {
	if a.Valid != b.Valid {
		return -NullsFirst(a, b, compare)
	}
	return NullsFirst(a, b, compare)
}
