package csv

import (
	"math"
	"strconv"
	"strings"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// AppendInt appends an integer.
func AppendInt(dst []byte, v int64) []byte { return scan.AppendInt(dst, v) }

// AppendBool appends true or false.
func AppendBool(dst []byte, v bool) []byte { return strconv.AppendBool(dst, v) }

// AppendFloat64 appends a DOUBLE with the shortest digits that read back to the same value.
func AppendFloat64(dst []byte, v float64) []byte {
	if out, ok := scan.AppendShortFloat(dst, v); ok {
		return out
	}
	return appendFloat(dst, v, 64)
}

// AppendFloat32 appends a REAL, as AppendFloat64 does a DOUBLE.
func AppendFloat32(dst []byte, v float32) []byte { return appendFloat(dst, float64(v), 32) }

func appendFloat(dst []byte, v float64, size int) []byte {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return append(dst, infinite(v)...)
	}
	return scan.AppendFloat(dst, v, size)
}

func infinite(v float64) string {
	switch {
	case v > 0:
		return "Infinity"
	case v < 0:
		return "-Infinity"
	}
	return "NaN"
}

// AppendString appends a text field, quoted where it has to be: because of what it holds, or since without quotes it would
// read as NULL, whose text is null.
func AppendString(dst []byte, s string, delimiter, quote byte, null string) []byte {
	if s != null && isPlain(s, delimiter, quote) {
		return append(dst, s...)
	}
	if quote == NoQuote {
		return append(dst, s...)
	}
	dst = append(dst, quote)
	for {
		n := strings.IndexByte(s, quote)
		if n < 0 {
			break
		}
		dst = append(dst, s[:n]...)
		dst = append(dst, quote, quote)
		s = s[n+1:]
	}
	dst = append(dst, s...)
	return append(dst, quote)
}

// isPlain reports whether a text can stand without quotes.
func isPlain(s string, delimiter, quote byte) bool {
	pos := 0
	for ; pos+8 <= len(s); pos += 8 {
		word := scan.Load(s, pos)
		if scan.Equal(word, delimiter)|scan.Equal(word, quote)|scan.Equal(word, '\n')|scan.Equal(word, '\r') != 0 {
			return false
		}
	}
	for ; pos < len(s); pos++ {
		if c := s[pos]; c == delimiter || c == quote || c == '\n' || c == '\r' {
			return false
		}
	}
	return true
}
