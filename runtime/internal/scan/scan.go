// Package scan holds what the text formats share: eight bytes of text looked at as one integer.
//
// The bytes of a word stand in reading order from the lowest, whatever the machine. Numbers that end within one word,
// which most do, are read without a loop, so that the processor has no end of a number to mispredict.
package scan

import "math/bits"

// One byte, repeated.
const (
	Ones  = 0x0101010101010101
	Highs = 0x80 * Ones
)

// Load returns the eight bytes at pos. The compiler makes one load of it.
func Load(s string, pos int) uint64 {
	b := s[pos : pos+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// Digits returns the word with '0' to '9' turned into 0 to 9; every other byte is above 9.
func Digits(word uint64) uint64 { return word ^ '0'*Ones }

// NonDigits marks the bytes above 9 by their high bit.
func NonDigits(digits uint64) uint64 { return ((digits&^Highs + (128-10)*Ones) | digits) & Highs }

// FirstBit returns the position of the first marked byte's lowest bit: 8 times its index, 64 for none.
func FirstBit(marks uint64) int { return bits.TrailingZeros64(marks) &^ 7 }

// Number returns what the first n bits of digits spell: n is 8 to 64, 8 per digit.
func Number(digits uint64, n int) uint64 {
	digits <<= uint(64-n) & 63
	digits = digits*10 + digits>>8 // two digits in every second byte
	const pairs = 0x000000ff000000ff
	return ((digits&pairs)*(100+1000000<<32) + (digits>>16&pairs)*(1+10000<<32)) >> 32
}

// Decimal reads an unsigned number that ends within the word: digits, and maybe a point with digits behind it. It returns
// the number without its point, how many digits stood behind the point, and the number's length in bytes, which is 0 where
// the word doesn't start with such a number or it may go on behind the word. What ends the number is the caller's to
// check.
func Decimal(digits uint64) (unscaled uint64, scale, length int) {
	stop := NonDigits(digits)
	point := FirstBit(stop)
	if stop == 0 || point == 0 {
		return 0, 0, 0
	}
	if digits>>point&0xff != '.'^'0' {
		return Number(digits, point), 0, point >> 3
	}
	stop &= stop - 1
	end := FirstBit(stop)
	if stop == 0 || end == point+8 {
		return 0, 0, 0
	}
	whole := digits & (1<<point - 1)
	fraction := digits >> 8 &^ (1<<point - 1)
	return Number(whole|fraction, end-8), (end-point)>>3 - 1, end >> 3
}

// Word is Load for the end of a text as well: bytes behind it are 0.
func Word(s string, pos int) uint64 {
	if pos+8 <= len(s) {
		return Load(s, pos)
	}
	return tail(s, pos)
}

// tail loads fewer than eight bytes, by the last eight where there are as many.
func tail(s string, pos int) (word uint64) {
	if len(s) >= 8 {
		return Load(s, len(s)-8) >> (uint(pos+8-len(s)) * 8 & 63)
	}
	for i := len(s) - 1; i >= pos; i-- {
		word = word<<8 | uint64(s[i])
	}
	return word
}

// Equal marks by its high bit the first byte that equals c; bytes above it may be marked as well.
func Equal(word uint64, c byte) uint64 {
	word ^= uint64(c) * Ones
	return (word - Ones) &^ word & Highs
}

// NotPairs marks, in a word of a text that ends before the word's end or goes on behind it, what isn't ASCII or a well-formed two-byte
// sequence of UTF-8; zero for what alphabets such as Latin, Greek, Cyrillic, Hebrew and Arabic need. There is no branch. leads are
// the bytes that begin a sequence, and before are those of the word before.
func NotPairs(word, before uint64) (wrong, leads uint64) {
	leads = word & (word << 1) & Highs                // 11xxxxxx
	trail := word &^ (word << 1) & Highs              // 10xxxxxx
	value := word & (leads >> 7 * 0x1e)               // zero in 1100000x, which is longer than it must be
	wrong = trail ^ (leads<<8 | before>>56)           // each has its place behind one of leads
	wrong |= leads & (word<<2 | ^(value + 0x7f*Ones)) // 111xxxxx begins more than two bytes
	return wrong, leads
}
