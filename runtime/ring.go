package rt

import (
	"sync/atomic"
	"time"
)

// rowBatch is a batch of rows on its way through an exchange, with the text that they point to.
type rowBatch[T any] struct {
	rows      []T
	text      []byte
	watermark int64
	idle      bool  // the sender had no more at hand
	end       bool  // the sender has no more
	barrier   int64 // of the checkpoint that ends behind the batch; 0 for none
	resting   bool  // the sender has had no rows for long, and holds no time back
	machine   int64 // up to where the machine's clock has closed the sender's windows; see Exchange.Clock
}

// The length of a batch and the number of batches in a ring: 256 rows of 50 bytes stay in the first level cache, and 8 batches
// ride out the time that a receiver spends on the others.
const (
	batchRows = 256
	ringSize  = 8
	textChunk = 4096
)

// ring is a bounded queue of batches with one writer and one reader, and the way back for empty ones. Positions only grow; each
// stands in a cache line of its own.
type ring[T any] struct {
	slots [ringSize]*rowBatch[T]
	back  [ringSize]*rowBatch[T]
	_     [64]byte
	head  atomic.Uint64 // next to read
	_     [56]byte
	tail  atomic.Uint64 // next to write
	_     [56]byte
	taken atomic.Uint64 // of back: next to reuse
	_     [56]byte
	given atomic.Uint64 // of back: next to give back
	_     [56]byte
	space *waker // wakes a writer that found it full
}

// push appends a batch; false where the ring is full.
func (r *ring[T]) push(b *rowBatch[T]) bool {
	tail := r.tail.Load()
	if tail-r.head.Load() == ringSize {
		return false
	}
	r.slots[tail%ringSize] = b
	r.tail.Store(tail + 1)
	return true
}

// pop takes the oldest batch; nil where there is none.
func (r *ring[T]) pop() *rowBatch[T] {
	head := r.head.Load()
	if head == r.tail.Load() {
		return nil
	}
	b := r.slots[head%ringSize]
	r.slots[head%ringSize] = nil
	r.head.Store(head + 1)
	return b
}

// giveBack returns a batch that was read to the writer, which fills it again.
func (r *ring[T]) giveBack(b *rowBatch[T]) {
	given := r.given.Load()
	if given-r.taken.Load() == ringSize {
		return
	}
	r.back[given%ringSize] = b
	r.given.Store(given + 1)
}

// fresh returns an empty batch.
func (r *ring[T]) fresh() *rowBatch[T] {
	taken := r.taken.Load()
	if taken == r.given.Load() {
		return &rowBatch[T]{rows: make([]T, 0, batchRows)}
	}
	b := r.back[taken%ringSize]
	r.taken.Store(taken + 1)
	b.rows, b.text, b.idle, b.end, b.barrier, b.resting = b.rows[:0], b.text[:0], false, false, 0, false
	return b
}

// waker wakes one goroutine that waits for something another one does.
type waker struct {
	waiting atomic.Bool
	wake    chan struct{}
}

func newWaker() *waker { return &waker{wake: make(chan struct{}, 1)} }

// notify wakes the waiting one.
func (s *waker) notify() {
	if s.waiting.Load() && s.waiting.CompareAndSwap(true, false) {
		s.wake <- struct{}{}
	}
}

// wait returns when ready does, which may have side effects and is asked again after each notification; or with false when failed
// is closed.
func (s *waker) wait(failed <-chan struct{}, ready func() bool) bool {
	_, ok := s.waitOrTick(failed, nil, ready)
	return ok
}

// waitOrTick is wait that comes back at a tick, too.
func (s *waker) waitOrTick(failed <-chan struct{}, ticks <-chan time.Time, ready func() bool) (tick, ok bool) {
	for {
		if ready() {
			return false, true
		}
		s.waiting.Store(true)
		if ready() { // what happened before waiting was set gave no notice
			if !s.waiting.CompareAndSwap(true, false) {
				<-s.wake
			}
			return false, true
		}
		select {
		case <-s.wake:
		case <-failed:
			return false, false
		case <-ticks:
			if !s.waiting.CompareAndSwap(true, false) {
				<-s.wake
			}
			return true, true
		}
	}
}
