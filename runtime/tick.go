package rt

import "time"

// tickEvery is how often a worker that waits for rows looks at what passes without them: windows of processing time, and sources that
// rest. Results by the machine's clock come so much later, at most.
const tickEvery = 100 * time.Millisecond

// resting says whether a source that gives no rows holds event time back: not once it hasn't for its 'scan.watermark.idle-timeout'.
type resting struct {
	timeout time.Duration // 0 for never
	last    time.Time     // when there were rows
}

func (r *resting) rows(now time.Time) {
	if r.timeout > 0 {
		r.last = now
	}
}

func (r *resting) is(now time.Time) bool { return r.timeout > 0 && now.Sub(r.last) >= r.timeout }

// isResting reports that the worker's input holds nobody's time back: it gives no rows.
func (w *worker) isResting() bool {
	if w.receiver != nil {
		return w.receiver.resting()
	}
	return w.resting.timeout > 0 && w.resting.is(time.Now()) && !w.coordinator.left()
}

// openTicks decides whether the worker has to look at the clock while no rows come: also where others ask it for what it has, such as checkpoints.
func (w *worker) openTicks(table *Table, watched bool) {
	for _, part := range w.parts {
		w.byClock = w.byClock || part.stage.ProcessingTime
	}
	if table != nil {
		w.resting = resting{timeout: table.IdleTimeout, last: time.Now()}
	}
	if w.byClock || w.resting.timeout > 0 || watched {
		w.tick = tickEvery + time.Duration(w.number)*time.Microsecond // apart, so that they don't all wake at one instant
	}
	w.waits = w.tick
}

// ticks is a channel for one who waits for batches; nil where nobody wants to know.
func (w *worker) ticks() (ticks <-chan time.Time, stop func()) {
	if w.tick == 0 {
		return nil, func() {}
	}
	w.ticker = time.NewTicker(w.waits)
	return w.ticker.C, w.ticker.Stop
}

// waitAtMost says how long the worker waits for rows.
func (w *worker) waitAtMost(wait time.Duration) {
	w.waits = wait
	if w.ticker != nil {
		w.ticker.Reset(wait)
	}
}

// pass lets time pass without rows.
func (w *worker) pass() error {
	now := time.Now()
	w.lookAtClock(now)
	if err := w.passTime(); err != nil {
		return err
	}
	if err := w.endBatch(); err != nil {
		return err
	}
	w.observe(now)
	return nil
}

// lookAtClock takes what the machine's clock says.
func (w *worker) lookAtClock(now time.Time) {
	micros, ok := now.UnixMicro(), true
	if w.checkpoints != nil {
		micros, ok = w.checkpoints.timeBefore(w.barrier, now)
	}
	if ok {
		w.clock.tick(micros)
	}
}

// wait is what a worker does that has waited for its reader for a tick.
func (w *worker) wait() error {
	w.batch.Idle = true
	if err := w.pass(); err != nil {
		return err
	}
	return w.atBarrier()
}
