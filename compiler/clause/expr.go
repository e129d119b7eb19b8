package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// expr reads an expression: operands with the operators between them, as flat as they stand. What belongs together is
// TiDB's decision.
func (r *rewriter) expr() string { return r.exprUntil("") }

// exprUntil is expr up to a word that would be an operator elsewhere.
func (r *rewriter) exprUntil(stop string) string {
	r.Enter()
	outer := r.stop
	r.stop = stop
	defer func() { r.stop = outer; r.Leave() }()
	chain := &chain{rewriter: r}
	chain.operand(true)
	for chain.operator() {
		chain.operand(false)
	}
	chain.end()
	return chain.out.String()
}

// chain is one run of operands and operators.
type chain struct {
	*rewriter
	out     strings.Builder
	between []int // tokens of BETWEENs that wait for their AND
	like    bool  // the last operator can be followed by ESCAPE
	logical bool  // the last operator was AND or OR: NOT may follow
}

// operand reads signs and NOTs, and what they stand in front of.
func (c *chain) operand(first bool) {
	mayNegate := first || c.logical
	for {
		switch {
		case c.Is("NOT"):
			if !mayNegate {
				c.Fail(diag.Unexpected, c.Token(0).Span, "NOT cannot stand behind an operator", "put it into parentheses: (NOT …)")
			}
			c.At++
			c.out.WriteString("NOT ")
		case c.IsAny(0, "-", "+"):
			mayNegate = false
			c.out.WriteString(c.Next().Text + " ")
		case c.IsAny(0, "!", "~"):
			c.foreign("NOT", "write NOT for a condition; bits are not supported")
		default:
			c.out.WriteString(c.primary())
			return
		}
	}
}

// operator reads the operators behind an operand, as many as need no right-hand side, and one that does. It is false
// at the expression's end.
func (c *chain) operator() bool {
	for {
		emitted, operand := c.one()
		if emitted == "" {
			return false
		}
		c.out.WriteString(emitted)
		if operand {
			return true
		}
	}
}

// one reads one operator; operand says whether a right-hand side follows.
func (c *chain) one() (emitted string, operand bool) {
	token := c.Token(0)
	wasLike := c.like
	c.like, c.logical = false, false
	if token.Kind == String || token.Kind == Number || token.Kind == Hex {
		c.adjacent(token)
	}
	if token.Kind != Op && token.Kind != Word || token.Value == c.stop {
		return "", false
	}
	if emitted := symbols[token.Value]; emitted != "" && token.Kind == Op {
		return c.symbol(token, emitted)
	}
	switch token.Value {
	case "AND", "OR":
		return c.connective(token), true
	case "IS":
		return c.is()
	case "ISNULL", "NOTNULL":
		c.At++
		return " IS NULL", false
	case "AT":
		return c.atTimeZone()
	case "ESCAPE":
		if !wasLike {
			return "", false
		}
		c.At++
		return " | ", true
	case "NOT":
		return c.match(1)
	}
	return c.match(0)
}

// symbols are the operators that are written in signs, and what they are emitted as.
var symbols = map[string]string{
	"=": "=", "<>": "=", "!=": "=", "<": "=", "<=": "=", ">": "=", ">=": "=", "==": "=",
	"||": "&", "->": "&", "->>": "&",
	"+": "+", "-": "+", "*": "*", "/": "*", "%": "*", "^": "^",
	"~": "&", "~*": "&", "!~": "&", "!~*": "&", "~~": "&", "~~*": "&", "!~~": "&", "!~~*": "&",
}

// symbol reads an operator of signs.
func (c *chain) symbol(token Token, emitted string) (string, bool) {
	if token.Is("==") {
		c.Report(diag.Diagnostic{
			Code: diag.ForeignSyntax, Span: token.Span, Message: "== is not an operator of SQL",
			Fix: &diag.Fix{Span: token.Span, Text: "=", Message: "write ="},
		})
	}
	c.At++
	if emitted == "=" {
		c.endBetween(token)
		if c.IsAny(0, "ANY", "SOME", "ALL") && c.IsAt(1, "(") {
			return " = " + c.quantified(), false
		}
	}
	return " " + emitted + " ", true
}

