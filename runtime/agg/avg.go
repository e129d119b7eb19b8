package agg

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// AvgInt is AVG of integers of up to 32 bits. 16 bytes.
type AvgInt struct{ sum, rows int64 }

// Add takes a value.
func (a *AvgInt) Add(x int32) {
	a.sum += int64(x)
	a.rows++
}

// Remove takes a value back.
func (a *AvgInt) Remove(x int32) {
	a.sum -= int64(x)
	a.rows--
}

// Merge takes another average.
func (a *AvgInt) Merge(other *AvgInt) {
	a.sum += other.sum
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
func (a *AvgInt) ValueNotNull() float64 { return float64(a.sum) / float64(a.rows) }

// AvgBigInt is AVG of BIGINTs: the exact sum divided once.
type AvgBigInt struct{ exact }

// Add takes a value.
func (a *AvgBigInt) Add(x int64) { a.add(decimal.Of64(x)) }

// Remove takes a value back.
func (a *AvgBigInt) Remove(x int64) { a.remove(decimal.Of64(x)) }

// Merge takes another average.
func (a *AvgBigInt) Merge(other *AvgBigInt) { a.merge(&other.exact) }

// Value is the average, NULL of no rows.
func (a *AvgBigInt) Value() rt.Null[float64] {
	if a.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(a.ValueNotNull())
}

// ValueNotNull is the average.
func (a *AvgBigInt) ValueNotNull() float64 { return a.sum.Float64() / float64(a.rows) }

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

// AvgDecimal is AVG of DECIMALs of up to 18 digits.
type AvgDecimal struct{ AvgWide }

// Add takes a value.
func (a *AvgDecimal) Add(x int64) { a.add(decimal.Of64(x)) }

// Remove takes a value back.
func (a *AvgDecimal) Remove(x int64) { a.remove(decimal.Of64(x)) }

// Merge takes another average.
func (a *AvgDecimal) Merge(other *AvgDecimal) { a.merge(&other.exact) }

// AvgWide is AVG of DECIMALs.
type AvgWide struct{ exact }

// Add takes a value.
func (a *AvgWide) Add(x decimal.Int128) { a.add(x) }

// Remove takes a value back.
func (a *AvgWide) Remove(x decimal.Int128) { a.remove(x) }

// Merge takes another average.
func (a *AvgWide) Merge(other *AvgWide) { a.merge(&other.exact) }

// Value is the average, NULL of no rows. scale is that of the values, result that of the average.
func (a *AvgWide) Value(scale, result int) rt.Null[decimal.Int128] {
	if a.rows == 0 {
		return rt.Null[decimal.Int128]{}
	}
	return rt.Of(a.ValueNotNull(scale, result))
}

// ValueNotNull is the average, rounded half away from zero to the scale of the result.
func (a *AvgWide) ValueNotNull(scale, result int) decimal.Int128 {
	return decimal.Div(a.sum, decimal.Of64(a.rows), result-scale, maxDigits)
}
