package json

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Unescape appends the text that a string literal stands for to dst. literal is checked text with its quotes. Invalid
// UTF-8 and lone surrogates become U+FFFD, as in encoding/json.
func Unescape(dst []byte, literal string) []byte {
	s := literal[1 : len(literal)-1]
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\\' && s[i+1] == 'u':
			var r rune
			r, i = unescapeRune(s, i)
			dst = utf8.AppendRune(dst, r)
		case c == '\\':
			dst = append(dst, unescaped[s[i+1]])
			i += 2
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
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
