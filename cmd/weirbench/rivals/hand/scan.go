package main

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unsafe"
)

// The scanners take the position of a value and return the position behind it, negative where the bytes aren't of the
// plain shape. Blocks end in a newline, which no value contains, so none of them checks for the end.

func integerAt(b []byte, p int) (int64, int) {
	negative := b[p] == '-'
	if negative {
		p++
	}
	start := p
	var v uint64
	for {
		c := b[p] - '0'
		if c > 9 {
			break
		}
		v = v*10 + uint64(c)
		p++
	}
	if n := p - start; n == 0 || n > 18 || n > 1 && b[start] == '0' || b[p] == '.' || b[p]|0x20 == 'e' {
		return 0, -1
	}
	if negative {
		return -int64(v), p
	}
	return int64(v), p
}

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// doubleAt reads decimals of up to 15 digits exactly (Clinger's fast path) and the others with strconv.
func doubleAt(b []byte, p int) (float64, int) {
	first := p
	negative := b[p] == '-'
	if negative {
		p++
	}
	start := p
	var v uint64
	for b[p]-'0' <= 9 {
		v = v*10 + uint64(b[p]-'0')
		p++
	}
	digits := p - start
	if digits == 0 || digits > 1 && b[start] == '0' {
		return 0, -1
	}
	scale := 0
	if b[p] == '.' {
		p++
		fraction := p
		for b[p]-'0' <= 9 {
			v = v*10 + uint64(b[p]-'0')
			p++
		}
		scale = p - fraction
		if scale == 0 {
			return 0, -1
		}
	}
	if b[p]|0x20 == 'e' || digits+scale > 15 {
		return slowDouble(b, first, p)
	}
	f := float64(v) / pow10[scale]
	if negative {
		f = -f
	}
	return f, p
}

func slowDouble(b []byte, first, p int) (float64, int) {
	if b[p]|0x20 == 'e' {
		p++
		if b[p] == '+' || b[p] == '-' {
			p++
		}
		exponent := p
		for b[p]-'0' <= 9 {
			p++
		}
		if p == exponent {
			return 0, -1
		}
	}
	f, err := strconv.ParseFloat(string(b[first:p]), 64)
	if err != nil {
		return 0, -1
	}
	return f, p
}

const ones = 0x0101010101010101

// stringEnd returns the position of the closing quote of a string without escapes, control characters and bytes outside
// ASCII, whose first character is at p.
func stringEnd(b []byte, p int) int {
	for p+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[p:])
		stop := (((x ^ '"'*ones) - ones) | ((x ^ '\\'*ones) - ones) | (x - ' '*ones) | x) & (0x80 * ones)
		if stop != 0 {
			p += bits.TrailingZeros64(stop) >> 3
			if b[p] == '"' {
				return p
			}
			return -1
		}
		p += 8
	}
	for ; p < len(b); p++ {
		switch c := b[p]; {
		case c == '"':
			return p
		case c == '\\' || c < ' ' || c >= 0x80:
			return -1
		}
	}
	return -1
}

// appendDouble writes v as encoding/json does: shortest, without exponent for the usual magnitudes.
func appendDouble(dst []byte, v float64) []byte {
	if n := int64(v); float64(n) == v && n > -1<<53 && n < 1<<53 && n != 0 {
		return strconv.AppendInt(dst, n, 10)
	}
	if n := int64(v * 100); n > -1e15 && n < 1e15 && n != 0 && float64(n)/100 == v {
		return appendHundredths(dst, n)
	}
	if a := max(v, -v); a != 0 && (a < 1e-6 || a >= 1e21) {
		dst = strconv.AppendFloat(dst, v, 'e', -1, 64)
		if n := len(dst); n >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
			dst[n-2] = dst[n-1]
			dst = dst[:n-1]
		}
		return dst
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

func appendHundredths(dst []byte, n int64) []byte {
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	dst = strconv.AppendInt(dst, n/100, 10)
	dst = append(dst, '.', byte('0'+n/10%10))
	if n%10 != 0 {
		dst = append(dst, byte('0'+n%10))
	}
	return dst
}

// load reads the first eight bytes.
func load(s []byte) uint64 { return binary.LittleEndian.Uint64(s) }

func load4(s []byte) uint64 { return uint64(binary.LittleEndian.Uint32(s)) }

// wordAt reads the eight bytes at p, which may stand in the slack behind a block.
func wordAt(b []byte, p int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), p))[:])
}

// asString is bytes that never change as a string.
func asString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// appendText is appendString of a string.
func appendText(out []byte, s string) []byte {
	return appendString(out, unsafe.Slice(unsafe.StringData(s), len(s)))
}
