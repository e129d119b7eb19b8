package main

import "math"

const gap = 2000 // ms

// session is what a key's rows come to that are no further apart than the gap. Those that are open are a list in the order of their last
// rows, since rows come in the order of time.
type session struct {
	key, count, total int64
	first, last       int64
	newer, older      uint32
}

// sessionRow is a result.
type sessionRow struct{ key, start, end, count, total int64 }

const sessionHeader = "k,window_start,window_end,n,total\n"

func (r *sessionRow) appendCSV(dst []byte, clock *clock) []byte {
	return fields(dst).int(r.key).time(clock, r.start).time(clock, r.end).int(r.count).int(r.total).line()
}

func (r *sessionRow) appendJSON(dst []byte, clock *clock) []byte {
	return members(dst).int(`{"k":`, r.key).time(clock, `,"window_start":`, r.start).time(clock, `,"window_end":`, r.end).
		int(`,"n":`, r.count).int(`,"total":`, r.total).line()
}

// openSessions are the sessions by their keys, in an open-addressing table of their numbers. Number 0 is the list's head: what is newer
// than it is the oldest.
type openSessions struct {
	list  []session
	free  []uint32
	table []uint32
	mask  uint64
	open  int
}

func newOpenSessions() *openSessions {
	return &openSessions{list: make([]session, 1), table: make([]uint32, 64), mask: 63}
}

func (s *openSessions) place(key int64) uint64 { return spread(key) & s.mask }

// find is the place of a key's session in the table, or where it would be.
func (s *openSessions) find(key int64) uint64 {
	at := s.place(key)
	for s.table[at] != 0 && s.list[s.table[at]].key != key {
		at = (at + 1) & s.mask
	}
	return at
}

func (s *openSessions) unlink(n uint32) {
	it := &s.list[n]
	s.list[it.older].newer, s.list[it.newer].older = it.newer, it.older
}

func (s *openSessions) linkLast(n uint32) {
	last := s.list[0].older
	s.list[n].older, s.list[n].newer = last, 0
	s.list[last].newer, s.list[0].older = n, n
}

// begin begins a key's session.
func (s *openSessions) begin(at uint64, key, time int64) *session {
	if 2*(s.open+1) > len(s.table) {
		s.grow()
		at = s.find(key)
	}
	var n uint32
	if last := len(s.free) - 1; last >= 0 {
		n, s.free = s.free[last], s.free[:last]
	} else {
		n = uint32(len(s.list))
		s.list = append(s.list, session{})
	}
	s.list[n] = session{key: key, first: time, last: time}
	s.table[at] = n
	s.open++
	s.linkLast(n)
	return &s.list[n]
}

func (s *openSessions) grow() {
	old := s.table
	s.table, s.mask = make([]uint32, 2*len(old)), 2*s.mask+1
	for _, n := range old {
		if n != 0 {
			s.table[s.find(s.list[n].key)] = n
		}
	}
}

// end takes the oldest session out: those behind it in the table move up.
func (s *openSessions) end(n uint32) {
	s.unlink(n)
	hole := s.find(s.list[n].key)
	for at := (hole + 1) & s.mask; s.table[at] != 0; at = (at + 1) & s.mask {
		if home := s.place(s.list[s.table[at]].key); (at-home)&s.mask >= (at-hole)&s.mask {
			s.table[hole], hole = s.table[at], at
		}
	}
	s.table[hole] = 0
	s.free = append(s.free, n)
	s.open--
}

// sessions is the query of sessions over rows that come in the order of time.
type sessions struct {
	open   *openSessions
	latest int64
	out    *results
	row    sessionRow
}

func newSessions(out *results) *sessions {
	return &sessions{open: newOpenSessions(), latest: math.MinInt64, out: out}
}

func (q *sessions) take(e *event) error {
	if e.millis < q.latest {
		return errOrder
	}
	q.latest = e.millis
	q.emit(q.latest)
	open := q.open
	at := open.find(e.key)
	n := open.table[at]
	it := &open.list[n]
	if n == 0 {
		it = open.begin(at, e.key, e.millis)
	} else {
		open.unlink(n)
		open.linkLast(n)
	}
	it.last = e.millis
	it.count++
	total := it.total + e.value
	if (it.total^total)&(e.value^total) < 0 {
		return errOverflow
	}
	it.total = total
	return nil
}

// emit emits the sessions that end at a time or before.
func (q *sessions) emit(end int64) {
	open := q.open
	for n := open.list[0].newer; n != 0 && open.list[n].last+gap <= end; n = open.list[0].newer {
		it := &open.list[n]
		q.row = sessionRow{it.key, it.first, it.last + gap, it.count, it.total}
		take(q.out, &q.row)
		open.end(n)
	}
}

func (q *sessions) finish() error {
	q.emit(math.MaxInt64)
	return nil
}

// sessionsInMemory is the query over generated rows.
func sessionsInMemory(rows int64, out *results) error {
	q := newSessions(out)
	for i := range rows {
		if err := q.take(&event{i/10000*1000 + i%1000, i % 1000, 1700000000000 + i}); err != nil {
			return err
		}
	}
	return q.finish()
}
