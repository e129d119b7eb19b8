package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Source is the text of one SQL file, able to turn byte offsets into lines and columns.
type Source struct {
	Name  string // as messages show it: job.sql
	Text  string
	lines []int // offset of the first byte of each line
}

// NewSource prepares a file's text for printing positions in it.
func NewSource(name, text string) *Source {
	s := &Source{Name: name, Text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// Position is a place for people: both count from 1, Column in characters (runes).
type Position struct {
	Line, Column int
}

// Position returns the line and column of a byte offset. An offset outside the text is taken as the nearest one inside.
func (s *Source) Position(offset int) Position {
	offset = max(0, min(offset, len(s.Text)))
	line := sort.Search(len(s.lines), func(i int) bool { return s.lines[i] > offset }) - 1
	start := s.lines[line]
	if line == 0 {
		start = s.afterBOM()
	}
	return Position{line + 1, utf8.RuneCountInString(s.Text[min(start, offset):offset]) + 1}
}

// Line returns the text of a line (from 1) without its line break.
func (s *Source) Line(number int) string {
	start, end := s.lines[number-1], len(s.Text)
	if number < len(s.lines) {
		end = s.lines[number] - 1
	}
	if number == 1 {
		start = min(s.afterBOM(), end)
	}
	return strings.TrimSuffix(s.Text[start:end], "\r")
}

// Snippet returns the bytes of a span.
func (s *Source) Snippet(span Span) string {
	start := max(0, min(span.Start, len(s.Text)))
	return s.Text[start:max(start, min(span.End, len(s.Text)))]
}

// afterBOM is the offset of the first visible byte: a byte order mark takes no column.
func (s *Source) afterBOM() int {
	if strings.HasPrefix(s.Text, "\ufeff") {
		return len("\ufeff")
	}
	return 0
}
