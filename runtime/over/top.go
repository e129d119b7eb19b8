package over

import (
	"slices"
	"sort"
)

// Top holds the first rows of a partition in an order, up to a number n that all its methods are given; of equal rows those that came first.
// A row costs O(log n) where it is one of them, and moving those behind it, else one comparison. The zero value is ready.
type Top[R any] struct{ rows []R }

// Place is where a row would stand among the first n; false where it would stand behind them. compare is nil for the order of arrival.
func (t *Top[R]) Place(row *R, n int, compare func(a, b *R) int) (at int, ok bool) {
	last := len(t.rows) - 1
	switch {
	case last < 0 || compare == nil || compare(&t.rows[last], row) <= 0:
		return last + 1, last+1 < n
	case last == 0:
		return 0, true
	}
	return sort.Search(last, func(i int) bool { return compare(&t.rows[i], row) > 0 }), true
}

// Insert puts a row in its place. The last of n rows goes.
func (t *Top[R]) Insert(at int, row R, n int) {
	if len(t.rows) == n {
		copy(t.rows[at+1:], t.rows[at:])
		t.rows[at] = row
		return
	}
	t.rows = slices.Insert(t.rows, at, row)
}

// Len is the number of rows.
func (t *Top[R]) Len() int { return len(t.rows) }

// Row is the i-th row, from 0.
func (t *Top[R]) Row(i int) *R { return &t.rows[i] }
