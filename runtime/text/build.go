package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// Concat is the parts one behind the other.
func Concat(scratch *rt.Scratch, parts ...string) string {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	out := scratch.Reserve(size)
	for _, part := range parts {
		out = append(out, part...)
	}
	return scratch.KeepString(out)
}

// ConcatInteger is a text with an integer printed behind it, which needs no text of its own.
func ConcatInteger(scratch *rt.Scratch, s string, v int64) string {
	out := scratch.Reserve(len(s) + longestInteger)
	return scratch.KeepString(scan.AppendInt(append(out, s...), v))
}

// ConcatWith is the parts that aren't NULL with a separator between them.
func ConcatWith(scratch *rt.Scratch, separator string, parts ...rt.Null[string]) string {
	return JoinNulls(scratch, parts, separator)
}

// Join is the parts with a separator between them.
func Join(scratch *rt.Scratch, parts []string, separator string) string {
	size := len(separator) * len(parts)
	for _, part := range parts {
		size += len(part)
	}
	out := scratch.Reserve(size)
	for i, part := range parts {
		if i > 0 {
			out = append(out, separator...)
		}
		out = append(out, part...)
	}
	return scratch.KeepString(out)
}

// JoinNulls is Join of the parts that aren't NULL.
func JoinNulls(scratch *rt.Scratch, parts []rt.Null[string], separator string) string {
	size := len(separator) * len(parts)
	for _, part := range parts {
		size += len(part.V)
	}
	out, first := scratch.Reserve(size), true
	for _, part := range parts {
		if !part.Valid {
			continue
		}
		if !first {
			out = append(out, separator...)
		}
		out, first = append(out, part.V...), false
	}
	return scratch.KeepString(out)
}

// JoinWithNull is Join with a text that stands for NULLs.
func JoinWithNull(scratch *rt.Scratch, parts []rt.Null[string], separator, null string) string {
	size := (len(separator) + len(null)) * len(parts)
	for _, part := range parts {
		size += len(part.V)
	}
	out := scratch.Reserve(size)
	for i, part := range parts {
		if i > 0 {
			out = append(out, separator...)
		}
		if part.Valid {
			out = append(out, part.V...)
		} else {
			out = append(out, null...)
		}
	}
	return scratch.KeepString(out)
}

// ConcatBytes is a followed by b.
func ConcatBytes(scratch *rt.Scratch, a, b []byte) []byte {
	out := scratch.Reserve(len(a) + len(b))
	return scratch.Keep(append(append(out, a...), b...))
}

// Upper is s in upper case.
func Upper(scratch *rt.Scratch, s string) string {
	return mapped(scratch, s, upper, unicode.ToUpper)
}

// upper has a name so that jobs, into which Upper is inlined, don't get copies of it; likewise lower.
func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// Lower is s in lower case.
func Lower(scratch *rt.Scratch, s string) string {
	return mapped(scratch, s, lower, unicode.ToLower)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// mapped replaces characters one by one; a string that stays as it is is returned itself.
func mapped(scratch *rt.Scratch, s string, ascii func(byte) byte, other func(rune) rune) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return mappedRunes(scratch, s, other)
		}
		if ascii(s[i]) != s[i] {
			return mappedFrom(scratch, s, i, ascii, other)
		}
	}
	return s
}

// mappedFrom builds an ASCII string whose first i bytes stay as they are.
func mappedFrom(scratch *rt.Scratch, s string, i int, ascii func(byte) byte, other func(rune) rune) string {
	out := append(scratch.Reserve(len(s)), s[:i]...)
	for ; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return mappedRunes(scratch, s, other)
		}
		out = append(out, ascii(s[i]))
	}
	return scratch.KeepString(out)
}

func mappedRunes(scratch *rt.Scratch, s string, other func(rune) rune) string {
	out := scratch.Reserve(3 * len(s)) // invalid bytes become U+FFFD, which has three
	for _, r := range s {
		out = utf8.AppendRune(out, other(r))
	}
	return scratch.KeepString(out)
}

// Initcap is s with the first letter of each word in upper case.
func Initcap(scratch *rt.Scratch, s string) string {
	inWord := false
	return mappedRunes(scratch, s, func(r rune) rune {
		started := inWord
		inWord = unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case !inWord:
			return r
		case started:
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	})
}

// maxLength bounds what one function may build from a short argument.
const maxLength = 1 << 26

func checkLength(length int64) {
	if length > maxLength {
		rt.FailRecordf("the result would have %d bytes; at most %d are possible", length, maxLength)
	}
}

