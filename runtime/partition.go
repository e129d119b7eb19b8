package rt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// worker runs one partition of one stage: a goroutine that owns its reader, its pipeline, its outputs and its writers. In a job
// of one partition it also runs the stages behind that one's exchanges: parts in the order of the rows.
type worker struct {
	coordinator *coordinator // nil behind an exchange
	reader      Reader       // nil for constant rows, and behind an exchange
	receiver    receiverPort // behind an exchange
	senders     []senderPort
	parts       []*part
	pipeline    Partition // of the first part
	outputs     []*Output // of all parts
	clock       *clock
	advanced    int64 // the watermark that the parts have been brought to
	advancing   bool  // they are being brought to one: what is processed are results
	rejecter    rejecter
	batchSize   int64 // records per call of Process; 0 for whole batches
	batch       Batch
	first       int64 // the batch's index where this call of Process began
	panicked    int64 // its index at the last panic
	stats       PartitionStats

	number      int           // of all workers of the job: each has a segment of its own in a checkpoint
	operators   []string      // those of the job that keep state
	checkpoints *checkpointer // nil for none
	failed      <-chan struct{}
	limits      *limits
	barrier     int64    // the last one that was passed
	frozen      *frozen  // what is yet to be written of its checkpoint; nil for nothing
	done        []*Split // splits, and ranges of them, that were read to their end since the last report
	current     *Split   // the one that is being read; nil for none

	tick    time.Duration // the stages want to be called that often, rows or none; 0 for never
	waits   time.Duration // how long it waits for rows: a tick, or less; 0 for as long as it takes
	ticker  *time.Ticker  // of one behind an exchange that is to be called; nil for others
	byClock bool          // they go by the machine's clock
	resting resting

	// What the progress bar reads, once a batch.
	bytes, records atomic.Int64

	observed bool // others may want to see what it does: Config.Observe
	shown    atomic.Pointer[counts]
	shownAt  time.Time
}

// run works until there is no split left or ctx is done, and writes what was processed.
func (w *worker) run(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if err = storeFailure(value); err != nil {
				return
			}
			err = fmt.Errorf("panic: %v: a bug of weir's, or of a connector\n%s", value, debug.Stack())
		}
	}()
	w.observe(time.Now())
	if w.receiver != nil {
		err = w.receive()
	} else {
		err = w.read(ctx)
	}
	if err == nil {
		w.thawAll()
		err = w.finish()
	}
	if err != nil && err != errStopped {
		return errors.Join(err, w.show(err))
	}
	if closing := w.close(); closing != nil || err != nil {
		return closing // of a worker that has stopped, the last checkpoint knows everything
	}
	w.observeEnd()
	w.end()
	return nil
}

// read works through splits, and ranges of them.
func (w *worker) read(ctx context.Context) error {
	began := w.clock.now
	var last *stint
	for ctx.Err() == nil {
		next := w.coordinator.take(last, w.clock.now == began)
		if next == nil {
			return nil
		}
		if last == nil || next.of != last.of {
			w.clock.split()
		}
		w.clock.hold(w.coordinator.left())
		last, w.current = next, next.Split
		over, err := w.split(ctx, next.Split)
		if err != nil {
			return err
		}
		if over {
			if err := w.endStint(ctx, next); err != nil {
				return err
			}
		}
	}
	if closed(w.limits.enough) {
		w.leave()
		return nil
	}
	if w.checkpoints != nil {
		return w.stop()
	}
	return nil
}

