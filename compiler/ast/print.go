package ast

import "strings"

// String returns the identifier as it must be written: with quotes where they are needed.
func (i Ident) String() string {
	if !i.Quoted && IsPlain(i.Name) {
		return i.Name
	}
	return Quote(i.Name)
}

// Quote puts a name into double quotes.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// IsPlain reports whether a name reads as an identifier without quotes, keywords aside.
func IsPlain(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80
		if !letter && (i == 0 || (r < '0' || r > '9') && r != '$') {
			return false
		}
	}
	return name != ""
}
