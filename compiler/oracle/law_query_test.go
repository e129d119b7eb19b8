package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// lawQuery is a query in both dialects.
type lawQuery struct {
	sql
	keys    []string        // the columns that tell its rows apart
	inexact map[string]bool // columns that are compared with a tolerance: DOUBLE
	changes bool            // its rows change; else each has one record, an insertion
	end     string          // the column by which the results of windows come in order, "" for none

	debezium bool // how it writes which change a record is: in Debezium's envelope, or in a column
}

func (q lawQuery) file(k int) string { return fmt.Sprintf("out%d.jsonl", k) }

// relation is what can stand in FROM.
type relation struct {
	sql
	named   bool   // it is a name
	time    string // its time attribute, "" for none
	updates bool   // its rows change
	columns []lawColumn
}

func (l *law) base() relation {
	columns := append(slices.Clone(lawColumns), lawColumn{name: "ts", kind: timestamp})
	return relation{sql: plain("t"), named: true, time: "ts", columns: columns}
}

// query is a query of a job.
func (l *law) query() lawQuery {
	if l.IntN(8) == 0 {
		return l.distinct(l.input(1 + l.IntN(2)))
	}
	q, _ := l.grouped(l.input(l.IntN(3)), true)
	return q
}

// input is the table, a projection of it, or groups.
func (l *law) input(depth int) relation {
	if depth == 0 || l.IntN(4) == 0 {
		return l.base()
	}
	var r relation
	if l.IntN(2) == 0 {
		r = l.projection(l.input(depth - 1))
	} else {
		var q lawQuery
		q, r = l.grouped(l.input(depth-1), false)
		r.sql = q.sql
	}
	name := fmt.Sprintf("q%d", l.IntN(1_000_000))
	if l.IntN(2) == 0 {
		l.views = append(l.views, f("CREATE VIEW "+name+" AS %s", r.sql))
		r.sql, r.named = plain(name), true
		return r
	}
	r.sql = f("(%s) AS "+name, r.sql)
	return r
}

// projection is some columns and expressions, with WHERE.
func (l *law) projection(in relation) relation {
	out := relation{time: in.time, updates: in.updates}
	var items []sql
	for _, c := range in.columns {
		if c.name == in.time || l.IntN(3) > 0 {
			items = append(items, plain(c.name))
			out.columns = append(out.columns, c)
		}
	}
	for range 1 + l.IntN(2) {
		e, c := l.keyExpr(in)
		c.name = fmt.Sprintf("p%d", l.IntN(1_000_000))
		items = append(items, f("%s AS "+c.name, e))
		out.columns = append(out.columns, c)
	}
	out.sql = f("SELECT %s FROM %s%s", join(items), in.sql, l.where(in))
	return out
}

func join(list []sql) sql {
	result := sql{}
	for i, e := range list {
		if i == 0 {
			result = e
			continue
		}
		result = f("%s, %s", result, e)
	}
	return result
}

func (l *law) where(in relation) sql {
	if l.IntN(2) == 0 {
		return sql{}
	}
	return f("\n WHERE %s", l.condition(in))
}

// distinct is SELECT DISTINCT.
func (l *law) distinct(in relation) lawQuery {
	q := lawQuery{}
	var items []sql
	for k := range 1 + l.IntN(3) {
		e, _ := l.keyExpr(in)
		name := fmt.Sprintf("g%d", k)
		items = append(items, f("%s AS "+name, e))
		q.keys = append(q.keys, name)
	}
	q.sql = f("SELECT DISTINCT %s FROM %s%s", join(items), in.sql, l.where(in))
	if l.IntN(4) == 0 {
		q.weir += " EMIT FINAL"
	} else {
		q.changes = in.updates
	}
	return q
}

// lawWindow is a window in its three spellings and as a table of PostgreSQL.
type lawWindow struct {
	clause, table, item string
	pg                  string
	gap                 string // of a session; "" for other windows
}

func seconds(n int) string { return fmt.Sprintf("INTERVAL '%d' SECOND", n) }

