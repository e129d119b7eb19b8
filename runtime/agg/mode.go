package agg

import (
	"cmp"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// Mode is MODE of numbers.
type Mode[T Ordered] struct{ places[T] }

// Merge takes another group's values.
func (m *Mode[T]) Merge(other *Mode[T]) { m.s.merge(&other.s) }

// Value is the most frequent value, the least of several; NULL of no rows.
func (m *Mode[T]) Value() rt.Null[T] { return m.mostFrequent(false, cmp.Compare[T]) }

// ValueNotNull is the most frequent value.
func (m *Mode[T]) ValueNotNull() T { return m.Value().V }

// Descending is the most frequent value, the greatest of several; NULL of no rows.
func (m *Mode[T]) Descending() rt.Null[T] { return m.mostFrequent(true, cmp.Compare[T]) }

// DescendingNotNull is the same of a row at least.
func (m *Mode[T]) DescendingNotNull() T { return m.Descending().V }

// ModeFloat is MODE of DOUBLEs and REALs: NaN is greater than every number.
type ModeFloat[T num.Float] struct{ places[T] }

// Merge takes another group's values.
func (m *ModeFloat[T]) Merge(other *ModeFloat[T]) { m.s.merge(&other.s) }

// Value is the most frequent value, the least of several; NULL of no rows.
func (m *ModeFloat[T]) Value() rt.Null[T] { return m.mostFrequent(false, num.CompareFloat[T]) }

// ValueNotNull is the most frequent value.
func (m *ModeFloat[T]) ValueNotNull() T { return m.Value().V }

// Descending is the most frequent value, the greatest of several; NULL of no rows.
func (m *ModeFloat[T]) Descending() rt.Null[T] { return m.mostFrequent(true, num.CompareFloat[T]) }

// DescendingNotNull is the same of a row at least.
func (m *ModeFloat[T]) DescendingNotNull() T { return m.Descending().V }

// ModeText is MODE of strings, by their bytes.
type ModeText struct{ places[string] }

// Merge takes another group's values.
func (m *ModeText) Merge(other *ModeText) { m.s.merge(&other.s) }

// Value is the most frequent value, the least of several; NULL of no rows.
func (m *ModeText) Value() rt.Null[string] { return m.mostFrequent(false, cmp.Compare[string]) }

// ValueNotNull is the most frequent value.
func (m *ModeText) ValueNotNull() string { return m.Value().V }

// Descending is the most frequent value, the greatest of several; NULL of no rows.
func (m *ModeText) Descending() rt.Null[string] { return m.mostFrequent(true, cmp.Compare[string]) }

// DescendingNotNull is the same of a row at least.
func (m *ModeText) DescendingNotNull() string { return m.Descending().V }

// ModeOf is MODE of values that compare by a method.
type ModeOf[T Comparable[T]] struct{ places[T] }

// Merge takes another group's values.
func (m *ModeOf[T]) Merge(other *ModeOf[T]) { m.s.merge(&other.s) }

// Value is the most frequent value, the least of several; NULL of no rows.
func (m *ModeOf[T]) Value() rt.Null[T] { return m.mostFrequent(false, CompareOf[T]) }

// ValueNotNull is the most frequent value.
func (m *ModeOf[T]) ValueNotNull() T { return m.Value().V }

// Descending is the most frequent value, the greatest of several; NULL of no rows.
func (m *ModeOf[T]) Descending() rt.Null[T] { return m.mostFrequent(true, CompareOf[T]) }

// DescendingNotNull is the same of a row at least.
func (m *ModeOf[T]) DescendingNotNull() T { return m.Descending().V }
