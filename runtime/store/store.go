// Package store says what a job needs of the embedded store that state goes to which memory has no room for. It is a cache of what
// checkpoints keep and doesn't outlive the process: nothing in it is durable, and what is written is read by the writer alone.
//
// A job is linked with a store where its SQL asks for it: runtime/state/pebble.
package store

import "sync/atomic"

// Store holds values by key, in the order of the keys' bytes. Its methods may be called by several goroutines at once.
type Store interface {
	// Get appends the value of a key to buf; ok is false where there is none.
	Get(key, buf []byte) (value []byte, ok bool, err error)
	// Batch begins a group of changes.
	Batch() Batch
	// Scan walks the keys from one on to before another one, as they are now: later changes don't show.
	Scan(from, to []byte) (Cursor, error)
	// Close gives everything up.
	Close() error
}

// Batch is a group of changes, made together by Commit. It copies what it is given. A batch that isn't committed needs no care.
type Batch interface {
	Set(key, value []byte) error
	Delete(key []byte) error
	// DeleteRange deletes the keys from one on to before another one.
	DeleteRange(from, to []byte) error
	Commit() error
}

// Cursor stands in front of the first key to begin with.
type Cursor interface {
	// Next goes on to the next key; false where there is none, and after an error.
	Next() bool
	// Key and Value are valid until Next.
	Key() []byte
	Value() []byte
	// Close ends the walk. Its error is that of Next, too.
	Close() error
}

// Memory is what a job's tables share: the store, and how much of them may stay in memory.
type Memory struct {
	store   Store
	bytes   int64
	shares  int64
	numbers atomic.Uint32 // of spaces
}

// NewMemory shares bytes of memory out among those that ask for a Space.
func NewMemory(of Store, bytes int64) *Memory { return &Memory{store: of, bytes: bytes} }

// Space gives an operator of a partition its part. All are given before the first row.
func (m *Memory) Space() *Space {
	m.shares++
	return &Space{Store: m.store, Number: m.numbers.Add(1), Count: new(Count), memory: m}
}

// Space is one operator's part of a store, in one partition.
type Space struct {
	Store
	Number uint32 // its keys begin with it
	Count  *Count // of all parts
	IsPart bool   // there are others
	memory *Memory
}

// Count is what has gone out of an operator's memory, and come back.
type Count struct {
	Out   int64 // groups and rows that went out, as often as they did
	Bytes int64 // as which they were written
	In    int64 // that came back

	Filters int64 // bytes of memory that it takes to know what is there
}

// Part is a space of its own for one of the operator's tables, which shares the operator's memory with the others.
func (s *Space) Part() *Space {
	return &Space{Store: s.Store, Number: s.memory.numbers.Add(1), Count: s.Count, IsPart: true, memory: s.memory}
}

// Bytes is how much memory the operator's groups may take: all operators have the same part.
func (s *Space) Bytes() int64 { return s.memory.bytes / s.memory.shares }

// Failure is what a table panics with where the store fails in the middle of a row: no fault of the row's, so that the job ends.
type Failure struct{ Err error }

func (f *Failure) Error() string { return "the store of --state-memory: " + f.Err.Error() }
func (f *Failure) Unwrap() error { return f.Err }
