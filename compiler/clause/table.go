package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// tableRef reads one entry of FROM: a table and what is joined to it.
func (r *rewriter) tableRef() string {
	r.Enter()
	defer r.Leave()
	var out strings.Builder
	out.WriteString(r.tablePrimary())
	open := 0 // joins that wait for their ON
	for {
		switch {
		case r.Is("ON"):
			if open == 0 {
				r.Unexpected("JOIN", "WHERE", "GROUP BY", "the end of the query")
			}
			open--
			r.At++
			out.WriteString(" ON " + r.expr())
		case r.Is("USING", "("):
			if open == 0 {
				r.Unexpected("JOIN", "WHERE", "GROUP BY", "the end of the query")
			}
			open--
			r.At++
			out.WriteString(" USING (" + r.usingColumns() + ")")
		case r.Is("LATERAL", "VIEW"):
			r.refuseLateralView()
		case r.joinAhead():
			word := r.At
			emitted, conditional := r.join()
			out.WriteString(emitted + r.tablePrimary())
			if conditional {
				open++
			} else {
				out.WriteString(" ON " + r.mark(NoCondition{Range{word, word}}))
			}
		default:
			r.endOfJoins(open)
			return out.String()
		}
	}
}

func (r *rewriter) usingColumns() string {
	var marks []string
	for _, token := range r.names("a column name") {
		marks = append(marks, r.mark(Path{Range{token, token}, []int{token}, false}))
	}
	return strings.Join(marks, ", ")
}

// endOfJoins fails if a join has no condition.
func (r *rewriter) endOfJoins(open int) {
	if open > 0 {
		r.Unexpected("ON", "USING")
	}
}

func (r *rewriter) joinAhead() bool {
	return r.IsAny(0, "JOIN", "INNER", "CROSS", "NATURAL", "STRAIGHT_JOIN") ||
		r.IsAny(0, "LEFT", "RIGHT", "FULL") && r.IsAny(1, "JOIN", "OUTER", "SEMI", "ANTI") ||
		r.IsAny(0, "SEMI", "ANTI", "ASOF", "POSITIONAL") && r.IsAt(1, "JOIN")
}

// join reads the words of a join; conditional says whether ON or USING must follow.
func (r *rewriter) join() (emitted string, conditional bool) {
	first := r.Token(0)
	if r.IsAny(0, "STRAIGHT_JOIN", "SEMI", "ANTI", "ASOF", "POSITIONAL") || r.IsAny(1, "SEMI", "ANTI") {
		r.Fail(diag.UnsupportedSyntax, first.Span, "this kind of join is not supported", "for SEMI and ANTI write [NOT] EXISTS (SELECT …)")
	}
	natural := r.Accept("NATURAL")
	kind := r.Token(0).Value
	switch kind {
	case "LEFT", "RIGHT", "FULL":
		r.At++
		r.Accept("OUTER")
	case "INNER", "CROSS":
		r.At++
	}
	r.Expect("JOIN")
	switch {
	case natural || kind == "CROSS":
		return " JOIN ", false
	case kind == "LEFT" || kind == "FULL":
		return " LEFT JOIN ", true
	case kind == "RIGHT":
		return " RIGHT JOIN ", true
	}
	return " JOIN ", true
}

// tablePrimary reads a table, query or function with its alias.
func (r *rewriter) tablePrimary() string {
	first := r.At
	if r.Is("LATERAL", "VIEW") {
		r.refuseLateralView()
	}
	lateral := r.Is("LATERAL") && (r.IsAt(1, "(") || r.IsAt(1, "TABLE") || r.Token(1).IsName() && r.IsAt(2, "(")) && r.Accept("LATERAL")
	var text string
	switch {
	case r.queryAhead(0):
		text = r.derived(first, lateral)
	case r.Is("("):
		text = r.nestedJoin()
	case r.Is("TABLE", "("):
		text = r.wrappedFunction(first, lateral)
	case r.Token(0).IsName() && r.functionAhead():
		text = r.tableFunction(first, lateral)
	default:
		text = r.table(first)
	}
	for r.Is("MATCH_RECOGNIZE", "(") {
		text = r.matchRecognize(first, text)
	}
	return text
}

func (r *rewriter) refuseLateralView() {
	r.Fail(diag.ForeignSyntax, r.Token(0).Span, "LATERAL VIEW is not SQL", "write CROSS JOIN UNNEST(array) AS t (column)")
}

// functionAhead reports whether a name with a parenthesis behind it is next: a function in FROM.
func (r *rewriter) functionAhead() bool {
	n := 1
	for r.IsAt(n, ".") && r.Token(n+1).IsName() {
		n += 2
	}
	token := r.Token(0)
	return r.IsAt(n, "(") && (token.Kind == Quoted || n > 1 || !IsReserved(token.Value) && specials[token.Value] == nil)
}