// endStint ends the reading of a range, and lets others catch up who are far behind in the same split: for a moment only, since they may wait for
// a reason that takes longer. Barriers are passed meanwhile.
func (w *worker) endStint(ctx context.Context, t *stint) error {
	w.hasRead(w.current)
	w.current = nil
	moved := w.coordinator.end(t)
	if moved == nil {
		return nil
	}
	timer := time.NewTimer(tickEvery)
	defer timer.Stop()
	for {
		var barrier <-chan struct{} // nil for ever where there are no checkpoints
		if w.checkpoints != nil {
			barrier = w.checkpoints.barrier.Load().next
		}
		if err := w.atBarrier(); err != nil {
			return err
		}
		select {
		case <-barrier:
		case <-moved:
			return nil
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// hasRead notes for the next checkpoint what was read to its end.
func (w *worker) hasRead(split *Split) {
	if w.checkpoints != nil {
		w.done = append(w.done, split)
	}
}

// show writes what was processed before a failure to the outputs that are immediate: what their tables got so far can't be
// taken back, so that it had better be all there is.
func (w *worker) show(failure error) error {
	var write *writeError
	if errors.As(failure, &write) {
		return nil
	}
	for _, output := range w.outputs {
		if !output.writer.immediate {
			continue
		}
		if err := output.flush(); err != nil {
			return err
		}
	}
	return nil
}

// split reads a split to its end, or until ctx is done: then it isn't over.
func (w *worker) split(ctx context.Context, split *Split) (over bool, err error) {
	w.batch.begin(split)
	w.panicked = 0
	if w.reader == nil {
		w.batch.Count = split.Records
		return true, w.process()
	}
	if err := w.reader.Open(ctx, split); err != nil {
		return false, err
	}
	for ctx.Err() == nil {
		err := w.fill(ctx)
		switch {
		case err == io.EOF:
			return true, nil
		case ctx.Err() != nil && errors.Is(err, ctx.Err()):
			return false, nil
		case errors.Is(err, ErrNoRows):
			if err := w.wait(); err != nil {
				return false, err
			}
			continue
		case err != nil:
			return false, err
		}
		if err := w.process(); err != nil {
			return false, err
		}
		if err := w.atBarrier(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// fill gets the next batch. A record that can't be read whole is rejected here.
func (w *worker) fill(ctx context.Context) error {
	w.batch.clear()
	w.panicked, w.batch.Wait = 0, w.waits
	start := time.Now()
	err := w.reader.Read(ctx, &w.batch)
	w.stats.ReadTime += time.Since(start)
	if err == nil {
		return nil // and no allocation for what errors.As needs
	}
	var record *RecordError
	if errors.As(err, &record) {
		w.batch.takeWhole()
		w.stats.Read++
		return w.rejecter.reject(&w.batch, record)
	}
	return err
}

// process takes a batch through the pipeline, in parts of --batch-size.
func (w *worker) process() error {
	start, writing := time.Now(), w.writeTime()
	w.lookAtClock(start)
	w.resting.rows(start)
	for {
		if err := w.part(); err != nil {
			return err
		}
		done := w.batch.done()
		if done || w.receiver == nil { // behind an exchange the watermark is that of the whole batch
			if err := w.passTime(); err != nil {
				return err
			}
		}
		if done {
			break
		}
	}
	if err := w.relieve(); err != nil {
		return err
	}
	if err := w.endBatch(); err != nil {
		return err
	}
	end := time.Now()
	w.stats.time(start, end, w.writeTime()-writing)
	w.bytes.Add(w.batch.Bytes)
	w.records.Store(w.stats.Read)
	w.observe(end)
	return nil
}

// part processes up to --batch-size records and counts them.
func (w *worker) part() error {
	w.batch.allow(w.batchSize)
	w.first = w.batch.index
	failed := w.rejecter.failed
	err := w.resume()
	w.stats.Batches++
	w.stats.Read += w.batch.index - w.first
	if w.rejecter.failed > failed {
		w.stats.BatchesFailed++
	}
	if err == nil && w.batch.index == w.first && !w.batch.done() {
		return errors.New("the pipeline left a batch unread: a bug of weir's")
	}
	return err
}

// resume calls Process until it returns: behind each record whose expressions panicked it goes on.
func (w *worker) resume() error {
	for {
		again, err := w.attempt()
		if !again || err != nil {
			return err
		}
	}
}

func (w *worker) attempt() (again bool, err error) {
	defer func() {
		if value := recover(); value != nil {
			again, err = true, w.recovered(value)
		}
	}()
	if err := w.pipeline.Process(&w.batch); err != nil {
		return false, w.located(err)
	}
	return false, nil
}

// located names the object that a batch came from where the pipeline's error doesn't: a header that doesn't fit.
func (w *worker) located(err error) error {
	var failure *Failure
	var write *writeError
	if errors.As(err, &failure) || errors.As(err, &write) || w.batch.Split.Name == "" {
		return err
	}
	return fmt.Errorf("%s: %w", w.batch.Split.Name, err)
}

// recovered rejects the record whose processing panicked. A panic before the next record is taken is a bug, and goes on;
// so is one in a writer.
func (w *worker) recovered(value any) error {
	if err := storeFailure(value); err != nil {
		return err
	}
	if w.batch.index == w.panicked || w.writing() {
		panic(value)
	}
	w.panicked = w.batch.index
	if err := w.rejecter.reject(&w.batch, recordFailure(value)); err != nil {
		return err
	}
	w.untake()
	w.settle()
	return nil
}

// untake takes the failed record out of what had counted it before it failed for another.
func (w *worker) untake() {
	w.parts[0].untake(w.stats.Read + w.batch.index - w.first - w.rejecter.failed)
	for _, part := range w.parts[1:] {
		part.untake(w.sentTo(part))
	}
}

// sentTo is how many rows a part was given by those before it.
func (w *worker) sentTo(to *part) int64 {
	var sum int64
	for _, part := range w.parts {
		for _, intake := range part.context.intakes {
			if intake.Name == toExchange+to.stage.Receives {
				sum += intake.Taken
			}
		}
	}
	return sum
}

func (w *worker) writing() bool {
	for _, output := range w.outputs {
		if output.writer.writing {
			return true
		}
	}
	return false
}

func (w *worker) writeTime() time.Duration {
	var sum time.Duration
	for _, output := range w.outputs {
		sum += output.writer.time
	}
	return sum
}

// endBatch writes dead letters, and everything else where the source has nothing more at hand.
func (w *worker) endBatch() error {
	if err := w.rejecter.letters.flush(); err != nil {
		return err
	}
	if !w.batch.Idle {
		return nil
	}
	return w.flush()
}

func (w *worker) flush() error {
	for _, output := range w.outputs {
		if err := output.flush(); err != nil {
			return err
		}
	}
	return w.rejecter.letters.flush()
}

// close writes what the outputs hold and closes the writers.
func (w *worker) close() error {
	if err := w.flush(); err != nil {
		return err
	}
	for _, output := range w.outputs {
		if err := output.writer.close(); err != nil {
			return err
		}
	}
	return w.rejecter.letters.close()
}
