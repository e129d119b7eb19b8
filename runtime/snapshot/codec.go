// Package snapshot turns state into bytes and back. What is kept says what it consists of once, for both ways:
//
//	func (g *bySymbolGroup) snapshot(c *snapshot.Codec) {
//		c.Text(&g.Symbol)
//		snapshot.Part(c, &g.tradeCount)
//	}
//
// so that what is read can't differ from what was written. A number is as long as it must be (varint, as in encoding/binary); text comes behind
// its length, and so does what an accumulator has (Part), so that whoever doesn't know the accumulator can pass over it. There are no names and
// no types in it: the checkpoint's manifest has the schema, and bytes are under its checksums.
package snapshot

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"
)

// Codec writes values, or reads them: each method takes a pointer and does the one or the other.
type Codec struct {
	bytes   []byte
	reading bool
	err     error
}

// Encode returns a codec that appends to buf.
func Encode(buf []byte) *Codec { return &Codec{bytes: buf} }

// Decode returns a codec that reads what another one wrote. What it reads doesn't point into data.
func Decode(data []byte) *Codec { return &Codec{bytes: data, reading: true} }

// Decode makes the codec read values of other data.
func (c *Codec) Decode(data []byte) { *c = Codec{bytes: data, reading: true} }

// Reading reports that values are read.
func (c *Codec) Reading() bool { return c.reading }

// Reset makes a codec that writes begin anew, in the same memory.
func (c *Codec) Reset() { c.bytes = c.bytes[:0] }

// Bytes is what was written.
func (c *Codec) Bytes() []byte { return c.bytes }

// Err says what was wrong with the data: checksums have been checked before, so that it is of another version of the state.
func (c *Codec) Err() error { return c.err }

// End is Err, or says that there is more data than values.
func (c *Codec) End() error {
	if c.err == nil && len(c.bytes) > 0 {
		c.fail()
	}
	return c.err
}

var errMismatch = errors.New("the bytes of a group aren't what its state consists of")

// Fail makes the snapshot fail for a reason of whom it is taken of; nil for none.
func (c *Codec) Fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Mismatch makes it fail since what is read isn't what such a state consists of.
func (c *Codec) Mismatch() { c.fail() }

func (c *Codec) fail() {
	c.err, c.bytes = errMismatch, nil
}

// Skip passes over the rest: what isn't needed any longer.
func (c *Codec) Skip() { c.bytes = nil }

// Raw takes what another codec wrote.
func (c *Codec) Raw(written []byte) { c.bytes = append(c.bytes, written...) }

// Uint64 is a number from 0 on, small ones shorter.
func (c *Codec) Uint64(v *uint64) {
	if !c.reading {
		c.bytes = binary.AppendUvarint(c.bytes, *v)
		return
	}
	read, n := binary.Uvarint(c.bytes)
	if n <= 0 {
		c.fail()
		return
	}
	*v, c.bytes = read, c.bytes[n:]
}

// Int64 is a number, those near 0 shorter.
func (c *Codec) Int64(v *int64) {
	if !c.reading {
		c.bytes = binary.AppendVarint(c.bytes, *v)
		return
	}
	read, n := binary.Varint(c.bytes)
	if n <= 0 {
		c.fail()
		return
	}
	*v, c.bytes = read, c.bytes[n:]
}

// Step is a number that isn't far from the one before, which it returns for the next one.
func (c *Codec) Step(v *int64, before int64) int64 {
	distance := *v - before
	c.Int64(&distance)
	*v = before + distance
	return *v
}

// Int is Int64 for any integer.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint32](c *Codec, v *T) {
	wide := int64(*v)
	c.Int64(&wide)
	*v = T(wide)
}

// fixed is eight bytes.
func (c *Codec) fixed(v uint64) uint64 {
	if !c.reading {
		c.bytes = binary.LittleEndian.AppendUint64(c.bytes, v)
		return v
	}
	if len(c.bytes) < 8 {
		c.fail()
		return 0
	}
	v = binary.LittleEndian.Uint64(c.bytes)
	c.bytes = c.bytes[8:]
	return v
}

// Float64 is a DOUBLE, bit by bit.
func (c *Codec) Float64(v *float64) { *v = math.Float64frombits(c.fixed(math.Float64bits(*v))) }

