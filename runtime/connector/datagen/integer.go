package datagen

import (
	"math"
	"strconv"
	"time"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// Integer makes values of a column that a Go integer holds: TINYINT to BIGINT, DECIMAL up to 18 digits, DATE, TIME.
type Integer[T ~int8 | ~int16 | ~int32 | ~int64] struct {
	field
	sequence bool
	low      T
	step     T      // from one value to the next
	count    uint64 // of a sequence: how many records it has a value for
	span     uint64 // of random values: how many there are; 0 for 2⁶⁴
}

// NewInteger makes the values of a TINYINT, SMALLINT, INT or BIGINT column.
func NewInteger[T ~int8 | ~int16 | ~int32 | ~int64](f *Fields, column string) Integer[T] {
	width := int(unsafe.Sizeof(T(0))) * 8
	least, most := T(-1)<<(width-1), ^(T(-1) << (width - 1))
	return newInteger(f, column, least, most, 1, func(text string) (T, error) {
		value, err := strconv.ParseInt(text, 10, width)
		return T(value), err
	})
}

// NewDate makes the values of a DATE column: days since 1970-01-01, at most 'max-past' before the job's start.
func NewDate(f *Fields, column string) Integer[int32] {
	today := int32(f.table.Started.Unix() / secondsPerDay)
	past := int32(f.table.Duration(key(column, "max-past"), 0) / (secondsPerDay * time.Second))
	return Integer[int32]{field: f.field(column), low: today - past, step: 1, span: uint64(past) + 1}
}

// NewTime makes the values of a TIME column: any time of the day with so many digits after the second, in
// 1/unitsPerSecond seconds.
func NewTime(f *Fields, column string, unitsPerSecond int64, digits int) Integer[int64] {
	perSecond := powers[digits]
	return Integer[int64]{field: f.field(column), step: unitsPerSecond / perSecond, span: uint64(secondsPerDay * perSecond)}
}

// NewTimestamp makes the values of a TIMESTAMP or TIMESTAMP_LTZ column: at most 'max-past' before the job's start, with so
// many digits after the second, in 1/unitsPerSecond seconds since 1970.
func NewTimestamp(f *Fields, column string, unitsPerSecond int64, digits int) Integer[int64] {
	perSecond := powers[digits]
	tick := int64(time.Second) / perSecond
	start := f.table.Started.Unix()*perSecond + int64(f.table.Started.Nanosecond())/tick
	past := int64(f.table.Duration(key(column, "max-past"), 0)) / tick
	step := unitsPerSecond / perSecond
	return Integer[int64]{field: f.field(column), low: (start - past) * step, step: step, span: uint64(past) + 1}
}

// powers are those of ten, by their exponent.
var powers = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

const secondsPerDay = 24 * 60 * 60

// NewDecimal makes the unscaled values of a DECIMAL column of up to 18 digits.
func NewDecimal(f *Fields, column string, precision, scale int) Integer[int64] {
	most := int64(math.Pow10(precision)) - 1
	return newInteger(f, column, -most, most, int64(math.Pow10(scale)), func(text string) (int64, error) {
		return decimal.Parse64(text, precision, scale)
	})
}

func newInteger[T ~int8 | ~int16 | ~int32 | ~int64](f *Fields, column string, least, most, step T, parse func(string) (T, error)) Integer[T] {
	made := Integer[T]{field: f.field(column), sequence: f.sequential(column), step: step}
	if made.sequence {
		made.low = bound(f, column, "start", 0, parse)
		last := (uint64(int64(most)) - uint64(int64(made.low))) / uint64(int64(step))
		made.count = min(last, math.MaxInt64) + 1
		return made
	}
	made.step = 1
	made.low = bound(f, column, "min", least, parse)
	high := bound(f, column, "max", most, parse)
	if high < made.low {
		f.table.Refuse(key(column, "max"), "the smallest value is more")
	}
	made.span = uint64(int64(high)-int64(made.low)) + 1
	return made
}

// At is the value of record n.
func (g *Integer[T]) At(n int64) T {
	if uint64(n) < g.count { // inlined into generated code, for sequences
		return g.low + T(n)*g.step
	}
	return g.draw(n)
}

// draw is a random value, or the end of a sequence.
func (g *Integer[T]) draw(n int64) T {
	if g.sequence {
		exhausted()
	}
	return g.low + T(below(g.random.at(n), g.span))*g.step
}

// NullAt is the value of record n, or NULL.
func (g *Integer[T]) NullAt(n int64) rt.Null[T] {
	if g.null(n) {
		return rt.Null[T]{}
	}
	return rt.Of(g.At(n))
}

// exhausted fails a record that a sequence without 'end' has no value for.
//
//go:noinline
func exhausted() {
	rt.FailRecord("the sequence has left the column's type: give it an end, or the table 'number-of-rows'")
}
