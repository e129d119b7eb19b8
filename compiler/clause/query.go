package clause

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// query reads [WITH …] SELECT … [UNION …] [ORDER BY …] [LIMIT …] [EMIT …].
func (r *rewriter) query() string {
	r.Enter()
	defer r.Leave()
	outer := r.stop
	durations := r.durations
	r.stop, r.durations = "", false
	defer func() { r.stop, r.durations = outer, durations }()

	first := r.At
	q := &Query{}
	var out strings.Builder
	if r.Accept("WITH") {
		q.Recursive = r.Token(1).IsName() && !r.IsAt(1, "AS") && r.Accept("RECURSIVE")
		out.WriteString("WITH " + strings.Join(r.list(r.cte, "SELECT"), ", ") + " ")
	}
	out.WriteString(r.body(q))
	if r.Is("ORDER", "BY") {
		var keys []string
		q.OrderBy = r.sorts(&keys)
		out.WriteString(" ORDER BY " + strings.Join(keys, ", "))
	}
	r.tail(q)
	q.Range = r.since(first)
	return out.String()
}

// cte reads name [(columns)] AS (query).
func (r *rewriter) cte() string {
	m := CTE{Name: r.At}
	r.Name("a name for the query")
	if r.Is("(") {
		m.Columns = r.names("a column name")
	}
	r.Expect("AS")
	if r.IsAny(0, "MATERIALIZED") || r.Is("NOT", "MATERIALIZED") {
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, "MATERIALIZED is not supported", "remove it: the planner decides")
	}
	open := r.At
	r.Expect("(")
	query := r.query()
	r.Close(open, "an operator")
	m.Range = r.since(m.Name)
	return r.mark(m) + " AS (" + query + ")"
}

// body reads SELECTs joined by UNION, INTERSECT and EXCEPT. All are emitted as UNION ALL; the marks tell which they are.
func (r *rewriter) body(q *Query) string {
	var out strings.Builder
	out.WriteString(r.operandBody(q, nil))
	for {
		op := r.setOp()
		if op == nil {
			return out.String()
		}
		out.WriteString(" UNION ALL " + r.operandBody(nil, op))
	}
}

// setOp reads UNION, INTERSECT or EXCEPT.
func (r *rewriter) setOp() *SetOp {
	first := r.At
	if r.Is("MINUS") && r.IsAny(1, "SELECT", "(", "ALL", "WITH") {
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "MINUS is not an operator here", "write EXCEPT")
	}
	if !r.IsAny(0, "UNION", "INTERSECT", "EXCEPT") {
		return nil
	}
	op := &SetOp{Op: r.Next().Value}
	if op.All = r.Accept("ALL"); !op.All {
		r.Accept("DISTINCT")
	}
	op.Range = r.since(first)
	return op
}

// operandBody reads one operand of a set operation.
func (r *rewriter) operandBody(q *Query, op *SetOp) string {
	switch {
	case r.Is("SELECT"):
		return r.selectBody(q, op)
	case r.Is("VALUES"):
		return r.values(q, op)
	case r.Is("("):
		open := r.At
		r.At++
		query := r.query()
		r.Close(open)
		return "SELECT " + r.mark(NestedBody{r.since(open), op, q}) + " FROM (" + query + ") AS q"
	case r.Is("TABLE") && r.Token(1).IsName():
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "TABLE is not a query here", "write SELECT * FROM "+r.Token(1).Text)
	case r.Is("FROM"):
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "a query begins with SELECT", "write SELECT … FROM …")
	}
	r.Unexpected("SELECT")
	return ""
}

// values reads VALUES (a, b), (c, d).
func (r *rewriter) values(q *Query, op *SetOp) string {
	first := r.At
	r.At++
	rows := r.list(func() string {
		open := r.At
		if r.Is("ROW", "(") {
			return r.row()
		}
		r.Expect("(")
		items := r.list(r.expr, ")")
		r.Close(open, ",")
		return r.call(Row{r.since(open)}, items...)
	}, ";")
	return "SELECT " + r.mark(Values{r.since(first), op, q}) + ", " + strings.Join(rows, ", ")
}

// selectBody reads SELECT … up to its last own clause.
func (r *rewriter) selectBody(q *Query, op *SetOp) string {
	first := r.At
	m := &Select{SetOp: op, Query: q}
	r.At++
	r.modifiers(m)
	items := r.items(m)
	s := &selectClauses{rewriter: r, m: m}
	s.clauses()
	m.Range = r.since(first)
	if s.from == "" {
		r.endOfItems()
		m.NoFrom = true
		s.from = " FROM " + r.mark(Table{Range: m.Range})
	}
	group := append(s.group, s.windows...)
	text := "SELECT " + r.mark(m) + ", " + strings.Join(items, ", ") + s.from + s.where
	if len(group) > 0 {
		text += " GROUP BY " + strings.Join(group, ", ")
	}
	return text + s.having
}

