package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// ttlOf is when keys are forgotten over an input.
func ttlOf(after int64, in logical.Node) *physical.TTL {
	return &physical.TTL{After: after, Behind: behind(in)}
}

// behind is how far behind the watermark rows may come that aren't late, in microseconds: the results of windows come when these take
// no more rows, and their time is a millisecond before the end.
func behind(n logical.Node) int64 {
	most := int64(0)
	for _, input := range n.Inputs() {
		most = max(most, behind(input))
	}
	const windowTime = 1000
	switch n := n.(type) {
	case *logical.Aggregate:
		if n.Window != nil {
			most += n.Window.Lateness + windowTime
		}
	case *logical.WindowAssign:
		if n.Waits() {
			most += n.Window.Lateness + windowTime
		}
	}
	return most
}
