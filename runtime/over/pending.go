package over

import (
	"slices"
	"sort"
)

// Pending holds rows until the watermark has passed their time, and gives them in the order of time; those of one time in that of
// their arrival.
//
//	lines   each in the order of time: rows that come in order are one, those of several partitions that take turns one each    O(1) a row
//	heap    rows that no line takes                                                                                             O(log n) a row
//
// Rows are put where they wait, and given where they stand, so that one that comes in order is copied once. The zero value is ready.
type Pending[R any] struct {
	lines   []line[R]
	heap    []waiting[R]
	from    int   // the line that the next row is of; inHeap, nowhere
	known   bool  // from and until are right
	until   place // of the first row that isn't in that line
	given   int   // rows of that line, its first ones, which Due or Next gave last
	due     []R   // what they gave, where it stood in several places
	arrived uint64
	saved   uint64 // rows that arrived before are in checkpoints
}

// line is rows in the order of time, and of arrival, from head on.
type line[R any] struct {
	last   int64 // the time of the last one
	places []place
	rows   []R
	head   int
}

type waiting[R any] struct {
	place
	row R
}

// place is a row's among those that wait.
type place struct {
	time    int64
	arrived uint64
}

func (p place) before(other place) bool {
	return p.time < other.time || p.time == other.time && p.arrived < other.arrived
}

// mostLines is how many there are: each row that goes on is compared with the first ones of all at times.
const mostLines = 4

const inHeap, nowhere = -1, -2

// Add takes a row, and returns where it is to be put, at once.
func (p *Pending[R]) Add(time int64) *R {
	at := place{time, p.arrived}
	p.arrived++
	l := p.lineFor(time)
	if l == nil {
		p.known = false
		p.heap = append(p.heap, waiting[R]{place: at})
		return &p.heap[p.up(len(p.heap)-1)].row
	}
	if len(l.rows) == 0 {
		p.known = false
	} else if len(l.rows) == cap(l.rows) && l.head > len(l.rows)/2 && p.given == 0 {
		l.moveUp()
	}
	var none R
	l.last, l.places, l.rows = time, append(l.places, at), append(l.rows, none)
	return &l.rows[len(l.rows)-1]
}

// lineFor is the line that a row may be put at the end of: that whose last row is nearest, so that an empty one stays for rows that have no
// other. nil where it would be out of order in all.
func (p *Pending[R]) lineFor(time int64) (best *line[R]) {
	for i := range p.lines {
		if l := &p.lines[i]; l.last <= time && (best == nil || l.last > best.last) {
			best = l
		}
	}
	if best == nil && len(p.lines) < mostLines {
		p.lines = append(p.lines, line[R]{last: beginningOfTime})
		best = &p.lines[len(p.lines)-1]
	}
	return best
}

// Due takes the rows of the earliest time before the watermark out; none where there are no such rows. At the end of time all rows are due.
// They are good until rows are taken out again.
func (p *Pending[R]) Due(watermark int64) []R {
	first, ok := p.first(watermark)
	if !ok {
		return nil
	}
	if p.from != inHeap && p.until.time != first {
		l := &p.lines[p.from]
		end := l.head + 1
		for end < len(l.places) && l.places[end].time == first {
			end++
		}
		return p.give(l, end)
	}
	p.due = p.due[:0]
	for time := first; ok && time == first; time, ok = p.next() {
		p.due = append(p.due, p.take())
	}
	return p.due
}

// Next is Due for who has no need to know which rows are of one time: of those before the watermark it takes the first ones out, as many as stand
// together.
func (p *Pending[R]) Next(watermark int64) []R {
	if _, ok := p.first(watermark); !ok {
		return nil
	}
	if p.from == inHeap {
		p.due = append(p.due[:0], p.take())
		return p.due
	}
	l, until := &p.lines[p.from], p.until
	if due := (place{watermark, 0}); watermark < endOfTime && due.before(until) {
		until = due
	}
	end := len(l.places)
	if !l.places[end-1].before(until) {
		end = l.head + sort.Search(end-l.head, func(i int) bool { return !l.places[l.head+i].before(until) })
	}
	return p.give(l, end)
}

// first is the earliest time of a row, if the watermark has passed it.
func (p *Pending[R]) first(watermark int64) (time int64, ok bool) {
	p.release()
	time, ok = p.next()
	return time, ok && (time < watermark || watermark == endOfTime)
}

// give gives the rows of the line that the next row is of, up to a place in it. The line keeps them until release.
func (p *Pending[R]) give(l *line[R], end int) []R {
	p.given = end - l.head
	return l.rows[l.head:end]
}

// release takes out what was given last.
func (p *Pending[R]) release() {
	if p.given == 0 {
		return
	}
	l := &p.lines[p.from]
	clear(l.rows[l.head : l.head+p.given])
	p.pass(l, p.given)
	p.given = 0
}

