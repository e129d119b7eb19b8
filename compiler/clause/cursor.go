package clause

import (
	"slices"
	"strings"
	"unicode"

	"github.com/weirsql/weir/compiler/diag"
)

// Cursor walks over the tokens of a file. A syntax error leaves the statement at once, by Fail; Try catches it.
type Cursor struct {
	File  *File
	At    int // index of the next token
	Diags diag.List
	depth int
	// bare is the last alias that was written without AS: where the text behind it makes no sense, it may be a misspelt keyword.
	bare int
}

// NewCursor stands at the first token of a file.
func NewCursor(file *File) *Cursor { return &Cursor{File: file, bare: -1} }

// failed is what Fail panics with.
type failed struct{}

// Try runs a function and reports whether it came to its end; Fail ends it early.
func (c *Cursor) Try(parse func()) (ok bool) {
	depth := c.depth
	defer func() {
		if failure := recover(); failure != nil {
			if _, expected := failure.(failed); !expected {
				panic(failure)
			}
			c.depth = depth
		}
	}()
	parse()
	return true
}

// Report adds a diagnostic and goes on.
func (c *Cursor) Report(d diag.Diagnostic) { c.Diags = append(c.Diags, d) }

// Error adds an error and goes on. The advice may be empty.
func (c *Cursor) Error(code diag.Code, span diag.Span, message, advice string) {
	d := diag.Diagnostic{Code: code, Span: span, Message: message}
	if advice != "" {
		d.Fix = &diag.Fix{Message: advice}
	}
	c.Report(d)
}

// Fail adds an error and leaves the statement.
func (c *Cursor) Fail(code diag.Code, span diag.Span, message, advice string) {
	c.Error(code, span, message, advice)
	panic(failed{})
}

// Abandon leaves the statement without a message of its own.
func (c *Cursor) Abandon() { panic(failed{}) }

// Token returns the token n places ahead; behind the end it is EOF.
func (c *Cursor) Token(n int) Token {
	return c.File.Tokens[min(max(c.At+n, 0), len(c.File.Tokens)-1)]
}

// Next returns the next token and moves behind it.
func (c *Cursor) Next() Token {
	token := c.Token(0)
	if token.Kind != EOF {
		c.At++
	}
	return token
}

// Is reports whether the next tokens are these keywords and operators.
func (c *Cursor) Is(texts ...string) bool { return c.IsAt(0, texts...) }

// IsAt is Is n tokens ahead.
func (c *Cursor) IsAt(n int, texts ...string) bool {
	for i, text := range texts {
		if !c.Token(n + i).Is(text) {
			return false
		}
	}
	return true
}

// IsAny reports whether the token n places ahead is one of these keywords or operators.
func (c *Cursor) IsAny(n int, texts ...string) bool {
	return slices.ContainsFunc(texts, c.Token(n).Is)
}

// Accept moves behind these keywords and operators if they are next.
func (c *Cursor) Accept(texts ...string) bool {
	if !c.Is(texts...) {
		return false
	}
	c.At += len(texts)
	return true
}

// Expect moves behind these keywords and operators, and fails where they aren't next.
func (c *Cursor) Expect(texts ...string) {
	for _, text := range texts {
		if !c.Accept(text) {
			c.Unexpected(text)
		}
	}
}

// Name reads an identifier; what says which one, in the message if there is none.
func (c *Cursor) Name(what string) Token {
	if !c.Token(0).IsName() {
		c.Unexpected(what)
	}
	return c.Next()
}

// Span covers the tokens from index first up to the last one read.
func (c *Cursor) Span(first int) diag.Span { return c.File.SpanOf(first, c.At-1) }

// SpanOf covers the tokens first to last, both inclusive.
func (f *File) SpanOf(first, last int) diag.Span {
	return diag.Span{Start: f.Tokens[first].Span.Start, End: f.Tokens[max(first, last)].Span.End}
}

// Unexpected fails at the next token, where one of these was expected: keywords and operators as they are, or words such
// as "a table name".
func (c *Cursor) Unexpected(expected ...string) {
	found := c.Token(0)
	if d, ok := c.misspelt(found, expected); ok {
		c.Report(d)
		c.Abandon()
	}
	code, advice := c.advice(found, expected)
	c.Fail(code, c.place(), "found "+found.Describe()+", expected "+oneOf(expected), advice)
}

// place is where the next token stands; the end of the file is shown behind the last token.
func (c *Cursor) place() diag.Span {
	if token := c.Token(0); token.Kind != EOF || c.At == 0 {
		return token.Span
	}
	end := c.Token(-1).Span.End
	return diag.Span{Start: end, End: end}
}

// misspelt recognizes a misspelt keyword: the found word, or an alias just in front of it that should have been one.
func (c *Cursor) misspelt(found Token, expected []string) (diag.Diagnostic, bool) {
	if found.Kind == Word && !IsReserved(found.Value) {
		if near := nearKeyword(found.Value, expected); near != "" {
			return unknownKeyword(found, near), true
		}
	}
	if c.bare >= 0 && c.bare == c.At-1 && found.Kind != EOF {
		alias := c.Token(-1)
		if near := nearKeyword(alias.Value, clauseWords); near != "" {
			return unknownKeyword(alias, near), true
		}
	}
	return diag.Diagnostic{}, false
}

