package lower

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// diskSetting says where state may be kept.
const diskSetting = "state.backend"

// checkDisk reports state that can't go to disk, in a plan that says that its state may.
func checkDisk(p *logical.Plan, refuse func(at diag.Span, what, instead string)) {
	if logical.Set(p.Settings, diskSetting).Value != "disk" {
		return
	}
	onDisk := func(at diag.Span, what string) {
		refuse(at, what+" under 'state.backend' = 'disk'", "leave the setting out, which keeps all state in memory, or put this query into a job of its own")
	}
	for _, n := range p.Nodes() {
		switch n := n.(type) {
		case *logical.Over:
			if call := slices.IndexFunc(n.Calls, looksAhead); call >= 0 && n.TTL > 0 && !n.Final {
				onDisk(n.Calls[call].Pos, "'state.ttl' with a frame that looks ahead, whose rows go on when their key is forgotten,")
			}
		case *logical.Sort:
			if n.Time != nil {
				onDisk(n.Pos, "ORDER BY a time")
			}
		case *logical.Aggregate:
			checkOnDisk(n, onDisk)
		}
	}
}

// looksAhead reports a call whose rows wait for others.
func looksAhead(call logical.OverCall) bool {
	return call.Function == "LEAD" || call.Frame.End.Kind == logical.Following
}

func checkOnDisk(n *logical.Aggregate, onDisk func(at diag.Span, what string)) {
	for _, call := range n.Calls {
		switch {
		case len(n.Keys) == 0: // one group
		case call.User != nil && !call.User.Aggregate.Marshals:
			onDisk(call.Pos, call.Function+", whose Go type has no MarshalBinary and UnmarshalBinary,")
		}
	}
}