// endOfItems fails on what can only be an item without a comma.
func (r *rewriter) endOfItems() {
	token := r.Token(0)
	if token.Kind == Quoted || token.Kind == Number || token.Kind == String || token.Kind == Word && !IsKeyword(token.Value) && !r.clauseAhead() {
		r.Unexpected(",", "FROM")
	}
}

// modifiers reads DISTINCT or ALL.
func (r *rewriter) modifiers(m *Select) {
	if r.Is("TOP") && r.Token(1).Kind == Number {
		r.Fail(diag.ForeignSyntax, r.File.SpanOf(r.At, r.At+1), "TOP is not SQL", "write LIMIT "+r.Token(1).Text+" at the end of the query")
	}
	if r.Accept("ALL") {
		return
	}
	if m.Distinct = r.Accept("DISTINCT"); m.Distinct && r.Is("ON", "(") {
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, "DISTINCT ON is not supported", "number the rows: ROW_NUMBER() OVER (PARTITION BY … ORDER BY …)")
	}
}

// items reads the items of SELECT.
func (r *rewriter) items(m *Select) []string {
	r.emptyItems()
	return r.list(func() string {
		item := Item{Alias: None}
		first := r.At
		var text string
		if r.Accept("*") {
			text = r.mark(Path{r.since(first), nil, true})
			r.refuseStarAlias()
		} else {
			text = r.expr()
			item.Alias = r.alias()
		}
		item.Range = r.since(first)
		m.Items = append(m.Items, item)
		return text
	}, "FROM", "WHERE", "GROUP", ")", ";")
}

func (r *rewriter) refuseStarAlias() {
	if r.Is("AS") {
		r.Fail(diag.MisplacedStar, r.Token(-1).Span, "* can't have an alias", "name the columns, each with its alias")
	}
}

// emptyItems fails on SELECT FROM: it tells a missing list from a column of that name.
func (r *rewriter) emptyItems() {
	if !r.Is("FROM") || r.IsAny(1, ",", "FROM", "AS") {
		return
	}
	r.Fail(diag.Unexpected, r.Token(0).Span, "found FROM, expected a column or an expression", "write SELECT * for all columns")
}

// alias reads [AS] name behind an item, and returns its token or None.
func (r *rewriter) alias() int {
	if r.Accept("AS") {
		if token := r.Token(0); token.Kind == String {
			r.Fail(diag.ForeignSyntax, token.Span, "a column name takes double quotes", "write "+doubleQuoted(token.Value))
		}
		r.Name("a column name")
		return r.At - 1
	}
	token := r.Token(0)
	if token.Kind == Quoted || token.Kind == Word && !IsReserved(token.Value) && !r.clauseAhead() {
		r.At++
		r.bare = r.At - 1
		return r.At - 1
	}
	return None
}

func doubleQuoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// clauseAhead reports whether a word that could be a name begins a clause here.
func (r *rewriter) clauseAhead() bool {
	switch r.Token(0).Value {
	case "LIMIT":
		name := r.Token(1).IsName() && (r.IsAny(2, ";", ")", "OFFSET") || r.Token(2).Kind == EOF)
		return r.Token(1).Kind == Number || name || r.IsAny(1, "ALL", "NULL", "(", "?", "-")
	case "OFFSET":
		return r.Token(1).Kind == Number
	case "FETCH":
		return r.IsAny(1, "FIRST", "NEXT")
	case "WINDOW":
		return windowKinds[r.Token(1).Value] || r.Token(1).IsName() && r.IsAt(2, "AS") || r.IsAt(2, "(")
	case "EMIT":
		return r.Token(1).Kind == Word || r.IsAny(1, ";", ")") || r.Token(1).Kind == EOF
	case "QUALIFY", "MINUS":
		return !r.IsAny(1, ",", "FROM", ")") && r.Token(1).Kind != EOF
	case "FOR":
		return r.IsAny(1, "UPDATE", "SHARE", "SYSTEM_TIME", "KEY", "NO", "VERSION", "JSON", "XML", "BROWSE")
	case "LOCK":
		return r.IsAt(1, "IN")
	case "LEFT", "RIGHT", "FULL":
		return r.IsAny(1, "JOIN", "OUTER", "SEMI", "ANTI")
	case "SEMI", "ANTI", "ASOF", "STRAIGHT_JOIN", "POSITIONAL":
		return r.IsAt(1, "JOIN") || r.Is("STRAIGHT_JOIN")
	case "TABLESAMPLE", "MATCH_RECOGNIZE", "PIVOT", "UNPIVOT":
		return r.IsAt(1, "(") || r.Is("TABLESAMPLE")
	case "PARTITION":
		return r.IsAt(1, "(")
	case "USE", "FORCE", "IGNORE":
		return r.IsAny(1, "INDEX", "KEY")
	case "LATERAL":
		return r.IsAt(1, "VIEW")
	}
	return false
}

