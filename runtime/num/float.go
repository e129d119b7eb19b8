package num

import "math"

// finite reports that v is neither NaN nor an infinity.
func finite[T Float](v T) bool { return v-v == 0 }

// AddFloat is a + b.
func AddFloat[T Float](a, b T) T {
	if c := a + b; c-c == 0 || a-a != 0 || b-b != 0 { // x-x is 0 but for NaN and infinities
		return c
	}
	panic(overflow)
}

// SubFloat is a - b.
func SubFloat[T Float](a, b T) T {
	if c := a - b; c-c == 0 || a-a != 0 || b-b != 0 { // x-x is 0 but for NaN and infinities
		return c
	}
	panic(overflow)
}

// MulFloat is a · b.
func MulFloat[T Float](a, b T) T {
	c := a * b
	if c-c == 0 && c != 0 || a == 0 || b == 0 || a-a != 0 || b-b != 0 {
		return c
	}
	if c == 0 {
		panic(underflow)
	}
	panic(overflow)
}

// DivFloat is a / b.
func DivFloat[T Float](a, b T) T {
	c := a / b
	if c-c == 0 && c != 0 || a != a || b != 0 && (a == 0 || a-a != 0 || b-b != 0) {
		return c
	}
	if b == 0 {
		panic(divisionByZero)
	}
	if c == 0 {
		panic(underflow)
	}
	panic(overflow)
}

// ModFloat is the remainder of a / b, with the sign of a.
func ModFloat(a, b float64) float64 {
	if b == 0 {
		panic(divisionByZero)
	}
	return math.Mod(a, b)
}

// AbsFloat is |a|.
func AbsFloat[T Float](a T) T { return T(math.Abs(float64(a))) }

// SignFloat is -1, 0 or 1; 0 for NaN's lack of a sign.
func SignFloat(a float64) float64 {
	switch {
	case a < 0:
		return -1
	case a > 0:
		return 1
	}
	return 0
}

// ToReal narrows a DOUBLE.
func ToReal(v float64) float32 {
	f := float32(v)
	if !finite(f) && finite(v) {
		panic(overflow)
	}
	if f == 0 && v != 0 {
		panic(underflow)
	}
	return f
}

// ToInteger rounds half to even, as PostgreSQL casts floats to integers.
func ToInteger[T Integer, F Float](v F) T {
	f := math.RoundToEven(float64(v))
	if f >= -9_223_372_036_854_775_808 && f < 9_223_372_036_854_775_808 {
		if n := T(int64(f)); int64(n) == int64(f) {
			return n
		}
	}
	panic(outOfRange)
}

// CompareFloat orders floats as PostgreSQL does: NaN equals NaN and is greater than any other number.
func CompareFloat[T Float](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case a == b:
		return 0
	case a != a && b != b:
		return 0
	case a != a:
		return 1
	}
	return -1
}

// IsNaN reports whether v is NaN.
func IsNaN[T Float](v T) bool { return v != v }

// EqualFloat is PostgreSQL's equality: NaN equals NaN.
func EqualFloat[T Float](a, b T) bool { return a == b || a != a && b != b }

// LessFloat is PostgreSQL's order: NaN is greater than any other number.
func LessFloat[T Float](a, b T) bool { return a < b || b != b && a == a }
