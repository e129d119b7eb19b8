package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// readers are queries of one view whose groups change, each with conditions of its own: what one of them has of a group others may not.
func (l *law) readers(count int) []lawQuery {
	var groups lawQuery
	var in relation
	for !in.updates {
		groups, in = l.grouped(l.input(l.IntN(2)), false)
	}
	name := fmt.Sprintf("v%d", l.IntN(1_000_000))
	l.views = append(l.views, f("CREATE VIEW "+name+" AS %s", groups.sql))
	columns := slices.Clone(groups.keys)
	for _, c := range in.columns {
		if !slices.Contains(columns, c.name) {
			columns = append(columns, c.name)
		}
	}
	list := make([]lawQuery, count)
	for i := range list {
		q := lawQuery{keys: groups.keys, inexact: groups.inexact, changes: true}
		q.sql = f("SELECT "+strings.Join(columns, ", ")+" FROM "+name+"%s", l.where(in))
		if l.IntN(2) == 0 {
			q.sql = f("SELECT "+strings.Join(columns, ", ")+" FROM (%s) AS q%s", q.sql, l.where(in))
		}
		list[i] = q
	}
	return list
}
