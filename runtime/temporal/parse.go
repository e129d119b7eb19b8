package temporal

import (
	"errors"
	"strings"
)

// What the parsers return for text that has not the form, and for values that don't exist or are out of range.
var (
	ErrSyntax = errors.New("not in a form that is known")
	ErrRange  = errors.New("no such date or time, or out of range")
)

// ParseTimestamp reads yyyy-mm-dd, optionally with a T or space and a time of day hh:mm[:ss[.fraction]], as PostgreSQL and ISO
// 8601 write it, rounded to precision digits. A zone offset is read and ignored, as PostgreSQL does.
func ParseTimestamp(s string, precision int, unit int64) (int64, error) {
	if ts, ok := parseCommon(s, precision, unit); ok {
		return ts, nil
	}
	m, err := parseMoment(s)
	if err != nil {
		return 0, err
	}
	return m.timestamp(precision, unit)
}

// ParseInstant reads a timestamp with a zone offset (Z, +02, +0200, +02:00) as the instant it names. Without one the
// timestamp is a wall clock of zone.
func ParseInstant(s string, precision int, unit int64, zone *Zone) (int64, error) {
	if n := len(s); n > 0 && s[n-1] == 'Z' || zone.utc && n > 0 {
		if ts, ok := parseCommon(strings.TrimSuffix(s, "Z"), precision, unit); ok {
			return ts, nil
		}
	}
	m, err := parseMoment(s)
	if err != nil {
		return 0, err
	}
	ts, err := m.timestamp(precision, unit)
	if err != nil {
		return 0, err
	}
	if !m.hasOffset {
		return zone.instant(ts, unit), nil
	}
	shifted := ts - m.offset*unit
	if (shifted > ts) != (m.offset < 0) && m.offset != 0 {
		return 0, ErrRange
	}
	return shifted, nil
}

// ParseDate reads yyyy-mm-dd. A time of day behind it is read and dropped, as PostgreSQL does.
func ParseDate(s string) (int32, error) {
	if len(s) == 10 {
		if days, ok := parseCommonDate(s); ok {
			return int32(days), nil
		}
	}
	m, err := parseMoment(s)
	return int32(m.days), err
}

// ParseTime reads hh:mm[:ss[.fraction]], rounded to precision digits. A date before it and an offset behind it are dropped.
func ParseTime(s string, precision int, unit int64) (int64, error) {
	r := reader{text: strings.TrimSpace(s)}
	m, ok := r.clock()
	if !ok {
		full, err := parseMoment(s)
		if err != nil || !full.hasClock {
			return 0, ErrSyntax
		}
		m = full
	} else if m.hasOffset, ok = r.offset(&m); !ok || !r.done() {
		return 0, ErrSyntax
	}
	if !m.validClock() {
		return 0, ErrRange
	}
	return roundDigits(m.clockNanos(), precision, Nanos) / (Nanos / unit), nil
}

// parseCommon is the fast path: yyyy-mm-dd, then any byte but a digit, hh:mm:ss and optionally a fraction that is not longer
// than the precision.
func parseCommon(s string, precision int, unit int64) (int64, bool) {
	if len(s) < 19 || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	days, ok := parseCommonDate(s[:10])
	hour, minute, second := pair(s[11:]), pair(s[14:]), pair(s[17:])
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	fraction, ok := parseFraction(s[19:], precision)
	if !ok {
		return 0, false
	}
	clock := (int64(hour)*60+int64(minute))*60 + int64(second)
	seconds := days*daySeconds + clock
	if unit == Micros {
		return seconds*Micros + fraction/1000, true
	}
	if seconds > 9_223_372_035 || seconds < -9_223_372_036 {
		return 0, false
	}
	return seconds*Nanos + fraction, true
}

// parseCommonDate reads yyyy-mm-dd of a year from 1 on.
func parseCommonDate(s string) (int64, bool) {
	if s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	high, low, month, day := pair(s), pair(s[2:]), pair(s[5:]), pair(s[8:])
	year := int64(high)*100 + int64(low)
	if high > 99 || low > 99 || month-1 > 11 || day-1 > 30 || year == 0 || day > 28 && int(day) > monthDays(year, int(month)) {
		return 0, false
	}
	return DaysOf(year, int(month), int(day)), true
}

// pair reads two digits; anything else gives more than 99.
func pair(s string) uint {
	tens, ones := uint(s[0]-'0'), uint(s[1]-'0')
	if tens > 9 || ones > 9 {
		return 100
	}
	return tens*10 + ones
}