func (l *law) window(in relation) lawWindow {
	slide := []int{1, 2, 3, 5, 7, 10, 20, 60}[l.IntN(8)]
	offset, start := "", "TIMESTAMP '1970-01-01'"
	if l.IntN(3) == 0 {
		offset = ", " + seconds(l.IntN(25)-5)
		start += " + " + offset[2:]
	}
	bin := func(size int) string {
		return fmt.Sprintf("date_bin(%s, %s, %s - 100000 * %s)", seconds(size), in.time, start, seconds(size))
	}
	spelled := func(clause, call, first, second string) lawWindow {
		return lawWindow{
			clause: fmt.Sprintf("%s (%s, %s%s)", clause, in.time, first, offset),
			table:  fmt.Sprintf("TABLE(%s(TABLE %s, DESCRIPTOR(%s), %s%s))", call, in.weir, in.time, second, offset),
			item:   fmt.Sprintf("%s(%s, %s%s)", call, in.time, second, offset),
		}
	}
	var w lawWindow
	switch l.IntN(4) {
	case 3:
		offset = ""
		w = spelled("SESSION", "SESSION", seconds(slide), seconds(slide))
		w.gap, w.table = seconds(slide), ""
		return w
	case 0:
		size := seconds(slide)
		w = spelled("TUMBLING", "TUMBLE", size, size)
		w.pg = fmt.Sprintf("(SELECT %s, %s + %s)", bin(slide), bin(slide), size)
	case 1:
		length := slide + l.IntN(3*slide+1)
		size := seconds(length)
		w = spelled("HOPPING", "HOP", size+", "+seconds(slide), seconds(slide)+", "+size)
		w.pg = fmt.Sprintf("(SELECT g, g + %s FROM generate_series(%s, %s - %s, - %s) AS g WHERE g > %s - %s)", size, bin(slide), in.time, size, seconds(slide), in.time, size)
	default:
		length := slide * (1 + l.IntN(5))
		size := seconds(length)
		w = spelled("CUMULATING", "CUMULATE", size+", "+seconds(slide), seconds(slide)+", "+size)
		w.pg = fmt.Sprintf("(SELECT %s, g FROM generate_series(%s + %s, %s + %s, %s) AS g)", bin(length), bin(slide), seconds(slide), bin(length), size, seconds(slide))
	}
	w.pg = " CROSS JOIN LATERAL " + w.pg + " AS w(window_start, window_end)"
	return w
}

// grouped is a query with aggregates, and what its rows are as an input.
func (l *law) grouped(in relation, outermost bool) (lawQuery, relation) {
	g := grouping{law: l, in: in, query: lawQuery{inexact: map[string]bool{}}, prefix: "g"}
	if !outermost {
		g.prefix = fmt.Sprintf("n%d_", l.IntN(1_000_000))
	}
	for range l.IntN(4) {
		e, c := l.keyExpr(in)
		g.group = append(g.group, e)
		c = g.item(e, c)
		g.query.keys = append(g.query.keys, c.name)
	}
	from, where, groupBy := g.from(l.where(in))
	for range 1 + l.IntN(4) {
		e, c := l.result(in)
		g.item(e, c)
	}
	having := sql{}
	if l.IntN(4) == 0 {
		having = f("\n HAVING %s", l.having(in))
	}
	if groupBy.weir != "" {
		groupBy.weir = "\n GROUP BY " + groupBy.weir
	}
	if groupBy.pg != "" {
		groupBy.pg = "\n GROUP BY " + groupBy.pg
	}
	l.Shuffle(len(g.items), func(i, k int) { g.items[i], g.items[k] = g.items[k], g.items[i] })
	g.query.sql = f("SELECT %s FROM %s%s%s%s", join(g.items), from, where, groupBy, having)
	g.query.weir += g.clause
	switch {
	case outermost:
		g.emit()
	default:
		g.emitWithin()
	}
	return g.query, g.out
}

// grouping is a grouped query being made.
type grouping struct {
	law      *law
	in, out  relation
	query    lawQuery
	prefix   string
	group    []sql
	items    []sql
	windowed bool
	end      string // the column of window_end
	clause   string // WINDOW …
}

// item adds an item of SELECT.
func (g *grouping) item(e sql, c lawColumn) lawColumn {
	c.name = fmt.Sprintf("%s%d", g.prefix, len(g.items))
	g.items = append(g.items, f("%s AS "+c.name, e))
	g.out.columns = append(g.out.columns, c)
	g.query.inexact[c.name] = c.kind == double
	return c
}

