package over

import (
	"bytes"
	"slices"
	"sort"

	rt "github.com/weirsql/weir/runtime"
)

// Rows are the last rows of a partition, in an order inside of them: that of compare, rows that it holds for equal in that of
// their arrival, or that of their arrival alone where compare is nil. One of them is the current row. A row costs O(log n) comparisons
// and moving n numbers.
type Rows[R any] struct {
	rows   []R // a ring, once there are as many as there may be
	oldest int
	order  []uint32 // places in rows
	starts []byte   // 1 for those that differ from the one before, in order; nil until DenseRank asks
	at     int      // the current row's place in order
}

// Push takes a row, which is the current one then, and lets go of the oldest where there are more than limit.
func (b *Rows[R]) Push(row R, limit int, compare func(x, y *R) int) {
	place := len(b.rows)
	if place < limit {
		b.rows = append(b.rows, row)
	} else {
		place = b.oldest
		b.oldest = (b.oldest + 1) % limit
		b.forget(place, compare)
		b.rows[place] = row
	}
	b.at = len(b.order)
	if compare != nil {
		b.at = sort.Search(len(b.order), func(i int) bool { return compare(&b.rows[place], b.row(i)) < 0 })
	}
	b.order = slices.Insert(b.order, b.at, uint32(place))
	if b.starts != nil {
		b.starts = slices.Insert(b.starts, b.at, 0)
		b.mark(b.at, compare)
		b.mark(b.at+1, compare)
	}
}

// mark finds out whether the row at a place in the order differs from the one before.
func (b *Rows[R]) mark(i int, compare func(x, y *R) int) {
	if i >= len(b.order) {
		return
	}
	b.starts[i] = 0
	if i == 0 || compare(b.row(i-1), b.row(i)) != 0 {
		b.starts[i] = 1
	}
}

// forget takes a row out of the order.
func (b *Rows[R]) forget(place int, compare func(x, y *R) int) {
	i := 0
	if compare != nil {
		i = sort.Search(len(b.order), func(i int) bool { return compare(b.row(i), &b.rows[place]) >= 0 })
	}
	for b.order[i] != uint32(place) {
		i++
	}
	b.order = slices.Delete(b.order, i, i+1)
	if b.starts != nil {
		b.starts = slices.Delete(b.starts, i, i+1)
		b.mark(i, compare)
	}
}

func (b *Rows[R]) row(i int) *R { return &b.rows[b.order[i]] }

// RowNumber is the current row's number, from 1.
func (b *Rows[R]) RowNumber() int64 { return int64(b.at) + 1 }

// Rank is 1 and the number of rows before those that equal the current one.
func (b *Rows[R]) Rank(compare func(x, y *R) int) int64 {
	current := b.row(b.at)
	return 1 + int64(sort.Search(b.at, func(i int) bool { return compare(b.row(i), current) >= 0 }))
}

// DenseRank is 1 and the number of different rows before the current one. Once it has been asked for a row costs three comparisons more, and
// it none: n bytes are counted, some nanoseconds for hundreds of them.
func (b *Rows[R]) DenseRank(compare func(x, y *R) int) int64 {
	if b.starts == nil {
		b.starts = make([]byte, len(b.order))
		for i := range b.starts {
			b.mark(i, compare)
		}
	}
	return int64(bytes.Count(b.starts[:b.at+1], []byte{1}))
}

// Before is the row that stands so many before the current one; nil where there is none.
func (b *Rows[R]) Before(distance int) *R {
	if distance > b.at {
		return nil
	}
	return b.row(b.at - distance)
}

// After is the row that stands so many behind the current one; nil where there is none.
func (b *Rows[R]) After(distance int) *R {
	if distance >= len(b.order)-b.at {
		return nil
	}
	return b.row(b.at + distance)
}

// Earliest is the first of the current row and up to so many before it.
func (b *Rows[R]) Earliest(distance int) *R { return b.row(b.at - min(b.at, distance)) }

// First is the first row.
func (b *Rows[R]) First() *R { return b.row(0) }

// Last is the last row.
func (b *Rows[R]) Last() *R { return b.row(len(b.order) - 1) }

// Value is a column of a row, or something else where there is no row.
func Value[R, T any](row *R, column func(*R) rt.Null[T], otherwise rt.Null[T]) rt.Null[T] {
	if row == nil {
		return otherwise
	}
	return column(row)
}

// RowOf is the row that a call keeps; nil for none.
func RowOf[R any](kept rt.Null[R]) *R {
	if !kept.Valid {
		return nil
	}
	return &kept.V
}

// Or is a value, or another one where it is NULL.
func Or[T any](v, otherwise rt.Null[T]) rt.Null[T] {
	if v.Valid {
		return v
	}
	return otherwise
}

// Ranks numbers rows in the order of their places, of which equal ones rank equally.
type Ranks struct {
	number, rank, dense int64
	last                int64
}

// Push takes the next row.
func (r *Ranks) Push(at int64) {
	r.number++
	if at != r.last || r.number == 1 {
		r.rank, r.dense, r.last = r.number, r.dense+1, at
	}
}

// RowNumber is the row's number, from 1.
func (r *Ranks) RowNumber() int64 { return r.number }

// Rank is 1 and the number of rows before those that equal it.
func (r *Ranks) Rank() int64 { return r.rank }

// DenseRank is 1 and the number of places before its own.
func (r *Ranks) DenseRank() int64 { return r.dense }

// Follow takes the next row, which equals the one before or not.
func (r *Ranks) Follow(equal bool) {
	r.number++
	if !equal || r.number == 1 {
		r.rank, r.dense = r.number, r.dense+1
	}
}

// PercentRank is (Rank - 1) / (rows - 1), 0 of a single row.
func (b *Rows[R]) PercentRank(compare func(x, y *R) int) float64 {
	if len(b.order) == 1 {
		return 0
	}
	return float64(b.Rank(compare)-1) / float64(len(b.order)-1)
}

// CumeDist is the fraction of the rows that stand before the current one or equal it.
func (b *Rows[R]) CumeDist(compare func(x, y *R) int) float64 {
	to := b.at + 1 + sort.Search(len(b.order)-b.at-1, func(i int) bool { return compare(b.row(b.at+1+i), b.row(b.at)) > 0 })
	return float64(to) / float64(len(b.order))
}

// Tile is the number, from 1, of the current row's part where the rows are cut into n parts, the first ones of which may be longer
// by one row.
func (b *Rows[R]) Tile(n int64) int32 {
	return tile(int64(b.at), int64(len(b.order)), n)
}

func tile(at, rows, n int64) int32 {
	size, longer := rows/n, rows%n
	if at < longer*(size+1) {
		return int32(at/(size+1)) + 1
	}
	return int32((at-longer)/size) + 1
}
