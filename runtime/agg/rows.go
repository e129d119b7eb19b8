package agg

import (
	"slices"

	rt "github.com/weirsql/weir/runtime"
)

// Rows keeps the rows of a call with ORDER BY inside, STRING_AGG(x, ',' ORDER BY y), whose order is known when all are there, or of one of
// nested values: R is a generated struct of the arguments and the keys. What it points to is copied by who adds it (Own). When the result is asked for, the rows
// go into the accumulator in order:
//
//	var joined agg.Joined
//	for _, row := range g.names.Sorted(compareNames) { joined.Add(row.Name) }
//
// Rows that were in order when the result was last asked for aren't sorted again: what came since is merged with them.
type Rows[R any] struct{ s sample[R] }

// Add takes a row.
func (r *Rows[R]) Add(row R) { r.s.values = append(r.s.values, row) }

// Merge takes the rows behind.
func (r *Rows[R]) Merge(other *Rows[R]) { r.s.merge(&other.s) }

// All is the rows in the order of their arrival, as long as they weren't sorted.
func (r *Rows[R]) All() []R { return r.s.values }

// Len is the number of rows.
func (r *Rows[R]) Len() int { return len(r.s.values) }

// Sorted is the rows in order; those that compare as equal in that of their arrival, and all where compare is nil.
func (r *Rows[R]) Sorted(compare func(a, b R) int) []R {
	if compare == nil {
		return r.s.values
	}
	return r.s.sortBy(slices.SortStableFunc[[]R], compare)
}

// FirstRow is the first row in the order of ORDER BY: all that FIRST_VALUE(x ORDER BY y) needs. Of equal ones it is the one that came
// first; of all where compare is nil.
type FirstRow[R any] struct{ row []R }

// Wants reports that Add would keep a row.
func (f *FirstRow[R]) Wants(row R, compare func(a, b R) int) bool {
	return len(f.row) == 0 || compare != nil && compare(row, f.row[0]) < 0
}

// Add takes a row that is wanted.
func (f *FirstRow[R]) Add(row R) { f.row = append(f.row[:0], row) }

// Merge takes the rows behind.
func (f *FirstRow[R]) Merge(other *FirstRow[R], compare func(a, b R) int) {
	if len(other.row) > 0 && f.Wants(other.row[0], compare) {
		f.Add(other.row[0])
	}
}

// Sorted is the row; none where there was none.
func (f *FirstRow[R]) Sorted(func(a, b R) int) []R { return f.row }

// LastRow is the last row in the order of ORDER BY, for LAST_VALUE(x ORDER BY y). Of equal ones it is the one that came last; of all where
// compare is nil.
type LastRow[R any] struct{ row []R }

// Wants reports that Add would keep a row.
func (l *LastRow[R]) Wants(row R, compare func(a, b R) int) bool {
	return len(l.row) == 0 || compare == nil || compare(row, l.row[0]) >= 0
}

// Add takes a row that is wanted.
func (l *LastRow[R]) Add(row R) { l.row = append(l.row[:0], row) }

// Merge takes the rows behind.
func (l *LastRow[R]) Merge(other *LastRow[R], compare func(a, b R) int) {
	if len(other.row) > 0 && l.Wants(other.row[0], compare) {
		l.Add(other.row[0])
	}
}

// Sorted is the row; none where there was none.
func (l *LastRow[R]) Sorted(func(a, b R) int) []R { return l.row }

// Own is a copy of text and bytes, which outlives its batch; any other value is as it was.
func Own[T any](v T) T { return owned(v) }

// OwnNull is Own of what may be NULL.
func OwnNull[T any](v rt.Null[T]) rt.Null[T] {
	if v.Valid {
		v.V = owned(v.V)
	}
	return v
}
