package agg

import (
	"bytes"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// at is x of the row with the least or greatest y so far. The rows that come first win among equals.
type at[T any] struct {
	x    kept[T]
	some bool
}

func (a *at[T]) set(x T) {
	a.x.set(x)
	a.some = true
}

// Value is x, NULL of no rows.
func (a *at[T]) Value() rt.Null[T] { return rt.Null[T]{V: a.x.v, Valid: a.some} }

// ValueNotNull is x.
func (a *at[T]) ValueNotNull() T { return a.x.v }

// ArgMin is ARG_MIN by a number.
type ArgMin[T any, Y Ordered] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMin[T, Y]) Add(x T, y Y) {
	if !a.some || y < a.y {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMin[T, Y]) Merge(other *ArgMin[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMinFloat is ARG_MIN by a DOUBLE or REAL: NaN is greater than every number.
type ArgMinFloat[T any, Y num.Float] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMinFloat[T, Y]) Add(x T, y Y) {
	if !a.some || num.LessFloat(y, a.y) {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMinFloat[T, Y]) Merge(other *ArgMinFloat[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMinOf is ARG_MIN by what compares by a method.
type ArgMinOf[T any, Y Comparable[Y]] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMinOf[T, Y]) Add(x T, y Y) {
	if !a.some || y.Less(a.y) {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMinOf[T, Y]) Merge(other *ArgMinOf[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMinText is ARG_MIN by a string.
type ArgMinText[T any] struct {
	at[T]
	y extremeBytes
}

// Add takes a row.
func (a *ArgMinText[T]) Add(x T, y string) {
	if !a.some || y < a.y.text() {
		a.set(x)
		a.y.set(y)
	}
}

// Merge takes another one.
func (a *ArgMinText[T]) Merge(other *ArgMinText[T]) {
	if other.some {
		a.Add(other.x.v, other.y.text())
	}
}

// ArgMinBytes is ARG_MIN by BYTES.
type ArgMinBytes[T any] struct {
	at[T]
	y extremeBytes
}

// Add takes a row.
func (a *ArgMinBytes[T]) Add(x T, y []byte) {
	if !a.some || bytes.Compare(y, a.y.v) < 0 {
		a.set(x)
		a.y.set(rt.Text(y))
	}
}

// Merge takes another one.
func (a *ArgMinBytes[T]) Merge(other *ArgMinBytes[T]) {
	if other.some {
		a.Add(other.x.v, other.y.v)
	}
}

// ArgMax is ARG_MAX by a number.
type ArgMax[T any, Y Ordered] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMax[T, Y]) Add(x T, y Y) {
	if !a.some || y > a.y {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMax[T, Y]) Merge(other *ArgMax[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMaxFloat is ARG_MAX by a DOUBLE or REAL: NaN is greater than every number.
type ArgMaxFloat[T any, Y num.Float] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMaxFloat[T, Y]) Add(x T, y Y) {
	if !a.some || num.LessFloat(a.y, y) {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMaxFloat[T, Y]) Merge(other *ArgMaxFloat[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMaxOf is ARG_MAX by what compares by a method.
type ArgMaxOf[T any, Y Comparable[Y]] struct {
	at[T]
	y Y
}

// Add takes a row.
func (a *ArgMaxOf[T, Y]) Add(x T, y Y) {
	if !a.some || a.y.Less(y) {
		a.set(x)
		a.y = y
	}
}

// Merge takes another one.
func (a *ArgMaxOf[T, Y]) Merge(other *ArgMaxOf[T, Y]) {
	if other.some {
		a.Add(other.x.v, other.y)
	}
}

// ArgMaxText is ARG_MAX by a string.
type ArgMaxText[T any] struct {
	at[T]
	y extremeBytes
}

// Add takes a row.
func (a *ArgMaxText[T]) Add(x T, y string) {
	if !a.some || y > a.y.text() {
		a.set(x)
		a.y.set(y)
	}
}

// Merge takes another one.
func (a *ArgMaxText[T]) Merge(other *ArgMaxText[T]) {
	if other.some {
		a.Add(other.x.v, other.y.text())
	}
}

// ArgMaxBytes is ARG_MAX by BYTES.
type ArgMaxBytes[T any] struct {
	at[T]
	y extremeBytes
}

// Add takes a row.
func (a *ArgMaxBytes[T]) Add(x T, y []byte) {
	if !a.some || bytes.Compare(y, a.y.v) > 0 {
		a.set(x)
		a.y.set(rt.Text(y))
	}
}

// Merge takes another one.
func (a *ArgMaxBytes[T]) Merge(other *ArgMaxBytes[T]) {
	if other.some {
		a.Add(other.x.v, other.y.v)
	}
}
