package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// frameQuery is calls with OVER, each row of the input with its results. Where rows may have the same time, only what is the same for all of
// them is asked for.
func (l *law) frameQuery() lawQuery {
	in := l.input(l.IntN(3))
	for in.updates {
		in = l.base()
	}
	l.place = inFrames
	q := lawQuery{inexact: map[string]bool{}}
	var items []sql
	for k, name := range in.unique {
		key := fmt.Sprintf("u%d", k)
		items = append(items, plain(name+" AS "+key))
		q.keys = append(q.keys, key)
	}
	window := l.frameWindow(in)
	for k := range 1 + l.IntN(3) {
		e, c := window.call()
		name := fmt.Sprintf("f%d", k)
		items = append(items, f("%s AS "+name, e))
		q.inexact[name] = c.kind == double
	}
	q.sql = f("SELECT %s FROM %s%s", join(items), in.sql, l.where(in))
	return q
}

// frameWindow is what stands behind OVER, but for the frame.
type frameWindow struct {
	*law
	in               relation
	partition, order string
	total            bool // no two rows are equal in the order
	final            bool // it isn't the order of time
}

func (l *law) frameWindow(in relation) frameWindow {
	w := frameWindow{law: l, in: in, total: in.distinct}
	for range l.IntN(3) {
		c := in.columns[l.IntN(min(7, len(in.columns)))]
		if !c.inexact && !c.bound && !strings.Contains(w.partition, c.name) {
			w.partition += ", " + c.name
		}
	}
	if w.partition != "" {
		w.partition = "PARTITION BY " + w.partition[2:] + " "
	}
	if in.time != "" && l.IntN(4) > 0 {
		w.order = "ORDER BY " + in.time
		return w
	}
	w.final, w.total = true, true
	var keys []string
	if c, ok := l.columnOf(in, true, smallint, integer, bigint, decimal, double, text, date); ok {
		keys = append(keys, c.name+l.pick("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
	}
	for _, name := range in.unique {
		at := slices.IndexFunc(in.columns, func(c lawColumn) bool { return c.name == name })
		if at < 0 || in.columns[at].kind == boolean { // has no order
			w.total = false
			continue
		}
		keys = append(keys, name)
	}
	if len(keys) == 0 {
		return w
	}
	w.order = "ORDER BY " + strings.Join(keys, ", ")
	return w
}

// call is a call with OVER.
func (w frameWindow) call() (sql, lawColumn) {
	if w.total && w.order != "" && w.IntN(4) == 0 {
		return w.rowCall()
	}
	e, c := w.law.call(w.in)
	frame := ""
	switch {
	case w.order == "":
	case w.total && w.IntN(2) == 0:
		frame = "ROWS BETWEEN " + w.pick("UNBOUNDED", "0", "1", "5", "40") + " PRECEDING AND CURRENT ROW"
	case !w.final && w.IntN(2) == 0:
		frame = fmt.Sprintf("RANGE BETWEEN %s PRECEDING AND CURRENT ROW", seconds([]int{0, 1, 3, 10, 200}[w.IntN(5)]))
	case w.final && w.total && w.IntN(2) == 0:
		frame = w.pick("ROWS BETWEEN 2 PRECEDING AND 3 FOLLOWING", "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", "RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING")
	}
	over := fmt.Sprintf(" OVER (%s%s %s)", w.partition, w.order, frame)
	e.weir, e.pg = behindCall(e.weir, over), behindCall(e.pg, over)
	return e, c
}

// rowCall is a function of single rows of the order.
func (w frameWindow) rowCall() (sql, lawColumn) {
	c := w.in.columns[w.IntN(len(w.in.columns))]
	over := fmt.Sprintf(" OVER (%s%s)", w.partition, w.order)
	switch w.IntN(4) {
	case 0:
		return plain(w.pick("ROW_NUMBER()", "RANK()", "DENSE_RANK()") + over), lawColumn{kind: bigint}
	case 1:
		return plain(fmt.Sprintf("LAG(%s, %d)", c.name, 1+w.IntN(3)) + over), lawColumn{kind: c.kind}
	case 2:
		return plain("FIRST_VALUE(" + c.name + ")" + over), lawColumn{kind: c.kind}
	}
	return plain("LAST_VALUE(" + c.name + ")" + over), lawColumn{kind: c.kind}
}
