package oracle

import (
	"fmt"
	"maps"
	"slices"
)

// lawQuery is a query in both dialects.
type lawQuery struct {
	sql
	keys    []string        // the columns that tell its rows apart
	inexact map[string]bool // columns that are compared with a tolerance: DOUBLE
	changes bool            // its rows change; else each has one record, an insertion
	end     string          // the column by which the results of windows come in order, "" for none

	placed bool // its rows come in an order, and have their place in it as a column more

	debezium bool // how it writes which change a record is: in Debezium's envelope, or in a column
}

// placeColumn is the place of a row, from 1.
const placeColumn = "place"

func (q lawQuery) file(k int) string { return fmt.Sprintf("out%d.jsonl", k) }

// relation is what can stand in FROM.
type relation struct {
	sql
	named    bool   // it is a name
	time     string // its time attribute, "" for none
	distinct bool   // no two rows have the same time
	updates  bool   // its rows change
	unique   []string
	columns  []lawColumn
}

func (l *law) base() relation {
	table := l.pick(lawTables...)
	columns := append(slices.Clone(lawColumns), lawColumn{name: "ts", kind: timestamp})
	return relation{sql: plain(table), named: true, time: "ts", distinct: table == "u", unique: []string{"id"}, columns: columns}
}

// input is a table, or what is made of one: a projection, groups, the rows of both.
func (l *law) input(depth int) relation {
	if depth == 0 || l.IntN(4) == 0 {
		return l.base()
	}
	var r relation
	switch l.IntN(7) {
	case 6:
		in := l.input(depth - 1)
		var ok bool
		if r, ok = l.sessionRows(in); !ok {
			return in
		}
	case 5:
		var q lawQuery
		q, r = l.top(l.input(depth - 1))
		r.sql = q.sql
	case 0, 1:
		r = l.projection(l.input(depth - 1))
	case 2:
		r = l.union()
	default:
		var q lawQuery
		place := l.place
		q, r = l.grouped(l.input(depth-1), false)
		l.place = place
		r.sql, r.unique = q.sql, q.keys
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
	out := relation{time: in.time, distinct: in.distinct, updates: in.updates, unique: in.unique}
	var items []sql
	for _, c := range in.columns {
		if c.name == in.time || slices.Contains(in.unique, c.name) || l.IntN(3) > 0 {
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

// union is rows of both tables, or of one twice.
func (l *law) union() relation {
	one, two := l.base(), l.base()
	out := relation{time: "ts", unique: []string{"id", "arm"}}
	var items []sql
	for _, c := range one.columns {
		if c.name == "ts" || c.name == "id" || l.IntN(3) > 0 {
			items = append(items, plain(c.name))
			out.columns = append(out.columns, c)
		}
	}
	out.columns = append(out.columns, lawColumn{name: "arm", kind: integer})
	out.sql = f("SELECT %s, 1 AS arm FROM %s%s UNION ALL SELECT %s, 2 AS arm FROM %s%s", join(items), one.sql, l.where(one), join(items), two.sql, l.where(two))
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
