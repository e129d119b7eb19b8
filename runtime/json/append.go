package json

import (
	"encoding/base64"
	"math"
	"unicode/utf8"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// AppendBool appends true or false.
func AppendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

// AppendInt appends an integer.
func AppendInt(dst []byte, v int64) []byte { return scan.AppendInt(dst, v) }

// AppendFloat64 appends a DOUBLE as encoding/json does: the shortest digits that read back to the same value. What JSON's
// numbers can't express is written as the strings "NaN", "Infinity" and "-Infinity".
func AppendFloat64(dst []byte, v float64) []byte {
	if out, ok := scan.AppendShortFloat(dst, v); ok {
		return out
	}
	return appendFloat(dst, v, 64)
}

// AppendFloat32 appends a REAL, as AppendFloat64 does a DOUBLE.
func AppendFloat32(dst []byte, v float32) []byte { return appendFloat(dst, float64(v), 32) }

func appendFloat(dst []byte, v float64, size int) []byte {
	switch {
	case math.IsNaN(v):
		return append(dst, `"NaN"`...)
	case math.IsInf(v, 1):
		return append(dst, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(dst, `"-Infinity"`...)
	}
	return scan.AppendFloat(dst, v, size)
}

// AppendString appends a string, escaped where it has to be. As encoding/json without HTML escaping does, it writes U+FFFD
// for invalid UTF-8, and escapes U+2028 and U+2029.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	if isPlain(s) {
		dst = append(dst, s...)
		return append(dst, '"')
	}
	return append(appendEscaped(dst, s), '"')
}

// isPlain reports whether a string is ASCII and needs no escape.
func isPlain(s string) bool {
	pos := 0
	for ; pos+8 <= len(s); pos += 8 {
		if plainStops(scan.Load(s, pos)) != 0 {
			return false
		}
	}
	for ; pos < len(s); pos++ {
		if escapes[s[pos]] {
			return false
		}
	}
	return true
}

// escapes says which bytes can't stand in a string without a look at them.
var escapes = func() (table [256]bool) {
	for c := range table {
		table[c] = c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\'
	}
	return table
}()

// appendEscaped appends the inside of a string literal.
func appendEscaped(dst []byte, s string) []byte {
	plain := 0 // where what isn't yet appended starts
	for i := 0; i < len(s); {
		if !escapes[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size > 1 && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		dst = append(dst, s[plain:i]...)
		dst = appendEscape(dst, r)
		i += size
		plain = i
	}
	return append(dst, s[plain:]...)
}

func appendEscape(dst []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	case utf8.RuneError:
		return append(dst, `\ufffd`...)
	}
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// AppendBytes appends BYTES as a string of base64, with padding.
func AppendBytes(dst []byte, v []byte) []byte {
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, v)
	return append(dst, '"')
}
