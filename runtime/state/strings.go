package state

import (
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
)

// Strings keeps texts that come from a batch, copied once into chunks: no allocation but one in a chunk, O(bytes). The zero
// value is ready.
//
// Nothing is given back singly: a chunk lives as long as one of its texts is referred to. Groups that come and go together are
// best kept by one Strings, which goes with them.
type Strings struct {
	chunk []byte // of the chunk in use, what is free
	whole []byte // the chunk in use
	bytes int
}

const (
	minChunk = 1 << 8
	maxChunk = 1 << 16
	lone     = 4 // a text of more than a quarter of a chunk has an allocation of its own
)

// Keep returns a copy of a text.
func (k *Strings) Keep(s string) string {
	if len(s) > len(k.chunk) {
		return k.keepElsewhere(s)
	}
	return k.cut(s)
}

// KeepBytes is Keep for bytes.
func (k *Strings) KeepBytes(b []byte) []byte {
	s := k.Keep(unsafe.String(unsafe.SliceData(b), len(b)))
	return unsafe.Slice(unsafe.StringData(s), len(s))
}

// KeepNull is Keep for a text that may be NULL.
func (k *Strings) KeepNull(s rt.Null[string]) rt.Null[string] {
	return rt.Null[string]{V: k.Keep(s.V), Valid: s.Valid}
}

// KeepBytesNull is KeepBytes for bytes that may be NULL.
func (k *Strings) KeepBytesNull(b rt.Null[[]byte]) rt.Null[[]byte] {
	return rt.Null[[]byte]{V: k.KeepBytes(b.V), Valid: b.Valid}
}

func (k *Strings) cut(s string) string {
	if s == "" {
		return ""
	}
	kept := k.chunk[:copy(k.chunk, s)]
	k.chunk = k.chunk[len(s):]
	return unsafe.String(unsafe.SliceData(kept), len(kept))
}

// keepElsewhere keeps a text that the chunk in use has no room for. Chunks double, from minChunk to maxChunk.
func (k *Strings) keepElsewhere(s string) string {
	size := min(max(2*len(k.whole), minChunk), maxChunk)
	if len(s) > size/lone {
		k.bytes += len(s)
		return string([]byte(s))
	}
	k.whole = make([]byte, size)
	k.chunk = k.whole
	k.bytes += size
	return k.cut(s)
}

// Clear forgets all texts, of which nobody may hold one any more: their memory is used again, but for what the last chunk doesn't
// hold.
func (k *Strings) Clear() { k.chunk, k.bytes = k.whole, len(k.whole) }

// Bytes is the memory that was taken for texts.
func (k *Strings) Bytes() int { return k.bytes }
