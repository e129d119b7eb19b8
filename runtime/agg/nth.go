package agg

import rt "github.com/weirsql/weir/runtime"

// Nth is NTH_VALUE(x, n) over a frame that begins with its partition: the n-th row's value, counted from 1.
type Nth[T any] struct {
	value rt.Null[T]
	count int64
}

// Add takes a row.
func (a *Nth[T]) Add(x rt.Null[T], n int64) {
	if a.count++; a.count == n {
		if x.Valid {
			x.V = owned(x.V)
		}
		a.value = x
	}
}

// Value is the value, NULL where there are fewer rows.
func (a *Nth[T]) Value() rt.Null[T] { return a.value }

// NthLast is NTH_VALUE(x, n) FROM LAST: it keeps the last n values.
type NthLast[T any] struct {
	values []rt.Null[T] // a ring, once there are n
	oldest int
	full   bool
}

// Add takes a row.
func (a *NthLast[T]) Add(x rt.Null[T], n int64) {
	if x.Valid {
		x.V = owned(x.V)
	}
	if !a.full {
		a.values = append(a.values, x)
		a.full = int64(len(a.values)) == n
		return
	}
	a.values[a.oldest] = x
	a.oldest = (a.oldest + 1) % len(a.values)
}

// Value is the value, NULL where there are fewer rows.
func (a *NthLast[T]) Value() rt.Null[T] {
	if !a.full {
		return rt.Null[T]{}
	}
	return a.values[a.oldest]
}
