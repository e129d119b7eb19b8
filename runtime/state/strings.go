package state

import (
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
)

// Strings keeps text of keys beyond the batch that it came with: copied once, into chunks of many strings.
type Strings struct{ chunk []byte }

// Chunks begin small, as the tables of windows may, and double up to a limit.
const (
	firstChunk = 256
	lastChunk  = 64 << 10
)

// Keep copies text.
func (s *Strings) Keep(text string) string {
	if len(text) == 0 {
		return ""
	}
	if cap(s.chunk)-len(s.chunk) < len(text) {
		s.chunk = make([]byte, 0, max(len(text), min(lastChunk, max(firstChunk, 2*cap(s.chunk)))))
	}
	at := len(s.chunk)
	s.chunk = append(s.chunk, text...)
	return unsafe.String(&s.chunk[at], len(text))
}

// KeepNull copies text that may be NULL.
func (s *Strings) KeepNull(text rt.Null[string]) rt.Null[string] {
	return rt.Null[string]{V: s.Keep(text.V), Valid: text.Valid}
}

// KeepBytes copies bytes.
func (s *Strings) KeepBytes(b []byte) []byte {
	if b == nil {
		return nil
	}
	kept := s.Keep(unsafe.String(unsafe.SliceData(b), len(b)))
	return unsafe.Slice(unsafe.StringData(kept), len(kept))
}

// KeepBytesNull copies bytes that may be NULL.
func (s *Strings) KeepBytesNull(b rt.Null[[]byte]) rt.Null[[]byte] {
	return rt.Null[[]byte]{V: s.KeepBytes(b.V), Valid: b.Valid}
}