// Repeat is s, count times.
func Repeat(scratch *rt.Scratch, s string, count int32) string {
	if count <= 0 || s == "" {
		return ""
	}
	checkLength(int64(len(s)) * int64(count))
	out := scratch.Reserve(len(s) * int(count))
	for range count {
		out = append(out, s...)
	}
	return scratch.KeepString(out)
}

// PadLeftSpace is PadLeft with spaces.
func PadLeftSpace(scratch *rt.Scratch, s string, length int32) string {
	return PadLeft(scratch, s, length, " ")
}

// PadLeft fills s up to a length at the start, or cuts it.
func PadLeft(scratch *rt.Scratch, s string, length int32, fill string) string {
	missing := missingLength(s, length, fill)
	if missing <= 0 {
		return Left(s, max(length, 0))
	}
	out := appendFill(scratch.Reserve(len(s)+missing*utf8.UTFMax), fill, missing)
	return scratch.KeepString(append(out, s...))
}

// PadRightSpace is PadRight with spaces.
func PadRightSpace(scratch *rt.Scratch, s string, length int32) string {
	return PadRight(scratch, s, length, " ")
}

// PadRight fills s up to a length at the end, or cuts it.
func PadRight(scratch *rt.Scratch, s string, length int32, fill string) string {
	missing := missingLength(s, length, fill)
	if missing <= 0 {
		return Left(s, max(length, 0))
	}
	out := append(scratch.Reserve(len(s)+missing*utf8.UTFMax), s...)
	return scratch.KeepString(appendFill(out, fill, missing))
}

func missingLength(s string, length int32, fill string) int {
	if fill == "" {
		return 0
	}
	checkLength(int64(length) * utf8.UTFMax)
	return int(length) - utf8.RuneCountInString(s)
}

func appendFill(out []byte, fill string, count int) []byte {
	for {
		for _, r := range fill {
			if count == 0 {
				return out
			}
			out = utf8.AppendRune(out, r)
			count--
		}
	}
}

// Pad fills s with spaces up to a length: a cast to CHAR(length).
func Pad(scratch *rt.Scratch, s string, length int) string {
	missing := length - utf8.RuneCountInString(s)
	if missing <= 0 {
		return s
	}
	out := append(scratch.Reserve(len(s)+missing), s...)
	return scratch.KeepString(appendFill(out, " ", missing))
}

// Replace is s with every occurrence of one string replaced by another.
func Replace(scratch *rt.Scratch, s, from, to string) string {
	if from == "" {
		return s
	}
	count := strings.Count(s, from)
	if count == 0 {
		return s
	}
	checkLength(int64(len(s)) + int64(count)*int64(len(to)))
	out := scratch.Reserve(len(s) + count*(len(to)-len(from)))
	for {
		i := strings.Index(s, from)
		if i < 0 {
			return scratch.KeepString(append(out, s...))
		}
		out = append(append(out, s[:i]...), to...)
		s = s[i+len(from):]
	}
}

// Translate replaces characters of from by those of to, and removes those that have no counterpart.
func Translate(scratch *rt.Scratch, s, from, to string) string {
	out := scratch.Reserve(len(s) * utf8.UTFMax)
	for _, r := range s {
		n := strings.IndexRune(from, r)
		if n < 0 {
			out = utf8.AppendRune(out, r)
			continue
		}
		at := byteOffset(to, utf8.RuneCountInString(from[:n]))
		if at < len(to) {
			counterpart, _ := utf8.DecodeRuneInString(to[at:])
			out = utf8.AppendRune(out, counterpart)
		}
	}
	return scratch.KeepString(out)
}

// Overlay replaces as many characters as the new text has, from start on.
func Overlay(scratch *rt.Scratch, s, text string, start int32) string {
	return OverlayCount(scratch, s, text, start, Length(text))
}

// OverlayCount replaces count characters from start on.
func OverlayCount(scratch *rt.Scratch, s, text string, start, count int32) string {
	if start <= 0 {
		rt.FailRecord("OVERLAY's start must be positive")
	}
	end := int64(start) + int64(count)
	return Concat(scratch, Substring(s, 1, start-1), text, From(s, int32(min(max(end, 1), 1<<31-1))))
}

// Reverse is the characters in reverse order.
func Reverse(scratch *rt.Scratch, s string) string {
	out := scratch.Reserve(len(s))
	for end := len(s); end > 0; {
		_, size := utf8.DecodeLastRuneInString(s[:end])
		out = append(out, s[end-size:end]...)
		end -= size
	}
	return scratch.KeepString(out)
}

// Chr is the character of a code point.
func Chr(scratch *rt.Scratch, code int32) string {
	if code == 0 || !utf8.ValidRune(code) {
		rt.FailRecordf("CHR(%d): no such character", code)
	}
	return scratch.KeepString(utf8.AppendRune(scratch.Reserve(utf8.UTFMax), code))
}
