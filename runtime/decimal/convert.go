package decimal

import (
	"math"
	"strconv"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// exactPowers are the powers of ten that a float64 holds exactly.
var exactPowers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// ToFloat64 is the float nearest to a DECIMAL of at most 18 digits.
func ToFloat64[F num.Float](v int64, scale int) F {
	var f F
	if _, double := any(f).(float64); double && v > -1<<53 && v < 1<<53 {
		return F(float64(v) / exactPowers[scale]) // both are exact, so the quotient is rounded once
	}
	return ToFloat[F](Of64(v), scale)
}

// ToFloat is the float nearest to a DECIMAL.
func ToFloat[F num.Float](v Int128, scale int) F {
	var buffer [48]byte
	bits := 64
	if _, single := any(F(0)).(float32); single {
		bits = 32
	}
	f, _ := strconv.ParseFloat(string(Append(buffer[:0], v, scale)), bits)
	return F(f)
}

// ToInteger rounds a DECIMAL half away from zero; what the type can't hold fails the record.
func ToInteger[T num.Integer](v Int128, scale int) T {
	whole := Rescale(v, -scale, 38)
	if !whole.Fits64() {
		rt.FailRecord("the number is out of the type's range")
	}
	return num.Narrow[T](whole.Narrow())
}

// OfFloat takes the first digits of a float as a DECIMAL: 15 of a DOUBLE and 6 of a REAL are sure, and PostgreSQL takes no more.
func OfFloat(v float64, digits, precision, scale int) Int128 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		rt.FailRecordf("%v has no DECIMAL form", v)
	}
	var buffer [32]byte
	d, err := Parse(string(strconv.AppendFloat(buffer[:0], v, 'e', digits-1, 64)), precision, scale)
	if err != nil {
		overflow(precision)
	}
	return d
}