// parseFraction reads nothing, or a point and at most precision digits, as nanoseconds.
func parseFraction(s string, precision int) (int64, bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != '.' || len(s)-1 > precision || len(s) == 1 {
		return 0, false
	}
	var n int64
	for i := 1; i < len(s); i++ {
		digit := s[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = n*10 + int64(digit)
	}
	return n * powers[9-(len(s)-1)], true
}

// powers of ten up to a second in nanoseconds.
var powers = [10]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

// moment is what the general parser reads.
type moment struct {
	days                 int64
	hour, minute, second int64
	nanos                int64
	offset               int64 // seconds east of Greenwich
	hasClock, hasOffset  bool
}

func (m moment) clockNanos() int64 {
	return ((m.hour*60+m.minute)*60+m.second)*Nanos + m.nanos
}

// validClock allows 24:00:00 and the second 60, as PostgreSQL does.
func (m moment) validClock() bool {
	return m.minute <= 59 && m.second <= 60 && m.clockNanos() <= daySeconds*Nanos
}

func (m moment) timestamp(precision int, unit int64) (int64, error) {
	digits := 9
	if unit == Micros {
		digits = 6
	}
	ts, ok := join(m.days, roundDigits(m.clockNanos(), digits, Nanos)/(Nanos/unit), unit)
	if !ok {
		return 0, ErrRange
	}
	return roundTimestamp(ts, precision, unit), nil
}

func parseMoment(s string) (moment, error) {
	r := reader{text: strings.TrimSpace(s)}
	year, month, day, ok := r.date()
	if !ok {
		return moment{}, ErrSyntax
	}
	var m moment
	if r.separator() {
		if m, ok = r.clock(); !ok {
			return m, ErrSyntax
		}
		if m.hasOffset, ok = r.offset(&m); !ok {
			return m, ErrSyntax
		}
	}
	if r.word("BC") {
		year = 1 - year
	} else if year == 0 {
		return m, ErrRange
	}
	if !r.done() {
		return m, ErrSyntax
	}
	if !validDate(year, month, day) || !m.validClock() {
		return m, ErrRange
	}
	m.days = DaysOf(year, month, day)
	return m, nil
}

// reader walks over text.
type reader struct {
	text string
	pos  int
}

func (r *reader) done() bool { return r.pos == len(r.text) }

func (r *reader) take(c byte) bool {
	if r.pos < len(r.text) && r.text[r.pos] == c {
		r.pos++
		return true
	}
	return false
}

func (r *reader) spaces() {
	for r.take(' ') {
	}
}

// word takes a word in any case, with the spaces before it.
func (r *reader) word(w string) bool {
	start := r.pos
	r.spaces()
	if end := r.pos + len(w); end <= len(r.text) && strings.EqualFold(r.text[r.pos:end], w) {
		r.pos = end
		return true
	}
	r.pos = start
	return false
}

// digits reads a number of at least least and at most most digits.
func (r *reader) digits(least, most int) (n int64, ok bool) {
	start := r.pos
	for r.pos < len(r.text) && r.text[r.pos]-'0' <= 9 && r.pos-start < most {
		n = n*10 + int64(r.text[r.pos]-'0')
		r.pos++
	}
	return n, r.pos-start >= least
}

// date reads y…y-m[m]-d[d], or yyyymmdd.
func (r *reader) date() (year int64, month, day int, ok bool) {
	start := r.pos
	year, ok = r.digits(4, 7)
	if ok && !r.take('-') {
		r.pos = start
		return r.compactDate()
	}
	m, okMonth := r.digits(1, 2)
	dash := r.take('-')
	d, okDay := r.digits(1, 2)
	return year, int(m), int(d), ok && okMonth && dash && okDay
}

func (r *reader) compactDate() (year int64, month, day int, ok bool) {
	n, ok := r.digits(8, 8)
	return n / 10_000, int(n / 100 % 100), int(n % 100), ok
}

// separator is what stands between a date and a time: a T or spaces.
func (r *reader) separator() bool {
	start := r.pos
	if r.take('T') || r.take('t') {
		return true
	}
	r.spaces()
	if r.pos > start && r.pos < len(r.text) && r.text[r.pos]-'0' <= 9 {
		return true
	}
	r.pos = start
	return false
}

// clock reads h[h]:mm[:ss[.fraction]].
func (r *reader) clock() (m moment, ok bool) {
	m.hasClock = true
	if m.hour, ok = r.digits(1, 2); !ok || !r.take(':') {
		return m, false
	}
	if m.minute, ok = r.digits(2, 2); !ok || !r.take(':') {
		return m, ok
	}
	if m.second, ok = r.digits(2, 2); !ok {
		return m, false
	}
	if r.take('.') {
		m.nanos = r.fraction()
	}
	return m, true
}

// fraction reads digits as nanoseconds, rounded by the tenth.
func (r *reader) fraction() (nanos int64) {
	for i := 0; r.pos < len(r.text) && r.text[r.pos]-'0' <= 9; i++ {
		digit := int64(r.text[r.pos] - '0')
		switch {
		case i < 9:
			nanos += digit * powers[8-i]
		case i == 9 && digit >= 5:
			nanos++
		}
		r.pos++
	}
	return nanos
}

// offset reads an optional zone offset: Z, UTC or ±hh[[:]mm[:ss]].
func (r *reader) offset(m *moment) (found, ok bool) {
	if r.word("Z") || r.word("UTC") || r.word("GMT") {
		return true, true
	}
	start := r.pos
	r.spaces()
	sign := int64(1)
	if r.take('-') {
		sign = -1
	} else if !r.take('+') {
		r.pos = start
		return false, true
	}
	hours, ok := r.digits(1, 2)
	colon := r.take(':')
	minutes, given := r.digits(2, 2)
	seconds := int64(0)
	if given && r.take(':') {
		if seconds, given = r.digits(2, 2); !given {
			return true, false
		}
	}
	m.offset = sign * (hours*hourSeconds + minutes*60 + seconds)
	return true, ok && (given || !colon && minutes == 0) && hours < 16 && minutes < 60 && seconds < 60
}

// epoch2000 is 2000-01-01 in seconds: what PostgreSQL counts timestamps from.
const epoch2000 = 946_684_800

// roundTimestamp rounds to precision digits behind the second; halves go away from the year 2000, as in PostgreSQL.
func roundTimestamp(ts int64, precision int, unit int64) int64 {
	if unit == Micros && precision >= 6 || precision >= 9 {
		return ts
	}
	return roundDigits(ts-epoch2000*unit, precision, unit) + epoch2000*unit
}

// roundDigits rounds units to precision digits behind the second, halves away from zero.
func roundDigits(v int64, precision int, unit int64) int64 {
	digits := 6
	if unit == Nanos {
		digits = 9
	}
	if precision >= digits {
		return v
	}
	step := powers[digits-precision]
	rest := v % step
	v -= rest
	switch {
	case rest >= step-rest:
		return v + step
	case -rest >= step+rest:
		return v - step
	}
	return v
}
