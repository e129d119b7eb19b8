package rewrite

import "github.com/weirsql/weir/ir/logical"

// dropWatermarks removes watermarks that nothing downstream needs.
//
//	filter                filter
//	  watermark    ─▶       scan
//	    scan
func (r *run) dropWatermarks(p *logical.Plan) *logical.Plan {
	needed := needsEventTime(p)
	return p.RewriteFrom(func(before, n logical.Node) logical.Node {
		watermark, ok := n.(*logical.Watermark)
		if !ok || needed[before] {
			return n
		}
		r.fired++
		return watermark.Input
	})
}

// needsEventTime finds the nodes below an operator that asks for event time.
func needsEventTime(p *logical.Plan) map[logical.Node]bool {
	needed := map[logical.Node]bool{}
	nodes := p.Nodes()
	for i := len(nodes) - 1; i >= 0; i-- {
		for _, input := range nodes[i].Inputs() {
			needed[input] = needed[input] || needed[nodes[i]] || asksForEventTime(nodes[i])
		}
	}
	return needed
}

// asksForEventTime reports operators that act when the watermark moves: it closes windows, unless the machine's clock does, and
// lets rows go on in the order of their times, and groups be forgotten. Assigning a row to windows takes the row alone, but for sessions.
func asksForEventTime(n logical.Node) bool {
	switch n := n.(type) {
	case *logical.Aggregate:
		return n.Window != nil && !n.Window.Proctime || n.TTLTime != nil
	case *logical.WindowAssign:
		return n.Waits() && !n.Window.Proctime
	case *logical.Over:
		return n.Time != nil
	case *logical.Top:
		return n.Time != nil && !n.Proctime || n.TTLTime != nil
	case *logical.Sort:
		return n.Time != nil
	}
	return false
}
