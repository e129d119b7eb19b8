// Package diag holds Weir's diagnostics: spans, codes, severities, and how they are printed.
//
// Positions are byte offsets into the job's SQL file until the moment of printing, when a Source turns them
// into lines and columns. The package imports nothing else of Weir, so that every layer can carry spans.
package diag

// Span is a half-open range [Start, End) of byte offsets into the SQL file. The zero Span means "no position".
type Span struct {
	Start, End int
}

// IsZero reports whether the span carries no position.
func (s Span) IsZero() bool { return s == Span{} }

// Union returns the smallest span that covers both; a zero span is neutral.
func (s Span) Union(other Span) Span {
	if s.IsZero() {
		return other
	}
	if other.IsZero() {
		return s
	}
	return Span{min(s.Start, other.Start), max(s.End, other.End)}
}

// Severity says whether a diagnostic stops the compile.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Code names one kind of diagnostic, such as "W0203". docs/errors.md has an entry for each.
type Code string

// Note adds a line to a diagnostic, with a position of its own where it has one.
type Note struct {
	Span    Span
	Message string
}

// Fix is a suggested replacement of Span by Text. A Fix without a span is advice in words.
type Fix struct {
	Span    Span
	Text    string // the replacement SQL
	Message string // what to do, in words: "did you mean fees?"
}

// Diagnostic is one message about the user's SQL.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Span     Span
	Message  string
	Notes    []Note
	Fix      *Fix
}

// Error makes a Diagnostic usable as an error; the position is a byte offset. Printing with lines is Source.Format's work.
func (d Diagnostic) Error() string {
	return d.Severity.String() + "[" + string(d.Code) + "]: " + d.Message
}

// List collects diagnostics in the order they were found.
type List []Diagnostic

// HasErrors reports whether any diagnostic is an error.
func (l List) HasErrors() bool {
	for _, d := range l {
		if d.Severity == Error {
			return true
		}
	}
	return false
}
