package agg

import (
	"bytes"
	"hash/maphash"
	"iter"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/state"
	"github.com/weirsql/weir/runtime/temporal"
)

// Distinct is an aggregate with DISTINCT: COUNT(DISTINCT x), SUM(DISTINCT x). Generated code asks First before it adds:
//
//	if g.buyers.First(row.Buyer) {
//		g.buyers.Of.Add(…)
//	}
//
// and reads g.buyers.Of.Value(). What one group has seen another may have, too, so Merge isn't the accumulators':
//
//	for x := range other.buyers.All() {
//		if g.buyers.First(x) {
//			g.buyers.Of.Add(…)
//		}
//	}
type Distinct[T, A any] struct {
	Seen[T]
	Of A
}

// DistinctNull is Distinct of an aggregate for which NULL is a value: ARRAY_AGG(DISTINCT x).
type DistinctNull[T, A any] struct {
	SeenNull[T]
	Of A
}

// SeenNull is Seen for values that may be NULL; all NULLs are one.
type SeenNull[T any] struct {
	seen  Seen[T]
	null  bool
	place int // of the NULL among the values
}

// First takes a value and reports that it wasn't there before.
func (s *SeenNull[T]) First(v rt.Null[T]) bool {
	switch {
	case v.Valid:
		return s.seen.First(v.V)
	case s.null:
		return false
	}
	s.null, s.place = true, s.seen.Len()
	return true
}

// All walks the values in the order in which they were first seen.
func (s *SeenNull[T]) All() iter.Seq[rt.Null[T]] {
	return func(yield func(rt.Null[T]) bool) {
		for i := 0; i <= len(s.seen.values); i++ {
			if s.null && i == s.place && !yield(rt.Null[T]{}) {
				return
			}
			if i < len(s.seen.values) && !yield(rt.Of(s.seen.values[i])) {
				return
			}
		}
	}
}

// Seen is the set of values that a group has seen, as GROUP BY tells them apart: NaNs are one, 0 is -0, and a month is 30 days. Up to
// fewSeen values are looked through one by one; more are found by an index. T is any type of a key; a struct is slow. The zero
// value is ready.
//
// O(1) per row. A value takes its own size, copied text included, and up to 32 bytes of index, 64 where there are few.
type Seen[T any] struct {
	values []T
	index  *state.Index
}

// fewSeen values are compared faster than they are hashed, and most groups of most queries have no more.
const fewSeen = 8

// First takes a value and reports that it wasn't there before.
func (s *Seen[T]) First(v T) bool {
	if s.index == nil {
		for i := range s.values {
			if same(&s.values[i], &v) {
				return false
			}
		}
		s.values = append(s.values, owned(v))
		if len(s.values) > fewSeen {
			s.makeIndex()
		}
		return true
	}
	return s.firstIndexed(v)
}

func (s *Seen[T]) firstIndexed(v T) bool {
	h := hashOf(&v)
	for i := s.index.First(h); ; i = s.index.Next(i) {
		slot := s.index.At(i)
		if slot.Free() {
			s.index.Put(i, h, uint32(len(s.values)))
			s.values = append(s.values, owned(v))
			return true
		}
		if slot.Is(h) && same(&s.values[slot.Group()], &v) {
			return false
		}
	}
}

func (s *Seen[T]) makeIndex() {
	s.index = new(state.Index)
	for number := range s.values {
		h := hashOf(&s.values[number])
		i := s.index.First(h)
		for !s.index.At(i).Free() {
			i = s.index.Next(i)
		}
		s.index.Put(i, h, uint32(number))
	}
}

// All walks the values in the order in which they were first seen.
func (s *Seen[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, v := range s.values {
			if !yield(v) {
				return
			}
		}
	}
}

// Len is the number of values.
func (s *Seen[T]) Len() int { return len(s.values) }

// seed is of hashes that no other process sees.
var seed = maphash.MakeSeed()

// hashOf is the hash of a value of any type of a key.
func hashOf[T any](v *T) uint64 {
	switch v := any(v).(type) {
	case *int64:
		return state.HashInt64(state.Seed, *v)
	case *string:
		return state.HashString(state.Seed, *v)
	case *int32:
		return state.HashInt64(state.Seed, int64(*v))
	case *int16:
		return state.HashInt64(state.Seed, int64(*v))
	case *int8:
		return state.HashInt64(state.Seed, int64(*v))
	case *float64:
		return state.HashFloat64(state.Seed, *v)
	case *float32:
		return state.HashFloat64(state.Seed, float64(*v))
	case *bool:
		return state.HashBool(state.Seed, *v)
	case *decimal.Int128:
		return state.HashInt128(state.Seed, *v)
	case *rt.UUID:
		return state.HashBytes16(state.Seed, *v)
	case *temporal.Interval:
		return state.HashInterval(state.Seed, *v)
	case *[]byte:
		return state.HashBytes(state.Seed, *v)
	case *json.Raw:
		return state.HashString(state.Seed, string(*v))
	}
	return hashOfRow(*v)
}

// same compares as GROUP BY does.
func same[T any](a, b *T) bool {
	switch a := any(a).(type) {
	case *int64:
		return *a == *any(b).(*int64)
	case *string:
		return *a == *any(b).(*string)
	case *float64:
		return state.SameFloat64(*a, *any(b).(*float64))
	case *float32:
		return state.SameFloat64(float64(*a), float64(*any(b).(*float32)))
	case *temporal.Interval:
		return temporal.EqualIntervals(*a, *any(b).(*temporal.Interval))
	case *[]byte:
		return bytes.Equal(*a, *any(b).(*[]byte))
	}
	return sameRow(*a, *b)
}
