package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Format prints a diagnostic with the line it is about, its notes and its fix, ending in a newline:
//
//	job.sql:4:9: error[W0203]: unknown column "fee"
//	  4 | SELECT fee FROM payments
//	    |        ^^^
//	  note: job.sql:1:14: payments has the columns id, fees
//	  help: did you mean fees?
func (s *Source) Format(d Diagnostic) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s[%s]: %s\n", s.place(d.Span), d.Severity, d.Code, printable(d.Message))
	s.quote(&out, d.Span)
	for _, note := range d.Notes {
		if note.Span.IsZero() {
			fmt.Fprintf(&out, "  note: %s\n", printable(note.Message))
			continue
		}
		fmt.Fprintf(&out, "  note: %s %s\n", s.place(note.Span), printable(note.Message))
	}
	if d.Fix != nil {
		fmt.Fprintf(&out, "  help: %s\n", printable(d.Fix.advice()))
	}
	return out.String()
}

// FormatList prints every diagnostic of a list, one after the other.
func (s *Source) FormatList(list List) string {
	var out strings.Builder
	for _, d := range list {
		out.WriteString(s.Format(d))
	}
	return out.String()
}

// advice says the fix in words.
func (f *Fix) advice() string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Text == "":
		return "remove it"
	}
	return "write " + f.Text
}

// place is "job.sql:4:9:", or "job.sql:" for something without a position.
func (s *Source) place(span Span) string {
	if span.IsZero() {
		return s.Name + ":"
	}
	position := s.Position(span.Start)
	return fmt.Sprintf("%s:%d:%d:", s.Name, position.Line, position.Column)
}

// quote prints the line of the span's start and underlines the span, as far as it is on that line.
func (s *Source) quote(out *strings.Builder, span Span) {
	if span.IsZero() {
		return
	}
	start, end := s.Position(span.Start), s.Position(span.End)
	line := []rune(s.Line(start.Line))
	from, to := min(start.Column-1, len(line)), len(line)
	if end.Line == start.Line {
		to = min(end.Column-1, len(line))
	}
	line, from, to = window(line, from, to)
	number := strconv.Itoa(start.Line)
	fmt.Fprintf(out, "  %s | %s\n", number, printable(string(line)))
	fmt.Fprintf(out, "  %*s | %s%s\n", len(number), "", blanks(line[:from]), carets(line[from:to]))
}

// window cuts a long line to what stands around its underlined part.
func window(line []rune, from, to int) ([]rune, int, int) {
	const most, before = 160, 60
	if len(line) <= most {
		return line, from, to
	}
	left := max(0, from-before)
	right := min(len(line), left+most)
	cut := []rune{}
	if left > 0 {
		cut = append(cut, '…')
	}
	shift := len(cut) - left
	cut = append(cut, line[left:right]...)
	if right < len(line) {
		cut = append(cut, '…')
	}
	return cut, from + shift, min(to, right) + shift
}

// blanks is as wide as the text in front of the caret: tabs stay tabs, so that the terminal decides how wide they are.
func blanks(text []rune) string {
	var out strings.Builder
	for _, r := range text {
		if r == '\t' {
			out.WriteRune(r)
			continue
		}
		out.WriteString(strings.Repeat(" ", runeWidth(r)))
	}
	return out.String()
}

// carets underlines the text; a place between two characters gets one caret.
func carets(text []rune) string {
	width := 0
	for _, r := range text {
		width += runeWidth(r)
	}
	return strings.Repeat("^", max(1, width))
}

// runeWidth is the number of terminal cells that a character takes.
func runeWidth(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide holds the blocks that terminals draw two cells wide: East Asian scripts, full-width forms and emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1}, {0x2e80, 0x303e, 1}, {0x3041, 0x33ff, 1}, {0x3400, 0x4dbf, 1}, {0x4e00, 0x9fff, 1},
		{0xa000, 0xa4cf, 1}, {0xa960, 0xa97f, 1}, {0xac00, 0xd7a3, 1}, {0xf900, 0xfaff, 1}, {0xfe30, 0xfe6f, 1},
		{0xff00, 0xff60, 1}, {0xffe0, 0xffe6, 1},
	},
	R32: []unicode.Range32{{0x1f300, 0x1f64f, 1}, {0x1f680, 0x1f6ff, 1}, {0x1f900, 0x1f9ff, 1}, {0x20000, 0x3fffd, 1}},
}

// printable replaces what could steer a terminal: control characters other than the tab, and bidirectional overrides.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
