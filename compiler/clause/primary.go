package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// primary reads one operand with what is attached to it: x::type, x[i], (x).field.
func (r *rewriter) primary() string {
	first := r.At
	text := r.atom()
	for {
		switch {
		case r.Accept("::"):
			text = r.call(Cast{Type: r.skipType(), Range: r.since(first)}, text)
		case r.Is("["):
			text = r.subscript(first, text)
		case r.Is(".") && r.Token(1).IsName():
			r.At += 2
			text = r.call(Field{r.since(first), r.At - 1}, text)
		default:
			return text
		}
	}
}

func (r *rewriter) subscript(first int, text string) string {
	open := r.At
	r.At++
	index := r.expr()
	r.Close(open)
	return r.call(Subscript{r.since(first)}, text, index)
}

// atom reads one operand.
func (r *rewriter) atom() string {
	token := r.Token(0)
	switch token.Kind {
	case Number, String, Hex:
		r.At++
		return r.mark(Literal{r.since(r.At - 1)})
	case Duration:
		return r.duration(token)
	case Quoted:
		return r.named()
	case Word:
		return r.wordAtom(token)
	case Op:
		return r.signAtom(token)
	}
	r.Unexpected("an expression")
	return ""
}

// signAtom reads an operand that begins with a sign.
func (r *rewriter) signAtom(token Token) string {
	switch token.Value {
	case "(":
		return r.parenthesis()
	case "*":
		r.Fail(diag.MisplacedStar, token.Span, "* stands for columns, not for a value", "")
	case "[":
		r.foreign("an array", "write ARRAY[…]")
	case "?", "$", ":", "@":
		r.Fail(diag.ForeignSyntax, token.Span, "parameters and variables are not supported", "options in WITH (…) can read the environment: '${NAME}'")
	}
	r.Unexpected("an expression")
	return ""
}

// duration reads 5s, which is an interval inside WINDOW (…).
func (r *rewriter) duration(token Token) string {
	number, unit := token.SplitDuration()
	if !r.durations {
		r.Fail(diag.BadNumber, token.Span, "a duration such as "+token.Text+" stands in WINDOW (…) only", "write INTERVAL '"+number+"' "+unit)
	}
	r.At++
	return r.mark(Interval{Range: r.since(r.At - 1), Value: number, From: unit})
}

// wordAtom reads an operand that begins with a word.
func (r *rewriter) wordAtom(token Token) string {
	if parse := specials[token.Value]; parse != nil {
		if text := parse(r); text != "" {
			return text
		}
	}
	if r.reservedHere(token) {
		r.Unexpected("an expression")
	}
	return r.named()
}

// reservedHere reports whether a word can't be a name at this place. GROUP and ORDER are clauses only in front of BY.
func (r *rewriter) reservedHere(token Token) bool {
	if token.Is("GROUP") || token.Is("ORDER") {
		return r.IsAt(1, "BY")
	}
	return IsReserved(token.Value)
}

// specials read what begins with these words; "" means that the word is a plain name after all.
var specials map[string]func(*rewriter) string

func init() {
	specials = map[string]func(*rewriter) string{
		"NULL": (*rewriter).constant, "TRUE": (*rewriter).constant, "FALSE": (*rewriter).constant,
		"CASE": (*rewriter).caseOf, "EXISTS": (*rewriter).exists,
		"CAST": (*rewriter).cast, "TRY_CAST": (*rewriter).cast, "SAFE_CAST": (*rewriter).cast,
		"INTERVAL": (*rewriter).interval,
		"DATE":     (*rewriter).temporal, "TIME": (*rewriter).temporal, "TIMESTAMP": (*rewriter).temporal,
		"TIMESTAMP_LTZ": (*rewriter).temporal, "TIMESTAMPTZ": (*rewriter).temporal,
		"CURRENT_TIMESTAMP": (*rewriter).bareCall, "CURRENT_DATE": (*rewriter).bareCall, "CURRENT_TIME": (*rewriter).bareCall,
		"LOCALTIME": (*rewriter).bareCall, "LOCALTIMESTAMP": (*rewriter).bareCall,
		"ARRAY": (*rewriter).array, "MAP": (*rewriter).array, "ROW": (*rewriter).row,
		"EXTRACT": (*rewriter).extract, "TRIM": (*rewriter).trim, "POSITION": (*rewriter).position,
		"SUBSTRING": (*rewriter).substring, "OVERLAY": (*rewriter).overlay,
		"CEIL": (*rewriter).roundTo, "CEILING": (*rewriter).roundTo, "FLOOR": (*rewriter).roundTo,
		"JSON_VALUE": (*rewriter).json, "JSON_QUERY": (*rewriter).json, "JSON_EXISTS": (*rewriter).json,
	}
}

