package text

import (
	"unicode"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// Like reports whether s matches a LIKE pattern. escape is the character that takes the meaning of the one behind it away,
// or empty.
func Like(s, pattern, escape string) bool { return like(s, pattern, escapeRune(escape), false) }

// LikeFold is Like without regard to case.
func LikeFold(s, pattern, escape string) bool { return like(s, pattern, escapeRune(escape), true) }

// noEscape is no character.
const noEscape = -1

func escapeRune(escape string) rune {
	if escape == "" {
		return noEscape
	}
	r, size := utf8.DecodeRuneInString(escape)
	if size != len(escape) {
		rt.FailRecord("ESCAPE must be one character")
	}
	return r
}

// like walks both strings. On a mismatch it goes back to the last %, which then stands for one character more: earlier ones
// need no other try.
func like(s, pattern string, escape rune, fold bool) bool {
	i, j := 0, 0
	backS, backPattern := 0, -1
	for {
		if j < len(pattern) {
			want, size := utf8.DecodeRuneInString(pattern[j:])
			if want == '%' && want != escape {
				j += size
				backS, backPattern = i, j
				continue
			}
			if next, ok := step(s, i, pattern, j, escape, fold); ok {
				i, j = next.s, next.pattern
				continue
			}
		} else if i == len(s) {
			return true
		}
		if backPattern < 0 || backS >= len(s) {
			return false
		}
		_, size := utf8.DecodeRuneInString(s[backS:])
		backS += size
		i, j = backS, backPattern
	}
}

type place struct{ s, pattern int }

// step matches one character of the pattern that isn't %.
func step(s string, i int, pattern string, j int, escape rune, fold bool) (place, bool) {
	want, size := utf8.DecodeRuneInString(pattern[j:])
	j += size
	any := want == '_' && want != escape
	if want == escape {
		if j == len(pattern) {
			rt.FailRecord("the LIKE pattern ends with its escape character")
		}
		want, size = utf8.DecodeRuneInString(pattern[j:])
		j += size
	}
	if i == len(s) {
		return place{}, false
	}
	have, size := utf8.DecodeRuneInString(s[i:])
	same := any || have == want || fold && unicode.ToLower(have) == unicode.ToLower(want)
	return place{i + size, j}, same
}
