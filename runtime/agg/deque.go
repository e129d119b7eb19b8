package agg

import "cmp"

// MinDeque is MIN over a sliding frame, MaxDeque is MAX: the values that are still to be the least, or greatest, of a frame, in order.
// Push and Evict are O(1) amortised, Front is O(1). at is what the frame slides along, a number of a row or a time, and never
// falls. T is any type that < orders, NaN being greater than every number; what a string points to must live as long as the frame.
//
//	for each row:
//		d.Push(row.price, number)
//		d.Evict(number - 99)        // ROWS BETWEEN 99 PRECEDING AND CURRENT ROW
//		least, ok := d.Front()
//
// 16 bytes a value for numbers, rounded up to a power of two. The zero value is ready.
type MinDeque[T cmp.Ordered] struct{ ring[T] }

// Push takes the value of a row that enters the frame.
func (d *MinDeque[T]) Push(v T, at int64) {
	for d.length > 0 && !less(d.back().v, v) {
		d.length--
	}
	d.push(v, at)
}

// MaxDeque is MAX over a sliding frame.
type MaxDeque[T cmp.Ordered] struct{ ring[T] }

// Push takes the value of a row that enters the frame.
func (d *MaxDeque[T]) Push(v T, at int64) {
	for d.length > 0 && !less(v, d.back().v) {
		d.length--
	}
	d.push(v, at)
}

// MinDequeOf is MinDeque of values that compare by a method.
type MinDequeOf[T Comparable[T]] struct{ ring[T] }

// Push takes the value of a row that enters the frame.
func (d *MinDequeOf[T]) Push(v T, at int64) {
	for d.length > 0 && !d.back().v.Less(v) {
		d.length--
	}
	d.push(v, at)
}

// MaxDequeOf is MaxDeque of values that compare by a method.
type MaxDequeOf[T Comparable[T]] struct{ ring[T] }

// Push takes the value of a row that enters the frame.
func (d *MaxDequeOf[T]) Push(v T, at int64) {
	for d.length > 0 && !v.Less(d.back().v) {
		d.length--
	}
	d.push(v, at)
}

// less is <, but for NaN, which is greater than every number. Of integers and strings nothing equals only others.
func less[T cmp.Ordered](a, b T) bool { return a < b || b != b && a == a }

// ring is a queue in a power of two of places.
type ring[T any] struct {
	places []placed[T]
	head   int
	length int
}

type placed[T any] struct {
	v  T
	at int64
}

func (r *ring[T]) back() *placed[T] {
	return &r.places[(r.head+r.length-1)&(len(r.places)-1)]
}

func (r *ring[T]) push(v T, at int64) {
	if r.length == len(r.places) {
		r.grow()
	}
	r.places[(r.head+r.length)&(len(r.places)-1)] = placed[T]{v, at}
	r.length++
}

func (r *ring[T]) grow() {
	grown := make([]placed[T], max(8, 2*len(r.places)))
	n := copy(grown, r.places[r.head:])
	copy(grown[n:], r.places[:r.head])
	r.places, r.head = grown, 0
}

// Evict lets go of the rows before at.
func (r *ring[T]) Evict(at int64) {
	for r.length > 0 && r.places[r.head].at < at {
		r.drop()
	}
}

// drop lets go of the first place.
func (r *ring[T]) drop() {
	r.head = (r.head + 1) & (len(r.places) - 1)
	r.length--
}

// Front is the least, or greatest, value of the frame; false of an empty one.
func (r *ring[T]) Front() (v T, ok bool) {
	if r.length == 0 {
		return v, false
	}
	return r.places[r.head].v, true
}

// Clear empties the frame.
func (r *ring[T]) Clear() {
	clear(r.places)
	r.head, r.length = 0, 0
}
