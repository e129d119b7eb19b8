package csv

import (
	"math"
	"strings"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// Fields is the straight way through lines of plain fields: without quotes, of valid UTF-8, with numbers in their usual form. Where
// fields end is found beforehand, for some kilobytes at once, so that neither a field nor a line waits for the one before it.
//
//	if d.fields.Next(2) {
//		row.Station = d.fields.String(0)
//		row.Temperature = d.fields.Decimal(1, 4, 1)
//		if d.fields.Take() {
//			return nil
//		}
//	}
//	return d.decodeAny(batch.Line(), row)
//
// What it doesn't take is no error: the functions of this package that read any field then read the line again, and they say
// what is right and what is wrong.
type Fields struct {
	batch            *rt.Batch
	serial           int64 // of the batch
	delimiter, quote byte

	text      string
	line      int  // stops[line] is where the current line begins, stops[line+1:] is behind its fields
	end, next int  // where it ends, and the line behind it begins
	odd       bool // one of its fields isn't plain

	// Of Lines: where the first one begins, how many fields each has, and up to which stop lines of so many fields were found to be plain.
	first, fields      int
	sound, soundFields int

	// What is behind the stops that are known and not passed by: stops[at+1:have]. stops[at] has room for where a line begins.
	stops    []uint32
	at, have int
	marked   int    // up to where stops are known
	doubtful int    // up to where text may not be UTF-8
	lead     uint64 // 1 where marked is within a sequence of UTF-8
}

// chunkSize is how much text is looked at at once.
const chunkSize = 4 << 10

// Begin is called when a batch is to be processed, from its start or from where it was left. quote is NoQuote where there is none.
func (f *Fields) Begin(batch *rt.Batch, delimiter, quote byte) {
	if f.batch == batch && f.serial == batch.Serial() {
		return
	}
	f.batch, f.serial = batch, batch.Serial()
	f.delimiter, f.quote = delimiter, quote
	f.text = rt.Text(batch.Data)
	f.at, f.have, f.sound = 0, 1, 0
	f.marked, f.doubtful, f.lead = batch.Position(), 0, 0
}

// Next makes the batch's next line the current one, if it is plain and has n fields as far as can be seen from its stops.
func (f *Fields) Next(n int) bool {
	start := f.batch.Position()
	at := f.at
	if at+n >= f.have || int(f.stops[at+1]) <= start {
		if !f.find(n, start) {
			return false
		}
		at = f.at
	}
	stops, text := f.stops, f.text
	last := at + n
	for i := at + 1; i < last; i++ {
		if text[stops[i]-1] != f.delimiter {
			return false
		}
	}
	end := int(stops[last]) - 1
	if text[end] != '\n' || start < f.doubtful {
		return false
	}
	f.next = end + 1
	if end > start && text[end-1] == '\r' {
		end--
		stops[last]--
	}
	stops[at] = uint32(start)
	f.line, f.at, f.end, f.odd = at, last, end, false
	return true
}

// Take makes the current line the batch's record, if all of its fields that were read are plain.
func (f *Fields) Take() bool {
	if f.odd {
		f.at = f.line
		return false
	}
	f.batch.TakeTo(f.end, f.next)
	return true
}

// field is where field i of the current line begins and ends.
func (f *Fields) field(i int) (start, end int) {
	i += f.line
	return int(f.stops[i]), int(f.stops[i+1]) - 1
}

// find looks for n stops behind start, and false where there are none.
func (f *Fields) find(n, start int) bool {
	for {
		for f.at+1 < f.have && int(f.stops[f.at+1]) <= start {
			f.at++
		}
		if f.at+n < f.have {
			return true
		}
		if f.marked >= len(f.text) {
			return false
		}
		f.mark(n, start)
	}
}

// mark finds the stops of the next chunk of text.
func (f *Fields) mark(n, start int) {
	if known := f.have - f.at; known > 1 {
		copy(f.stops, f.stops[f.at:f.have])
		f.sound -= f.at
		f.at, f.have = 0, known
	} else { // lines that were read in other ways may go beyond what is marked
		f.at, f.have, f.sound = 0, 1, 0
		f.marked = max(f.marked, start)
	}
	if room := f.have + chunkSize + scan.StopsRoom; len(f.stops) < room {
		f.stops = append(make([]uint32, 0, room+n), f.stops...)[:room+n]
	}
	text := f.text[f.marked:min(f.marked+chunkSize, len(f.text))]
	stops, highs := scan.Stops(f.stops[f.have:], text, uint32(f.marked), f.delimiter, f.quote)
	f.have += stops
	if highs || f.lead != 0 {
		f.checkText(text)
	}
	f.marked += len(text)
}

// checkText notes where text that goes beyond ASCII may not be UTF-8.
func (f *Fields) checkText(text string) {
	var pairs bool
	if pairs, f.lead = scan.Pairs(text, f.lead); pairs {
		return
	}
	// There are sequences of more than two bytes, which whole lines are looked at for.
	end := f.marked + len(text)
	from := strings.LastIndexByte(f.text[:f.marked], '\n') + 1
	to := len(f.text)
	if n := strings.IndexByte(f.text[end:], '\n'); n >= 0 {
		to = end + n
	}
	if !utf8.ValidString(f.text[from:to]) {
		f.doubtful = end
	}
}

// String reads a VARCHAR.
func (f *Fields) String(i int) string {
	start, end := f.field(i)
	return f.text[start:end]
}

// StringMax reads a VARCHAR(limit).
func (f *Fields) StringMax(i, limit int) string {
	s := f.String(i)
	if len(s) > limit { // in bytes: the general StringMax counts characters
		f.odd = true
	}
	return s
}

// Whole says that a function that read the text of field i alone stopped at next.
func (f *Fields) Whole(i, next int) {
	if next != len(f.String(i))+1 {
		f.odd = true
	}
}

// word is the number of bytes that are looked at as one.
const word = 8

// Int64 reads a BIGINT: digits, and maybe a minus before.
func (f *Fields) Int64(i int) int64 {
	start, end := f.field(i)
	text := f.text
	negative := 0
	if text[start] == '-' { // where the field is empty it is the stop
		negative = 1
	}
	n := end - start - negative
	if uint(n-1) >= word || end < word {
		return f.longInt64(start+negative, end, negative)
	}
	digits := scan.Digits(scan.Load(text, end-word)) & lasts[n-1]
	if scan.NonDigits(digits) != 0 {
		f.odd = true
	}
	v := int64(scan.Number(digits, 64))
	return (v ^ -int64(negative)) + int64(negative)
}

// longInt64 is Int64 for what doesn't end within eight bytes.
func (f *Fields) longInt64(start, end, negative int) int64 {
	v, stop := digitsAt(0, f.text, start)
	const safe = 18 // digits that can't overflow
	if n := end - start; stop != end || n == 0 || n > safe {
		f.odd = true
	}
	if negative > 0 {
		return -int64(v)
	}
	return int64(v)
}

// Int32 reads an INT.
func (f *Fields) Int32(i int) int32 { return narrow[int32](f, i) }

// Int16 reads a SMALLINT.
func (f *Fields) Int16(i int) int16 { return narrow[int16](f, i) }

// Int8 reads a TINYINT.
func (f *Fields) Int8(i int) int8 { return narrow[int8](f, i) }

// narrow reads an integer that may be too large for its type.
func narrow[T int8 | int16 | int32](f *Fields, i int) T {
	v := f.Int64(i)
	f.odd = f.odd || int64(T(v)) != v
	return T(v)
}

// Float64 reads a DOUBLE of up to fifteen digits.
func (f *Fields) Float64(i int) float64 {
	start, end := f.field(i)
	text := f.text
	negative := 0
	if text[start] == '-' {
		negative = 1
	}
	n := end - start - negative
	if uint(n-1) >= word || end < word {
		return f.longFloat64(i)
	}
	digits, scale := scan.Digits(scan.Load(text, end-word))&lasts[n-1], 0
	if stop := scan.NonDigits(digits); stop != 0 {
		point := scan.FirstBit(stop) & 63
		if digits>>point&0xff != '.'^'0' || stop&(stop-1) != 0 || n == 1 {
			return f.longFloat64(i)
		}
		before := uint64(1)<<point - 1
		digits, scale = digits&before<<8|digits>>point>>8<<8<<point, word-1-point>>3
	}
	v := float64(scan.Number(digits, 64)) / powersOfTen[scale] // both are exact, and the quotient is rounded correctly
	return math.Float64frombits(math.Float64bits(v) | uint64(negative)<<63)
}

// longFloat64 is Float64 for what isn't digits around a point within eight bytes.
func (f *Fields) longFloat64(i int) float64 {
	start, end := f.field(i)
	v, stop := plainFloat64(f.text, start)
	f.odd = f.odd || stop != end
	return v
}

// lasts has the last n bytes of a word set, at n-1.
var lasts = [word]uint64{0xff << 56, 0xffff << 48, 0xffffff << 40, 0xffffffff << 32, 0xffffffffff << 24, 0xffffffffffff << 16, 0xffffffffffffff << 8, 1<<64 - 1}

// Decimal reads a DECIMAL of up to 18 digits that has as many decimals as its type.
func (f *Fields) Decimal(i, precision, scale int) int64 {
	start, end := f.field(i)
	text := f.text
	negative := 0 // there is no branch, since signs can't be predicted
	if text[start] == '-' {
		negative = 1
	}
	n := end - start - negative
	if uint(n-1) >= word || end < word || uint(scale) >= uint(len(scan.Forms)) {
		return f.longDecimal(i, precision, scale)
	}
	form := &scan.Forms[scale]
	text8 := scan.Digits(scan.Load(text, end-word)) & lasts[n-1]
	digits := text8&form.Before<<8 | text8&form.Behind // the point is where the scale says, and what stands before it moves there
	n -= form.Points
	if n <= scale || n > precision || scan.NonDigits(digits)|(text8&form.Point^form.Dot) != 0 {
		f.odd = true
	}
	v := int64(scan.Number(digits, 64))
	return (v ^ -int64(negative)) + int64(negative)
}

// longDecimal is Decimal for what doesn't end within eight bytes.
func (f *Fields) longDecimal(i, precision, scale int) int64 {
	start, end := f.field(i)
	v, stop := plainDecimal(f.text, start, precision, scale)
	f.odd = f.odd || stop != end
	return v
}
