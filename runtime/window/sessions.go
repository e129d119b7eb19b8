package window

import (
	"slices"
	"unsafe"

	"github.com/weirsql/weir/runtime/over"
)

// Sessions holds the open sessions of all keys: runs of rows of which each follows another one in less than the gap. A row
// begins a session of its own, [time, time+gap), which is merged with those that it overlaps. A row that comes exactly a gap behind
// another begins a new one, since by then the watermark may have closed the first.
//
// Each key keeps its own list, by start; all wait in the order of their ends. A session that has grown since is put back when its old end
// comes up, so that a row costs no work there.
type Sessions[G any] struct {
	Gap      int64
	Lateness int64
	Merge    func(into, other *G) // takes the rows of another session of the same key
	Changes  bool                 // somebody must know which sessions are part of another one now
	Joined   []*G                 // where Changes: those that At has merged into the one that it returned
	ends     over.Pending[*Session[G]]
	gone     int // how many of them went elsewhere: see Leave
}

// Session is one session of a key.
type Session[G any] struct {
	Start, End int64 // End is the last row's time plus the gap
	Key        uint32
	Group      G
	due        int64 // End as it waits for
	merged     bool  // its rows are another session's
	left       bool  // it is elsewhere
}

// List is the open sessions of one key, by start.
type List[G any] []*Session[G]

// Late reports a row that belongs to no session that is open, nor begins one that would be at the watermark.
func (s *Sessions[G]) Late(list List[G], time, watermark int64) bool {
	end := time + s.Gap
	for _, open := range list {
		if !s.closed(open, watermark) && open.touches(time, end) {
			return false
		}
	}
	return end+s.Lateness <= watermark
}

// closed reports a session that takes no more rows, whether it has been emitted or not.
func (s *Sessions[G]) closed(session *Session[G], watermark int64) bool {
	return session.End+s.Lateness <= watermark
}

func (s *Session[G]) touches(start, end int64) bool { return start < s.End && s.Start < end }

// At returns the session of a row, merged from those that the row joins at a watermark. empty is a group of the key without rows.
func (s *Sessions[G]) At(list *List[G], time, watermark int64, key uint32, empty G) *Session[G] {
	s.Joined = s.Joined[:0]
	end := time + s.Gap
	first := slices.IndexFunc(*list, func(open *Session[G]) bool { return open.End > time && !s.closed(open, watermark) })
	if first < 0 || (*list)[first].Start >= end {
		return s.begin(list, time, key, empty)
	}
	session := (*list)[first]
	session.Start, session.End = min(session.Start, time), max(session.End, end)
	s.join(list, first, watermark)
	return session
}

func (s *Sessions[G]) begin(list *List[G], time int64, key uint32, empty G) *Session[G] {
	session := &Session[G]{Start: time, End: time + s.Gap, Key: key, Group: empty, due: time + s.Gap}
	at := slices.IndexFunc(*list, func(open *Session[G]) bool { return open.Start > time })
	if at < 0 {
		at = len(*list)
	}
	*list = slices.Insert(*list, at, session)
	s.ends.Add(session.due, session)
	return session
}

// join merges the sessions that one has grown up to into it.
func (s *Sessions[G]) join(list *List[G], first int, watermark int64) {
	session, next, stay := (*list)[first], first+1, first+1
	for ; next < len(*list) && (*list)[next].Start < session.End; next++ {
		other := (*list)[next]
		if s.closed(other, watermark) {
			(*list)[stay] = other
			stay++
			continue
		}
		session.End = max(session.End, other.End)
		s.Merge(&session.Group, &other.Group)
		other.merged = true
		if s.Changes {
			s.Joined = append(s.Joined, &other.Group)
		}
	}
	*list = slices.Delete(*list, stay, next)
}

// Due takes the next session out that the watermark has passed; nil where there is none. The key's list still has it: see Remove.
func (s *Sessions[G]) Due(watermark int64) *Session[G] {
	for {
		session, ok := s.ends.Take(over.SetBack(watermark, s.Lateness))
		switch {
		case !ok:
			return nil
		case session.left:
			s.gone--
		case session.merged:
		case session.due < session.End:
			session.due = session.End
			s.ends.Add(session.due, session)
		default:
			return session
		}
	}
}

// Remove takes a session from its key's list, and reports that it was the last one.
func (l *List[G]) Remove(session *Session[G]) (last bool) {
	*l = slices.DeleteFunc(*l, func(open *Session[G]) bool { return open == session })
	return len(*l) == 0
}

// Leave lets go of a key's sessions, which are kept elsewhere until Restore takes them up again.
func (s *Sessions[G]) Leave(list List[G]) {
	for _, session := range list {
		session.left = true
	}
	if s.gone += len(list); s.gone > s.ends.Len()/2 {
		s.ends.Sweep(func(session **Session[G]) bool { return !(*session).left && !(*session).merged })
		s.gone = 0
	}
}

// Ends is the watermark at which the first session of a key is to be closed; the end of time for none.
func (s *Sessions[G]) Ends(list List[G]) int64 {
	first := int64(endOfTime)
	for _, session := range list {
		first = min(first, session.End)
	}
	if first > endOfTime-s.Lateness {
		return endOfTime
	}
	return first + s.Lateness
}

// Bytes is what a key with one session takes beside its own.
func (s *Sessions[G]) Bytes() int64 { return int64(unsafe.Sizeof(Session[G]{})) + 2*pointer }

// pointer is the size of one: the list has one to each session, and what waits for its end.
const pointer = 8
