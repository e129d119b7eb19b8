package decimal

import "math/bits"

// Add is a·10^aShift + b·10^bShift, rounded by drop digits. At most one of the shifts is not zero. It fails the record where
// the result needs more than precision digits.
func Add(a, b Int128, aShift, bShift, drop, precision int) Int128 {
	aHi, aLo, aNegative := a.magnitude()
	bHi, bLo, bNegative := b.magnitude()
	x, y := natOf(aHi, aLo), natOf(bHi, bLo)
	x.mulPow10(aShift)
	y.mulPow10(bShift)
	switch {
	case aNegative == bNegative:
		x.add(&y)
	case x.less(&y):
		y.sub(&x)
		x, aNegative = y, bNegative
	default:
		x.sub(&y)
	}
	x.divPow10Round(drop)
	return x.int128(aNegative, precision)
}

// Sub is a·10^aShift - b·10^bShift, like Add.
func Sub(a, b Int128, aShift, bShift, drop, precision int) Int128 {
	return Add(a, b.Neg(), aShift, bShift, drop, precision)
}

// Mul is a·b, rounded by drop digits.
func Mul(a, b Int128, drop, precision int) Int128 {
	aHi, aLo, aNegative := a.magnitude()
	bHi, bLo, bNegative := b.magnitude()
	product := mul(aHi, aLo, bHi, bLo)
	product.divPow10Round(drop)
	return product.int128(aNegative != bNegative, precision)
}

// Div is a·10^shift / b, rounded to a whole number. It fails the record for b = 0. A negative shift divides instead.
func Div(a, b Int128, shift, precision int) Int128 {
	aHi, aLo, aNegative := a.magnitude()
	bHi, bLo, bNegative := b.magnitude()
	if bHi|bLo == 0 {
		divisionByZero()
	}
	n := natOf(aHi, aLo)
	if shift >= 0 {
		if !n.mulPow10(shift) {
			overflow(precision)
		}
		rHi, rLo := n.div(bHi, bLo)
		if atLeastHalf(rHi, rLo, bHi, bLo) {
			n.addWord(1)
		}
	} else { // floor(floor(a/b) / 10^(k-1)) decides the rounding as a/(b·10^(k-1)) does
		n.div(bHi, bLo)
		n.divPow10Round(-shift)
	}
	return n.int128(aNegative != bNegative, precision)
}

// Div64 is Div where the shifted dividend and the quotient fit an int64.
func Div64(dividend, divisor int64) int64 {
	if divisor == 0 {
		divisionByZero()
	}
	quotient, rest := dividend/divisor, dividend%divisor
	if rest != 0 && absolute(rest) >= absolute(divisor)-absolute(rest) {
		if (dividend < 0) != (divisor < 0) {
			return quotient - 1
		}
		return quotient + 1
	}
	return quotient
}

// Mod is the remainder of a·10^aShift and b·10^bShift, with the sign of a. It fails the record for b = 0.
func Mod(a, b Int128, aShift, bShift, drop, precision int) Int128 {
	aHi, aLo, negative := a.magnitude()
	bHi, bLo, _ := b.magnitude()
	if bHi|bLo == 0 {
		divisionByZero()
	}
	x := natOf(aHi, aLo)
	if aShift > 0 {
		x.mulPow10(aShift)
		rHi, rLo := x.div(bHi, bLo)
		x = natOf(rHi, rLo)
	} else {
		x = modShifted(x, bHi, bLo, bShift)
	}
	x.divPow10Round(drop)
	return x.int128(negative, precision)
}

// modShifted is x mod (b·10^shift): where that exceeds x, x itself; else the divisor has at most two words.
func modShifted(x nat, bHi, bLo uint64, shift int) nat {
	y := natOf(bHi, bLo)
	if !y.mulPow10(shift) || x.less(&y) {
		return x
	}
	rHi, rLo := x.div(y[1], y[0])
	return natOf(rHi, rLo)
}

// Mod64 is the remainder of two values of one scale. It fails the record for b = 0.
func Mod64(a, b int64) int64 {
	if b == 0 {
		divisionByZero()
	}
	return a % b
}

