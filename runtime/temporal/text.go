package temporal

import (
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// longest is room for any date's or timestamp's text.
const longest = 64

// TextOfDate prints a date.
func TextOfDate(scratch *rt.Scratch, date int32) string {
	return scratch.KeepString(AppendDate(scratch.Reserve(longest), date))
}

// TextOfTime prints a time of day.
func TextOfTime(scratch *rt.Scratch, t, unit int64) string {
	return scratch.KeepString(AppendTime(scratch.Reserve(longest), t, unit))
}

// TextOfTimestamp prints a timestamp.
func TextOfTimestamp(scratch *rt.Scratch, ts, unit int64) string {
	return scratch.KeepString(AppendTimestamp(scratch.Reserve(longest), ts, unit))
}

// TextOfInstant prints an instant as the zone's wall clock with its offset: 2024-05-06 07:08:09+02.
func TextOfInstant(scratch *rt.Scratch, ts, unit int64, zone *Zone) string {
	offset := int64(0)
	if !zone.utc {
		offset = zone.offset(floorDiv(ts, unit))
	}
	days, clock := split(ts+offset*unit, unit)
	out, year := appendDate(scratch.Reserve(longest), days)
	out = appendClock(append(out, ' '), clock, unit)
	return scratch.KeepString(appendEra(appendOffset(out, offset), year))
}

func appendOffset(dst []byte, offset int64) []byte {
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	dst = appendPair(append(dst, sign), int(offset/hourSeconds))
	if offset%hourSeconds != 0 {
		dst = appendPair(append(dst, ':'), int(offset/60%60))
	}
	if offset%60 != 0 {
		dst = appendPair(append(dst, ':'), int(offset%60))
	}
	return dst
}

// CastDate reads a date; anything else fails the record.
func CastDate(s string) int32 {
	date, err := ParseDate(s)
	if err != nil {
		malformed(s, "DATE", err)
	}
	return date
}

// CastTime reads a time of day.
func CastTime(s string, precision int, unit int64) int64 {
	t, err := ParseTime(s, precision, unit)
	if err != nil {
		malformed(s, "TIME", err)
	}
	return t
}

// CastTimestamp reads a timestamp.
func CastTimestamp(s string, precision int, unit int64) int64 {
	ts, err := ParseTimestamp(s, precision, unit)
	if err != nil {
		malformed(s, "TIMESTAMP", err)
	}
	return ts
}

// CastInstant reads a timestamp with a zone offset, or without one in the given zone.
func CastInstant(s string, precision int, unit int64, zone *Zone) int64 {
	ts, err := ParseInstant(s, precision, unit, zone)
	if err != nil {
		malformed(s, "TIMESTAMP_LTZ", err)
	}
	return ts
}

// CastInterval reads an interval.
func CastInterval(s string) Interval {
	i, err := ParseInterval(s)
	if err != nil {
		malformed(s, "INTERVAL", err)
	}
	return i
}

func malformed(s, kind string, err error) {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	fail("%q is not a %s: %v", s, kind, err)
}
