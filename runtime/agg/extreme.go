package agg

import (
	"strings"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// Ordered are the numbers that < puts in order: integers, and what is held in them.
type Ordered interface {
	~int8 | ~int16 | ~int32 | ~int64
}

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

// Comparable are values that compare by a method of theirs.
type Comparable[T any] interface {
	comparable
	Cmp(T) int
}

// MinOf is MIN of wide DECIMALs and of other values that compare by a method.
type MinOf[T Comparable[T]] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MinOf[T]) Add(x T) {
	if !m.some || x.Cmp(m.v) < 0 {
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

// MaxOf is MAX of wide DECIMALs and of other values that compare by a method.
type MaxOf[T Comparable[T]] struct {
	v    T
	some bool
}

// Add takes a value.
func (m *MaxOf[T]) Add(x T) {
	if !m.some || x.Cmp(m.v) > 0 {
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

// MinText is MIN of strings, by their bytes. A value is copied when it becomes the minimum: the row's text is gone with its
// batch.
type MinText struct {
	v    string
	some bool
}

// Add takes a value.
func (m *MinText) Add(x string) {
	if !m.some || x < m.v {
		m.v, m.some = strings.Clone(x), true
	}
}

// Merge takes another minimum.
func (m *MinText) Merge(other *MinText) {
	if other.some && (!m.some || other.v < m.v) {
		*m = *other
	}
}

// Value is the minimum, NULL of no rows.
func (m *MinText) Value() rt.Null[string] { return rt.Null[string]{V: m.v, Valid: m.some} }

// ValueNotNull is the minimum.
func (m *MinText) ValueNotNull() string { return m.v }

// MaxText is MAX of strings, by their bytes.
type MaxText struct {
	v    string
	some bool
}

// Add takes a value.
func (m *MaxText) Add(x string) {
	if !m.some || x > m.v {
		m.v, m.some = strings.Clone(x), true
	}
}

// Merge takes another maximum.
func (m *MaxText) Merge(other *MaxText) {
	if other.some && (!m.some || other.v > m.v) {
		*m = *other
	}
}

// Value is the maximum, NULL of no rows.
func (m *MaxText) Value() rt.Null[string] { return rt.Null[string]{V: m.v, Valid: m.some} }

// ValueNotNull is the maximum.
func (m *MaxText) ValueNotNull() string { return m.v }
