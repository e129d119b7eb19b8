package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// groupedQuery is GROUP BY, with a window or without.
func (l *law) groupedQuery() lawQuery {
	q, _ := l.grouped(l.input(l.IntN(3)), true)
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
	l.place = inGroups
	g := grouping{law: l, in: in, query: lawQuery{inexact: map[string]bool{}}, prefix: "g"}
	if !outermost {
		g.prefix = fmt.Sprintf("n%d_", l.IntN(1_000_000))
	}
	g.keys(l.IntN(4))
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
	sets     bool   // GROUPING SETS
	clause   string // WINDOW …
}

// keys adds expressions to group by, no two of them the same.
func (g *grouping) keys(count int) {
	for range count {
		e, c := g.law.keyExpr(g.in)
		if slices.Contains(g.group, e) {
			continue
		}
		g.group = append(g.group, e)
		g.query.keys = append(g.query.keys, g.item(e, c).name)
	}
}

// nullable are the columns that grouping sets may leave out: others are never NULL.
var nullable = []string{"k1", "k2", "k3", "k4", "k5", "k6", "s", "i", "b", "c"}

// groupingSets groups by the keys in several ways. Which way a row is of is part of its key.
func (g *grouping) groupingSets() sql {
	g.sets = true
	list := join(g.group)
	g.query.keys = append(g.query.keys, g.item(f("GROUPING(%s)", list), lawColumn{kind: bigint}).name)
	switch g.law.IntN(3) {
	case 0:
		return f("ROLLUP (%s)", list)
	case 1:
		return f("CUBE (%s)", list)
	}
	return f("GROUPING SETS ((%s), (%s), ())", list, g.group[g.law.IntN(len(g.group))])
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
	if len(g.group) > 1 && l.IntN(2) == 0 && !slices.ContainsFunc(g.group, func(e sql) bool { return !slices.Contains(nullable, e.weir) }) {
		return from, where, g.groupingSets()
	}
	if in.time == "" || l.IntN(3) == 0 {
		return from, where, groupBy
	}
	g.windowed = true
	w := l.window(in)
	from.pg += w.pg
	if w.gap != "" {
		l.place = inSessions
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

// settled reports sessions with an aggregate in Go, which take no EMIT CHANGES.
func (g *grouping) settled() bool {
	return strings.Contains(g.query.weir, "SESSION") && strings.Contains(g.query.weir, "go_")
}

// emitWithin says when results go on to the query around: with every change, which it takes back, or once.
func (g *grouping) emitWithin() {
	switch how := g.law.IntN(3); {
	case how == 0 || how == 1 && g.settled():
		g.query.weir += "\n EMIT FINAL"
	case how == 1:
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
	switch how := g.law.IntN(4); {
	case how < 2 && !g.settled():
		g.query.weir += "\n EMIT CHANGES"
		g.query.changes = true
	case how <= 2:
		g.query.weir += "\n EMIT FINAL"
	default:
		g.query.changes = !g.windowed
	}
	if !g.query.changes {
		g.query.end = g.end
	}
}
