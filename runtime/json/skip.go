package json

import (
	"math/bits"
	"strings"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// maxDepth is how deep arrays and objects may nest, as in encoding/json.
const maxDepth = 10000

// Valid reports whether text is one JSON value, white space around it allowed.
func Valid(text string) bool {
	end := Skip(text, 0)
	return end >= 0 && SkipSpace(text, end) == len(text)
}

// SkipSpace returns the position of the first byte at or after pos that isn't JSON white space; len(text) if there is none.
func SkipSpace(text string, pos int) int {
	for pos < len(text) && isSpace(text[pos]) {
		pos++
	}
	return pos
}

func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r')
}

// Skip checks the value at pos, white space before it allowed, and returns the position behind it; ^offset of the first
// wrong byte where it isn't JSON.
func Skip(text string, pos int) int { return skipValue(text, pos, 0) }

// skipBlanks is SkipSpace inside a record, which a '\n' ends: the straight path reads on from the batch, without knowing where
// the record's line ends.
func skipBlanks(text string, pos int) int {
	for pos < len(text) && isSpace(text[pos]) && text[pos] != '\n' {
		pos++
	}
	return pos
}

// skipNested is Skip for a value inside a record's object, which doesn't go beyond the line.
func skipNested(text string, pos int) int { return skipInside(text, pos, 1) }

// skipInside is skipNested inside of depth arrays and objects.
func skipInside(text string, pos, depth int) int {
	pos = skipBlanks(text, pos)
	if pos < len(text) && text[pos] == '\n' {
		return ^pos
	}
	end := skipValue(text, pos, depth)
	if end > pos && text[pos] >= '[' { // an object or array, in which white space may be
		if n := strings.IndexByte(text[pos:end], '\n'); n >= 0 {
			return ^(pos + n)
		}
	}
	return end
}

// skipValue is Skip inside of depth arrays and objects.
func skipValue(text string, pos, depth int) int {
	pos = SkipSpace(text, pos)
	if pos >= len(text) {
		return ^len(text)
	}
	switch text[pos] {
	case '"':
		return SkipString(text, pos)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return SkipNumber(text, pos)
	case '{':
		return skipObject(text, pos, depth+1)
	case '[':
		return skipArray(text, pos, depth+1)
	case 't':
		return skipWord(text, pos, "true")
	case 'f':
		return skipWord(text, pos, "false")
	case 'n':
		return skipWord(text, pos, "null")
	}
	return ^pos
}

// skipWord skips true, false or null; a wrong byte is pointed at.
func skipWord(text string, pos int, word string) int {
	for i := range len(word) {
		if pos+i >= len(text) || text[pos+i] != word[i] {
			return ^(pos + i)
		}
	}
	return pos + len(word)
}

func skipArray(text string, pos, depth int) int {
	if depth > maxDepth {
		return ^pos
	}
	pos = SkipSpace(text, pos+1)
	if pos < len(text) && text[pos] == ']' {
		return pos + 1
	}
	for {
		pos = skipValue(text, pos, depth)
		if pos < 0 {
			return pos
		}
		pos = SkipSpace(text, pos)
		if pos >= len(text) {
			return ^len(text)
		}
		switch text[pos] {
		case ',':
			pos++
		case ']':
			return pos + 1
		default:
			return ^pos
		}
	}
}

func skipObject(text string, pos, depth int) int {
	if depth > maxDepth {
		return ^pos
	}
	pos = SkipSpace(text, pos+1)
	if pos < len(text) && text[pos] == '}' {
		return pos + 1
	}
	for {
		pos = skipMember(text, pos, depth)
		if pos < 0 {
			return pos
		}
		if pos >= len(text) {
			return ^len(text)
		}
		switch text[pos] {
		case ',':
			pos = SkipSpace(text, pos+1)
		case '}':
			return pos + 1
		default:
			return ^pos
		}
	}
}

// skipMember skips "key": value and white space behind it.
func skipMember(text string, pos, depth int) int {
	if pos >= len(text) || text[pos] != '"' {
		return ^pos
	}
	pos = SkipString(text, pos)
	if pos < 0 {
		return pos
	}
	pos = SkipSpace(text, pos)
	if pos >= len(text) || text[pos] != ':' {
		return ^pos
	}
	pos = skipValue(text, pos+1, depth)
	if pos < 0 {
		return pos
	}
	return SkipSpace(text, pos)
}

// SkipNumber checks the number at pos and returns the position behind it.
func SkipNumber(text string, pos int) int {
	if pos < len(text) && text[pos] == '-' {
		pos++
	}
	if pos < len(text) && text[pos] == '0' {
		pos++
	} else if pos = skipDigits(text, pos); pos < 0 {
		return pos
	}
	if pos < len(text) && text[pos] == '.' {
		if pos = skipDigits(text, pos+1); pos < 0 {
			return pos
		}
	}
	if pos < len(text) && text[pos]|0x20 == 'e' {
		pos++
		if pos < len(text) && (text[pos] == '+' || text[pos] == '-') {
			pos++
		}
		return skipDigits(text, pos)
	}
	return pos
}

// skipDigits skips one or more digits.
func skipDigits(text string, pos int) int {
	start := pos
	for pos < len(text) && text[pos]-'0' <= 9 {
		pos++
	}
	if pos == start {
		return ^pos
	}
	return pos
}

// SkipString checks the string whose opening quote is at pos and returns the position behind its closing quote.
func SkipString(text string, pos int) int {
	pos++
	for {
		for pos+8 <= len(text) {
			if stop := stringStops(scan.Load(text, pos)); stop != 0 {
				pos += bits.TrailingZeros64(stop) >> 3
				break
			}
			pos += 8
		}
		for pos < len(text) && text[pos] >= ' ' && text[pos] != '"' && text[pos] != '\\' {
			pos++
		}
		if pos >= len(text) {
			return ^len(text)
		}
		switch text[pos] {
		case '"':
			return pos + 1
		case '\\':
			if pos = skipEscape(text, pos); pos < 0 {
				return pos
			}
		default:
			return ^pos // a control character
		}
	}
}

// skipEscape checks the escape sequence whose backslash is at pos.
func skipEscape(text string, pos int) int {
	pos++
	if pos >= len(text) {
		return ^len(text)
	}
	switch text[pos] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return pos + 1
	case 'u':
		for i := 1; i <= 4; i++ {
			if pos+i >= len(text) || hexValue(text[pos+i]) < 0 {
				return ^(pos + i)
			}
		}
		return pos + 5
	}
	return ^pos
}

// stringStops marks, by the high bit of each byte, where a plain run inside a string ends: at a quote, a backslash or a
// control character. Only the lowest mark is exact: a borrow may mark bytes above it.
func stringStops(x uint64) uint64 {
	return (((x ^ '"'*scan.Ones) - scan.Ones) | ((x ^ '\\'*scan.Ones) - scan.Ones) | (x - ' '*scan.Ones)) &^ x & scan.Highs
}

// plainStops is stringStops that marks bytes outside of ASCII as well.
func plainStops(x uint64) uint64 {
	return (((x ^ '"'*scan.Ones) - scan.Ones) | ((x ^ '\\'*scan.Ones) - scan.Ones) | (x - ' '*scan.Ones) | x) & scan.Highs
}
