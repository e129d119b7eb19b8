package over

import (
	"math"
	"slices"
	"sort"

	rt "github.com/weirsql/weir/runtime"
)

// Partition is the rows of a partition, in order, that its frames still need. They are appended, and visited one after the other when
// the rows are there that their frames reach to:
//
//	rows.Append(row) … rows.Sort(compare)
//	for rows.Next() {
//		from, to := rows.Peers(over.Unbounded, 0, compare)
//		for i := sum.Move(from, to); i < to; i++ {
//			sum.All.Add(rows.Row(i).price)
//		}
//		rows.Release(from)
//	}
//
// A row's place is its number in the partition, from 0. The zero value is ready.
type Partition[R any] struct {
	rows []R // from place base on
	base int
	next int // the place of the row that Next makes the current one
	done bool

	saved int // the place up to which checkpoints have the rows
}

// Unbounded and Unending are the ends of a partition, as distances from the current row.
const (
	Unbounded = math.MinInt
	Unending  = math.MaxInt
)

// Append takes a row.
func (p *Partition[R]) Append(row R) { p.rows = append(p.rows, row) }

// Sort puts all rows in order, once; rows that compare holds for equal in that of their arrival.
func (p *Partition[R]) Sort(compare func(x, y *R) int) {
	if p.done || compare == nil {
		return
	}
	p.done = true
	order := make([]uint32, len(p.rows))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, func(x, y uint32) int { return compare(&p.rows[x], &p.rows[y]) })
	sorted := make([]R, len(p.rows))
	for i, at := range order {
		sorted[i] = p.rows[at]
	}
	p.rows = sorted
}

// Waits reports a row that hasn't been visited, and so many behind it.
func (p *Partition[R]) Waits(behind int) bool { return behind < p.end()-p.next }

// WaitsGroups is Waits with as many groups of equal rows behind that of the next row.
func (p *Partition[R]) WaitsGroups(behind int, compare func(x, y *R) int) bool {
	if p.next == p.end() {
		return false
	}
	for at := p.next; behind > 0; behind-- {
		if _, at = p.equal(at, compare); at == p.end() {
			return false
		}
	}
	return true
}

// WaitsCounted is Waits(0) with so many rows behind that count.
func (p *Partition[R]) WaitsCounted(behind int, counts func(*R) bool) bool {
	return p.Nth(p.next+1, p.end(), behind, Skip{}, counts) >= 0
}

// Upcoming is the next row, of which there is one.
func (p *Partition[R]) Upcoming() *R { return p.Row(p.next) }

// Next makes the next row the current one; false where there is none.
func (p *Partition[R]) Next() bool {
	if p.next == p.end() {
		return false
	}
	p.next++
	return true
}

// end is the place behind the last row.
func (p *Partition[R]) end() int { return p.base + len(p.rows) }

// At is the current row's place.
func (p *Partition[R]) At() int { return p.next - 1 }

// Row is the row at a place.
func (p *Partition[R]) Row(i int) *R { return &p.rows[i-p.base] }

// Current is the current row.
func (p *Partition[R]) Current() *R { return p.Row(p.At()) }

// Release lets go of the rows before a place, and of their memory in time.
func (p *Partition[R]) Release(place int) {
	n := place - p.base
	if n < 64 || n < len(p.rows)/2 {
		return
	}
	left := copy(p.rows, p.rows[n:])
	clear(p.rows[left:])
	p.rows, p.base = p.rows[:left], place
}

// Around is a frame of ROWS: from the row at one distance to that at another, negative ones before the current row. Its end is the
// place behind it.
func (p *Partition[R]) Around(start, end int) (from, to int) {
	from = p.place(start)
	to = p.place(end)
	if end != Unending && p.At()+end >= 0 && to < p.end() {
		to++
	}
	return from, max(from, to)
}

// place is where a distance leads to, within the partition.
func (p *Partition[R]) place(distance int) int {
	switch {
	case distance < -p.At():
		return 0
	case distance > p.end()-p.At():
		return p.end()
	}
	return p.At() + distance
}

