package diag

import "sort"

// Report is a diagnostic in the form of `weir check --json`.
type Report struct {
	File     string       `json:"file"`
	Code     Code         `json:"code"`
	Severity string       `json:"severity"`
	Message  string       `json:"message"`
	Range    *ReportRange `json:"range,omitempty"`
	Notes    []ReportNote `json:"notes,omitempty"`
	Fix      *ReportFix   `json:"fix,omitempty"`
}

// ReportRange is a half-open range of the file.
type ReportRange struct {
	Start ReportPosition `json:"start"`
	End   ReportPosition `json:"end"`
}

// ReportPosition counts Offset in bytes from 0, Line from 1, and Column in characters from 1.
type ReportPosition struct {
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Column int `json:"column"`
}

// ReportNote is one note.
type ReportNote struct {
	Message string       `json:"message"`
	Range   *ReportRange `json:"range,omitempty"`
}

// ReportFix is the suggested replacement. Text replaces Range where there is one.
type ReportFix struct {
	Message string       `json:"message"`
	Text    string       `json:"text,omitempty"`
	Range   *ReportRange `json:"range,omitempty"`
}

// Report turns diagnostics into their JSON form. The result is never nil, so that an empty list is [].
func (s *Source) Report(list List) []Report {
	reports := make([]Report, 0, len(list))
	for _, d := range list {
		report := Report{File: s.Name, Code: d.Code, Severity: d.Severity.String(), Message: d.Message, Range: s.reportRange(d.Span)}
		for _, note := range d.Notes {
			report.Notes = append(report.Notes, ReportNote{note.Message, s.reportRange(note.Span)})
		}
		if d.Fix != nil {
			report.Fix = &ReportFix{d.Fix.advice(), d.Fix.Text, s.reportRange(d.Fix.Span)}
		}
		reports = append(reports, report)
	}
	return reports
}

func (s *Source) reportRange(span Span) *ReportRange {
	if span.IsZero() {
		return nil
	}
	return &ReportRange{s.reportPosition(span.Start), s.reportPosition(span.End)}
}

func (s *Source) reportPosition(offset int) ReportPosition {
	position := s.Position(offset)
	return ReportPosition{offset, position.Line, position.Column}
}

// Sort orders diagnostics by their place in the file; those without one come last, and equals keep their order.
func (l List) Sort() {
	sort.SliceStable(l, func(i, j int) bool {
		if a, b := l[i].Span.IsZero(), l[j].Span.IsZero(); a || b {
			return !a && b
		}
		return l[i].Span.Start < l[j].Span.Start
	})
}
