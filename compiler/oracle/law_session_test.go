package oracle

import (
	"fmt"
	"slices"
)

// sessionRows are an input's rows with their sessions, which nothing groups; false where the input has none.
func (l *law) sessionRows(in relation) (relation, bool) {
	if !in.named || in.time == "" || in.updates {
		return in, false
	}
	var by []sql
	for range l.IntN(3) {
		if key := l.sessionKey(in); !slices.Contains(by, key) {
			by = append(by, key)
		}
	}
	w := lawWindow{gap: seconds([]int{1, 2, 3, 5, 7, 20}[l.IntN(6)])}
	partition := ""
	if len(by) > 0 {
		partition = " PARTITION BY " + join(by).weir
	}
	out := relation{unique: in.unique, time: fmt.Sprintf("wt%d", l.IntN(1_000_000))}
	items := sql{}
	for i, c := range in.columns {
		out.columns = append(out.columns, c)
		if items = f("%s, %s", items, plain(c.name)); i == 0 {
			items = plain(c.name)
		}
	}
	for _, bound := range []string{"window_start", "window_end"} {
		c := lawColumn{name: fmt.Sprintf("b%d", l.IntN(1_000_000)), kind: timestamp, bound: true}
		out.columns, items = append(out.columns, c), f("%s, "+bound+" AS "+c.name, items)
	}
	out.columns = append(out.columns, lawColumn{name: out.time, kind: timestamp, bound: true})
	items = f("%s, %s AS "+out.time, items, both("window_time", "window_end - INTERVAL '0.001' SECOND"))
	from := both(fmt.Sprintf("TABLE(SESSION(TABLE %s%s, DESCRIPTOR(%s), %s))", in.weir, partition, in.time, w.gap), w.sessions(in, in.pg, join(by).pg))
	out.sql = f("SELECT %s FROM %s%s", items, from, l.where(in))
	return out, true
}

// sessionKey is a column that sessions are parted by: of few values, more often than not.
func (l *law) sessionKey(in relation) sql {
	for {
		if c := in.columns[l.IntN(len(in.columns))]; !c.inexact && !c.bound && c.name != in.time {
			return plain(c.name)
		}
	}
}
