package over

import (
	"math"
	"slices"
	"sort"
)

// Where all rows of a partition are needed they are appended, then sorted once and visited one after the other:
//
//	rows.Sort(compare)
//	for rows.Next() {
//		from, to := rows.Peers(over.Unbounded, 0, compare)
//		for i := sum.Move(from, to); i < to; i++ {
//			sum.All.Add(rows.Row(i).price)
//		}
//	}

// Unbounded and Unending are the ends of a partition, as distances from the current row.
const (
	Unbounded = math.MinInt
	Unending  = math.MaxInt
)

// Append takes a row that is put in order later.
func (b *Rows[R]) Append(row R) {
	b.order = append(b.order, uint32(len(b.rows)))
	b.rows = append(b.rows, row)
}

// Sort puts appended rows in order, unless that is done. There is no current row then.
func (b *Rows[R]) Sort(compare func(x, y *R) int) {
	if b.sorted {
		return
	}
	if compare != nil {
		slices.SortStableFunc(b.order, func(x, y uint32) int { return compare(&b.rows[x], &b.rows[y]) })
	}
	b.sorted, b.at = true, -1
}

// Next makes the next row the current one; false where there is none.
func (b *Rows[R]) Next() bool {
	b.at++
	return b.at < len(b.order)
}

// Row is the row at a place in the order.
func (b *Rows[R]) Row(i int) *R { return b.row(i) }

// Current is the current row.
func (b *Rows[R]) Current() *R { return b.row(b.at) }

// Around is a frame of ROWS: from the row at one distance to that at another, negative ones before the current row. Its end is the
// place behind it.
func (b *Rows[R]) Around(start, end int) (from, to int) {
	from, to = b.place(start), b.place(end)
	if end != Unending && b.at+end >= 0 && to < len(b.order) {
		to++
	}
	return min(from, len(b.order)), max(min(from, len(b.order)), to)
}

// place is where a distance leads to, within the partition.
func (b *Rows[R]) place(distance int) int {
	switch {
	case distance < -b.at:
		return 0
	case distance > len(b.order)-b.at:
		return len(b.order)
	}
	return b.at + distance
}

// Peers is a frame of RANGE or GROUPS: its ends are groups of rows that compare holds for equal, at distances from the current row's.
// Without compare all rows are equal.
func (b *Rows[R]) Peers(start, end int, compare func(x, y *R) int) (from, to int) {
	from, to = 0, len(b.order)
	if start != Unbounded {
		from, _ = b.group(start, compare)
	}
	if end != Unending {
		_, to = b.group(end, compare)
	}
	return from, max(from, to)
}

// group is where a group of equal rows begins and ends; an empty one at an end of the partition where there is no such group.
func (b *Rows[R]) group(distance int, compare func(x, y *R) int) (from, to int) {
	from, to = b.equal(b.at, compare)
	for ; distance < 0; distance++ {
		if from == 0 {
			return 0, 0
		}
		from, to = b.equal(from-1, compare)
	}
	for ; distance > 0; distance-- {
		if to == len(b.order) {
			return to, to
		}
		from, to = b.equal(to, compare)
	}
	return from, to
}

// equal is where the rows that equal one of them begin and end. O(log n)
func (b *Rows[R]) equal(at int, compare func(x, y *R) int) (from, to int) {
	if compare == nil {
		return 0, len(b.order)
	}
	row := b.row(at)
	from = sort.Search(at, func(i int) bool { return compare(b.row(i), row) >= 0 })
	to = at + 1 + sort.Search(len(b.order)-at-1, func(i int) bool { return compare(b.row(at+1+i), row) > 0 })
	return from, to
}

// Span is an aggregate over a frame of sorted rows: it goes on from the frame before where only rows behind were added, and begins
// anew otherwise.
type Span[A any] struct {
	All      A
	from, to int
}

// Move brings the aggregate to a frame. What it gives is the first of its rows that is still to be added.
func (s *Span[A]) Move(from, to int) int {
	if from != s.from || to < s.to {
		var none A
		s.All, s.from, s.to = none, from, from
	}
	first := s.to
	s.to = to
	return first
}
