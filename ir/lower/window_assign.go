package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// sessioning is what sessions of rows, which nothing groups, become.
type sessioning struct{ partitioned }

// sessioning returns what a node becomes, the same for all its arms.
func (l *lowering) sessioning(n *logical.WindowAssign) *sessioning {
	if w := l.sessions[n]; w != nil {
		return w
	}
	b := &inputBuilder{row: &physical.RowType{}}
	s := &physical.State{Keys: len(n.PartitionBy), Input: b.row}
	b.partitionBy(n.PartitionBy)
	s.Assign = &physical.AssignRows{Passed: b.passed(n.Input)}
	s.Window = b.window(n.Window)
	s.Assign.Window = s.Window
	l.addState(s, l.partitionName("sessions_", n.Input, s), n)
	w := &sessioning{}
	w.partitioned = partitioned{node: n, state: s, exprs: b.exprs, rows: "the rows of a session", alone: "SESSION without PARTITION BY", meaning: meaning.Rows.Grouping,
		operator: func() physical.Operator { return l.sessionOperator(w) }}
	l.sessions[n] = w
	return w
}

func (l *lowering) sessionOperator(w *sessioning) physical.Operator {
	out := w.keyed(meaning.InSessions(w.state, meanings(w.arms)))
	return &physical.WindowAssign{
		Base:  physical.Base{Ident: l.id("sessions", append([]string{out.Set}, out.Columns...)...), Pos: w.node.Span(), Then: l.operators(w.node, out)},
		State: w.state,
	}
}

// windowAssign takes each row on with its windows, in this stage: nothing is kept, and rows stay in their partition.
//
//	project to the operator's input ─▶ window ─▶ consumers
func (l *lowering) windowAssign(n *logical.WindowAssign, in stream) []physical.Operator {
	b := &inputBuilder{row: &physical.RowType{}}
	assign := &physical.AssignRows{Passed: b.passed(n.Input)}
	assign.Window = b.window(n.Window)
	state := &physical.State{Input: b.row, Assign: assign}
	l.nameState(state, "windows_of_"+l.origin(n.Input), n)
	return []physical.Operator{l.projection(b.row, b.exprs, n.Pos, in, func(passed stream) []physical.Operator {
		out := passed.assigned(state)
		return []physical.Operator{&physical.WindowAssign{
			Base:  physical.Base{Ident: l.id("window", append([]string{out.Set}, out.Columns...)...), Pos: n.Pos, Then: l.operators(n, out)},
			State: state,
		}}
	})}
}

// passed gives each column of a node a column of the input, and returns which.
func (b *inputBuilder) passed(n logical.Node) []int {
	var at []int
	for i, c := range n.Columns() {
		column := b.column(&scalar.Column{Base: scalar.Base{Typ: c.Type, Pos: c.Span}, Index: i, Name: c.Name}, c.Name)
		at = append(at, column.(*scalar.Column).Index)
	}
	return at
}

// assigned is the stream of rows with their windows.
func (s stream) assigned(state *physical.State) stream {
	return stream{row: state.Result, Rows: s.Assigned(state), keyed: s.keyed}
}
