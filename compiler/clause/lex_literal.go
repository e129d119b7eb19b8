package clause

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/weirsql/weir/compiler/diag"
)

// string reads '…' whose opening quote stands at quote. A quote inside is written twice; a backslash is itself.
func (l *lexer) string(quote int) {
	end, closed := closing(l.file.Text, quote, '\'', false)
	if !closed || l.short && endsStatement(l.file.Text[quote:end]) {
		l.unclosed(quote)
		return
	}
	l.checkText(quote, end)
	if l.tall == (diag.Span{}) && strings.Contains(l.file.Text[quote:end], "\n") {
		l.tall = diag.Span{Start: quote, End: end}
	}
	l.add(String, end, strings.ReplaceAll(l.file.Text[quote+1:end-1], "''", "'"))
}

// closing returns the offset behind the quote that closes the one at start.
func closing(text string, start int, quote byte, escapes bool) (int, bool) {
	for i := start + 1; i < len(text); i++ {
		switch {
		case escapes && text[i] == '\\':
			i++
		case text[i] != quote:
		case i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1, true
		}
	}
	return len(text), false
}

// endsStatement reports whether the first line of a string of several ends in a semicolon.
func endsStatement(text string) bool {
	line, _, several := strings.Cut(text, "\n")
	return several && strings.HasSuffix(strings.TrimRight(line, " \t\r"), ";")
}

// unclosed reports a string without an end, and takes the rest of the line for the string, so that what follows is still read.
func (l *lexer) unclosed(quote int) {
	end := len(l.file.Text)
	if i := strings.IndexByte(l.file.Text[quote:], '\n'); i >= 0 {
		end = quote + i
	}
	l.open = true
	end = quote + len(strings.TrimRight(l.file.Text[quote:end], "; \t\r"))
	l.report(diag.Unterminated, quote, end, "this string has no closing quote", "")
	if l.tall != (diag.Span{}) {
		last := &l.diags[len(l.diags)-1]
		last.Notes = append(last.Notes, diag.Note{Span: l.tall, Message: "this string spans several lines: is its closing quote where it should be?"})
	}
	l.add(String, end, strings.Trim(l.file.Text[quote+1:end], "'"))
}

// checkText reports bytes that are no UTF-8, and NUL, inside a literal or a name.
func (l *lexer) checkText(start, end int) {
	text := l.file.Text[start:end]
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") || r == 0 {
			l.report(diag.BadString, start+i, start+i+1, "the text holds a byte that is not UTF-8: 0x"+strconv.FormatUint(uint64(text[i]), 16), "save the file as UTF-8")
			return
		}
	}
}

// quoted reads "name" or `name`.
func (l *lexer) quoted(quote byte) {
	end, closed := closing(l.file.Text, l.at, quote, false)
	if !closed {
		if i := strings.IndexByte(l.rest(), '\n'); i >= 0 {
			end = l.at + i
		}
		l.report(diag.Unterminated, l.at, end, "this quoted name has no closing "+string(quote), "")
		l.add(Quoted, end, strings.Trim(l.file.Text[l.at+1:end], "\r"+string(quote)))
		return
	}
	l.checkText(l.at, end)
	q := string(quote)
	name := strings.ReplaceAll(l.file.Text[l.at+1:end-1], q+q, q)
	if name == "" {
		l.report(diag.BadString, l.at, end, "a quoted name needs at least one character", "strings take single quotes: ''")
		name = "_"
	}
	l.add(Quoted, end, name)
}

// hexString reads X'…' whose opening quote stands at quote.
func (l *lexer) hexString(quote int) {
	end, closed := closing(l.file.Text, quote, '\'', false)
	if !closed {
		l.unclosed(quote)
		return
	}
	digits := l.file.Text[quote+1 : end-1]
	if len(digits)%2 != 0 || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		l.report(diag.BadString, l.at, end, "X'…' takes an even number of hexadecimal digits", "")
		digits = ""
	}
	l.add(Hex, end, digits)
}

// escapeString reads E'…' whose opening quote stands at quote: PostgreSQL's escapes.
func (l *lexer) escapeString(quote int) {
	end, closed := closing(l.file.Text, quote, '\'', true)
	if !closed {
		l.unclosed(quote)
		return
	}
	l.checkText(quote, end)
	value, ok := unescape(strings.ReplaceAll(l.file.Text[quote+1:end-1], "''", "'"))
	if !ok {
		l.report(diag.BadString, l.at, end, "malformed escape in E'…'", `known are \n \t \r \b \f \\ \' \xHH \uXXXX \UXXXXXXXX and octal \ooo`)
	}
	l.add(String, end, value)
}

var simpleEscapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', '\\': '\\', '\'': '\'', '"': '"'}

// unescape resolves backslash escapes; the result must be UTF-8 without NUL.
func unescape(text string) (string, bool) {
	var out []byte
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		i++
		if i == len(text) {
			return "", false
		}
		if simple, ok := simpleEscapes[text[i]]; ok {
			out = append(out, simple)
			continue
		}
		size, ok := 0, false
		if out, size, ok = numericEscape(out, text[i:]); !ok {
			return "", false
		}
		i += size - 1
	}
	return string(out), utf8.Valid(out) && !strings.Contains(string(out), "\x00")
}

// numericEscape appends what xHH, uXXXX, UXXXXXXXX or ooo stands for, and returns how many bytes it is written in.
func numericEscape(out []byte, text string) ([]byte, int, bool) {
	switch {
	case text[0] == 'u' || text[0] == 'U':
		size := map[byte]int{'u': 4, 'U': 8}[text[0]]
		if len(text) < 1+size {
			return out, 0, false
		}
		n, err := strconv.ParseUint(text[1:1+size], 16, 32)
		return utf8.AppendRune(out, rune(n)), 1 + size, err == nil && utf8.ValidRune(rune(n))
	case text[0] == 'x':
		size := digitsOf(text[1:], "0123456789abcdefABCDEF", 2)
		n, err := strconv.ParseUint(text[1:1+size], 16, 8)
		return append(out, byte(n)), 1 + size, err == nil
	}
	size := digitsOf(text, "01234567", 3)
	n, err := strconv.ParseUint(text[:size], 8, 8)
	return append(out, byte(n)), size, err == nil
}

// digitsOf counts the leading bytes that are in the set, at most limit.
func digitsOf(text, set string, limit int) int {
	n := 0
	for n < min(limit, len(text)) && strings.IndexByte(set, text[n]) >= 0 {
		n++
	}
	return n
}

// number reads a number, or a number with a unit (5s).
func (l *lexer) number() {
	text, end := l.file.Text, l.at
	for isDigit(text, end) {
		end++
	}
	whole := end
	if end < len(text) && text[end] == '.' && !strings.HasPrefix(text[end:], "..") {
		end++
		for isDigit(text, end) {
			end++
		}
	}
	end = exponent(text, end)
	tail := l.wordEnd(end)
	switch {
	case tail == end:
		l.add(Number, end, text[l.at:end])
	case end == whole && durationUnits[strings.ToLower(text[end:tail])] != "":
		l.add(Duration, tail, text[l.at:tail])
	default:
		l.badNumber(tail)
	}
}

// exponent returns the end of an exponent at a place, or the place itself.
func exponent(text string, at int) int {
	if at >= len(text) || text[at] != 'e' && text[at] != 'E' {
		return at
	}
	end := at + 1
	if end < len(text) && (text[end] == '+' || text[end] == '-') {
		end++
	}
	if !isDigit(text, end) {
		return at
	}
	for isDigit(text, end) {
		end++
	}
	return end
}

// badNumber reports a number with letters behind it.
func (l *lexer) badNumber(end int) {
	text := l.file.Text[l.at:end]
	advice := "a name that begins with a digit needs double quotes: " + strconv.Quote(text)
	switch {
	case strings.HasPrefix(strings.ToLower(text), "0x"):
		advice = "write the number in decimal, or bytes as X'" + text[2:] + "'"
	case strings.Trim(text, "0123456789_.") == "":
		advice = "write it without _: " + strings.ReplaceAll(text, "_", "")
	}
	l.report(diag.BadNumber, l.at, end, "malformed number "+shorten(text), advice)
	l.add(Number, end, "0")
}

// durationUnits are the units of a Duration.
var durationUnits = map[string]string{
	"ns": "NANOSECOND", "us": "MICROSECOND", "ms": "MILLISECOND", "s": "SECOND", "sec": "SECOND", "m": "MINUTE", "min": "MINUTE",
	"h": "HOUR", "d": "DAY", "w": "WEEK",
}

// SplitDuration returns a Duration's number and the unit's SQL name.
func (t Token) SplitDuration() (number, unit string) {
	n := digitsOf(t.Text, "0123456789", len(t.Text))
	return t.Text[:n], durationUnits[strings.ToLower(t.Text[n:])]
}
