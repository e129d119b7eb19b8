package clause

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/weirsql/weir/compiler/diag"
)

// Lex splits a file into tokens and comments. It goes on behind errors, so the list holds all of the file's.
func Lex(text string) (*File, diag.List) {
	l := lexAll(text, false)
	if l.tall != (diag.Span{}) && l.open {
		l = lexAll(text, true)
	}
	l.file.match()
	return l.file, l.diags
}

func lexAll(text string, short bool) *lexer {
	l := &lexer{file: &File{Text: text}, short: short}
	if strings.HasPrefix(text, "\ufeff") {
		l.at = len("\ufeff")
	}
	for l.at < len(text) {
		l.token()
	}
	l.file.Tokens = append(l.file.Tokens, Token{Kind: EOF, Span: diag.Span{Start: len(text), End: len(text)}})
	return l
}

type lexer struct {
	file  *File
	at    int
	diags diag.List
	tall  diag.Span // the first string of several lines: where a quote is missing, it is the suspect
	open  bool      // a string has no closing quote
	// short says that no string goes on behind a line that ends in a semicolon. It is set for a second reading, where the
	// first one found a quote without a partner: most likely it is missing at the end of a statement.
	short bool
}

func (l *lexer) rest() string { return l.file.Text[l.at:] }

// report adds an error about the bytes from start to end.
func (l *lexer) report(code diag.Code, start, end int, message, advice string) {
	d := diag.Diagnostic{Code: code, Span: diag.Span{Start: start, End: end}, Message: message}
	if advice != "" {
		d.Fix = &diag.Fix{Message: advice}
	}
	l.diags = append(l.diags, d)
}

// add appends the token that ends in front of end and moves behind it.
func (l *lexer) add(kind Kind, end int, value string) {
	text := l.file.Text[l.at:end]
	l.file.Tokens = append(l.file.Tokens, Token{kind, diag.Span{Start: l.at, End: end}, text, value})
	l.at = end
}

// token reads one token, comment or blank.
func (l *lexer) token() {
	rest := l.rest()
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case unicode.IsSpace(r):
		l.at += size
	case strings.HasPrefix(rest, "--"):
		l.lineComment()
	case strings.HasPrefix(rest, "/*"):
		l.blockComment()
	case r == '\'':
		l.string(l.at)
	case r == '"' || r == '`':
		l.quoted(byte(r))
	case isDigit(rest, 0) || r == '.' && isDigit(rest, 1) && !l.afterName():
		l.number()
	case isLetter(r):
		l.word()
	default:
		l.operator(r, size)
	}
}

// afterName reports whether the last token touches this place and can be followed by .name.
func (l *lexer) afterName() bool {
	if len(l.file.Tokens) == 0 {
		return false
	}
	last := l.file.Tokens[len(l.file.Tokens)-1]
	return last.Span.End == l.at && (last.IsName() || last.Is(")") || last.Is("]"))
}

func isDigit(text string, at int) bool { return at < len(text) && text[at] >= '0' && text[at] <= '9' }

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func isWordPart(r rune) bool {
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// wordEnd returns the end of the run of letters and digits that begins at a place.
func (l *lexer) wordEnd(at int) int {
	for i, r := range l.file.Text[at:] {
		if !isWordPart(r) {
			return at + i
		}
	}
	return len(l.file.Text)
}

func (l *lexer) lineComment() {
	end := len(l.file.Text)
	if i := strings.IndexByte(l.rest(), '\n'); i >= 0 {
		end = l.at + i
	}
	l.comment(len(strings.TrimRight(l.file.Text[:end], " \t\r")))
	l.at = max(l.at, end)
}

// blockComment reads a comment; as in PostgreSQL, comments nest.
func (l *lexer) blockComment() {
	start, depth := l.at, 0
	for i := start; i < len(l.file.Text); i++ {
		switch {
		case strings.HasPrefix(l.file.Text[i:], "/*"):
			depth++
			i++
		case strings.HasPrefix(l.file.Text[i:], "*/"):
			depth--
			i++
		}
		if depth == 0 {
			l.comment(i + 1)
			return
		}
	}
	l.report(diag.Unterminated, start, start+2, "this comment has no end", "close it with */")
	l.at = len(l.file.Text)
}

// comment records a comment up to end and moves behind it. Other systems read orders in some comments: those are errors.
func (l *lexer) comment(end int) {
	text := l.file.Text[l.at:end]
	if strings.HasPrefix(text, "/*+") || strings.HasPrefix(text, "/*!") {
		l.report(diag.UnsupportedSyntax, l.at, end, "hints are not supported: they would be ignored in silence",
			"remove it; options of a table belong into its WITH (…)")
	}
	l.file.Comments = append(l.file.Comments, Comment{diag.Span{Start: l.at, End: end}, text})
	l.at = end
}

// word reads an identifier, keyword, or a string with a prefix: E'…', X'…'.
func (l *lexer) word() {
	end := l.wordEnd(l.at)
	word := strings.ToUpper(l.file.Text[l.at:end])
	if end < len(l.file.Text) && l.file.Text[end] == '\'' {
		switch word {
		case "E":
			l.escapeString(end)
			return
		case "X":
			l.hexString(end)
			return
		case "N", "B":
			l.report(diag.BadString, l.at, end, word+"'…' strings are not supported", "write the string without "+word)
		}
	}
	l.add(Word, end, word)
}

// operators, longest first.
var operators = []string{
	"!~~*", "->>", "<=>", "#>>", "!~*", "!~~", "~~*",
	"->", "||", "::", ":=", "<=", "<>", "!=", "!~", "~*", "~~", ">=", "=>", "==", "@>", "<@", "#>", "&&", "**", "<<",
	"(", ")", "[", "]", "{", "}", ",", ";", ".", "+", "-", "*", "/", "%", "^", "=", "<", ">", "!", "&", "|", "?", ":", "@", "#", "~", "$",
}

func (l *lexer) operator(r rune, size int) {
	for _, op := range operators {
		if strings.HasPrefix(l.rest(), op) {
			l.add(Op, l.at+len(op), op)
			return
		}
	}
	l.badCharacter(r, size)
	l.at += size
}

// badCharacter reports a character that no token begins with.
func (l *lexer) badCharacter(r rune, size int) {
	end := l.at + size
	switch {
	case r == utf8.RuneError && size == 1:
		l.report(diag.BadCharacter, l.at, end, fmt.Sprintf("the file is not UTF-8: byte 0x%02x", l.file.Text[l.at]), "save the file as UTF-8")
	case strings.ContainsRune("‘’‚′", r):
		l.report(diag.BadCharacter, l.at, end, fmt.Sprintf("typographic quote %c", r), "strings take straight quotes: 'text'")
	case strings.ContainsRune("“”„″«»", r):
		l.report(diag.BadCharacter, l.at, end, fmt.Sprintf("typographic quote %c", r), `quoted names take straight double quotes: "name"`)
	case unicode.IsPrint(r):
		l.report(diag.BadCharacter, l.at, end, fmt.Sprintf("unexpected character %c", r), "")
	default:
		l.report(diag.BadCharacter, l.at, end, fmt.Sprintf("unexpected character %U", r), "remove it")
	}
}
