package agg

import (
	"math/bits"

	"github.com/weirsql/weir/runtime/snapshot"
)

// What slides over frames, in checkpoints: as it is, so that it goes on to the bit as it would have.

func (t *TwoStacks[A, P]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &t.front, Value[A])
	snapshot.Slice(c, &t.back, Value[A])
	Value(c, &t.whole)
}

func (r *Running[A, P]) Snapshot(c *snapshot.Codec) {
	Value(c, &r.whole)
	r.rows.Snapshot(c)
}

// Snapshot codes what is in the ring, from its head on.
func (r *ring[T]) Snapshot(c *snapshot.Codec) {
	n := c.Length(r.length)
	if c.Reading() {
		*r = ring[T]{length: n}
		if n > 0 {
			r.places = make([]placed[T], max(8, 1<<bits.Len(uint(n-1))))
		}
	}
	before := int64(0)
	for i := range n {
		place := &r.places[(r.head+i)&(len(r.places)-1)]
		Value(c, &place.v)
		before = c.Step(&place.at, before)
	}
}

func (a *Nth[T]) Snapshot(c *snapshot.Codec) {
	Null(c, &a.value)
	c.Int64(&a.count)
}

func (a *NthLast[T]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &a.values, Null[T])
	snapshot.Int(c, &a.oldest)
	c.Bool(&a.full)
}