// connective reads AND or OR; an AND may be that of a BETWEEN.
func (c *chain) connective(token Token) string {
	c.At++
	if waiting := len(c.between); token.Is("AND") && waiting > 0 {
		c.between = c.between[:waiting-1]
		return " AND "
	}
	c.endBetween(token)
	c.logical = true
	return " " + token.Value + " "
}

// endBetween fails if a BETWEEN still waits for its AND in front of an operator that can't stand there.
func (c *chain) endBetween(found Token) {
	if len(c.between) == 0 {
		return
	}
	between := c.File.Tokens[c.between[0]].Span
	c.Report(diag.Diagnostic{
		Code: diag.Unexpected, Span: found.Span, Message: "found " + found.Describe() + ", expected the AND of BETWEEN",
		Notes: []diag.Note{{Span: between, Message: "BETWEEN takes two bounds: x BETWEEN low AND high"}},
	})
	c.Abandon()
}

// end checks that the chain is complete.
func (c *chain) end() {
	if len(c.between) > 0 {
		found := c.Token(0)
		found.Span = c.place()
		c.endBetween(found)
	}
}

// is reads IS [NOT] NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM.
func (c *chain) is() (string, bool) {
	c.endBetween(c.Next())
	c.Accept("NOT")
	switch {
	case c.IsAny(0, "NULL", "TRUE", "FALSE", "UNKNOWN"):
		c.At++
		return " IS NULL", false
	case c.Accept("DISTINCT"):
		c.Expect("FROM")
		return " = ", true
	case c.IsAny(0, "JSON", "NORMALIZED", "DOCUMENT", "OF", "A", "EMPTY"):
		c.Fail(diag.UnsupportedSyntax, c.Token(0).Span, "IS "+c.Token(0).Value+" is not supported", "")
	}
	c.Unexpected("NULL", "TRUE", "FALSE", "UNKNOWN", "DISTINCT FROM")
	return "", false
}

// atTimeZone reads AT TIME ZONE; AT alone is an alias.
func (c *chain) atTimeZone() (string, bool) {
	if c.IsAt(1, "LOCAL") {
		c.Fail(diag.UnsupportedSyntax, c.Token(0).Span, "AT LOCAL is not supported", "name the time zone: AT TIME ZONE 'Europe/Berlin'")
	}
	if !c.Accept("AT", "TIME", "ZONE") {
		return "", false
	}
	return " ^ ", true
}

// match reads [NOT] IN, BETWEEN, LIKE and its kin; not is 1 where NOT stands in front. Any other word ends the expression,
// and any other sign is an operator that Weir doesn't have.
func (c *chain) match(not int) (string, bool) {
	if not == 1 && c.stop == "IN" && c.IsAt(1, "IN") {
		return "", false
	}
	switch operator := c.Token(not); operator.Value {
	case "IN":
		c.At += not + 1
		return " IN (" + c.inList() + ")", false
	case "BETWEEN":
		c.between = append(c.between, c.At+not)
		c.At += not + 1
		if !c.Accept("SYMMETRIC") {
			c.Accept("ASYMMETRIC")
		}
		return " BETWEEN ", true
	case "LIKE", "ILIKE", "REGEXP", "RLIKE":
		c.At += not + 1
		c.like = true
		return " | ", true
	case "SIMILAR":
		c.At += not + 1
		c.Expect("TO")
		c.like = true
		return " | ", true
	}
	if not == 1 {
		c.At++
		c.Unexpected("IN", "BETWEEN", "LIKE", "ILIKE", "SIMILAR TO")
	}
	c.unknownOperator()
	return "", false
}

