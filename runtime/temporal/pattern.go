package temporal

import (
	"fmt"
	"strings"
	"sync"

	rt "github.com/weirsql/weir/runtime"
)

// Pattern is a compiled date pattern: the letters of Java's DateTimeFormatter, as Flink uses them.
type Pattern struct {
	parts []patternPart
}

// patternPart is a run of one letter, or literal text where letter is 0.
type patternPart struct {
	letter byte
	count  int
	text   string
}

// MustPattern compiles a pattern that the compiler has checked.
func MustPattern(pattern string) *Pattern {
	p, err := ParsePattern(pattern)
	if err != nil {
		panic(err)
	}
	return p
}

var patterns sync.Map // text → *Pattern

// CachedPattern compiles a computed pattern; a malformed one fails the record.
func CachedPattern(pattern string) *Pattern {
	if p, ok := patterns.Load(pattern); ok {
		return p.(*Pattern)
	}
	p, err := ParsePattern(pattern)
	if err != nil {
		fail("date pattern %q: %v", pattern, err)
	}
	patterns.Store(strings.Clone(pattern), p)
	return p
}

// letterLimits are the letters of patterns with the most repetitions of each.
var letterLimits = map[byte]int{
	'y': 4, 'u': 4, 'M': 4, 'L': 4, 'd': 2, 'D': 3, 'H': 2, 'h': 2, 'k': 2, 'K': 2, 'm': 2, 's': 2, 'S': 9, 'a': 1, 'E': 4, 'e': 1,
	'Q': 2, 'n': 9, 'A': 8, 'X': 3, 'x': 3, 'Z': 3, 'z': 1, 'V': 2,
}

// ParsePattern compiles a pattern, or says what is wrong with it.
func ParsePattern(pattern string) (*Pattern, error) {
	p := &Pattern{}
	for i := 0; i < len(pattern); {
		c := pattern[i]
		if c == '\'' {
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				return nil, fmt.Errorf("the quote at %q has no end", pattern[i:])
			}
			text := pattern[i+1 : i+1+end]
			if end == 0 {
				text = "'"
			}
			p.literal(text)
			i += end + 2
			continue
		}
		run := i
		for run < len(pattern) && pattern[run] == c {
			run++
		}
		if !isLetter(c) {
			if strings.IndexByte("[]{}#", c) >= 0 {
				return nil, fmt.Errorf("%q has no meaning here; quote it", c)
			}
			p.literal(pattern[i:run])
		} else if limit, ok := letterLimits[c]; !ok || run-i > limit {
			return nil, fmt.Errorf("unknown letters %q", pattern[i:run])
		} else {
			p.parts = append(p.parts, patternPart{letter: c, count: run - i})
		}
		i = run
	}
	return p, nil
}

func (p *Pattern) literal(text string) {
	p.parts = append(p.parts, patternPart{text: text})
}

// Format is a timestamp in a pattern.
func Format(scratch *rt.Scratch, ts int64, pattern *Pattern, unit int64) string {
	return pattern.format(scratch, ts, unit, 0, "")
}

// FormatInstant is an instant in a pattern, on the zone's wall clock.
func FormatInstant(scratch *rt.Scratch, ts int64, pattern *Pattern, unit int64, zone *Zone) string {
	offset := int64(0)
	if !zone.utc {
		offset = zone.offset(floorDiv(ts, unit))
	}
	return pattern.format(scratch, ts+offset*unit, unit, offset, zone.location.String())
}

func (p *Pattern) format(scratch *rt.Scratch, ts, unit, offset int64, zone string) string {
	out := scratch.Reserve(p.room() + len(zone))
	w := fieldWriter{offset: offset, zone: zone}
	w.days, w.clock = split(ts, unit)
	w.nanos = w.clock % unit * (Nanos / unit)
	w.clock /= unit
	w.year, w.month, w.day = Civil(w.days)
	for _, part := range p.parts {
		if part.letter == 0 {
			out = append(out, part.text...)
		} else {
			out = w.append(out, part.letter, part.count)
		}
	}
	return scratch.KeepString(out)
}