func (r *rewriter) constant() string {
	r.At++
	return r.mark(Literal{r.since(r.At - 1)})
}

// bareCall reads a function that needs no parentheses; with them it is an ordinary call, behind a dot a name.
func (r *rewriter) bareCall() string {
	if r.IsAny(1, "(", ".") {
		return ""
	}
	r.At++
	return r.mark(Bare{r.since(r.At - 1)})
}

// named reads a column, t.*, or a function call.
func (r *rewriter) named() string {
	first := r.At
	parts := r.path("an expression")
	if r.Is("(") {
		return r.function(first, parts)
	}
	if r.Accept(".", "*") {
		return r.mark(Path{r.since(first), parts, true})
	}
	return r.mark(Path{r.since(first), parts, false})
}

// parenthesis reads (x), (a, b) or (query).
func (r *rewriter) parenthesis() string {
	open := r.At
	if r.queryAhead(0) {
		r.At++
		query := r.query()
		r.Close(open)
		return r.call(Subquery{r.since(open)}, "("+query+")")
	}
	r.At++
	if r.Is(")") {
		r.Unexpected("an expression")
	}
	items := r.list(r.expr, ")")
	r.Close(open, ",", "an operator")
	if len(items) > 1 {
		return r.call(Row{r.since(open)}, items...)
	}
	return r.call(Paren{r.since(open)}, items...)
}

// queryAhead reports whether the parenthesis n tokens ahead holds a query: SELECT stands behind it and any number of further
// parentheses, and each of those ends where only the operand of a set operation or a whole query can.
func (c *Cursor) queryAhead(n int) bool {
	inner := n
	for c.IsAt(inner, "(") && inner-n <= maxDepth {
		inner++
	}
	if inner == n || !c.IsAny(inner, "SELECT", "WITH") && !(c.IsAt(inner, "VALUES") && c.IsAt(inner+1, "(")) {
		return false
	}
	for i := n + 1; i < inner; i++ {
		behind := c.File.partner[c.At+i] + 1 - c.At
		if !c.IsAny(behind, ")", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "EMIT") {
			return false
		}
	}
	return true
}

// array reads ARRAY[…] and MAP[…].
func (r *rewriter) array() string {
	first, open := r.At, r.At+1
	if !r.IsAt(1, "[") {
		return ""
	}
	isMap := r.Next().Is("MAP")
	r.At++
	var items []string
	if !r.Is("]") {
		items = r.list(r.expr, "]")
	}
	r.Close(open, ",")
	if !isMap {
		return r.call(Array{r.since(first)}, items...)
	}
	if len(items)%2 != 0 {
		r.Fail(diag.Unexpected, r.Span(first), "MAP takes keys and values in pairs", "write MAP[key, value, …]")
	}
	return r.call(Map{r.since(first)}, items...)
}

func (r *rewriter) row() string {
	first, open := r.At, r.At+1
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	var items []string
	if !r.Is(")") {
		items = r.list(r.expr, ")")
	}
	r.Close(open, ",")
	return r.call(Row{r.since(first)}, items...)
}

func (r *rewriter) exists() string {
	first := r.At
	if !r.queryAhead(1) {
		r.At++
		r.Unexpected("( and a query")
	}
	r.At += 2
	query := r.query()
	r.Close(first + 1)
	return r.call(Exists{r.since(first)}, "("+query+")")
}

// caseOf reads CASE … END.
func (r *rewriter) caseOf() string {
	first := r.At
	r.At++
	m := Case{}
	var args []string
	if !r.Is("WHEN") {
		m.Operand = true
		args = append(args, r.expr())
	}
	for r.Is("WHEN") || len(m.Whens) == 0 {
		when := r.At
		r.Expect("WHEN")
		args = append(args, r.expr())
		r.expectInCase("THEN", first)
		args = append(args, r.expr())
		m.Whens = append(m.Whens, r.since(when))
	}
	if r.Accept("ELSE") {
		m.Else = true
		args = append(args, r.expr())
	}
	if !r.Is("END") && !m.Else {
		r.expectInCase("WHEN", first)
	}
	r.expectInCase("END", first)
	m.Range = r.since(first)
	return r.call(m, args...)
}