// inList reads what stands behind IN.
func (c *chain) inList() string {
	open := c.At
	if !c.Is("(") {
		c.Unexpected("( and a list or a query")
	}
	if c.queryAhead(0) {
		c.At++
		query := c.query()
		c.Close(open)
		return c.call(List{c.since(open), true}, "("+query+")")
	}
	c.At++
	if c.Is(")") {
		c.Fail(diag.Unexpected, c.Token(0).Span, "the list behind IN is empty", "a list needs at least one value")
	}
	items := c.list(c.rewriter.expr, ")")
	c.Close(open, ",")
	return c.call(List{c.since(open), false}, items...)
}

// quantified reads ANY (query) or ALL (query) behind a comparison.
func (c *chain) quantified() string {
	first := c.At
	all := c.Next().Is("ALL")
	if !c.queryAhead(0) {
		c.Fail(diag.UnsupportedSyntax, c.File.SpanOf(first, c.At), "ANY and ALL take a query", "for an array write ARRAY_CONTAINS(array, value)")
	}
	c.At++
	query := c.query()
	c.Close(first + 1)
	return c.call(Quantified{c.since(first), all}, "("+query+")")
}

// advices for operators of other systems.
var foreignOperators = map[string]string{
	"&&": "write AND", "<=>": "write IS NOT DISTINCT FROM", "**": "write POWER(x, y) or x ^ y", ":=": "variables are not supported",
	"XOR": "write <> between two conditions", "DIV": "write /: the division of integers truncates", "MOD": "write x % y",
	"#>": "write x -> 'a' -> 'b'", "#>>": "write x -> 'a' ->> 'b'", "@>": "for an array write ARRAY_CONTAINS(array, value)",
	"<@": "for an array write ARRAY_CONTAINS(array, value)", "&": "bits are not supported", "|": "bits are not supported; text is joined by ||",
	"<<": "bits are not supported", "#": "comments begin with --", "?": "for JSON write JSON_EXISTS(x, '$.key')",
	"COLLATE": "text is compared by its bytes", "OVERLAPS": "compare the ends: a.start < b.end AND b.start < a.end",
	"GLOB": "write LIKE or SIMILAR TO", "!": "write NOT", "@": "variables are not supported", ":": "write x::type or CAST(x AS type)", "$": "",
}

// unknownOperator fails on an operator of another system; anything else just ends the expression.
func (c *chain) unknownOperator() {
	token := c.Token(0)
	advice, foreign := foreignOperators[token.Value]
	if !foreign || token.Kind == Word && !c.operandAt(1) {
		return
	}
	c.Fail(diag.ForeignSyntax, token.Span, token.Value+" is not an operator here", advice)
}

// operandAt reports whether the token n ahead begins an operand for sure: it tells MOD between operands from an alias mod.
func (c *Cursor) operandAt(n int) bool {
	token := c.Token(n)
	return token.Kind == Number || token.Kind == String || token.Kind == Quoted || token.Is("(") ||
		token.Kind == Word && !IsKeyword(token.Value)
}

// adjacent fails on a literal that follows an operand without an operator.
func (c *chain) adjacent(token Token) {
	switch last := c.Token(-1); {
	case token.Kind == String && last.Kind == String:
		c.Fail(diag.ForeignSyntax, token.Span, "two strings without an operator", "join them with ||")
	case token.Kind == String && last.Kind == Word && strings.HasPrefix(last.Text, "_"):
		c.Fail(diag.ForeignSyntax, last.Span, "character set introducers are not supported", "remove it: all text is UTF-8")
	case token.Kind == String && last.Kind == Word && IsReserved(last.Value):
		return
	}
	c.Unexpected("an operator")
}

// foreign fails on syntax of another system.
func (r *rewriter) foreign(instead, advice string) {
	token := r.Token(0)
	r.Fail(diag.ForeignSyntax, token.Span, token.Text+" is not "+instead+" in SQL", advice)
}
