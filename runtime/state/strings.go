package state

import "unsafe"

// Strings keeps texts that come from a batch, copied once into chunks: no allocation but one in a chunk, O(bytes). The zero
// value is ready.
//
// Nothing is given back singly: a chunk lives as long as one of its texts is referred to. Groups that come and go together are
// best kept by one Strings, which goes with them.
type Strings struct {
	chunk []byte // of the chunk in use, what is free
	size  int    // of the chunk in use
	bytes int
}

const (
	minChunk = 1 << 10
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
	size := min(max(2*k.size, minChunk), maxChunk)
	if len(s) > size/lone {
		k.bytes += len(s)
		return string([]byte(s))
	}
	k.size, k.chunk = size, make([]byte, size)
	k.bytes += size
	return k.cut(s)
}

// Bytes is the memory that was taken for texts.
func (k *Strings) Bytes() int { return k.bytes }
