package rt

import (
	"bytes"
	"encoding/hex"
)

// UUID is a UUID value, its bytes in the order of the text.
type UUID [16]byte

// uuidLength is the length of the canonical form.
const uuidLength = 36

// ParseUUID reads the canonical form, 8-4-4-4-12 hexadecimal digits of either case.
func ParseUUID(text string) (id UUID, ok bool) {
	if len(text) != uuidLength || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return UUID{}, false
	}
	var digits [32]byte
	n := copy(digits[:], text[:8])
	n += copy(digits[n:], text[9:13])
	n += copy(digits[n:], text[14:18])
	n += copy(digits[n:], text[19:23])
	copy(digits[n:], text[24:])
	if _, err := hex.Decode(id[:], digits[:]); err != nil {
		return UUID{}, false
	}
	return id, true
}

// AppendUUID appends the canonical form, in lower case.
func AppendUUID(dst []byte, id UUID) []byte {
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		const hexDigits = "0123456789abcdef"
		dst = append(dst, hexDigits[b>>4], hexDigits[b&15])
	}
	return dst
}

// String returns the canonical form.
func (id UUID) String() string { return string(AppendUUID(make([]byte, 0, uuidLength), id)) }

// Less reports that id comes before b: by its bytes, as PostgreSQL orders UUIDs.
func (id UUID) Less(b UUID) bool { return bytes.Compare(id[:], b[:]) < 0 }
