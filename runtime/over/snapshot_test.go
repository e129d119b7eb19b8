package over

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/agg"
	"github.com/weirsql/weir/runtime/snapshot"
)

// Snapshot makes timed a row that codes itself.
func (r *timed) Snapshot(c *snapshot.Codec) {
	c.Int64(&r.time)
	c.Int64(&r.number)
}

// coded takes what one snapshot writes through another one that reads.
func coded(t *testing.T, write, read func(*snapshot.Codec)) {
	t.Helper()
	c := snapshot.Encode(nil)
	write(c)
	in := snapshot.Decode(c.Bytes())
	if read(in); in.End() != nil {
		t.Fatal(in.End())
	}
}

// sliding is one of each kind of frame.
type sliding struct {
	sum   Frame[agg.SumFloat, *agg.SumFloat]
	count agg.Running[agg.Count, *agg.Count]
	least agg.MinDeque[float64]
	rows  Rows[timed]
	kept  Rolling[agg.Count, timed]
}

func (s *sliding) Snapshot(c *snapshot.Codec) {
	s.sum.Snapshot(c)
	s.count.Snapshot(c)
	s.least.Snapshot(c)
	s.rows.Snapshot(c)
	s.kept.Snapshot(c)
}

// take takes a row, and gives the results.
func (s *sliding) take(at int64, value float64, width int64, limit int) []any {
	compare := func(a, b *timed) int { return Ascending(a.time, b.time) }
	var one agg.SumFloat
	one.Add(value)
	s.sum.Push(one, at)
	s.sum.Evict(at - width)
	var row agg.Count
	row.Add()
	s.count.Push(row, at)
	s.count.Evict(at - width)
	s.least.Push(value, at)
	s.least.Evict(at - width)
	front, _ := s.least.Front()
	s.rows.Push(timed{int64(value) % 9, at}, limit, compare)
	s.kept.All.Add()
	s.kept.Push(timed{at, at}, at)
	s.kept.Evict(at - width)
	return []any{s.sum.All().Value(), s.count.All().Value(), front, s.rows.RowNumber(), s.rows.DenseRank(compare), *s.rows.Last(), s.kept.All, slices.Clone(s.kept.Rows())}
}

// Frames that go through a checkpoint give what those give that don't, to the bit: a sum of DOUBLEs depends on the order in which they are added.
func TestFramesGoOn(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		var undisturbed, restored sliding
		width, limit := 1+r.Int64N(40), 1+r.IntN(20)
		at := int64(0)
		for range 200 {
			if r.IntN(20) == 0 {
				var after sliding
				coded(t, restored.Snapshot, after.Snapshot)
				restored = after
			}
			at += r.Int64N(5)
			value := r.NormFloat64() * 1e6
			want := undisturbed.take(at, value, width, limit)
			if got := restored.take(at, value, width, limit); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: behind checkpoints %v came of %v", seed, got, want)
			}
		}
	}
}

// A partition's checkpoints together have its rows, whenever they are taken, and all of them or what came since.
func TestPartitionsGoOn(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		var p, after Partition[timed]
		for step := range 400 {
			switch r.IntN(8) {
			default:
				p.Append(timed{int64(step), r.Int64()})
			case 1, 2, 3:
				p.Next()
			case 4:
				p.Release(p.At() - r.IntN(5))
			case 5:
				if r.IntN(20) == 0 { // it is forgotten, and begins anew
					p = Partition[timed]{}
				}
			case 6:
				all := r.IntN(5) == 0
				coded(t, func(c *snapshot.Codec) { p.Snapshot(c, all) }, func(c *snapshot.Codec) { after.Snapshot(c, false) })
				p.Saved()
				if !slices.Equal(after.rows, p.rows) || after.base != p.base || after.next != p.next {
					t.Fatalf("seed %d: %d rows from %d on, the next is %d; and %d, %d, %d", seed, len(after.rows), after.base, after.next, len(p.rows), p.base, p.next)
				}
			}
		}
	}
}

// The rows that wait are those of all checkpoints that the watermark of the last one hasn't passed, in the order of their arrival.
func TestPendingGoesOn(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		var p Pending[timed]
		var saved []timed
		now, number := int64(0), int64(0)
		for range 300 {
			switch r.IntN(6) {
			default:
				number++
				at := now + r.Int64N(10)
				*p.Add(at) = timed{at, number}
			case 1:
				now += r.Int64N(4)
				for due := p.Due(now); len(due) > 0; due = p.Due(now) {
				}
			case 2:
				all := r.IntN(5) == 0
				if all {
					saved = nil
				}
				for _, row := range p.Unsaved(all) {
					saved = append(saved, *row)
				}
				var after Pending[timed]
				for _, row := range saved {
					if row.time >= now {
						*after.Add(row.time) = row
					}
				}
				checkSame(t, seed, p, after)
			}
		}
	}
}

// checkSame compares what waits, on copies.
func checkSame(t *testing.T, seed uint64, p, after Pending[timed]) {
	t.Helper()
	p.lines, p.heap = slices.Clone(p.lines), slices.Clone(p.heap)
	for i := range p.lines {
		p.lines[i].rows, p.lines[i].places = slices.Clone(p.lines[i].rows), slices.Clone(p.lines[i].places)
	}
	if p.Len() != after.Len() {
		t.Fatalf("seed %d: %d rows wait, not %d", seed, after.Len(), p.Len())
	}
	for range p.Len() {
		after.next()
		p.next()
		if got, want := after.take(), p.take(); got != want {
			t.Fatalf("seed %d: %v in place of %v", seed, got, want)
		}
	}
}
