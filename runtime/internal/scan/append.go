package scan

import (
	"math/bits"
	"slices"
)

// pairs are the numbers from 00 to 99.
const pairs = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

// AppendInt appends an integer in decimal.
func AppendInt(dst []byte, v int64) []byte {
	if v < 0 {
		return AppendUint(append(dst, '-'), -uint64(v))
	}
	return AppendUint(dst, uint64(v))
}

// AppendUint appends a number in decimal. It writes the digits in place, from the last.
func AppendUint(dst []byte, v uint64) []byte {
	if v < 10 {
		return append(dst, byte('0'+v))
	}
	n := len(dst)
	dst = slices.Grow(dst, 20)
	end := n + digitCount(v)
	dst = dst[:end]
	for v >= 100 {
		pair := v % 100 * 2
		v /= 100
		end -= 2
		dst[end], dst[end+1] = pairs[pair], pairs[pair+1]
	}
	if v < 10 {
		dst[n] = byte('0' + v)
		return dst
	}
	dst[n], dst[n+1] = pairs[v*2], pairs[v*2+1]
	return dst
}

// digitCount returns the number of v's decimal digits, v > 0.
func digitCount(v uint64) int {
	n := bits.Len64(v) * 1233 >> 12 // log10(2) is nearly 1233/4096
	if v >= tens[n] {
		n++
	}
	return n
}

// tens are the powers of ten that 64 bits hold.
var tens = func() (table [20]uint64) {
	table[0] = 1
	for i := 1; i < len(table); i++ {
		table[i] = table[i-1] * 10
	}
	return table
}()
