package rt

import "unsafe"

// Scratch holds text that a decoder had to build because it doesn't stand in the batch as it is: unescaped strings,
// decoded base64. What it gave out stays valid until Reset, which the decoder calls once a batch, so that a steady flow
// of batches allocates nothing.
type Scratch struct {
	chunk []byte
}

// scratchChunk is the least size of a chunk.
const scratchChunk = 4096

// Reset makes the space free again: whatever was given out is invalid from now on.
func (s *Scratch) Reset() { s.chunk = s.chunk[:0] }

// Reserve returns an empty slice with room for n bytes. Append to it, then Keep it.
func (s *Scratch) Reserve(n int) []byte {
	if cap(s.chunk)-len(s.chunk) < n {
		s.chunk = make([]byte, 0, max(n, 2*cap(s.chunk), scratchChunk)) // the old chunk lives as long as its strings
	}
	return s.chunk[len(s.chunk):len(s.chunk):cap(s.chunk)]
}

// Keep takes the bytes appended to the last Reserve into use.
func (s *Scratch) Keep(b []byte) []byte {
	s.chunk = s.chunk[:len(s.chunk)+len(b)]
	return b[:len(b):len(b)]
}

// KeepString is Keep for text.
func (s *Scratch) KeepString(b []byte) string {
	s.Keep(b)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Text returns a record's bytes as a string that shares them: valid as long as the batch is.
func Text(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }
