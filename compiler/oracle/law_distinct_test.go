package oracle

import "fmt"

// distinctQuery is SELECT DISTINCT.
func (l *law) distinctQuery() lawQuery {
	in := l.input(1 + l.IntN(2))
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
