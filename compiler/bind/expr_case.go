package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// caseExpr binds both forms of CASE; the simple one compares its operand with each WHEN.
func (b *binder) caseExpr(e *ast.Case, s *scope) operand {
	conditions := b.caseConditions(e, s)
	var branches []operand
	for _, when := range e.Whens {
		branches = append(branches, b.expr(when.Then, s))
	}
	if e.Else != nil {
		branches = append(branches, b.expr(e.Else, s))
	}
	return b.branching(conditions, branches, e.Else != nil, "in CASE", e.Span())
}

func (b *binder) caseConditions(e *ast.Case, s *scope) []scalar.Expr {
	conditions := make([]scalar.Expr, len(e.Whens))
	if e.Operand == nil {
		for i, when := range e.Whens {
			conditions[i] = b.boolean(b.expr(when.Cond, s), "WHEN")
		}
		return conditions
	}
	subject := b.expr(e.Operand, s)
	if len(e.Whens) > 1 {
		b.checkRepeated(subject, "CASE")
	}
	for i, when := range e.Whens {
		at := when.Cond.Span()
		conditions[i] = b.compare(scalar.Eq, subject, b.expr(when.Cond, s), at, at).Expr
	}
	return conditions
}

// branching builds a Case from conditions and as many branches, and one more where there is an ELSE.
func (b *binder) branching(conditions []scalar.Expr, branches []operand, hasElse bool, clause string, at diag.Span) operand {
	t := b.commonType(branches, types.Type{}, clause)
	if isInvalid(t) {
		return bad(at)
	}
	exprs := b.coerceAll(branches, t)
	e := &scalar.Case{}
	nullable := !hasElse
	for i, condition := range conditions {
		if isInvalid(condition.Type()) {
			return bad(at)
		}
		e.Whens = append(e.Whens, scalar.When{Cond: condition, Then: exprs[i]})
	}
	if hasElse {
		e.Else = exprs[len(exprs)-1]
	}
	for _, x := range exprs {
		nullable = nullable || x.Type().Nullable
		if isInvalid(x.Type()) {
			return bad(at)
		}
	}
	e.Base = base(t.WithNull(nullable), at)
	return operand{Expr: e}
}

// ifCall binds IF(condition, a, b).
func (b *binder) ifCall(call *ast.Call, s *scope) operand {
	if !b.checkCount(call, 3, 3, "IF(condition, then, else)") {
		return bad(call.Span())
	}
	condition := b.boolean(b.expr(call.Args[0], s), "the condition of IF")
	return b.branching([]scalar.Expr{condition}, b.operands(call.Args[1:], s), true, "in IF", call.Span())
}

// coalesce binds COALESCE, and IFNULL and NVL with two arguments. It is nullable where every argument is.
func (b *binder) coalesce(call *ast.Call, s *scope) operand {
	args := b.operands(call.Args, s)
	t := b.commonType(args, types.Type{}, "in "+call.Name.Last().Name)
	if isInvalid(t) {
		return bad(call.Span())
	}
	exprs := b.coerceAll(args, t)
	nullable := true
	for _, e := range exprs {
		nullable = nullable && e.Type().Nullable
		if isInvalid(e.Type()) {
			return bad(call.Span())
		}
	}
	if len(exprs) == 1 {
		return operand{Expr: exprs[0]}
	}
	return operand{Expr: &scalar.Coalesce{Base: base(t.WithNull(nullable), call.Span()), Operands: exprs}}
}
