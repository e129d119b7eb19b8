package over

// Pending holds rows until the watermark has passed their time, and gives them in the order of time; those of one time in that of
// their arrival.
//
// Rows that come in order go through a queue, O(1) each; those that don't through a heap, O(log n) of such rows. The zero value is
// ready.
type Pending[R any] struct {
	queue   []waiting[R] // in order, from head on
	head    int
	heap    []waiting[R]
	arrived uint64
	saved   uint64 // rows that arrived before are in checkpoints
}

type waiting[R any] struct {
	time    int64
	arrived uint64
	row     R
}

func (w *waiting[R]) before(other *waiting[R]) bool {
	return w.time < other.time || w.time == other.time && w.arrived < other.arrived
}

// Add takes a row.
func (p *Pending[R]) Add(time int64, row R) {
	w := waiting[R]{time, p.arrived, row}
	p.arrived++
	if n := len(p.queue); n > p.head && time < p.queue[n-1].time {
		p.heap = append(p.heap, w)
		p.up(len(p.heap) - 1)
		return
	}
	if len(p.queue) == cap(p.queue) && p.head > len(p.queue)/2 {
		n := copy(p.queue, p.queue[p.head:])
		clear(p.queue[n:])
		p.queue, p.head = p.queue[:n], 0
	}
	p.queue = append(p.queue, w)
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
func (p *Pending[R]) Len() int { return len(p.queue) - p.head + len(p.heap) }

// next is the earliest time of a row.
func (p *Pending[R]) next() (time int64, ok bool) {
	switch {
	case p.Len() == 0:
		return 0, false
	case p.fromHeap():
		return p.heap[0].time, true
	}
	return p.queue[p.head].time, true
}

// fromHeap reports that the next row is the heap's. There is one.
func (p *Pending[R]) fromHeap() bool {
	return p.head == len(p.queue) || len(p.heap) > 0 && p.heap[0].before(&p.queue[p.head])
}

// take takes the next row out.
func (p *Pending[R]) take() R {
	if p.fromHeap() {
		row := p.heap[0].row
		last := len(p.heap) - 1
		p.heap[0] = p.heap[last]
		p.heap[last] = waiting[R]{}
		p.heap = p.heap[:last]
		p.down()
		return row
	}
	row := p.queue[p.head].row
	p.queue[p.head] = waiting[R]{}
	if p.head++; p.head == len(p.queue) {
		p.queue, p.head = p.queue[:0], 0
	}
	return row
}

func (p *Pending[R]) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !p.heap[i].before(&p.heap[parent]) {
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
			if p.heap[child].before(&p.heap[least]) {
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
