package csv

import (
	"strconv"
	"strings"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// Int64 reads a BIGINT.
func Int64(record string, pos int, delimiter, quote byte) (int64, int) {
	v, end := plainInt64(record, pos)
	if next := fieldBehind(record, end, delimiter); next > 0 {
		return v, next
	}
	return anyInt64(record, pos, delimiter, quote)
}

// afterSign returns the position behind the minus at pos, or pos.
func afterSign(record string, pos int) int {
	if pos < len(record) && record[pos] == '-' {
		return pos + 1
	}
	return pos
}

// anyInt64 reads an integer with a plus, with quotes, or of any length.
func anyInt64(record string, pos int, delimiter, quote byte) (int64, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// fieldBehind returns the position of the field behind the one that ends at end, 0 where none ends there.
func fieldBehind(record string, end int, delimiter byte) int {
	if end == len(record) || uint(end) < uint(len(record)) && record[end] == delimiter {
		return end + 1
	}
	return 0
}

// value returns the text of any field that isn't a string, without quotes and without spaces around it; "", which no such
// type accepts, where it isn't well-formed.
func value(record string, pos int, delimiter, quote byte) (string, int) {
	var scratch rt.Scratch // only used where the text has doubled quotes or isn't UTF-8, and then it fits no type
	text, next := String(record, pos, delimiter, quote, &scratch)
	return strings.Trim(text, " "), next
}

// Int32 reads an INT.
func Int32(record string, pos int, delimiter, quote byte) (int32, int) {
	v, next := Int64(record, pos, delimiter, quote)
	if int64(int32(v)) != v {
		return 0, wrong(record, pos)
	}
	return int32(v), next
}

// Int16 reads a SMALLINT.
func Int16(record string, pos int, delimiter, quote byte) (int16, int) {
	v, next := Int64(record, pos, delimiter, quote)
	if int64(int16(v)) != v {
		return 0, wrong(record, pos)
	}
	return int16(v), next
}

// Int8 reads a TINYINT.
func Int8(record string, pos int, delimiter, quote byte) (int8, int) {
	v, next := Int64(record, pos, delimiter, quote)
	if int64(int8(v)) != v {
		return 0, wrong(record, pos)
	}
	return int8(v), next
}

// Float64 reads a DOUBLE.
func Float64(record string, pos int, delimiter, quote byte) (float64, int) {
	v, end := plainFloat64(record, pos)
	if next := fieldBehind(record, end, delimiter); next > 0 {
		return v, next
	}
	return anyFloat64(record, pos, delimiter, quote)
}

// anyFloat64 reads a number of any form.
func anyFloat64(record string, pos int, delimiter, quote byte) (float64, int) {
	text, next := value(record, pos, delimiter, quote)
	v, ok := parseFloat(text, 64)
	if !ok {
		return 0, wrong(record, pos)
	}
	return v, next
}

// powersOfTen are those that a number of up to 15 digits can need.
var powersOfTen = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// Float32 reads a REAL.
func Float32(record string, pos int, delimiter, quote byte) (float32, int) {
	text, next := value(record, pos, delimiter, quote)
	v, ok := parseFloat(text, 32)
	if !ok {
		return 0, wrong(record, pos)
	}
	return float32(v), next
}

// parseFloat takes decimal numbers and NaN and Infinity as PostgreSQL writes them, not the other forms of Go.
func parseFloat(text string, size int) (float64, bool) {
	name := strings.TrimPrefix(text, "-")
	if strings.Trim(text, "0123456789+-.eE") != "" && name != "Infinity" && text != "NaN" {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, size)
	return v, err == nil
}

// Decimal reads a DECIMAL of up to 18 digits. Digits behind its scale are rounded half away from zero.
func Decimal(record string, pos int, delimiter, quote byte, precision, scale int) (int64, int) {
	v, end := plainDecimal(record, pos, precision, scale)
	if next := fieldBehind(record, end, delimiter); next > 0 {
		return v, next
	}
	text, next := value(record, pos, delimiter, quote)
	v, err := decimal.Parse64(text, precision, scale)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// WideDecimal reads a DECIMAL of more than 18 digits.
func WideDecimal(record string, pos int, delimiter, quote byte, precision, scale int) (decimal.Int128, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := decimal.Parse(text, precision, scale)
	if err != nil {
		return decimal.Int128{}, wrong(record, pos)
	}
	return v, next
}
