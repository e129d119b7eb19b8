package json

import (
	"slices"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/cacheline"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// Flat is the straight way through objects: those that are written as the ones before them, in whatever order, with whatever members
// more or less, are gone over at once, sixteen bytes at a time, and then the values are read that the job wants:
//
//	if d.flat.Read(record, &orderKeys, &d.scratch) {
//		row.OrderID = d.flat.Int64(0)
//		row.TotalAmount = d.flat.Float64(3)
//		if batch.Take(d.flat.End()) {
//			return nil
//		}
//	}
//
// What it doesn't take is no error: the Reader then reads the record again. A Flat belongs to its decoder, and learns from its records.
type Flat struct {
	text     string
	values   []scan.Value // of the keys, and one for all that isn't read
	end      int
	odd      bool // a value isn't what its type asks for
	scratch  *rt.Scratch
	shape    *shape   // of the object before
	others   []*shape // with members in other orders
	learning learning
	refused  int // records that weren't taken, less two for each that was
}

// Read reports whether a text begins with an object, and finds the values of the keys in it, which are always the same ones.
func (f *Flat) Read(text string, keys *Keys, scratch *rt.Scratch) bool {
	f.learning.objects++
	if f.refused >= mostRefused && f.learning.objects%seldom != 0 {
		return false
	}
	if f.shape == nil {
		f.shape, f.values = &shape{}, cacheline.Slice[scan.Value](len(keys.names)+1)
	}
	f.text, f.odd, f.scratch = text, false, scratch
	taken, end := scan.Members(text, 0, f.shape.keys, f.values)
	if taken > 0 && taken == len(f.shape.keys) && text[end] == '}' {
		f.end, f.refused = end+1, max(f.refused-2, 0)
		return true
	}
	return f.differ(&object{text: text, depth: 1, keys: keys, values: f.values, learning: &f.learning}, taken, end)
}

// differ goes on where a record's object isn't as its shape says.
func (f *Flat) differ(o *object, taken, end int) bool {
	if f.turn(o, taken) {
		taken, end = scan.Members(o.text, 0, f.shape.keys, o.values)
	}
	f.end = f.shape.differ(o, taken, end)
	if f.end == reordered && f.learning.affords(len(f.shape.keys)) {
		f.begin()
		f.end = f.shape.differ(o, 0, 0)
	}
	if f.end < 0 {
		f.refused++
		return false
	}
	f.refused = max(f.refused-2, 0)
	return true
}

const (
	mostShapes  = 4
	mostRefused = 64 // where so many weren't taken, as where members come in any order, only some are tried
	seldom      = 16 // one of so many
)

// turn turns to the shape that foresees the object's first members best: of more than taken. All values are to be found again then.
func (f *Flat) turn(o *object, taken int) bool {
	if len(f.others) == 0 {
		return false
	}
	best := -1
	for i, other := range f.others {
		if n, _ := scan.Members(o.text, 0, other.keys, o.values); n > taken {
			best, taken = i, n
		}
	}
	if best >= 0 {
		f.shape, f.others[best] = f.others[best], f.shape
	}
	clear(f.values)
	return true
}

// begin begins a new shape, in the place of the oldest if there are many.
func (f *Flat) begin() {
	f.others = slices.Insert(f.others, 0, f.shape)
	if len(f.others) == mostShapes {
		f.learning.known -= f.others[mostShapes-1].size()
		f.others = f.others[:mostShapes-1]
	}
	f.shape = &shape{}
	clear(f.values)
}

// End returns the position behind the object, -1 where a value wasn't taken.
func (f *Flat) End() int {
	if f.odd {
		return -1
	}
	return f.end
}

// IsNull reports whether value i is null, or missing.
func (f *Flat) IsNull(i int) bool { return f.values[i].Kind&^scan.Null == 0 }

// HasNull reports whether value i is null. Reading it where it is missing fails.
func (f *Flat) HasNull(i int) bool { return f.values[i].Kind == scan.Null }

// Start is where value i begins, for functions that read it from the record.
func (f *Flat) Start(i int) int {
	v := &f.values[i]
	if quoted(v) || v.Kind&scan.Negative != 0 {
		return int(v.Start) - 1
	}
	return int(v.Start)
}

// quoted reports whether a quote stands before a value and behind it.
func quoted(v *scan.Value) bool { return v.Kind == scan.Text || v.Kind == scan.Escaped }

// Whole says that such a function stopped at next.
func (f *Flat) Whole(i, next int) {
	v := &f.values[i]
	end := v.End()
	if quoted(v) {
		end++
	}
	f.odd = f.odd || next != end
}

// String reads a VARCHAR.
func (f *Flat) String(i int) string {
	v := &f.values[i]
	s := f.text[v.Start:v.End()]
	if v.Kind != scan.Text || v.Detail != 0 && !utf8.ValidString(s) {
		return f.otherString(i)
	}
	return s
}

// otherString reads a VARCHAR with escapes or invalid UTF-8.
func (f *Flat) otherString(i int) string {
	if v := &f.values[i]; v.Kind == scan.Escaped {
		return unquote(f.text[v.Start-1:v.End()+1], f.scratch)
	}
	s, next := String(f.text, f.Start(i), f.scratch)
	f.Whole(i, next)
	return s
}

// StringMax reads a VARCHAR(limit).
func (f *Flat) StringMax(i, limit int) string {
	s := f.String(i)
	if len(s) > limit && utf8.RuneCountInString(s) > limit {
		f.odd = true
	}
	return s
}

// word is the number of bytes that are looked at as one.
const word = 8

// Int64 reads a BIGINT.
func (f *Flat) Int64(i int) int64 {
	v := &f.values[i]
	if v.Kind == scan.Integer && v.Length <= word {
		return int64(scan.Number(scan.Digits(scan.Load(f.text, int(v.Start))), 8*int(v.Length)))
	}
	return f.longInt64(i)
}

// longInt64 is Int64 of more digits, or with a sign.
func (f *Flat) longInt64(i int) int64 {
	switch v := &f.values[i]; v.Kind {
	case scan.Integer:
		return int64(digits(f.text, int(v.Start), int(v.Length)))
	case scan.Integer | scan.Negative:
		return -int64(digits(f.text, int(v.Start), int(v.Length)))
	}
	v, next := Int64(f.text, f.Start(i))
	f.Whole(i, next)
	return v
}

// digits reads n digits, up to 15. What stands behind them can be read, too: scan.MembersRoom.
func digits(text string, pos, n int) uint64 {
	first := scan.Digits(scan.Load(text, pos))
	if n <= word {
		return scan.Number(first, 8*n)
	}
	n -= word
	return scan.Number(first, 64)*tens[n&15] + scan.Number(scan.Digits(scan.Load(text, pos+word)), 8*n)
}

// Int32 reads an INT.
func (f *Flat) Int32(i int) int32 { return narrow[int32](f, i) }

// Int16 reads a SMALLINT.
func (f *Flat) Int16(i int) int16 { return narrow[int16](f, i) }

// Int8 reads a TINYINT.
func (f *Flat) Int8(i int) int8 { return narrow[int8](f, i) }

// narrow reads an integer that may be too large for its type.
func narrow[T int8 | int16 | int32](f *Flat, i int) T {
	v := f.Int64(i)
	f.odd = f.odd || int64(T(v)) != v
	return T(v)
}

// Float64 reads a DOUBLE. Of up to 15 digits both the digits as an integer and the power of ten are exact float64s: their quotient is
// rounded correctly.
func (f *Flat) Float64(i int) float64 {
	v := &f.values[i]
	if v.Kind == scan.Fraction {
		return float64(f.unscaled(v)) / powersOfTen[v.Scale()&15]
	}
	return f.otherFloat64(i)
}

// otherFloat64 reads a DOUBLE without a point, with a sign, or one that is no number.
func (f *Flat) otherFloat64(i int) float64 {
	v, next := Float64(f.text, f.Start(i))
	f.Whole(i, next)
	return v
}

// Decimal reads a DECIMAL of up to 18 digits.
func (f *Flat) Decimal(i, precision, scale int) int64 {
	v := &f.values[i]
	if v.Kind&^scan.Negative != scan.Fraction || v.Scale() != scale || int(v.Length)-1 > precision {
		return f.otherDecimal(i, precision, scale)
	}
	n := int64(f.unscaled(v))
	if v.Kind&scan.Negative != 0 {
		n = -n
	}
	return n
}

// otherDecimal reads a DECIMAL with more decimals than its type, or fewer.
func (f *Flat) otherDecimal(i, precision, scale int) int64 {
	v, next := Decimal(f.text, f.Start(i), precision, scale)
	f.Whole(i, next)
	return v
}

// unscaled reads a fraction's digits.
func (f *Flat) unscaled(v *scan.Value) uint64 {
	start, point := int(v.Start), int(v.Detail)
	if v.Length > word {
		return digits(f.text, start, point)*tens[v.Scale()&15] + digits(f.text, start+point+1, v.Scale())
	}
	d := scan.Digits(scan.Load(f.text, start))
	before := uint64(1)<<(8*uint(point)&63) - 1
	return scan.Number(d&before|d>>8&^before, 8*int(v.Length-1))
}

// tens are powers of ten.
var tens = [16]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