// from is FROM and GROUP BY, with a window in one of its spellings more often than not.
func (g *grouping) from(where sql) (sql, sql, sql) {
	l, in := g.law, g.in
	from, groupBy := in.sql, join(g.group)
	if in.time == "" || l.IntN(3) == 0 {
		return from, where, groupBy
	}
	g.windowed = true
	w := l.window(in)
	from.pg += w.pg
	if w.gap != "" {
		from.pg, where.pg = w.sessions(in, from.pg+where.pg, groupBy.pg), ""
	}
	bounds := []sql{plain("window_start"), plain("window_end")}
	groupBy.pg = join(append(slices.Clone(g.group), bounds...)).pg
	switch spelling := l.IntN(3); {
	case spelling == 0 && in.named && w.table != "":
		from.weir = w.table
		groupBy.weir = join(append(slices.Clone(g.group), bounds...)).weir
		if l.IntN(3) == 0 {
			groupBy.weir += ", window_time"
		}
	case spelling == 1:
		groupBy.weir = join(append(slices.Clone(g.group), plain(w.item))).weir
	default:
		g.clause = "\n WINDOW " + w.clause
	}
	for _, bound := range bounds {
		column := g.item(bound, lawColumn{kind: timestamp, bound: true})
		if w.gap == "" || bound.weir == "window_start" { // a session's end moves
			g.query.keys = append(g.query.keys, column.name)
		}
	}
	g.end = g.out.columns[len(g.out.columns)-1].name
	g.out.time = g.item(both("window_time", "window_end - INTERVAL '0.001' SECOND"), lawColumn{kind: timestamp, bound: true}).name
	return from, where, groupBy
}

// sessions are an input's rows with the bounds of their session, of the rows with the same keys, in PostgreSQL: a row begins one where none
// before it is nearer than the gap.
func (w lawWindow) sessions(in relation, rows, keys string) string {
	by := func(more string) string {
		if all := strings.Trim(keys+", "+more, ", "); all != "" {
			return "PARTITION BY " + all
		}
		return ""
	}
	begins := fmt.Sprintf("(SELECT *, CASE WHEN %[1]s - LAG(%[1]s) OVER (%[2]s ORDER BY %[1]s) < %[3]s THEN 0 ELSE 1 END AS begins FROM %[4]s) AS b", in.time, by(""), w.gap, rows)
	numbered := fmt.Sprintf("(SELECT *, SUM(begins) OVER (%s ORDER BY %s ROWS UNBOUNDED PRECEDING) AS session FROM %s) AS n", by(""), in.time, begins)
	return fmt.Sprintf("(SELECT *, MIN(%[1]s) OVER (%[2]s) AS window_start, MAX(%[1]s) OVER (%[2]s) + %[3]s AS window_end FROM %[4]s) AS s", in.time, by("session"), w.gap, numbered)
}

// emitWithin says when results go on to the query around: with every change, which it takes back, or once.
func (g *grouping) emitWithin() {
	switch g.law.IntN(3) {
	case 0:
		g.query.weir += "\n EMIT FINAL"
	case 1:
		g.query.weir += "\n EMIT CHANGES"
		// Windows take no updates, and what is grouped by its window is one.
		g.out.updates, g.out.time = true, ""
		g.out.columns = slices.DeleteFunc(g.out.columns, func(c lawColumn) bool { return c.bound })
	default:
		g.out.updates = !g.windowed
	}
}

// emit says when results are written.
func (g *grouping) emit() {
	switch g.law.IntN(4) {
	case 0, 1:
		g.query.weir += "\n EMIT CHANGES"
		g.query.changes = true
	case 2:
		g.query.weir += "\n EMIT FINAL"
	default:
		g.query.changes = !g.windowed
	}
	if !g.query.changes {
		g.query.end = g.end
	}
}

