package agg

import "slices"

// Rows keeps the rows of a call with ORDER BY inside, STRING_AGG(x, ',' ORDER BY y), whose order is known when all are there: R is a
// generated struct of the arguments and the keys. Text in it is copied by who adds it. When the result is asked for, the rows go
// into the accumulator in order:
//
//	var joined agg.Joined
//	for i := range g.names.Sorted(compareNames) { … joined.Add(…) }
type Rows[R any] struct {
	rows   []R
	sorted bool
}

// Add takes a row.
func (r *Rows[R]) Add(row R) {
	r.rows = append(r.rows, row)
	r.sorted = false
}

// Merge takes the rows behind.
func (r *Rows[R]) Merge(other *Rows[R]) {
	r.rows = append(r.rows, other.rows...)
	r.sorted = false
}

// Len is the number of rows.
func (r *Rows[R]) Len() int { return len(r.rows) }

// Sorted is the rows in order; those that compare as equal in that of their arrival.
func (r *Rows[R]) Sorted(compare func(a, b R) int) []R {
	if !r.sorted {
		slices.SortStableFunc(r.rows, compare)
		r.sorted = true
	}
	return r.rows
}
