package bind

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/weirsql/weir/ir/types"
)

// moment is a date, a time of the day, or both, as written.
type moment struct {
	year, month, day     int
	hour, minute, second int
	nanos                int64
	hasDate, hasClock    bool
	hasOffset            bool
	offset               int // seconds east of Greenwich
}

var momentForm = regexp.MustCompile(`^(?:(\d{4,7})-(\d{1,2})-(\d{1,2})|(\d{4})(\d\d)(\d\d))?(?:(?:[Tt]| +|^)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d*))?)?)?(?: *(Z|z|UTC|GMT|[+-]\d{1,2}(?::?\d\d)?))?$`)

var momentExamples = map[types.Kind]string{types.Date: "2024-01-31", types.Time: "10:30:00", types.Timestamp: "2024-01-31 10:30:00", types.TimestampLTZ: "2024-01-31 10:30:00Z"}

// parseMoment reads a DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ in its representation: days, or units of a second, rounded to
// the type's precision. zone is where a TIMESTAMP_LTZ without an offset stands.
func parseMoment(s string, t types.Type, zone *time.Location) (any, error) {
	m, ok := scanMoment(s)
	if !ok || t.Kind == types.Time && !m.hasClock || t.Kind != types.Time && !m.hasDate {
		return nil, fmt.Errorf("write it like '%s'", momentExamples[t.Kind])
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	switch t.Kind {
	case types.Date:
		return days(m), nil
	case types.Time:
		return rescale(roundNanos(m.clockNanos(), t.Precision), t.Unit()), nil
	}
	if t.Kind == types.Timestamp && m.hasOffset {
		return nil, errors.New("a TIMESTAMP has no time zone: leave the offset out, or use TIMESTAMP_LTZ")
	}
	return timestamp(m, t, zone)
}

func scanMoment(s string) (moment, bool) {
	match := momentForm.FindStringSubmatch(s)
	if match == nil {
		return moment{}, false
	}
	number := func(i int) int { n, _ := strconv.Atoi(match[i]); return n }
	m := moment{hasDate: match[1]+match[4] != "", hasClock: match[7] != "", hasOffset: match[11] != ""}
	m.year, m.month, m.day = number(1)+number(4), number(2)+number(5), number(3)+number(6)
	m.hour, m.minute, m.second = number(7), number(8), number(9)
	m.nanos = fractionNanos(match[10])
	m.offset = offsetSeconds(match[11])
	return m, true
}

// fractionNanos reads digits behind the point; the tenth rounds.
func fractionNanos(digits string) int64 {
	padded := (digits + "0000000000")[:10]
	n, _ := strconv.ParseInt(padded, 10, 64)
	return (n + 5) / 10
}

func offsetSeconds(text string) int {
	if text == "" || text[0] != '+' && text[0] != '-' {
		return 0
	}
	digits := strings.ReplaceAll(text[1:], ":", "")
	hours, minutes := digits, "0"
	if len(digits) > 2 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	seconds := h*3600 + m*60
	if text[0] == '-' {
		return -seconds
	}
	return seconds
}

// fractionDigits counts the digits behind the second of a literal, up to 9.
func fractionDigits(s string) int {
	match := momentForm.FindStringSubmatch(strings.TrimSpace(s))
	if match == nil {
		return 0
	}
	return min(len(match[10]), 9)
}

func (m moment) clockNanos() int64 {
	return int64((m.hour*60+m.minute)*60+m.second)*int64(time.Second) + m.nanos
}

// check refuses dates and times that don't exist; 24:00:00 and the second 60 do, as in PostgreSQL.
func (m moment) check() error {
	if m.hasDate {
		date := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
		if m.year == 0 || m.month < 1 || m.month > 12 || date.Day() != m.day || date.Month() != time.Month(m.month) {
			return errors.New("there is no such date")
		}
	}
	if m.minute > 59 || m.second > 60 || m.clockNanos() > 24*int64(time.Hour) || m.offset >= 16*3600 || m.offset <= -16*3600 {
		return errors.New("there is no such time")
	}
	return nil
}

func days(m moment) int64 {
	return time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// timestamp is the wall clock in units since 1970; of a TIMESTAMP_LTZ, the instant.
func timestamp(m moment, t types.Type, zone *time.Location) (any, error) {
	nanos := roundNanos(m.clockNanos(), t.Precision)
	seconds := days(m)*24*60*60 + nanos/int64(time.Second)
	if t.Kind == types.TimestampLTZ {
		seconds -= int64(m.zoneOffset(seconds, zone))
	}
	high, low := bits.Mul64(uint64(max(seconds, -seconds)), uint64(t.Unit()))
	if high != 0 || low > math.MaxInt64-uint64(t.Unit()) {
		return nil, errors.New("it is out of range")
	}
	return seconds*t.Unit() + rescale(nanos%int64(time.Second), t.Unit()), nil
}

// zoneOffset is the literal's own offset, else that of the session's zone at that wall clock.
func (m moment) zoneOffset(wall int64, zone *time.Location) int {
	if m.hasOffset {
		return m.offset
	}
	clock := time.Unix(wall, 0).UTC()
	local := time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
	return int(wall - local.Unix())
}

// roundNanos rounds nanoseconds to a number of digits behind the second, half up.
func roundNanos(nanos int64, precision int) int64 {
	step := int64(1)
	for range 9 - precision {
		step *= 10
	}
	return (nanos + step/2) / step * step
}

func rescale(nanos, unit int64) int64 { return nanos / (int64(time.Second) / unit) }