// Float32 is a REAL, bit by bit.
func (c *Codec) Float32(v *float32) {
	*v = math.Float32frombits(uint32(c.fixed(uint64(math.Float32bits(*v)))))
}

// Bool is a byte.
func (c *Codec) Bool(v *bool) {
	if !c.reading {
		b := byte(0)
		if *v {
			b = 1
		}
		c.bytes = append(c.bytes, b)
		return
	}
	if len(c.bytes) == 0 || c.bytes[0] > 1 {
		c.fail()
		return
	}
	*v, c.bytes = c.bytes[0] == 1, c.bytes[1:]
}

// Length is a number of elements, each of a byte at least.
func (c *Codec) Length(n int) int {
	length := uint64(n)
	c.Uint64(&length)
	if c.reading && length > uint64(len(c.bytes)) {
		c.fail()
		return 0
	}
	return int(length)
}

// Text is a text; what is read is a copy.
func (c *Codec) Text(v *string) {
	n := c.Length(len(*v))
	if !c.reading {
		c.bytes = append(c.bytes, *v...)
		return
	}
	*v, c.bytes = string(c.bytes[:n]), c.bytes[n:]
}

// Blob is BYTES, which aren't nil when they are read; what is read is a copy.
func (c *Codec) Blob(v *[]byte) {
	n := c.Length(len(*v))
	if !c.reading {
		c.bytes = append(c.bytes, *v...)
		return
	}
	*v, c.bytes = append(make([]byte, 0, n), c.bytes[:n]...), c.bytes[n:]
}

// Bytes16 is a UUID.
func Bytes16[T ~[16]byte](c *Codec, v *T) {
	raw := (*[16]byte)(unsafe.Pointer(v))
	lo := c.fixed(binary.LittleEndian.Uint64(raw[:8]))
	hi := c.fixed(binary.LittleEndian.Uint64(raw[8:]))
	binary.LittleEndian.PutUint64(raw[:8], lo)
	binary.LittleEndian.PutUint64(raw[8:], hi)
}

// Slice is a slice whose elements each does; nil stays nil.
func Slice[T any](c *Codec, v *[]T, each func(*Codec, *T)) {
	some := *v != nil
	if c.Bool(&some); !some {
		*v = nil
		return
	}
	n := c.Length(len(*v))
	if c.reading {
		*v = make([]T, n)
	}
	for i := range *v {
		each(c, &(*v)[i])
	}
}

// Pointer is what a pointer leads to; nil stays nil.
func Pointer[T any](c *Codec, v **T, each func(*Codec, *T)) {
	some := *v != nil
	if c.Bool(&some); !some {
		*v = nil
		return
	}
	if c.reading {
		*v = new(T)
	}
	each(c, *v)
}

// Part is what an accumulator has, behind its length: who reads can pass over it without knowing what it is, and one of no bytes stays as it
// is, without rows.
func Part[P interface{ Snapshot(*Codec) }](c *Codec, part P) {
	if c.reading {
		if behind, some := c.openPart(); some {
			part.Snapshot(c)
			c.closePart(behind)
		}
		return
	}
	at := len(c.bytes)
	c.bytes = append(c.bytes, 0)
	part.Snapshot(c)
	c.endPart(at)
}

// openPart leaves nothing but a part's bytes to read, and returns what comes behind them. some is false for a part of no bytes.
func (c *Codec) openPart() (behind []byte, some bool) {
	n := c.Length(0)
	if n == 0 {
		return nil, false
	}
	behind, c.bytes = c.bytes[n:], c.bytes[:n]
	return behind, true
}

// closePart goes on behind a part, all of which must have been read.
func (c *Codec) closePart(behind []byte) {
	if c.err == nil && len(c.bytes) > 0 {
		c.fail()
	}
	if c.err == nil {
		c.bytes = behind
	}
}

// endPart puts a part's length in front of it, where a byte was left for it.
func (c *Codec) endPart(at int) {
	n := len(c.bytes) - at - 1
	if n < 0x80 {
		c.bytes[at] = byte(n)
		return
	}
	var length [binary.MaxVarintLen64]byte
	more := binary.PutUvarint(length[:], uint64(n)) - 1
	c.bytes = append(c.bytes, length[:more]...)
	copy(c.bytes[at+1+more:], c.bytes[at+1:at+1+n])
	copy(c.bytes[at:], length[:more+1])
}
