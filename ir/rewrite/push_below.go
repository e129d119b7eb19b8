package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// below returns a condition on the rows of an operator that looks at several rows, as a condition on its input's, if it may go
// there: where it keeps whole groups and partitions out, or none of the rows that others depend on.
func (w *pusher) below(condition scalar.Expr, n logical.Node) (scalar.Expr, bool) {
	if w.shared[n] || volatile(condition) {
		return nil, false
	}
	switch n := n.(type) {
	case *logical.Aggregate:
		return belowAggregate(condition, n)
	case *logical.Over:
		return condition, keepsPartitions(condition, n.PartitionBy) && !canFail(condition)
	case *logical.Top:
		return condition, keepsPartitions(condition, n.PartitionBy) && !canFail(condition)
	case *logical.WindowAssign:
		if n.Waits() {
			return condition, keepsPartitions(condition, n.PartitionBy) && !canFail(condition)
		}
		passed := len(n.Input.Columns())
		return condition, readsOnly(condition, func(i int) bool { return i < passed }) && (everyRowHasWindow(n.Window) || !canFail(condition))
	case *logical.Sort:
		return condition, n.Limit == logical.NoLimit && n.Offset == 0
	}
	return nil, false
}

// belowAggregate takes a condition on keys. All rows make up one group where there are none, whichever rows there are, and so does a
// grouping set without keys.
//
//	filter account > 10           aggregate by account
//	  aggregate by account   ─▶     filter account > 10
//	    scan                          scan
//
// A condition that fails has to fail with the group, not with each of its rows.
func belowAggregate(condition scalar.Expr, n *logical.Aggregate) (scalar.Expr, bool) {
	ofKeys := readsOnly(condition, func(i int) bool {
		return i < len(n.Keys) && cheap(n.Keys[i]) && !volatile(n.Keys[i]) && groupsEqual(n.Keys[i].Type())
	})
	if len(n.Keys) == 0 || len(n.Totals) > 0 || !ofKeys || canFail(condition) {
		return nil, false
	}
	return substitute(condition, n.Keys), true
}

// keepsPartitions reports a condition that is the same for all rows of a partition.
func keepsPartitions(condition scalar.Expr, partitionBy []scalar.Expr) bool {
	return len(partitionBy) > 0 && readsOnly(condition, func(i int) bool {
		return slices.ContainsFunc(partitionBy, func(e scalar.Expr) bool {
			c, ok := e.(*scalar.Column)
			return ok && c.Index == i && groupsEqual(c.Typ)
		})
	})
}

func readsOnly(e scalar.Expr, allowed func(column int) bool) bool {
	return !slices.ContainsFunc(scalar.Columns(e), func(i int) bool { return !allowed(i) })
}

// groupsEqual reports types of which a group holds one value. Others have values that are grouped together though they can be
// told apart, such as 0 and -0, or a month and 30 days.
func groupsEqual(t types.Type) bool {
	switch {
	case t.IsInteger(), t.IsTimestamp():
		return true
	}
	switch t.Kind {
	case types.Boolean, types.Decimal, types.Varchar, types.Bytes, types.Date, types.Time, types.UUID:
		return true
	}
	return false
}

// everyRowHasWindow reports windows without gaps between them.
func everyRowHasWindow(w *logical.Window) bool { return w.Kind != logical.Hop || w.Slide <= w.Size }
