package temporal

import (
	"math"
	"strconv"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// AppendInterval appends an interval as PostgreSQL prints it: 1 year 2 mons -3 days 04:05:06.789.
func AppendInterval(dst []byte, i Interval) []byte {
	start, negative := len(dst), false
	part := func(n int64, name string) {
		if n == 0 {
			return
		}
		if len(dst) > start {
			dst = append(dst, ' ')
		}
		if negative && n > 0 {
			dst = append(dst, '+')
		}
		dst = append(strconv.AppendInt(dst, n, 10), ' ')
		dst = append(dst, name...)
		if n != 1 {
			dst = append(dst, 's')
		}
		negative = n < 0
	}
	part(int64(i.Months/12), "year")
	part(int64(i.Months%12), "mon")
	part(int64(i.Days), "day")
	if i.Micros == 0 && len(dst) > start {
		return dst
	}
	if len(dst) > start {
		dst = append(dst, ' ')
	}
	return appendIntervalClock(dst, i.Micros, negative)
}

// appendIntervalClock writes hh:mm:ss; a positive time after a negative part has a plus.
func appendIntervalClock(dst []byte, micros int64, afterNegative bool) []byte {
	magnitude := uint64(micros)
	switch {
	case micros < 0:
		dst, magnitude = append(dst, '-'), -magnitude
	case afterNegative:
		dst = append(dst, '+')
	}
	seconds := magnitude / uint64(Micros)
	dst = appendPadded(dst, seconds/hourSeconds, 2)
	dst = appendPair(append(dst, ':'), int(seconds/60%60))
	dst = appendPair(append(dst, ':'), int(seconds%60))
	return appendFraction(dst, int64(magnitude%uint64(Micros)), Micros)
}

// TextOfInterval prints an interval.
func TextOfInterval(scratch *rt.Scratch, i Interval) string {
	return scratch.KeepString(AppendInterval(scratch.Reserve(2*longest), i))
}

// ParseInterval reads an interval: numbers with units, a clock time, or ISO 8601's P1Y2M3DT4H5M6S. The error is ErrSyntax or
// ErrRange.
func ParseInterval(s string) (Interval, error) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "P"); ok {
		return parseISOInterval(rest)
	}
	p := intervalParser{words: strings.Fields(separateUnits(s))}
	return p.parse()
}