// clauseWords begin what may follow an alias.
var clauseWords = []string{"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "EMIT", "JOIN", "LEFT", "RIGHT", "INNER", "CROSS", "USING"}

func nearKeyword(word string, candidates []string) string {
	if len(word) < 3 {
		return ""
	}
	keywords := slices.DeleteFunc(slices.Clone(candidates), func(s string) bool { return !isUpper(s) || s == word })
	return diag.Nearest(word, keywords)
}

func isUpper(text string) bool { return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" }

func unknownKeyword(found Token, near string) diag.Diagnostic {
	return diag.Diagnostic{
		Code:    diag.Unexpected,
		Span:    found.Span,
		Message: "unknown keyword " + found.Text,
		Fix:     &diag.Fix{Span: found.Span, Text: near, Message: "did you mean " + near + "?"},
	}
}

// advice says how to write what was found, where a name or a value was meant, and which code the error has.
func (c *Cursor) advice(found Token, expected []string) (diag.Code, string) {
	switch {
	case found.Kind == Word && IsReserved(found.Value) && wantsName(expected) && c.endsName(1):
		return diag.ReservedWord, found.Text + " is a reserved word; as a name it needs double quotes: \"" + found.Text + `"`
	case found.Kind == String && wantsName(expected) && !slices.Contains(expected, "a string"):
		return diag.Unexpected, "names take double quotes, not single ones"
	case found.Kind == Quoted && slices.ContainsFunc(expected, func(s string) bool { return strings.HasPrefix(s, "a string") }):
		return diag.Unexpected, "strings take single quotes: " + quoteString(found.Value)
	case slices.Contains(expected, ",") && (found.IsName() || found.Kind == String || found.Kind == Number):
		return diag.MissingComma, "is a comma missing in front of it?"
	}
	return diag.Unexpected, ""
}

// endsName reports whether the token n ahead looks like what follows a name in an expression: the word in front of it was
// meant as one.
func (c *Cursor) endsName(n int) bool {
	token := c.Token(n)
	return token.Kind == EOF || token.Kind == Op && !token.Is("(") && !token.Is("*") || c.IsAny(n, "FROM", "AS", "IS", "IN", "ASC", "DESC", "WHERE", "AND", "OR")
}

func wantsName(expected []string) bool {
	return slices.ContainsFunc(expected, func(s string) bool { return strings.HasSuffix(s, " name") || strings.HasPrefix(s, "an expression") })
}

func quoteString(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// oneOf lists what was expected; signs are quoted.
func oneOf(expected []string) string {
	all := make([]string, len(expected))
	for i, what := range expected {
		if all[i] = what; !strings.ContainsFunc(what, unicode.IsLetter) {
			all[i] = `"` + what + `"`
		}
	}
	last := len(all) - 1
	if last == 0 {
		return all[0]
	}
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// Close reads the closing bracket of the opening one at token index open.
func (c *Cursor) Close(open int, expected ...string) {
	closing := map[string]string{"(": ")", "[": "]", "<": ">", "{": "}"}[c.File.Tokens[open].Text]
	if c.Accept(closing) {
		return
	}
	found := c.Token(0)
	if found.Kind == EOF || found.Is(";") || found.Kind == Word && IsReserved(found.Value) {
		d := diag.Diagnostic{Code: diag.MissingParenthesis, Span: c.place(), Message: "found " + found.Describe() + ", expected " + oneOf([]string{closing})}
		d.Notes = []diag.Note{{Span: c.File.Tokens[open].Span, Message: "this " + c.File.Tokens[open].Text + " is not closed"}}
		c.Report(d)
		c.Abandon()
	}
	c.Unexpected(append(expected, closing)...)
}

// maxDepth bounds how deep parentheses, queries and types may nest.
const maxDepth = 200

// Enter counts a level of nesting, and Leave takes it back.
func (c *Cursor) Enter() {
	c.depth++
	if c.depth > maxDepth {
		c.Fail(diag.NestedTooDeeply, c.place(), "this is nested more than 200 levels deep", "split it with WITH or a view")
	}
}

// Leave ends the level that Enter began.
func (c *Cursor) Leave() { c.depth-- }

// SkipStatement moves to the ; that ends the statement beginning at token first, or to the end of the file. CREATE or INSERT
// at the beginning of a line are taken for a new statement: a semicolon is missing.
func (c *Cursor) SkipStatement(first int) {
	for ; !c.Is(";") && c.Token(0).Kind != EOF; c.At++ {
		if c.At > first && (c.Is("CREATE") || c.Is("INSERT", "INTO")) && c.beginsLine() {
			return
		}
	}
}

// beginsLine reports whether nothing stands in front of the next token on its line.
func (c *Cursor) beginsLine() bool {
	start := c.Token(0).Span.Start
	return start == 0 || c.File.Text[start-1] == '\n'
}
