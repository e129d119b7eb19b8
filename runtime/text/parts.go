package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// Length is the number of characters.
func Length(s string) int32 { return int32(utf8.RuneCountInString(s)) }

// ByteLength is the number of bytes.
func ByteLength[T string | []byte](s T) int32 { return int32(len(s)) }

// TrimSpace is s without spaces at both ends.
func TrimSpace(s string) string { return strings.Trim(s, " ") }

// TrimLeftSpace is s without spaces at the start.
func TrimLeftSpace(s string) string { return strings.TrimLeft(s, " ") }

// TrimRightSpace is s without spaces at the end.
func TrimRightSpace(s string) string { return strings.TrimRight(s, " ") }

// Trim is s without any of the characters at both ends.
func Trim(s, characters string) string { return strings.Trim(s, characters) }

// TrimLeft is s without any of the characters at the start.
func TrimLeft(s, characters string) string { return strings.TrimLeft(s, characters) }

// TrimRight is s without any of the characters at the end.
func TrimRight(s, characters string) string { return strings.TrimRight(s, characters) }

// From is the rest of s from character start (from 1) on.
func From(s string, start int32) string { return s[byteOffset(s, int(start)-1):] }

// Substring is what lies in s between character start and count characters later. A start before the first character
// counts too.
func Substring(s string, start, count int32) string {
	if count < 0 {
		rt.FailRecord("SUBSTRING with a negative count")
	}
	end := int64(start) - 1 + int64(count)
	if end <= 0 {
		return ""
	}
	s = s[:byteOffset(s, int(min(end, int64(len(s)))))]
	return From(s, start)
}

// Left is the first count characters, or all but the last -count.
func Left(s string, count int32) string {
	if count < 0 {
		return s[:byteOffsetFromEnd(s, -int(count))]
	}
	return s[:byteOffset(s, int(count))]
}

// Right is the last count characters, or all but the first -count.
func Right(s string, count int32) string {
	if count < 0 {
		return s[byteOffset(s, -int(count)):]
	}
	return s[byteOffsetFromEnd(s, int(count)):]
}

// Truncate is the first length characters: a cast to VARCHAR(length).
func Truncate(s string, length int) string {
	if len(s) <= length {
		return s
	}
	return s[:byteOffset(s, length)]
}

// Fit is s where it has at most length characters, spaces at the end aside; else it fails the record.
func Fit(s string, length int) string {
	if len(s) <= length {
		return s
	}
	cut := byteOffset(s, length)
	if strings.Trim(s[cut:], " ") != "" {
		rt.FailRecordf("the value is too long for VARCHAR(%d)", length)
	}
	return s[:cut]
}

// TruncateBytes is a cast to BYTES(length).
func TruncateBytes(b []byte, length int) []byte { return b[:min(len(b), length)] }

// FitBytes fails the record where b has more than length bytes.
func FitBytes(b []byte, length int) []byte {
	if len(b) > length {
		rt.FailRecordf("the value is too long for BYTES(%d)", length)
	}
	return b
}

// Find is the number of the character, from 1, where part first stands in s; 0 where it doesn't.
func Find(s, part string) int32 {
	i := strings.Index(s, part)
	if i < 0 {
		return 0
	}
	return Length(s[:i]) + 1
}

// Position is Find with the arguments the other way round.
func Position(part, s string) int32 { return Find(s, part) }

// Locate is Position from a starting character on.
func Locate(part, s string, start int32) int32 {
	if start < 1 || int(start) > len(s)+1 {
		return 0
	}
	from := byteOffset(s, int(start)-1)
	i := strings.Index(s[from:], part)
	if i < 0 {
		return 0
	}
	return Length(s[:from+i]) + 1
}

// SplitIndex is the field with an index from 0; false where there is none.
func SplitIndex(s, delimiter string, index int32) (string, bool) {
	if index < 0 || s == "" {
		return "", false
	}
	if delimiter == "" {
		return "", false
	}
	for ; index > 0; index-- {
		i := strings.Index(s, delimiter)
		if i < 0 {
			return "", false
		}
		s = s[i+len(delimiter):]
	}
	if i := strings.Index(s, delimiter); i >= 0 {
		s = s[:i]
	}
	return s, true
}

// SplitPart is the field with a number from 1, or from the end for a negative one; empty where there is none.
func SplitPart(s, delimiter string, field int32) string {
	switch {
	case field == 0:
		rt.FailRecord("SPLIT_PART's field must not be zero")
	case delimiter == "" && (field == 1 || field == -1):
		return s
	case delimiter == "":
		return ""
	case field < 0:
		return splitFromEnd(s, delimiter, -int(field))
	}
	part, _ := SplitIndex(s, delimiter, field-1)
	return part
}

func splitFromEnd(s, delimiter string, field int) string {
	for ; field > 1; field-- {
		i := strings.LastIndex(s, delimiter)
		if i < 0 {
			return ""
		}
		s = s[:i]
	}
	if i := strings.LastIndex(s, delimiter); i >= 0 {
		s = s[i+len(delimiter):]
	}
	return s
}

// Ascii is the code point of the first character, 0 where there is none.
func Ascii(s string) int32 {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// IsAlpha reports a string of letters, not empty.
func IsAlpha(s string) bool { return all(s, unicode.IsLetter) }

// IsDigit reports a string of digits, not empty.
func IsDigit(s string) bool { return all(s, unicode.IsDigit) }

func all(s string, is func(rune) bool) bool {
	for _, r := range s {
		if !is(r) {
			return false
		}
	}
	return s != ""
}

// CompareBooleans orders FALSE before TRUE.
func CompareBooleans(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// CompareUUIDs orders UUIDs by their bytes.
func CompareUUIDs(a, b rt.UUID) int { return strings.Compare(string(a[:]), string(b[:])) }
