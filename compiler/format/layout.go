package format

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
)

// indentation is one level.
const indentation = 2

// noBreak marks a token that goes on in its line.
const noBreak = -1

// layout says for each token how it is printed.
type layout struct {
	file     *clause.File
	breaks   []int              // the indent of the line that the token begins, or noBreak
	pads     []int              // blanks in front of the token besides the one between words
	glued    []bool             // no blank in front of the token
	names    []bool             // a word that keeps its case
	starts   []bool             // the first token of a statement
	apart    []bool             // the first token of a statement that an empty line is to stand in front of
	comments [][]clause.Comment // the comments in front of the token
	partners map[int]int        // opening bracket → closing bracket
}

func newLayout(file *clause.File) *layout {
	n := len(file.Tokens)
	l := &layout{
		file: file, breaks: make([]int, n), pads: make([]int, n), glued: make([]bool, n), names: make([]bool, n), starts: make([]bool, n), apart: make([]bool, n),
		comments: make([][]clause.Comment, n), partners: map[int]int{},
	}
	var open []int
	for i, token := range file.Tokens {
		l.breaks[i] = noBreak
		switch {
		case token.Is("("):
			open = append(open, i)
		case token.Is(")") && len(open) > 0:
			l.partners[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	for _, comment := range file.Comments {
		i := l.tokenAt(comment.Span.End)
		if l.token(i).Is(",") || l.token(i).Is(";") {
			i++ // the comment follows the comma
		}
		l.comments[i] = append(l.comments[i], comment)
	}
	return l
}

// tokenAt returns the first token at or behind an offset.
func (l *layout) tokenAt(offset int) int {
	i := sort.Search(len(l.file.Tokens), func(i int) bool { return l.file.Tokens[i].Span.Start >= offset })
	return min(i, len(l.file.Tokens)-1)
}

// first and last return the tokens of a node.
func (l *layout) first(node ast.Node) int { return l.tokenAt(node.Span().Start) }
func (l *layout) last(node ast.Node) int  { return l.tokenAt(node.Span().End) - 1 }

// token returns a token, EOF behind the last.
func (l *layout) token(i int) clause.Token { return l.file.Tokens[min(i, len(l.file.Tokens)-1)] }

// breakAt begins a line with a token.
func (l *layout) breakAt(token, indent int) { l.breaks[token] = indent }

// before finds a keyword in front of a node, across parentheses around it.
func (l *layout) before(node ast.Node, keyword string) int {
	i := l.first(node)
	for i > 0 && !l.token(i).Is(keyword) {
		i--
	}
	return i
}

// fits reports whether tokens fit into a line that already has some columns, without comments inside.
func (l *layout) fits(first, last, columns int) bool {
	return l.fitsIn(first, last, lineWidth-columns)
}

func (l *layout) fitsIn(first, last, width int) bool {
	for i := first; i <= last; i++ {
		if i > first && len(l.comments[i]) > 0 || strings.Contains(l.token(i).Text, "\n") {
			return false
		}
		width -= utf8.RuneCountInString(l.token(i).Text)
		if i > first && l.blank(i) {
			width--
		}
		if width < 0 {
			return false
		}
	}
	return true
}

// statement lays out one statement.
func (l *layout) statement(statement ast.Statement, indent int) {
	first := l.first(statement)
	l.breakAt(first, indent)
	switch s := statement.(type) {
	case *ast.CreateTable:
		l.createTable(s, indent)
	case *ast.CreateTableAs:
		l.options(s.Options, indent)
		l.query(s.Query, indent)
	case *ast.CreateView:
		l.query(s.Query, indent)
	case *ast.CreateFunction:
		if !l.fits(first, l.last(s), indent) {
			l.breakAt(min(l.before(s.Language, "LANGUAGE"), l.before(&s.Target, "AS")), indent+indentation)
		}
	case *ast.Insert:
		l.query(s.Query, indent)
	case *ast.StatementSet:
		for _, insert := range s.Inserts {
			l.statement(insert, indent+indentation)
		}
		l.breakAt(l.last(s), indent)
	case *ast.Select:
		l.query(s.Query, indent)
	}
}

// createTable puts each element on a line, types one below the other.
func (l *layout) createTable(s *ast.CreateTable, indent int) {
	elements := elementsOf(s)
	if len(elements) > 0 {
		open := l.last(s.Name) + 1
		for _, element := range elements {
			l.breakAt(l.first(element), indent+indentation)
		}
		l.breakAt(l.partners[open], indent)
	}
	l.align(s.Columns)
	for _, column := range s.Columns {
		if column.Computed != nil {
			l.expr(column.Computed, indent+indentation)
		}
	}
	l.options(s.Options, indent)
}

func elementsOf(s *ast.CreateTable) []ast.Node {
	var all []ast.Node
	for _, child := range ast.Children(s) {
		switch child.(type) {
		case *ast.Column, *ast.Watermark, *ast.PrimaryKey:
			all = append(all, child)
		}
	}
	return all
}

// align pads the names of columns to one width.
func (l *layout) align(columns []*ast.Column) {
	widest := 0
	for _, column := range columns {
		widest = max(widest, utf8.RuneCountInString(l.token(l.first(column)).Text))
	}
	for _, column := range columns {
		name := l.first(column)
		l.pads[name+1] = widest - utf8.RuneCountInString(l.token(name).Text)
	}
}

// options puts each option on a line with the values one below the other, unless all fit into one line.
func (l *layout) options(options []*ast.Option, indent int) {
	if len(options) == 0 {
		return
	}
	open := l.first(options[0]) - 1
	closing := l.partners[open]
	if len(options) <= 2 && l.fits(open, closing, indent+len(") WITH ")) {
		return
	}
	widest := 0
	for _, option := range options {
		widest = max(widest, l.width(option.Key))
	}
	for _, option := range options {
		l.breakAt(l.first(option), indent+indentation)
		l.pads[l.last(option.Key)+1] = widest - l.width(option.Key)
	}
	l.breakAt(closing, indent)
}

// width is the number of characters that a node is written in.
func (l *layout) width(node ast.Node) int {
	return utf8.RuneCountInString(l.file.Text[node.Span().Start:node.Span().End])
}

// query lays out a query that begins a line.
func (l *layout) query(q *ast.Query, indent int) {
	l.breakAt(l.first(q), indent)
	for i, cte := range q.With {
		if i > 0 {
			l.breakAt(l.first(cte), indent)
		}
		l.block(cte.Query, l.last(cte), indent)
	}
	l.body(q.Body, indent)
	for i, item := range q.OrderBy {
		if i == 0 {
			l.breakAt(l.before(item, "ORDER"), indent)
		}
		l.expr(item.Expr, indent+indentation)
	}
	if q.Limit != nil {
		l.breakAt(l.first(q.Limit), indent)
	}
	if q.Emit != nil {
		l.breakAt(l.first(q.Emit), indent)
	}
}

// block lays out a query in parentheses: in its line where it is short, else on lines of its own.
func (l *layout) block(q *ast.Query, closing, indent int) {
	const short = 60
	if len(q.With) == 0 && l.fitsIn(l.first(q)-1, closing, short) {
		return
	}
	l.query(q, indent+indentation)
	l.breakAt(closing, indent)
}

func (l *layout) body(body ast.Body, indent int) {
	l.breakAt(l.first(body), indent)
	switch b := body.(type) {
	case *ast.SetOperation:
		l.body(b.Left, indent)
		l.breakAt(l.last(b.Left)+1, indent)
		l.body(b.Right, indent)
	case *ast.Nested:
		l.block(b.Query, l.last(b), indent)
	case *ast.Values:
		l.values(b, indent)
	case *ast.SelectBody:
		l.selectBody(b, indent)
	}
}

// values puts each row on a line, unless all fit into one.
func (l *layout) values(v *ast.Values, indent int) {
	if l.fits(l.first(v), l.last(v), indent) {
		return
	}
	for _, row := range v.Rows {
		l.breakAt(l.first(row), indent+indentation)
	}
}

func (l *layout) selectBody(s *ast.SelectBody, indent int) {
	l.items(s, indent)
	l.from(s.From, indent)
	l.condition(s.Where, "WHERE", indent)
	if s.GroupBy != nil {
		l.breakAt(l.first(s.GroupBy), indent)
		for _, item := range s.GroupBy.Items {
			l.expr(item, indent+indentation)
		}
	}
	l.condition(s.Having, "HAVING", indent)
	if s.Window != nil {
		l.breakAt(l.first(s.Window), indent)
	}
	if len(s.Windows) > 0 {
		l.breakAt(l.before(s.Windows[0], "WINDOW"), indent)
	}
	l.condition(s.Qualify, "QUALIFY", indent)
}

// items puts each item on a line, unless all fit into one.
func (l *layout) items(s *ast.SelectBody, indent int) {
	first := l.first(s)
	broken := !l.fits(first, l.last(s.Items[len(s.Items)-1]), indent)
	for _, item := range s.Items {
		if broken {
			l.breakAt(l.first(item), indent+indentation)
			l.expr(item.Expr, indent+indentation)
		}
	}
}

// from puts each join on a line, and what stands between commas as well, unless all of it is tables that fit into one.
func (l *layout) from(refs []ast.TableRef, indent int) {
	if len(refs) == 0 {
		return
	}
	word := l.before(refs[0], "FROM")
	l.breakAt(word, indent)
	apart := slices.ContainsFunc(refs, notTable) || !l.fits(word, l.last(refs[len(refs)-1]), indent)
	for i, ref := range refs {
		if i > 0 && apart {
			l.breakAt(l.first(ref)-l.parentheses(ref), indent+indentation)
		}
		l.tableRef(ref, indent)
	}
}

func notTable(ref ast.TableRef) bool {
	_, table := ref.(*ast.Table)
	return !table
}

// parentheses counts the opening parentheses directly in front of a reference: those around a join aren't part of its span.
func (l *layout) parentheses(node ast.Node) int {
	n := 0
	for l.token(l.first(node) - n - 1).Is("(") {
		n++
	}
	return n
}

func (l *layout) tableRef(ref ast.TableRef, indent int) {
	switch r := ref.(type) {
	case *ast.Derived:
		l.block(r.Query, l.partners[l.first(r.Query)-1], indent)
	case *ast.TableFunction:
		l.expr(r.Call, indent)
	case *ast.Join:
		l.tableRef(r.Left, indent)
		l.breakAt(l.joinWord(r), indent)
		l.tableRef(r.Right, indent)
		if r.On != nil {
			l.chain(r.On, l.before(r.On, "ON"), indent)
		}
	case *ast.MatchRecognize:
		l.matchRecognize(r, indent)
	}
}

// joinWord finds the first word of a join's keywords: what follows the left side and the parentheses around it.
func (l *layout) joinWord(j *ast.Join) int {
	i := l.last(j.Left) + 1
	for l.token(i).Is(")") {
		i++
	}
	return i
}

// matchRecognize puts each clause on a line.
func (l *layout) matchRecognize(m *ast.MatchRecognize, indent int) {
	l.tableRef(m.Input, indent)
	i := l.last(m.Input)
	for !l.token(i).Is("MATCH_RECOGNIZE") {
		i++
	}
	open := i + 1
	closing := l.partners[open]
	depth := 0
	for i := open + 1; i < closing; i++ {
		token := l.token(i)
		switch {
		case token.Is("("):
			depth++
		case token.Is(")"):
			depth--
		case depth == 0 && !l.names[i] && l.matchClause(i):
			l.breakAt(i, indent+indentation)
		}
	}
	for _, define := range m.Define[1:] {
		l.breakAt(l.first(define), indent+2*indentation)
	}
	l.breakAt(closing, indent)
}

// matchClause reports whether a token begins a clause of MATCH_RECOGNIZE.
func (l *layout) matchClause(i int) bool {
	token, next := l.token(i), l.token(i+1)
	switch token.Value {
	case "PARTITION", "ORDER":
		return next.Is("BY")
	case "MEASURES", "PATTERN", "SUBSET", "DEFINE", "WITHIN":
		return true
	case "ONE", "ALL":
		return next.Is("ROW") || next.Is("ROWS")
	case "AFTER":
		return next.Is("MATCH")
	}
	return false
}

// condition puts a clause with a condition on a line.
func (l *layout) condition(condition ast.Expr, keyword string, indent int) {
	if condition == nil {
		return
	}
	word := l.before(condition, keyword)
	l.breakAt(word, indent)
	l.chain(condition, word, indent)
}

// chain breaks a condition behind a keyword in front of its ANDs or ORs, unless it fits into the line.
func (l *layout) chain(condition ast.Expr, word, indent int) {
	if l.fits(word, l.last(condition), indent) {
		return
	}
	if b, ok := condition.(*ast.Binary); ok && (b.Op == ast.And || b.Op == ast.Or) {
		l.operators(b, b.Op, indent+indentation)
		return
	}
	l.expr(condition, indent+indentation)
}

// operators breaks in front of each operator of a chain of the same one.
func (l *layout) operators(b *ast.Binary, op ast.BinaryOp, indent int) {
	for _, side := range []ast.Expr{b.Left, b.Right} {
		if inner, ok := side.(*ast.Binary); ok && inner.Op == op && side == b.Left && !l.wrapped(inner) {
			l.operators(inner, op, indent)
		} else {
			l.expr(side, indent)
		}
	}
	l.breakAt(l.tokenAt(b.OpPos.Start), indent)
}

// wrapped reports whether parentheses stand around an expression.
func (l *layout) wrapped(expr ast.Expr) bool {
	first := l.first(expr)
	return first > 0 && l.token(first-1).Is("(") && l.partners[first-1] == l.last(expr)+1
}

// expr lays out what is inside an expression and needs lines of its own.
func (l *layout) expr(expr ast.Expr, indent int) {
	ast.Walk(expr, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.Query:
			l.block(n, l.partners[l.first(n)-1], indent)
			return false
		case *ast.Case:
			return !l.caseOf(n, indent)
		}
		return true
	})
}

// caseOf puts each branch of a long CASE on a line; it is false where the CASE fits into one.
func (l *layout) caseOf(c *ast.Case, indent int) bool {
	if l.fits(l.first(c), l.last(c), indent) {
		return false
	}
	for i := range c.Whens {
		l.breakAt(l.first(&c.Whens[i]), indent+indentation)
		l.expr(c.Whens[i].Cond, indent+indentation)
		l.expr(c.Whens[i].Then, indent+indentation)
	}
	if c.Else != nil {
		l.breakAt(l.before(c.Else, "ELSE"), indent+indentation)
		l.expr(c.Else, indent+indentation)
	}
	l.breakAt(l.last(c), indent)
	return true
}
