package window

import (
	"slices"

	"github.com/weirsql/weir/runtime/over"
	"github.com/weirsql/weir/runtime/state"
)

// Sessions holds the open sessions of all keys: runs of rows of which each follows another one in less than the gap. A row
// begins a session of its own, [time, time+gap), which is merged with those that it overlaps. A row that comes exactly a gap behind
// another begins a new one, since by then the watermark may have closed the first.
//
// What a session has added up is a group. A key's first session is the key's own group, so that a key with one session, as nearly all have,
// is one object, and a row finds both at once. Others are groups beside it:
//
//	pages    key's group      open: [10, 25)  more ──┐
//	                                                 ├─▶ group  open: [40, 52)
//	                                                 └─▶ group  open: [70, 80)
//
// All wait in the order of their ends. A session that has grown since is put back when its old end comes up, so that a row costs no work there.
type Sessions[G any] struct {
	Gap      int64
	Lateness int64
	Open     func(group *G) *Open[G]
	Empty    func(key *G) G       // a group of the same key without rows
	Merge    func(into, other *G) // takes the rows of another session of the same key
	Changes  bool                 // somebody must know which sessions are part of another one now
	Joined   []*G                 // where Changes: those that At has merged into the one that it returned
	ends     over.Pending[end]
	open     int // how many there are
	closed   G   // the one that Due took out
}

// end is when a session of a key was to close. There need be no such session any more: it may be part of another one, or elsewhere.
type end struct {
	key uint32
	due int64
}

// Open is what a group knows of its session; that of the key's own group, of the others, too. The zero value has no session.
type Open[G any] struct {
	Start, End int64 // End is the last row's time plus the gap
	due        int64 // End as it waits for
	count      int   // of the key's sessions, in its own group
	more       []*G  // those behind the first, by start
}

// None reports a key without sessions.
func (o *Open[G]) None() bool { return o.count == 0 }

// Extend takes a row into the session of a key that has one, which the row belongs to; false where it is otherwise, and for At to decide. It is
// compiled in line.
func (s *Sessions[G]) Extend(o *Open[G], time, watermark int64) bool {
	end := time + s.Gap
	if o.count != 1 || time >= o.End || end <= o.Start || o.End+s.Lateness <= watermark {
		return false
	}
	o.Start, o.End = min(o.Start, time), max(o.End, end)
	return true
}

// At returns the session of a row at a watermark, merged from those that the row joins; nil for a row that is late: it belongs to no session
// that is open, nor begins one that would be. number is the key's in its pages.
func (s *Sessions[G]) At(key *G, number uint32, time, watermark int64) *G {
	s.Joined = s.Joined[:0]
	own, end := s.Open(key), time+s.Gap
	first := 0
	for first < own.count && !s.reaches(s.Open(own.at(key, first)), time, watermark) {
		first++
	}
	if first == own.count || s.Open(own.at(key, first)).Start >= end {
		if end+s.Lateness <= watermark {
			return nil
		}
		return s.begin(key, number, time)
	}
	group := own.at(key, first)
	session := s.Open(group)
	session.Start, session.End = min(session.Start, time), max(session.End, end)
	s.join(own, group, first, watermark)
	return group
}

// reaches reports a session that takes rows and ends behind one's time.
func (s *Sessions[G]) reaches(session *Open[G], time, watermark int64) bool {
	return session.End > time && !s.isClosed(session, watermark)
}

// isClosed reports a session that takes no more rows, whether it has been emitted or not.
func (s *Sessions[G]) isClosed(session *Open[G], watermark int64) bool {
	return session.End+s.Lateness <= watermark
}

// at is the i-th of the sessions of a key, whose own part o is.
func (o *Open[G]) at(key *G, i int) *G {
	if i == 0 {
		return key
	}
	return o.more[i-1]
}

