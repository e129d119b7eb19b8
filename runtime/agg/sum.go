package agg

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// maxDigits is the precision of sums of DECIMALs.
const maxDigits = 38

// exact is a sum of integers, or of unscaled DECIMALs, in 128 bits: whatever the order of the rows, it is the same, and only the
// result may not fit its type. 24 bytes.
type exact struct {
	sum  decimal.Int128
	rows int64
}

func (s *exact) add(x decimal.Int128) {
	s.sum = s.sum.Add(x)
	s.rows++
}

func (s *exact) remove(x decimal.Int128) {
	s.sum = s.sum.Sub(x)
	s.rows--
}

func (s *exact) merge(other *exact) {
	s.sum = s.sum.Add(other.sum)
	s.rows += other.rows
}

// SumInt is SUM of integers of up to 32 bits: a BIGINT, which 2³¹ rows don't fill. 16 bytes.
type SumInt struct{ sum, rows int64 }

// Add takes a value.
func (s *SumInt) Add(x int32) {
	s.sum += int64(x)
	s.rows++
}

// Remove takes a value back.
func (s *SumInt) Remove(x int32) {
	s.sum -= int64(x)
	s.rows--
}

// Merge takes another sum.
func (s *SumInt) Merge(other *SumInt) {
	s.sum += other.sum
	s.rows += other.rows
}

// Value is the sum, NULL of no rows.
func (s *SumInt) Value() rt.Null[int64] { return rt.When(s.rows > 0, s.sum) }

// ValueNotNull is the sum.
func (s *SumInt) ValueNotNull() int64 { return s.sum }

// SumBigInt is SUM of BIGINTs: a BIGINT; one that doesn't fit fails.
type SumBigInt struct{ exact }

// Add takes a value.
func (s *SumBigInt) Add(x int64) { s.add(decimal.Of64(x)) }

// Remove takes a value back.
func (s *SumBigInt) Remove(x int64) { s.remove(decimal.Of64(x)) }

// Merge takes another sum.
func (s *SumBigInt) Merge(other *SumBigInt) { s.merge(&other.exact) }

// Value is the sum, NULL of no rows.
func (s *SumBigInt) Value() rt.Null[int64] {
	if s.rows == 0 {
		return rt.Null[int64]{}
	}
	return rt.Of(s.ValueNotNull())
}

// ValueNotNull is the sum.
func (s *SumBigInt) ValueNotNull() int64 {
	if !s.sum.Fits64() {
		rt.FailRecord("BIGINT out of range: the sum doesn't fit")
	}
	return s.sum.Narrow()
}

// SumDecimal is SUM of DECIMALs of up to 18 digits.
type SumDecimal struct{ SumWide }

// Add takes a value.
func (s *SumDecimal) Add(x int64) { s.add(decimal.Of64(x)) }

// Remove takes a value back.
func (s *SumDecimal) Remove(x int64) { s.remove(decimal.Of64(x)) }

// Merge takes another sum.
func (s *SumDecimal) Merge(other *SumDecimal) { s.merge(&other.exact) }

// SumWide is SUM of DECIMALs of up to 38 digits; one of more fails.
type SumWide struct{ exact }

// Add takes a value.
func (s *SumWide) Add(x decimal.Int128) { s.add(x) }

// Remove takes a value back.
func (s *SumWide) Remove(x decimal.Int128) { s.remove(x) }

// Merge takes another sum.
func (s *SumWide) Merge(other *SumWide) { s.merge(&other.exact) }

// Value is the sum, NULL of no rows.
func (s *SumWide) Value() rt.Null[decimal.Int128] {
	if s.rows == 0 {
		return rt.Null[decimal.Int128]{}
	}
	return rt.Of(s.ValueNotNull())
}

// ValueNotNull is the sum.
func (s *SumWide) ValueNotNull() decimal.Int128 { return decimal.Check(s.sum, maxDigits) }

// SumFloat is SUM of DOUBLEs, in the order of the rows, as PostgreSQL adds them. 16 bytes.
type SumFloat struct {
	sum  float64
	rows int64
}

// Add takes a value.
func (s *SumFloat) Add(x float64) {
	s.sum += x
	s.rows++
}

// Merge takes another sum.
func (s *SumFloat) Merge(other *SumFloat) {
	s.sum += other.sum
	s.rows += other.rows
}

// Value is the sum, NULL of no rows.
func (s *SumFloat) Value() rt.Null[float64] { return rt.When(s.rows > 0, s.sum) }

// ValueNotNull is the sum.
func (s *SumFloat) ValueNotNull() float64 { return s.sum }
