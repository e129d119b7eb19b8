package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// topQuery is the first rows of each partition, by their number: once, as they change, or when the window is over that the partition is
// of. The order leaves no two rows equal.
func (l *law) topQuery() lawQuery {
	q, _ := l.top(l.input(l.IntN(3)))
	return q
}

// top is such a query over an input, and what its rows are as an input.
func (l *law) top(in relation) (lawQuery, relation) {
	for in.updates || len(in.unique) == 0 { // one row has nothing to be told from
		in = l.base()
	}
	t := firstRows{law: l, query: lawQuery{inexact: map[string]bool{}}, number: fmt.Sprintf("rn%d", l.IntN(1_000_000))}
	var unique, partition, keys []string
	for k, name := range in.unique {
		at := slices.IndexFunc(in.columns, func(c lawColumn) bool { return c.name == name })
		unique = append(unique, t.item(in.columns[at], fmt.Sprintf("u%d", k)))
	}
	bounded := false
	for _, c := range in.columns {
		if l.IntN(8) > 0 && !(c.bound && l.IntN(2) == 0) || c.inexact || c.kind == double || len(partition) == 3 {
			continue
		}
		keys = append(keys, t.item(c, fmt.Sprintf("p%d", len(partition))))
		partition, bounded = append(partition, c.name), bounded || c.bound
	}
	if l.IntN(2) == 0 {
		t.item(in.columns[l.IntN(len(in.columns))], "x")
	}
	rows := []int{1, 2, 5, 40}[l.IntN(4)]
	numbered := l.IntN(2) == 0
	condition := l.pick(fmt.Sprintf("%%s <= %d", rows), fmt.Sprintf("%%s < %d", rows+1), fmt.Sprintf("%d >= %%s", rows))
	if rows == 1 && l.IntN(2) == 0 {
		condition = "%s = 1"
	}
	switch {
	case numbered:
		t.items, t.out.columns = append(t.items, plain(t.number)), append(t.out.columns, lawColumn{name: t.number, kind: bigint})
		if rows > 1 {
			keys = append(keys, t.number)
		}
	case rows > 1:
		keys = unique
	}
	t.query.sql = t.first(in, partition, condition, numbered)
	t.query.keys = unique
	switch how := l.IntN(3); {
	case how == 0 && !bounded:
		t.query.weir += "\n EMIT CHANGES"
		t.query.changes, t.out.updates, t.query.keys = true, true, keys
	case how == 1:
		t.query.weir += "\n EMIT FINAL"
	}
	t.out.unique = t.query.keys
	return t.query, t.out
}

// firstRows is such a query being made.
type firstRows struct {
	*law
	query  lawQuery
	out    relation
	items  []sql
	number string // the name of the number
}

// item adds a column of the input to SELECT.
func (t *firstRows) item(c lawColumn, name string) string {
	t.items = append(t.items, plain(c.name+" AS "+name))
	t.query.inexact[name] = c.inexact
	c.name = name
	t.out.columns = append(t.out.columns, c)
	return name
}

// first asks for the rows by WHERE around the number, or by QUALIFY.
func (t *firstRows) first(in relation, partition []string, condition string, numbered bool) sql {
	number := fmt.Sprintf("ROW_NUMBER() OVER (%sORDER BY %s)", partitionBy(partition), t.totalOrder(in))
	selected, where := join(t.items), t.where(in)
	first := f("SELECT %s FROM (SELECT *, "+number+" AS "+t.number+" FROM %s%s) AS numbered WHERE "+fmt.Sprintf(condition, t.number), selected, in.sql, where)
	if !numbered && t.IntN(2) == 0 {
		first.weir = f("SELECT %s FROM %s%s\n QUALIFY "+fmt.Sprintf(condition, number), selected, in.sql, where).weir
	}
	return first
}

func partitionBy(columns []string) string {
	if len(columns) == 0 {
		return ""
	}
	return "PARTITION BY " + strings.Join(columns, ", ") + " "
}

// totalOrder is an order that isn't that of time, in which no two rows are equal.
func (l *law) totalOrder(in relation) string {
	var keys []string
	for range l.IntN(3) {
		if c := in.columns[l.IntN(len(in.columns))]; !c.inexact && (c.name != in.time || len(keys) > 0) {
			keys = append(keys, c.name+l.pick("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
		}
	}
	if len(keys) == 0 && in.time != "" {
		keys = append(keys, in.time+" DESC")
	}
	return strings.Join(append(keys, in.unique...), ", ")
}