// Peers is a frame of RANGE or GROUPS: its ends are groups of rows that compare holds for equal, at distances from the current row's.
// Without compare all rows are equal.
func (p *Partition[R]) Peers(start, end int, compare func(x, y *R) int) (from, to int) {
	from, to = 0, p.end()
	if start != Unbounded {
		from, _ = p.group(start, compare)
	}
	if end != Unending {
		_, to = p.group(end, compare)
	}
	return from, max(from, to)
}

// group is where a group of equal rows begins and ends; an empty one at an end of the partition where there is no such group.
func (p *Partition[R]) group(distance int, compare func(x, y *R) int) (from, to int) {
	from, to = p.equal(p.At(), compare)
	for ; distance < 0; distance++ {
		if from == p.base {
			return from, from
		}
		from, to = p.equal(from-1, compare)
	}
	for ; distance > 0; distance-- {
		if to == p.end() {
			return to, to
		}
		from, to = p.equal(to, compare)
	}
	return from, to
}

// equal is where the rows that equal one of them begin and end. O(log n)
func (p *Partition[R]) equal(at int, compare func(x, y *R) int) (from, to int) {
	if compare == nil {
		return p.base, p.end()
	}
	row := p.Row(at)
	from = p.base + sort.Search(at-p.base, func(i int) bool { return compare(p.Row(p.base+i), row) >= 0 })
	to = at + 1 + sort.Search(p.end()-at-1, func(i int) bool { return compare(p.Row(at+1+i), row) > 0 })
	return from, to
}

// Key is the one key of ORDER BY that a frame of RANGE has distances of.
type Key[R any] struct {
	Value            func(*R) rt.Null[int64]
	Desc, NullsFirst bool
}

// Within is a frame of RANGE whose ends are distances of the key from that of the current row: Unbounded and Unending are the ends of
// the partition, and 0 the rows that equal the current one. NULLs are near each other alone.
func (p *Partition[R]) Within(start, end int64, key Key[R], compare func(x, y *R) int) (from, to int) {
	equalFrom, equalTo := p.equal(p.At(), compare)
	current := key.Value(p.Current())
	from, to = equalFrom, equalTo
	switch {
	case start == Unbounded:
		from = 0
	case start != 0 && current.Valid:
		from = p.search(key, moved(current.V, start, key.Desc), false)
	}
	switch {
	case end == Unending:
		to = p.end()
	case end != 0 && current.Valid:
		to = p.search(key, moved(current.V, end, key.Desc), true)
	}
	return from, max(from, to)
}

// moved is a value at a distance in the direction of an order, or the last one that there is.
func moved(v, distance int64, desc bool) int64 {
	if desc {
		distance = -distance
	}
	sum := v + distance
	switch {
	case distance > 0 && sum < v:
		return math.MaxInt64
	case distance < 0 && sum > v:
		return math.MinInt64
	}
	return sum
}

// search is the first place, in order, whose key is at a value or behind it; or behind it alone.
func (p *Partition[R]) search(key Key[R], value int64, behind bool) int {
	return p.base + sort.Search(len(p.rows), func(i int) bool {
		at := key.Value(&p.rows[i])
		switch {
		case !at.Valid:
			return !key.NullsFirst
		case at.V == value:
			return !behind
		}
		return at.V > value != key.Desc
	})
}

// Skip is the rows that EXCLUDE takes out of a frame: those of places from From on and before To, but for one.
type Skip struct{ From, To, But int }

// Has reports a row that is taken out.
func (s Skip) Has(i int) bool { return i >= s.From && i < s.To && i != s.But }

// ExcludeCurrent takes out the current row.
func (p *Partition[R]) ExcludeCurrent() Skip { return Skip{p.At(), p.At() + 1, -1} }

// ExcludeGroup takes out the current row and those that equal it.
func (p *Partition[R]) ExcludeGroup(compare func(x, y *R) int) Skip {
	from, to := p.equal(p.At(), compare)
	return Skip{from, to, -1}
}

