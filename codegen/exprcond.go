package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
)

// conditionStatements are the body of a function that returns whether an expression is TRUE (want), or is FALSE (!want).
func (b *body) conditionStatements(e scalar.Expr, want bool) []jen.Code {
	sub := b.fork()
	if c, ok := sub.tryCond(e, want); ok {
		return []jen.Code{mark(jen.Return(c.code), canFail(e))}
	}
	op := b.settle(b.emit(e), "value")
	code := op.code
	if !want {
		code = negate(op.paren(unaryPrec))
	}
	return append(b.leave(jen.Return(jen.False())), mark(jen.Return(code), op.fails))
}

// cond is a Go condition: e is TRUE (want), or FALSE (!want). What it takes statements to find out becomes a function.
func (b *body) cond(e scalar.Expr, want bool) operand {
	sub := b.fork()
	if c, ok := sub.tryCond(e, want); ok {
		return c
	}
	m := trueMode
	if !want {
		m = falseMode
	}
	return operand{code: b.part(e, m), prec: atom}
}

// tryCond emits a condition as one Go expression; false where statements are needed.
func (b *body) tryCond(e scalar.Expr, want bool) (operand, bool) {
	switch e := e.(type) {
	case *scalar.Literal:
		return operand{code: jen.Lit(e.Value == want && e.Value != nil), prec: atom}, true
	case *scalar.Not:
		return b.tryCond(e.Operand, !want)
	case *scalar.And:
		return b.joined(e.Operands, want, want), true
	case *scalar.Or:
		return b.joined(e.Operands, want, !want), true
	case *scalar.IsNull:
		return b.isNull(e.Operand, e.Negated != want), true
	case *scalar.IsTruth:
		return b.isTruth(e, want), true
	case *scalar.Compare:
		return b.compareCond(e, want)
	}
	op := b.settle(b.emit(e), "value")
	if !b.guardsOnly() {
		return operand{}, false
	}
	if !want {
		op = operand{code: negate(op.paren(unaryPrec)), prec: unaryPrec}
	}
	return b.guarded(op), true
}

// guarded puts the guards in front of a condition.
func (b *body) guarded(op operand) operand {
	valid := b.valid()
	if valid == nil {
		return op
	}
	return operand{code: jen.Add(valid).Op("&&").Add(op.paren(andPrec)), prec: andPrec}
}

// joined is a && b && …, or a || b || …, of the operands' conditions.
func (b *body) joined(operands []scalar.Expr, want, and bool) operand {
	op, prec := "||", orPrec
	if and {
		op, prec = "&&", andPrec
	}
	var code *jen.Statement
	for _, e := range operands {
		c := b.cond(e, want).paren(prec)
		if code == nil {
			code = jen.Add(c)
		} else {
			code = jen.Add(code).Op(op).Add(c)
		}
	}
	return operand{code: code, prec: prec}
}

// isNull is a condition: e IS NULL (want), or IS NOT NULL.
func (b *body) isNull(e scalar.Expr, want bool) operand {
	if !e.Type().Nullable {
		return operand{code: jen.Lit(!want), prec: atom}
	}
	valid := b.validity(e)
	if !want {
		return valid
	}
	return operand{code: negate(valid.paren(unaryPrec)), prec: unaryPrec}
}

// validity is a condition: e isn't NULL.
func (b *body) validity(e scalar.Expr) operand {
	sub := b.fork()
	op := sub.emit(e)
	if op.maybe == nil && (op.whole == nil || op.pure) && sub.guardsOnly() && !op.fails {
		sub.settle(op, "value")
		valid := sub.valid()
		if valid == nil {
			return operand{code: jen.True(), prec: atom}
		}
		if len(sub.steps) == 1 {
			return operand{code: valid, prec: unaryPrec}
		}
		return operand{code: valid, prec: andPrec}
	}
	return operand{code: b.part(e, valueMode).Dot("Valid"), prec: atom}
}

func (b *body) isTruth(e *scalar.IsTruth, want bool) operand {
	want = want != e.Negated
	switch {
	case e.Truth == scalar.Unknown:
		return b.isNull(e.Operand, want)
	case want:
		return b.cond(e.Operand, e.Truth == scalar.True)
	}
	c := b.cond(e.Operand, e.Truth == scalar.True)
	return operand{code: negate(c.paren(unaryPrec)), prec: unaryPrec}
}

func (b *body) compareCond(e *scalar.Compare, want bool) (operand, bool) {
	op := e.Op
	if !want {
		op = inverse[op]
	}
	c := b.comparison(op, e.Left, e.Right)
	if !b.guardsOnly() {
		return operand{}, false
	}
	return b.guarded(c), true
}

var inverse = [...]scalar.CompareOp{
	scalar.Eq: scalar.Ne, scalar.Ne: scalar.Eq, scalar.Lt: scalar.Ge, scalar.Le: scalar.Gt, scalar.Gt: scalar.Le, scalar.Ge: scalar.Lt,
}

// connective is AND (or OR) with operands that may be NULL, as a value: the operand that decides (FALSE for AND, TRUE for
// OR) is the result, and later ones aren't evaluated; else it is NULL if one is.
//
//	if a.Valid && !a.V {
//		return a
//	}
//	…
//	return rt.When(a.Valid && b.Valid, true)
func (b *body) connective(operands []scalar.Expr, decides bool) []jen.Code {
	var list []jen.Code
	var valid *jen.Statement
	for _, e := range operands {
		if !e.Type().Nullable {
			c := b.cond(e, decides)
			list = append(list, b.ifBlock(c.code, canFail(e), jen.Return(symbol("Of").Call(jen.Lit(decides)))))
			continue
		}
		name := b.wholeName(e, &list)
		hit := jen.Add(name).Dot("V") // false whenever NULL
		if !decides {
			hit = jen.Add(name).Dot("Valid").Op("&&").Op("!").Add(name).Dot("V")
		}
		list = append(list, b.ifBlock(hit, false, jen.Return(name)))
		if valid == nil {
			valid = jen.Add(name).Dot("Valid")
		} else {
			valid = jen.Add(valid).Op("&&").Add(name).Dot("Valid")
		}
	}
	if valid == nil { // those that may be NULL were folded away
		return append(list, jen.Return(symbol("Of").Call(jen.Lit(!decides))))
	}
	return append(list, jen.Return(symbol("When").Call(valid, jen.Lit(!decides))))
}

// wholeName is a nullable expression as the name of an rt.Null: a parameter, or a local that is defined here.
func (b *body) wholeName(e scalar.Expr, list *[]jen.Code) *jen.Statement {
	whole := b.whole(e)
	if isName(whole) {
		return whole
	}
	name := b.names.unexported("operand")
	*list = append(*list, mark(jen.Id(name).Op(":=").Add(whole), canFail(e)))
	return jen.Id(name)
}
