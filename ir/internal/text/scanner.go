package text

import (
	"fmt"
	"strconv"
	"strings"
)

// Kind classifies a token.
type Kind uint8

const (
	End    Kind = iota // end of the text, and everything after a failure
	Word               // bare identifier or keyword
	Quoted             // "identifier"
	Number             // digits, with sign, fraction and exponent
	String             // 'string'
	Symbol             // punctuation, or a run of operator characters
)

// Token is one token; Text is unquoted.
type Token struct {
	Kind Kind
	Text string
}

// Scanner reads tokens. The first failure sticks: from then on every token is End and Err tells what was wrong, so that
// parsers need not check after each step.
type Scanner struct {
	src  string
	pos  int // behind the current token
	from int // start of the current token
	tok  Token
	err  error
}

// NewScanner starts at the first token of src.
func NewScanner(src string) *Scanner {
	s := &Scanner{src: src}
	s.Next()
	return s
}

// Err returns the first failure.
func (s *Scanner) Err() error { return s.err }

// Peek returns the current token.
func (s *Scanner) Peek() Token { return s.tok }

// Next returns the current token and moves on.
func (s *Scanner) Next() Token {
	tok := s.tok
	s.scan()
	return tok
}

// Fail records a failure at the current token, if it is the first.
func (s *Scanner) Fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("column %d of %q: %s", s.from+1, s.src, fmt.Sprintf(format, args...))
	}
	s.tok = Token{}
}

// Is reports whether the current token is this bare word or symbol.
func (s *Scanner) Is(text string) bool {
	return s.tok.Text == text && (s.tok.Kind == Word || s.tok.Kind == Symbol)
}

// Accept moves past the current token if it is this bare word or symbol.
func (s *Scanner) Accept(text string) bool {
	if !s.Is(text) {
		return false
	}
	s.Next()
	return true
}

// AcceptPair moves past two tokens if they are these.
func (s *Scanner) AcceptPair(first, second string) bool {
	before := *s
	if s.Accept(first) && s.Accept(second) {
		return true
	}
	*s = before
	return false
}

// Expect moves past this bare word or symbol, and fails on anything else.
func (s *Scanner) Expect(text string) {
	if !s.Accept(text) {
		s.Fail("expected %s, found %q", text, s.tok.Text)
	}
}

// Starts reports whether the current token is a symbol that starts with mark: brackets of types run together, as in ">>".
func (s *Scanner) Starts(mark string) bool {
	return s.tok.Kind == Symbol && strings.HasPrefix(s.tok.Text, mark)
}

// ExpectStart moves past mark, at the start of a symbol.
func (s *Scanner) ExpectStart(mark string) {
	if !s.Starts(mark) {
		s.Fail("expected %s, found %q", mark, s.tok.Text)
		return
	}
	s.pos = s.from + len(mark)
	s.scan()
}

// Name reads an identifier, bare or quoted.
func (s *Scanner) Name() string { return s.take("a name", Word, Quoted) }

// Str reads a string.
func (s *Scanner) Str() string { return s.take("a string", String) }

// Int reads an integer.
func (s *Scanner) Int() int {
	n, err := strconv.Atoi(s.take("a number", Number))
	if err != nil {
		s.Fail("%v", err)
	}
	return n
}

// Done fails unless the text is used up, and returns Err.
func (s *Scanner) Done() error {
	if s.tok.Kind != End {
		s.Fail("unexpected %q", s.tok.Text)
	}
	return s.err
}

func (s *Scanner) take(what string, kinds ...Kind) string {
	for _, kind := range kinds {
		if s.tok.Kind == kind {
			return s.Next().Text
		}
	}
	s.Fail("expected %s, found %q", what, s.tok.Text)
	return ""
}

