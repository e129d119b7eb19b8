package agg

import (
	"bytes"
	"cmp"
	"sort"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/num"
	"github.com/weirsql/weir/runtime/temporal"
)

// sorted is a multiset of values in order, for results of rows that are taken back: each value once, with how many rows have it. Values lie
// in blocks of up to blockSize, so that a new one moves few others: O(log n) comparisons a row, and n/blockSize additions for a
// value by its place.
type sorted[T any] struct {
	blocks []block[T] // none is empty
	rows   int64
	probe  T // the value that is looked for: here, since what is compared through a function would be allocated elsewhere
}

type block[T any] struct {
	values []T
	counts []int64
	rows   int64
}

const blockSize = 64

// add takes a row, and returns how many have its value now.
func (s *sorted[T]) add(v T, compare func(a, b *T) int) int64 {
	s.rows++
	s.probe = v
	defer s.forget()
	if len(s.blocks) == 0 {
		s.blocks = append(s.blocks, block[T]{})
	}
	at := min(s.blockOf(&s.probe, compare), len(s.blocks)-1)
	b := &s.blocks[at]
	b.rows++
	i, there := b.find(&s.probe, compare)
	if there {
		b.counts[i]++
		return b.counts[i]
	}
	b.values = insert(b.values, i, owned(v))
	b.counts = insert(b.counts, i, 1)
	if len(b.values) > blockSize {
		s.split(at)
	}
	return 1
}

// remove takes a row back, which was added before, and returns how many have its value now.
func (s *sorted[T]) remove(v T, compare func(a, b *T) int) int64 {
	s.probe = v
	defer s.forget()
	at := s.blockOf(&s.probe, compare)
	if at == len(s.blocks) {
		return 0
	}
	b := &s.blocks[at]
	i, there := b.find(&s.probe, compare)
	if !there {
		return 0
	}
	s.rows--
	b.rows--
	if b.counts[i]--; b.counts[i] > 0 {
		return b.counts[i]
	}
	b.values = cut(b.values, i)
	b.counts = cut(b.counts, i)
	if len(b.values) == 0 {
		s.blocks = cut(s.blocks, at)
	} else {
		s.join(at)
	}
	return 0
}

// forget lets go of the value that was looked for, and of the batch that its text points to.
func (s *sorted[T]) forget() {
	var none T
	s.probe = none
}

// blockOf is the first block that doesn't end before a value.
func (s *sorted[T]) blockOf(v *T, compare func(a, b *T) int) int {
	low, high := 0, len(s.blocks)
	for low < high {
		middle := int(uint(low+high) >> 1)
		values := s.blocks[middle].values
		if len(values) > 0 && compare(&values[len(values)-1], v) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func (b *block[T]) find(v *T, compare func(a, b *T) int) (int, bool) {
	low, high := 0, len(b.values)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if compare(&b.values[middle], v) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(b.values) && compare(&b.values[low], v) == 0
}

// split makes two blocks of one.
func (s *sorted[T]) split(at int) {
	b := &s.blocks[at]
	half := len(b.values) / 2
	upper := block[T]{values: append([]T(nil), b.values[half:]...), counts: append([]int64(nil), b.counts[half:]...)}
	for _, count := range upper.counts {
		upper.rows += count
	}
	clear(b.values[half:])
	b.values, b.counts, b.rows = b.values[:half], b.counts[:half], b.rows-upper.rows
	s.blocks = insert(s.blocks, at+1, upper)
}

// join puts a block that has become small together with the next one, where that is small, too.
func (s *sorted[T]) join(at int) {
	if at+1 == len(s.blocks) || len(s.blocks[at].values)+len(s.blocks[at+1].values) > blockSize/2 {
		return
	}
	b, next := &s.blocks[at], &s.blocks[at+1]
	b.values, b.counts, b.rows = append(b.values, next.values...), append(b.counts, next.counts...), b.rows+next.rows
	s.blocks = cut(s.blocks, at+1)
}

// first is the least value.
func (s *sorted[T]) first() *T { return &s.blocks[0].values[0] }

// last is the greatest value.
func (s *sorted[T]) last() *T {
	values := s.blocks[len(s.blocks)-1].values
	return &values[len(values)-1]
}

// lastWhere is the last of the values at the beginning for which a condition holds; it holds for the first one.
func (s *sorted[T]) lastWhere(holds func(*T) bool) *T {
	block := sort.Search(len(s.blocks), func(i int) bool { return !holds(&s.blocks[i].values[0]) }) - 1
	values := s.blocks[block].values
	return &values[sort.Search(len(values), func(i int) bool { return !holds(&values[i]) })-1]
}

// at is the value of a row, by its place in the order of all rows.
func (s *sorted[T]) at(place int64) *T {
	for i := range s.blocks {
		b := &s.blocks[i]
		if place >= b.rows {
			place -= b.rows
			continue
		}
		for k, count := range b.counts {
			if place < count {
				return &b.values[k]
			}
			place -= count
		}
	}
	panic("agg: no row at this place")
}

func insert[T any](list []T, at int, v T) []T {
	list = append(list, v)
	copy(list[at+1:], list[at:])
	list[at] = v
	return list
}

// cut takes an element out, and forgets what it points to.
func cut[T any](list []T, at int) []T {
	var none T
	last := len(list) - 1
	copy(list[at:], list[at+1:])
	list[last] = none
	return list[:last]
}

// compareValues puts values of any type that has an order in it; NaN is the greatest number.
func compareValues[T any](a, b *T) int {
	switch a := any(a).(type) {
	case *int64:
		return cmp.Compare(*a, *any(b).(*int64))
	case *string:
		return cmp.Compare(*a, *any(b).(*string))
	case *float64:
		return num.CompareFloat(*a, *any(b).(*float64))
	case *int32:
		return cmp.Compare(*a, *any(b).(*int32))
	case *int16:
		return cmp.Compare(*a, *any(b).(*int16))
	case *int8:
		return cmp.Compare(*a, *any(b).(*int8))
	case *float32:
		return num.CompareFloat(*a, *any(b).(*float32))
	case *bool:
		return CompareBools(*a, *any(b).(*bool))
	case *decimal.Int128:
		return CompareOf(*a, *any(b).(*decimal.Int128))
	case *rt.UUID:
		return CompareOf(*a, *any(b).(*rt.UUID))
	case *temporal.Interval:
		return CompareOf(*a, *any(b).(*temporal.Interval))
	case *[]byte:
		return bytes.Compare(*a, *any(b).(*[]byte))
	case *json.Raw:
		return cmp.Compare(*a, *any(b).(*json.Raw))
	}
	panic("agg: values of a type that has no order")
}

// CompareBools puts false before true.
func CompareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
