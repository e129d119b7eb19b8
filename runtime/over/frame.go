package over

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/agg"
)

// Frame is an aggregate over a frame that slides, whatever the accumulator: A is a flat one. Only rows that count enter it.
//
//	for each row:
//		var one agg.AvgFloat
//		one.Add(row.price)
//		frame.Push(one, number)
//		frame.Evict(number - 99) // ROWS 99 PRECEDING
//		average := frame.All().Value()
type Frame[A any, P agg.Merger[A]] struct {
	rows agg.TwoStacks[A, P]
	at   []int64 // of the rows, from head on
	head int
}

// Push takes a row that enters the frame.
func (f *Frame[A, P]) Push(row A, at int64) {
	f.rows.Push(row)
	if len(f.at) == cap(f.at) && f.head > len(f.at)/2 {
		f.at, f.head = f.at[:copy(f.at, f.at[f.head:])], 0
	}
	f.at = append(f.at, at)
}

// Evict lets go of the rows before at.
func (f *Frame[A, P]) Evict(at int64) {
	for f.head < len(f.at) && f.at[f.head] < at {
		f.rows.Evict()
		f.head++
	}
	if f.head == len(f.at) {
		f.at, f.head = f.at[:0], 0
	}
}

// Len is the number of the frame's rows.
func (f *Frame[A, P]) Len() int { return len(f.at) - f.head }

// Clear empties the frame.
func (f *Frame[A, P]) Clear() {
	f.rows.Clear()
	f.at, f.head = f.at[:0], 0
}

// All is the accumulator of the frame's rows, good until the next row.
func (f *Frame[A, P]) All() *A { return f.rows.Value() }

// Nullable is what a deque's Front gives: NULL of an empty frame.
func Nullable[T any](v T, ok bool) rt.Null[T] { return rt.Null[T]{V: v, Valid: ok} }

// NotNull is the same of a frame that isn't empty.
func NotNull[T any](v T, ok bool) T { return v }