// selectClauses collects the clauses behind the items of one SELECT.
type selectClauses struct {
	*rewriter
	m                   *Select
	from, where, having string
	group, windows      []string
	last                int // the place of the clause before in order
	lastToken           Token
}

// order of the clauses. WINDOW may stand at several places, as ksqlDB and Velostream have it.
var order = []string{"FROM", "WHERE", "GROUP", "HAVING", "QUALIFY"}

// clauses reads FROM, WHERE, GROUP BY, HAVING, WINDOW, QUALIFY.
func (s *selectClauses) clauses() {
	for {
		token := s.Token(0)
		switch {
		case s.Is("FROM"), s.Is("WHERE"), s.Is("GROUP", "BY"), s.Is("HAVING"), s.Is("QUALIFY") && s.clauseAhead():
			s.inOrder(token)
			s.clause(token.Value)
		case s.Is("GROUP") && s.from != "":
			s.At++
			s.Unexpected("BY")
		case s.Is("WINDOW") && s.from != "":
			if len(s.windows) > 0 {
				s.Fail(diag.ClauseTwice, token.Span, "WINDOW stands twice in this SELECT", "")
			}
			s.windows = s.windowClause()
		default:
			return
		}
	}
}

// inOrder fails if a clause stands twice or behind one that it belongs in front of.
func (s *selectClauses) inOrder(token Token) {
	place := slices.Index(order, token.Value) + 1
	switch {
	case place == s.last:
		s.Fail(diag.ClauseTwice, token.Span, token.Value+" stands twice in this SELECT", "")
	case place < s.last:
		s.Fail(diag.Unexpected, token.Span, token.Value+" belongs in front of "+map[bool]string{true: "GROUP BY", false: s.lastToken.Value}[s.lastToken.Is("GROUP")], "the order is FROM, WHERE, GROUP BY, HAVING")
	}
	s.last, s.lastToken = place, token
}

func (s *selectClauses) clause(word string) {
	s.At++
	switch word {
	case "FROM":
		s.from = " FROM " + strings.Join(s.list(s.tableRef, "WHERE", "GROUP", ";", ")"), ", ")
	case "WHERE":
		s.where = " WHERE " + s.expr()
	case "GROUP":
		s.groupBy()
	case "HAVING":
		s.having = " HAVING " + s.expr()
	case "QUALIFY":
		first := s.At - 1
		text := s.expr()
		s.windows = append(s.windows, s.call(QualifyClause{s.since(first)}, text))
	}
}

// groupBy reads the items of GROUP BY.
func (s *selectClauses) groupBy() {
	first := s.At - 1
	s.At++
	if s.IsAny(0, "DISTINCT", "ALL") {
		s.Fail(diag.UnsupportedSyntax, s.Token(0).Span, "GROUP BY "+s.Token(0).Value+" is not supported", "")
	}
	s.group = s.list(s.groupItem, "HAVING", "WINDOW", "ORDER", ";", ")")
	if s.Is("WITH") && s.IsAny(1, "ROLLUP", "CUBE") {
		s.Fail(diag.ForeignSyntax, s.File.SpanOf(s.At, s.At+1), "WITH "+s.Token(1).Value+" is not SQL", "write GROUP BY "+s.Token(1).Value+" (…)")
	}
	whole := s.since(first)
	s.m.GroupBy = &whole
}

// groupItem reads one item of GROUP BY, or one set of GROUPING SETS.
func (r *rewriter) groupItem() string {
	first := r.At
	kind := ""
	switch {
	case r.Is("GROUPING", "SETS"):
		kind = "GROUPING SETS"
		r.At += 2
	case r.IsAny(0, "ROLLUP", "CUBE") && r.IsAt(1, "("):
		kind = r.Next().Value
	case r.Is("(", ")"):
		r.At += 2
		return r.call(Row{r.since(first)})
	default:
		return r.expr()
	}
	r.Enter()
	defer r.Leave()
	open := r.At
	r.Expect("(")
	sets := r.list(r.groupItem, ")")
	r.Close(open, ",")
	return r.call(GroupingSets{r.since(first), kind}, sets...)
}

