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
func (s *Sessions[G]) Snapshot(c *snapshot.Codec, list List[G], group func(*G, *snapshot.Codec)) {
	c.Length(len(list))
	for _, session := range list {
		c.Int64(&session.Start)
		c.Int64(&session.End)
		group(&session.Group, c)
	}
}

// Restore replaces the sessions of a key by those of a checkpoint. empty is a group of the key without rows.
func (s *Sessions[G]) Restore(c *snapshot.Codec, list *List[G], key uint32, empty G, group func(*G, *snapshot.Codec)) {
	for _, old := range *list {
		old.merged = true // Due passes over it
	}
	*list = (*list)[:0]
	for range c.Length(0) {
		session := &Session[G]{Key: key, Group: empty}
		c.Int64(&session.Start)
		c.Int64(&session.End)
		group(&session.Group, c)
		session.due = session.End
		*list = append(*list, session)
		s.ends.Add(session.due, session)
	}
}