// ExcludeTies takes out the rows that equal the current one, but not itself.
func (p *Partition[R]) ExcludeTies(compare func(x, y *R) int) Skip {
	from, to := p.equal(p.At(), compare)
	return Skip{from, to, p.At()}
}

// Nth is the place of the n-th row, from 1, of a frame without what EXCLUDE takes out of it, -1 where there is none; counts says which
// rows count, nil for all.
func (p *Partition[R]) Nth(from, to int, n int, skip Skip, counts func(*R) bool) int {
	for i := from; i < to; i++ {
		if skip.Has(i) || counts != nil && !counts(p.Row(i)) {
			continue
		}
		if n--; n == 0 {
			return i
		}
	}
	return -1
}

// NthLast is Nth from the last row on.
func (p *Partition[R]) NthLast(from, to int, n int, skip Skip, counts func(*R) bool) int {
	for i := to - 1; i >= from; i-- {
		if skip.Has(i) || counts != nil && !counts(p.Row(i)) {
			continue
		}
		if n--; n == 0 {
			return i
		}
	}
	return -1
}

// Find is the row at a place that Nth gave; nil where there is none.
func (p *Partition[R]) Find(place int) *R {
	if place < 0 {
		return nil
	}
	return p.Row(place)
}

// Before is the row that stands so many before the current one; nil where there is none.
func (p *Partition[R]) Before(distance int) *R {
	if distance > p.At() {
		return nil
	}
	return p.Row(p.At() - distance)
}

// After is the row that stands so many behind the current one; nil where there is none.
func (p *Partition[R]) After(distance int) *R {
	if distance >= p.end()-p.At() {
		return nil
	}
	return p.Row(p.At() + distance)
}

// Repeats reports that the current row equals the one before.
func (p *Partition[R]) Repeats(compare func(x, y *R) int) bool {
	return p.At() > 0 && (compare == nil || compare(p.Row(p.At()-1), p.Current()) == 0)
}

// PercentRank is (rank - 1) / (rows - 1), 0 of a single row. All rows are there.
func (p *Partition[R]) PercentRank(compare func(x, y *R) int) float64 {
	if len(p.rows) == 1 {
		return 0
	}
	from, _ := p.equal(p.At(), compare)
	return float64(from) / float64(len(p.rows)-1)
}

// CumeDist is the fraction of the rows that stand before the current one or equal it. All rows are there.
func (p *Partition[R]) CumeDist(compare func(x, y *R) int) float64 {
	_, to := p.equal(p.At(), compare)
	return float64(to) / float64(len(p.rows))
}

// Tile is the number, from 1, of the current row's part where the rows are cut into n parts, the first ones of which may be longer
// by one row. All rows are there.
func (p *Partition[R]) Tile(n int64) int32 { return tile(int64(p.At()), int64(len(p.rows)), n) }

// Span is an aggregate over a frame of a Partition: it goes on from the frame before where rows were only added behind or, if they can
// be taken back, left in front, and begins anew otherwise.
type Span[A any] struct {
	All      A
	from, to int
}

// Leave brings the aggregate's start to a frame's where rows can be taken back. What it gives is the first of its rows that is still
// to be taken back; those before from follow.
func (s *Span[A]) Leave(from, to int) int {
	first := s.from
	if from < s.from || from > s.to || to < s.to {
		return from // Move begins anew
	}
	s.from = from
	return first
}

// Move brings the aggregate to a frame. What it gives is the first of its rows that is still to be added.
func (s *Span[A]) Move(from, to int) int {
	if from != s.from || to < s.to {
		return s.Anew(from, to)
	}
	first := s.to
	s.to = to
	return first
}

// Anew begins with the first row of a frame.
func (s *Span[A]) Anew(from, to int) int {
	var none A
	s.All, s.from, s.to = none, from, to
	return from
}

// From and To are the ends of the frame that the aggregate is of.
func (s *Span[A]) From() int { return s.from }
func (s *Span[A]) To() int   { return s.to }
