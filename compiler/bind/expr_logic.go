package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// connective binds AND and OR. A chain of one of them is one node.
func (b *binder) connective(e *ast.Binary, s *scope) operand {
	clause := e.Op.String()
	var operands []scalar.Expr
	for _, side := range flatten(e, e.Op) {
		operands = append(operands, b.boolean(b.expr(side, s), clause))
	}
	at := truth(e.Span(), operands...)
	if e.Op == ast.And {
		return operand{Expr: &scalar.And{Base: at, Operands: operands}}
	}
	return operand{Expr: &scalar.Or{Base: at, Operands: operands}}
}

// flatten lists the operands of a chain of one associative operator, left to right. It walks the left spine in a loop: a
// generated condition can have thousands of them.
func flatten(e ast.Expr, op ast.BinaryOp) []ast.Expr {
	var reversed []ast.Expr
	for {
		binary, ok := e.(*ast.Binary)
		if !ok || binary.Op != op {
			break
		}
		right := flatten(binary.Right, op)
		for i := len(right) - 1; i >= 0; i-- {
			reversed = append(reversed, right[i])
		}
		e = binary.Left
	}
	reversed = append(reversed, e)
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	return reversed
}

func (b *binder) not(e *ast.Unary, s *scope) operand {
	return negate(operand{Expr: b.boolean(b.expr(e.Operand, s), "NOT")}, true, e)
}

// negate wraps a condition in NOT where negated.
func negate(o operand, negated bool, e ast.Expr) operand {
	if !negated || isBad(o) {
		return o
	}
	return operand{Expr: &scalar.Not{Base: truth(e.Span(), o.Expr), Operand: o.Expr}}
}

// is binds IS [NOT] NULL, IS [NOT] TRUE|FALSE|UNKNOWN and IS [NOT] DISTINCT FROM, which are never NULL themselves.
func (b *binder) is(e ast.Expr, s *scope) operand {
	at := base(types.Of(types.Boolean), e.Span())
	switch e := e.(type) {
	case *ast.IsNull:
		o := b.value(e.Operand, s)
		if isInvalid(o.Type()) {
			return bad(e.Span())
		}
		return operand{Expr: &scalar.IsNull{Base: at, Negated: e.Negated, Operand: o}}
	case *ast.IsTruth:
		o := b.boolean(b.expr(e.Operand, s), "IS "+e.Truth.String())
		if isInvalid(o.Type()) {
			return bad(e.Span())
		}
		return operand{Expr: &scalar.IsTruth{Base: at, Negated: e.Negated, Truth: scalar.Truth(e.Truth), Operand: o}}
	case *ast.IsDistinct:
		left, right, ok := b.comparable(b.expr(e.Left, s), b.expr(e.Right, s), "IS DISTINCT FROM", false)
		if !ok {
			return bad(e.Span())
		}
		return operand{Expr: &scalar.Distinct{Base: at, Negated: e.Negated, Left: left, Right: right}}
	}
	panic("bind: unknown IS")
}
