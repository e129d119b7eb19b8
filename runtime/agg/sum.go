package agg

import (
	"math/bits"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/num"
)

// maxDigits is the precision of sums of DECIMALs.
const maxDigits = 38

var bigintOverflow = &rt.RecordError{Message: "numeric overflow: the sum is out of BIGINT's range"}
var doubleOverflow = &rt.RecordError{Message: "numeric overflow: the result is out of its type's range"}

// SumInt is SUM of TINYINTs, SMALLINTs and INTs: a BIGINT, which more than four billion rows don't fill. 16 bytes.
type SumInt struct{ sum, rows int64 }

// Add takes a value.
func (s *SumInt) Add(x int32) {
	s.sum = num.Add(s.sum, int64(x))
	s.rows++
}

// Remove takes a value back.
func (s *SumInt) Remove(x int32) {
	s.sum -= int64(x)
	s.rows--
}

// Merge takes another sum.
func (s *SumInt) Merge(other *SumInt) {
	s.sum = num.Add(s.sum, other.sum)
	s.rows += other.rows
}

// Subtract takes back what Merge took.
func (s *SumInt) Subtract(other *SumInt) {
	s.sum -= other.sum
	s.rows -= other.rows
}

// Value is the sum, NULL of no rows.
func (s *SumInt) Value() rt.Null[int64] { return rt.When(s.rows > 0, s.sum) }

// ValueNotNull is the sum.
func (s *SumInt) ValueNotNull() int64 { return s.sum }

// exact is a sum of 64-bit numbers in 128 bits, which no number of rows fills. 24 bytes.
type exact struct {
	sum  decimal.Int128
	rows int64
}

// Add takes a value.
func (s *exact) Add(x int64) {
	s.sum = s.sum.Add(decimal.Of64(x))
	s.rows++
}

// Remove takes a value back.
func (s *exact) Remove(x int64) {
	s.sum = s.sum.Sub(decimal.Of64(x))
	s.rows--
}

func (s *exact) merge(other *exact) {
	s.sum = s.sum.Add(other.sum)
	s.rows += other.rows
}

func (s *exact) subtract(other *exact) {
	s.sum = s.sum.Sub(other.sum)
	s.rows -= other.rows
}

// SumBigInt is SUM of BIGINTs: a BIGINT; one that doesn't fit fails. 24 bytes.
type SumBigInt struct{ exact }

// Merge takes another sum.
func (s *SumBigInt) Merge(other *SumBigInt) { s.merge(&other.exact) }

// Subtract takes back what Merge took.
func (s *SumBigInt) Subtract(other *SumBigInt) { s.subtract(&other.exact) }

// Value is the sum, NULL of no rows.
func (s *SumBigInt) Value() rt.Null[int64] { return rt.When(s.rows > 0, s.ValueNotNull()) }

// ValueNotNull is the sum.
func (s *SumBigInt) ValueNotNull() int64 {
	if !s.sum.Fits64() {
		panic(bigintOverflow)
	}
	return s.sum.Narrow()
}

// SumDecimal is SUM of DECIMALs of up to 18 digits: a DECIMAL of 38. 24 bytes.
type SumDecimal struct{ exact }

// Merge takes another sum.
func (s *SumDecimal) Merge(other *SumDecimal) { s.merge(&other.exact) }

// Subtract takes back what Merge took.
func (s *SumDecimal) Subtract(other *SumDecimal) { s.subtract(&other.exact) }

// Value is the sum, NULL of no rows.
func (s *SumDecimal) Value() rt.Null[decimal.Int128] { return rt.When(s.rows > 0, s.ValueNotNull()) }

// ValueNotNull is the sum.
func (s *SumDecimal) ValueNotNull() decimal.Int128 { return decimal.Check(s.sum, maxDigits) }

// exactWide is a sum of 128-bit numbers in 192 bits, which no number of rows fills. 32 bytes.
type exactWide struct {
	top  int64
	sum  [2]uint64 // the lower word first
	rows int64
}

// Add takes a value.
func (s *exactWide) Add(x decimal.Int128) {
	s.add(x.Lo, uint64(x.Hi), x.Hi>>63)
	s.rows++
}

