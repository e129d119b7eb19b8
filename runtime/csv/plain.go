package csv

import (
	"math/bits"
	"unicode/utf8"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// The straight way through a line of plain fields. It reads on from a place in the batch and finds the line's end by reading
// the line, so that each byte is looked at once. What it doesn't take is no error: the functions above read the line again,
// and they say what is right and what is wrong.
//
//	rest, pos := batch.Rest(), 0
//	row.Station, pos = csv.PlainString(rest, pos, ';', '"')
//	pos = csv.Behind(rest, pos, ';')
//	row.Temperature, pos = csv.PlainDecimal(rest, pos, 4, 1)
//	if batch.Take(pos) {
//		return nil
//	}
//
// A function takes the text from the record on, which doesn't end with it, and the position where its field starts, and returns
// the position where the field ends: at what ought to be a delimiter or the line's end, which is for Behind and for Batch.Take
// to check. notPlain stands for a field that isn't plain, and is handed on by the functions that follow. Near the end of the
// batch, where there is nothing to load eight or sixteen bytes of, nothing is plain.
const notPlain = -1

// Behind returns the position behind the delimiter at pos: the start of the next field.
func Behind(rest string, pos int, delimiter byte) int {
	if uint(pos) < uint(len(rest)) && rest[pos] == delimiter {
		return pos + 1
	}
	return notPlain
}

// near is how far PlainString sees at a glance.
const near = 16

// PlainString reads a VARCHAR without quotes, of valid UTF-8. Up to fifteen bytes there is no branch that depends on its length,
// since lengths can't be predicted.
func PlainString(rest string, pos int, delimiter, quote byte) (string, int) {
	if pos < 0 || pos+near > len(rest) {
		return "", notPlain
	}
	head, tail := scan.Load(rest, pos), scan.Load(rest, pos+8)
	inHead, inTail := stops(head, delimiter, quote), stops(tail, delimiter, quote)
	if inHead|inTail == 0 {
		return longString(rest, pos, delimiter, quote)
	}
	ends := uint64(int64(inHead|-inHead) >> 63) // all bits where the field ends in its head
	end := pos + bits.TrailingZeros64(inHead)>>3 + int(uint64(bits.TrailingZeros64(inTail)>>3)&^ends)
	head &= scan.Below(inHead)
	tail &= scan.Below(inTail) &^ ends
	if (head|tail)&scan.Highs != 0 {
		wrong, leads := scan.NotPairs(head, 0)
		wrongTail, _ := scan.NotPairs(tail, leads)
		if wrong|wrongTail != 0 && !utf8.ValidString(rest[pos:end]) {
			return "", notPlain
		}
	}
	return closed(rest, pos, end, delimiter)
}

// longString is PlainString for a text of sixteen bytes and more.
func longString(rest string, pos int, delimiter, quote byte) (string, int) {
	var seen uint64
	for at := pos; at+8 <= len(rest); at += 8 {
		word := scan.Load(rest, at)
		stop := stops(word, delimiter, quote)
		seen |= word & scan.Below(stop)
		if stop == 0 {
			continue
		}
		end := at + bits.TrailingZeros64(stop)>>3
		if seen&scan.Highs != 0 && !utf8.ValidString(rest[pos:end]) {
			return "", notPlain
		}
		return closed(rest, pos, end, delimiter)
	}
	return "", notPlain
}

// stops marks the first byte that a plain field can't have by its high bit; bytes above it may be marked as well.
func stops(word uint64, delimiter, quote byte) uint64 {
	a, b, c := word^uint64(delimiter)*scan.Ones, word^uint64(quote)*scan.Ones, word^'\n'*scan.Ones
	return ((a-scan.Ones)&^a | (b-scan.Ones)&^b | (c-scan.Ones)&^c) & scan.Highs // scan.Equal of each
}

// closed returns the field from pos to the stop at end, if what stands there may end a field.
func closed(rest string, pos, end int, delimiter byte) (string, int) {
	if rest[end] != delimiter {
		if rest[end] != '\n' {
			return "", notPlain
		}
		if end > pos && rest[end-1] == '\r' {
			end--
		}
	}
	return rest[pos:end], end
}

// PlainStringMax reads a VARCHAR(limit).
func PlainStringMax(rest string, pos int, delimiter, quote byte, limit int) (string, int) {
	s, end := PlainString(rest, pos, delimiter, quote)
	if len(s) > limit { // in bytes: StringMax counts characters
		return "", notPlain
	}
	return s, end
}

// PlainSkip passes over n fields that aren't read, up to the end of the last one.
func PlainSkip(rest string, pos, n int, delimiter, quote byte) int {
	for i := range n {
		if i > 0 {
			pos = Behind(rest, pos, delimiter)
		}
		_, pos = PlainString(rest, pos, delimiter, quote)
	}
	return pos
}

// IsNull reports whether the field at pos is null, the 'csv.null-literal'.
func IsNull(rest string, pos int, null string, delimiter byte) bool {
	if pos < 0 {
		return false
	}
	end := pos + len(null)
	if end >= len(rest) || rest[pos:end] != null {
		return false
	}
	c := rest[end]
	return c == delimiter || c == '\n' || c == '\r' && end+1 < len(rest) && rest[end+1] == '\n'
}

// Whole is end, if a function that takes a field alone read it to its end.
func Whole(field string, next, end int) int {
	if next == len(field)+1 {
		return end
	}
	return notPlain
}

// PlainInt64 reads a BIGINT: digits, and maybe a minus before. It goes digit by digit: where numbers are of like length, as they
// mostly are, the processor foresees their end and starts with what follows before it has them.
func PlainInt64(rest string, pos int) (int64, int) {
	if pos < 0 {
		return 0, notPlain
	}
	start := afterSign(rest, pos)
	v, end := digitsAt(0, rest, start)
	const safe = 18 // digits that can't overflow
	if n := end - start; n == 0 || n > safe {
		return 0, notPlain
	}
	if start > pos {
		return -int64(v), end
	}
	return int64(v), end
}

// PlainInt32 reads an INT.
func PlainInt32(rest string, pos int) (int32, int) {
	v, end := PlainInt64(rest, pos)
	if int64(int32(v)) != v {
		return 0, notPlain
	}
	return int32(v), end
}

// PlainInt16 reads a SMALLINT.
func PlainInt16(rest string, pos int) (int16, int) {
	v, end := PlainInt64(rest, pos)
	if int64(int16(v)) != v {
		return 0, notPlain
	}
	return int16(v), end
}

// PlainInt8 reads a TINYINT.
func PlainInt8(rest string, pos int) (int8, int) {
	v, end := PlainInt64(rest, pos)
	if int64(int8(v)) != v {
		return 0, notPlain
	}
	return int8(v), end
}

// PlainFloat64 reads a DOUBLE of up to fifteen digits, digit by digit as PlainInt64.
func PlainFloat64(rest string, pos int) (float64, int) {
	if pos < 0 {
		return 0, notPlain
	}
	start := afterSign(rest, pos)
	m, end := digitsAt(0, rest, start)
	digits, scale := end-start, 0
	if end < len(rest) && rest[end] == '.' {
		point := end + 1
		m, end = digitsAt(m, rest, point)
		scale = end - point
		digits += scale
	}
	// Up to 15 digits both the digits as an integer and the power of ten are exact float64s: their quotient is rounded correctly.
	const exact = 15
	if digits == 0 || digits > exact {
		return 0, notPlain
	}
	v := float64(m) / powersOfTen[scale]
	if start > pos {
		v = -v
	}
	return v, end
}

// PlainDecimal reads a DECIMAL of up to 18 digits that has as many decimals as its type. Where a short one ends depends on no more
// than its first stop, and what follows it begins with that.
func PlainDecimal(rest string, pos int, precision, scale int) (int64, int) {
	if pos < 0 || pos >= len(rest) {
		return 0, notPlain
	}
	var word uint64
	if pos+8 <= len(rest) {
		word = scan.Load(rest, pos)
	} else {
		word = scan.Word(rest, pos)
	}
	negative := uint64(0) // there is no branch, since signs can't be predicted
	if byte(word) == '-' {
		negative = 1
	}
	digits := scan.Digits(word) >> (8 * negative & 63)
	stop := scan.NonDigits(digits)
	whole := scan.FirstBit(stop) // bits of the digits before the point
	bits, end := whole, whole
	if scale > 0 {
		bits, end = whole+8*scale, whole+8+8*scale
		if digits>>(whole&63)&0xff != '.'^'0' {
			return longDecimal(rest, pos, precision, scale)
		}
		stop &= stop - 1
		before := uint64(1)<<(whole&63) - 1
		digits = digits&before | digits>>8&^before
	}
	if stop == 0 || whole == 0 || scan.FirstBit(stop) != end || bits>>3 > precision {
		return longDecimal(rest, pos, precision, scale)
	}
	v := int64(scan.Number(digits, bits))
	return (v ^ -int64(negative)) + int64(negative), pos + int(negative) + end>>3
}

// longDecimal is PlainDecimal for what doesn't end within eight bytes.
func longDecimal(rest string, pos int, precision, scale int) (int64, int) {
	start := afterSign(rest, pos)
	v, point := digitsAt(0, rest, start)
	digits, end := point-start, point
	if scale > 0 {
		if !(point < len(rest) && rest[point] == '.') {
			return 0, notPlain
		}
		v, end = digitsAt(v, rest, point+1)
		digits += end - point - 1
	}
	if point == start || digits > precision || scale > 0 && end-point-1 != scale {
		return 0, notPlain // and if it has more than 18 digits, v is wrong
	}
	if start > pos {
		return -int64(v), end
	}
	return int64(v), end
}

// digitsAt reads the digits at pos behind those of v, and returns where they end.
func digitsAt(v uint64, rest string, pos int) (uint64, int) {
	for pos < len(rest) && rest[pos]-'0' <= 9 {
		v = v*10 + uint64(rest[pos]-'0')
		pos++
	}
	return v, pos
}
