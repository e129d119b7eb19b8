package agg

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// AvgInt is AVG of integers: the exact sum, in 128 bits, divided once. 24 bytes.
type AvgInt struct {
	sum  decimal.Int128
	rows int64
}

// Add takes a value.
func (a *AvgInt) Add(x int64) {
	a.sum = a.sum.Add(decimal.Of64(x))
	a.rows++
}

// Remove takes a value back.
func (a *AvgInt) Remove(x int64) {
	a.sum = a.sum.Sub(decimal.Of64(x))
	a.rows--
}

// Merge takes another average.
func (a *AvgInt) Merge(other *AvgInt) {
	a.sum = a.sum.Add(other.sum)
	a.rows += other.rows
}

// Value is the average, NULL of no rows.
func (a *AvgInt) Value() rt.Null[float64] {
	if a.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgInt) ValueNotNull() float64 { return a.sum.Float64() / float64(a.rows) }

// AvgFloat is AVG of DOUBLEs. 16 bytes.
type AvgFloat struct {
	sum  float64
	rows int64
}

// Add takes a value.
func (a *AvgFloat) Add(x float64) {
	a.sum += x
	a.rows++
}

// Merge takes another average.
func (a *AvgFloat) Merge(other *AvgFloat) {
	a.sum += other.sum
	a.rows += other.rows
}

// Value is the average, NULL of no rows.
func (a *AvgFloat) Value() rt.Null[float64] {
	if a.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgFloat) ValueNotNull() float64 { return a.sum / float64(a.rows) }

// AvgDecimal is AVG of DECIMALs. 24 bytes.
type AvgDecimal struct {
	sum  decimal.Int128
	rows int64
}

// Add takes a value.
func (a *AvgDecimal) Add(x decimal.Int128) {
	a.sum = decimal.Check(a.sum.Add(x), maxDigits)
	a.rows++
}

// Check fails the record if Add would.
func (a *AvgDecimal) Check(x decimal.Int128) { decimal.Check(a.sum.Add(x), maxDigits) }

// Remove takes a value back.
func (a *AvgDecimal) Remove(x decimal.Int128) {
	a.sum = decimal.Check(a.sum.Sub(x), maxDigits)
	a.rows--
}

// Merge takes another average.
func (a *AvgDecimal) Merge(other *AvgDecimal) {
	a.sum = decimal.Check(a.sum.Add(other.sum), maxDigits)
	a.rows += other.rows
}

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
