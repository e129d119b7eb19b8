package text

import (
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/internal/scan"
	"github.com/weirsql/weir/runtime/num"
)

// longestInteger is room for any integer's text: scan.AppendInt asks for as much behind the sign.
const longestInteger = 21

// longestNumber is room for any number's text.
const longestNumber = 48

// OfInteger prints an integer.
func OfInteger(scratch *rt.Scratch, v int64) string {
	return scratch.KeepString(scan.AppendInt(scratch.Reserve(longestInteger), v))
}

// OfDouble prints a DOUBLE.
func OfDouble(scratch *rt.Scratch, v float64) string {
	return scratch.KeepString(num.AppendDouble(scratch.Reserve(longestNumber), v))
}

// OfReal prints a REAL.
func OfReal(scratch *rt.Scratch, v float32) string {
	return scratch.KeepString(num.AppendReal(scratch.Reserve(longestNumber), v))
}

// OfDecimal64 prints a DECIMAL of at most 18 digits.
func OfDecimal64(scratch *rt.Scratch, v int64, scale int) string {
	return scratch.KeepString(decimal.Append64(scratch.Reserve(longestNumber), v, scale))
}

// OfDecimal prints a DECIMAL.
func OfDecimal(scratch *rt.Scratch, v decimal.Int128, scale int) string {
	return scratch.KeepString(decimal.Append(scratch.Reserve(longestNumber), v, scale))
}

// OfBoolean prints true or false.
func OfBoolean(v bool) string {
	if v {
		return "true"
	}
	return "false"
}

// OfUUID prints a UUID.
func OfUUID(scratch *rt.Scratch, id rt.UUID) string {
	return scratch.KeepString(rt.AppendUUID(scratch.Reserve(longestNumber), id))
}

// OfBytes is the string whose UTF-8 the bytes are; other bytes fail the record.
func OfBytes(b []byte) string {
	if !utf8.Valid(b) {
		rt.FailRecord("the bytes are not UTF-8")
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// ToDecimal64 reads a DECIMAL of at most 18 digits, white space around it allowed.
func ToDecimal64(s string, precision, scale int) int64 {
	v, err := decimal.Parse64(trimSpace(s), precision, scale)
	if err != nil {
		notDecimal(s, precision, scale, err)
	}
	return v
}

// ToDecimal reads a DECIMAL.
func ToDecimal(s string, precision, scale int) decimal.Int128 {
	v, err := decimal.Parse(trimSpace(s), precision, scale)
	if err != nil {
		notDecimal(s, precision, scale, err)
	}
	return v
}

func notDecimal(s string, precision, scale int, err error) {
	rt.FailRecordf("%s is not a DECIMAL(%d,%d): %v", quoted(s), precision, scale, err)
}

// ToUUID reads a UUID in its canonical form.
func ToUUID(s string) rt.UUID {
	id, ok := rt.ParseUUID(trimSpace(s))
	if !ok {
		rt.FailRecordf("%s is not a UUID", quoted(s))
	}
	return id
}

// BytesOfUUID is the 16 bytes of a UUID.
func BytesOfUUID(scratch *rt.Scratch, id rt.UUID) []byte {
	return scratch.Keep(append(scratch.Reserve(len(id)), id[:]...))
}

// UUIDOfBytes is the UUID of 16 bytes.
func UUIDOfBytes(b []byte) (id rt.UUID) {
	if len(b) != len(id) {
		rt.FailRecordf("a UUID has 16 bytes, not %d", len(b))
	}
	return rt.UUID(b)
}

func trimSpace(s string) string { return strings.Trim(s, " \t\n\r\v\f") }

// quoted is a value in a message, cut to a readable length.
func quoted(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strconv.Quote(s)
}
