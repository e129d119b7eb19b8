package explain

import (
	"strconv"

	"github.com/weirsql/weir/ir/physical"
)

// aggregate describes the half of an aggregation that a stage does, or all of it.
func (in Input) aggregate(n node, op *physical.Aggregate) node {
	s := op.State
	n.Kind, n.Emit, n.Mode = "aggregate", s.Emit.String(), s.Result.Mode.String()
	n.Key = fieldNames(s.Input.Fields, ordinals(s.Keys))
	n.State = physicalState(s)
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

// physicalState is what a state keeps between records.
func physicalState(s *physical.State) string {
	switch {
	case s.Window != nil:
		return "a row per group of each open window"
	case s.Keys == 0:
		return "one row"
	case len(s.Calls) == 0:
		return "the groups seen"
	}
	return "a row per group"
}

func ordinals(count int) []int {
	list := make([]int, count)
	for i := range list {
		list[i] = i
	}
	return list
}
