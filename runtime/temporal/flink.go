package temporal

import rt "github.com/weirsql/weir/runtime"

// Flink's conversions between strings and times, whose default form is yyyy-MM-dd HH:mm:ss.

var defaultPattern = MustPattern("yyyy-MM-dd HH:mm:ss")

// ToTimestamp reads a TIMESTAMP(3) in the default form, a fraction and a date alone allowed; false for anything else.
func ToTimestamp(s string) (int64, bool) {
	ts, err := ParseTimestamp(s, 3, Micros)
	return ts, err == nil
}

// ToTimestampPattern reads a TIMESTAMP(3) in a pattern.
func ToTimestampPattern(s string, pattern *Pattern) (int64, bool) {
	m, _, ok := pattern.parse(s)
	if !ok {
		return 0, false
	}
	ts, err := m.timestamp(3, Micros)
	if m.hasOffset {
		ts -= m.offset * Micros
	}
	return ts, err == nil
}

// ToDate reads a date in the form yyyy-MM-dd; false for anything else.
func ToDate(s string) (int32, bool) {
	date, err := ParseDate(s)
	return date, err == nil
}

// ToDatePattern reads a date in a pattern.
func ToDatePattern(s string, pattern *Pattern) (int32, bool) {
	m, _, ok := pattern.parse(s)
	return int32(m.days), ok
}

// UnixTimestamp is the seconds since 1970 of a string in the default form, in a zone.
func UnixTimestamp(s string, zone *Zone) int64 { return UnixTimestampPattern(s, defaultPattern, zone) }

// UnixTimestampPattern is the seconds since 1970 of a string in a pattern, in a zone.
func UnixTimestampPattern(s string, pattern *Pattern, zone *Zone) int64 {
	ts, ok := ToTimestampPattern(s, pattern)
	if !ok {
		fail("%q does not fit the date pattern", s)
	}
	return floorDiv(InZone(ts, zone, Micros), Micros)
}

// FromUnixtime is seconds since 1970 in the default form, in a zone.
func FromUnixtime(scratch *rt.Scratch, seconds int64, zone *Zone) string {
	return FromUnixtimePattern(scratch, seconds, defaultPattern, zone)
}

// FromUnixtimePattern is seconds since 1970 in a pattern, in a zone.
func FromUnixtimePattern(scratch *rt.Scratch, seconds int64, pattern *Pattern, zone *Zone) string {
	return FormatInstant(scratch, mulUnits(seconds, Micros), pattern, Micros, zone)
}

// ConvertTZ moves a string in the default form from one zone to another; false where it doesn't fit.
func ConvertTZ(scratch *rt.Scratch, s string, from, to *Zone) (string, bool) {
	ts, ok := ToTimestampPattern(s, defaultPattern)
	if !ok {
		return "", false
	}
	return FormatInstant(scratch, InZone(ts, from, Micros), defaultPattern, Micros, to), true
}
