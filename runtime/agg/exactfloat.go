package agg

import (
	"math"
	"math/big"
	"math/bits"

	rt "github.com/weirsql/weir/runtime"
)

// exactFloat is a sum of DOUBLEs without rounding: a number in fixed point, as wide as its terms need. So a term can be taken back, and
// the sum doesn't depend on the order of the terms (Neal, "Fast exact summation using small and large superaccumulators", 2015).
// NaNs and infinities are counted.
type exactFloat struct {
	// limbs are 32 bits each, with room for carries above: the sum of limbs[i] << 32*(base+i).
	limbs       []int64
	base        int32
	pending     uint32 // terms since carries were last brought up
	nan         int32
	plus, minus int32 // infinities
}

const (
	limbBits   = 32
	limbMask   = 1<<limbBits - 1
	maxPending = 1 << 29
	// A DOUBLE is a whole number of 53 bits times a power of two.
	mantissaBits = 52
	exponentBias = 1075
)

// unpack splits a finite DOUBLE: x = ±mantissa << exponent.
func unpack(x float64) (mantissa uint64, exponent int, negative bool) {
	b := math.Float64bits(x)
	mantissa, exponent = b&(1<<mantissaBits-1), int(b>>mantissaBits&0x7ff)
	if exponent == 0 {
		exponent = 1
	} else {
		mantissa |= 1 << mantissaBits
	}
	return mantissa, exponent - exponentBias, b>>63 != 0
}

// add takes x, sign times: 1 or -1.
func (s *exactFloat) add(x float64, sign int32) {
	switch {
	case x != x:
		s.nan += sign
	case x-x != 0 && x > 0:
		s.plus += sign
	case x-x != 0:
		s.minus += sign
	default:
		m, e, negative := unpack(x)
		s.addScaled(m, e, negative != (sign < 0))
	}
}

// addProduct takes x times y, which are both finite.
func (s *exactFloat) addProduct(x, y float64, sign int32) {
	mx, ex, nx := unpack(x)
	my, ey, ny := unpack(y)
	hi, lo := bits.Mul64(mx, my)
	negative := nx != ny != (sign < 0)
	s.addScaled(lo, ex+ey, negative)
	s.addScaled(hi, ex+ey+64, negative)
}

// addScaled takes ±m << e.
func (s *exactFloat) addScaled(m uint64, e int, negative bool) {
	if m == 0 {
		return
	}
	place, shift := e>>5, uint(e&31)
	s.reach(place)
	lo, hi := m<<shift, m>>(64-shift)
	at := s.limbs[place-int(s.base):]
	if negative {
		at[0] -= int64(lo & limbMask)
		at[1] -= int64(lo >> limbBits)
		at[2] -= int64(hi)
	} else {
		at[0] += int64(lo & limbMask)
		at[1] += int64(lo >> limbBits)
		at[2] += int64(hi)
	}
	if s.pending++; s.pending == maxPending {
		s.carry()
	}
}

// reach makes room for three limbs from a place on, and one above for carries.
func (s *exactFloat) reach(place int) {
	const above = 4
	if len(s.limbs) == 0 {
		s.limbs, s.base = make([]int64, above), int32(place)
		return
	}
	if below := int(s.base) - place; below > 0 {
		s.limbs = append(make([]int64, below, below+len(s.limbs)), s.limbs...)
		s.base = int32(place)
	}
	for int(s.base)+len(s.limbs) < place+above {
		s.limbs = append(s.limbs, 0)
	}
}

// carry leaves 32 bits in each limb but the last, which has the sign.
func (s *exactFloat) carry() {
	s.pending = 0
	if len(s.limbs) == 0 {
		return
	}
	last := len(s.limbs) - 1
	for i := range last {
		up := s.limbs[i] >> limbBits
		s.limbs[i] -= up << limbBits
		s.limbs[i+1] += up
	}
	if up := s.limbs[last] >> (limbBits - 1); up != 0 && up != -1 {
		up = s.limbs[last] >> limbBits
		s.limbs[last] -= up << limbBits
		s.limbs = append(s.limbs, up)
	}
}

