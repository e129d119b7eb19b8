package num

import (
	"bytes"
	"math"
	"strconv"
)

// Pi and E are the constants.
func Pi() float64 { return math.Pi }

// E is the base of natural logarithms.
func E() float64 { return math.E }

// Sqrt is the square root.
func Sqrt(x float64) float64 {
	if x < 0 {
		undefined("the square root of a negative number does not exist")
	}
	return math.Sqrt(x)
}

// Exp is e raised to x.
func Exp(x float64) float64 { return checked(math.Exp(x), x) }

// checked refuses an infinite or zero result of a finite argument.
func checked(result, x float64) float64 {
	if finite(x) {
		if !finite(result) {
			panic(overflow)
		}
		if result == 0 {
			panic(underflow)
		}
	}
	return result
}

// Ln is the natural logarithm.
func Ln(x float64) float64 { return math.Log(positive(x)) }

// Log10 is the logarithm to base 10.
func Log10(x float64) float64 { return math.Log10(positive(x)) }

// Log2 is the logarithm to base 2.
func Log2(x float64) float64 { return math.Log2(positive(x)) }

// Log is the logarithm of x to any base.
func Log(base, x float64) float64 {
	return DivFloat(math.Log(positive(x)), math.Log(positive(base)))
}

func positive(x float64) float64 {
	switch {
	case x == 0:
		undefined("the logarithm of zero does not exist")
	case x < 0:
		undefined("the logarithm of a negative number does not exist")
	}
	return x
}

// Power is x raised to y.
func Power(x, y float64) float64 {
	switch {
	case x == 0 && y < 0:
		undefined("zero raised to a negative power does not exist")
	case x < 0 && finite(y) && y != math.Floor(y):
		undefined("a negative number raised to a fraction is complex")
	}
	result := math.Pow(x, y)
	if finite(x) && finite(y) {
		if !finite(result) {
			panic(overflow)
		}
		if result == 0 && x != 0 {
			panic(underflow)
		}
	}
	return result
}

// Sin is the sine.
func Sin(x float64) float64 { return math.Sin(angle(x)) }

// Cos is the cosine.
func Cos(x float64) float64 { return math.Cos(angle(x)) }

// Tan is the tangent.
func Tan(x float64) float64 { return math.Tan(angle(x)) }

// Cot is the cotangent.
func Cot(x float64) float64 { return 1 / math.Tan(angle(x)) }

func angle(x float64) float64 {
	if math.IsInf(x, 0) {
		undefined("an infinite angle has no sine, cosine or tangent")
	}
	return x
}

// Asin is the arc sine.
func Asin(x float64) float64 { return math.Asin(ratio(x)) }

// Acos is the arc cosine.
func Acos(x float64) float64 { return math.Acos(ratio(x)) }

func ratio(x float64) float64 {
	if x < -1 || x > 1 {
		undefined("arc sine and arc cosine exist from -1 to 1 only")
	}
	return x
}

const radiansPerDegree = 0.0174532925199432957692

// Degrees turns radians to degrees.
func Degrees(x float64) float64 { return DivFloat(x, radiansPerDegree) }

// Radians turns degrees to radians.
func Radians(x float64) float64 { return MulFloat(x, radiansPerDegree) }

// RoundDigits rounds the shortest decimal form of x to a number of digits behind the point, halves away from zero.
func RoundDigits(x float64, digits int32) float64 { return cut(x, digits, true) }

// TruncDigits cuts the shortest decimal form of x behind a number of digits.
func TruncDigits(x float64, digits int32) float64 { return cut(x, digits, false) }

// cut works on the digits d.ddde±x.
func cut(x float64, digits int32, round bool) float64 {
	if !finite(x) || x == 0 || digits > 400 {
		return x
	}
	var buffer [32]byte
	text := strconv.AppendFloat(buffer[:0], x, 'e', -1, 64)
	mantissa, exponentText, _ := bytes.Cut(text, []byte("e"))
	exponent, _ := strconv.Atoi(string(exponentText))
	significand, _ := strconv.ParseInt(string(bytes.Replace(mantissa, []byte("."), nil, 1)), 10, 64)
	fraction := max(0, len(bytes.TrimPrefix(mantissa, []byte("-")))-2)
	drop := fraction - exponent - int(max(digits, -400)) // digits to take from the significand
	if drop <= 0 {
		return x
	}
	significand = dropDigits(significand, drop, round)
	text = strconv.AppendInt(buffer[:0], significand, 10)
	text = strconv.AppendInt(append(text, 'e'), int64(exponent-fraction+drop), 10)
	result, _ := strconv.ParseFloat(string(text), 64)
	if !finite(result) {
		panic(overflow)
	}
	return result
}

func dropDigits(v int64, count int, round bool) int64 {
	if count > 18 {
		return 0
	}
	unit := int64(1)
	for range count {
		unit *= 10
	}
	quotient, rest := v/unit, v%unit
	switch {
	case round && rest >= unit-rest:
		quotient++
	case round && -rest >= unit+rest:
		quotient--
	}
	return quotient
}
