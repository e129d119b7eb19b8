package over

import (
	"cmp"
	"iter"
	"slices"

	"github.com/weirsql/weir/runtime/agg"
	"github.com/weirsql/weir/runtime/snapshot"
)

// What frames keep, in checkpoints. R codes itself.

// Snapshot codes the rows, and how far they were visited: of those that checkpoints have already only how many are still needed, unless all
// are wanted. What is read goes on behind what was read before.
func (p *Partition[R]) Snapshot(c *snapshot.Codec, all bool) {
	known := max(p.saved, p.base)
	if all {
		known = p.base
	}
	base, end := p.base, p.end()
	snapshot.Int(c, &base)
	snapshot.Int(c, &known)
	if c.Reading() {
		p.goBack(c, base, known)
	}
	added := p.rows[known-p.base:]
	n := c.Length(len(added))
	if c.Reading() {
		p.rows = slices.Grow(p.rows, n)[:len(p.rows)+n]
		added, end = p.rows[len(p.rows)-n:], p.end()
	}
	for i := range added {
		agg.Value(c, &added[i])
	}
	snapshot.Int(c, &p.next)
	if c.Reading() {
		p.saved = end
	}
}

// Saved says that what Snapshot wrote is in a checkpoint.
func (p *Partition[R]) Saved() { p.saved = p.end() }

// Waiting walks the rows that haven't been visited.
func (p *Partition[R]) Waiting() iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for at := p.next; at < p.end(); at++ {
			if !yield(p.Row(at)) {
				return
			}
		}
	}
}

// goBack leaves the rows from base on and before end, as they were known to an earlier checkpoint.
func (p *Partition[R]) goBack(c *snapshot.Codec, base, end int) {
	switch {
	case base == end:
		p.rows, p.base = nil, base
	case base >= p.base && base <= end && end <= p.end():
		p.rows, p.base = p.rows[base-p.base:end-p.base], base
	default:
		c.Mismatch()
		p.rows, p.base = nil, end
	}
}

// Snapshot codes the rows in the order of their arrival; what isn't asked for between two rows isn't kept.
func (b *Rows[R]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &b.rows, agg.Value[R])
	snapshot.Int(c, &b.oldest)
	snapshot.Slice(c, &b.order, snapshot.Int[uint32])
	if c.Reading() {
		b.starts, b.at = nil, 0
	}
}

// Snapshot codes the last row's ranks.
func (r *Ranks) Snapshot(c *snapshot.Codec) {
	for _, v := range []*int64{&r.number, &r.rank, &r.dense, &r.last} {
		c.Int64(v)
	}
}

// Snapshot codes the aggregate, and the frame that it is of.
func (s *Span[A]) Snapshot(c *snapshot.Codec) {
	agg.Value(c, &s.All)
	snapshot.Int(c, &s.from)
	snapshot.Int(c, &s.to)
}

// Snapshot codes the frame as it is, so that it goes on to the bit as it would have.
func (f *Frame[A, P]) Snapshot(c *snapshot.Codec) {
	f.rows.Snapshot(c)
	at := f.at[f.head:]
	places(c, &at)
	f.at, f.head = at, 0
}

// Snapshot codes the aggregate, and the frame's rows.
func (r *Rolling[A, R]) Snapshot(c *snapshot.Codec) {
	agg.Value(c, &r.All)
	rows, at := r.rows[r.head:], r.at[r.head:]
	snapshot.Slice(c, &rows, agg.Value[R])
	places(c, &at)
	if c.Reading() {
		r.rows, r.at, r.head = rows, at, 0
	}
}

// places codes numbers that never fall.
func places(c *snapshot.Codec, at *[]int64) {
	n := c.Length(len(*at))
	if c.Reading() {
		*at = make([]int64, n)
	}
	before := int64(0)
	for i := range *at {
		before = c.Step(&(*at)[i], before)
	}
}

// Unsaved are the rows that came since it was called last and still wait, or all that wait, with their times, in the order of their arrival. The
// others are in earlier checkpoints, or the watermark has passed them.
func (p *Pending[R]) Unsaved(all bool) iter.Seq2[int64, *R] {
	from := p.saved
	if p.saved = p.arrived; all {
		from = 0
	}
	unsaved := make([]line[R], 0, len(p.lines)+1)
	for _, l := range p.lines {
		l.head += searchArrived(l.places[l.head:], from)
		unsaved = append(unsaved, l)
	}
	unsaved = append(unsaved, unsavedHeap(p.heap, from))
	return func(yield func(int64, *R) bool) {
		for {
			time, row := firstArrived(unsaved)
			if row == nil || !yield(time, row) {
				return
			}
		}
	}
}

// unsavedHeap is the rows of a heap from an arrival on, in the order of their arrival.
func unsavedHeap[R any](heap []waiting[R], from uint64) (l line[R]) {
	heap = slices.DeleteFunc(slices.Clone(heap), func(w waiting[R]) bool { return w.arrived < from })
	slices.SortFunc(heap, func(a, b waiting[R]) int { return cmp.Compare(a.arrived, b.arrived) })
	for _, w := range heap {
		l.places, l.rows = append(l.places, w.place), append(l.rows, w.row)
	}
	return l
}

// firstArrived takes the row out of several lists that arrived first; nil where they are empty.
func firstArrived[R any](lists []line[R]) (time int64, row *R) {
	first := -1
	for i := range lists {
		if l := &lists[i]; l.head < len(l.rows) && (first < 0 || l.places[l.head].arrived < lists[first].places[lists[first].head].arrived) {
			first = i
		}
	}
	if first < 0 {
		return 0, nil
	}
	l := &lists[first]
	l.head++
	return l.places[l.head-1].time, &l.rows[l.head-1]
}

// searchArrived is the first row of a line, which are in the order of their arrival, from a number on.
func searchArrived(line []place, from uint64) int {
	i, _ := slices.BinarySearchFunc(line, from, func(at place, from uint64) int { return cmp.Compare(at.arrived, from) })
	return i
}

// Snapshot codes the rows.
func (t *Top[R]) Snapshot(c *snapshot.Codec) { snapshot.Slice(c, &t.rows, agg.Value[R]) }
