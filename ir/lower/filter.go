package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

func (l *lowering) filter(n *logical.Filter, in stream) []physical.Operator {
	out := in.filtered(n.Predicate)
	return []physical.Operator{&physical.Filter{
		Base:      physical.Base{Ident: l.id("filter", out.Set), Pos: n.Pos, Then: l.operators(n, out)},
		Predicate: n.Predicate,
	}}
}
