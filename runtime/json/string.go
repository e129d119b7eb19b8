package json

import (
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// String reads a VARCHAR. The result points into text where the string stands there as it is, and into scratch where it
// had to be unescaped.
func String(text string, pos int, scratch *rt.Scratch) (string, int) {
	if pos < len(text) && text[pos] == '"' {
		for end := pos + 1; end+8 <= len(text); end += 8 {
			stop := plainStops(scan.Load(text, end))
			if stop == 0 {
				continue
			}
			end += bits.TrailingZeros64(stop) >> 3
			if text[end] == '"' {
				return text[pos+1 : end], end + 1
			}
			break
		}
	}
	return longString(text, pos, scratch)
}

// longString reads any string, white space before it allowed.
func longString(text string, pos int, scratch *rt.Scratch) (string, int) {
	pos = skipBlanks(text, pos)
	if pos >= len(text) || text[pos] != '"' {
		return "", len(text)
	}
	end := SkipString(text, pos)
	if end < 0 {
		return "", len(text)
	}
	return unquote(text[pos:end], scratch), end
}

// unquote returns the text of a checked string literal.
func unquote(literal string, scratch *rt.Scratch) string {
	inner := literal[1 : len(literal)-1]
	if strings.IndexByte(inner, '\\') < 0 && utf8.ValidString(inner) {
		return inner
	}
	const worst = 3 // one invalid byte becomes the three of U+FFFD
	return scratch.KeepString(Unescape(scratch.Reserve(worst*len(inner)), literal))
}

// Unescape appends the text that a string literal stands for to dst. literal is checked text with its quotes. Invalid
// UTF-8 and lone surrogates become U+FFFD, as in encoding/json.
func Unescape(dst []byte, literal string) []byte {
	s := literal[1 : len(literal)-1]
	for i := 0; i < len(s); {
		if end := plainRun(s, i); end > i {
			dst = append(dst, s[i:end]...)
			i = end
			continue
		}
		c := s[i]
		switch {
		case c == '\\' && s[i+1] == 'u':
			var r rune
			r, i = unescapeRune(s, i)
			dst = utf8.AppendRune(dst, r)
		case c == '\\':
			dst = append(dst, unescaped[s[i+1]])
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += size
		}
	}
	return dst
}

// unescaped maps the letter behind a backslash to its character.
var unescaped = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unescapeRune reads the \uXXXX at s[i:], or a pair of surrogates, and returns the position behind it.
func unescapeRune(s string, i int) (rune, int) {
	r := hexRune(s[i+2 : i+6])
	i += 6
	if !utf16.IsSurrogate(r) {
		return r, i
	}
	if i+6 <= len(s) && s[i] == '\\' && s[i+1] == 'u' {
		if pair := utf16.DecodeRune(r, hexRune(s[i+2:i+6])); pair != utf8.RuneError {
			return pair, i + 6
		}
	}
	return utf8.RuneError, i
}

func hexRune(digits string) (r rune) {
	for i := range len(digits) {
		r = r<<4 | rune(hexValue(digits[i]))
	}
	return r
}

// hexValue returns the value of a hexadecimal digit, -1 for another byte.
func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