// tail reads LIMIT, OFFSET, FETCH and EMIT, and refuses what other systems have there.
func (r *rewriter) tail(q *Query) {
	for {
		switch token := r.Token(0); {
		case r.IsAny(0, "LIMIT", "OFFSET", "FETCH"):
			r.limit(q)
		case r.Is("EMIT"):
			if q.Emit != nil {
				r.Fail(diag.ClauseTwice, token.Span, "EMIT stands twice in this query", "")
			}
			q.Emit = r.emit()
		case r.Is("ORDER") && !r.IsAt(1, "BY"):
			r.At++
			r.Unexpected("BY")
		case r.Is("ORDER"):
			r.Fail(diag.Unexpected, token.Span, "ORDER BY belongs in front of LIMIT and EMIT", "")
		case r.Is("FOR"), r.Is("LOCK", "IN"):
			r.Fail(diag.UnsupportedSyntax, token.Span, "locks are not supported: a stream has none", "remove the clause")
		case r.IsAny(0, "FROM", "WHERE", "GROUP", "HAVING") && len(q.OrderBy) > 0:
			r.Fail(diag.Unexpected, token.Span, token.Value+" belongs in front of ORDER BY", "the order is FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT")
		case r.Is("INTO"):
			r.Fail(diag.UnsupportedSyntax, token.Span, "SELECT … INTO is not supported", "write INSERT INTO table SELECT …")
		default:
			return
		}
	}
}

// emit reads EMIT CHANGES or EMIT FINAL.
func (r *rewriter) emit() *Emit {
	first := r.At
	r.At++
	if r.Is("ON", "WINDOW", "CLOSE") || r.Is("AFTER") {
		r.Fail(diag.ForeignSyntax, r.Token(0).Span, "EMIT takes CHANGES or FINAL", "EMIT FINAL emits a window once, when it is closed")
	}
	if !r.IsAny(0, "CHANGES", "FINAL") {
		r.Unexpected("CHANGES", "FINAL")
	}
	final := r.Next().Is("FINAL")
	return &Emit{r.since(first), final}
}

// limit reads LIMIT n, LIMIT ALL, OFFSET n [ROWS], FETCH FIRST n ROWS ONLY.
func (r *rewriter) limit(q *Query) {
	first := r.At
	if q.Limit == nil {
		q.Limit = &Limit{Range{first, first}, None, None}
	}
	switch word := r.Next(); word.Value {
	case "OFFSET":
		r.count(&q.Limit.Offset, word)
		if !r.Accept("ROWS") {
			r.Accept("ROW")
		}
	case "LIMIT":
		if !r.Accept("ALL") {
			r.count(&q.Limit.Count, word)
		}
		if r.Is(",") {
			r.Fail(diag.ForeignSyntax, r.Token(0).Span, "LIMIT takes one number", "write LIMIT "+r.Token(1).Text+" OFFSET "+r.Token(-1).Text)
		}
	case "FETCH":
		if !r.Accept("FIRST") {
			r.Expect("NEXT")
		}
		r.count(&q.Limit.Count, word)
		if !r.Accept("ROWS") {
			r.Expect("ROW")
		}
		r.Expect("ONLY")
	}
	q.Limit.Last = r.At - 1
}

// count reads the number of LIMIT and its kin.
func (r *rewriter) count(token *int, word Token) {
	if *token != None {
		r.Fail(diag.ClauseTwice, word.Span, word.Value+" stands twice in this query", "")
	}
	if r.Token(0).Kind != Number || strings.Trim(r.Token(0).Text, "0123456789") != "" {
		r.notCounted(word)
	}
	*token = r.At
	r.At++
}

// notCounted says what LIMIT and its kin take instead of what stands behind the word.
func (r *rewriter) notCounted(word Token) {
	found := r.Token(0)
	switch {
	case found.Is("-"):
		r.Fail(diag.Unexpected, r.Token(1).Span.Union(found.Span), strings.ToUpper(word.Value)+" can't be negative", "write a whole number: 0 or more")
	case found.Kind == Number || found.Kind == Word:
		r.Fail(diag.Unexpected, found.Span, strings.ToUpper(word.Value)+" takes a constant whole number, and not "+found.Text, "write it out: "+strings.ToUpper(word.Value)+" 10")
	}
	r.Unexpected("a whole number")
}
