package codegen

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// literalValue is a constant as a Go expression of type goType(e.Typ).
func (x *exprFile) literalValue(e *scalar.Literal) *jen.Statement {
	if e.Value == nil {
		return x.gen.goType(e.Typ.WithNull(true)).Values()
	}
	code, constant := x.constant(e)
	if constant && !constantDefaults[e.Typ.Kind] {
		code = x.gen.plainType(e.Typ).Call(code)
	}
	if e.Typ.Nullable {
		return symbol("Of").Call(code)
	}
	return code
}

// literal is a constant inside an expression. NULL is a guard that never holds.
func (b *body) literal(e *scalar.Literal) operand {
	if e.Value == nil {
		return operand{whole: b.x.gen.goType(e.Typ.WithNull(true)).Values()}
	}
	code, constant := b.x.constant(e)
	return operand{code: code, prec: atom, constant: constant}
}

// constant writes a literal, and reports whether it is an untyped Go constant. Text reaches Go source only quoted.
func (x *exprFile) constant(e *scalar.Literal) (code *jen.Statement, untyped bool) {
	switch value := e.Value.(type) {
	case bool:
		return jen.Lit(value), true
	case int64:
		return jen.Op(strconv.FormatInt(value, 10)), true
	case float64:
		return floatConstant(value, e.Typ)
	case string:
		return x.textConstant(value, e.Typ)
	case []byte:
		return jen.Index().Byte().Call(jen.Lit(string(value))), false
	case *big.Int:
		return decimalConstant(value, e.Typ)
	case types.IntervalValue:
		return intervalConstant(value), false
	}
	panic(fmt.Sprintf("codegen: no Go form of a literal of type %T", e.Value))
}

func floatConstant(v float64, t types.Type) (*jen.Statement, bool) {
	bits := 64
	if t.Kind == types.Real {
		bits = 32
	}
	switch {
	case math.IsNaN(v):
		return floatType(t).Call(jen.Qual("math", "NaN").Call()), false
	case math.IsInf(v, 0):
		sign := 1
		if v < 0 {
			sign = -1
		}
		return floatType(t).Call(jen.Qual("math", "Inf").Call(jen.Lit(sign))), false
	case v == 0 && math.Signbit(v):
		return floatType(t).Call(jen.Qual("math", "Copysign").Call(jen.Lit(0), jen.Lit(-1))), false
	}
	return jen.Op(strconv.FormatFloat(v, 'g', -1, bits)), true
}

func floatType(t types.Type) *jen.Statement {
	if t.Kind == types.Real {
		return jen.Float32()
	}
	return jen.Float64()
}

func (x *exprFile) textConstant(value string, t types.Type) (*jen.Statement, bool) {
	switch t.Kind {
	case types.JSON:
		return jen.Qual(jsonPath, "Raw").Call(jen.Lit(value)), false
	case types.UUID:
		return uuidConstant(value), false
	}
	return jen.Lit(value), true
}

func uuidConstant(text string) *jen.Statement {
	id, _ := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	return jen.Qual(rtPath, "UUID").ValuesFunc(func(g *jen.Group) {
		for _, c := range id {
			g.Op(fmt.Sprintf("0x%02x", c))
		}
	})
}

// decimalConstant is an unscaled value: an integer, or an Int128 for a wide type.
func decimalConstant(v *big.Int, t types.Type) (*jen.Statement, bool) {
	if !t.Wide() {
		return jen.Op(v.String()), true
	}
	if v.IsInt64() {
		return symbol("decimal.Of64").Call(jen.Op(v.String())), false
	}
	low := new(big.Int).And(v, new(big.Int).SetUint64(math.MaxUint64))
	high := new(big.Int).Rsh(v, 64)
	return symbol("decimal.Int128").Values(jen.Dict{
		jen.Id("Hi"): jen.Op(high.String()), jen.Id("Lo"): jen.Op(low.String()),
	}), false
}

func intervalConstant(v types.IntervalValue) *jen.Statement {
	return symbol("temporal.Interval").ValuesFunc(func(g *jen.Group) {
		if v.Months != 0 {
			g.Id("Months").Op(":").Lit(int(v.Months))
		}
		if v.Days != 0 {
			g.Id("Days").Op(":").Lit(int(v.Days))
		}
		if v.Micros != 0 {
			g.Id("Micros").Op(":").Lit(int(v.Micros))
		}
	})
}