// begin begins a session of one row.
func (s *Sessions[G]) begin(key *G, number uint32, time int64) *G {
	own := s.Open(key)
	count, more, place := own.count, own.more, 0
	for place < count && s.Open(own.at(key, place)).Start <= time {
		place++
	}
	group := key
	if count > 0 {
		own.count, own.more = 0, nil
		other := s.Empty(key)
		if place == 0 { // the one that was the first goes into a group of its own
			other, *key = *key, other
		} else {
			group = &other
		}
		more = slices.Insert(more, max(place, 1)-1, &other)
	}
	own.count, own.more = count+1, more
	session := s.Open(group)
	session.Start, session.End = time, time+s.Gap
	s.wait(session, number)
	s.open++
	return group
}

// wait lets a session wait for its end.
func (s *Sessions[G]) wait(session *Open[G], number uint32) {
	session.due = session.End
	*s.ends.Add(session.due) = end{number, session.due}
}

// join merges the sessions that one has grown up to into it.
func (s *Sessions[G]) join(own *Open[G], group *G, first int, watermark int64) {
	session, behind := s.Open(group), own.more[first:]
	next, stay := 0, 0
	for ; next < len(behind) && s.Open(behind[next]).Start < session.End; next++ {
		other := behind[next]
		if s.isClosed(s.Open(other), watermark) {
			behind[stay] = other
			stay++
			continue
		}
		session.End = max(session.End, s.Open(other).End)
		s.Merge(group, other)
		if s.Changes {
			s.Joined = append(s.Joined, other)
		}
	}
	own.more = slices.Delete(own.more, first+stay, first+next)
	own.count -= next - stay
	s.open -= next - stay
}

// Due takes the next session out that the watermark has passed, and says so to the pages that the keys are in; nil where there is none. It is
// good until the next one. number is the key's, which may have no session any more.
func (s *Sessions[G]) Due(keys *state.Pages[G], watermark int64) (session *G, number uint32) {
	for {
		end, ok := s.ends.Take(over.SetBack(watermark, s.Lateness))
		if !ok {
			return nil, 0
		}
		key := keys.At(end.key)
		i := s.find(key, end.due)
		if i < 0 {
			continue
		}
		if session := s.Open(s.Open(key).at(key, i)); session.due < session.End {
			s.wait(session, end.key)
			continue
		}
		keys.Touch(end.key)
		s.remove(key, i)
		return &s.closed, end.key
	}
}

// find is the place among a key's sessions of one that waits for an end; -1 where there is none.
func (s *Sessions[G]) find(key *G, due int64) int {
	own := s.Open(key)
	for i := range own.count {
		if s.Open(own.at(key, i)).due == due {
			return i
		}
	}
	return -1
}

// remove takes the i-th session from its key.
func (s *Sessions[G]) remove(key *G, i int) {
	own := s.Open(key)
	count, more := own.count-1, own.more
	switch {
	case i > 0:
		s.closed = *more[i-1]
		more = slices.Delete(more, i-1, i)
	case count > 0:
		s.closed, *key = *key, *more[0]
		more = slices.Delete(more, 0, 1)
	default:
		s.closed, *key = *key, s.Empty(key)
	}
	own.count, own.more = count, more
	s.open--
}

// Leave lets go of a key's sessions, which are kept elsewhere until Restore takes them up again. Half of what waits is of sessions that are there.
func (s *Sessions[G]) Leave(keys *state.Pages[G], key *G, number uint32) {
	s.open -= s.Open(key).count
	if s.ends.Len() > 2*s.open {
		s.ends.Sweep(func(end *end) bool { return end.key != number && s.find(keys.At(end.key), end.due) >= 0 })
	}
}

// Ends is the watermark at which the first session of a key is to be closed; the end of time for none.
func (s *Sessions[G]) Ends(key *G) int64 {
	first, own := int64(endOfTime), s.Open(key)
	for i := range own.count {
		first = min(first, s.Open(own.at(key, i)).End)
	}
	if first > endOfTime-s.Lateness {
		return endOfTime
	}
	return first + s.Lateness
}

// WaitingBytes is what a key with one session takes beside its group: what waits for the session's end.
const WaitingBytes = 32
