package explain

import (
	"strconv"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/physical"
)

// withState adds what an operator keeps, and what bounds it.
func withState(n node, s *physical.State) node {
	n.Key, n.State = s.KeyNames(), s.Bound.Holds
	n.Bound = bounds.Text(s.Bound)
	n.Cost = bounds.Cost(s.Bound)
	n.Checkpoints = bounds.Unwritten(s)
	n.BytesPerKey, n.BytesPerRow = s.Bound.Bytes, s.Bound.RowBytes
	return n
}

// aggregate describes the half of an aggregation that a stage does, or all of it.
func (in Input) aggregate(n node, op *physical.Aggregate) node {
	s := op.State
	n.Kind, n.Emit = "aggregate", s.Emit.String()
	n = withState(n, s)
	if s.Window != nil {
		n.Window = s.Window.Describe()
	}
	switch op.Phase {
	case physical.Partial:
		n.Name, n.Mode, n.Emit = "of each partition's rows", "append", "groups to exchange "+strconv.Itoa(op.Exchange.ID)
	case physical.Merge:
		n.Name = "of the partitions' groups"
	}
	if op.Phase != physical.Merge {
		n.Columns = describeColumns(s.Result.Fields)
		first := len(s.Result.Fields) - len(s.Calls)
		for i, call := range s.Calls {
			n.Columns[first+i].SQL, n.Columns[first+i].Position = call.SQL(), in.position(call.Pos)
		}
	}
	return n
}
