package rt

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// atBarrier takes a worker that reads to the barrier of a checkpoint that was begun since its last batch.
func (w *worker) atBarrier() error {
	if w.checkpoints == nil {
		return nil
	}
	w.thaw()
	if barrier := w.checkpoints.barrier.Load(); barrier.number > w.barrier {
		return w.passBarrier(barrier.number)
	}
	return nil
}

// stop takes a worker that has been told to stop to the last checkpoint, behind which it does nothing more.
func (w *worker) stop() error {
	for {
		known := w.checkpoints.barrier.Load()
		if err := w.atBarrier(); err != nil {
			return err
		}
		w.thawAll()
		select {
		case <-known.next:
		case <-w.failed:
			return errFailed
		}
	}
}

// errStopped ends a worker behind the last checkpoint.
var errStopped = errors.New("stopped at a checkpoint")

// passBarrier hands the barrier on and reports what the worker has.
func (w *worker) passBarrier(number int64) error {
	start := time.Now()
	if err := w.toBarrierTime(); err != nil {
		return err
	}
	w.barrier = number
	for _, part := range w.parts {
		for _, send := range part.context.sends {
			if err := send(EndOfTime); err != nil {
				return err
			}
		}
	}
	for _, sender := range w.senders {
		if err := sender.pass(w.clock.now, number); err != nil {
			return err
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	for _, writer := range w.writers() {
		if err := writer.pass(number); err != nil {
			return err
		}
	}
	state := w.state()
	reads, err := w.position()
	if err != nil {
		return err
	}
	state.reads = reads
	w.freeze(report{worker: w, number: number, state: state})
	if w.checkpoints.barrier.Load().last { // it is this one: there is no other before the worker has reported
		w.stats.Pauses.add(time.Since(start))
		w.thawAll()
		return errStopped
	}
	w.thawPart(time.Now())
	w.stats.Pauses.add(time.Since(start))
	return nil
}

// toBarrierTime lets what goes by the machine's clock come to the time at which all workers pass the barrier.
func (w *worker) toBarrierTime() error {
	w.clock.tick(w.checkpoints.barrier.Load().machine)
	if !w.byClock {
		return nil
	}
	return w.passTime()
}

// end reports that the worker has come to its end.
func (w *worker) end() {
	if w.checkpoints != nil {
		w.checkpoints.reports <- report{worker: w, ended: true, state: w.state()}
	}
}

// writers are all of the worker's.
func (w *worker) writers() []*timedWriter {
	var list []*timedWriter
	for _, output := range w.outputs {
		list = append(list, output.writer)
	}
	if w.rejecter.letters != nil {
		list = append(list, w.rejecter.letters.writer)
	}
	return list
}

// state is what the worker has at a barrier, or at its end, and has read since the last one.
func (w *worker) state() workerState {
	done := w.done
	w.done = nil
	return workerState{stage: w.stats.Stage, done: done, within: w.current, stats: w.finished(), errors: slices.Clone(w.rejecter.errors), watermark: w.clock.now}
}

// position is what is left of the split that is being read; nil where there is none, and where the source can't be read again.
func (w *worker) position() (*SplitPosition, error) {
	reader, ok := w.reader.(PositionReader)
	if !ok || w.current == nil {
		return nil, nil
	}
	position, err := reader.Position()
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", w.stats.Source, err)
	}
	position.ID, position.Line = w.current.ID, w.batch.lineBehind()
	return &position, nil
}

// keepers are the states of the worker's partitions.
func (w *worker) keepers() (list []keeper) {
	for _, part := range w.parts {
		list = append(list, part.context.keepers...)
	}
	return list
}
