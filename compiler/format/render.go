package format

import (
	"strings"

	"github.com/weirsql/weir/compiler/clause"
)

// renderer prints tokens and comments.
type renderer struct {
	*layout
	out    strings.Builder
	indent int // of the last line that the layout began
}

func (l *layout) render() string {
	r := &renderer{layout: l}
	for i := range l.file.Tokens {
		r.print(i)
	}
	text := strings.TrimRight(r.out.String(), "\n")
	if text == "" {
		return ""
	}
	return text + "\n"
}

// print prints one token and the comments in front of it.
func (r *renderer) print(i int) {
	token := r.token(i)
	if token.Is(";") && r.afterSemicolon(i) {
		return
	}
	r.endStatement(i)
	broken := r.printComments(i)
	switch {
	case r.breaks[i] != noBreak:
		r.indent = r.breaks[i]
		r.newLine(i, r.indent, token.Span.Start)
	case broken && token.Kind != clause.EOF:
		r.newLine(i, r.indent+indentation, token.Span.Start)
	case r.blank(i):
		r.out.WriteString(strings.Repeat(" ", 1+r.pads[i]))
	}
	r.out.WriteString(r.text(i))
}

// text is how a token is written.
func (r *renderer) text(i int) string {
	token := r.token(i)
	if token.Kind == clause.Word && !r.names[i] {
		return strings.ToUpper(token.Text)
	}
	return token.Text
}

// endStatement adds the semicolon that the last statement may lack.
func (r *renderer) endStatement(i int) {
	if i > 0 && r.token(i).Kind == clause.EOF && !r.token(i-1).Is(";") {
		r.out.WriteString(";")
	}
}

// afterSemicolon reports whether a semicolon ends nothing. Its comments go to the next token.
func (r *renderer) afterSemicolon(i int) bool {
	if i > 0 && !r.token(i-1).Is(";") {
		return false
	}
	r.comments[i+1] = append(r.comments[i], r.comments[i+1]...)
	return true
}

// newLine begins a line. Between statements it has an empty one in front, where there is one in the source or the layout
// wants one.
func (r *renderer) newLine(i, indent, start int) {
	if r.out.Len() == 0 {
		return
	}
	r.out.WriteString("\n")
	if (r.starts[i] || r.token(i).Kind == clause.EOF) && (r.apart[i] || r.emptyLineBefore(start)) {
		r.out.WriteString("\n")
	}
	r.apart[i] = false
	r.out.WriteString(strings.Repeat(" ", indent))
}

// emptyLineBefore reports whether an empty line stands in front of an offset of the source.
func (r *renderer) emptyLineBefore(offset int) bool {
	text := r.file.Text[:offset]
	blank := text[len(strings.TrimRight(text, " \t\r\n")):]
	return strings.Count(blank, "\n") > 1
}

// printComments prints the comments in front of a token, and reports whether the token can't go on in their line.
func (r *renderer) printComments(i int) (broken bool) {
	for _, comment := range r.comments[i] {
		if r.ownLine(comment) {
			r.newLine(i, r.commentIndent(i), comment.Span.Start)
			broken = true
		} else {
			if broken {
				r.newLine(i, r.commentIndent(i), comment.Span.Start)
			} else if r.out.Len() > 0 {
				r.out.WriteString(" ")
			}
			broken = broken || strings.HasPrefix(comment.Text, "--")
		}
		r.out.WriteString(strings.TrimRight(comment.Text, " \t\r\n"))
		if strings.HasPrefix(comment.Text, "--") {
			broken = true
		}
	}
	return broken
}

// ownLine reports whether a comment begins its line.
func (r *renderer) ownLine(comment clause.Comment) bool {
	before := strings.TrimRight(r.file.Text[:comment.Span.Start], " \t\r")
	return before == "" || before == "\ufeff" || strings.HasSuffix(before, "\n")
}

// commentIndent is the indent of a comment on a line of its own: that of the line below it, or of what it closes.
func (r *renderer) commentIndent(i int) int {
	switch token := r.token(i); {
	case token.Kind == clause.EOF:
		return 0
	case r.breaks[i] == noBreak:
		return r.indent + indentation
	case token.Is(")") || token.Is("END"):
		return r.breaks[i] + indentation
	}
	return r.breaks[i]
}
