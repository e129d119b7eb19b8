package num

import "math/bits"

// Add is a + b.
func Add[T Integer](a, b T) T {
	if c := a + b; (a^c)&(b^c) >= 0 {
		return c
	}
	panic(overflow)
}

// Sub is a - b.
func Sub[T Integer](a, b T) T {
	if c := a - b; (a^b)&(a^c) >= 0 {
		return c
	}
	panic(overflow)
}

// Mul is a · b.
func Mul[T Integer](a, b T) T {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hi -= uint64(int64(a)>>63)&uint64(b) + uint64(int64(b)>>63)&uint64(a)
	if int64(hi) == int64(lo)>>63 && int64(T(lo)) == int64(lo) {
		return T(lo)
	}
	panic(overflow)
}

// Div is a / b, truncated toward zero.
func Div[T Integer](a, b T) T {
	if b == 0 {
		panic(divisionByZero)
	}
	if c := a / b; b != -1 || c != a || a == 0 {
		return c
	}
	panic(overflow) // the least value divided by -1 is itself
}

// Mod is the remainder of a / b, with the sign of a.
func Mod[T Integer](a, b T) T {
	if b == 0 {
		panic(divisionByZero)
	}
	return a % b
}

// Neg is -a.
func Neg[T Integer](a T) T {
	if a != -a || a == 0 {
		return -a
	}
	panic(overflow)
}

// Abs is |a|.
func Abs[T Integer](a T) T {
	if a < 0 {
		return Neg(a)
	}
	return a
}

// Sign is -1, 0 or 1.
func Sign[T Integer](a T) T {
	switch {
	case a < 0:
		return -1
	case a > 0:
		return 1
	}
	return 0
}

// GCD is the greatest common divisor, never negative.
func GCD[T Integer](a, b T) T {
	for b != 0 {
		a, b = b, a%b
	}
	return Abs(a)
}

// LCM is the least common multiple, never negative.
func LCM[T Integer](a, b T) T {
	if a == 0 || b == 0 {
		return 0
	}
	return Abs(Mul(a/GCD(a, b), b))
}

// Narrow converts to an integer type that may not hold the value.
func Narrow[To, From Integer](v From) To {
	if n := To(v); From(n) == v {
		return n
	}
	panic(outOfRange)
}

// FromBoolean is 1 for TRUE, 0 for FALSE.
func FromBoolean[T Integer](v bool) T {
	if v {
		return 1
	}
	return 0
}
