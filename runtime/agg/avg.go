package agg

import (
	"math/bits"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// AvgInt is AVG of TINYINTs, SMALLINTs and INTs: the exact sum divided once. 16 bytes.
type AvgInt struct{ s SumInt }

// Add takes a value.
func (a *AvgInt) Add(x int32) { a.s.Add(x) }

// Remove takes a value back.
func (a *AvgInt) Remove(x int32) { a.s.Remove(x) }

// Merge takes another average.
func (a *AvgInt) Merge(other *AvgInt) { a.s.Merge(&other.s) }

// Subtract takes back what Merge took.
func (a *AvgInt) Subtract(other *AvgInt) { a.s.Subtract(&other.s) }

// Value is the average, NULL of no rows.
func (a *AvgInt) Value() rt.Null[float64] {
	if a.s.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgInt) ValueNotNull() float64 { return float64(a.s.sum) / float64(a.s.rows) }

// AvgBigInt is AVG of BIGINTs: the exact sum divided once. 24 bytes.
type AvgBigInt struct{ exact }

// Merge takes another average.
func (a *AvgBigInt) Merge(other *AvgBigInt) { a.merge(&other.exact) }

// Subtract takes back what Merge took.
func (a *AvgBigInt) Subtract(other *AvgBigInt) { a.subtract(&other.exact) }

// Value is the average, NULL of no rows.
func (a *AvgBigInt) Value() rt.Null[float64] {
	if a.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgBigInt) ValueNotNull() float64 { return a.sum.Float64() / float64(a.rows) }

// AvgDecimal is AVG of DECIMALs of up to 18 digits. 24 bytes.
type AvgDecimal struct{ exact }

// Merge takes another average.
func (a *AvgDecimal) Merge(other *AvgDecimal) { a.merge(&other.exact) }

// Subtract takes back what Merge took.
func (a *AvgDecimal) Subtract(other *AvgDecimal) { a.subtract(&other.exact) }

// Value is the average, NULL of no rows. scale is that of the values, result that of the average.
func (a *AvgDecimal) Value(scale, result int) rt.Null[decimal.Int128] {
	if a.rows == 0 {
		return rt.Null[decimal.Int128]{}
	}
	return rt.Of(a.ValueNotNull(scale, result))
}

// ValueNotNull is the average, rounded half away from zero to the scale of the result.
func (a *AvgDecimal) ValueNotNull(scale, result int) decimal.Int128 {
	return decimal.Div(a.sum, decimal.Of64(a.rows), result-scale, maxDigits)
}

// AvgWide is AVG of DECIMALs of up to 38 digits. 32 bytes.
type AvgWide struct{ exactWide }

// Merge takes another average.
func (a *AvgWide) Merge(other *AvgWide) { a.merge(&other.exactWide) }

// Subtract takes back what Merge took.
func (a *AvgWide) Subtract(other *AvgWide) { a.subtract(&other.exactWide) }

// Value is the average, NULL of no rows. scale is that of the values, result that of the average.
func (a *AvgWide) Value(scale, result int) rt.Null[decimal.Int128] {
	if a.rows == 0 {
		return rt.Null[decimal.Int128]{}
	}
	return rt.Of(a.ValueNotNull(scale, result))
}

// ValueNotNull is the average, rounded half away from zero to the scale of the result. Of the quotient, whole units come first: they
// always fit; then what remains of the sum, as a fraction.
func (a *AvgWide) ValueNotNull(scale, result int) decimal.Int128 {
	hi, mid, lo, negative := a.magnitude()
	rows := uint64(a.rows)
	mid, remainder := bits.Div64(hi%rows, mid, rows)
	lo, remainder = bits.Div64(remainder, lo, rows)
	whole := decimal.Rescale(decimal.Int128{Hi: int64(mid), Lo: lo}, result-scale, maxDigits)
	fraction := decimal.Div(decimal.Int128{Lo: remainder}, decimal.Of64(a.rows), result-scale, maxDigits)
	average := decimal.Add(whole, fraction, 0, 0, 0, maxDigits)
	if negative {
		return average.Neg()
	}
	return average
}

// AvgFloat is AVG of DOUBLEs. An overflow of the sum fails, as in PostgreSQL. 16 bytes.
type AvgFloat struct{ floats }

// Merge takes another average.
func (a *AvgFloat) Merge(other *AvgFloat) { a.merge(&other.floats) }

// Value is the average, NULL of no rows.
func (a *AvgFloat) Value() rt.Null[float64] {
	if a.count == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgFloat) ValueNotNull() float64 { return checked(a.sum, a.count) / float64(a.count>>1) }