// Remove takes a value back.
func (s *exactWide) Remove(x decimal.Int128) {
	x = x.Neg()
	s.add(x.Lo, uint64(x.Hi), x.Hi>>63)
	s.rows--
}

func (s *exactWide) add(lo, hi uint64, top int64) {
	var carry uint64
	s.sum[0], carry = bits.Add64(s.sum[0], lo, 0)
	s.sum[1], carry = bits.Add64(s.sum[1], hi, carry)
	s.top += top + int64(carry)
}

func (s *exactWide) merge(other *exactWide) {
	s.add(other.sum[0], other.sum[1], other.top)
	s.rows += other.rows
}

func (s *exactWide) subtract(other *exactWide) {
	var borrow uint64
	s.sum[0], borrow = bits.Sub64(s.sum[0], other.sum[0], 0)
	s.sum[1], borrow = bits.Sub64(s.sum[1], other.sum[1], borrow)
	s.top -= other.top + int64(borrow)
	s.rows -= other.rows
}

// narrow is the sum as a DECIMAL of 38 digits; what doesn't fit fails.
func (s *exactWide) narrow() decimal.Int128 {
	if sum := (decimal.Int128{Hi: int64(s.sum[1]), Lo: s.sum[0]}); s.top == sum.Hi>>63 {
		return decimal.Check(sum, maxDigits)
	}
	return decimal.Check(decimal.Int128{Hi: 1<<63 - 1}, maxDigits) // fails
}

// magnitude is the sum without its sign.
func (s *exactWide) magnitude() (hi, mid, lo uint64, negative bool) {
	if s.top >= 0 {
		return uint64(s.top), s.sum[1], s.sum[0], false
	}
	lo, borrow := bits.Sub64(0, s.sum[0], 0)
	mid, borrow = bits.Sub64(0, s.sum[1], borrow)
	hi, _ = bits.Sub64(0, uint64(s.top), borrow)
	return hi, mid, lo, true
}

// SumWide is SUM of DECIMALs of up to 38 digits; one of more fails. 32 bytes.
type SumWide struct{ exactWide }

// Merge takes another sum.
func (s *SumWide) Merge(other *SumWide) { s.merge(&other.exactWide) }

// Subtract takes back what Merge took.
func (s *SumWide) Subtract(other *SumWide) { s.subtract(&other.exactWide) }

// Value is the sum, NULL of no rows.
func (s *SumWide) Value() rt.Null[decimal.Int128] { return rt.When(s.rows > 0, s.ValueNotNull()) }

// ValueNotNull is the sum.
func (s *SumWide) ValueNotNull() decimal.Int128 { return s.narrow() }

// floats is a sum of DOUBLEs, in the order of the rows, as PostgreSQL adds them. 16 bytes.
type floats struct {
	sum   float64
	count int64 // of rows, twice, plus 1 once one was NaN or infinite: else an infinite sum is an overflow
}

// Add takes a value.
func (s *floats) Add(x float64) {
	s.sum += x
	s.count += 2
	if x-x != 0 {
		s.count |= 1
	}
}

func (s *floats) merge(other *floats) {
	s.sum += other.sum
	s.count = addCounts(s.count, other.count)
}

// addCounts adds counts of rows that are kept twice, with a lowest bit for what was special.
func addCounts(a, b int64) int64 { return (a&^1 + b&^1) | (a|b)&1 }

// checked fails where a result is infinite or NaN though no row was.
func checked(result float64, count int64) float64 {
	if result-result != 0 && count&1 == 0 {
		panic(doubleOverflow)
	}
	return result
}

// SumFloat is SUM of DOUBLEs. An overflow fails. 16 bytes.
type SumFloat struct{ floats }

// Merge takes another sum.
func (s *SumFloat) Merge(other *SumFloat) { s.merge(&other.floats) }

// Value is the sum, NULL of no rows.
func (s *SumFloat) Value() rt.Null[float64] { return rt.When(s.count > 0, s.ValueNotNull()) }

// ValueNotNull is the sum.
func (s *SumFloat) ValueNotNull() float64 { return checked(s.sum, s.count) }
