package text

import "strings"

// Writer collects indented lines.
type Writer struct{ b strings.Builder }

// Indent is what one level of depth is indented by.
const Indent = "  "

// Line adds a line.
func (w *Writer) Line(depth int, s string) {
	if s != "" {
		w.b.WriteString(strings.Repeat(Indent, depth))
	}
	w.b.WriteString(s)
	w.b.WriteByte('\n')
}

// Append adds text that has its line ends already.
func (w *Writer) Append(s string) { w.b.WriteString(s) }

// String returns the text.
func (w *Writer) String() string { return w.b.String() }
