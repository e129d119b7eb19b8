package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// sortedQuery is ORDER BY over groups of windows, by a bound of the window first, so that rows go on as time passes; more keys behind it
// leave no two rows equal. Each row is compared with its place.
func (l *law) sortedQuery() lawQuery {
	q, in := l.windows()
	bound := in.time
	if l.IntN(2) == 0 {
		bound = q.end
	}
	if start := slices.IndexFunc(in.columns, func(c lawColumn) bool { return c.bound }); l.IntN(2) == 0 && !strings.Contains(q.weir, "SESSION") {
		bound = in.columns[start].name
	}
	keys := []string{bound}
	for range l.IntN(3) {
		if c := in.columns[l.IntN(len(in.columns))]; !c.inexact && !q.inexact[c.name] {
			keys = append(keys, c.name+l.pick("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
		}
	}
	order := "ORDER BY " + strings.Join(append(keys, q.keys...), ", ")
	rows, skipped := "", 0
	if l.IntN(2) == 0 {
		skipped = []int{0, 0, 1, 17}[l.IntN(4)]
		rows = fmt.Sprintf("\n LIMIT %d OFFSET %d", []int{0, 1, 5, 30, 1000}[l.IntN(5)], skipped)
	}
	q.sql = both(
		fmt.Sprintf("SELECT * FROM (%s) AS sorted\n %s%s", q.weir, order, rows),
		fmt.Sprintf("SELECT *, ROW_NUMBER() OVER (%s) - %d AS %s FROM (%s) AS sorted %s%s", order, skipped, placeColumn, q.pg, order, rows))
	q.placed, q.end = true, ""
	return q
}

// windows is a query of groups of windows whose results are final, and what its rows are as an input.
func (l *law) windows() (lawQuery, relation) {
	for {
		views := len(l.views)
		if q, out := l.grouped(l.input(l.IntN(3)), false); out.time != "" && !out.updates {
			q.end = out.columns[slices.IndexFunc(out.columns, func(c lawColumn) bool { return c.bound })+1].name
			return q, out
		}
		l.views = l.views[:views]
	}
}
