package window

import (
	"cmp"
	"math"
	"slices"
)

// Slices holds a table of groups, a T, for each slice of time that rows have fallen into and whose windows are open.
// At costs a comparison where rows come about in order, and a binary search elsewhere.
type Slices[T any] struct {
	Shape Shape
	New   func() T // makes a slice's groups
	// Clear empties the groups of a slice that is closed, so that another one may have their memory, and gives that's size, as a
	// number of groups; 0 where it isn't worth keeping. Without it each slice's memory is its own.
	Clear func(*T) (room int)
	last  *Slice[T]
	open  []*Slice[T] // by start; windows that rows bring along by end, then start
	due   []*Slice[T] // those of the last Due
	spare []*Slice[T] // closed ones, whose groups are empty
	room  int         // of the spare ones
	began bool        // the next two are set
	fired int64       // windows that end at it or before are closed, those without rows included
	ended int64       // end of the last closed window that had rows

	resumed int64 // the watermark of the checkpoint that it was restored from
}

// spareRoom is how many groups' memory is kept for slices to come, in more than one of them: many small windows that a batch closes
// and the next one opens find theirs again, and after a peak the memory goes.
const spareRoom = 1 << 16

// Slice is a span of time with its groups.
type Slice[T any] struct {
	Start, End int64
	// Closes is the watermark from which on no window takes rows of the slice: a row that comes then is late.
	Closes int64
	// From is the end of the first window that has the slice's rows: those that came when windows before it were closed have a slice
	// of their own behind that of the others.
	From   int64
	Groups T
	room   int // of Groups, while it is spare
}

// At returns the slice of a time. A new one is made for a late row too, and goes with the next Due.
func (s *Slices[T]) At(time int64) *Slice[T] {
	if last := s.last; last != nil && uint64(time-last.Start) < uint64(last.End-last.Start) {
		return last
	}
	return s.find(time)
}

func (s *Slices[T]) find(time int64) *Slice[T] {
	start := s.Shape.floorSlice(time)
	at, found := slices.BinarySearchFunc(s.open, start, func(open *Slice[T], start int64) int { return cmp.Compare(open.Start, start) })
	if !found {
		s.insert(at, start, start+s.Shape.width, s.Shape.LastEnd(start+s.Shape.width-1)+s.Shape.lateness)
	}
	s.last = s.open[at]
	return s.last
}

// Taking returns the slice that takes a row at a watermark: a row is not in those of its windows that the watermark has closed, even if they
// haven't been emitted. Where all of them are closed the row is late, as Closes says.
func (s *Slices[T]) Taking(time, watermark int64) *Slice[T] {
	slice := s.At(time)
	if slice.From+s.Shape.lateness > watermark || slice.Closes <= watermark {
		return slice
	}
	from := slice.From
	for from+s.Shape.lateness <= watermark {
		from = s.Shape.NextEnd(from)
	}
	return s.StartingWith(slice.Start, from)
}

// StartingWith returns the slice of a time whose rows are in the windows from the one that ends at from on.
func (s *Slices[T]) StartingWith(time, from int64) *Slice[T] {
	first := s.At(time)
	if first.From == from {
		return first
	}
	at, _ := slices.BinarySearchFunc(s.open, first.Start, func(open *Slice[T], start int64) int { return cmp.Compare(open.Start, start) })
	for at++; at < len(s.open) && s.open[at].Start == first.Start && s.open[at].From <= from; at++ {
		if s.open[at].From == from {
			return s.open[at]
		}
	}
	s.insert(at, first.Start, first.End, first.Closes)
	s.open[at].From = from
	return s.open[at]
}

// floorSlice is the start of the slice of a time. Slices are aligned to where windows begin.
func (s *Shape) floorSlice(time int64) int64 { return s.floor(time, s.width) }

// Exactly returns the slice that is the window [start, end).
func (s *Slices[T]) Exactly(start, end int64) *Slice[T] {
	if last := s.last; last != nil && last.Start == start && last.End == end {
		return last
	}
	at, found := slices.BinarySearchFunc(s.open, Slice[T]{Start: start, End: end}, func(open *Slice[T], w Slice[T]) int {
		return cmp.Or(cmp.Compare(open.End, w.End), cmp.Compare(open.Start, w.Start))
	})
	if !found {
		s.insert(at, start, end, end+s.Shape.lateness)
	}
	s.last = s.open[at]
	return s.last
}

// insert makes a slice, of a spare one where there is one.
func (s *Slices[T]) insert(at int, start, end, closes int64) {
	var made *Slice[T]
	if last := len(s.spare) - 1; last >= 0 {
		made, s.spare = s.spare[last], s.spare[:last]
		s.room -= made.room
	} else {
		made = &Slice[T]{Groups: s.New()}
	}
	made.Start, made.End, made.Closes, made.From = start, end, closes, end
	if s.Shape.width != 0 {
		made.From = s.Shape.FirstEnd(start)
	}
	s.open = slices.Insert(s.open, at, made)
}

