package csv

import (
	"encoding/base64"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/temporal"
)

// AppendDecimal appends a DECIMAL of up to 18 digits.
func AppendDecimal(dst []byte, v int64, scale int) []byte { return decimal.Append64(dst, v, scale) }

// AppendWideDecimal appends a DECIMAL of more than 18 digits.
func AppendWideDecimal(dst []byte, v decimal.Int128, scale int) []byte {
	return decimal.Append(dst, v, scale)
}

// AppendBytes appends BYTES in base64, quoted where they would read as NULL, whose text is null.
func AppendBytes(dst []byte, v []byte, delimiter, quote byte, null string) []byte {
	start := len(dst)
	dst = base64.StdEncoding.AppendEncode(dst, v)
	if string(dst[start:]) == null {
		return AppendString(dst[:start], null, delimiter, quote, null)
	}
	return dst
}

// AppendDate appends a DATE.
func AppendDate(dst []byte, v int32) []byte { return temporal.AppendDate(dst, v) }

// AppendTime appends a TIME.
func AppendTime(dst []byte, v, unit int64) []byte { return temporal.AppendTime(dst, v, unit) }

// AppendTimestamp appends a TIMESTAMP.
func AppendTimestamp(dst []byte, v, unit int64) []byte { return temporal.AppendTimestamp(dst, v, unit) }

// AppendInstant appends a TIMESTAMP_LTZ, in UTC.
func AppendInstant(dst []byte, v, unit int64) []byte { return temporal.AppendInstant(dst, v, unit) }

// AppendDocument appends a JSON value, as a text field.
func AppendDocument(dst []byte, v json.Raw, delimiter, quote byte, null string) []byte {
	return AppendString(dst, string(v), delimiter, quote, null)
}

// AppendUUID appends a UUID.
func AppendUUID(dst []byte, v rt.UUID) []byte { return rt.AppendUUID(dst, v) }

// AppendInterval appends an INTERVAL as PostgreSQL prints it.
func AppendInterval(dst []byte, v temporal.Interval) []byte { return temporal.AppendInterval(dst, v) }
