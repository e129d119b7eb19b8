package json

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// Keys are the keys that a decoder reads: what it must not skip.
type Keys struct {
	names  []string
	filter uint64 // a bit per pair of length and last letter that occurs: most other keys are told apart by it
}

// NewKeys returns the set of names.
func NewKeys(names ...string) Keys {
	keys := Keys{names: names}
	for _, name := range names {
		keys.filter |= keyBit(name)
	}
	return keys
}

func keyBit(key string) uint64 {
	if key == "" {
		return 1
	}
	return 1 << ((uint(len(key)) + uint(key[len(key)-1])*7) & 63)
}

func (k *Keys) has(key string) bool { return k.column(key) >= 0 }

// column is the key's number, -1 for one that isn't read.
func (k *Keys) column(key string) int {
	if k.filter&keyBit(key) == 0 {
		return -1
	}
	return slices.Index(k.names, key)
}

// Seek goes from pos, which is behind a member of an object or at its opening brace, to the value of the next wanted key.
// key is spelt with its delimiters: `,"price":`. Members that the decoder doesn't read are checked and passed over. It
// fails where another key of the decoder stands first, where the object ends, and at any text that isn't JSON.
func Seek(text string, pos int, key string, keys *Keys) int {
	const spaced = 2 // length of ", "
	if pos+spaced <= len(text) && text[pos] == key[0] && text[pos+1] == ' ' && strings.HasPrefix(text[pos+spaced:], key[1:]) {
		return skipBlanks(text, pos+spaced+len(key)-1)
	}
	name := key[2 : len(key)-2]
	if key[0] == '{' {
		pos = skipBlanks(text, pos)
	}
	for pos < len(text) && text[pos] == key[0] {
		found, value := memberKey(text, pos+1)
		if found == name {
			return value
		}
		if value == len(text) || keys.has(found) {
			break
		}
		if pos = skipNested(text, value); pos < 0 {
			break
		}
		pos = skipBlanks(text, pos)
		key = `,`
	}
	return len(text)
}

// Close goes over the end of an object inside the record: pos is behind its last wanted member.
func Close(text string, pos int, keys *Keys) int {
	if pos = lastMembers(text, pos, keys); pos == len(text) {
		return pos
	}
	return pos + 1
}

// End goes over the end of the record's object, behind its last wanted member, and returns the position behind it; -1 where
// the object doesn't end so. The line should end there: Batch.Take's work.
func End(text string, pos int, keys *Keys) int {
	if pos < len(text) && text[pos] == '}' {
		return pos + 1
	}
	if pos = lastMembers(text, pos, keys); pos == len(text) {
		return -1
	}
	return pos + 1
}

// lastMembers passes over the members before an object's closing brace and returns the brace's position. It fails where
// one of them is a key of the decoder.
func lastMembers(text string, pos int, keys *Keys) int {
	for pos < len(text) && text[pos] == ',' {
		found, value := memberKey(text, pos+1)
		if value == len(text) || keys.has(found) {
			return len(text)
		}
		if pos = skipNested(text, value); pos < 0 {
			return len(text)
		}
		pos = skipBlanks(text, pos)
	}
	if pos < len(text) && text[pos] != '}' {
		pos = skipBlanks(text, pos)
		if pos < len(text) && text[pos] == '}' {
			return pos
		}
		return len(text)
	}
	return pos
}

// FirstElement goes into the array at pos: to its first element, or behind it where more is false.
func FirstElement(text string, pos int) (next int, more bool) {
	pos = skipBlanks(text, pos)
	if pos >= len(text) || text[pos] != '[' {
		return len(text), false
	}
	pos = skipBlanks(text, pos+1)
	if pos < len(text) && text[pos] == ']' {
		return pos + 1, false
	}
	return pos, pos < len(text)
}

// NextElement goes from the end of an array's element to the next one, or behind the array where more is false.
func NextElement(text string, pos int) (next int, more bool) {
	if pos < len(text) && text[pos] == ',' {
		return pos + 1, true
	}
	return lastElement(text, pos)
}

// lastElement is NextElement where no comma follows at once.
func lastElement(text string, pos int) (next int, more bool) {
	pos = skipBlanks(text, pos)
	switch {
	case pos >= len(text):
		return len(text), false
	case text[pos] == ']':
		return pos + 1, false
	case text[pos] == ',':
		return skipBlanks(text, pos+1), true
	}
	return len(text), false
}

// memberKey reads `"key":` at pos and returns the key and the position of its value. Keys with escapes are left to the
// Reader.
func memberKey(text string, pos int) (string, int) {
	if pos < len(text) && text[pos] != '"' {
		pos = skipBlanks(text, pos)
	}
	if pos >= len(text) || text[pos] != '"' {
		return "", len(text)
	}
	pos++
	end := plainRun(text, pos)
	if end >= len(text) || text[end] != '"' {
		return "", len(text)
	}
	key := text[pos:end]
	end++
	if end < len(text) && text[end] != ':' {
		end = skipBlanks(text, end)
	}
	if end >= len(text) || text[end] != ':' {
		return "", len(text)
	}
	return key, skipBlanks(text, end+1)
}

// plainRun returns the position of the first quote, backslash, control or non-ASCII character at or after pos.
func plainRun(text string, pos int) int {
	for ; pos+8 <= len(text); pos += 8 {
		if stop := plainStops(scan.Load(text, pos)); stop != 0 {
			return pos + bits.TrailingZeros64(stop)>>3
		}
	}
	for pos < len(text) && text[pos] >= ' ' && text[pos] < 0x80 && text[pos] != '"' && text[pos] != '\\' {
		pos++
	}
	return pos
}
