package scan

import (
	"math"
	"strconv"
)

// AppendShortFloat appends a float of up to six decimals, fifteen digits in all, and reports whether v is one. No two
// decimals of up to fifteen digits are nearest to the same float64, so the one found here is the shortest that reads back.
func AppendShortFloat(dst []byte, v float64) ([]byte, bool) {
	const scale = 1e6
	magnitude := math.Abs(v)
	if !(magnitude < 1e9) || v == 0 && math.Signbit(v) {
		return dst, false
	}
	if whole := int64(v); float64(whole) == v {
		return AppendInt(dst, whole), true
	}
	unscaled := uint64(magnitude*scale + 0.5)
	if float64(unscaled)/scale != magnitude {
		return dst, false
	}
	if v < 0 {
		dst = append(dst, '-')
	}
	whole, millionths := unscaled/scale, unscaled%scale
	dst = AppendUint(dst, whole)
	if millionths == 0 {
		return dst, true
	}
	return appendMillionths(dst, millionths), true
}

// appendMillionths appends a point and a fraction without trailing zeros.
func appendMillionths(dst []byte, millionths uint64) []byte {
	dst = append(dst, '.')
	for unit := uint64(100_000); millionths > 0; unit /= 10 {
		dst = append(dst, byte('0'+millionths/unit))
		millionths %= unit
	}
	return dst
}

// AppendFloat appends any finite float as encoding/json does, which is as ECMAScript does; size is 32 or 64.
func AppendFloat(dst []byte, v float64, size int) []byte {
	small, large := 1e-6, 1e21
	if size == 32 {
		small, large = float64(float32(small)), float64(float32(large))
	}
	if magnitude := math.Abs(v); magnitude == 0 || magnitude >= small && magnitude < large {
		return strconv.AppendFloat(dst, v, 'f', -1, size)
	}
	dst = strconv.AppendFloat(dst, v, 'e', -1, size)
	if n := len(dst); n >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' { // e-09 to e-9
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}
