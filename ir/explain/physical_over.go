package explain

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// over describes an Over, with the calls as columns.
func (in Input) over(n node, op *physical.Over) node {
	s := op.State
	n = withState(n, s)
	n.Kind, n.Emit, n.Order = "over", overEmit(s.Over.Final, s.Over.Time, s.Over.Buffer), orderOf(s.Over.OrderBy)
	passed := len(s.Over.Passed)
	n.Columns = describeColumns(s.Result.Fields[passed:])
	for i, call := range s.Calls {
		n.Columns[i].SQL, n.Columns[i].Position = call.SQL(), in.position(call.Pos)
	}
	return n
}

// top describes a Top, with the number as a column.
func (in Input) top(n node, op *physical.Top) node {
	s := op.State
	n = withState(n, s)
	n.Kind, n.Order, n.Limit, n.Emit = "top", orderOf(s.Top.OrderBy), &s.Top.Rows, topEmit(s.Emit, s.Top.Time, s.Top.Wait, s.Top.Proctime)
	n.Columns = describeColumns(s.Result.Fields[len(s.Top.Passed):])
	return n
}

// sorted describes a Sort.
func (in Input) sorted(n node, op *physical.Sort) node {
	rows := op.State.Sort
	n = withState(n, op.State)
	n.Kind, n.Order, n.Offset, n.Emit = "sort", orderOf(rows.OrderBy), rows.Offset, sortEmit(rows.OrderBy, rows.Time, rows.Wait)
	if rows.Limit != logical.NoLimit {
		n.Limit = &rows.Limit
	}
	return n
}
