package json

import (
	"math/bits"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// Member is a key that a decoder expects and whose value it doesn't read.
type Member struct {
	length      int    // of `,"key":`
	first, mask uint64 // its first eight bytes, or all of fewer
	last        uint64 // its last eight bytes, or the same again
	tail        int    // where they start
	middle      string // what is between them
}

// Members returns the members with these keys, spelt with their delimiters: `,"status":`.
func Members(keys ...string) []Member {
	members := make([]Member, len(keys))
	for i, key := range keys {
		m := Member{length: len(key), mask: ^uint64(0), tail: max(len(key)-8, 0)}
		if len(key) < 8 {
			m.mask = 1<<(8*len(key)) - 1
		}
		m.first = scan.Word(key, 0)
		m.last = scan.Word(key, m.tail)
		if len(key) > 16 {
			m.middle = key[8:m.tail]
		}
		members[i] = m
	}
	return members
}

// Pass goes over the members at pos as long as they are the expected ones, in their order, and checks their values. It stops
// at the first that isn't, and leaves it to Seek; it fails where a value isn't JSON, and where the object's first member is
// another one.
func Pass(text string, pos int, members []Member) int {
	for i := range members {
		m := &members[i]
		value := pos + m.length
		if value+2*word >= len(text) || scan.Load(text, pos)&m.mask != m.first || scan.Load(text, pos+m.tail)&m.mask != m.last ||
			m.middle != "" && text[pos+word:pos+m.tail] != m.middle {
			if byte(m.first) == '{' {
				return len(text) // what comes behind it starts with a comma, which an object can't
			}
			return pos
		}
		if text[value] == '"' {
			if stop := stringStops(scan.Load(text, value+1)); stop != 0 {
				if end := value + 1 + bits.TrailingZeros64(stop)>>3; text[end] == '"' {
					pos = end + 1
					continue
				}
			}
		} else if stop := scan.NonDigits(scan.Digits(scan.Load(text, value))); stop != 0 && text[value] != '0' {
			if end := value + bits.TrailingZeros64(stop)>>3; text[end] == ',' && end > value {
				pos = end
				continue
			}
		}
		if pos = passValue(text, value, 1); pos < 0 {
			return len(text)
		}
	}
	return pos
}

// passValue is skipInside without white space before the value, quick for short scalars. At least nine bytes stand from pos on.
func passValue(text string, pos, depth int) int {
	switch c := text[pos]; {
	case c == '"':
		for end := pos + 1; end+8 <= len(text); end += 8 {
			if stop := stringStops(scan.Load(text, end)); stop != 0 {
				end += bits.TrailingZeros64(stop) >> 3
				if text[end] == '"' {
					return end + 1
				}
				break
			}
		}
		return SkipString(text, pos)
	case c-'0' <= 9:
		return passNumber(text, pos)
	case text[pos:pos+4] == "true" || text[pos:pos+4] == "null":
		return pos + 4
	case text[pos:pos+5] == "false":
		return pos + 5
	case c == '[':
		return passArray(text, pos, depth)
	}
	return skipInside(text, pos, depth)
}

// passArray is passValue for an array, quick for one of scalars without white space.
func passArray(text string, start, depth int) int {
	if text[start+1] == ']' {
		return start + 2
	}
	for pos := start + 1; pos+9 <= len(text) && text[pos] < '['; pos++ {
		end := passValue(text, pos, depth+1)
		if end < 0 || end >= len(text) {
			break
		}
		if text[end] == ']' {
			return end + 1
		}
		if text[end] != ',' {
			break
		}
		pos = end
	}
	return skipInside(text, start, depth)
}

// passNumber is SkipNumber, quick for positive numbers without an exponent.
func passNumber(text string, pos int) int {
	end := digitsEnd(text, pos)
	if text[pos] == '0' && end > pos+1 {
		return ^(pos + 1)
	}
	if end < len(text) && text[end] == '.' {
		point := end
		end = digitsEnd(text, end+1)
		if end == point+1 {
			return ^end
		}
	}
	if end < len(text) && isExponent(text[end]) {
		return SkipNumber(text, pos)
	}
	return end
}

// digitsEnd returns the position of the first byte at or after pos that is no digit.
func digitsEnd(text string, pos int) int {
	for ; pos+word <= len(text); pos += word {
		if stop := scan.NonDigits(scan.Digits(scan.Load(text, pos))); stop != 0 {
			return pos + bits.TrailingZeros64(stop)>>3
		}
	}
	for pos < len(text) && text[pos]-'0' <= 9 {
		pos++
	}
	return pos
}
