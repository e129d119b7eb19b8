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

// asksForEventTime reports operators that act when the watermark moves. Those that look at single records don't.
func asksForEventTime(n logical.Node) bool {
	switch n.(type) {
	case *logical.Scan, *logical.Watermark, *logical.Filter, *logical.Project, *logical.Union, *logical.Values, *logical.Sink:
		return false
	}
	return true
}
