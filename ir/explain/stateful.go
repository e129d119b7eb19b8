package explain

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// The operators that look at several rows.

func (t *tree) aggregate(n *logical.Aggregate) node {
	d := node{Kind: "aggregate", Key: sqlOf(n.Keys), Emit: n.Emit.String(), State: aggregateState(n)}
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

// aggregateState is what an aggregate keeps between records.
func aggregateState(n *logical.Aggregate) string {
	s := "a row per group"
	switch {
	case n.Emit == logical.EmitFirst:
		s = "the groups seen"
	case n.Window != nil:
		s = "a row per group of each open window"
	case len(n.Keys) == 0:
		s = "one row"
	}
	if n.TTL > 0 {
		s += ", for " + logical.SpanOfTime(n.TTL)
	}
	return s
}

func (t *tree) over(n *logical.Over) node {
	d := node{Kind: "over", Key: sqlOf(n.PartitionBy), Order: orderOf(n.OrderBy)}
	d.Emit, d.State = overEmit(n)
	passed := len(n.Input.Columns())
	d.Columns = describeColumns(fieldsOf(n.Cols[passed:]))
	for i, call := range n.Calls {
		d.Columns[i].SQL, d.Columns[i].Position = n.SQL(call), t.in.position(call.Pos)
	}
	return d
}

// overEmit says when the rows of OVER go on, and what is kept for it.
func overEmit(n *logical.Over) (emit, state string) {
	emit, state = "at once", "the frames of each partition"
	switch {
	case n.Final:
		return "final", "all rows"
	case n.Time != nil:
		emit, state = "as the watermark passes "+scalar.SQL(n.Time), "the frames of each partition, and rows ahead of the watermark"
	}
	if n.Buffer > 0 {
		emit += fmt.Sprintf(", over the last %d rows", n.Buffer)
		state = fmt.Sprintf("the last %d rows of each partition", n.Buffer)
	}
	return emit, state
}

func describeSort(n *logical.Sort) node {
	d := node{Kind: "sort", Order: orderOf(n.OrderBy), Offset: n.Offset, Emit: logical.EmitFinal.String(), State: "all rows"}
	if n.Limit != logical.NoLimit {
		d.Limit, d.State = &n.Limit, fmt.Sprintf("up to %d rows", n.Limit+n.Offset)
	}
	return d
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
