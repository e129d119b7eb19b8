package agg

import rt "github.com/weirsql/weir/runtime"

// And is BOOL_AND: TRUE where every row is. 2 bytes.
type And struct{ some, failed bool }

// Add takes a value.
func (b *And) Add(x bool) { b.some, b.failed = true, b.failed || !x }

// Merge takes another conjunction.
func (b *And) Merge(other *And) {
	b.some, b.failed = b.some || other.some, b.failed || other.failed
}

// Value is the conjunction, NULL of no rows.
func (b *And) Value() rt.Null[bool] { return rt.When(b.some, !b.failed) }

// ValueNotNull is the conjunction.
func (b *And) ValueNotNull() bool { return !b.failed }

// Or is BOOL_OR: TRUE where some row is. 2 bytes.
type Or struct{ some, found bool }

// Add takes a value.
func (b *Or) Add(x bool) { b.some, b.found = true, b.found || x }

// Merge takes another disjunction.
func (b *Or) Merge(other *Or) {
	b.some, b.found = b.some || other.some, b.found || other.found
}

// Value is the disjunction, NULL of no rows.
func (b *Or) Value() rt.Null[bool] { return rt.When(b.some, b.found) }

// ValueNotNull is the disjunction.
func (b *Or) ValueNotNull() bool { return b.found }
