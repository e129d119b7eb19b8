package codegen

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// A window over windows of processing time may close when all of those below it have, and their results are there, and the first rows of windows are
// known then: what the machine's clock says in the partition above is too early, since results are on their way. So stages tell each other how far the
// clock has closed their windows.

// clockedExchanges are those that a plan's windows of processing time, or their results, reach others over: none where no window, and no first rows,
// are over such results.
func clockedExchanges(p *physical.Plan) map[*physical.Exchange]bool {
	clocked, carried := map[*physical.Exchange]bool{}, false
	for _, stage := range p.Stages { // in the order of the rows
		receive, receives := stage.Input.(*physical.Receive)
		goes := receives && clocked[receive.Exchange]
		stage.Walk(func(op physical.Operator) {
			if w := windowAt(op); w != nil && w.Proctime {
				goes, carried = true, carried || w.Carried
			}
			if s := stateAt(op); s != nil && s.Top != nil && s.Top.Proctime {
				goes, carried = true, true
			}
		})
		for _, exchange := range sentTo(stage) {
			clocked[exchange] = clocked[exchange] || goes
		}
	}
	if !carried {
		return nil
	}
	return clocked
}

// windowAt is the window that an operator puts rows into; nil for none.
func windowAt(op physical.Operator) *logical.Window {
	switch s := stateAt(op); {
	case s == nil:
		return nil
	case s.Assign != nil:
		return s.Assign.Window
	default:
		return s.Window
	}
}

// sentTo are the exchanges that a stage sends to.
func sentTo(stage *physical.Stage) (list []*physical.Exchange) {
	stage.Walk(func(op physical.Operator) {
		switch op := op.(type) {
		case *physical.Send:
			list = append(list, op.Exchange)
		case *physical.Aggregate:
			if op.Exchange != nil {
				list = append(list, op.Exchange)
			}
		}
	})
	return list
}
