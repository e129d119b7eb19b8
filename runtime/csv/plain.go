package csv

// Numbers in their usual form: a function takes a text and the position where a number starts, and returns its value and the position
// where it ends, which is for the caller to check. notPlain stands for a number of another form, or none.
const notPlain = -1

// plainInt64 reads a BIGINT: digits, and maybe a minus before. It goes digit by digit: where numbers are of like length, as they
// mostly are, the processor foresees their end and starts with what follows before it has them.
func plainInt64(rest string, pos int) (int64, int) {
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

// plainFloat64 reads a DOUBLE of up to fifteen digits, digit by digit as plainInt64.
func plainFloat64(rest string, pos int) (float64, int) {
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

// plainDecimal reads a DECIMAL of up to 18 digits that has as many decimals as its type.
func plainDecimal(rest string, pos int, precision, scale int) (int64, int) {
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