// room bounds the length of formatted text.
func (p *Pattern) room() int {
	room := 0
	for _, part := range p.parts {
		room += max(len(part.text), 24)
	}
	return room
}

// fieldWriter writes the fields of one timestamp.
type fieldWriter struct {
	days, clock, nanos int64 // clock in seconds of the day
	year               int64
	month, day         int
	offset             int64
	zone               string
}

var (
	monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	dayNames   = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
)

func (w *fieldWriter) append(dst []byte, letter byte, count int) []byte {
	number := func(v int64) []byte { return appendPadded(dst, uint64(v), count) }
	hour := w.clock / hourSeconds
	switch letter {
	case 'y', 'u':
		return w.appendYear(dst, letter, count)
	case 'M', 'L':
		return appendName(dst, int64(w.month), count, monthNames[w.month-1])
	case 'd':
		return number(int64(w.day))
	case 'D':
		return number(w.days - DaysOf(w.year, 1, 1) + 1)
	case 'Q':
		return number(int64(w.month-1)/3 + 1)
	case 'E':
		return appendName(dst, 0, max(count, 3), dayNames[weekday(w.days)])
	case 'e':
		return number(weekday(w.days) + 1)
	case 'a':
		return append(dst, [...]string{"AM", "PM"}[hour/12]...)
	case 'H':
		return number(hour)
	case 'k':
		return number((hour+23)%24 + 1)
	case 'h':
		return number((hour+11)%12 + 1)
	case 'K':
		return number(hour % 12)
	case 'm':
		return number(w.clock / 60 % 60)
	case 's':
		return number(w.clock % 60)
	case 'S':
		return appendPadded(dst, uint64(w.nanos/powers[9-count]), count)
	case 'n':
		return number(w.nanos)
	case 'A':
		return number(w.clock*1000 + w.nanos/1e6)
	}
	return w.appendZone(dst, letter, count)
}

func (w *fieldWriter) appendYear(dst []byte, letter byte, count int) []byte {
	year := w.year
	if letter == 'y' && year <= 0 {
		year = 1 - year
	}
	if count == 2 {
		return appendPair(dst, int(floorMod(year, 100)))
	}
	if year < 0 {
		dst, year = append(dst, '-'), -year
	}
	return appendPadded(dst, uint64(year), count)
}

// appendName writes a number for one or two letters, a name of three characters for three, the whole name for four.
func appendName(dst []byte, number int64, count int, name string) []byte {
	switch {
	case count < 3:
		return appendPadded(dst, uint64(number), count)
	case count == 3:
		return append(dst, name[:3]...)
	}
	return append(dst, name...)
}

func (w *fieldWriter) appendZone(dst []byte, letter byte, count int) []byte {
	switch {
	case letter == 'V' || letter == 'z':
		if w.zone == "" {
			return append(dst, "UTC"...)
		}
		return append(dst, w.zone...)
	case letter == 'X' && w.offset == 0:
		return append(dst, 'Z')
	}
	sign, offset := byte('+'), w.offset
	if offset < 0 {
		sign, offset = '-', -offset
	}
	dst = appendPair(append(dst, sign), int(offset/hourSeconds))
	minutes := int(offset / 60 % 60)
	switch {
	case letter == 'Z' || count == 2:
		return appendPair(dst, minutes)
	case count == 3:
		return appendPair(append(dst, ':'), minutes)
	case minutes != 0:
		return appendPair(dst, minutes)
	}
	return dst
}

