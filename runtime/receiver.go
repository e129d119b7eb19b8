package rt

import (
	"math"
	"time"
)

// Receiver is one partition's end of an exchange: a ring from each sender.
type Receiver[T any] struct {
	inputs  []input[T]
	current int // whose batch is being processed
	batch   *rowBatch[T]
	arrived *waker
	failed  <-chan struct{}
	clock   bool // see Exchange.Clock
}

// input is what comes from one sender.
type input[T any] struct {
	ring      *ring[T]
	watermark int64
	machine   int64
	ended     bool
	barrier   int64 // it waits for the others here; 0 where it doesn't wait
	resting   bool  // it has had no rows for long, and holds no time back
}

// ReceiverOf returns the end of the exchange that a partition reads; nil where its rows come from the same goroutine.
func ReceiverOf[T any](context *StageContext) *Receiver[T] {
	if context.receiver == nil {
		return nil
	}
	return context.receiver.(*Receiver[T])
}

// Rows are the rows of the current batch, valid while it is processed.
func (r *Receiver[T]) Rows() []T { return r.batch.rows }

func (r *Receiver[T]) next(ticks <-chan time.Time) (rows int, more bool, err error) {
	r.release()
	if r.done() {
		return 0, false, nil
	}
	tick, ok := r.arrived.waitOrTick(r.failed, ticks, r.poll)
	if !ok {
		return 0, false, errFailed
	}
	if tick {
		return 0, true, nil
	}
	in := &r.inputs[r.current]
	in.watermark, in.ended, in.barrier = r.batch.watermark, r.batch.end, r.batch.barrier
	in.resting, in.machine = r.batch.resting, r.batch.machine
	return len(r.batch.rows), true, nil
}

func (r *Receiver[T]) idle() bool { return r.batch == nil || r.batch.idle }

func (r *Receiver[T]) resting() bool {
	for i := range r.inputs {
		if in := &r.inputs[i]; !in.ended && !in.resting {
			return false
		}
	}
	return !r.done()
}

// release gives the last batch back to its sender.
func (r *Receiver[T]) release() {
	if r.batch != nil {
		r.inputs[r.current].ring.giveBack(r.batch)
		r.batch = nil
	}
}

// poll takes the next batch there is, from the senders in turn.
func (r *Receiver[T]) poll() bool {
	for range r.inputs {
		r.current = (r.current + 1) % len(r.inputs)
		in := &r.inputs[r.current]
		if in.barrier > 0 {
			continue
		}
		if b := in.ring.pop(); b != nil {
			r.batch = b
			in.ring.space.notify()
			return true
		}
	}
	return false
}

func (r *Receiver[T]) aligned() (barrier int64) {
	for i := range r.inputs {
		in := &r.inputs[i]
		if !in.ended && in.barrier == 0 {
			return 0
		}
		barrier = max(barrier, in.barrier)
	}
	for i := range r.inputs {
		r.inputs[i].barrier = 0
	}
	return barrier
}

func (r *Receiver[T]) done() bool {
	for i := range r.inputs {
		if !r.inputs[i].ended {
			return false
		}
	}
	return true
}

func (r *Receiver[T]) machine() (passed int64, carried bool) {
	least := int64(math.MaxInt64)
	for i := range r.inputs {
		if in := &r.inputs[i]; !in.ended {
			least = min(least, in.machine)
		}
	}
	return least, r.clock
}

// watermark is the least of those that don't rest; where all do, nobody has older rows at hand than the one that came furthest.
func (r *Receiver[T]) watermark() int64 {
	least, furthest := int64(math.MaxInt64), int64(math.MinInt64)
	for i := range r.inputs {
		switch in := &r.inputs[i]; {
		case in.ended: // it has none
		case in.resting:
			furthest = max(furthest, in.watermark)
		default:
			least = min(least, in.watermark)
		}
	}
	if least == math.MaxInt64 {
		return furthest // nothing more comes: the end of the input says the rest
	}
	return least
}
