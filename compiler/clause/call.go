package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// unitFunctions take a time unit as their first argument.
var unitFunctions = set("TIMESTAMPADD TIMESTAMPDIFF DATEADD DATEDIFF DATE_DIFF DATE_ADD DATE_SUB")

// function reads a call whose name has been read: arguments and what may stand behind them.
func (r *rewriter) function(first int, name []int) string {
	m := Call{Name: name}
	open := r.At
	r.At++
	var args []string
	if !r.Accept("ALL") {
		m.Distinct = r.Accept("DISTINCT")
	}
	if !r.IsAny(0, ")", "ORDER") || r.Is("ORDER") && !r.IsAt(1, "BY") {
		takesUnit := unitFunctions[r.File.Tokens[name[len(name)-1]].Value]
		args = r.list(func() string { unit := takesUnit; takesUnit = false; return r.argument(unit) }, ")")
	}
	return r.endCall(first, open, m, args)
}

// endCall reads what follows the arguments of a call.
func (r *rewriter) endCall(first, open int, m Call, args []string) string {
	m.Args = len(args)
	if r.Is("ORDER", "BY") {
		m.OrderBy = r.sorts(&args)
	}
	r.Close(open, ",", "an operator")
	args = append(args, r.behindCall(&m)...)
	m.Range = r.since(first)
	return r.call(m, args...)
}

// plainCall goes on with a call of the form name(a, b) whose first argument has been read.
func (r *rewriter) plainCall(first int, argument string) string {
	args := []string{argument}
	for r.Accept(",") {
		if r.Is(")") {
			r.ExtraComma()
			break
		}
		args = append(args, r.expr())
	}
	return r.endCall(first, first+1, Call{Name: []int{first}}, args)
}

// argument reads one argument.
func (r *rewriter) argument(unit bool) string {
	switch {
	case r.Is("*") && r.IsAny(1, ")", ","):
		r.At++
		return r.mark(Path{r.since(r.At - 1), nil, true})
	case unit && r.Token(0).Unit() != "" && r.IsAt(1, ","):
		return r.mark(r.unitOf(nil))
	case r.Token(0).IsName() && r.IsAt(1, "=>"):
		name := r.At
		r.At += 2
		value := r.argument(false)
		return r.call(NamedArg{r.since(name), name}, value)
	case r.Is("TABLE") && r.Token(1).IsName() && !r.IsAny(2, "+", "-", "="):
		return r.tableArgument()
	case r.Is("TABLE", "("):
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, "a query as a TABLE argument is not supported", "make a view of the query and write TABLE view")
	case r.Is("DESCRIPTOR", "("):
		first := r.At
		r.At++
		columns := r.names("a column name")
		return r.mark(Descriptor{r.since(first), columns})
	case r.IsAny(0, "SELECT", "WITH"):
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "a query as an argument needs parentheses of its own", "write f((SELECT …))")
	}
	return r.expr()
}

// tableArgument reads TABLE t [PARTITION BY …] [ORDER BY …].
func (r *rewriter) tableArgument() string {
	first := r.At
	r.At++
	m := TableArg{Name: r.path("a table name")}
	var args []string
	if r.Accept("PARTITION", "BY") {
		args = []string{r.expr()}
		for r.Is(",") && !r.nextArgument() {
			r.At++
			args = append(args, r.expr())
		}
		m.PartitionBy = len(args)
	}
	if r.Is("ORDER", "BY") {
		m.OrderBy = r.sorts(&args)
	}
	m.Range = r.since(first)
	if len(args) == 0 {
		return r.mark(m)
	}
	return r.call(m, args...)
}

// nextArgument reports a comma with an argument of a table function behind it, which ends the list of PARTITION BY.
func (r *rewriter) nextArgument() bool {
	return r.IsAny(1, "DESCRIPTOR") && r.IsAt(2, "(") || r.Token(1).IsName() && r.IsAt(2, "=>")
}

