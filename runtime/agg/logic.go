package agg

import rt "github.com/weirsql/weir/runtime"

// BoolAnd is BOOL_AND: TRUE where every row is. 2 bytes.
type BoolAnd struct{ some, failed bool }

// Add takes a value.
func (b *BoolAnd) Add(x bool) { b.some, b.failed = true, b.failed || !x }

// Merge takes another conjunction.
func (b *BoolAnd) Merge(other *BoolAnd) {
	b.some, b.failed = b.some || other.some, b.failed || other.failed
}

// Value is the conjunction, NULL of no rows.
func (b *BoolAnd) Value() rt.Null[bool] { return rt.When(b.some, !b.failed) }

// ValueNotNull is the conjunction.
func (b *BoolAnd) ValueNotNull() bool { return !b.failed }

// BoolOr is BOOL_OR: TRUE where some row is. 2 bytes.
type BoolOr struct{ some, found bool }

// Add takes a value.
func (b *BoolOr) Add(x bool) { b.some, b.found = true, b.found || x }

// Merge takes another disjunction.
func (b *BoolOr) Merge(other *BoolOr) {
	b.some, b.found = b.some || other.some, b.found || other.found
}

// Value is the disjunction, NULL of no rows.
func (b *BoolOr) Value() rt.Null[bool] { return rt.When(b.some, b.found) }

// ValueNotNull is the disjunction.
func (b *BoolOr) ValueNotNull() bool { return b.found }
