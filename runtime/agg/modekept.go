package agg

import (
	"cmp"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/snapshot"
)

// ModeKept is MODE: the values in order, with how many rows have each, and again by these numbers.
type ModeKept[T any] struct {
	values sorted[T]
	often  sorted[frequency[T]]
}

// frequency is a value with how many rows have it.
type frequency[T any] struct {
	rows int64
	x    T
}

// compareFrequencies puts the value that most rows have first, the least of several.
func compareFrequencies[T any](a, b *frequency[T]) int {
	if c := cmp.Compare(b.rows, a.rows); c != 0 {
		return c
	}
	return compareValues(&a.x, &b.x)
}

// Add takes a value.
func (m *ModeKept[T]) Add(x T) {
	rows := m.values.add(x, compareValues[T])
	if rows > 1 {
		m.often.remove(frequency[T]{rows - 1, x}, compareFrequencies[T])
	}
	m.often.add(frequency[T]{rows, owned(x)}, compareFrequencies[T])
}

// Remove takes a value back.
func (m *ModeKept[T]) Remove(x T) {
	rows := m.values.remove(x, compareValues[T])
	m.often.remove(frequency[T]{rows + 1, x}, compareFrequencies[T])
	if rows > 0 {
		m.often.add(frequency[T]{rows, owned(x)}, compareFrequencies[T])
	}
}

// Value is the most frequent value, the least of several; NULL of no rows.
func (m *ModeKept[T]) Value() rt.Null[T] {
	if m.values.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(m.ValueNotNull())
}

// ValueNotNull is the most frequent value.
func (m *ModeKept[T]) ValueNotNull() T { return m.often.first().x }

// Descending is the most frequent value, the greatest of several; NULL of no rows.
func (m *ModeKept[T]) Descending() rt.Null[T] {
	if m.values.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(m.DescendingNotNull())
}

// DescendingNotNull is the most frequent value, the greatest of several.
func (m *ModeKept[T]) DescendingNotNull() T {
	most := m.often.first().rows
	return m.often.lastWhere(func(f *frequency[T]) bool { return f.rows == most }).x
}

// Snapshot codes the values; their order by number is made anew.
func (m *ModeKept[T]) Snapshot(c *snapshot.Codec) {
	m.values.Snapshot(c)
	if !c.Reading() {
		return
	}
	m.often = sorted[frequency[T]]{}
	for _, b := range m.values.blocks {
		for i := range min(len(b.values), len(b.counts)) {
			m.often.add(frequency[T]{b.counts[i], b.values[i]}, compareFrequencies[T])
		}
	}
}
