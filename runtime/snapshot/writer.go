package snapshot

import "encoding/binary"

// Writer takes what operators write of their state at a checkpoint, entry by entry:
//
//	c := to.Entry(group.hash)
//	group.snapshot(c)
//	to.End()
//
// An entry replaces what earlier ones say of its key. What an operator puts off (Later) is written behind the barrier, a part at a time (Rest).
type Writer struct {
	// All says that everything is to be written, not only what changed.
	All bool

	codec    Codec
	append   func(entry []byte)
	operator uint64
	err      error

	later   []func() (done bool)
	written int // bytes
	limit   int // of written, until which the rest goes on
}

// NewWriter returns a writer that gives its entries to append, which must not keep them.
func NewWriter(all bool, append func(entry []byte)) *Writer { return &Writer{All: all, append: append} }

// Operator says whose entries come next.
func (w *Writer) Operator(number int) { w.operator = uint64(number) }

// Entry begins an entry for a key, or for what has none: hash is the key's, by whose upper bits it finds its partition again.
func (w *Writer) Entry(hash uint64) *Codec {
	w.codec.bytes = binary.AppendUvarint(w.codec.bytes[:0], w.operator)
	w.codec.bytes = append(w.codec.bytes, byte(KeyGroup(hash)))
	return &w.codec
}

// Kind is what an entry is of, where an operator has several kinds of them.
type Kind byte

// The kinds of entries.
const (
	Group Kind = iota // a key, and what is kept of it
	Row               // a row that waits
)

// Kind is Entry of one of the kinds.
func (w *Writer) Kind(hash uint64, kind Kind) *Codec {
	c := w.Entry(hash)
	c.bytes = append(c.bytes, byte(kind))
	return c
}

// Kind is what an entry is of.
func (c *Codec) Kind() Kind {
	if len(c.bytes) == 0 || Kind(c.bytes[0]) > Row {
		c.fail()
		return Group
	}
	kind := Kind(c.bytes[0])
	c.bytes = c.bytes[1:]
	return kind
}

// End completes the entry.
func (w *Writer) End() {
	if w.codec.err != nil && w.err == nil {
		w.err = w.codec.err
	}
	w.written += len(w.codec.bytes)
	w.append(w.codec.bytes)
}

// Later puts something off: write is to write of it until the writer is Full, and reports that nothing of it is left.
func (w *Writer) Later(write func() (done bool)) { w.later = append(w.later, write) }

// Full reports that it is enough for now.
func (w *Writer) Full() bool { return w.written >= w.limit }

// Rest writes about so many bytes of what was put off, and reports that nothing is left.
func (w *Writer) Rest(bytes int) (done bool) {
	for w.limit = w.written + bytes; len(w.later) > 0; w.later = w.later[1:] {
		if !w.later[0]() {
			return false
		}
	}
	return true
}

// Err is why the state can't be written.
func (w *Writer) Err() error { return w.err }

// KeyGroupBits is how many bits a key group has.
const KeyGroupBits = 7

// KeyGroup is the key group of a hash: its upper bits.
func KeyGroup(hash uint64) int { return int(hash >> (64 - KeyGroupBits)) }

// Address reads what stands before an entry's data: the number of the operator that wrote it, and its key group.
func Address(entry []byte) (operator, keyGroup int, data []byte, err error) {
	number, n := binary.Uvarint(entry)
	if n <= 0 || n >= len(entry) {
		return 0, 0, nil, errMismatch
	}
	return int(number), int(entry[n]), entry[n+1:], nil
}

// Entry is Address, and a codec of the data.
func Entry(entry []byte) (operator, keyGroup int, c *Codec, err error) {
	operator, keyGroup, data, err := Address(entry)
	if err != nil {
		return 0, 0, nil, err
	}
	return operator, keyGroup, Decode(data), nil
}
