package decimal

import (
	"errors"
	"math/bits"
)

// What Parse and Parse64 return for text that is no number, or a number that doesn't fit.
var (
	ErrSyntax = errors.New("not a decimal number")
	ErrRange  = errors.New("too many digits")
)

// Parse64 reads a decimal number (sign, digits, point, exponent) into a DECIMAL(precision, scale) of at most 18 digits.
// Digits behind the scale are rounded half away from zero. The error is ErrSyntax or ErrRange.
func Parse64(s string, precision, scale int) (int64, error) {
	if v, ok := parseShort(s, precision, scale); ok {
		return v, nil
	}
	v, err := Parse(s, precision, scale)
	return v.Narrow(), err
}

// parseShort reads [-]digits[.digits] where no digit is lost and none can overflow: the form that most data has.
func parseShort(s string, precision, scale int) (int64, bool) {
	i := 0
	if i < len(s) && s[i] == '-' {
		i++
	}
	if len(s)-i > 19 || i == len(s) {
		return 0, false
	}
	var v uint64
	point := -1
	for j := i; j < len(s); j++ {
		switch digit := s[j] - '0'; {
		case digit <= 9:
			v = v*10 + uint64(digit)
		case s[j] == '.' && point < 0 && j > i && j+1 < len(s):
			point = j
		default:
			return 0, false
		}
	}
	missing := scale
	if point >= 0 {
		missing -= len(s) - point - 1
	}
	if missing < 0 || v >= pow10[max(0, precision-missing)] {
		return 0, false
	}
	n := int64(v * pow10[missing])
	if i == 1 {
		n = -n
	}
	return n, true
}

// Parse reads a decimal number like Parse64, of at most 38 digits.
func Parse(s string, precision, scale int) (Int128, error) {
	digits, ok := scanNumber(s)
	if !ok {
		return Int128{}, ErrSyntax
	}
	return digits.scaled(precision, scale)
}

// number is a scanned decimal: its digits (with the point still in them) and the exponent.
type number struct {
	negative bool
	digits   string
	exponent int // of the last digit
}

func scanNumber(s string) (n number, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	i, point, count := 0, -1, 0
	for ; i < len(s); i++ {
		if s[i] == '.' && point < 0 {
			point = i
		} else if s[i]-'0' <= 9 {
			count++
		} else {
			break
		}
	}
	n.digits = s[:i]
	if count == 0 {
		return n, false
	}
	if i < len(s) {
		if n.exponent, ok = scanExponent(s[i:]); !ok {
			return n, false
		}
	}
	if point >= 0 {
		n.exponent -= i - point - 1
	}
	return n, true
}

// scanExponent reads e[±]digits; what is beyond any DECIMAL is cut to a number that still is.
func scanExponent(s string) (exponent int, ok bool) {
	if s[0] != 'e' && s[0] != 'E' || len(s) < 2 {
		return 0, false
	}
	s = s[1:]
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		s = s[1:]
	}
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return 0, false
		}
		exponent = min(exponent*10+int(s[i]-'0'), 1<<20)
	}
	if negative {
		exponent = -exponent
	}
	return exponent, s != ""
}

// scaled is the number as an unscaled integer: digits are taken while they count, one more decides the rounding.
func (n number) scaled(precision, scale int) (Int128, error) {
	var v nat
	position := n.exponent + scale // power of ten of the last digit in the result
	for i := range len(n.digits) {
		if n.digits[i] != '.' {
			position++
		}
	}
	for i := range len(n.digits) {
		digit := n.digits[i] - '0'
		if digit > 9 {
			continue
		}
		position--
		if position == -1 && digit >= 5 {
			v.addWord(1)
		}
		if position < 0 {
			break
		}
		v.mulWord(10)
		v.addWord(uint64(digit))
		if v.words() > 3 {
			return Int128{}, ErrRange
		}
	}
	if position > 0 && v.words() > 0 && (position > 40 || !v.mulPow10(position)) {
		return Int128{}, ErrRange
	}
	return v.checked(n.negative, precision)
}

func (n *nat) checked(negative bool, precision int) (Int128, error) {
	bound := bounds[precision]
	if n.words() > 2 || n[1] > uint64(bound.Hi) || n[1] == uint64(bound.Hi) && n[0] >= bound.Lo {
		return Int128{}, ErrRange
	}
	return signed(n[1], n[0], negative), nil
}

// Append64 prints a value with all digits of its scale: 150 of scale 2 is 1.50.
func Append64(dst []byte, v int64, scale int) []byte {
	magnitude := absolute(v)
	if v < 0 {
		dst = append(dst, '-')
	}
	return appendDigits(dst, 0, magnitude, scale)
}

// Append is Append64 for wide values.
func Append(dst []byte, v Int128, scale int) []byte {
	hi, lo, negative := v.magnitude()
	if negative {
		dst = append(dst, '-')
	}
	return appendDigits(dst, hi, lo, scale)
}

func appendDigits(dst []byte, hi, lo uint64, scale int) []byte {
	var buffer [41]byte // 39 digits, a point and a leading zero
	i := len(buffer)
	for written := 0; hi|lo != 0 || written <= scale; written++ {
		if written == scale && scale > 0 {
			i--
			buffer[i] = '.'
		}
		var digit uint64
		if hi != 0 {
			hi, digit = bits.Div64(0, hi, 10)
			lo, digit = bits.Div64(digit, lo, 10)
		} else {
			lo, digit = lo/10, lo%10
		}
		i--
		buffer[i] = byte('0' + digit)
	}
	return append(dst, buffer[i:]...)
}
