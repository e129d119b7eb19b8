package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// Kind is the kind of a token.
type Kind uint8

const (
	EOF      Kind = iota
	Word          // a bare identifier or keyword
	Quoted        // "name" or `name`
	String        // 'text' or E'text'
	Hex           // X'c0ffee'
	Number        // 1, 1.5, .5, 1e-3
	Duration      // 5s, 100ms: a number with a unit
	Op            // an operator or a punctuation mark
)

// Token is one token of the file.
type Token struct {
	Kind Kind
	Span diag.Span
	Text string // as written
	// Value is what the token says: a Word in upper case; a Quoted or String without its quotes and escapes; a Hex's digits;
	// else Text.
	Value string
}

// Is reports whether the token is a keyword (given in upper case) or operator.
func (t Token) Is(text string) bool { return (t.Kind == Word || t.Kind == Op) && t.Value == text }

// IsName reports whether the token can be a name: any word, or a quoted identifier.
func (t Token) IsName() bool { return t.Kind == Word || t.Kind == Quoted }

// Name returns the identifier's name: as spelled, without quotes.
func (t Token) Name() string {
	if t.Kind == Quoted {
		return t.Value
	}
	return t.Text
}

// Describe names the token in a message.
func (t Token) Describe() string {
	switch t.Kind {
	case EOF:
		return "the end of the file"
	case Word:
		if IsKeyword(t.Value) {
			return t.Value
		}
		return `"` + t.Text + `"`
	case Quoted:
		return "name " + t.Text
	case String:
		return "string " + shorten(t.Text)
	case Number, Duration, Hex:
		return shorten(t.Text)
	}
	return `"` + t.Text + `"`
}

// shorten cuts a long literal for a message.
func shorten(text string) string {
	const most = 40
	text = strings.ReplaceAll(text, "\n", " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Comment is one comment of the file, with its delimiters.
type Comment struct {
	Span diag.Span
	Text string
}

// File is a lexed file. Tokens ends with an EOF token.
type File struct {
	Text     string
	Tokens   []Token
	Comments []Comment
	partner  []int // for each opening parenthesis, the index of its closing one
}

// match finds the closing parenthesis of each opening one; without one it is the file's end.
func (f *File) match() {
	f.partner = make([]int, len(f.Tokens))
	var open []int
	for i, token := range f.Tokens {
		switch {
		case token.Is("("):
			f.partner[i] = len(f.Tokens) - 1
			open = append(open, i)
		case token.Is(")") && len(open) > 0:
			f.partner[open[len(open)-1]] = i
			open = open[:len(open)-1]
		case token.Is(";"):
			open = open[:0]
		}
	}
}
