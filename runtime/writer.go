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
}

// write gives a block to the sink. What was processed is written even when the job drains, so there is no way to cancel.
func (w *timedWriter) write(block []byte) error {
	w.writing = true
	start := time.Now()
	err := w.Write(context.Background(), block)
	w.time += time.Since(start)
	w.writing = false
	w.bytes += int64(len(block))
	return w.named(err)
}

func (w *timedWriter) close() error {
	start := time.Now()
	err := w.Close(context.Background())
	w.time += time.Since(start)
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