// expectInCase reads a keyword of CASE, with a note where the CASE began.
func (r *rewriter) expectInCase(word string, first int) {
	if r.Accept(word) {
		return
	}
	expected := map[string][]string{"WHEN": {"WHEN", "ELSE", "END"}}[word]
	if expected == nil {
		expected = []string{word}
	}
	found := r.Token(0)
	if d, ok := r.misspelt(found, expected); ok {
		r.Report(d)
		r.Abandon()
	}
	r.Report(diag.Diagnostic{
		Code: diag.Unexpected, Span: r.place(), Message: "found " + found.Describe() + ", expected " + oneOf(expected),
		Notes: []diag.Note{{Span: r.File.Tokens[first].Span, Message: "in this CASE"}},
	})
	r.Abandon()
}

// cast reads CAST(x AS type) and TRY_CAST(x AS type).
func (r *rewriter) cast() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	try := !r.Next().Is("CAST")
	r.At++
	operand := r.expr()
	if !r.Accept("AS") {
		r.Unexpected("AS and a type")
	}
	typ := r.skipType()
	if r.Is("FORMAT") {
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, "CAST … FORMAT is not supported", "write DATE_FORMAT(x, 'format') or TO_TIMESTAMP(x, 'format')")
	}
	r.Close(first + 1)
	return r.call(Cast{r.since(first), typ, try}, operand)
}

// skipType passes over a type; compiler/parse reads it.
func (r *rewriter) skipType() Range {
	first := r.At
	name := r.Name("a type")
	switch name.Value {
	case "DOUBLE":
		r.Accept("PRECISION")
	case "CHARACTER", "CHAR":
		r.Accept("VARYING")
	case "INTERVAL":
		r.skipIntervalUnits()
		return r.typeSuffix(first)
	}
	if r.Is("<") && nested[name.Value] {
		r.skipAngles()
	}
	if r.Is("(") {
		r.skipParentheses()
	}
	if r.IsAny(0, "WITH", "WITHOUT") && (r.IsAt(1, "TIME", "ZONE") || r.IsAt(1, "LOCAL", "TIME", "ZONE")) {
		r.At++
		r.Accept("LOCAL")
		r.Expect("TIME", "ZONE")
	}
	return r.typeSuffix(first)
}

// nested are the types that take types in < >.
var nested = set("ARRAY MAP ROW STRUCT MULTISET")

// typeSuffix reads PostgreSQL's [] and the standard's ARRAY behind a type.
func (r *rewriter) typeSuffix(first int) Range {
	for r.Accept("[", "]") || r.Is("ARRAY") && !r.IsAt(1, "[") && r.Accept("ARRAY") {
	}
	return r.since(first)
}

func (r *rewriter) skipIntervalUnits() {
	for r.Token(0).Unit() != "" || r.Is("TO") && r.Token(1).Unit() != "" {
		r.At++
		if r.Is("(") {
			r.skipParentheses()
		}
	}
}

func (r *rewriter) skipParentheses() {
	end := r.File.partner[r.At]
	if r.File.Tokens[end].Kind == EOF {
		r.Fail(diag.MissingParenthesis, r.Token(0).Span, "this ( is not closed", "")
	}
	r.At = end + 1
}

// skipAngles passes over <…>; parentheses inside are skipped whole.
func (r *rewriter) skipAngles() {
	open := r.At
	depth := 0
	for {
		switch {
		case r.Is("<"):
			depth++
		case r.Is(">"):
			depth--
		case r.Is("<>"):
		case r.Is("("):
			r.skipParentheses()
			continue
		case r.Is(";"), r.Token(0).Kind == EOF:
			r.Fail(diag.MissingParenthesis, r.File.Tokens[open].Span, "this < is not closed", "")
		}
		r.At++
		if depth == 0 {
			return
		}
	}
}

