package datagen

import (
	"math"
	"strconv"

	rt "github.com/weirsql/weir/runtime"
)

// defaultLength is that of random strings and bytes, where the type allows.
const defaultLength = 100

// Text makes the values of a CHAR or VARCHAR column: hexadecimal digits, or the numbers of a sequence.
type Text struct {
	field
	lengths  stream
	sequence bool
	start    int64
	length   int
	varies   bool // any length from 1 to length
}

// NewText makes the values of a column that takes at most limit characters, 0 for any number.
func NewText(f *Fields, column string, limit int) Text {
	made := Text{field: f.field(column), sequence: f.sequential(column)}
	made.lengths = made.random.fork(1)
	if made.sequence {
		made.start = bound(f, column, "start", 0, func(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) })
		return made
	}
	made.length, made.varies = f.length(column, limit)
	return made
}

func (f *Fields) length(column string, limit int) (length int, varies bool) {
	most := math.MaxInt32
	if limit > 0 {
		most = limit
	}
	n := f.table.Int(key(column, "length"), 1, int64(min(defaultLength, most)))
	if n > int64(most) {
		f.table.Refuse(key(column, "length"), "the column takes at most "+strconv.Itoa(most))
	}
	return int(n), f.table.Bool(key(column, "var-len"), false)
}

// At is the value of record n; it stands in scratch.
func (g *Text) At(scratch *rt.Scratch, n int64) string {
	if g.sequence {
		const widest = 20
		return scratch.KeepString(strconv.AppendInt(scratch.Reserve(widest), g.start+n, 10))
	}
	length := g.length
	if g.varies {
		length = 1 + int(below(g.lengths.at(n), uint64(g.length)))
	}
	return scratch.KeepString(appendHex(scratch.Reserve(length), g.random.fork(uint64(n)), length))
}

// NullAt is the value of record n, or NULL.
func (g *Text) NullAt(scratch *rt.Scratch, n int64) rt.Null[string] {
	if g.null(n) {
		return rt.Null[string]{}
	}
	return rt.Of(g.At(scratch, n))
}

// appendHex appends length digits of a record's own stream.
func appendHex(dst []byte, words stream, length int) []byte {
	const digits, perWord = "0123456789abcdef", 16
	start := len(dst)
	dst = dst[:start+length] // the scratch has reserved it
	for i := 0; i < length; i += perWord {
		word := words.at(int64(i))
		part := dst[start+i : start+min(i+perWord, length)]
		for j := range part {
			part[j] = digits[word>>(4*uint(j))&15]
		}
	}
	return dst
}

// Bytes makes the values of a BYTES column.
type Bytes struct {
	field
	lengths stream
	length  int
	varies  bool
}

// NewBytes makes the values of a column that takes at most limit bytes, 0 for any number.
func NewBytes(f *Fields, column string, limit int) Bytes {
	made := Bytes{field: f.field(column)}
	made.lengths = made.random.fork(1)
	made.length, made.varies = f.length(column, limit)
	return made
}

// At is the value of record n; it stands in scratch.
func (g *Bytes) At(scratch *rt.Scratch, n int64) []byte {
	length := g.length
	if g.varies {
		length = 1 + int(below(g.lengths.at(n), uint64(g.length)))
	}
	words, dst := g.random.fork(uint64(n)), scratch.Reserve(length)
	for i := range length {
		dst = append(dst, byte(words.at(int64(i))))
	}
	return scratch.Keep(dst)
}

// NullAt is the value of record n, or NULL.
func (g *Bytes) NullAt(scratch *rt.Scratch, n int64) rt.Null[[]byte] {
	if g.null(n) {
		return rt.Null[[]byte]{}
	}
	return rt.Of(g.At(scratch, n))
}
