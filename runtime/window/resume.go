package window

import (
	"math"

	"github.com/weirsql/weir/runtime/snapshot"
)

// Resume begins at the watermark of a checkpoint: the windows that it has passed are closed.
func (s *Slices[T]) Resume(watermark int64) {
	s.begin()
	s.resumed = watermark
	if s.Shape.width == 0 || watermark == math.MinInt64 {
		return
	}
	s.fired = watermark
	if watermark != endOfTime {
		s.fired -= s.Shape.lateness
	}
}

// ReopenExactly returns the slice of a checkpoint that is the window [start, end); nil where it has been closed since.
func (s *Slices[T]) ReopenExactly(start, end int64) *Slice[T] {
	if end+s.Shape.lateness <= s.resumed {
		return nil
	}
	return s.Exactly(start, end)
}

// Reopen returns the slice [start, end) of a checkpoint; nil where its windows have been closed since.
func (s *Slices[T]) Reopen(start, end int64) *Slice[T] {
	if s.isOver(&Slice[T]{Start: start, End: end}) {
		return nil
	}
	return s.At(start)
}

// ReopenFrom is Reopen of a slice whose rows are in the windows from the one that ends at from on.
func (s *Slices[T]) ReopenFrom(start, end, from int64) *Slice[T] {
	if s.isOver(&Slice[T]{Start: start, End: end}) {
		return nil
	}
	return s.StartingWith(start, from)
}

// All are the slices, for a checkpoint.
func (s *Slices[T]) All() []*Slice[T] { return s.open }

// Snapshot codes the sessions of a key; group codes what one of them has added up.
func (s *Sessions[G]) Snapshot(c *snapshot.Codec, key *G, group func(*G, *snapshot.Codec)) {
	own := s.Open(key)
	c.Length(own.count)
	for i := range own.count {
		s.code(c, own.at(key, i), group)
	}
}

func (s *Sessions[G]) code(c *snapshot.Codec, session *G, group func(*G, *snapshot.Codec)) {
	open := s.Open(session)
	c.Int64(&open.Start)
	c.Int64(&open.End)
	group(session, c)
}

// Restore replaces the sessions of a key by those of a checkpoint.
func (s *Sessions[G]) Restore(c *snapshot.Codec, key *G, number uint32, group func(*G, *snapshot.Codec)) {
	s.open -= s.Open(key).count // Due passes over what waits for them
	*key = s.Empty(key)
	count := c.Length(0)
	for i := range count {
		session := key
		if i > 0 {
			other := s.Empty(key)
			session = &other
			s.Open(key).more = append(s.Open(key).more, session)
		}
		s.code(c, session, group)
		s.wait(s.Open(session), number)
	}
	s.Open(key).count = count
	s.open += count
}