// temporal reads DATE '…' and its kin.
func (r *rewriter) temporal() string {
	first := r.At
	kind := r.Token(0).Value
	if kind == "TIMESTAMPTZ" {
		kind = "TIMESTAMP_LTZ"
	}
	words := 1
	switch {
	case r.IsAt(1, "WITH", "TIME", "ZONE"):
		kind, words = kind+"_LTZ", 4
	case r.IsAt(1, "WITH", "LOCAL", "TIME", "ZONE"):
		kind, words = kind+"_LTZ", 5
	case r.IsAt(1, "WITHOUT", "TIME", "ZONE"):
		words = 4
	}
	if r.Token(words).Kind != String {
		return ""
	}
	if kind == "TIME_LTZ" || kind == "DATE_LTZ" {
		r.Fail(diag.UnsupportedSyntax, r.Span(first), "TIME WITH TIME ZONE is not supported", "write TIME or TIMESTAMP WITH TIME ZONE")
	}
	r.At += words + 1
	return r.mark(Temporal{r.since(first), kind})
}

// interval reads INTERVAL '5' SECOND, INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 day', INTERVAL 5 MINUTE.
func (r *rewriter) interval() string {
	first := r.At
	m := Interval{}
	value := 1
	if r.IsAny(1, "-", "+") && r.Token(2).Kind == String {
		value, m.Negative = 2, r.IsAt(1, "-")
	}
	switch literal := r.Token(value); {
	case literal.Kind == String:
		m.Value = literal.Value
	case literal.Kind == Number && r.Token(value+1).Unit() != "":
		m.Value = literal.Text
	case literal.Kind == Duration:
		r.At += value
		number, unit := literal.SplitDuration()
		r.Fail(diag.BadNumber, literal.Span, "malformed interval "+literal.Text, "write INTERVAL '"+number+"' "+unit)
	case literal.Is("(") && r.unitBehindParenthesis(value):
		r.Fail(diag.ForeignSyntax, r.File.SpanOf(first, r.At+value), "INTERVAL takes a literal", "write the expression times an interval: x * INTERVAL '1' DAY")
	case literal.Kind == Word && r.Token(value+1).Unit() != "":
		r.Fail(diag.ForeignSyntax, r.File.SpanOf(first, r.At+value), "INTERVAL takes a literal", "write "+literal.Text+" * INTERVAL '1' "+r.Token(value+1).Unit())
	default:
		return ""
	}
	r.At += value + 1
	r.misspeltUnit()
	m.From, m.To = r.intervalUnits()
	m.Range = r.since(first)
	return r.mark(m)
}

// misspeltUnit fails on a word behind an interval's text that is nearly a unit.
func (r *rewriter) misspeltUnit() {
	token := r.Token(0)
	if token.Kind != Word || token.Unit() != "" || IsReserved(token.Value) {
		return
	}
	if near := nearUnit(token); near != unitList {
		r.Fail(diag.Unexpected, token.Span, "unknown time unit "+token.Text, near)
	}
}

func (r *rewriter) unitBehindParenthesis(n int) bool {
	return r.Token(r.File.partner[r.At+n]+1-r.At).Unit() != ""
}

// intervalUnits reads SECOND or DAY TO SECOND; precisions in parentheses mean nothing to PostgreSQL's interval but are refused
// rather than ignored.
func (r *rewriter) intervalUnits() (from, to string) {
	from = r.Token(0).Unit()
	if from == "" {
		return "", ""
	}
	r.At++
	r.noPrecision()
	if r.Is("TO") && r.Token(1).Unit() != "" {
		to = r.Token(1).Unit()
		r.At += 2
		r.noPrecision()
	}
	return from, to
}

func (r *rewriter) noPrecision() {
	if r.Is("(") && r.Token(1).Kind == Number && r.IsAt(2, ")") {
		r.Error(diag.UnsupportedSyntax, r.File.SpanOf(r.At, r.At+2), "the precision of an interval is not supported", "remove it: an interval keeps microseconds")
		r.At += 3
	}
}

// unitOf reads a time unit; more are the words that count as one besides.
func (r *rewriter) unitOf(more map[string]bool) Unit {
	token := r.Token(0)
	name := token.Unit()
	if name == "" && token.Kind == Word && more[token.Value] {
		name = token.Value
	}
	if name == "" {
		r.Fail(diag.Unexpected, r.place(), "found "+token.Describe()+", expected a time unit", nearUnit(token))
	}
	r.At++
	return Unit{r.since(r.At - 1), name}
}

func nearUnit(token Token) string {
	names := strings.Fields("SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR MILLISECOND MICROSECOND DECADE CENTURY EPOCH DOW DOY ISODOW ISOYEAR")
	if near := diag.Nearest(token.Value, names); near != "" {
		return "did you mean " + near + "?"
	}
	return unitList
}

const unitList = "units are SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR"
