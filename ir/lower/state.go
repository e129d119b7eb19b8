package lower

import (
	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// addState names a state whose input is complete, and adds it to the plan.
func (l *lowering) addState(s *physical.State, name string, n logical.Node) {
	l.nameState(s, name, n)
	s.ID = len(l.out.States) + 1
	s.Bound = bounds.Of(n, s)
	l.out.States = append(l.out.States, s)
}

// nameState gives what a node becomes a name of its own, and the node's columns as its result.
func (l *lowering) nameState(s *physical.State, name string, n logical.Node) {
	s.Name = l.stateNames.unique(name)
	s.Input.Name = s.Name + "_input"
	s.Result = &physical.RowType{Name: s.Name + "_result", Fields: fieldsOf(n.Columns()), Mode: n.Mode()}
}
