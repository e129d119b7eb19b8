package rewrite

import "github.com/weirsql/weir/ir/logical"

// rewriter rebuilds a plan bottom-up and knows which of its nodes have several consumers.
type rewriter struct {
	shared map[logical.Node]bool
}

// rewrite applies f to each node, whose inputs are already rewritten.
func (w *rewriter) rewrite(p *logical.Plan, f func(logical.Node) logical.Node) *logical.Plan {
	w.shared = map[logical.Node]bool{}
	uses := p.Uses()
	return p.RewriteFrom(func(before, n logical.Node) logical.Node {
		after := f(n)
		if uses[before] > 1 {
			w.shared[after] = true
		}
		return after
	})
}
