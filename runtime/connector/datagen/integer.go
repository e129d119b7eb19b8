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
	step     T      // of a sequence
	last     int64  // of a sequence: the last record that it has a value for
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
	return Integer[int32]{field: f.field(column), low: today - past, span: uint64(past) + 1}
}

// NewTime makes the values of a TIME column: any time of the day, in 1/unitsPerSecond seconds.
func NewTime(f *Fields, column string, unitsPerSecond int64) Integer[int64] {
	return Integer[int64]{field: f.field(column), span: uint64(secondsPerDay * unitsPerSecond)}
}

// NewTimestamp makes the values of a TIMESTAMP or TIMESTAMP_LTZ column: at most 'max-past' before the job's start, in
// 1/unitsPerSecond seconds since 1970.
func NewTimestamp(f *Fields, column string, unitsPerSecond int64) Integer[int64] {
	unit := int64(time.Second) / unitsPerSecond
	start := f.table.Started.Unix()*unitsPerSecond + int64(f.table.Started.Nanosecond())/unit
	past := int64(f.table.Duration(key(column, "max-past"), 0)) / unit
	return Integer[int64]{field: f.field(column), low: start - past, span: uint64(past) + 1}
}

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
		made.last = int64((uint64(int64(most)) - uint64(int64(made.low))) / uint64(int64(step)))
		return made
	}
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
	if g.sequence {
		if uint64(n) > uint64(g.last) {
			exhausted()
		}
		return g.low + T(n)*g.step
	}
	return g.low + T(below(g.random.at(n), g.span))
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
