package agg

import (
	"encoding/binary"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
)

// Array is ARRAY_AGG of what can't be NULL.
type Array[T any] struct{ values []T }

// Add takes a value.
func (a *Array[T]) Add(x T) { a.values = append(a.values, owned(x)) }

// Merge takes the rows behind.
func (a *Array[T]) Merge(other *Array[T]) { a.values = append(a.values, other.values...) }

// Value is the array, NULL of no rows. It is good until the next Add.
func (a *Array[T]) Value() rt.Null[[]T] { return rt.When(a.values != nil, a.values) }

// ValueNotNull is the array.
func (a *Array[T]) ValueNotNull() []T { return a.values }

// ArrayNull is ARRAY_AGG: NULLs are elements.
type ArrayNull[T any] struct{ values []rt.Null[T] }

// Add takes a value.
func (a *ArrayNull[T]) Add(x rt.Null[T]) {
	if x.Valid {
		x.V = owned(x.V)
	}
	a.values = append(a.values, x)
}

// Merge takes the rows behind.
func (a *ArrayNull[T]) Merge(other *ArrayNull[T]) { a.values = append(a.values, other.values...) }

// Value is the array, NULL of no rows. It is good until the next Add.
func (a *ArrayNull[T]) Value() rt.Null[[]rt.Null[T]] { return rt.When(a.values != nil, a.values) }

// ValueNotNull is the array.
func (a *ArrayNull[T]) ValueNotNull() []rt.Null[T] { return a.values }

// Joined is STRING_AGG: texts, each behind its length, which are joined when the result is asked for. 24 bytes and the texts.
type Joined struct{ texts []byte }

// Add takes a text.
func (j *Joined) Add(x string) {
	j.texts = binary.AppendUvarint(j.texts, uint64(len(x)))
	j.texts = append(j.texts, x...)
}

// Merge takes the rows behind.
func (j *Joined) Merge(other *Joined) { j.texts = append(j.texts, other.texts...) }

// Value is the texts with the separator between, NULL of no rows.
func (j *Joined) Value(separator string) rt.Null[string] {
	if len(j.texts) == 0 {
		return rt.Null[string]{}
	}
	return rt.Of(j.ValueNotNull(separator))
}

// ValueNotNull is the texts with the separator between.
func (j *Joined) ValueNotNull(separator string) string {
	joined, count := make([]byte, 0, j.length(separator)), 0
	for rest := j.texts; len(rest) > 0; count++ {
		if count > 0 {
			joined = append(joined, separator...)
		}
		length, n := binary.Uvarint(rest)
		joined = append(joined, rest[n:n+int(length)]...)
		rest = rest[n+int(length):]
	}
	return unsafe.String(unsafe.SliceData(joined), len(joined))
}

func (j *Joined) length(separator string) int {
	total := -len(separator)
	for rest := j.texts; len(rest) > 0; {
		length, n := binary.Uvarint(rest)
		total += int(length) + len(separator)
		rest = rest[n+int(length):]
	}
	return max(total, 0)
}

// Listed is LISTAGG without a separator: a comma.
type Listed struct{ j Joined }

// Add takes a text.
func (l *Listed) Add(x string) { l.j.Add(x) }

// Merge takes the rows behind.
func (l *Listed) Merge(other *Listed) { l.j.Merge(&other.j) }

// Value is the texts with commas between, NULL of no rows.
func (l *Listed) Value() rt.Null[string] { return l.j.Value(",") }

// ValueNotNull is the texts with commas between.
func (l *Listed) ValueNotNull() string { return l.j.ValueNotNull(",") }
