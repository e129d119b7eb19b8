package rt

import (
	"context"
	"time"
)

// timedWriter is a sink's writer as an output sees it: it counts bytes and time, and names the sink in errors.
type timedWriter struct {
	Writer
	sink      string
	immediate bool // see ImmediateSink
	bytes     int64
	time      time.Duration
	writing   bool // a panic now is a bug, not a record's failure

	gate     *gate  // of the sink; nil without checkpoints
	passed   bool   // the writer is ahead of others at the gate, as far as it knows: its goroutine's own
	holds    bool   // the same, under the gate's lock
	heldBack []byte // under the gate's lock
}

// write gives a block to the sink. What was processed is written even when the job drains, so there is no way to cancel.
func (w *timedWriter) write(block []byte) error {
	w.writing = true
	start := time.Now()
	err := w.writeOrHold(block)
	w.time += time.Since(start)
	w.writing = false
	w.bytes += int64(len(block))
	return w.named(err)
}

// writeOrHold writes a block, or leaves it at the gate as long as other writers are to come to a barrier that this one has passed.
func (w *timedWriter) writeOrHold(block []byte) error {
	if w.passed {
		held, err := w.gate.hold(w, block)
		if held || err != nil {
			return err
		}
		w.passed = false
	}
	return w.Write(context.Background(), block)
}

// pass brings the writer to a checkpoint's barrier: all that was written comes before it.
func (w *timedWriter) pass(barrier int64) error {
	if w.gate == nil {
		return nil
	}
	if err := w.gate.release(w); err != nil {
		return err
	}
	if block, ok := w.Writer.(BlockWriter); ok {
		if err := block.EndBlock(); err != nil {
			return w.named(err)
		}
	}
	w.passed = true
	return w.named(w.gate.arrive(w, barrier))
}

func (w *timedWriter) close() error {
	if w.gate != nil {
		if err := w.gate.release(w); err != nil {
			return err
		}
	}
	start := time.Now()
	err := w.Close(context.Background())
	w.time += time.Since(start)
	if w.gate != nil && err == nil {
		err = w.gate.leave()
	}
	return w.named(err)
}

func (w *timedWriter) named(err error) error {
	if err == nil {
		return nil
	}
	return &writeError{w.sink, err}
}

// writeError says that a sink failed, and nothing that was read is to blame.
type writeError struct {
	sink string
	err  error
}

func (e *writeError) Error() string { return "table " + e.sink + ": " + e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }
