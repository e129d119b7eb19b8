package datagen

import (
	"encoding/binary"
	"fmt"

	rt "github.com/weirsql/weir/runtime"
)

// Bool makes the values of a BOOLEAN column.
type Bool struct{ field }

// NewBool makes the values of a BOOLEAN column.
func NewBool(f *Fields, column string) Bool { return Bool{f.field(column)} }

// At is the value of record n.
func (g *Bool) At(n int64) bool { return g.random.at(n)>>63 == 1 }

// NullAt is the value of record n, or NULL.
func (g *Bool) NullAt(n int64) rt.Null[bool] {
	if g.null(n) {
		return rt.Null[bool]{}
	}
	return rt.Of(g.At(n))
}

// UUID makes the values of a UUID column, of version 4.
type UUID struct {
	field
	low stream
}

// NewUUID makes the values of a UUID column.
func NewUUID(f *Fields, column string) UUID {
	made := UUID{field: f.field(column)}
	made.low = made.random.fork(1)
	return made
}

// At is the value of record n.
func (g *UUID) At(n int64) rt.UUID {
	var id rt.UUID
	binary.BigEndian.PutUint64(id[:8], g.random.at(n)&^0xf000|0x4000)
	binary.BigEndian.PutUint64(id[8:], g.low.at(n)&^(3<<62)|2<<62)
	return id
}

// NullAt is the value of record n, or NULL.
func (g *UUID) NullAt(n int64) rt.Null[rt.UUID] {
	if g.null(n) {
		return rt.Null[rt.UUID]{}
	}
	return rt.Of(g.At(n))
}

// List makes the elements of an ARRAY column, or the entries of a MAP: a column of 'length' elements.
type List[T any] struct {
	field
	length int
	values []T // of all lists that one record has here, one behind the other
	next   int // where the next list begins
}

// mostElements is how many elements of one column a record may have, lists in lists multiplied.
const mostElements = 1 << 24

// NewList makes the elements of an ARRAY or MAP column. A list that stands in elements of other lists comes several times
// in one record: within are those lists' columns.
func NewList[T any](f *Fields, column string, within ...string) List[T] {
	made := List[T]{field: f.field(column)}
	made.length, _ = f.length(column, 0)
	all := made.length
	for _, outer := range within {
		length, _ := f.length(outer, 0)
		if all > mostElements/length {
			f.table.Refuse(key(column, "length"), fmt.Sprintf("with the lists around it a record has more than %d elements", mostElements))
			return made
		}
		all *= length
	}
	made.values = make([]T, all)
	return made
}

// At is the value of record n, its elements made by element from their numbers. It is valid for the time of the record.
func (g *List[T]) At(n int64, element func(n int64) T) []T {
	values := g.values[g.next : g.next+g.length : g.next+g.length]
	for i := range values {
		values[i] = element(n*int64(g.length) + int64(i))
	}
	if g.next += g.length; g.next == len(g.values) {
		g.next = 0
	}
	return values
}

// Null reports whether record n has a NULL here.
func (g *List[T]) Null(n int64) bool { return g.null(n) }
