// Package cacheline keeps apart what different processors change. A processor that changes a byte takes the whole line from the caches of
// the others; where two workers' counters share one, it goes back and forth with each row ("false sharing").
package cacheline

import "unsafe"

// Span is how many bytes go together at most: a line of 64 bytes, and the one beside it, which processors fetch along.
const Span = 128

// Padded returns a copy of a value with nothing else in its lines.
func Padded[T any](value T) *T {
	padded := &struct {
		_     [Span]byte
		value T
		_     [Span]byte
	}{value: value}
	return &padded.value
}

// Slice returns a slice of zero values with nothing else in its lines.
func Slice[T any](n int) []T {
	var value T
	size := int(unsafe.Sizeof(value))
	if size == 0 {
		return make([]T, n)
	}
	pad := (Span + size - 1) / size
	return make([]T, pad+n+pad)[pad : pad+n : pad+n]
}
