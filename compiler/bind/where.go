package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// where binds WHERE: rows pass for which the condition is TRUE.
func (b *binder) where(condition ast.Expr, input logical.Node, s *scope) logical.Node {
	if condition == nil {
		return input
	}
	predicate := b.condition(condition, s.in("WHERE"))
	if input == nil || isBroken(input) {
		return input
	}
	return b.filterNode(input, predicate, condition.Span())
}

// condition binds an expression that must be BOOLEAN.
func (b *binder) condition(e ast.Expr, s *scope) scalar.Expr {
	return b.boolean(b.expr(e, s), s.clause)
}

// boolean checks that an operand is BOOLEAN. A bare literal is read as one, NULL is unknown.
func (b *binder) boolean(o operand, clause string) scalar.Expr {
	t := o.Type()
	if o.bare || t.Kind == types.Null {
		return b.coerce(o, types.Of(types.Boolean).WithNull(true), "")
	}
	if t.Kind == types.Boolean || isInvalid(t) {
		return o.Expr
	}
	d := b.report(diag.NotBoolean, o.Span(), "%s needs a BOOLEAN, and this is %s", clause, article(t))
	if t.IsNumeric() {
		advise(d, "compare it: … <> 0")
	}
	return bad(o.Span()).Expr
}
