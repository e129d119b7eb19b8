package csv

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/temporal"
)

// Bool reads a BOOLEAN: true or false, t or f, 1 or 0, in either case.
func Bool(record string, pos int, delimiter, quote byte) (bool, int) {
	text, next := value(record, pos, delimiter, quote)
	switch strings.ToLower(text) {
	case "true", "t", "1":
		return true, next
	case "false", "f", "0":
		return false, next
	}
	return false, wrong(record, pos)
}

// StringMax reads a VARCHAR(limit): a longer text is an error.
func StringMax(record string, pos int, delimiter, quote byte, scratch *rt.Scratch, limit int) (string, int) {
	s, next := String(record, pos, delimiter, quote, scratch)
	if len(s) > limit && utf8.RuneCountInString(s) > limit {
		return "", wrong(record, pos)
	}
	return s, next
}

// Bytes reads BYTES, which stand in base64.
func Bytes(record string, pos int, delimiter, quote byte, scratch *rt.Scratch) ([]byte, int) {
	text, next := value(record, pos, delimiter, quote)
	dst, err := base64.StdEncoding.AppendDecode(scratch.Reserve(base64.StdEncoding.DecodedLen(len(text))), []byte(text))
	if err != nil || next > len(record)+1 {
		return nil, wrong(record, pos)
	}
	return scratch.Keep(dst), next
}

// BytesMax reads BYTES of at most limit bytes.
func BytesMax(record string, pos int, delimiter, quote byte, scratch *rt.Scratch, limit int) ([]byte, int) {
	v, next := Bytes(record, pos, delimiter, quote, scratch)
	if len(v) > limit {
		return nil, wrong(record, pos)
	}
	return v, next
}

// Date reads a DATE as days since 1970-01-01.
func Date(record string, pos int, delimiter, quote byte) (int32, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := temporal.ParseDate(text)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// Time reads a TIME.
func Time(record string, pos int, delimiter, quote byte, precision int, unit int64) (int64, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := temporal.ParseTime(text, precision, unit)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// Timestamp reads a TIMESTAMP in units of unit per second.
func Timestamp(record string, pos int, delimiter, quote byte, precision int, unit int64) (int64, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := temporal.ParseTimestamp(text, precision, unit)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// Instant reads a TIMESTAMP_LTZ in units of unit per second. Text without an offset is UTC.
func Instant(record string, pos int, delimiter, quote byte, precision int, unit int64) (int64, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := temporal.ParseInstant(text, precision, unit, temporal.UTC)
	if err != nil {
		return 0, wrong(record, pos)
	}
	return v, next
}

// Document reads a JSON value.
func Document(record string, pos int, delimiter, quote byte, scratch *rt.Scratch) (json.Raw, int) {
	text, next := String(record, pos, delimiter, quote, scratch)
	if !json.Valid(text) {
		return "", wrong(record, pos)
	}
	return json.Raw(text), next
}

// UUID reads a UUID.
func UUID(record string, pos int, delimiter, quote byte) (rt.UUID, int) {
	text, next := value(record, pos, delimiter, quote)
	v, ok := rt.ParseUUID(text)
	if !ok {
		return rt.UUID{}, wrong(record, pos)
	}
	return v, next
}

// Interval reads an INTERVAL in one of PostgreSQL's forms.
func Interval(record string, pos int, delimiter, quote byte) (temporal.Interval, int) {
	text, next := value(record, pos, delimiter, quote)
	v, err := temporal.ParseInterval(text)
	if err != nil {
		return temporal.Interval{}, wrong(record, pos)
	}
	return v, next
}
