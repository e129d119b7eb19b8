package decimal

import (
	"math"
	"math/bits"
)

// Int128 is a signed 128-bit integer in two's complement. Its zero value is 0, and == compares.
type Int128 struct {
	Hi int64
	Lo uint64
}

// Of64 widens an int64.
func Of64(v int64) Int128 { return Int128{v >> 63, uint64(v)} }

// Narrow is the value as an int64. It is only meaningful for values that fit.
func (a Int128) Narrow() int64 { return int64(a.Lo) }

// Fits64 reports whether the value fits an int64.
func (a Int128) Fits64() bool { return a.Hi == int64(a.Lo)>>63 }

// Sign is -1, 0 or 1.
func (a Int128) Sign() int {
	switch {
	case a.Hi < 0:
		return -1
	case a.Hi == 0 && a.Lo == 0:
		return 0
	}
	return 1
}

// Neg is -a.
func (a Int128) Neg() Int128 {
	lo, borrow := bits.Sub64(0, a.Lo, 0)
	hi, _ := bits.Sub64(0, uint64(a.Hi), borrow)
	return Int128{int64(hi), lo}
}

// Abs is the absolute value.
func (a Int128) Abs() Int128 {
	if a.Hi < 0 {
		return a.Neg()
	}
	return a
}

// Add is a + b, for operands of at most 37 digits, whose sum always fits.
func (a Int128) Add(b Int128) Int128 {
	lo, carry := bits.Add64(a.Lo, b.Lo, 0)
	hi, _ := bits.Add64(uint64(a.Hi), uint64(b.Hi), carry)
	return Int128{int64(hi), lo}
}

// Sub is a - b, for operands of at most 37 digits.
func (a Int128) Sub(b Int128) Int128 {
	lo, borrow := bits.Sub64(a.Lo, b.Lo, 0)
	hi, _ := bits.Sub64(uint64(a.Hi), uint64(b.Hi), borrow)
	return Int128{int64(hi), lo}
}

// Mul64 is a * b in full.
func Mul64(a, b int64) Int128 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hi -= uint64(a>>63)&uint64(b) + uint64(b>>63)&uint64(a)
	return Int128{int64(hi), lo}
}

// Cmp is -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Int128) Cmp(b Int128) int {
	switch {
	case a == b:
		return 0
	case a.Less(b):
		return -1
	}
	return 1
}

// Less reports a < b.
func (a Int128) Less(b Int128) bool { return a.Hi < b.Hi || a.Hi == b.Hi && a.Lo < b.Lo }

// Compare is Cmp as a function.
func Compare(a, b Int128) int { return a.Cmp(b) }

// Float64 is the nearest float64 of the unscaled value.
func (a Int128) Float64() float64 {
	if a.Fits64() {
		return float64(a.Narrow())
	}
	magnitude := a.Abs()
	f := math.Ldexp(float64(uint64(magnitude.Hi)), 64) + float64(magnitude.Lo)
	if a.Hi < 0 {
		return -f
	}
	return f
}

// magnitude is |a| as two words and whether a is negative.
func (a Int128) magnitude() (hi, lo uint64, negative bool) {
	m := a.Abs()
	return uint64(m.Hi), m.Lo, a.Hi < 0
}

func signed(hi, lo uint64, negative bool) Int128 {
	v := Int128{int64(hi), lo}
	if negative {
		return v.Neg()
	}
	return v
}

// pow10 are the powers of ten that fit a word.
var pow10 = [20]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// bounds are the powers of ten up to 10^38: a DECIMAL(p) value's magnitude is below bounds[p].
var bounds = func() (b [39]Int128) {
	b[0] = Of64(1)
	for i := 1; i < len(b); i++ {
		hi, lo := bits.Mul64(b[i-1].Lo, 10)
		b[i] = Int128{int64(uint64(b[i-1].Hi)*10 + hi), lo}
	}
	return b
}()

// fits reports |a| < 10^precision.
func (a Int128) fits(precision int) bool {
	bound := bounds[precision]
	return a.Less(bound) && bound.Neg().Less(a)
}
