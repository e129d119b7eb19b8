package agg

// RowsKept is Rows whose rows may be taken back. Compare tells all rows apart that aren't the same: those that are equal in the order of the call
// by all that is kept of them, so that which of them goes makes no difference. O(log n) a row.
type RowsKept[R any] struct {
	s    sorted[R]
	rows []R
}

// Add takes a row.
func (r *RowsKept[R]) Add(row R, compare func(a, b R) int) {
	r.s.add(row, func(a, b *R) int { return compare(*a, *b) })
}

// Remove takes a row back.
func (r *RowsKept[R]) Remove(row R, compare func(a, b R) int) {
	r.s.remove(row, func(a, b *R) int { return compare(*a, *b) })
}

// Sorted is the rows in order, good until the next call.
func (r *RowsKept[R]) Sorted(func(a, b R) int) []R {
	clear(r.rows)
	r.rows = r.rows[:0]
	for i := range r.s.blocks {
		for k, count := range r.s.blocks[i].counts {
			for range count {
				r.rows = append(r.rows, r.s.blocks[i].values[k])
			}
		}
	}
	return r.rows
}