// separateUnits puts a space between a number and the unit behind it: 1day.
func separateUnits(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && isLetter(s[i]) && s[i-1]-'0' <= 9 {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

type intervalParser struct {
	words []string
	sum   intervalSum
}

func (p *intervalParser) parse() (Interval, error) {
	if n := len(p.words); n > 1 && strings.EqualFold(p.words[n-1], "ago") {
		p.words = p.words[:n-1]
		i, err := p.parse()
		return Interval{-i.Months, -i.Days, -i.Micros}, err
	}
	if len(p.words) == 0 {
		return Interval{}, ErrSyntax
	}
	for i := 0; i < len(p.words); i++ {
		word := p.words[i]
		switch {
		case strings.Contains(word, ":"):
			if !p.sum.clock(word) {
				return Interval{}, ErrSyntax
			}
		case strings.Contains(word[1:], "-"):
			if !p.sum.yearMonth(word) {
				return Interval{}, ErrSyntax
			}
		default:
			unit := "second"
			if i+1 < len(p.words) && !strings.Contains(p.words[i+1], ":") {
				i++
				unit = p.words[i]
			} else if i+1 < len(p.words) {
				unit = "day"
			}
			if !p.sum.add(word, unit) {
				return Interval{}, ErrSyntax
			}
		}
	}
	return p.sum.interval()
}

// intervalSum adds up the parts of an interval, in fractions of their units.
type intervalSum struct {
	months, days, micros float64
}

// intervalUnits are the units by name: how many months, days or microseconds one is.
var intervalUnitNames = map[string]intervalSum{
	"millennium": {months: 12000}, "century": {months: 1200}, "decade": {months: 120}, "year": {months: 12}, "month": {months: 1},
	"week": {days: 7}, "day": {days: 1}, "hour": {micros: 3.6e9}, "minute": {micros: 6e7}, "second": {micros: 1e6},
	"millisecond": {micros: 1e3}, "microsecond": {micros: 1},
}

// intervalAbbreviations are PostgreSQL's.
var intervalAbbreviations = map[string]string{
	"millennia": "millennium", "millenniums": "millennium", "mil": "millennium", "mils": "millennium", "centuries": "century", "cent": "century", "c": "century",
	"decades": "decade", "dec": "decade", "decs": "decade",
	"years": "year", "yr": "year", "yrs": "year", "y": "year", "months": "month", "mon": "month", "mons": "month", "weeks": "week", "w": "week",
	"days": "day", "d": "day", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour", "minutes": "minute", "min": "minute", "mins": "minute", "m": "minute",
	"seconds": "second", "sec": "second", "secs": "second", "s": "second", "milliseconds": "millisecond", "msec": "millisecond", "msecs": "millisecond", "ms": "millisecond",
	"microseconds": "microsecond", "usec": "microsecond", "usecs": "microsecond", "us": "microsecond",
}

func (sum *intervalSum) add(number, unit string) bool {
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || strings.ContainsAny(number, "eExX_nN") {
		return false
	}
	unit = strings.ToLower(unit)
	if long, ok := intervalAbbreviations[unit]; ok {
		unit = long
	}
	per, ok := intervalUnitNames[unit]
	if !ok {
		return false
	}
	sum.addPart(n, per)
	return true
}

// addPart adds n units; a fraction goes on to the next smaller part: of a year to months alone, of a month to days of 30.
func (sum *intervalSum) addPart(n float64, per intervalSum) {
	months := n * per.months
	if per.months >= 12 {
		months = math.RoundToEven(months)
	}
	whole := math.Trunc(months)
	sum.months += whole
	days := n*per.days + roundMicros((months-whole)*30)
	wholeDays := math.Trunc(days)
	sum.days += wholeDays
	sum.micros += n*per.micros + math.RoundToEven((days-wholeDays)*daySeconds*1e6)
}

// clock reads [±]h:mm[:ss[.fraction]].
func (sum *intervalSum) clock(word string) bool {
	sign := 1.0
	if word[0] == '-' || word[0] == '+' {
		if word[0] == '-' {
			sign = -1
		}
		word = word[1:]
	}
	parts := strings.Split(word, ":")
	if len(parts) > 3 {
		return false
	}
	scale := 3.6e9
	for i, part := range parts {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || strings.Trim(part, "0123456789.") != "" || i < 2 && strings.Contains(part, ".") && len(parts) == 3 || i > 0 && n >= 60 {
			return false
		}
		sum.micros += sign * math.RoundToEven(n*scale)
		scale /= 60
	}
	return true
}

// yearMonth reads [±]years-months.
func (sum *intervalSum) yearMonth(word string) bool {
	sign := 1.0
	if word[0] == '-' || word[0] == '+' {
		if word[0] == '-' {
			sign = -1
		}
		word = word[1:]
	}
	years, months, _ := strings.Cut(word, "-")
	y, err := strconv.ParseUint(years, 10, 31)
	m, err2 := strconv.ParseUint(months, 10, 31)
	sum.months += sign * float64(y*12+m)
	return err == nil && err2 == nil && m < 12
}

func (sum *intervalSum) interval() (Interval, error) {
	if math.Abs(sum.months) > math.MaxInt32 || math.Abs(sum.days) > math.MaxInt32 || math.Abs(sum.micros) >= 1<<63 {
		return Interval{}, ErrRange
	}
	return Interval{int32(sum.months), int32(sum.days), int64(math.RoundToEven(sum.micros))}, nil
}

// parseISOInterval reads what follows the P of ISO 8601's form.
func parseISOInterval(s string) (Interval, error) {
	var sum intervalSum
	units, start := isoDateUnits, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == 'T' && i == start:
			units, start = isoClockUnits, i+1
		case isLetter(c):
			unit, ok := units[c]
			if !ok || !sum.add(s[start:i], unit) {
				return Interval{}, ErrSyntax
			}
			start = i + 1
		}
	}
	if start != len(s) || s == "" {
		return Interval{}, ErrSyntax
	}
	return sum.interval()
}

var (
	isoDateUnits  = map[byte]string{'Y': "year", 'M': "month", 'W': "week", 'D': "day"}
	isoClockUnits = map[byte]string{'H': "hour", 'M': "minute", 'S': "second"}
)
