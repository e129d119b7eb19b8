// Package bridge turns SQL values into the Go values that user functions take, and back:
//
//	DECIMAL *big.Rat · DATE, TIMESTAMP, TIMESTAMP_LTZ time.Time · TIME, INTERVAL time.Duration
//	JSON json.RawMessage · UUID [16]byte · ARRAY<T> []*T
//
// The other types are the same on both sides. A conversion is a value that knows its type's parameters, so that generated
// code can call it, or hand its methods to what converts a value that may be NULL. A Go value that its SQL type doesn't
// hold fails the record.
package bridge

import (
	"encoding/json"
	"math/big"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	weirjson "github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/temporal"
)

const daySeconds = 24 * 60 * 60

// Date converts DATE to and from midnight UTC.
type Date struct{}

// Go is the date's midnight.
func (Date) Go(days int32) time.Time { return time.Unix(int64(days)*daySeconds, 0).UTC() }

// SQL is the date of a time, on the calendar of its own zone.
func (Date) SQL(t time.Time) int32 {
	year, month, day := t.Date()
	return int32(temporal.DaysOf(int64(year), int(month), day))
}

// Timestamp converts TIMESTAMP to and from the same wall clock in UTC.
type Timestamp struct {
	Precision int
	Unit      int64 // units per second
}

// Go is the wall clock, in UTC.
func (c Timestamp) Go(ts int64) time.Time { return Instant(c).Go(ts) }

// SQL is the wall clock that a time shows in its own zone, rounded to the precision.
func (c Timestamp) SQL(t time.Time) int64 {
	_, offset := t.Zone()
	return Instant(c).SQL(t.Add(time.Duration(offset) * time.Second))
}

// Instant converts TIMESTAMP_LTZ.
type Instant struct {
	Precision int
	Unit      int64
}

// Go is the instant, in UTC.
func (c Instant) Go(ts int64) time.Time {
	seconds, rest := ts/c.Unit, ts%c.Unit
	return time.Unix(seconds, rest*(temporal.Nanos/c.Unit)).UTC()
}

// SQL is the instant, rounded to the precision.
func (c Instant) SQL(t time.Time) int64 {
	t = t.Add(roundingOf(c.Precision))
	seconds, nanos := t.Unix(), int64(t.Nanosecond())
	nanos -= nanos % int64(max(1, 2*roundingOf(c.Precision)))
	units := seconds * c.Unit
	if units/c.Unit != seconds {
		rt.FailRecordf("%s is out of the range of TIMESTAMP(%d)", t.Format(time.RFC3339), c.Precision)
	}
	return units + nanos/(temporal.Nanos/c.Unit)
}

// roundingOf is half of the last digit of a precision.
func roundingOf(precision int) time.Duration {
	half := time.Duration(temporal.Nanos / 2)
	for range precision {
		half /= 10
	}
	return half
}

// Time converts TIME to and from the time since midnight.
type Time struct {
	Precision int
	Unit      int64
}

// Go is the time since midnight.
func (c Time) Go(v int64) time.Duration { return time.Duration(v * (temporal.Nanos / c.Unit)) }

// SQL is a time of the day, rounded to the precision.
func (c Time) SQL(d time.Duration) int64 {
	if d < 0 || d > daySeconds*time.Second {
		rt.FailRecordf("%v is no time of the day", d)
	}
	step := max(1, 2*roundingOf(c.Precision))
	return int64(d.Round(step)) / (temporal.Nanos / c.Unit)
}

// Interval converts INTERVAL.
type Interval struct{}

const maxDuration = int64(1<<63-1) / 1000 // microseconds

// Go is the interval's length, days counting 24 hours. Months have no length: they fail the record.
func (Interval) Go(v temporal.Interval) time.Duration {
	if v.Months != 0 {
		rt.FailRecord("an interval with months has no length that a Go function could take")
	}
	days := int64(v.Days) * daySeconds * temporal.Micros
	if micros := days + v.Micros; micros <= maxDuration && micros >= -maxDuration && (v.Micros >= 0) == (micros >= days) {
		return time.Duration(micros) * time.Microsecond
	}
	rt.FailRecord("the interval is longer than a Go duration, 292 years")
	return 0
}

// SQL is a length of time, to the microsecond.
func (Interval) SQL(d time.Duration) temporal.Interval {
	return temporal.Interval{Micros: int64(d.Round(time.Microsecond) / time.Microsecond)}
}

// Decimal converts DECIMAL of up to 18 digits.
type Decimal struct{ Precision, Scale int }

// Go is the number.
func (c Decimal) Go(unscaled int64) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(unscaled), power(c.Scale))
}

// SQL is the number rounded to the scale, halves away from zero.
func (c Decimal) SQL(r big.Rat) int64 { return WideDecimal(c).unscaled(&r).Int64() }

// WideDecimal converts DECIMAL of more than 18 digits.
type WideDecimal struct{ Precision, Scale int }

// Go is the number.
func (c WideDecimal) Go(unscaled decimal.Int128) *big.Rat {
	v := new(big.Int).Lsh(big.NewInt(unscaled.Hi), 64)
	return new(big.Rat).SetFrac(v.Or(v, new(big.Int).SetUint64(unscaled.Lo)), power(c.Scale))
}

// SQL is the number rounded to the scale, halves away from zero.
func (c WideDecimal) SQL(r big.Rat) decimal.Int128 {
	v := c.unscaled(&r)
	low := new(big.Int).And(v, new(big.Int).SetUint64(1<<64-1))
	return decimal.Int128{Hi: new(big.Int).Rsh(v, 64).Int64(), Lo: low.Uint64()}
}

func (c WideDecimal) unscaled(r *big.Rat) *big.Int {
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(power(c.Scale)))
	twice := new(big.Int).Add(new(big.Int).Lsh(new(big.Int).Abs(scaled.Num()), 1), scaled.Denom())
	v := twice.Quo(twice, new(big.Int).Lsh(scaled.Denom(), 1))
	if v.Cmp(power(c.Precision)) >= 0 {
		rt.FailRecordf("%s doesn't fit into DECIMAL(%d,%d)", r.FloatString(c.Scale), c.Precision, c.Scale)
	}
	if scaled.Sign() < 0 {
		v.Neg(v)
	}
	return v
}

func power(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
}

// JSON converts JSON.
type JSON struct{}

// Go is the text.
func (JSON) Go(v weirjson.Raw) json.RawMessage { return json.RawMessage(v) }

// SQL is the text, which must be JSON.
func (JSON) SQL(v json.RawMessage) weirjson.Raw {
	if !weirjson.Valid(string(v)) {
		rt.FailRecord("a user function returned what is no JSON")
	}
	return weirjson.Raw(v)
}

// UUID converts UUID.
type UUID struct{}

// Go is the bytes.
func (UUID) Go(v rt.UUID) [16]byte { return v }

// SQL is the value with these bytes.
func (UUID) SQL(v [16]byte) rt.UUID { return v }

// Array converts ARRAY<T> whose elements may be NULL.
type Array[T any] struct{}

// Go is the list, nil for NULL elements.
func (Array[T]) Go(list []rt.Null[T]) []*T {
	pointers := make([]*T, len(list))
	for i := range list {
		if list[i].Valid {
			v := list[i].V
			pointers[i] = &v
		}
	}
	return pointers
}

// SQL is the list, NULL for nil elements.
func (Array[T]) SQL(pointers []*T) []rt.Null[T] {
	list := make([]rt.Null[T], len(pointers))
	for i, p := range pointers {
		list[i] = rt.FromPointer(p)
	}
	return list
}
