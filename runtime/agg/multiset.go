package agg

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/state"
)

// DistinctKept is an aggregate with DISTINCT over rows that are taken back. Generated code asks before it adds or removes:
//
//	if g.buyers.First(row.Buyer) {
//		g.buyers.Of.Add(…)
//	}
//	if g.buyers.Last(row.Buyer) {
//		g.buyers.Of.Remove(…)
//	}
type DistinctKept[T, A any] struct {
	counted[T]
	Of A
}

// DistinctKeptNull is DistinctKept of an aggregate for which NULL is a value.
type DistinctKeptNull[T, A any] struct {
	values counted[T]
	nulls  int64
	Of     A
}

// First takes a value and reports that it wasn't there before.
func (d *DistinctKeptNull[T, A]) First(v rt.Null[T]) bool {
	if v.Valid {
		return d.values.First(v.V)
	}
	d.nulls++
	return d.nulls == 1
}

// Last takes a value back and reports that it isn't there any more.
func (d *DistinctKeptNull[T, A]) Last(v rt.Null[T]) bool {
	if v.Valid {
		return d.values.Last(v.V)
	}
	d.nulls--
	return d.nulls == 0
}

// counted is a multiset without order: each value as GROUP BY tells them apart, with how many rows have it. O(1) a row.
type counted[T any] struct {
	index  state.Index
	values []T
	counts []int64
	free   []uint32 // places to be taken again
}

// First takes a value and reports that it wasn't there before.
func (c *counted[T]) First(v T) bool {
	h := hashOf(&v)
	for i := c.index.First(h); ; i = c.index.Next(i) {
		slot := c.index.At(i)
		if slot.Free() {
			c.index.Put(i, h, c.put(owned(v)))
			return true
		}
		if slot.Is(h) && same(&c.values[slot.Group()], &v) {
			c.counts[slot.Group()]++
			return false
		}
	}
}

func (c *counted[T]) put(v T) uint32 {
	if last := len(c.free) - 1; last >= 0 {
		place := c.free[last]
		c.free = c.free[:last]
		c.values[place], c.counts[place] = v, 1
		return place
	}
	c.values, c.counts = append(c.values, v), append(c.counts, 1)
	return uint32(len(c.values) - 1)
}

// Last takes a value back and reports that it isn't there any more.
func (c *counted[T]) Last(v T) bool {
	h := hashOf(&v)
	for i := c.index.First(h); ; i = c.index.Next(i) {
		slot := c.index.At(i)
		if slot.Free() {
			return false
		}
		place := slot.Group()
		if !slot.Is(h) || !same(&c.values[place], &v) {
			continue
		}
		if c.counts[place]--; c.counts[place] > 0 {
			return false
		}
		var none T
		c.index.Delete(h, place)
		c.values[place] = none
		c.free = append(c.free, place)
		return true
	}
}
