package lower

import (
	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
)

// visits reports an Over whose rows are kept while frames need them, and visited one after the other when the rows are there that their
// frames reach to. The others go on with what came before added up, which costs less.
func visits(n *logical.Over) bool {
	if n.Final || n.Buffer > 0 || n.Time == nil {
		return n.Final
	}
	if len(n.OrderBy) > 1 {
		return true
	}
	for _, call := range n.Calls {
		if needsRows(call) {
			return true
		}
	}
	return false
}

// needsRows reports a call that what came before, added up, isn't enough for.
func needsRows(call logical.OverCall) bool {
	f := call.Frame
	slides := f.Start.Kind != logical.UnboundedPreceding
	switch call.Function {
	case "ROW_NUMBER", "RANK", "DENSE_RANK":
		return false
	case "LAG":
		return call.IgnoreNulls
	case "LEAD", "NTH_VALUE":
		return true
	}
	if call.IgnoreNulls || f.Exclude != logical.ExcludeNothing || f.End.Kind != logical.CurrentRow || f.Unit == logical.Groups && slides {
		return true
	}
	switch {
	case !slides || call.User != nil:
		return false
	case call.Function == "FIRST_VALUE" || call.Function == "LAST_VALUE":
		return f.Unit != logical.Rows || call.Filter != nil
	}
	overload := aggregates.Of(call.AggregateCall)
	return call.Distinct || overload == nil || !overload.Bounded || overload.Keeps || unflat(call)
}
