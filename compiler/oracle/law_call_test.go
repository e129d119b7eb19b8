package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// lawFunctions declares the aggregates in Go that queries call.
const lawFunctions = `CREATE AGGREGATE FUNCTION go_sum(v BIGINT) RETURNS BIGINT LANGUAGE GO AS 'example.com/mod/udf.Sum';
CREATE AGGREGATE FUNCTION go_total(v BIGINT) RETURNS BIGINT LANGUAGE GO AS 'example.com/mod/udf.Total';
CREATE AGGREGATE FUNCTION go_names(name VARCHAR) RETURNS VARCHAR LANGUAGE GO AS 'example.com/mod/udf.Names';
`

// place is where a call stands: not all of them may stand everywhere.
type place int

const (
	inGroups place = iota
	inSessions
	inFrames
)

// call is an aggregate's call.
func (l *law) call(in relation) (sql, lawColumn) {
	e, c := l.plainCall(in)
	if l.place == inFrames {
		e.weir, e.pg = strings.ReplaceAll(e.weir, "§", "§¶"), strings.ReplaceAll(e.pg, "§", "§¶") // OVER stands behind FILTER
	}
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

// behindCall puts OVER behind each call of an expression.
func behindCall(e, over string) string { return strings.ReplaceAll(e, "¶", over) }

// plainCall is a call with § where its FILTER goes.
func (l *law) plainCall(in relation) (sql, lawColumn) {
	for {
		switch l.IntN(14) {
		case 13:
			if e, c, ok := l.placed(in); ok && l.place != inFrames {
				return e, c
			}
		case 11, 12:
			if e, c, ok := l.ordered(in); ok && l.place != inFrames {
				return e, c
			}
		case 8:
			if e, c, ok := l.userCall(in); ok && !l.disk { // where an aggregate needs MarshalBinary, which these don't have
				return e, c
			}
		case 9, 10:
			if e, c, ok := l.collectingCall(in); ok {
				return e, c
			}
		case 0:
			return plain("COUNT(*)§"), lawColumn{kind: bigint}
		case 1:
			return plain("COUNT(" + in.columns[l.IntN(len(in.columns))].name + ")§"), lawColumn{kind: bigint}
		case 2, 3:
			if c, ok := l.columnOf(in, l.IntN(3) > 0, smallint, integer, bigint, decimal, double); ok && !(c.inexact && !slices.Contains(lawTables, in.sql.weir)) {
				return l.sum(c)
			}
		case 4:
			if c, ok := l.columnOf(in, false, smallint, integer, bigint, decimal, double); ok && !(c.inexact && !slices.Contains(lawTables, in.sql.weir)) {
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

// userCall is a call of an aggregate in Go.
func (l *law) userCall(in relation) (sql, lawColumn, bool) {
	if c, ok := l.columnOf(in, true, text); ok && l.place != inFrames && !in.updates && l.IntN(3) == 0 {
		names := fmt.Sprintf(`string_agg(DISTINCT %s::text COLLATE "C", ',' ORDER BY %[1]s::text COLLATE "C")`, c.name)
		return both("go_names("+c.name+")§", "COALESCE("+names+"§, '')"), lawColumn{kind: text}, true
	}
	c, ok := l.columnOf(in, true, smallint, integer, bigint)
	if ok && l.place != inSessions && !in.updates && l.IntN(2) == 0 { // it has no Merge, and no Remove
		return both("go_total("+c.name+")§", "COALESCE(SUM(COALESCE("+c.name+", -1))§, 0)"), lawColumn{kind: bigint}, true
	}
	return both("go_sum("+c.name+")§", "SUM("+c.name+")§"), lawColumn{kind: bigint}, ok
}

// collectingCall is a call that keeps values, which no frame slides over.
func (l *law) collectingCall(in relation) (sql, lawColumn, bool) {
	if l.place == inFrames {
		return sql{}, lawColumn{}, false
	}
	switch l.IntN(5) {
	case 4:
		c, ok := l.columnOf(in, true, smallint, integer, bigint)
		return both("STDDEV_POP("+c.name+")§", "STDDEV_POP(CAST("+c.name+" AS double precision))§"), lawColumn{kind: double, inexact: true}, ok
	case 0:
		c := in.columns[l.IntN(len(in.columns))]
		return plain("COUNT(DISTINCT " + c.name + ")§"), lawColumn{kind: bigint}, !c.inexact
	case 1:
		c, ok := l.columnOf(in, true, smallint, integer, bigint)
		return plain("SUM(DISTINCT " + c.name + ")§"), lawColumn{kind: bigint}, ok
	case 2:
		c, ok := l.columnOf(in, true, smallint, integer, bigint)
		return both(l.pick("MEDIAN("+c.name+")§", "PERCENTILE_CONT("+c.name+", 0.5)§"), "percentile_cont(0.5) WITHIN GROUP (ORDER BY "+c.name+")§"), lawColumn{kind: double, inexact: true}, ok
	}
	c, ok := l.columnOf(in, true, smallint, integer, bigint, decimal, double, text, date)
	return both("PERCENTILE_DISC("+c.name+", 0.3)§", "percentile_disc(0.3) WITHIN GROUP (ORDER BY "+c.name+")§"), lawColumn{kind: c.kind}, ok
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
