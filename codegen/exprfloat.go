package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
)

// comparedFloats compares floats as PostgreSQL orders them: NaN equals itself and is greater than any number. Beside a constant,
// which is a number, only > and >= differ from Go's, and say so:
//
//	totalAmount > 100 || num.IsNaN(totalAmount)
func (b *body) comparedFloats(op scalar.CompareOp, l, r operand) operand {
	fails := l.fails || r.fails
	infix := operand{code: jen.Add(l.paren(addPrec)).Op(goOperators[op]).Add(r.paren(addPrec)), prec: cmpPrec, fails: fails}
	switch {
	case l.constant && r.constant:
		return infix
	case r.constant && op != scalar.Gt && op != scalar.Ge, l.constant && op != scalar.Lt && op != scalar.Le:
		return infix
	case r.constant && isName(l.code):
		return operand{code: jen.Add(infix.code).Op("||").Add(symbol("num.IsNaN")).Call(l.code), prec: orPrec, fails: fails}
	case l.constant && isName(r.code):
		return operand{code: jen.Add(infix.code).Op("||").Add(symbol("num.IsNaN")).Call(r.code), prec: orPrec, fails: fails}
	}
	return floatCall(op, l, r)
}

// floatCall compares by a function of package num, each of which evaluates its arguments once.
func floatCall(op scalar.CompareOp, l, r operand) operand {
	name, negated := "", false
	switch op {
	case scalar.Eq, scalar.Ne:
		name, negated = "num.EqualFloat", op == scalar.Ne
	case scalar.Lt, scalar.Gt:
		name = "num.LessFloat"
	case scalar.Le, scalar.Ge:
		name, negated = "num.LessFloat", true
	}
	if op == scalar.Gt || op == scalar.Le {
		l, r = r, l
	}
	fails := l.fails || r.fails
	call := symbol(name).Call(l.code, r.code)
	if negated {
		return operand{code: negate(call), prec: unaryPrec, fails: fails}
	}
	return operand{code: call, prec: atom, fails: fails}
}
