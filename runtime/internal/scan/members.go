package scan

import (
	"encoding/binary"
	"math/bits"
)

// Key is how a member of an object begins: `,"price":`.
type Key struct {
	bytes  [KeySize]byte
	rest   uint64 // a bit for each byte behind the first sixteen
	first  uint32 // and for each of those
	length uint32
	value  uint32 // how many bytes of values stand before the one that the member's goes to
	last   uint32 // the length of the last value
	steady uint32 // how many values in a row have had it
	inner  []Key  // of the value, where that is an object
}

const (
	vector    = 16 // bytes that are compared at once
	valueSize = 16

	// KeySize is how many bytes a Key can have.
	KeySize = 4 * vector

	// MembersRoom is how many bytes of text there must be from where a member begins on.
	MembersRoom = KeySize + 2*vector
)

// NewKey makes a key of up to KeySize bytes, of the member whose value goes to the given one of values.
func NewKey(text string, value int) Key {
	k := Key{length: uint32(len(text)), value: uint32(value * valueSize)}
	n := copy(k.bytes[:], text)
	k.first = 1<<min(n, vector) - 1
	k.rest = 1<<max(n-vector, 0) - 1
	return k
}

// Inside foresees that the value is an object of these keys.
func (k *Key) Inside(keys []Key) { k.inner = keys }

// Len is how many bytes the key has.
func (k *Key) Len() int { return int(k.length) }

// Begins reports whether the text has the key at pos.
func (k *Key) Begins(text string, pos int) bool {
	n := int(k.length)
	end := pos + n
	if end > len(text) {
		return false
	}
	if n >= 8 && n <= 16 {
		last := n - 8
		return Load(text, pos) == binary.LittleEndian.Uint64(k.bytes[:8]) && Load(text, pos+last) == binary.LittleEndian.Uint64(k.bytes[last:n])
	}
	return text[pos:end] == string(k.bytes[:n])
}

// Exchange has the key begin with another delimiter.
func (k *Key) Exchange(old, delimiter byte) {
	for i := range k.bytes {
		if k.bytes[i] == old {
			k.bytes[i] = delimiter
		}
		if k.bytes[i] == delimiter {
			return
		}
	}
}

// Value is where a member's value stands: for a string what is between its quotes, for a number what is behind its sign.
type Value struct {
	Start, Length uint32
	Kind          uint32 // one of the kinds below, with Negative
	Detail        uint32 // of a Fraction, how many digits stand before its point; of a Text, not 0 where it isn't ASCII
}

// End is where the value ends.
func (v *Value) End() int { return int(v.Start + v.Length) }

// Scale is how many digits a Fraction has behind its point.
func (v *Value) Scale() int { return int(v.Length - v.Detail - 1) }

// Kinds of values.
const (
	None     = 0 // there is no such member
	Text     = 1 // a string without escapes and control characters, maybe not of UTF-8
	Integer  = 2 // up to 15 digits
	Fraction = 3 // digits, a point and digits, of up to 15 bytes
	Null     = 4
	Bool     = 5
	Other    = 6 // anything else: Members doesn't say where it is
	Escaped  = 7 // a Text with escapes

	Negative = 8
)

// longestNumber is how many bytes a number has that Members takes.
const longestNumber = 15

// members is Members in plain Go.
func members(text string, pos int, keys []Key, values []Value) (taken, end int) {
	for i := range keys {
		k := &keys[i]
		if pos > len(text)-MembersRoom || !k.Begins(text, pos) {
			return i, pos
		}
		next := k.findValue(text, pos+int(k.length), values)
		if next < 0 {
			return i, pos
		}
		pos = next
	}
	return len(keys), pos
}

// findValue finds the key's value at pos and returns where it ends; -1 for one that isn't taken.
func (k *Key) findValue(text string, pos int, values []Value) int {
	if text[pos] != '{' || len(k.inner) == 0 {
		return values[k.value/valueSize].find(text, pos)
	}
	taken, end := members(text, pos, k.inner, values)
	if taken < len(k.inner) || text[end] != '}' {
		return -1
	}
	return end + 1
}

// find finds the value at pos and returns where it ends; -1 for one of no kind.
func (v *Value) find(text string, pos int) int {
	switch c := text[pos]; {
	case c == '"':
		return v.findText(text, pos+1)
	case c == '-':
		return v.findNumber(text, pos+1, Negative)
	case c-'0' <= 9:
		return v.findNumber(text, pos, 0)
	}
	kind, length := uint32(Bool), len("true")
	switch text[pos : pos+length] {
	case "true":
	case "null":
		kind = Null
	case "fals":
		if length++; text[pos+length-1] != 'e' {
			return -1
		}
	default:
		return -1
	}
	*v = Value{Start: uint32(pos), Length: uint32(length), Kind: kind}
	return pos + length
}

// findText finds a string's end.
func (v *Value) findText(text string, start int) int {
	*v = Value{Start: uint32(start), Kind: Text}
	for pos := start; pos <= len(text)-MembersRoom+KeySize; {
		word := Load(text, pos)
		stops := (Equal(word, '"') | Equal(word, '\\') | (word-' '*Ones)&^word) & Highs // the lowest is exact
		n := 8
		if stops != 0 {
			n = bits.TrailingZeros64(stops) >> 3
		}
		if n > 0 && word<<(64-8*n)&Highs != 0 {
			v.Detail = 1
		}
		if pos += n; stops == 0 {
			continue
		}
		switch text[pos] {
		case '"':
			v.Length = uint32(pos - start)
			return pos + 1
		case '\\':
			n := escape(text[pos+1 : pos+6])
			if n == 0 {
				return -1
			}
			v.Kind = Escaped
			pos += n
		default:
			return -1
		}
	}
	return -1
}

// escape returns the length of an escape with its backslash, of what stands behind that; 0 for none.
func escape(text string) int {
	switch text[0] {
	case '"', '/', '\\', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		for _, c := range []byte(text[1:5]) {
			if c-'0' > 9 && (c|0x20)-'a' > 5 {
				return 0
			}
		}
		return 6
	}
	return 0
}

// findNumber finds the end of a number's digits.
func (v *Value) findNumber(text string, start int, sign uint32) int {
	point := digitsFrom(text, start)
	if point == start || text[start] == '0' && point > start+1 {
		return -1
	}
	*v = Value{Start: uint32(start), Kind: Integer | sign}
	end := point
	if text[point] == '.' {
		if end = digitsFrom(text, point+1); end == point+1 {
			return -1
		}
		v.Kind, v.Detail = Fraction|sign, uint32(point-start)
	}
	v.Length = uint32(end - start)
	if v.Length > longestNumber {
		return -1
	}
	return end
}

// digitsFrom returns where digits end, or a position behind the sixteenth one.
func digitsFrom(text string, pos int) int {
	n := FirstBit(NonDigits(Digits(Load(text, pos)))) >> 3
	if n == 8 {
		n += FirstBit(NonDigits(Digits(Load(text, pos+8)))) >> 3
	}
	return pos + n
}