// column is a column of a kind; false where the input has none.
func (l *law) columnOf(in relation, exact bool, kinds ...kind) (lawColumn, bool) {
	var fitting []lawColumn
	for _, c := range in.columns {
		if slices.Contains(kinds, c.kind) && !(exact && c.inexact) {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) == 0 {
		return lawColumn{}, false
	}
	return fitting[l.IntN(len(fitting))], true
}

// keyForms are expressions of a column, by its kind, and what they yield.
var keyForms = map[kind][]struct {
	format string
	kind   kind
}{
	integer:   {{"%s %% 3", integer}, {"%s + 1", integer}, {"ABS(%s)", integer}, {"%s > 2", boolean}, {"CASE WHEN %s > 0 THEN 'pos' WHEN %[1]s < 0 THEN 'neg' END", text}},
	bigint:    {{"%s %% 5", bigint}, {"%s IS NULL", boolean}, {"%s > 0", boolean}},
	smallint:  {{"CAST(%s AS INT)", integer}, {"%s = 1", boolean}, {"COALESCE(%s, 0)", integer}},
	text:      {{"UPPER(%s)", text}, {"LENGTH(%s)", integer}, {"COALESCE(%s, 'none')", text}, {"SUBSTRING(%s FROM 1 FOR 1)", text}, {"%s || '!'", text}},
	date:      {{"CAST(EXTRACT(MONTH FROM %s) AS BIGINT)", bigint}, {"%s + 1", date}, {"%s < DATE '2024-01-01'", boolean}},
	boolean:   {{"NOT %s", boolean}, {"%s IS TRUE", boolean}},
	decimal:   {{"ROUND(%s, 0)", decimal}, {"%s > 0", boolean}, {"ABS(%s)", decimal}},
	double:    {{"%s IS NULL", boolean}},
	timestamp: {{"DATE_TRUNC('minute', %s)", timestamp}, {"%s IS NULL", boolean}},
}

// keyExpr is what rows are grouped by: a column, likely one of few values, or an expression.
func (l *law) keyExpr(in relation) (sql, lawColumn) {
	c := in.columns[l.IntN(len(in.columns))]
	if l.IntN(3) > 0 {
		c = in.columns[l.IntN(min(7, len(in.columns)))]
	}
	form := keyForms[c.kind][l.IntN(len(keyForms[c.kind]))]
	if !c.inexact && !c.bound && l.IntN(2) == 0 {
		return plain(c.name), lawColumn{kind: c.kind}
	}
	return plain(fmt.Sprintf(form.format, c.name)), lawColumn{kind: form.kind}
}

// condition is a predicate over an input's rows.
func (l *law) condition(in relation) sql {
	switch l.IntN(6) {
	case 0:
		return f("(%s AND %s)", l.condition(in), l.condition(in))
	case 1:
		return f("(%s OR %s)", l.condition(in), l.condition(in))
	}
	for {
		c, ok := l.columnOf(in, true, slices.Collect(maps.Keys(comparands))...)
		if !ok {
			return plain("1 = 1")
		}
		switch {
		case c.kind == boolean:
			return plain(c.name + l.pick("", " IS NOT TRUE", " IS NOT NULL"))
		case l.IntN(5) == 0:
			return plain(c.name + l.pick(" IS NULL", " IS NOT NULL"))
		}
		return plain(c.name + " " + l.pick("=", "<>", "<", "<=", ">", ">=") + " " + l.pick(comparands[c.kind]...))
	}
}

// comparands are what columns are compared with.
var comparands = map[kind][]string{
	integer: {"-1", "0", "1", "2", "500", "5000"}, bigint: {"0", "2", "5000000000"}, smallint: {"0", "1", "300", "-5"},
	decimal: {"0", "1.5", "-0.25", "1000"}, double: {"0", "1.5", "100"}, text: {"'ann'", "'b'", "''", "'zz'"},
	date: {"DATE '2024-02-29'", "DATE '2000-01-01'"}, boolean: {"TRUE"},
}

// call is an aggregate's call.
func (l *law) call(in relation) (sql, lawColumn) {
	e, c := l.plainCall(in)
	if l.IntN(3) == 0 {
		filter := l.condition(in)
		insert := func(call, filter string) string { // behind the call, within what is around it
			return strings.ReplaceAll(call, "§", " FILTER (WHERE "+filter+")")
		}
		e.weir, e.pg = insert(e.weir, filter.weir), insert(e.pg, filter.pg)
	}
	e.weir, e.pg = strings.ReplaceAll(e.weir, "§", ""), strings.ReplaceAll(e.pg, "§", "")
	return e, c
}

// plainCall is a call with § where its FILTER goes.
func (l *law) plainCall(in relation) (sql, lawColumn) {
	for {
		switch l.IntN(13) {
		case 12:
			if e, c, ok := l.placed(in); ok {
				return e, c
			}
		case 10, 11:
			if e, c, ok := l.ordered(in); ok {
				return e, c
			}
		case 0:
			return plain("COUNT(*)§"), lawColumn{kind: bigint}
		case 8:
			c := in.columns[l.IntN(len(in.columns))]
			if c.kind != double {
				return plain("COUNT(DISTINCT " + c.name + ")§"), lawColumn{kind: bigint}
			}
		case 9:
			if c, ok := l.columnOf(in, true, smallint, integer, bigint); ok {
				return l.statistic(c), lawColumn{kind: double, inexact: true}
			}
		case 1:
			return plain("COUNT(" + in.columns[l.IntN(len(in.columns))].name + ")§"), lawColumn{kind: bigint}
		case 2, 3:
			if c, ok := l.columnOf(in, l.IntN(3) > 0, smallint, integer, bigint, decimal, double); ok && !(c.inexact && in.sql.weir != "t") {
				return l.sum(c)
			}
		case 4:
			if c, ok := l.columnOf(in, false, smallint, integer, bigint, decimal, double); ok && !(c.inexact && in.sql.weir != "t") {
				return l.average(c)
			}
		case 5, 6:
			if c, ok := l.columnOf(in, false, smallint, integer, bigint, decimal, double, text, date, timestamp); ok {
				return plain(l.pick("MIN", "MAX") + "(" + c.name + ")§"), lawColumn{kind: c.kind, inexact: c.inexact}
			}
		default:
			argument := l.condition(in)
			if c, ok := l.columnOf(in, true, boolean); ok && l.IntN(2) == 0 {
				argument = plain(c.name)
			}
			return f(l.pick("BOOL_AND", "BOOL_OR")+"(%s)§", argument), lawColumn{kind: boolean}
		}
	}
}

// statistic is a statistic of numbers that are exact.
func (l *law) statistic(c lawColumn) sql {
	switch l.IntN(3) {
	case 0:
		return both("MEDIAN("+c.name+")§", "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST("+c.name+" AS double precision))§")
	case 1:
		return both("PERCENTILE_CONT("+c.name+", 0.3)§", "PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY CAST("+c.name+" AS double precision))§")
	}
	return both("STDDEV_POP("+c.name+")§", "STDDEV_POP(CAST("+c.name+" AS double precision))§")
}

func (l *law) sum(c lawColumn) (sql, lawColumn) {
	argument := c.name
	if c.kind == integer && l.IntN(3) == 0 {
		argument = "CASE WHEN " + c.name + " > 0 THEN " + c.name + " * 2 ELSE -1 END"
	}
	if c.kind == smallint || c.kind == integer || c.kind == bigint {
		c.kind = bigint
	}
	return plain("SUM(" + argument + ")§"), lawColumn{kind: c.kind, inexact: c.inexact}
}

// average has the type that Weir gives it in PostgreSQL, too. Its AVG of a large numeric has sixteen digits only.
func (l *law) average(c lawColumn) (sql, lawColumn) {
	e := both("AVG("+c.name+")§", "CAST(AVG("+c.name+")§ AS double precision)")
	if c.kind == decimal {
		e.pg = "ROUND(CAST(SUM(" + c.name + ")§ AS numeric(200, 40)) / NULLIF(COUNT(" + c.name + ")§, 0), 6)"
		return e, lawColumn{kind: decimal}
	}
	return e, lawColumn{kind: double, inexact: true}
}

// result is an item of SELECT: a call, or an expression of calls.
func (l *law) result(in relation) (sql, lawColumn) {
	e, c := l.call(in)
	if l.IntN(5) > 0 {
		return e, c
	}
	switch c.kind {
	case bigint:
		return f("COALESCE(%s, 0) + COUNT(*)", e), c
	case text:
		return f("COALESCE(%s, 'none')", e), c
	case boolean:
		return f("NOT %s", e), c
	}
	return f("%s IS NULL", e), lawColumn{kind: boolean}
}

// having is a predicate over groups.
func (l *law) having(in relation) sql {
	for {
		e, c := l.call(in)
		switch {
		case c.inexact || c.kind == timestamp:
		case c.kind == boolean:
			return e
		default:
			return f("%s "+l.pick("<", ">", "<>", ">=")+" "+l.pick(comparands[c.kind]...), e)
		}
	}
}