// derived reads (query) [alias].
func (r *rewriter) derived(first int, lateral bool) string {
	open := r.At
	r.At++
	query := r.query()
	r.Close(open)
	alias := r.tableAlias()
	return "(" + query + ") AS " + r.mark(Derived{r.since(first), lateral, alias})
}

// nestedJoin reads (join).
func (r *rewriter) nestedJoin() string {
	open := r.At
	r.At++
	join := r.tableRef()
	r.Close(open, "JOIN")
	return "(SELECT 1 FROM " + join + ") AS " + r.mark(NestedJoin{r.since(open)})
}

// wrappedFunction reads TABLE(f(…)).
func (r *rewriter) wrappedFunction(first int, lateral bool) string {
	open := r.At + 1
	r.At += 2
	if !r.functionAhead() {
		r.Unexpected("a function such as TUMBLE(…)")
	}
	name := r.At
	call := r.function(name, r.path("a function name"))
	r.Close(open)
	return r.functionAlias(first, call, TableFunction{Lateral: lateral, Wrapped: true})
}

// tableFunction reads f(…) in FROM.
func (r *rewriter) tableFunction(first int, lateral bool) string {
	name := r.At
	parts := r.path("a table name")
	return r.functionAlias(first, r.function(name, parts), TableFunction{Lateral: lateral})
}

func (r *rewriter) functionAlias(first int, call string, m TableFunction) string {
	m.Ordinality = r.Accept("WITH", "ORDINALITY")
	m.Alias = r.tableAlias()
	m.Range = r.since(first)
	return "(SELECT " + call + ") AS " + r.mark(m)
}

// table reads name [FOR SYSTEM_TIME AS OF x] [alias].
func (r *rewriter) table(first int) string {
	if token := r.Token(0); token.Kind == Word && IsReserved(token.Value) || !token.IsName() {
		r.Unexpected("a table name", "a query in parentheses")
	}
	m := Table{Name: r.path("a table name")}
	r.refuseTableClause()
	asOf := ""
	if r.Accept("FOR", "SYSTEM_TIME") {
		r.Expect("AS", "OF")
		m.AsOf = true
		asOf = r.expr()
	}
	m.Alias = r.tableAlias()
	r.refuseTableClause()
	m.Range = r.since(first)
	if m.AsOf {
		return "(SELECT " + asOf + ") AS " + r.mark(m)
	}
	return r.mark(m)
}

// refuseTableClause fails on what other systems have behind a table's name.
func (r *rewriter) refuseTableClause() {
	token := r.Token(0)
	switch {
	case r.Is("PARTITION", "("):
		r.Fail(diag.UnsupportedSyntax, token.Span, "PARTITION (…) is not supported", "filter with WHERE")
	case r.IsAny(0, "USE", "FORCE", "IGNORE") && r.IsAny(1, "INDEX", "KEY"):
		r.Fail(diag.UnsupportedSyntax, token.Span, "index hints are not supported: a stream has no index", "remove the hint")
	case r.Is("TABLESAMPLE"):
		r.Fail(diag.UnsupportedSyntax, token.Span, "TABLESAMPLE is not supported", "filter with a hash of a key")
	case r.Is("WITH", "("), r.Is("OPTIONS", "("):
		r.Fail(diag.UnsupportedSyntax, token.Span, "options cannot follow a table in FROM", "they belong into WITH (…) of its CREATE TABLE")
	case r.IsAny(0, "PIVOT", "UNPIVOT") && r.IsAt(1, "("):
		r.Fail(diag.UnsupportedSyntax, token.Span, token.Value+" is not supported", "")
	case r.Is("FOR") && r.IsAny(1, "VERSION", "SYSTEM_VERSION", "TIMESTAMP"):
		r.Fail(diag.ForeignSyntax, token.Span, "a table is read as of a time by FOR SYSTEM_TIME AS OF", "")
	}
}

// tableAlias reads [AS] name [(columns)], nil if there is none.
func (r *rewriter) tableAlias() *Alias {
	first := r.At
	as := r.Accept("AS")
	token := r.Token(0)
	switch {
	case as:
		r.Name("a name for the table")
	case token.Kind == Quoted, token.Kind == Word && !IsReserved(token.Value) && !r.clauseAhead():
		r.At++
		r.bare = r.At - 1
	default:
		return nil
	}
	alias := &Alias{Name: r.At - 1}
	if r.Is("(") {
		alias.Columns = r.names("a column name")
	}
	alias.Range = r.since(first)
	return alias
}
