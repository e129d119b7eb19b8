package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// watermark moves event time on. Watermarks that nothing needs are gone from optimized plans.
func (l *lowering) watermark(n *logical.Watermark, in stream) []physical.Operator {
	return []physical.Operator{&physical.Watermark{
		Base: physical.Base{Ident: l.id("watermark", in.Set, in.Expr(n.Expr)), Pos: n.Pos, Then: l.operators(n, in)},
		Expr: n.Expr,
	}}
}
