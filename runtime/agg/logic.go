package agg

import rt "github.com/weirsql/weir/runtime"

// And is BOOL_AND: TRUE where every row is. 16 bytes.
type And struct{ rows, failed int64 }

// Add takes a value.
func (b *And) Add(x bool) {
	b.rows++
	if !x {
		b.failed++
	}
}

// Remove takes a value back.
func (b *And) Remove(x bool) {
	b.rows--
	if !x {
		b.failed--
	}
}

// Merge takes another conjunction.
func (b *And) Merge(other *And) { b.rows, b.failed = b.rows+other.rows, b.failed+other.failed }

// Subtract takes back what Merge took.
func (b *And) Subtract(other *And) { b.rows, b.failed = b.rows-other.rows, b.failed-other.failed }

// Value is the conjunction, NULL of no rows.
func (b *And) Value() rt.Null[bool] { return rt.When(b.rows > 0, b.failed == 0) }

// ValueNotNull is the conjunction.
func (b *And) ValueNotNull() bool { return b.failed == 0 }

// Or is BOOL_OR: TRUE where some row is. 16 bytes.
type Or struct{ rows, found int64 }

// Add takes a value.
func (b *Or) Add(x bool) {
	b.rows++
	if x {
		b.found++
	}
}

// Remove takes a value back.
func (b *Or) Remove(x bool) {
	b.rows--
	if x {
		b.found--
	}
}

// Merge takes another disjunction.
func (b *Or) Merge(other *Or) { b.rows, b.found = b.rows+other.rows, b.found+other.found }

// Subtract takes back what Merge took.
func (b *Or) Subtract(other *Or) { b.rows, b.found = b.rows-other.rows, b.found-other.found }

// Value is the disjunction, NULL of no rows.
func (b *Or) Value() rt.Null[bool] { return rt.When(b.rows > 0, b.found > 0) }

// ValueNotNull is the disjunction.
func (b *Or) ValueNotNull() bool { return b.found > 0 }
