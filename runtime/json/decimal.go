package json

import (
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// Decimal reads a DECIMAL of up to 18 digits: a number, or a string that holds one, exactly. Digits behind its scale are
// rounded half away from zero.
func Decimal(text string, pos int, precision, scale int) (int64, int) {
	if pos < len(text) {
		digits := scan.Digits(scan.Word(text, pos))
		unscaled, found, n := scan.Decimal(digits)
		if found == scale && n > 0 && n-min(scale, 1) <= precision && (digits&0xff != 0 || n == 1 || found == n-2) &&
			pos+n < len(text) && !isExponent(text[pos+n]) {
			return int64(unscaled), pos + n
		}
	}
	number, end := numberText(text, pos)
	v, err := decimal.Parse64(number, precision, scale)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// WideDecimal reads a DECIMAL of more than 18 digits, as Decimal does.
func WideDecimal(text string, pos int, precision, scale int) (decimal.Int128, int) {
	number, end := numberText(text, pos)
	v, err := decimal.Parse(number, precision, scale)
	if err != nil {
		return decimal.Int128{}, len(text)
	}
	return v, end
}

// numberText returns a number's text, without quotes if it has them; "", which is no number, on failure.
func numberText(text string, pos int) (string, int) {
	pos = skipBlanks(text, pos)
	if pos < len(text) && text[pos] == '"' {
		return plainString(text, pos)
	}
	end := SkipNumber(text, pos)
	if end < 0 {
		return "", len(text)
	}
	return text[pos:end], end
}

// AppendDecimal appends a DECIMAL of up to 18 digits as a number with all digits of its scale.
func AppendDecimal(dst []byte, v int64, scale int) []byte { return decimal.Append64(dst, v, scale) }

// AppendWideDecimal appends a DECIMAL of more than 18 digits.
func AppendWideDecimal(dst []byte, v decimal.Int128, scale int) []byte {
	return decimal.Append(dst, v, scale)
}
