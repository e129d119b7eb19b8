package codegen

import (
	"go/doc/comment"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
)

// sqlFile is the job's SQL as generated code refers to it: by line and column, and by one-line quotations in comments.
type sqlFile struct {
	name  string // base name, safe in a //line directive
	text  string
	lines []int // offset of each line's first byte
}

func newSQLFile(name, text string) sqlFile {
	lines := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			lines = append(lines, i+1)
		}
	}
	return sqlFile{name: safeFileName(name), text: text, lines: lines}
}

// safeFileName keeps what can stand in a //line directive and a comment: other bytes become '_'.
func safeFileName(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-+", r)) {
			return r
		}
		return '_'
	}, name)
	if safe == "" {
		return "job.sql"
	}
	return safe
}

// position returns the 1-based line and column, counted in bytes as Go counts them.
func (f sqlFile) position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(f.text))
	index := sort.SearchInts(f.lines, offset+1) - 1
	return index + 1, offset - f.lines[index] + 1
}

// snippetLimit is how many characters of SQL a comment quotes.
const snippetLimit = 100

// snippet quotes the SQL of a span as one printable line, without its comments; long text ends in "…".
// It is safe behind "// ": it holds no line break, control or invisible character.
func (f sqlFile) snippet(span diag.Span) string {
	start, end := max(span.Start, 0), min(span.End, len(f.text))
	if start >= end {
		return ""
	}
	return oneLine(stripComments(f.text[start:end]))
}

// expression quotes the SQL of an expression. Conditions that the planner joined, of a view and of the query over it, say,
// don't stand side by side in the file: they are quoted one by one.
func (f sqlFile) expression(e scalar.Expr) string {
	and, ok := e.(*scalar.And)
	if !ok || f.sideBySide(and.Operands) {
		return f.snippet(e.Span())
	}
	var parts []string
	for _, operand := range and.Operands {
		if part := f.expression(operand); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " AND ")
}

// sideBySide reports whether nothing but AND stands between the expressions.
func (f sqlFile) sideBySide(list []scalar.Expr) bool {
	for i := 1; i < len(list); i++ {
		from, to := list[i-1].Span().End, list[i].Span().Start
		if from < 0 || to > len(f.text) || from > to {
			return false
		}
		between := strings.Trim(stripComments(f.text[from:to]), " \t\r\n()")
		if !strings.EqualFold(between, "AND") {
			return false
		}
	}
	return true
}

// sqlComment is the doc comment of a function that computes what the SQL says:
//
//	// total_amount > 100
//
// gofmt edits comments: it turns two quotes into a curly one. What it would change stands in the comment as code, which it leaves
// alone:
//
//	// isNamed:
//	//
//	//	name <> ''
func sqlComment(function, sql string) *jen.Statement {
	if isPlainText(sql) {
		return jen.Comment("// " + sql).Line()
	}
	return jen.Comment("// " + function + ":").Line().Comment("//").Line().Comment("//\t" + sql).Line()
}

// isPlainText reports text that gofmt leaves in a comment as it is.
func isPlainText(text string) bool {
	var parser comment.Parser
	var printer comment.Printer
	return strings.TrimSuffix(string(printer.Comment(parser.Parse(text))), "\n") == text
}

// oneLine collapses white space, replaces what is not printable, and cuts at snippetLimit.
func oneLine(text string) string {
	var line strings.Builder
	count, space := 0, false
	for _, r := range text {
		if unicode.IsSpace(r) {
			space = count > 0
			continue
		}
		if count >= snippetLimit {
			line.WriteRune('…')
			break
		}
		if space {
			line.WriteByte(' ')
			count, space = count+1, false
		}
		if !unicode.IsPrint(r) {
			r = utf8.RuneError
		}
		line.WriteRune(r)
		count++
	}
	return line.String()
}

// stripComments replaces each SQL comment by a space; quoted text is kept.
func stripComments(sql string) string {
	var kept strings.Builder
	for len(sql) > 0 {
		n, comment := sqlToken(sql)
		if comment {
			kept.WriteByte(' ')
		} else {
			kept.WriteString(sql[:n])
		}
		sql = sql[n:]
	}
	return kept.String()
}

// sqlToken returns the length of the comment, the quoted text or the single byte that sql starts with.
func sqlToken(sql string) (length int, comment bool) {
	switch {
	case strings.HasPrefix(sql, "--"):
		return until(sql, 2, "\n"), true
	case strings.HasPrefix(sql, "/*"):
		return until(sql, 2, "*/"), true
	case sql[0] == '\'' || sql[0] == '"':
		return until(sql, 1, sql[:1]), false
	}
	return 1, false
}

func until(text string, from int, end string) int {
	if i := strings.Index(text[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(text)
}