// behindCall reads WITHIN GROUP, FILTER, FROM LAST, IGNORE NULLS and OVER.
func (r *rewriter) behindCall(m *Call) []string {
	var args []string
	if r.Is("WITHIN", "GROUP", "(") {
		r.withinGroup(m, &args)
	}
	if r.Is("FILTER", "(") {
		open := r.At + 1
		r.At += 2
		r.Expect("WHERE")
		m.Filter = true
		args = append(args, r.expr())
		r.Close(open, "an operator")
	}
	if r.Is("FROM") && r.IsAny(1, "FIRST", "LAST") && r.IsAny(2, "IGNORE", "RESPECT", "OVER") {
		m.FromLast = r.IsAt(1, "LAST")
		r.At += 2
	}
	if r.IsAny(0, "IGNORE", "RESPECT") && r.IsAt(1, "NULLS") {
		m.Nulls = r.Token(0).Value
		r.At += 2
	}
	if r.Is("OVER") && (r.IsAt(1, "(") || r.Token(1).IsName() && !IsReserved(r.Token(1).Value)) {
		r.At++
		m.Over = r.over(&args)
	}
	return args
}

// withinGroup reads WITHIN GROUP (ORDER BY …).
func (r *rewriter) withinGroup(m *Call, args *[]string) {
	if len(m.OrderBy) > 0 {
		r.Fail(diag.ClauseTwice, r.Token(0).Span, "this call has an order in its parentheses already", "remove WITHIN GROUP, or the ORDER BY before it")
	}
	open := r.At + 2
	r.At += 3
	m.Within = true
	m.OrderBy = r.sorts(args)
	r.Close(open, ",")
}

// sorts reads ORDER BY keys; their expressions are appended to args.
func (r *rewriter) sorts(args *[]string) []Sort {
	r.Expect("ORDER", "BY")
	var sorts []Sort
	*args = append(*args, r.list(func() string {
		sort := Sort{}
		first := r.At
		text := r.expr()
		if !r.Accept("ASC") {
			sort.Desc = r.Accept("DESC")
		}
		if r.Accept("NULLS") {
			sort.Nulls = r.Token(0).Value
			if !r.Accept("FIRST") {
				r.Expect("LAST")
			}
		}
		sort.Range = r.since(first)
		sorts = append(sorts, sort)
		return text
	}, ")", ";")...)
	return sorts
}

// extract reads EXTRACT(unit FROM x).
func (r *rewriter) extract() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	unit := r.unitOf(extractFields)
	if r.Is(",") {
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "EXTRACT takes FROM, not a comma", "write EXTRACT("+unit.Name+" FROM x)")
	}
	r.Expect("FROM")
	operand := r.expr()
	r.Close(first + 1)
	return r.call(Extract{r.since(first), unit}, operand)
}

// trim reads TRIM([BOTH|LEADING|TRAILING] [chars] FROM x), TRIM(side x), or TRIM(x) and TRIM(x, chars), which are ordinary calls.
func (r *rewriter) trim() string {
	first := r.At
	if !r.IsAt(1, "(") || r.IsAt(2, ")") {
		return ""
	}
	r.At += 2
	m := Trim{Side: "BOTH"}
	sided := r.IsAny(0, "BOTH", "LEADING", "TRAILING") && !r.IsAny(1, ")", ",", ".")
	if sided {
		m.Side = r.Next().Value
	}
	var args []string
	if !r.Is("FROM") {
		args = append(args, r.expr())
	}
	switch {
	case r.Accept("FROM"):
		m.Chars = len(args) > 0
		args = append(args, r.expr())
	case !sided:
		return r.plainCall(first, args[0])
	}
	r.Close(first + 1)
	m.Range = r.since(first)
	return r.call(m, args...)
}

// position reads POSITION(a IN b).
func (r *rewriter) position() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	args := []string{r.exprUntil("IN")}
	if !r.Accept("IN") && !r.Accept(",") {
		r.Unexpected("IN")
	}
	args = append(args, r.expr())
	r.Close(first + 1)
	return r.call(Call{Range: r.since(first), Name: []int{first}, Args: len(args)}, args...)
}

