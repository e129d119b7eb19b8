package rewrite

import (
	"math"
	"math/big"

	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Why a constant expression fails.
const (
	divisionByZero = "division by zero"
	outOfRange     = "the result is out of range"
)

// call computes arithmetic and concatenation of constants, and calls with a NULL argument that makes them NULL.
func (f *folder) call(e *scalar.Call) scalar.Expr {
	if nullByArgument(e) {
		return constant(e, nil)
	}
	values, ok := literalValues(e.Args)
	if !ok && dividesByZero(e) {
		f.alwaysFails(e, divisionByZero)
	}
	if !ok || len(values) == 0 || hasNil(values) {
		return nil
	}
	value, failure := compute(e, values)
	switch {
	case failure != "":
		f.alwaysFails(e, failure)
	case value != nil:
		return constant(e, value)
	}
	return nil
}

func hasNil(values []any) bool {
	for _, v := range values {
		if v == nil {
			return true
		}
	}
	return false
}

// nullByArgument reports a call that a NULL argument makes NULL, while the other arguments can't fail.
func nullByArgument(e *scalar.Call) bool {
	_, overload := functions.Of(e.Function, e.Overload)
	if overload == nil || overload.Nulls != functions.Strict && overload.Nulls != functions.Maybe {
		return false
	}
	null := false
	for _, arg := range e.Args {
		null = null || isNullLiteral(arg)
	}
	return null && e.Typ.Nullable && !anyCanFail(e.Args)
}

// dividesByZero reports a division of numbers whose divisor is the constant zero: it fails for every dividend but NULL.
func dividesByZero(e *scalar.Call) bool {
	if e.Function != "/" && e.Function != "%" || len(e.Args) != 2 || !e.Args[0].Type().IsNumeric() {
		return false
	}
	switch divisor, _ := literalValue(e.Args[1]); v := divisor.(type) {
	case int64:
		return v == 0
	case float64:
		return v == 0
	case *big.Int:
		return v.Sign() == 0
	}
	return false
}

// compute returns the value of a call of an operator, nil where it isn't computed here, or why it fails.
func compute(e *scalar.Call, values []any) (value any, failure string) {
	first := e.Args[0].Type()
	switch {
	case e.Function == "||":
		return concat(e, values)
	case !sameKinds(e, first):
		return nil, ""
	case len(values) == 1:
		return negate(e, values[0])
	case len(values) != 2:
		return nil, ""
	case first.IsInteger():
		return computeInteger(e.Function, values[0].(int64), values[1].(int64), e.Typ)
	case first.IsFloat():
		return computeFloat(e.Function, values[0].(float64), values[1].(float64), e.Typ)
	case first.Kind == types.Decimal:
		return computeDecimal(e, values[0].(*big.Int), values[1].(*big.Int))
	}
	return nil, ""
}

// sameKinds reports a call whose operands and result are numbers of one kind.
func sameKinds(e *scalar.Call, t types.Type) bool {
	for _, arg := range e.Args {
		if arg.Type().Kind != t.Kind {
			return false
		}
	}
	return e.Typ.Kind == t.Kind && t.IsNumeric()
}

func concat(e *scalar.Call, values []any) (any, string) {
	if e.Typ.Kind != types.Varchar || e.Typ.Precision != 0 {
		return nil, ""
	}
	joined := ""
	for i, v := range values {
		s, ok := v.(string)
		if !ok || e.Args[i].Type().Kind != types.Varchar {
			return nil, ""
		}
		joined += s
	}
	return joined, ""
}

func negate(e *scalar.Call, value any) (any, string) {
	if e.Function != "-" {
		return nil, ""
	}
	switch v := value.(type) {
	case int64:
		return computeInteger("-", 0, v, e.Typ)
	case float64:
		return -v, ""
	case *big.Int:
		return new(big.Int).Neg(v), ""
	}
	return nil, ""
}

// computeInteger works on integers of one type, or of the wider one where literals differ.
func computeInteger(op string, a, b int64, t types.Type) (any, string) {
	x, y, z := big.NewInt(a), big.NewInt(b), new(big.Int)
	switch op {
	case "+":
		z.Add(x, y)
	case "-":
		z.Sub(x, y)
	case "*":
		z.Mul(x, y)
	case "/", "%":
		if b == 0 {
			return nil, divisionByZero
		}
		if op == "/" {
			z.Quo(x, y)
		} else {
			z.Rem(x, y)
		}
	default:
		return nil, ""
	}
	if !z.IsInt64() || !inRange(z.Int64(), t) {
		return nil, outOfRange
	}
	return z.Int64(), ""
}

// computeFloat leaves alone what overflows, underflows or isn't a number: that is the runtime's to judge.
func computeFloat(op string, a, b float64, t types.Type) (any, string) {
	var c float64
	switch op {
	case "+":
		c = a + b
	case "-":
		c = a - b
	case "*":
		c = a * b
	case "/":
		if b == 0 {
			return nil, divisionByZero
		}
		c = a / b
	default:
		return nil, ""
	}
	if t.Kind == types.Real {
		c = float64(float32(c))
	}
	if math.IsNaN(c) || math.IsInf(c, 0) || c == 0 {
		return nil, ""
	}
	return c, ""
}

// computeDecimal folds what needs no rounding in the result's scale.
func computeDecimal(e *scalar.Call, a, b *big.Int) (any, string) {
	scaleA, scaleB := e.Args[0].Type().Scale, e.Args[1].Type().Scale
	switch e.Function {
	case "+", "-":
		return sumDecimal(e, a, b, scaleA, scaleB)
	case "*":
		return decimalResult(new(big.Int).Mul(a, b), scaleA+scaleB, e.Typ)
	case "/":
		return quotientDecimal(a, b, scaleA, scaleB, e.Typ)
	}
	return nil, ""
}

func sumDecimal(e *scalar.Call, a, b *big.Int, scaleA, scaleB int) (any, string) {
	scale := max(scaleA, scaleB)
	x := new(big.Int).Mul(a, power10(scale-scaleA))
	y := new(big.Int).Mul(b, power10(scale-scaleB))
	if e.Function == "-" {
		y.Neg(y)
	}
	return decimalResult(x.Add(x, y), scale, e.Typ)
}

func quotientDecimal(a, b *big.Int, scaleA, scaleB int, t types.Type) (any, string) {
	if b.Sign() == 0 {
		return nil, divisionByZero
	}
	quotient, rest := new(big.Int), new(big.Int)
	up := t.Scale + scaleB - scaleA
	if up < 0 {
		return nil, ""
	}
	quotient.QuoRem(new(big.Int).Mul(a, power10(up)), b, rest)
	if rest.Sign() != 0 || !fitsDecimal(quotient, t) {
		return nil, ""
	}
	return quotient, ""
}

// decimalResult brings a value to the result's type, if it fits exactly.
func decimalResult(v *big.Int, scale int, t types.Type) (any, string) {
	if result, ok := rescale(v, scale, t); ok {
		return result, ""
	}
	return nil, ""
}
