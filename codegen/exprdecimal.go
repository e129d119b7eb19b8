package codegen

import (
	"math/big"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// DECIMAL arithmetic: what fits 18 digits by its types is plain Go on unscaled integers.
//
//	price * quantity + fee        // DECIMAL(5,2), DECIMAL(4,0), DECIMAL(3,1)
//	price*quantity + fee*10

// maxNarrow is how many digits an int64 holds.
const maxNarrow = 18

// wide is a DECIMAL operand as an Int128.
func wide(op operand, t types.Type) *jen.Statement {
	if t.Wide() {
		return op.code
	}
	return symbol("decimal.Of64").Call(op.code)
}

// narrowed is an Int128 as the representation of t.
func narrowed(code *jen.Statement, t types.Type) operand {
	if t.Wide() {
		return operand{code: code, prec: atom}
	}
	return operand{code: code.Dot("Narrow").Call(), prec: atom}
}

// scaledUp is an int64 times a power of ten.
func scaledUp(op operand, shift int) operand {
	if shift == 0 {
		return op
	}
	if op.constant {
		if v, ok := new(big.Int).SetString(render(op.code), 10); ok {
			return operand{code: jen.Op(v.Mul(v, powerOfTen(shift)).String()), prec: atom, constant: true}
		}
	}
	return operand{code: jen.Add(op.paren(mulPrec)).Op("*").Op(powerOfTen(shift).String()), prec: mulPrec, fails: op.fails}
}

func powerOfTen(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func narrowPower(n int) *jen.Statement { return jen.Op(powerOfTen(n).String()) }

// decimalSum is + or -.
func decimalSum(c *callEmitter, op, function string) operand {
	a, b := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
	ta, tb, t := c.typeOf(0), c.typeOf(1), c.call.Typ
	scale := max(ta.Scale, tb.Scale)
	if !t.Wide() {
		a, b = scaledUp(a, scale-ta.Scale), scaledUp(b, scale-tb.Scale)
		return operand{code: jen.Add(a.paren(addPrec)).Op(op).Add(b.paren(mulPrec)), prec: addPrec, constant: a.constant && b.constant}
	}
	digits := max(ta.Precision-ta.Scale, tb.Precision-tb.Scale) + scale
	if ta.Scale == tb.Scale && digits < 38 {
		return operand{code: wide(a, ta).Clone().Dot(function).Call(wide(b, tb)), prec: atom}
	}
	return narrowed(symbol("decimal."+function).Call(wide(a, ta), wide(b, tb),
		jen.Lit(scale-ta.Scale), jen.Lit(scale-tb.Scale), jen.Lit(scale-t.Scale), jen.Lit(t.Precision)), t)
}

func decimalMul(c *callEmitter) operand {
	a, b := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
	ta, tb, t := c.typeOf(0), c.typeOf(1), c.call.Typ
	switch {
	case !t.Wide():
		return operand{code: jen.Add(a.paren(mulPrec)).Op("*").Add(b.paren(unaryPrec)), prec: mulPrec, constant: a.constant && b.constant}
	case !ta.Wide() && !tb.Wide() && ta.Precision+tb.Precision < 38 && t.Scale == ta.Scale+tb.Scale:
		return operand{code: symbol("decimal.Mul64").Call(a.code, b.code), prec: atom}
	}
	drop := ta.Scale + tb.Scale - t.Scale
	return narrowed(symbol("decimal.Mul").Call(wide(a, ta), wide(b, tb), jen.Lit(drop), jen.Lit(t.Precision)), t)
}

func decimalDiv(c *callEmitter) operand {
	a, b := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
	ta, tb, t := c.typeOf(0), c.typeOf(1), c.call.Typ
	shift := t.Scale - ta.Scale + tb.Scale
	if !ta.Wide() && !tb.Wide() && shift >= 0 && ta.Precision+shift <= maxNarrow {
		code := symbol("decimal.Div64").Call(scaledUp(a, shift).code, b.code)
		if t.Wide() {
			code = symbol("decimal.Of64").Call(code)
		}
		return operand{code: code, prec: atom}
	}
	return narrowed(symbol("decimal.Div").Call(wide(a, ta), wide(b, tb), jen.Lit(shift), jen.Lit(t.Precision)), t)
}

func decimalMod(c *callEmitter) operand {
	a, b := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
	ta, tb, t := c.typeOf(0), c.typeOf(1), c.call.Typ
	scale := max(ta.Scale, tb.Scale)
	aShift, bShift := scale-ta.Scale, scale-tb.Scale
	if !ta.Wide() && !tb.Wide() && !t.Wide() && ta.Precision+aShift <= maxNarrow && tb.Precision+bShift <= maxNarrow {
		return operand{code: symbol("decimal.Mod64").Call(scaledUp(a, aShift).code, scaledUp(b, bShift).code), prec: atom}
	}
	return narrowed(symbol("decimal.Mod").Call(wide(a, ta), wide(b, tb),
		jen.Lit(aShift), jen.Lit(bShift), jen.Lit(scale-t.Scale), jen.Lit(t.Precision)), t)
}

func decimalNeg(c *callEmitter) operand {
	a := c.strict(c.call.Args[0])
	if c.typeOf(0).Wide() {
		return operand{code: jen.Add(a.paren(atom)).Dot("Neg").Call(), prec: atom}
	}
	return operand{code: jen.Op("-").Add(a.paren(unaryPrec)), prec: unaryPrec}
}

func decimalAbs(c *callEmitter) operand {
	a := c.strict(c.call.Args[0])
	if c.typeOf(0).Wide() {
		return operand{code: jen.Add(a.paren(atom)).Dot("Abs").Call(), prec: atom}
	}
	return operand{code: symbol("num.Abs").Call(c.typed(a, c.typeOf(0))), prec: atom}
}

func decimalSign(c *callEmitter) operand {
	a := c.strict(c.call.Args[0])
	if c.typeOf(0).Wide() {
		return operand{code: jen.Int64().Call(jen.Add(a.paren(atom)).Dot("Sign").Call()), prec: atom}
	}
	return operand{code: symbol("num.Sign").Call(c.typed(a, c.typeOf(0))), prec: atom}
}

// rounded divides by 10^drop with one of Round, Floor, Ceil, Trunc, and gives the result the type t.
func (b *body) rounded(how string, a operand, from, t types.Type, drop int) operand {
	switch {
	case drop <= 0 && from.Wide() == t.Wide():
		return a
	case drop <= 0:
		return operand{code: wide(a, from), prec: atom}
	case !from.Wide():
		code := symbol("decimal."+how+"64").Call(b.typed(a, from), narrowPower(drop))
		if t.Wide() {
			code = symbol("decimal.Of64").Call(code)
		}
		return operand{code: code, prec: atom}
	case how == "Round":
		return narrowed(symbol("decimal.Rescale").Call(a.code, jen.Lit(-drop), jen.Lit(t.Precision)), t)
	}
	return narrowed(symbol("decimal."+how).Call(a.code, jen.Lit(drop)), t)
}

// decimalWhole is ROUND, CEIL, FLOOR and TRUNCATE to a whole number.
func decimalWhole(how string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		from := c.typeOf(0)
		return c.rounded(how, c.strict(c.call.Args[0]), from, c.call.Typ, from.Scale)
	}
}

// decimalDigits is ROUND and TRUNCATE to a number of digits behind (or, negative, before) the point.
func decimalDigits(how string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		from, t := c.typeOf(0), c.call.Typ
		a := c.strict(c.call.Args[0])
		if literal, ok := c.call.Args[1].(*scalar.Literal); ok {
			if n, ok := literal.Value.(int64); ok && n >= 0 {
				return c.rounded(how, a, from, t, from.Scale-t.Scale)
			}
		}
		digits := c.strict(c.call.Args[1])
		if how == "Trunc" {
			code := symbol("decimal.TruncTo").Call(wide(a, from), jen.Lit(from.Scale), digits.code)
			return c.cutScale(code, from, t)
		}
		code := symbol("decimal.RoundTo").Call(wide(a, from), jen.Lit(from.Scale), digits.code)
		return c.cutScale(code, from, t)
	}
}

// cutScale drops digits that are zero: where a literal asks for none behind the point.
func (b *body) cutScale(code *jen.Statement, from, t types.Type) operand {
	if drop := from.Scale - t.Scale; drop > 0 {
		code = symbol("decimal.Trunc").Call(code, jen.Lit(drop))
	}
	return narrowed(symbol("decimal.Check").Call(code, jen.Lit(t.Precision)), t)
}
