package json

import (
	"github.com/weirsql/weir/runtime/temporal"
)

// Date reads a DATE, a string, as days since 1970-01-01.
func Date(text string, pos int) (int32, int) {
	s, end := plainString(text, pos)
	v, err := temporal.ParseDate(s)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// Time reads a TIME, a string, in units of unit per second.
func Time(text string, pos int, precision int, unit int64) (int64, int) {
	s, end := plainString(text, pos)
	v, err := temporal.ParseTime(s, precision, unit)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// Timestamp reads a TIMESTAMP, a string in the form of SQL or of ISO 8601, in units of unit per second.
func Timestamp(text string, pos int, precision int, unit int64) (int64, int) {
	s, end := plainString(text, pos)
	v, err := temporal.ParseTimestamp(s, precision, unit)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// Instant reads a TIMESTAMP_LTZ, as Timestamp does. Text without an offset is UTC.
func Instant(text string, pos int, precision int, unit int64) (int64, int) {
	s, end := plainString(text, pos)
	v, err := temporal.ParseInstant(s, precision, unit, temporal.UTC)
	if err != nil {
		return 0, len(text)
	}
	return v, end
}

// AppendDate appends a DATE.
func AppendDate(dst []byte, v int32) []byte {
	return append(temporal.AppendDate(append(dst, '"'), v), '"')
}

// AppendTime appends a TIME.
func AppendTime(dst []byte, v, unit int64) []byte {
	return append(temporal.AppendTime(append(dst, '"'), v, unit), '"')
}

// AppendTimestamp appends a TIMESTAMP in the form of SQL: "2024-01-15 10:30:00.5".
func AppendTimestamp(dst []byte, v, unit int64) []byte {
	return append(temporal.AppendTimestamp(append(dst, '"'), v, unit), '"')
}

// AppendInstant appends a TIMESTAMP_LTZ in the form of SQL, in UTC: "2024-01-15 10:30:00.5Z".
func AppendInstant(dst []byte, v, unit int64) []byte {
	return append(temporal.AppendInstant(append(dst, '"'), v, unit), '"')
}

// AppendTimestampISO appends a TIMESTAMP in the form of ISO 8601: "2024-01-15T10:30:00.5".
func AppendTimestampISO(dst []byte, v, unit int64) []byte {
	return withT(AppendTimestamp(dst, v, unit), len(dst))
}

// AppendInstantISO appends a TIMESTAMP_LTZ in the form of ISO 8601, in UTC: "2024-01-15T10:30:00.5Z".
func AppendInstantISO(dst []byte, v, unit int64) []byte {
	return withT(AppendInstant(dst, v, unit), len(dst))
}

// withT puts a T in the place of the space between date and time, from start on.
func withT(dst []byte, start int) []byte {
	for i := start; i < len(dst); i++ {
		if dst[i] == ' ' {
			dst[i] = 'T'
			break
		}
	}
	return dst
}

// Interval reads an INTERVAL, a string in one of PostgreSQL's forms.
func Interval(text string, pos int) (temporal.Interval, int) {
	s, end := plainString(text, pos)
	v, err := temporal.ParseInterval(s)
	if err != nil {
		return temporal.Interval{}, len(text)
	}
	return v, end
}

// AppendInterval appends an INTERVAL as PostgreSQL prints it: "1 mon 2 days 03:04:05".
func AppendInterval(dst []byte, v temporal.Interval) []byte {
	return append(temporal.AppendInterval(append(dst, '"'), v), '"')
}
