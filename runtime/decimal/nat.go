package decimal

import "math/bits"

// nat is a natural number of up to 512 bits, least word first: the intermediate of products and shifted dividends.
type nat [8]uint64

func natOf(hi, lo uint64) (n nat) {
	n[0], n[1] = lo, hi
	return n
}

// words is how many words are in use.
func (n *nat) words() int {
	used := len(n)
	for used > 0 && n[used-1] == 0 {
		used--
	}
	return used
}

// mulWord multiplies by one word and reports whether the product fits.
func (n *nat) mulWord(by uint64) bool {
	var carry uint64
	for i := range n {
		hi, lo := bits.Mul64(n[i], by)
		var c uint64
		n[i], c = bits.Add64(lo, carry, 0)
		carry = hi + c
	}
	return carry == 0
}

// mulPow10 multiplies by a power of ten and reports whether the product fits.
func (n *nat) mulPow10(exponent int) bool {
	for ; exponent > 0; exponent -= 19 {
		if !n.mulWord(pow10[min(exponent, 19)]) {
			return false
		}
	}
	return true
}

// divWord divides by one word and returns the remainder.
func (n *nat) divWord(by uint64) (remainder uint64) {
	for i := n.words() - 1; i >= 0; i-- {
		n[i], remainder = bits.Div64(remainder, n[i], by)
	}
	return remainder
}

// divPow10Round divides by a power of ten, rounding half up.
func (n *nat) divPow10Round(exponent int) {
	if exponent <= 0 {
		return
	}
	n.divPow10(exponent - 1) // what is cut off here cannot decide the rounding
	n.addWord(5)
	n.divWord(10)
}

// divPow10 divides by a power of ten, cutting off the remainder; it reports whether that was zero.
func (n *nat) divPow10(exponent int) (exact bool) {
	exact = true
	for ; exponent > 0; exponent -= 19 {
		if n.divWord(pow10[min(exponent, 19)]) != 0 {
			exact = false
		}
	}
	return exact
}

func (n *nat) addWord(v uint64) {
	for i := 0; v != 0 && i < len(n); i++ {
		n[i], v = bits.Add64(n[i], v, 0)
	}
}

func (n *nat) add(m *nat) {
	var carry uint64
	for i := range n {
		n[i], carry = bits.Add64(n[i], m[i], carry)
	}
}

// sub subtracts m, which is not greater.
func (n *nat) sub(m *nat) {
	var borrow uint64
	for i := range n {
		n[i], borrow = bits.Sub64(n[i], m[i], borrow)
	}
}

func (n *nat) less(m *nat) bool {
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] != m[i] {
			return n[i] < m[i]
		}
	}
	return false
}

// mul is the product of two 128-bit numbers.
func mul(aHi, aLo, bHi, bLo uint64) (n nat) {
	n[1], n[0] = bits.Mul64(aLo, bLo)
	var carry uint64
	for _, cross := range [2][2]uint64{{aHi, bLo}, {aLo, bHi}} {
		hi, lo := bits.Mul64(cross[0], cross[1])
		n[1], carry = bits.Add64(n[1], lo, 0)
		n[2], carry = bits.Add64(n[2], hi, carry)
		n[3] += carry
	}
	hi, lo := bits.Mul64(aHi, bHi)
	n[2], carry = bits.Add64(n[2], lo, 0)
	n[3] += hi + carry
	return n
}

// div divides by a number of one or two words (not zero) and returns the remainder.
func (n *nat) div(dHi, dLo uint64) (rHi, rLo uint64) {
	if dHi == 0 {
		return 0, n.divWord(dLo)
	}
	// Knuth's algorithm D with a divisor of two words, normalized so that its top bit is set.
	shift := uint(bits.LeadingZeros64(dHi))
	v1, v0 := dHi<<shift|dLo>>1>>(63-shift), dLo<<shift
	var u [9]uint64
	for i := len(n) - 1; i >= 0; i-- {
		u[i+1] |= n[i] >> 1 >> (63 - shift)
		u[i] = n[i] << shift
	}
	for j := len(n) - 2; j >= 0; j-- {
		n[j] = digit(u[j:j+3], v1, v0)
	}
	n[len(n)-1] = 0
	rLo = u[0]>>shift | u[1]<<1<<(63-shift)
	rHi = u[1] >> shift
	return rHi, rLo
}

// digit is one step of algorithm D: it divides three words by two, leaving the remainder in u, where the quotient is one word.
func digit(u []uint64, v1, v0 uint64) uint64 {
	q, overflowed := estimate(u[2], u[1], u[0], v1, v0)
	if overflowed {
		q = ^uint64(0)
	}
	borrow := subtract(u, q, v1, v0)
	for borrow != 0 {
		q--
		borrow -= addBack(u, v1, v0)
	}
	return q
}

// estimate is the quotient digit, at most two too great.
func estimate(u2, u1, u0, v1, v0 uint64) (q uint64, overflowed bool) {
	if u2 >= v1 {
		return 0, true
	}
	q, r := bits.Div64(u2, u1, v1)
	for range 2 {
		hi, lo := bits.Mul64(q, v0)
		if hi < r || hi == r && lo <= u0 {
			break
		}
		q--
		var carry uint64
		if r, carry = bits.Add64(r, v1, 0); carry != 0 {
			break
		}
	}
	return q, false
}

// subtract takes q*v from u and returns the borrow.
func subtract(u []uint64, q, v1, v0 uint64) uint64 {
	h0, l0 := bits.Mul64(q, v0)
	h1, l1 := bits.Mul64(q, v1)
	mid, carry := bits.Add64(h0, l1, 0)
	top := h1 + carry
	var borrow uint64
	u[0], borrow = bits.Sub64(u[0], l0, 0)
	u[1], borrow = bits.Sub64(u[1], mid, borrow)
	u[2], borrow = bits.Sub64(u[2], top, borrow)
	return borrow
}

func addBack(u []uint64, v1, v0 uint64) uint64 {
	var carry uint64
	u[0], carry = bits.Add64(u[0], v0, 0)
	u[1], carry = bits.Add64(u[1], v1, carry)
	u[2], carry = bits.Add64(u[2], 0, carry)
	return carry
}