// parse reads text in a pattern: fields that it doesn't name are those of 1970-01-01 00:00:00.
func (p *Pattern) parse(s string) (m moment, year int64, ok bool) {
	f := parsedFields{year: 1970, month: 1, day: 1}
	r := reader{text: s}
	for i, part := range p.parts {
		if part.letter == 0 {
			if !strings.HasPrefix(s[r.pos:], part.text) {
				return m, 0, false
			}
			r.pos += len(part.text)
		} else if !f.read(&r, part, i+1 < len(p.parts) && p.parts[i+1].letter != 0) {
			return m, 0, false
		}
	}
	if !r.done() || !f.settle() {
		return m, 0, false
	}
	m.days = DaysOf(f.year, f.month, f.day)
	m.hour, m.minute, m.second, m.nanos = f.hour, f.minute, f.second, f.nanos
	m.offset, m.hasOffset = f.offset, f.hasOffset
	return m, f.year, true
}

type parsedFields struct {
	year                 int64
	month, day           int
	dayOfYear            int64
	hour, minute, second int64
	nanos                int64
	half                 int64 // 12 for PM
	twelve               bool  // hour is of half a day
	offset               int64
	hasOffset            bool
}

// read reads one field; adjacent says that digits of another follow directly, so that the width is fixed.
func (f *parsedFields) read(r *reader, part patternPart, adjacent bool) bool {
	most := max(part.count, 2)
	if part.letter == 'y' || part.letter == 'u' {
		most = 9
		if part.count == 2 {
			most = 2
		}
	}
	if part.letter == 'D' {
		most = 3
	}
	if adjacent || part.letter == 'S' {
		most = part.count
	}
	switch part.letter {
	case 'M', 'L':
		if part.count >= 3 {
			return f.readMonthName(r, part.count)
		}
	case 'E':
		return readName(r, dayNames[:], part.count) >= 0
	case 'a':
		return f.readHalf(r)
	case 'X', 'x', 'Z', 'z', 'V':
		var m moment
		found, ok := r.offset(&m)
		f.offset, f.hasOffset = m.offset, true
		return found && ok
	}
	n, ok := r.digits(part.count, most)
	return ok && f.set(part.letter, part.count, n)
}

func (f *parsedFields) readMonthName(r *reader, count int) bool {
	i := readName(r, monthNames[:], count)
	f.month = i + 1
	return i >= 0
}

func readName(r *reader, names []string, count int) int {
	for i, name := range names {
		if count <= 3 {
			name = name[:3]
		}
		if len(r.text)-r.pos >= len(name) && strings.EqualFold(r.text[r.pos:r.pos+len(name)], name) {
			r.pos += len(name)
			return i
		}
	}
	return -1
}

func (f *parsedFields) readHalf(r *reader) bool {
	switch {
	case r.word("AM"):
		f.half = 0
	case r.word("PM"):
		f.half = 12
	default:
		return false
	}
	return true
}

func (f *parsedFields) set(letter byte, count int, n int64) bool {
	switch letter {
	case 'y', 'u':
		f.year = n
		if count == 2 {
			f.year += 2000
		}
	case 'M', 'L':
		f.month = int(n)
	case 'd':
		f.day = int(n)
	case 'D':
		f.dayOfYear = n
	case 'H':
		f.hour = n
	case 'k':
		f.hour = n % 24
	case 'h', 'K':
		f.hour, f.twelve = n%12, true
	case 'm':
		f.minute = n
	case 's':
		f.second = n
	case 'S':
		f.nanos = n * powers[9-count]
	case 'n':
		f.nanos = n
	case 'A':
		f.hour, f.minute, f.second, f.nanos = n/3_600_000, n/60_000%60, n/1000%60, n%1000*1e6
	}
	return true
}

func (f *parsedFields) settle() bool {
	if f.twelve {
		f.hour += f.half
	}
	if f.dayOfYear > 0 {
		f.month, f.day = 1, 1
		_, f.month, f.day = Civil(DaysOf(f.year, 1, 1) + f.dayOfYear - 1)
	}
	return validDate(f.year, f.month, f.day) && f.hour <= 23 && f.minute <= 59 && f.second <= 59
}