// float is the sum, rounded once: infinite where it is too great.
func (s *exactFloat) float() float64 {
	switch {
	case s.nan > 0 || s.plus > 0 && s.minus > 0:
		return math.NaN()
	case s.plus > 0:
		return math.Inf(1)
	case s.minus > 0:
		return math.Inf(-1)
	}
	s.carry()
	negative := len(s.limbs) > 0 && s.limbs[len(s.limbs)-1] < 0
	if negative {
		s.negate()
		defer s.negate()
	}
	magnitude := s.magnitude()
	if negative {
		return -magnitude
	}
	return magnitude
}

func (s *exactFloat) negate() {
	for i := range s.limbs {
		s.limbs[i] = -s.limbs[i]
	}
	s.carry()
}

// magnitude rounds a sum that isn't negative: the first 64 bits, of which the last one stands for all behind it.
func (s *exactFloat) magnitude() float64 {
	top := len(s.limbs) - 1
	for top >= 0 && s.limbs[top] == 0 {
		top--
	}
	if top < 0 {
		return 0
	}
	limb := func(i int) uint64 {
		if i < 0 {
			return 0
		}
		return uint64(s.limbs[i])
	}
	hi, lo := limb(top), limb(top-1)<<limbBits|limb(top-2)
	shift := uint(bits.LeadingZeros32(uint32(hi)))
	first := hi<<(limbBits+shift) | lo>>(limbBits-shift)
	rest := lo << (limbBits + shift)
	for i := top - 3; i >= 0 && rest == 0; i-- {
		rest = limb(i)
	}
	if rest != 0 {
		first |= 1
	}
	return math.Ldexp(float64(first), limbBits*(int(s.base)+top-1)-int(shift))
}

// finite reports that no term was NaN or infinite.
func (s *exactFloat) finite() bool { return s.nan == 0 && s.plus == 0 && s.minus == 0 }

// big is the sum, v << exponent.
func (s *exactFloat) big() (v *big.Int, exponent int) {
	s.carry()
	v = new(big.Int)
	for i := len(s.limbs) - 1; i >= 0; i-- {
		v.Lsh(v, limbBits).Add(v, big.NewInt(s.limbs[i]))
	}
	return v, limbBits * int(s.base)
}

// sumKept is SUM or AVG of DOUBLEs over rows that are taken back.
type sumKept struct {
	s    exactFloat
	rows int64
}

// Add takes a value.
func (k *sumKept) Add(x float64) {
	k.s.add(x, 1)
	k.rows++
}

// Remove takes a value back.
func (k *sumKept) Remove(x float64) {
	k.s.add(x, -1)
	k.rows--
}

// sum fails where it is infinite though no row is.
func (k *sumKept) sum() float64 {
	sum := k.s.float()
	if sum-sum != 0 && k.s.finite() {
		panic(doubleOverflow)
	}
	return sum
}

// SumKept is SUM of DOUBLEs over rows that are taken back: the exact sum, rounded once.
type SumKept struct{ sumKept }

// Value is the sum, NULL of no rows.
func (k *SumKept) Value() rt.Null[float64] {
	if k.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(k.sum())
}

// ValueNotNull is the sum.
func (k *SumKept) ValueNotNull() float64 { return k.sum() }

// AvgKept is AVG of DOUBLEs over rows that are taken back: the exact sum, rounded, divided once.
type AvgKept struct{ sumKept }

// Value is the average, NULL of no rows.
func (k *AvgKept) Value() rt.Null[float64] {
	if k.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(k.ValueNotNull())
}

// ValueNotNull is the average.
func (k *AvgKept) ValueNotNull() float64 { return k.sum() / float64(k.rows) }