// Rescale changes the scale: it multiplies by 10^shift, or divides by 10^-shift and rounds. It fails the record where the
// result needs more than precision digits.
func Rescale(a Int128, shift, precision int) Int128 {
	hi, lo, negative := a.magnitude()
	n := natOf(hi, lo)
	if shift >= 0 {
		n.mulPow10(shift)
	} else {
		n.divPow10Round(-shift)
	}
	return n.int128(negative, precision)
}

// Check fails the record where a needs more than precision digits.
func Check(a Int128, precision int) Int128 {
	if !a.fits(precision) {
		overflow(precision)
	}
	return a
}

// Check64 is Check for precisions up to 18.
func Check64(a int64, precision int) int64 {
	if bound := int64(pow10[precision]); a >= bound || a <= -bound {
		overflow(precision)
	}
	return a
}

// Scale64 is a·unit, unit being a power of ten, for precisions up to 18.
func Scale64(a, unit int64, precision int) int64 {
	if limit := int64(pow10[precision]) / unit; a >= limit || a <= -limit {
		overflow(precision)
	}
	return a * unit
}

// Round64 divides by a power of ten (unit) and rounds half away from zero.
func Round64(a, unit int64) int64 {
	quotient, rest := a/unit, a%unit
	switch {
	case rest >= unit-rest:
		return quotient + 1
	case -rest >= unit+rest:
		return quotient - 1
	}
	return quotient
}

// RoundTo rounds to a number of digits behind the point (before it, if negative) and keeps the scale.
func RoundTo(a Int128, scale int, digits int32) Int128 {
	drop := min(scale-int(max(digits, -100)), 40)
	if drop <= 0 {
		return a
	}
	hi, lo, negative := a.magnitude()
	n := natOf(hi, lo)
	n.divPow10Round(drop)
	n.mulPow10(drop)
	return n.int128(negative, 38)
}

// TruncTo cuts off digits like RoundTo.
func TruncTo(a Int128, scale int, digits int32) Int128 {
	drop := min(scale-int(max(digits, -100)), 40)
	if drop <= 0 {
		return a
	}
	hi, lo, negative := a.magnitude()
	n := natOf(hi, lo)
	n.divPow10(drop)
	n.mulPow10(drop)
	return signed(n[1], n[0], negative)
}

// Floor64 divides by a power of ten (unit) and rounds toward negative infinity.
func Floor64(a, unit int64) int64 {
	quotient := a / unit
	if a%unit < 0 {
		return quotient - 1
	}
	return quotient
}

// Ceil64 divides by a power of ten (unit) and rounds toward positive infinity.
func Ceil64(a, unit int64) int64 {
	quotient := a / unit
	if a%unit > 0 {
		return quotient + 1
	}
	return quotient
}

// Trunc64 divides by a power of ten (unit) toward zero.
func Trunc64(a, unit int64) int64 { return a / unit }

// Trunc divides by 10^digits toward zero.
func Trunc(a Int128, digits int) Int128 {
	hi, lo, negative := a.magnitude()
	n := natOf(hi, lo)
	n.divPow10(digits)
	return signed(n[1], n[0], negative)
}

// Floor divides by 10^digits and rounds toward negative infinity.
func Floor(a Int128, digits int) Int128 {
	hi, lo, negative := a.magnitude()
	n := natOf(hi, lo)
	if exact := n.divPow10(digits); !exact && negative {
		n.addWord(1)
	}
	return signed(n[1], n[0], negative)
}

// Ceil divides by 10^digits and rounds toward positive infinity.
func Ceil(a Int128, digits int) Int128 { return Floor(a.Neg(), digits).Neg() }

// int128 applies the sign, failing the record where the number needs more than precision digits.
func (n *nat) int128(negative bool, precision int) Int128 {
	bound := bounds[precision]
	if n.words() > 2 || n[1] > uint64(bound.Hi) || n[1] == uint64(bound.Hi) && n[0] >= bound.Lo {
		overflow(precision)
	}
	return signed(n[1], n[0], negative)
}

// atLeastHalf reports 2r >= d.
func atLeastHalf(rHi, rLo, dHi, dLo uint64) bool {
	lo, borrow := bits.Sub64(dLo, rLo, 0)
	hi, _ := bits.Sub64(dHi, rHi, borrow)
	return rHi > hi || rHi == hi && rLo >= lo
}

func absolute(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
