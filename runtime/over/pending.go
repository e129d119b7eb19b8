package over

import "slices"

// Pending holds rows until the watermark has passed their time, and gives them in the order of time; those of one time in that of
// their arrival.
//
//	lines   each in the order of time: rows that come in order are one, those of several partitions that take turns one each    O(1) a row
//	heap    rows that no line takes                                                                                             O(log n) a row
//
// The zero value is ready.
type Pending[R any] struct {
	lines   []line[R]
	heap    []waiting[R]
	from    int   // the line that the next row is of; inHeap, nowhere
	known   bool  // from and until are right
	until   place // of the first row that isn't in that line
	arrived uint64
	saved   uint64 // rows that arrived before are in checkpoints
}

// line is rows in the order of time, and of arrival, from head on.
type line[R any] struct {
	last int64 // the time of the last one
	rows []waiting[R]
	head int
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

// Add takes a row.
func (p *Pending[R]) Add(time int64, row R) {
	w := waiting[R]{place{time, p.arrived}, row}
	p.arrived++
	l := p.lineFor(time)
	if l == nil {
		p.heap = append(p.heap, w)
		p.up(len(p.heap) - 1)
		p.known = false
		return
	}
	if len(l.rows) == 0 {
		p.known = false
	} else if len(l.rows) == cap(l.rows) && l.head > len(l.rows)/2 {
		n := copy(l.rows, l.rows[l.head:])
		clear(l.rows[n:])
		l.rows, l.head = l.rows[:n], 0
	}
	l.last, l.rows = time, append(l.rows, w)
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

// Due appends the rows of the earliest time before the watermark to a list, and takes them out; none where there are no such rows.
// At the end of time all rows are due.
func (p *Pending[R]) Due(list []R, watermark int64) []R {
	first, ok := p.next()
	if !ok || first >= watermark && watermark < endOfTime {
		return list
	}
	for time := first; ok && time == first; time, ok = p.next() {
		list = append(list, p.take())
	}
	return list
}

// Take takes the next row out, if its time is no later than one; false where there is no such row.
func (p *Pending[R]) Take(latest int64) (row R, ok bool) {
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
	n := len(p.heap)
	for i := range p.lines {
		n += len(p.lines[i].rows) - p.lines[i].head
	}
	return n
}

// Sweep takes out the rows that don't stay.
func (p *Pending[R]) Sweep(stays func(*R) bool) {
	swept := func(list []waiting[R]) []waiting[R] {
		return slices.DeleteFunc(list, func(w waiting[R]) bool { return !stays(&w.row) })
	}
	for i := range p.lines {
		l := &p.lines[i]
		if l.rows, l.head = swept(l.rows[l.head:]), 0; len(l.rows) == 0 {
			l.last = beginningOfTime
		}
	}
	p.heap, p.known = swept(p.heap), false
	for i := range p.heap {
		p.up(i)
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
	return l.rows[l.head].time, true
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
		if l := &p.lines[i]; len(l.rows) > 0 {
			consider(l.rows[l.head].place, i)
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
	row := l.rows[l.head].row
	l.rows[l.head] = waiting[R]{}
	if l.head++; l.head == len(l.rows) {
		l.last, l.rows, l.head = beginningOfTime, l.rows[:0], 0
		p.known = false
	} else {
		p.known = l.rows[l.head].before(p.until)
	}
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

func (p *Pending[R]) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !p.heap[i].before(p.heap[parent].place) {
			return
		}
		p.heap[i], p.heap[parent] = p.heap[parent], p.heap[i]
		i = parent
	}
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
