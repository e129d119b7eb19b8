package rt

import (
	"slices"
	"time"
)

// counts is what a worker has done at some moment.
type counts struct {
	stats  []PartitionStats
	errors errorList
}

// counted is what the worker has done. It is for the worker's own goroutine, and for those that have waited for its end.
func (w *worker) counted() counts { return counts{w.finished(), slices.Clone(w.rejecter.errors)} }

// seen is what the worker has let others see of what it has done.
func (w *worker) seen() counts {
	if shown := w.shown.Load(); shown != nil {
		return *shown
	}
	return counts{}
}

// observe lets others see what the worker has done, between two batches: now and then while rows come, and always before it may have to
// wait for them.
func (w *worker) observe(now time.Time) {
	if w.observed && (w.batch.Idle || now.Sub(w.shownAt) >= tickEvery) {
		made := w.counted()
		w.shown.Store(&made)
		w.shownAt = now
	}
}

// observeEnd lets others see all that the worker has done.
func (w *worker) observeEnd() {
	w.shownAt = time.Time{}
	w.observe(time.Now())
}
