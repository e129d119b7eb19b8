package explain

import (
	"fmt"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// The operators that look at several rows.

// atOnce is how rows go on that wait for nothing.
const atOnce = "at once"

func (t *tree) aggregate(n *logical.Aggregate) node {
	d := node{Kind: "aggregate", Key: sqlOf(n.Keys), Emit: n.Emit.String(), State: heldFor(n, n.TTL)}
	if n.Window != nil {
		d.Window = n.Window.Describe()
	}
	fields := fieldsOf(n.Cols)
	d.Columns = append(t.in.computed(n.Keys, fields[:len(n.Keys)]), describeColumns(fields[len(n.Keys):])...)
	for i, call := range n.Calls {
		c := &d.Columns[len(n.Keys)+n.Windows()+i]
		c.SQL, c.Position = call.SQL(), t.in.position(call.Pos)
	}
	return d
}

// heldFor is what a node keeps, and how long.
func heldFor(n logical.Node, ttl int64) string {
	s := bounds.Holds(n)
	if ttl > 0 {
		s += ", for " + logical.SpanOfTime(ttl)
	}
	return s
}

func (t *tree) over(n *logical.Over) node {
	d := node{Kind: "over", Key: sqlOf(n.PartitionBy), Order: orderOf(n.OrderBy)}
	d.Emit, d.State = overEmit(n.Final, n.Time, n.Buffer), heldFor(n, n.TTL)
	passed := len(n.Input.Columns())
	d.Columns = describeColumns(fieldsOf(n.Cols[passed:]))
	for i, call := range n.Calls {
		d.Columns[i].SQL, d.Columns[i].Position = n.SQL(call), t.in.position(call.Pos)
	}
	return d
}

func (t *tree) windowAssign(n *logical.WindowAssign) node {
	d := node{Kind: "window", Window: n.Window.Describe(), Columns: describeColumns(fieldsOf(n.Cols[len(n.Input.Columns()):]))}
	if n.Waits() {
		d.Key, d.Emit, d.State = sqlOf(n.PartitionBy), logical.EmitFinal.String(), bounds.Holds(n)
	}
	return d
}

// overEmit says when the rows of OVER go on.
func overEmit(final bool, time scalar.Expr, buffer int64) string {
	emit := atOnce
	switch {
	case final:
		return logical.EmitFinal.String()
	case time != nil:
		emit = "as the watermark passes " + scalar.SQL(time)
	}
	if buffer > 0 {
		emit += fmt.Sprintf(", over the last %d rows", buffer)
	}
	return emit
}

func (t *tree) top(n *logical.Top) node {
	d := node{Kind: "top", Key: sqlOf(n.PartitionBy), Order: orderOf(n.OrderBy), Limit: &n.Rows, Emit: topEmit(n.Emit, n.Time, n.Wait, n.Proctime), State: heldFor(n, n.TTL)}
	d.Columns = describeColumns(fieldsOf(n.Cols[len(n.Input.Columns()):]))
	return d
}

// topEmit says when first rows go on.
func topEmit(emit logical.Emit, time scalar.Expr, wait int64, proctime bool) string {
	switch {
	case proctime:
		return passing("machine's clock", time, wait)
	case time != nil:
		return passing("watermark", time, wait)
	}
	return emit.String()
}

func describeSort(n *logical.Sort) node {
	d := node{Kind: "sort", Order: orderOf(n.OrderBy), Offset: n.Offset, Emit: sortEmit(n.OrderBy, n.Time, n.Wait), State: bounds.Holds(n)}
	if n.Limit != logical.NoLimit {
		d.Limit = &n.Limit
	}
	return d
}

// sortEmit says when the rows of a Sort go on.
func sortEmit(order []logical.SortKey, time scalar.Expr, wait int64) string {
	switch {
	case time != nil:
		return passing("watermark", time, wait)
	case len(order) == 0: // LIMIT alone
		return atOnce
	}
	return logical.EmitFinal.String()
}

// passing says that rows go on when the watermark, or another clock, has passed their time.
func passing(clock string, time scalar.Expr, wait int64) string {
	text := "as the " + clock + " passes " + scalar.SQL(time)
	if wait > 1 { // the time itself has passed a microsecond later
		text += " and " + logical.SpanOfTime(wait)
	}
	return text
}

func sqlOf(exprs []scalar.Expr) []string {
	list := make([]string, len(exprs))
	for i, e := range exprs {
		list[i] = scalar.SQL(e)
	}
	return list
}

func orderOf(keys []logical.SortKey) []string {
	var list []string
	for _, key := range keys {
		list = append(list, key.SQL())
	}
	return list
}
