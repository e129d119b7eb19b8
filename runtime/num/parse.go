package num

import (
	"math"
	"strconv"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// ParseInteger reads an integer with an optional sign and white space around it; it fails the record for anything else.
func ParseInteger[T Integer](s string) T {
	n, err := strconv.ParseInt(trim(s), 10, 64)
	if err != nil || strings.Contains(s, "_") {
		rt.FailRecordf("%s is not an integer that fits", quoted(s))
	}
	if int64(T(n)) != n {
		rt.FailRecordf("%s is out of the type's range", quoted(s))
	}
	return T(n)
}

// TryInteger is ParseInteger for TRY_CAST.
func TryInteger[T Integer](s string) (T, bool) {
	n, err := strconv.ParseInt(trim(s), 10, 64)
	return T(n), err == nil && int64(T(n)) == n && !strings.Contains(s, "_")
}

// ParseDouble reads a number, NaN, Infinity or -Infinity with white space around it.
func ParseDouble(s string) float64 {
	v, ok := TryDouble(s)
	if !ok {
		rt.FailRecordf("%s is not a DOUBLE", quoted(s))
	}
	return v
}

// TryDouble is ParseDouble for TRY_CAST.
func TryDouble(s string) (float64, bool) { return parseFloat(s, 64) }

// ParseReal is ParseDouble for REAL.
func ParseReal(s string) float32 {
	v, ok := TryReal(s)
	if !ok {
		rt.FailRecordf("%s is not a REAL", quoted(s))
	}
	return v
}

// TryReal is ParseReal for TRY_CAST.
func TryReal(s string) (float32, bool) {
	v, ok := parseFloat(s, 32)
	return float32(v), ok
}

func parseFloat(s string, bits int) (float64, bool) {
	s = trim(s)
	v, err := strconv.ParseFloat(s, bits)
	if err != nil || strings.ContainsAny(s, "_xX") {
		return 0, false
	}
	return v, v != 0 || !hasDigit(s)
}

// hasDigit reports a digit other than zero in the mantissa: then a value of zero is an underflow.
func hasDigit(s string) bool {
	mantissa, _, _ := strings.Cut(strings.ToLower(s), "e")
	return strings.ContainsAny(mantissa, "123456789")
}

// ParseBoolean reads true, false, yes, no, on, off, 1, 0 and their unambiguous beginnings, in any case.
func ParseBoolean(s string) bool {
	v, ok := TryBoolean(s)
	if !ok {
		rt.FailRecordf("%s is not a BOOLEAN", quoted(s))
	}
	return v
}

// TryBoolean is ParseBoolean for TRY_CAST.
func TryBoolean(s string) (value, ok bool) {
	s = strings.ToLower(trim(s))
	switch {
	case s == "":
		return false, false
	case strings.HasPrefix("true", s), strings.HasPrefix("yes", s), s == "on", s == "1":
		return true, true
	}
	return false, strings.HasPrefix("false", s) || strings.HasPrefix("no", s) || s == "of" || s == "off" || s == "0"
}

func trim(s string) string { return strings.Trim(s, " \t\n\r\v\f") }

// quoted is a value in a message, cut to a readable length.
func quoted(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strconv.Quote(s)
}

// AppendDouble appends a DOUBLE as PostgreSQL prints it: the shortest digits that read back to the same value.
func AppendDouble(dst []byte, v float64) []byte { return appendFloat(dst, v, 64, 15) }

// AppendReal appends a REAL as PostgreSQL prints it.
func AppendReal(dst []byte, v float32) []byte { return appendFloat(dst, float64(v), 32, 6) }

// appendFloat writes an exponent below 1e-4 and from 10^digits on.
func appendFloat(dst []byte, v float64, bits, digits int) []byte {
	switch {
	case math.IsNaN(v):
		return append(dst, "NaN"...)
	case math.IsInf(v, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(v, -1):
		return append(dst, "-Infinity"...)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, v, 'e', -1, bits)
	if onBorder(v, bits, string(dst[start:])) {
		dst = insideBorder(dst[:start], v, bits)
	}
	exponent := exponentOf(string(dst[start:]))
	if exponent < -4 || exponent >= digits {
		return dst
	}
	return strconv.AppendFloat(dst[:start], v, 'f', -1, bits)
}

func exponentOf(text string) int {
	exponent, _ := strconv.Atoi(text[strings.IndexByte(text, 'e')+1:])
	return exponent
}

// The shortest digits of a whole number that has more bits than its type keeps may lie exactly between it and a neighbour.
// They read back to the same value, but PostgreSQL does not use such digits.
func onBorder(v float64, bits int, text string) bool {
	exact := 1 << 24
	if bits == 64 {
		exact = 1 << 53
	}
	magnitude := math.Abs(v)
	if magnitude < float64(exact) || magnitude >= 1<<63 {
		return false
	}
	shown, ok := wholeNumber(strings.TrimPrefix(text, "-"))
	own := uint64(magnitude)
	if !ok || shown == own {
		return false
	}
	towards := math.Inf(1)
	if shown < own {
		towards = 0
	}
	next := math.Nextafter(magnitude, towards)
	if bits == 32 {
		next = float64(math.Nextafter32(float32(magnitude), float32(towards)))
	}
	return 2*(int64(shown)-int64(own)) == int64(next)-int64(own)
}

// wholeNumber is the value of d.ddde+x.
func wholeNumber(text string) (uint64, bool) {
	mantissa, _, _ := strings.Cut(text, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	zeros := exponentOf(text) - len(fraction)
	if zeros < 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", zeros), 10, 64)
	return n, err == nil
}

// insideBorder appends the first digits that aren't on the border.
func insideBorder(dst []byte, v float64, bits int) []byte {
	start := len(dst)
	for precision := 1; ; precision++ {
		dst = strconv.AppendFloat(dst[:start], v, 'e', precision, bits)
		text := string(dst[start:])
		if back, _ := strconv.ParseFloat(text, bits); back == v && !onBorder(v, bits, text) {
			return dst
		}
	}
}