// substring reads SUBSTRING(s FROM i [FOR n]); with commas it is read the same.
func (r *rewriter) substring() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	args := []string{r.expr()}
	if r.Is("FOR") {
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, "SUBSTRING needs its start", "write SUBSTRING(s FROM 1 FOR n)")
	}
	args = append(args, r.keywordArguments("FROM", "FOR")...)
	r.Close(first+1, ",", "FROM")
	return r.call(Call{Range: r.since(first), Name: []int{first}, Args: len(args)}, args...)
}

// overlay reads OVERLAY(s PLACING r FROM i [FOR n]).
func (r *rewriter) overlay() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	args := append([]string{r.expr()}, r.keywordArguments("PLACING", "FROM", "FOR")...)
	r.Close(first+1, ",", "PLACING")
	return r.call(Call{Range: r.since(first), Name: []int{first}, Args: len(args)}, args...)
}

// keywordArguments reads arguments that these words, in order, or commas stand in front of.
func (r *rewriter) keywordArguments(words ...string) []string {
	var args []string
	for _, word := range words {
		if !r.Accept(word) && !r.Accept(",") {
			break
		}
		args = append(args, r.expr())
	}
	return args
}

// roundTo reads CEIL(x TO unit) and FLOOR(x TO unit); without TO it is an ordinary call.
func (r *rewriter) roundTo() string {
	first := r.At
	if !r.IsAt(1, "(") || r.IsAt(2, ")") {
		return ""
	}
	r.At += 2
	operand := r.expr()
	if !r.Accept("TO") {
		return r.plainCall(first, operand)
	}
	unit := r.unitOf(nil)
	r.Close(first + 1)
	return r.call(RoundTo{r.since(first), !r.File.Tokens[first].Is("FLOOR"), unit}, operand)
}

// json reads JSON_VALUE(x, path [RETURNING type] [behaviour ON EMPTY|ERROR]…), JSON_QUERY and JSON_EXISTS.
func (r *rewriter) json() string {
	first := r.At
	if !r.IsAt(1, "(") {
		return ""
	}
	r.At += 2
	m := JSONCall{Name: first}
	args := []string{r.expr()}
	r.Expect(",")
	args = append(args, r.expr())
	if r.Accept("RETURNING") {
		typ := r.skipType()
		m.Returning = &typ
	}
	m.Wrapper = r.wrapper()
	for !r.Is(")") && r.Token(0).Kind == Word {
		on, value := r.jsonOn()
		m.On = append(m.On, on)
		args = append(args, value...)
	}
	r.Close(first+1, ",")
	m.Range = r.since(first)
	return r.call(m, args...)
}

// wrapper reads the wrapper clause of JSON_QUERY.
func (r *rewriter) wrapper() string {
	if !r.IsAny(0, "WITH", "WITHOUT") {
		return ""
	}
	words := []string{r.Next().Value}
	for r.IsAny(0, "CONDITIONAL", "UNCONDITIONAL", "ARRAY") {
		words = append(words, r.Next().Value)
	}
	r.Expect("WRAPPER")
	return strings.Join(words, " ")
}

// jsonOn reads NULL ON EMPTY, DEFAULT x ON ERROR and their kin.
func (r *rewriter) jsonOn() (JSONOn, []string) {
	first := r.At
	on := JSONOn{}
	var value []string
	switch {
	case r.Accept("DEFAULT"):
		on.Kind, on.Default = "DEFAULT", true
		value = []string{r.expr()}
	case r.IsAny(0, "NULL", "ERROR", "TRUE", "FALSE", "UNKNOWN"):
		on.Kind = r.Next().Value
	case r.Accept("EMPTY"):
		on.Kind = "EMPTY " + r.Token(0).Value
		if !r.Accept("ARRAY") {
			r.Expect("OBJECT")
		}
	default:
		r.Unexpected("RETURNING", "NULL", "ERROR", "DEFAULT", ")")
	}
	r.Expect("ON")
	on.Empty = r.Is("EMPTY")
	if !r.Accept("EMPTY") {
		r.Expect("ERROR")
	}
	on.Range = r.since(first)
	return on, value
}
