package agg

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/num"
)

// maxDigits is the precision of sums of DECIMALs.
const maxDigits = 38

// SumInt is SUM of integers: a BIGINT. A sum that doesn't fit fails the record, which is then not part of it. 16 bytes.
type SumInt struct{ sum, rows int64 }

// Add takes a value.
func (s *SumInt) Add(x int64) {
	s.sum = num.Add(s.sum, x)
	s.rows++
}

// Check fails the record if Add would.
func (s *SumInt) Check(x int64) { num.Add(s.sum, x) }

// Remove takes a value back.
func (s *SumInt) Remove(x int64) {
	s.sum = num.Sub(s.sum, x)
	s.rows--
}

// Merge takes another sum.
func (s *SumInt) Merge(other *SumInt) {
	s.sum = num.Add(s.sum, other.sum)
	s.rows += other.rows
}

// Value is the sum, NULL of no rows.
func (s *SumInt) Value() rt.Null[int64] { return rt.When(s.rows > 0, s.sum) }

// ValueNotNull is the sum.
func (s *SumInt) ValueNotNull() int64 { return s.sum }

// SumDecimal is SUM of DECIMALs: exact to 38 digits. 24 bytes.
type SumDecimal struct {
	sum  decimal.Int128
	rows int64
}

// Add takes a value.
func (s *SumDecimal) Add(x decimal.Int128) {
	s.sum = decimal.Check(s.sum.Add(x), maxDigits)
	s.rows++
}

// Check fails the record if Add would.
func (s *SumDecimal) Check(x decimal.Int128) { decimal.Check(s.sum.Add(x), maxDigits) }

// Remove takes a value back.
func (s *SumDecimal) Remove(x decimal.Int128) {
	s.sum = decimal.Check(s.sum.Sub(x), maxDigits)
	s.rows--
}

// Merge takes another sum.
func (s *SumDecimal) Merge(other *SumDecimal) {
	s.sum = decimal.Check(s.sum.Add(other.sum), maxDigits)
	s.rows += other.rows
}

// Value is the sum, NULL of no rows.
func (s *SumDecimal) Value() rt.Null[decimal.Int128] { return rt.When(s.rows > 0, s.sum) }

// ValueNotNull is the sum.
func (s *SumDecimal) ValueNotNull() decimal.Int128 { return s.sum }

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
