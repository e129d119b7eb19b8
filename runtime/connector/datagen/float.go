package datagen

import (
	"math"
	"strconv"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
)

// Float makes the values of a REAL or DOUBLE column.
type Float[T ~float32 | ~float64] struct {
	field
	sequence  bool
	low, high T
}

// NewFloat makes the values of a REAL or DOUBLE column.
func NewFloat[T ~float32 | ~float64](f *Fields, column string) Float[T] {
	width := int(unsafe.Sizeof(T(0))) * 8
	most := T(math.MaxFloat32)
	if width == 64 {
		wide := math.MaxFloat64
		most = T(wide)
	}
	parse := func(text string) (T, error) {
		value, err := strconv.ParseFloat(text, width)
		return T(value), err
	}
	made := Float[T]{field: f.field(column), sequence: f.sequential(column)}
	if made.sequence {
		made.low = bound(f, column, "start", 0, parse)
		return made
	}
	made.low = bound(f, column, "min", -most, parse)
	made.high = bound(f, column, "max", most, parse)
	if made.high < made.low {
		f.table.Refuse(key(column, "max"), "the smallest value is more")
	}
	return made
}

// At is the value of record n.
func (g *Float[T]) At(n int64) T {
	if g.sequence {
		return g.low + T(n)
	}
	u := T(fraction(g.random.at(n)))
	return min(g.low*(1-u)+g.high*u, g.high) // high-low may be infinite
}

// NullAt is the value of record n, or NULL.
func (g *Float[T]) NullAt(n int64) rt.Null[T] {
	if g.null(n) {
		return rt.Null[T]{}
	}
	return rt.Of(g.At(n))
}
