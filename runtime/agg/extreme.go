package agg

import (
	"bytes"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// Ordered are the numbers that < puts in order: integers, and what is held in them.
type Ordered interface {
	~int8 | ~int16 | ~int32 | ~int64
}

// Comparable are values that compare by a method: wide DECIMALs, INTERVALs, UUIDs.
type Comparable[T any] interface{ Less(T) bool }

// Min is MIN of numbers.
type Min[T Ordered] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *Min[T]) Add(x T) {
	if x < m.v || !m.some {
		m.v, m.some = x, true
	}
}

// Merge takes another minimum.
func (m *Min[T]) Merge(other *Min[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the minimum, NULL of no rows.
func (m *Min[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the minimum.
func (m *Min[T]) ValueNotNull() T { return m.v }

// Max is MAX of numbers.
type Max[T Ordered] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *Max[T]) Add(x T) {
	if x > m.v || !m.some {
		m.v, m.some = x, true
	}
}

// Merge takes another maximum.
func (m *Max[T]) Merge(other *Max[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the maximum, NULL of no rows.
func (m *Max[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the maximum.
func (m *Max[T]) ValueNotNull() T { return m.v }

// MinFloat is MIN of DOUBLEs and REALs: NaN is greater than every number, as in PostgreSQL.
type MinFloat[T num.Float] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MinFloat[T]) Add(x T) {
	if x < m.v || !m.some || m.v != m.v {
		m.v, m.some = x, true
	}
}

// Merge takes another minimum.
func (m *MinFloat[T]) Merge(other *MinFloat[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the minimum, NULL of no rows.
func (m *MinFloat[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the minimum.
func (m *MinFloat[T]) ValueNotNull() T { return m.v }

// MaxFloat is MAX of DOUBLEs and REALs: NaN is greater than every number, as in PostgreSQL.
type MaxFloat[T num.Float] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MaxFloat[T]) Add(x T) {
	if x > m.v || x != x || !m.some {
		m.v, m.some = x, true
	}
}

// Merge takes another maximum.
func (m *MaxFloat[T]) Merge(other *MaxFloat[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the maximum, NULL of no rows.
func (m *MaxFloat[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the maximum.
func (m *MaxFloat[T]) ValueNotNull() T { return m.v }

// MinOf is MIN of values that compare by a method.
type MinOf[T Comparable[T]] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MinOf[T]) Add(x T) {
	if !m.some || x.Less(m.v) {
		m.v, m.some = x, true
	}
}

// Merge takes another minimum.
func (m *MinOf[T]) Merge(other *MinOf[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the minimum, NULL of no rows.
func (m *MinOf[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the minimum.
func (m *MinOf[T]) ValueNotNull() T { return m.v }

// MaxOf is MAX of values that compare by a method.
type MaxOf[T Comparable[T]] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MaxOf[T]) Add(x T) {
	if !m.some || m.v.Less(x) {
		m.v, m.some = x, true
	}
}

// Merge takes another maximum.
func (m *MaxOf[T]) Merge(other *MaxOf[T]) {
	if other.some {
		m.Add(other.v)
	}
}

// Value is the maximum, NULL of no rows.
func (m *MaxOf[T]) Value() rt.Null[T] { return rt.Null[T]{V: m.v, Valid: m.some} }

// ValueNotNull is the maximum.
func (m *MaxOf[T]) ValueNotNull() T { return m.v }

// extremeBytes is the least or greatest of some bytes, in a buffer of its own: nil where there is none. 24 bytes.
type extremeBytes struct{ v []byte }

func (m *extremeBytes) set(x string) {
	if m.v = append(m.v[:0], x...); m.v == nil {
		m.v = []byte{}
	}
}

func (m *extremeBytes) text() string { return unsafe.String(unsafe.SliceData(m.v), len(m.v)) }

// MinText is MIN of strings, by their bytes.
type MinText struct{ m extremeBytes }

// Add takes a value.
func (m *MinText) Add(x string) {
	if m.m.v == nil || x < m.m.text() {
		m.m.set(x)
	}
}

// Merge takes another minimum.
func (m *MinText) Merge(other *MinText) {
	if other.m.v != nil {
		m.Add(other.m.text())
	}
}

// Value is the minimum, NULL of no rows.
func (m *MinText) Value() rt.Null[string] { return rt.Null[string]{V: m.m.text(), Valid: m.m.v != nil} }

// ValueNotNull is the minimum.
func (m *MinText) ValueNotNull() string { return m.m.text() }

// MaxText is MAX of strings, by their bytes.
type MaxText struct{ m extremeBytes }

// Add takes a value.
func (m *MaxText) Add(x string) {
	if m.m.v == nil || x > m.m.text() {
		m.m.set(x)
	}
}

// Merge takes another maximum.
func (m *MaxText) Merge(other *MaxText) {
	if other.m.v != nil {
		m.Add(other.m.text())
	}
}

// Value is the maximum, NULL of no rows.
func (m *MaxText) Value() rt.Null[string] { return rt.Null[string]{V: m.m.text(), Valid: m.m.v != nil} }

// ValueNotNull is the maximum.
func (m *MaxText) ValueNotNull() string { return m.m.text() }

// MinBytes is MIN of BYTES.
type MinBytes struct{ m extremeBytes }

// Add takes a value.
func (m *MinBytes) Add(x []byte) {
	if m.m.v == nil || bytes.Compare(x, m.m.v) < 0 {
		m.m.set(rt.Text(x))
	}
}

// Merge takes another minimum.
func (m *MinBytes) Merge(other *MinBytes) {
	if other.m.v != nil {
		m.Add(other.m.v)
	}
}

// Value is the minimum, NULL of no rows.
func (m *MinBytes) Value() rt.Null[[]byte] { return rt.Null[[]byte]{V: m.m.v, Valid: m.m.v != nil} }

// ValueNotNull is the minimum.
func (m *MinBytes) ValueNotNull() []byte { return m.m.v }

// MaxBytes is MAX of BYTES.
type MaxBytes struct{ m extremeBytes }

// Add takes a value.
func (m *MaxBytes) Add(x []byte) {
	if m.m.v == nil || bytes.Compare(x, m.m.v) > 0 {
		m.m.set(rt.Text(x))
	}
}

// Merge takes another maximum.
func (m *MaxBytes) Merge(other *MaxBytes) {
	if other.m.v != nil {
		m.Add(other.m.v)
	}
}

// Value is the maximum, NULL of no rows.
func (m *MaxBytes) Value() rt.Null[[]byte] { return rt.Null[[]byte]{V: m.m.v, Valid: m.m.v != nil} }

// ValueNotNull is the maximum.
func (m *MaxBytes) ValueNotNull() []byte { return m.m.v }