// pass passes over the first rows of the line that the next row is of: they are taken out, and cleared.
func (p *Pending[R]) pass(l *line[R], n int) {
	l.head += n
	switch left := len(l.rows) - l.head; {
	case left == 0:
		l.empty()
		p.known = false
		return
	case left <= l.head/8: // so that few rows are moved, and rows that come and go at once are put into the same memory
		l.moveUp()
	}
	p.known = p.known && l.places[l.head].before(p.until)
}

// empty makes a line one that takes any row.
func (l *line[R]) empty() {
	l.last, l.places, l.rows, l.head = beginningOfTime, l.places[:0], l.rows[:0], 0
}

// moveUp moves what is left of a line to its beginning.
func (l *line[R]) moveUp() {
	n := copy(l.rows, l.rows[l.head:])
	copy(l.places, l.places[l.head:])
	clear(l.rows[n:])
	l.places, l.rows, l.head = l.places[:n], l.rows[:n], 0
}

// Take takes the next row out, if its time is no later than one; false where there is no such row.
func (p *Pending[R]) Take(latest int64) (row R, ok bool) {
	p.release()
	if first, waits := p.next(); !waits || first > latest {
		return row, false
	}
	return p.take(), true
}

const (
	beginningOfTime = -1 << 63
	endOfTime       = 1<<63 - 1
)

// SetBack is the time before a watermark; none before the first one, and behind the end of time all have come.
func SetBack(watermark, by int64) int64 {
	if watermark == endOfTime || watermark < by+beginningOfTime {
		return watermark
	}
	return watermark - by
}

// Len is the number of rows that wait.
func (p *Pending[R]) Len() int {
	n := len(p.heap) - p.given
	for i := range p.lines {
		n += len(p.lines[i].rows) - p.lines[i].head
	}
	return n
}

// Sweep takes out the rows that don't stay.
func (p *Pending[R]) Sweep(stays func(*R) bool) {
	p.release()
	for i := range p.lines {
		p.lines[i].sweep(stays)
	}
	p.heap, p.known = slices.DeleteFunc(p.heap, func(w waiting[R]) bool { return !stays(&w.row) }), false
	for i := range p.heap {
		p.up(i)
	}
}

func (l *line[R]) sweep(stays func(*R) bool) {
	n := 0
	for i := l.head; i < len(l.rows); i++ {
		if stays(&l.rows[i]) {
			l.places[n], l.rows[n] = l.places[i], l.rows[i]
			n++
		}
	}
	clear(l.rows[n:])
	if l.places, l.rows, l.head = l.places[:n], l.rows[:n], 0; n == 0 {
		l.empty()
	}
}

// next is the earliest time of a row.
func (p *Pending[R]) next() (time int64, ok bool) {
	if !p.known {
		p.look()
	}
	switch p.from {
	case nowhere:
		return 0, false
	case inHeap:
		return p.heap[0].time, true
	}
	l := &p.lines[p.from]
	return l.places[l.head].time, true
}

// look finds the next row.
func (p *Pending[R]) look() {
	last := place{endOfTime, 1<<64 - 1}
	first := last
	p.from, p.until, p.known = nowhere, last, true
	consider := func(at place, from int) {
		if at.before(first) {
			first, p.from, p.until = at, from, first
		} else if at.before(p.until) {
			p.until = at
		}
	}
	for i := range p.lines {
		if l := &p.lines[i]; len(l.places) > 0 {
			consider(l.places[l.head], i)
		}
	}
	if len(p.heap) > 0 {
		consider(p.heap[0].place, inHeap)
	}
}

// take takes the next row out, which next has found.
func (p *Pending[R]) take() R {
	if p.from == inHeap {
		p.known = false
		return p.pop()
	}
	l := &p.lines[p.from]
	var none R
	row := l.rows[l.head]
	l.rows[l.head] = none
	p.pass(l, 1)
	return row
}

// pop takes the heap's first row.
func (p *Pending[R]) pop() R {
	row := p.heap[0].row
	last := len(p.heap) - 1
	p.heap[0] = p.heap[last]
	p.heap[last] = waiting[R]{}
	p.heap = p.heap[:last]
	p.down()
	return row
}

// up moves a row to where it belongs in the heap, and returns where that is.
func (p *Pending[R]) up(i int) int {
	for i > 0 {
		parent := (i - 1) / 2
		if !p.heap[i].before(p.heap[parent].place) {
			break
		}
		p.heap[i], p.heap[parent] = p.heap[parent], p.heap[i]
		i = parent
	}
	return i
}

func (p *Pending[R]) down() {
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(p.heap); child++ {
			if p.heap[child].before(p.heap[least].place) {
				least = child
			}
		}
		if least == i {
			return
		}
		p.heap[i], p.heap[least] = p.heap[least], p.heap[i]
		i = least
	}
}
