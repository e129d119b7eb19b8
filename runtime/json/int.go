package json

import "math/bits"

// Int64 reads a BIGINT. It goes digit by digit: where numbers are of like length, as they mostly are, the processor foresees
// their end and starts with what follows before it has them.
func Int64(text string, pos int) (int64, int) {
	start := afterSign(text, pos)
	end := start
	var v uint64
	for end < len(text) && text[end]-'0' <= 9 {
		v = v*10 + uint64(text[end]-'0')
		end++
	}
	const safe = 18 // digits that can't overflow
	if n := end - start; n == 0 || n > safe || n > 1 && text[start] == '0' {
		return longInt64(text, pos)
	}
	if start > pos {
		return -int64(v), end
	}
	return int64(v), end
}

// afterSign returns the position behind the minus at pos, or pos.
func afterSign(text string, pos int) int {
	if pos < len(text) && text[pos] == '-' {
		return pos + 1
	}
	return pos
}

// longInt64 reads a BIGINT of any length, white space before it allowed.
func longInt64(text string, pos int) (int64, int) {
	pos = skipBlanks(text, pos)
	negative := pos < len(text) && text[pos] == '-'
	if negative {
		pos++
	}
	magnitude, end := unsigned(text, pos)
	switch {
	case negative && magnitude <= 1<<63:
		return -int64(magnitude), end
	case magnitude < 1<<63:
		return int64(magnitude), end
	}
	return 0, len(text)
}

// unsigned reads digits without leading zeros that fit 64 bits.
func unsigned(text string, pos int) (uint64, int) {
	start := pos
	var v uint64
	for pos < len(text) && text[pos]-'0' <= 9 {
		high, low := bits.Mul64(v, 10)
		sum, carry := bits.Add64(low, uint64(text[pos]-'0'), 0)
		if high|carry != 0 {
			return 0, len(text)
		}
		v = sum
		pos++
	}
	if pos == start || text[start] == '0' && pos > start+1 {
		return 0, len(text)
	}
	return v, pos
}

// Int32 reads an INT.
func Int32(text string, pos int) (int32, int) {
	v, end := Int64(text, pos)
	if int64(int32(v)) != v {
		return 0, len(text)
	}
	return int32(v), end
}

// Int16 reads a SMALLINT.
func Int16(text string, pos int) (int16, int) {
	v, end := Int64(text, pos)
	if int64(int16(v)) != v {
		return 0, len(text)
	}
	return int16(v), end
}

// Int8 reads a TINYINT.
func Int8(text string, pos int) (int8, int) {
	v, end := Int64(text, pos)
	if int64(int8(v)) != v {
		return 0, len(text)
	}
	return int8(v), end
}

// Bool reads a BOOLEAN.
func Bool(text string, pos int) (bool, int) {
	pos = skipBlanks(text, pos)
	if pos+4 <= len(text) && text[pos:pos+4] == "true" {
		return true, pos + 4
	}
	if pos+5 <= len(text) && text[pos:pos+5] == "false" {
		return false, pos + 5
	}
	return false, len(text)
}

// IsNull reports whether the value at pos is null: the reader then goes on at pos+4.
func IsNull(text string, pos int) bool { return pos+4 <= len(text) && text[pos:pos+4] == "null" }
