package oracle

import "strings"

// orderItem is an item of ORDER BY, which can be turned round.
type orderItem struct {
	column          string
	desc, nullsLast bool
}

func (o orderItem) text() string {
	text := o.column
	if o.desc {
		text += " DESC"
	}
	if o.nullsLast == o.desc { // not the default of PostgreSQL and Weir
		text += " NULLS " + map[bool]string{true: "LAST", false: "FIRST"}[o.nullsLast]
	}
	return text
}

func orderText(items []orderItem) string {
	var texts []string
	for _, item := range items {
		texts = append(texts, item.text())
	}
	return strings.Join(texts, ", ")
}

func turned(items []orderItem) []orderItem {
	var list []orderItem
	for _, item := range items {
		list = append(list, orderItem{item.column, !item.desc, !item.nullsLast})
	}
	return list
}

// orderOf is an order in which rows that are equal have the same x.
func (l *law) orderOf(in relation, x string) []orderItem {
	var items []orderItem
	for range l.IntN(3) {
		if c := in.columns[l.IntN(len(in.columns))]; !c.inexact && c.name != x {
			items = append(items, orderItem{c.name, l.IntN(2) == 0, l.IntN(2) == 0})
		}
	}
	return append(items, orderItem{x, l.IntN(2) == 0, l.IntN(2) == 0})
}

// ordered is a call whose result depends on the order of the rows, with the order inside.
func (l *law) ordered(in relation) (sql, lawColumn, bool) {
	c, ok := l.columnOf(in, true, text, integer, bigint, smallint, date)
	if !ok {
		return sql{}, c, false
	}
	order := l.orderOf(in, c.name)
	switch l.IntN(5) {
	case 0, 1:
		if c.kind != text {
			break
		}
		distinct, separator := "", l.pick("','", "''", "' - '")
		if l.IntN(3) == 0 {
			distinct, order = "DISTINCT ", order[len(order)-1:]
		}
		return plain("STRING_AGG(" + distinct + c.name + ", " + separator + " ORDER BY " + orderText(order) + ")§"), lawColumn{kind: text}, true
	case 2:
		first, backwards := "(ARRAY_AGG("+c.name+" ORDER BY "+orderText(order)+")§)[1]", "(ARRAY_AGG("+c.name+" ORDER BY "+orderText(turned(order))+")§)[1]"
		e := both("FIRST_VALUE("+c.name+" ORDER BY "+orderText(order)+")§", first)
		if l.IntN(2) == 0 {
			e = both("LAST_VALUE("+c.name+" ORDER BY "+orderText(order)+")§", backwards)
		}
		return e, lawColumn{kind: c.kind}, true
	}
	distinct := ""
	if l.IntN(3) == 0 {
		distinct, order = "DISTINCT ", order[len(order)-1:]
	}
	call := "ARRAY_AGG(" + distinct + c.name + " ORDER BY " + orderText(order) + ")§"
	if c.kind == text {
		return plain("ARRAY_TO_STRING(" + call + ", ',', '-')"), lawColumn{kind: text}, true
	}
	return plain("(" + call + ")[" + l.pick("1", "2", "3") + "]"), lawColumn{kind: c.kind}, true
}

// placed is a call that looks for a place in an order, which stands behind it.
func (l *law) placed(in relation) (sql, lawColumn, bool) {
	c, ok := l.columnOf(in, true, text, integer, bigint, smallint, decimal, double, date)
	if !ok || in.updates {
		return sql{}, c, false
	}
	order := orderItem{c.name, l.IntN(2) == 0, l.IntN(2) == 0}
	within := " WITHIN GROUP (ORDER BY " + order.text() + ")§"
	fraction := l.pick("0", "0.25", "0.5", "0.9", "1")
	switch l.IntN(3) {
	case 0:
		if c.kind != text && c.kind != date {
			if c.kind == decimal { // PostgreSQL's is of double precision, too
				order.column = "CAST(" + c.name + " AS double precision)"
			}
			return both("PERCENTILE_CONT("+fraction+")"+within, "PERCENTILE_CONT("+fraction+") WITHIN GROUP (ORDER BY "+order.text()+")§"), lawColumn{kind: double, inexact: true}, true
		}
	case 1:
		return plain("MODE()" + within), lawColumn{kind: c.kind}, true
	}
	return plain("PERCENTILE_DISC(" + fraction + ")" + within), lawColumn{kind: c.kind}, true
}
