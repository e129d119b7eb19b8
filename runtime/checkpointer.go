package rt

import (
	"context"
	"errors"
	"maps"
	"sync/atomic"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
)

// checkpointer takes the checkpoints of a running job. A checkpoint is a barrier that each reading worker puts behind a batch of its own; it
// flows with the rows through all exchanges, and each worker reports what it has when it has come to it:
//
//	checkpointer ──number──▶ readers ──barrier──▶ workers behind exchanges
//	     ▲                      │                          │
//	     └──────── reports ─────┴──────────────────────────┘
//	     └▶ positions of the sinks, made durable ─▶ manifest
//
// Nothing stops meanwhile: a worker that has passed the barrier goes on, and what it writes is held at the sink's gate until the others
// have passed it too (aligned barriers; Carbone et al., Lightweight Asynchronous Snapshots for Distributed Dataflows, 2015).
type checkpointer struct {
	store    *checkpoint.Store
	interval time.Duration
	base     content // what the job began with: counters of earlier runs
	pending  *checkpoint.Pending
	taking   bool                 // workers are on their way to the barrier
	all      bool                 // the checkpoint that is being taken holds all state, not only what changed
	state    *checkpoint.Manifest // that names the segments which hold the state, as of the last checkpoint; nil before the first one
	whole    int64                // bytes of those that a checkpoint of all state wrote

	barrier atomic.Pointer[barrier] // of the checkpoint that is being taken, or was taken last
	reports chan report             // has room for all that workers may send while nobody takes it
	latest  map[*worker]report      // as of the last barrier, or the worker's end
	ended   map[*worker]report      // of those that have ended since they passed the barrier that others are still to come to
	open    int                     // workers that haven't ended

	asked chan savepoint
	over  chan struct{} // closed when no more are taken

	failed error // why the last checkpoint couldn't be taken
	number int64 // of the last one that is complete
}

// barrier is what readers are to put behind their next batch.
type barrier struct {
	number int64         // of the checkpoint; 0 before the first one
	last   bool          // nothing is read behind it
	next   chan struct{} // closed when there is another one
}

// begin lets the readers know of a barrier.
func (c *checkpointer) begin(number int64, last bool) {
	known := c.barrier.Swap(&barrier{number, last, make(chan struct{})})
	close(known.next)
}

// report is what a worker has at a barrier, or at its end: then it stands for all later ones.
type report struct {
	worker *worker
	number int64
	ended  bool
	state  workerState
	err    error
}

// workerState is what a checkpoint keeps of a worker.
type workerState struct {
	stage  string
	done   []int          // splits that were read to their end
	reads  *SplitPosition // the split that is being read; nil for none
	stats  []PartitionStats
	errors errorList

	watermark int64
}

func newCheckpointer(store *checkpoint.Store, interval time.Duration, base content, workers int) *checkpointer {
	c := &checkpointer{store: store, interval: interval, base: base, reports: make(chan report, 2*workers),
		latest: map[*worker]report{}, ended: map[*worker]report{}, open: workers,
		asked: make(chan savepoint), over: make(chan struct{})}
	c.barrier.Store(&barrier{next: make(chan struct{})})
	return c
}

// run takes checkpoints until all workers have ended: at intervals, the first one at once, so that whatever happens a restart knows which
// splits there are and where the output is; and a last one when ctx is done.
func (c *checkpointer) run(ctx context.Context, r *run) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer close(c.over)
	for {
		select {
		case <-timer.C:
			if !c.take(r, false) {
				return
			}
			timer.Reset(c.interval)
		case ask := <-c.asked:
			if !c.save(r, ask) {
				return
			}
		case <-ctx.Done():
			c.take(r, true)
			return
		case <-r.failed:
			return
		case got := <-c.reports:
			if !c.note(got) {
				return
			}
		}
	}
}

// note takes a report. false: all workers have ended.
func (c *checkpointer) note(got report) bool {
	if got.ended {
		c.open--
	}
	if known, ok := c.latest[got.worker]; got.ended && ok && c.taking && known.number == c.pending.Number {
		c.ended[got.worker] = got // what it did behind the barrier is the next checkpoint's
	} else {
		c.latest[got.worker] = got
	}
	return c.open > 0
}

// settle makes the reports of workers that ended during a checkpoint those of the next one.
func (c *checkpointer) settle() {
	c.taking = false
	maps.Copy(c.latest, c.ended)
	clear(c.ended)
}

// take takes one checkpoint. false: there is nothing more to take, since all workers have ended.
func (c *checkpointer) take(r *run, last bool) bool {
	pending := c.store.Begin()
	c.pending, c.all = pending, c.needsAll()
	c.taking = true
	c.begin(pending.Number, last)
	defer c.settle()
	for missing := c.missing(r, pending.Number); missing > 0; missing = c.missing(r, pending.Number) {
		select {
		case got := <-c.reports:
			c.note(got)
		case <-r.failed:
			pending.Abort()
			return false
		}
	}
	c.finish(r, pending, running)
	return c.open > 0
}

// needsAll reports that it is time to write all state anew: the changes since have become as much as the state was. So a checkpoint costs
// what changed, twice at most, and the directory no more than twice the state and a bit.
func (c *checkpointer) needsAll() bool {
	return c.state == nil || c.failed != nil || c.state.Bytes() > 2*c.whole+smallState
}

// smallState isn't worth to be counted.
const smallState = 1 << 20

// missing is how many workers haven't come to a barrier.
func (c *checkpointer) missing(r *run, number int64) (count int) {
	for _, w := range r.workers {
		if got, ok := c.latest[w]; !ok || !got.ended && got.number < number {
			count++
		}
	}
	return count
}

// finish completes a checkpoint. Where it can't, the job goes on: the next one may be luckier, and the last one is still there.
func (c *checkpointer) finish(r *run, pending *checkpoint.Pending, phase phase) {
	manifest, err := c.complete(r, pending, phase)
	if c.failed = err; err == nil {
		c.number = pending.Number
		c.keep(manifest)
	}
}

// keep notes where the state is.
func (c *checkpointer) keep(manifest *checkpoint.Manifest) {
	c.state = manifest
	if c.all {
		c.whole = manifest.Bytes()
	}
}

func (c *checkpointer) complete(r *run, pending *checkpoint.Pending, phase phase) (*checkpoint.Manifest, error) {
	made := c.content(r, phase)
	if err := errors.Join(c.workersFailed(pending.Number), made.locate(r, pending.Number)); err != nil {
		pending.Abort()
		return nil, err
	}
	var earlier []checkpoint.Segment
	if phase == running && !c.all {
		earlier = c.state.Segments
	}
	return pending.Commit(earlier, made)
}

// workersFailed is why workers couldn't write their state.
func (c *checkpointer) workersFailed(number int64) error {
	var problems []error
	for _, got := range c.latest {
		if got.number == number {
			problems = append(problems, got.err)
		}
	}
	return errors.Join(problems...)
}