// Due returns the next window that the watermark has passed, with its slices: the same until Close. ok is false where there
// is none. The end of the input passes them all.
func (s *Slices[T]) Due(watermark int64) (start, end int64, in []*Slice[T], ok bool) {
	s.begin()
	s.forget()
	if s.Shape.width == 0 {
		if len(s.open) == 0 {
			return 0, 0, nil, false
		}
		first := s.open[0]
		return first.Start, first.End, s.open[:1], first.Closes <= watermark || watermark == endOfTime
	}
	end = endOfTime
	if len(s.open) > 0 {
		end = s.nextEnd()
	}
	if len(s.open) == 0 || watermark != endOfTime && end+s.Shape.lateness > watermark {
		s.pass(watermark)
		return 0, 0, nil, false
	}
	start = s.Shape.StartOf(end)
	from := 0
	for from < len(s.open) && s.open[from].Start < start {
		from++
	}
	s.due = s.due[:0]
	for _, slice := range s.open[from:] {
		if slice.Start >= end {
			break
		}
		if slice.From <= end {
			s.due = append(s.due, slice)
		}
	}
	return start, end, s.due, true
}

func (s *Slices[T]) begin() {
	if !s.began {
		s.began, s.fired, s.ended = true, math.MinInt64, math.MinInt64
	}
}

// pass closes the windows that the watermark has passed and that have no rows: rows that come for them now are late.
func (s *Slices[T]) pass(watermark int64) {
	if watermark == endOfTime || watermark < math.MinInt64+s.Shape.lateness {
		return
	}
	s.fired = max(s.fired, watermark-s.Shape.lateness)
}

// nextEnd is the end of the first window that holds an open slice and isn't closed.
func (s *Slices[T]) nextEnd() int64 {
	best := int64(endOfTime)
	for _, slice := range s.open {
		end := slice.From
		if end <= s.fired {
			end = s.Shape.firstEndBehind(s.fired, slice.Start)
		}
		best = min(best, end)
		if slice.Start >= best {
			break
		}
	}
	return best
}

// firstEndBehind is the end of the first window that holds a slice and ends behind fired.
func (s *Shape) firstEndBehind(fired, start int64) int64 {
	end := s.FirstEnd(start)
	return end + (fired-end)/s.slide*s.slide + s.slide
}

// Gathered reports a slice that was there when a window was put together, or would have been: rows that come into it now are behind
// the watermark.
func (s *Slices[T]) Gathered(slice *Slice[T]) bool { return s.began && slice.From <= s.ended }

// Behind reports a slice of rows that came when windows before it were closed, and windows behind it may have been put together.
func (s *Slices[T]) Behind(slice *Slice[T]) bool { return slice.From > s.Shape.FirstEnd(slice.Start) }

// Close says that the window of the last Due is emitted.
func (s *Slices[T]) Close(end int64) {
	if s.Shape.width == 0 {
		s.remove(1)
		return
	}
	s.fired, s.ended = max(s.fired, end), end
	s.forget()
}

// forget drops the slices whose last window is closed, and those between windows, up to the first one that stays: the others
// are looked at when they are the first.
func (s *Slices[T]) forget() {
	if s.Shape.width == 0 {
		return
	}
	gone := 0
	for gone < len(s.open) && s.isOver(s.open[gone]) {
		gone++
	}
	if gone > 0 {
		s.remove(gone)
	}
}

func (s *Slices[T]) isOver(slice *Slice[T]) bool {
	last := s.Shape.LastEnd(slice.End - 1)
	return last <= s.fired || last <= slice.Start
}

// remove drops the first slices. The others stay where they are, so that this costs nothing for each of them.
func (s *Slices[T]) remove(count int) {
	s.last = nil
	for i, slice := range s.open[:count] {
		s.keep(slice)
		s.open[i] = nil
	}
	s.open = s.open[count:]
}

// keep has a closed slice's memory ready for another one.
func (s *Slices[T]) keep(slice *Slice[T]) {
	if s.Clear == nil {
		return
	}
	room := s.Clear(&slice.Groups)
	if room == 0 || len(s.spare) > 0 && s.room+room > spareRoom {
		return
	}
	slice.room = room
	s.spare, s.room = append(s.spare, slice), s.room+room
}

// Complete returns the first slice that ends at the watermark or before, whose rows have all come but for late ones; nil for
// none. It stays until Drop.
func (s *Slices[T]) Complete(watermark int64) *Slice[T] {
	if len(s.open) == 0 || s.open[0].End > watermark {
		return nil
	}
	return s.open[0]
}

// Oldest returns the first slice; nil for none.
func (s *Slices[T]) Oldest() *Slice[T] {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[0]
}

// Drop removes the first slice.
func (s *Slices[T]) Drop() { s.remove(1) }

// Open is the number of slices.
func (s *Slices[T]) Open() int { return len(s.open) }
