package datagen

import (
	"math/bits"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// WideInteger makes the unscaled values of a DECIMAL column of more than 18 digits.
type WideInteger struct {
	field
	sequence  bool
	low, step decimal.Int128
	most      decimal.Int128 // the column's largest value
	span      decimal.Int128 // how many values there are, less one
	low64     stream
}

// NewWideDecimal makes the unscaled values of a DECIMAL column of more than 18 digits.
func NewWideDecimal(f *Fields, column string, precision, scale int) WideInteger {
	parse := func(text string) (decimal.Int128, error) { return decimal.Parse(text, precision, scale) }
	most := subtract(powerOfTen(precision), decimal.Of64(1))
	made := WideInteger{field: f.field(column), sequence: f.sequential(column)}
	made.low64 = made.random.fork(1)
	if made.sequence {
		made.step = powerOfTen(scale)
		made.low = bound(f, column, "start", decimal.Int128{}, parse)
		made.most = most
		return made
	}
	made.low = bound(f, column, "min", most.Neg(), parse)
	high := bound(f, column, "max", most, parse)
	if high.Less(made.low) {
		f.table.Refuse(key(column, "max"), "the smallest value is more")
	}
	made.span = subtract(high, made.low)
	return made
}

// At is the value of record n.
func (g *WideInteger) At(n int64) decimal.Int128 {
	if g.sequence {
		return g.next(n)
	}
	return add(g.low, below128(g.random.at(n), g.low64.at(n), g.span))
}

// NullAt is the value of record n, or NULL.
func (g *WideInteger) NullAt(n int64) rt.Null[decimal.Int128] {
	if g.null(n) {
		return rt.Null[decimal.Int128]{}
	}
	return rt.Of(g.At(n))
}

// next is start + n steps. It is computed in floating point as well, where what doesn't fit is seen.
func (g *WideInteger) next(n int64) decimal.Int128 {
	if g.low.Float64()+float64(n)*g.step.Float64() > 1.01*g.most.Float64() {
		exhausted()
	}
	hi, lo := bits.Mul64(uint64(n), g.step.Lo)
	value := add(g.low, decimal.Int128{Hi: int64(hi) + n*g.step.Hi, Lo: lo})
	if g.most.Less(value) {
		exhausted()
	}
	return value
}

func powerOfTen(exponent int) decimal.Int128 {
	power := decimal.Of64(1)
	for range exponent {
		hi, lo := bits.Mul64(power.Lo, 10)
		power = decimal.Int128{Hi: power.Hi*10 + int64(hi), Lo: lo}
	}
	return power
}

// below128 maps two random words to [0, span], taken as unsigned: the upper 128 bits of their product with span+1.
func below128(hi, lo uint64, span decimal.Int128) decimal.Int128 {
	span = add(span, decimal.Of64(1))
	spanHi, spanLo := uint64(span.Hi), span.Lo
	carry, _ := bits.Mul64(lo, spanLo)
	mid1Hi, mid1Lo := bits.Mul64(hi, spanLo)
	mid2Hi, mid2Lo := bits.Mul64(lo, spanHi)
	topHi, topLo := bits.Mul64(hi, spanHi)
	middle, c1 := bits.Add64(mid1Lo, mid2Lo, 0)
	_, c2 := bits.Add64(middle, carry, 0)
	resultLo, c3 := bits.Add64(mid1Hi, mid2Hi, c1)
	resultLo, c4 := bits.Add64(resultLo, topLo, c2)
	return decimal.Int128{Hi: int64(topHi + c3 + c4), Lo: resultLo}
}

// add is 128-bit addition without decimal's bound of 37 digits: the span of 38 digits has 39.
func add(a, b decimal.Int128) decimal.Int128 {
	lo, carry := bits.Add64(a.Lo, b.Lo, 0)
	return decimal.Int128{Hi: a.Hi + b.Hi + int64(carry), Lo: lo}
}

func subtract(a, b decimal.Int128) decimal.Int128 {
	lo, borrow := bits.Sub64(a.Lo, b.Lo, 0)
	return decimal.Int128{Hi: a.Hi - b.Hi - int64(borrow), Lo: lo}
}
