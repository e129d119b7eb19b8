package rt

import (
	"unsafe"

	"github.com/weirsql/weir/runtime/snapshot"
)

// Sender is one partition's end of an exchange: a lane to each partition of the stage behind it.
type Sender[T any] struct {
	lanes   []Lane[T]
	current int // of Any
	clock   bool
}

// SenderOf returns the end of an exchange that a partition sends through; nil where the stage behind it runs in the same
// goroutine: see DirectTo.
func SenderOf[T any](context *StageContext, exchange string) *Sender[T] {
	port, ok := context.senders[exchange]
	if !ok {
		return nil
	}
	return port.(*Sender[T])
}

// DirectTo returns the partition behind an exchange, of the generated type P, where it runs in the same goroutine; nil elsewhere.
func DirectTo[P any](context *StageContext, exchange string) *P {
	partition, ok := context.direct[exchange]
	if !ok {
		return nil
	}
	return any(partition).(*P)
}

// To returns the lane to the partition that has the key group of a hash.
func (s *Sender[T]) To(hash uint64) *Lane[T] {
	return &s.lanes[ownerOf(snapshot.KeyGroup(hash), len(s.lanes))]
}

// First returns the lane to partition 0.
func (s *Sender[T]) First() *Lane[T] { return &s.lanes[0] }

// Any returns the lane to the partition that gets the rows of the moment: round robin, by batch.
func (s *Sender[T]) Any() *Lane[T] {
	if s.lanes[s.current].full() {
		s.current = (s.current + 1) % len(s.lanes)
	}
	return &s.lanes[s.current]
}

// All returns the lanes to all partitions.
func (s *Sender[T]) All() []Lane[T] { return s.lanes }

// flush hands over what the lanes hold, and the watermark where it rose. That the source has nothing more at hand goes along: what
// comes of the rows had better be written now.
func (s *Sender[T]) flush(watermark, machine int64, idle, resting bool) error {
	for i := range s.lanes {
		lane := &s.lanes[i]
		risen := watermark > lane.watermark || s.clock && machine > lane.machine
		lane.watermark, lane.machine = max(lane.watermark, watermark), max(lane.machine, machine)
		rests := resting != lane.resting
		lane.resting = resting
		if !risen && !rests && lane.filled == 0 && !(idle && lane.busy) {
			continue
		}
		lane.idle = idle
		if err := lane.handOver(false); err != nil {
			return err
		}
	}
	return nil
}

// pass puts a checkpoint's barrier behind what the lanes hold.
func (s *Sender[T]) pass(watermark, barrier int64) error {
	for i := range s.lanes {
		lane := &s.lanes[i]
		lane.watermark = max(lane.watermark, watermark)
		if lane.batch == nil {
			lane.begin()
		}
		lane.batch.barrier = barrier
		if err := lane.handOver(false); err != nil {
			return err
		}
	}
	return nil
}

// end says that there is no more.
func (s *Sender[T]) end() error {
	for i := range s.lanes {
		if err := s.lanes[i].handOver(true); err != nil {
			return err
		}
	}
	return nil
}

// Lane is the way from one partition to another. Its batch is filled row by row and handed over when it is full, or when the
// sender's own batch ends.
type Lane[T any] struct {
	rows      []T // the batch's room
	filled    int // of it
	batch     *rowBatch[T]
	ring      *ring[T]
	arrived   *waker // the receiver's
	watermark int64
	machine   int64
	idle      bool // of the batch that is handed over next
	resting   bool // of the sender: see resting
	busy      bool // the receiver doesn't know yet that there is nothing more at hand
	failed    <-chan struct{}
}

// Next returns the place of the next row, which has old contents. It may wait until the receiver has room; its error says that
// the job failed elsewhere.
func (l *Lane[T]) Next() (*T, error) {
	if l.filled < len(l.rows) {
		l.filled++
		return &l.rows[l.filled-1], nil
	}
	return l.renew()
}

func (l *Lane[T]) full() bool { return l.batch != nil && l.filled == len(l.rows) }

// renew hands a full batch over, and returns the first row's place in another one. It stands apart so that Next is inlined.
func (l *Lane[T]) renew() (*T, error) {
	if l.batch != nil {
		if err := l.handOver(false); err != nil {
			return nil, err
		}
	}
	l.begin()
	l.filled = 1
	return &l.rows[0], nil
}

// begin begins a batch.
func (l *Lane[T]) begin() {
	l.batch = l.ring.fresh()
	l.rows, l.filled = l.batch.rows[:cap(l.batch.rows)], 0
}

// handOver gives the batch to the receiver.
func (l *Lane[T]) handOver(end bool) error {
	if l.batch == nil {
		l.begin()
	}
	l.batch.rows = l.rows[:l.filled]
	l.batch.watermark, l.batch.idle, l.batch.end, l.batch.resting = l.watermark, l.idle, end, l.resting && len(l.batch.rows) == 0
	l.batch.machine = l.machine
	l.busy, l.idle = !l.idle, false
	if !l.ring.push(l.batch) && !l.ring.space.wait(l.failed, func() bool { return l.ring.push(l.batch) }) {
		return errFailed
	}
	l.batch, l.rows, l.filled = nil, nil, 0
	l.arrived.notify()
	return nil
}

// Keep copies text to where it lives as long as the row that Next returned last.
func (l *Lane[T]) Keep(text string) string {
	if len(text) == 0 {
		return ""
	}
	b := l.batch
	if cap(b.text)-len(b.text) < len(text) {
		b.text = make([]byte, 0, max(textChunk, 2*cap(b.text), len(text))) // the rows keep the old chunk
	}
	at := len(b.text)
	b.text = append(b.text, text...)
	return unsafe.String(&b.text[at], len(text))
}

// KeepBytes is Keep for bytes.
func (l *Lane[T]) KeepBytes(b []byte) []byte {
	if b == nil {
		return nil
	}
	kept := l.Keep(Text(b))
	return unsafe.Slice(unsafe.StringData(kept), len(kept))
}