// scan sets the current token to the one at pos.
func (s *Scanner) scan() {
	for s.pos < len(s.src) && s.src[s.pos] == ' ' {
		s.pos++
	}
	s.from = s.pos
	if s.err != nil || s.pos == len(s.src) {
		s.tok = Token{}
		return
	}
	switch c := s.src[s.pos]; {
	case c == '\'' || c == '"':
		s.quoted(c, false)
	case c == 'E' && s.pos+1 < len(s.src) && (s.src[s.pos+1] == '\'' || s.src[s.pos+1] == '"'):
		s.pos++
		s.quoted(s.src[s.pos], true)
	case isLetter(c):
		s.run(Word, func(c byte) bool { return isLetter(c) || isDigit(c) })
	case isDigit(c) || c == '-' && s.pos+1 < len(s.src) && isDigit(s.src[s.pos+1]):
		s.tok = Token{Number, s.number()}
	case isOperator(c):
		s.run(Symbol, isOperator)
	default:
		s.pos++
		s.tok = Token{Symbol, s.src[s.from:s.pos]}
	}
}

func (s *Scanner) run(kind Kind, belongs func(byte) bool) {
	for s.pos < len(s.src) && belongs(s.src[s.pos]) {
		s.pos++
	}
	s.tok = Token{kind, s.src[s.from:s.pos]}
}

func (s *Scanner) number() string {
	if s.src[s.pos] == '-' {
		s.pos++
	}
	s.digits()
	if s.pos+1 < len(s.src) && s.src[s.pos] == '.' && isDigit(s.src[s.pos+1]) {
		s.pos++
		s.digits()
	}
	if exponent := s.exponent(); exponent > 0 {
		s.pos += exponent
		s.digits()
	}
	return s.src[s.from:s.pos]
}

// exponent returns the length of an exponent's start: "e", "e+" or "e-" in front of a digit.
func (s *Scanner) exponent() int {
	rest := s.src[s.pos:]
	if !strings.HasPrefix(rest, "e") {
		return 0
	}
	length := 1
	if len(rest) > 1 && (rest[1] == '+' || rest[1] == '-') {
		length = 2
	}
	if len(rest) > length && isDigit(rest[length]) {
		return length
	}
	return 0
}

func (s *Scanner) digits() {
	for s.pos < len(s.src) && isDigit(s.src[s.pos]) {
		s.pos++
	}
}

// quoted reads a string or quoted identifier whose opening mark is at pos.
func (s *Scanner) quoted(mark byte, escapes bool) {
	var b strings.Builder
	s.pos++
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		s.pos++
		switch {
		case c == '\\' && escapes:
			s.unescape(&b)
		case c != mark:
			b.WriteByte(c)
		case !escapes && s.pos < len(s.src) && s.src[s.pos] == mark:
			b.WriteByte(c)
			s.pos++
		default:
			s.tok = Token{Quoted, b.String()}
			if mark == '\'' {
				s.tok.Kind = String
			}
			return
		}
	}
	s.Fail("no closing %c", mark)
}

// unescape reads what follows a backslash.
func (s *Scanner) unescape(b *strings.Builder) {
	rest := s.src[s.pos:]
	switch {
	case strings.HasPrefix(rest, "n"):
		b.WriteByte('\n')
		s.pos++
	case strings.HasPrefix(rest, "x") && len(rest) >= 3:
		n, err := strconv.ParseUint(rest[1:3], 16, 8)
		s.failOn(err)
		b.WriteByte(byte(n))
		s.pos += 3
	case strings.HasPrefix(rest, "u{"):
		digits, _, _ := strings.Cut(rest[2:], "}")
		n, err := strconv.ParseUint(digits, 16, 21)
		s.failOn(err)
		b.WriteRune(rune(n))
		s.pos = min(s.pos+len(digits)+3, len(s.src))
	case rest != "":
		b.WriteByte(rest[0])
		s.pos++
	}
}

func (s *Scanner) failOn(err error) {
	if err != nil {
		s.Fail("%v", err)
	}
}

func isLetter(c byte) bool   { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isOperator(c byte) bool { return strings.IndexByte("+-*/%|<>=!&^~?", c) >= 0 }

// IsOperator reports a name made of operator characters, which is written between its operands.
func IsOperator(name string) bool {
	for i := range len(name) {
		if !isOperator(name[i]) {
			return false
		}
	}
	return name != ""
}
