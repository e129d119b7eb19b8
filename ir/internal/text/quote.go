// Package text holds what the readable forms of types, expressions and plans have in common: how names and strings are
// quoted, and the scanner that reads them back.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name prints an identifier: bare where it is a plain word, else in double quotes.
func Name(name string) string {
	if isWord(name) {
		return name
	}
	return quote(name, '"')
}

// Quote prints a string as SQL does, its own kind doubled, or with escapes, E'a\n', where it holds what a line can't.
func Quote(s string) string { return quote(s, '\'') }

func isWord(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && (i == 0 || !isDigit(s[i])) {
			return false
		}
	}
	return s != ""
}

func quote(s string, mark byte) string {
	if !plain(s) {
		return "E" + escape(s, mark)
	}
	m := string(mark)
	return m + strings.ReplaceAll(s, m, m+m) + m
}

// plain reports text that needs no escape to stand on one line.
func plain(s string) bool {
	for i, r := range s {
		if !unicode.IsPrint(r) || r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return false
		}
	}
	return true
}

func escape(s string, mark byte) string {
	var b strings.Builder
	b.WriteByte(mark)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == rune(mark) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	b.WriteByte(mark)
	return b.String()
}
