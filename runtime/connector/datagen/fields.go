package datagen

import (
	"errors"
	"math"

	rt "github.com/weirsql/weir/runtime"
)

// Fields reads the 'fields.<column>.…' options of one table. Problems are collected for Err.
type Fields struct {
	table *rt.Table
	seed  int64
}

// NewFields reads what all columns share.
func NewFields(table *rt.Table) *Fields { return &Fields{table, table.Int("seed", math.MinInt64, 0)} }

// Err returns what was wrong with the options of the fields made so far.
func (f *Fields) Err() error { return f.table.Err() }

// field is what every kind of column has.
type field struct {
	random   stream
	nulls    stream
	nullRate uint64 // a word below it makes a NULL
}

func (f *Fields) field(column string) field {
	random := newStream(f.seed, column)
	rate := f.table.Fraction(key(column, "null-rate"), 0)
	return field{random: random, nulls: random.fork(0), nullRate: threshold(rate)}
}

func threshold(rate float64) uint64 {
	if rate >= 1 {
		return math.MaxUint64
	}
	return uint64(rate * (1 << 63) * 2)
}

// null reports whether record n has a NULL here.
func (f *field) null(n int64) bool { return f.nullRate != 0 && f.nulls.at(n) <= f.nullRate }

func key(column, property string) string { return "fields." + column + "." + property }

// sequential reports 'kind' = 'sequence'.
func (f *Fields) sequential(column string) bool {
	return f.table.Choice(key(column, "kind"), "random", "random", "sequence") == "sequence"
}

// bound reads a 'min', 'max', 'start' or 'end' in the column's own type.
func bound[T any](f *Fields, column, property string, fallback T, parse func(string) (T, error)) T {
	text, ok := f.table.Lookup(key(column, property))
	if !ok {
		return fallback
	}
	value, err := parse(text)
	if err != nil {
		f.table.Refuse(key(column, property), "it is no value of the column: "+reason(err))
	}
	return value
}

// reason leaves out what a message says already.
func reason(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		return inner.Error()
	}
	return err.Error()
}
