package agg

import rt "github.com/weirsql/weir/runtime"

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

// First is the first row alone; none where there is none.
func (r *RowsKept[R]) First() []R {
	if r.s.rows == 0 {
		return nil
	}
	return r.s.blocks[0].values[:1]
}

// Last is the last row alone; none where there is none.
func (r *RowsKept[R]) Last() []R {
	if r.s.rows == 0 {
		return nil
	}
	values := r.s.blocks[len(r.s.blocks)-1].values
	return values[len(values)-1:]
}

// RowsArrived is Rows in the order of their arrival, whose rows may be taken back: of several that are the same the one that came last. R is a
// generated struct with nested values, whose Snapshot tells rows apart. O(1) a row, amortised.
type RowsArrived[R any] struct {
	a    arrivals[R]
	rows []R
}

// Add takes a row.
func (r *RowsArrived[R]) Add(row R) { r.a.add(row, true) }

// Remove takes a row back.
func (r *RowsArrived[R]) Remove(row R) { r.a.remove(row, true) }

// Sorted is the rows in the order of their arrival, good until the next call.
func (r *RowsArrived[R]) Sorted(func(a, b R) int) []R {
	clear(r.rows)
	r.rows = r.a.values(r.rows[:0])
	return r.rows
}

// First is the row that came first alone; none where there is none.
func (r *RowsArrived[R]) First() []R { return oneRow(r.a.first()) }

// Last is the row that came last alone; none where there is none.
func (r *RowsArrived[R]) Last() []R { return oneRow(r.a.last()) }

func oneRow[R any](row rt.Null[R]) []R {
	if !row.Valid {
		return nil
	}
	return []R{row.V}
}
