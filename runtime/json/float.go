package json

import (
	"math"
	"strconv"
)

// Float64 reads a DOUBLE: any JSON number whose magnitude a float64 can hold, or one of the strings "NaN", "Infinity" and
// "-Infinity". Digit by digit, as Int64.
func Float64(text string, pos int) (float64, int) {
	start := afterSign(text, pos)
	end := start
	var m uint64
	for end < len(text) && text[end]-'0' <= 9 {
		m = m*10 + uint64(text[end]-'0')
		end++
	}
	whole, scale := end-start, 0
	if end < len(text) && text[end] == '.' {
		end++
		point := end
		for end < len(text) && text[end]-'0' <= 9 {
			m = m*10 + uint64(text[end]-'0')
			end++
		}
		if scale = end - point; scale == 0 {
			return 0, len(text)
		}
	}
	// Up to 15 digits both the digits as an integer and the power of ten are exact float64s: their quotient is rounded correctly.
	const exact = 15
	if whole == 0 || whole+scale > exact || whole > 1 && text[start] == '0' || end >= len(text) || isExponent(text[end]) {
		return longFloat64(text, pos)
	}
	v := float64(m)
	if scale > 0 {
		v /= powersOfTen[scale]
	}
	if start > pos {
		v = -v
	}
	return v, end
}

func isExponent(c byte) bool { return c|0x20 == 'e' }

// powersOfTen are those that a float64 holds exactly.
var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// longFloat64 reads a number of any form, white space before it allowed.
func longFloat64(text string, pos int) (float64, int) {
	pos = skipBlanks(text, pos)
	if pos < len(text) && text[pos] == '"' {
		return floatName(text, pos)
	}
	end := SkipNumber(text, pos)
	if end < 0 {
		return 0, len(text)
	}
	if v, ok := exactFloat(text[pos:end]); ok {
		return v, end
	}
	v, err := strconv.ParseFloat(text[pos:end], 64)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// exactFloat computes a checked number without exponent and of at most 15 digits: both the digits as an integer and the
// power of ten are exact then.
func exactFloat(number string) (float64, bool) {
	var m uint64
	point := len(number)
	for i := range len(number) {
		switch c := number[i]; {
		case c-'0' <= 9:
			m = m*10 + uint64(c-'0')
		case c == '.':
			point = i + 1
		case c != '-':
			return 0, false
		}
	}
	if len(number) > 16 {
		return 0, false
	}
	v := float64(m) / powersOfTen[len(number)-point]
	if number[0] == '-' {
		v = -v
	}
	return v, true
}

// floatName reads the strings that stand for what JSON's numbers can't express.
func floatName(text string, pos int) (float64, int) {
	end := SkipString(text, pos)
	if end < 0 {
		return 0, len(text)
	}
	switch text[pos:end] {
	case `"NaN"`:
		return math.NaN(), end
	case `"Infinity"`:
		return math.Inf(1), end
	case `"-Infinity"`:
		return math.Inf(-1), end
	}
	return 0, len(text)
}

// Float32 reads a REAL: as Float64, but the magnitude has to fit a float32.
func Float32(text string, pos int) (float32, int) {
	pos = skipBlanks(text, pos)
	if pos < len(text) && text[pos] == '"' {
		v, end := floatName(text, pos)
		return float32(v), end
	}
	end := SkipNumber(text, pos)
	if end < 0 {
		return 0, len(text)
	}
	v, err := strconv.ParseFloat(text[pos:end], 32)
	if err != nil {
		return 0, len(text)
	}
	return float32(v), end
}
