package agg

import rt "github.com/weirsql/weir/runtime"

// First is FIRST_VALUE of what can't be NULL, and ANY_VALUE.
type First[T any] struct{ at[T] }

// Add takes a value.
func (f *First[T]) Add(x T) {
	if !f.some {
		f.set(x)
	}
}

// Merge takes the rows behind.
func (f *First[T]) Merge(other *First[T]) {
	if !f.some {
		*f = *other
	}
}

// Last is LAST_VALUE of what can't be NULL.
type Last[T any] struct{ at[T] }

// Add takes a value.
func (l *Last[T]) Add(x T) { l.set(x) }

// Merge takes the rows behind.
func (l *Last[T]) Merge(other *Last[T]) {
	if other.some {
		*l = *other
	}
}

// FirstNull is FIRST_VALUE: a NULL counts.
type FirstNull[T any] struct {
	f     First[T]
	taken bool
}

// Add takes a value.
func (f *FirstNull[T]) Add(x rt.Null[T]) {
	if !f.taken && x.Valid {
		f.f.Add(x.V)
	}
	f.taken = true
}

// Merge takes the rows behind.
func (f *FirstNull[T]) Merge(other *FirstNull[T]) {
	if !f.taken {
		*f = *other
	}
}

// Value is the first value, NULL of no rows.
func (f *FirstNull[T]) Value() rt.Null[T] { return f.f.Value() }

// LastNull is LAST_VALUE: a NULL counts.
type LastNull[T any] struct {
	l     kept[T]
	valid bool // the last value isn't NULL
	taken bool
}

// Add takes a value.
func (l *LastNull[T]) Add(x rt.Null[T]) {
	l.taken, l.valid = true, x.Valid
	if x.Valid {
		l.l.set(x.V)
	}
}

// Merge takes the rows behind.
func (l *LastNull[T]) Merge(other *LastNull[T]) {
	if other.taken {
		*l = *other
	}
}

// Value is the last value, NULL of no rows.
func (l *LastNull[T]) Value() rt.Null[T] { return rt.When(l.valid, l.l.v) }
