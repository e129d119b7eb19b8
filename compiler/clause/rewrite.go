package clause

import (
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// Rewritten is a query or expression as TiDB gets it.
type Rewritten struct {
	Text  string
	Marks []Mark
}

// Mark returns the mark that an emitted name stands for.
func (w *Rewritten) Mark(name string) Mark {
	number, err := strconv.Atoi(strings.TrimPrefix(name, markPrefix))
	if err != nil || number >= len(w.Marks) {
		panic("clause: no mark " + strconv.Quote(name))
	}
	return w.Marks[number]
}

// markPrefix begins every emitted name. No keyword of TiDB is this letter and a number.
const markPrefix = "a"

// MarkAt returns the first mark at or behind an offset of the emitted text, nil behind the last: where TiDB found an
// error, it is the place in the user's file.
func (w *Rewritten) MarkAt(offset int) Mark {
	for i := max(0, offset); i < len(w.Text); i++ {
		begins := i == 0 || strings.IndexByte(" (,", w.Text[i-1]) >= 0
		if begins && w.Text[i] == markPrefix[0] && isDigit(w.Text, i+1) {
			end := i + 1
			for isDigit(w.Text, end) {
				end++
			}
			return w.Mark(w.Text[i:end])
		}
	}
	return nil
}

// RewriteQuery reads a query from the cursor on.
func RewriteQuery(c *Cursor) *Rewritten {
	r := &rewriter{Cursor: c}
	return &Rewritten{r.query(), r.marks}
}

// RewriteExpr reads an expression from the cursor on. Its text is a SELECT of that one expression.
func RewriteExpr(c *Cursor) *Rewritten {
	r := &rewriter{Cursor: c}
	return &Rewritten{"SELECT " + r.expr(), r.marks}
}

type rewriter struct {
	*Cursor
	marks     []Mark
	stop      string // a word that ends the expression of this level: the IN of POSITION(a IN b)
	durations bool   // inside WINDOW (…), where 5s is an interval
}

// mark emits a name for a mark.
func (r *rewriter) mark(m Mark) string {
	r.marks = append(r.marks, m)
	return markPrefix + strconv.Itoa(len(r.marks)-1)
}

// call emits a mark with arguments.
func (r *rewriter) call(m Mark, args ...string) string {
	return r.mark(m) + "(" + strings.Join(args, ", ") + ")"
}

// since is the range from a token to the last one read.
func (r *rewriter) since(first int) Range { return Range{first, r.At - 1} }

// list reads items separated by commas. A comma in front of what ends the list is reported and passed over.
func (r *rewriter) list(item func() string, ends ...string) []string {
	items := []string{item()}
	for r.Accept(",") {
		if r.endOfList(ends) {
			r.ExtraComma()
			break
		}
		items = append(items, item())
	}
	return items
}

// endOfList reports whether a list ends here. A reserved word ends it, unless what follows shows that a name was meant: a
// comma, or a word that ends the list as well, as in SELECT id, from FROM t.
func (r *rewriter) endOfList(ends []string) bool {
	token := r.Token(0)
	if token.Kind == EOF || !r.IsAny(0, ends...) {
		return token.Kind == EOF
	}
	return token.Kind == Op || r.reservedHere(token) && !r.IsAt(1, ",") && !r.IsAny(1, ends...)
}

// ExtraComma reports the comma that was just read.
func (c *Cursor) ExtraComma() {
	span := c.Token(-1).Span
	c.Report(diag.Diagnostic{
		Code: diag.ExtraComma, Span: span, Message: "comma with nothing behind it in front of " + c.Token(0).Describe(),
		Fix: &diag.Fix{Span: span, Message: "remove the comma"},
	})
}

// names reads a list of identifiers in parentheses, and returns their tokens.
func (r *rewriter) names(what string) []int {
	open := r.At
	r.Expect("(")
	var tokens []int
	r.list(func() string {
		r.Name(what)
		tokens = append(tokens, r.At-1)
		return ""
	}, ")")
	r.Close(open, ",")
	return tokens
}

// path reads name.name…, and returns the tokens of its identifiers.
func (r *rewriter) path(what string) []int {
	r.Name(what)
	parts := []int{r.At - 1}
	for r.Is(".") && r.Token(1).IsName() {
		r.At += 2
		parts = append(parts, r.At-1)
	}
	return parts
}
