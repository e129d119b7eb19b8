package rewrite

import (
	"math"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// foldCast converts constants where the result is exact, and drops casts that change nothing.
func foldCast(e *scalar.Cast) scalar.Expr {
	value, ok := literalValue(e.Operand)
	switch {
	case e.Operand.Type().Equal(e.Typ):
		return e.Operand
	case !ok:
		return nil
	case value == nil:
		if !e.Typ.Nullable {
			return nil
		}
		return constant(e, nil)
	}
	if converted, ok := convert(value, e.Operand.Type(), e.Typ); ok {
		return constant(e, converted)
	}
	return nil
}

// convert converts a value between types; false where it would fail, lose something, or isn't worth it.
func convert(value any, from, to types.Type) (any, bool) {
	if from.Same(to) {
		return value, true
	}
	switch v := value.(type) {
	case int64:
		if from.IsInteger() {
			return convertInteger(v, to)
		}
	case *big.Int:
		return convertDecimal(v, from, to)
	case float64:
		return convertFloat(v, to)
	case string:
		if from.Kind == types.Varchar {
			return convertString(v, to)
		}
	}
	return nil, false
}

func convertInteger(v int64, to types.Type) (any, bool) {
	switch {
	case to.IsInteger():
		return v, inRange(v, to)
	case to.IsFloat():
		f := float64(v)
		if to.Kind == types.Real {
			f = float64(float32(v))
		}
		return f, math.Abs(f) < 1<<53 && int64(f) == v
	case to.Kind == types.Decimal:
		return rescale(big.NewInt(v), 0, to)
	case to.Kind == types.Varchar && to.Precision == 0:
		return strconv.FormatInt(v, 10), true
	}
	return nil, false
}

// inRange reports whether an integer type holds a value.
func inRange(v int64, t types.Type) bool {
	shift := 64 - 8<<(t.Kind-types.TinyInt)
	return v<<shift>>shift == v
}

// convertDecimal makes the nearest DOUBLE, as PostgreSQL does, and other numbers only if they are equal.
func convertDecimal(v *big.Int, from, to types.Type) (any, bool) {
	switch {
	case to.Kind == types.Decimal:
		return rescale(v, from.Scale, to)
	case to.Kind == types.Double:
		f, err := strconv.ParseFloat(types.FormatDecimal(v, from.Scale), 64)
		return f, err == nil
	case to.IsInteger():
		whole, ok := rescale(v, from.Scale, types.DecimalOf(38, 0))
		if !ok || !whole.(*big.Int).IsInt64() {
			return nil, false
		}
		n := whole.(*big.Int).Int64()
		return n, inRange(n, to)
	}
	return nil, false
}

// rescale gives an unscaled value another scale, if nothing is lost and it fits.
func rescale(v *big.Int, scale int, to types.Type) (any, bool) {
	var rest big.Int
	switch result := new(big.Int); {
	case to.Scale >= scale:
		v = result.Mul(v, power10(to.Scale-scale))
	default:
		v, _ = result.QuoRem(v, power10(scale-to.Scale), &rest)
	}
	return v, rest.Sign() == 0 && fitsDecimal(v, to)
}

func power10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func fitsDecimal(v *big.Int, t types.Type) bool { return v.CmpAbs(power10(t.Precision)) < 0 }

func convertFloat(v float64, to types.Type) (any, bool) {
	switch to.Kind {
	case types.Double:
		return v, true
	case types.Real:
		return v, float64(float32(v)) == v
	}
	return nil, false
}

// convertString takes text as it is, and dates and timestamps in their one full form.
func convertString(v string, to types.Type) (any, bool) {
	switch to.Kind {
	case types.Varchar:
		return v, to.Precision == 0 || utf8.RuneCountInString(v) <= to.Precision
	case types.Date:
		t, err := time.Parse("2006-01-02", v)
		return t.Unix() / (24 * 60 * 60), err == nil && t.Year() > 0
	case types.Timestamp:
		t, err := time.Parse("2006-01-02 15:04:05", v)
		return t.Unix() * to.Unit(), err == nil && t.Year() > 0 && len(v) == len("2006-01-02 15:04:05") && to.Unit() == 1_000_000
	}
	return nil, false
}
