package rt

import (
	"context"
	"errors"
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
	part     int     // bytes: see Config.CheckpointPart
	base     content // what the job began with: counters of earlier runs
	pending  *checkpoint.Pending
	taking   bool                 // workers are on their way to the barrier
	all      bool                 // the checkpoint that is being taken holds all state, not only what changed
	state    *checkpoint.Manifest // that names the segments which hold the state, as of the last checkpoint; nil before the first one
	whole    int64                // bytes of those that a checkpoint of all state wrote

	begun   atomic.Int64            // the number of the checkpoint that is being taken, or was taken last: since before its barrier was there
	barrier atomic.Pointer[barrier] // its barrier
	reports chan report             // has room for all that workers may send while nobody takes it
	latest  map[*worker]report      // as of the last barrier, or the worker's end
	read    map[string]readSplits   // by stage, what those that read it have read to its end by then
	ended   map[*worker]report      // of those that have ended since they passed the barrier that others are still to come to
	open    int                     // workers that haven't ended

	asked chan savepoint
	over  chan struct{} // closed when no more are taken

	abandoned *checkpoint.Pending // since the job failed: workers may still be writing it; nil for none

	unsafe   error                           // why a sink couldn't make durable what it was given
	began    time.Time                       // the checkpoint that is being taken
	stats    atomic.Pointer[CheckpointStats] // never nil
	trouble  trouble                         // with writing checkpoints
	leftover trouble                         // with removing them

	failed error // why the last checkpoint couldn't be taken

	doubtful bool  // one that couldn't be made complete may be there all the same
	number   int64 // of the last one that is complete
}

// barrier is what readers are to put behind their next batch.
type barrier struct {
	number  int64         // of the checkpoint; 0 before the first one
	machine int64         // the machine's clock, as of which all workers pass it
	last    bool          // nothing is read behind it
	next    chan struct{} // closed when there is another one
}

// begin lets the readers know of a barrier. No worker's clock has come further than the barrier's then: one that has read the machine's clock, and finds
// nothing begun, read it earlier.
func (c *checkpointer) begin(number int64, last bool) {
	c.begun.Store(number)
	machine := max(time.Now().UnixMicro(), c.barrier.Load().machine)
	known := c.barrier.Swap(&barrier{number, machine, last, make(chan struct{})})
	close(known.next)
}

// timeBefore is how far the machine's clock may come before a worker passes the next barrier, which is to find all of them at one time: windows that go
// by the clock are then closed up to there in every partition, whoever has which keys later. false: the clock stands still.
func (c *checkpointer) timeBefore(passed int64, now time.Time) (micros int64, ok bool) {
	micros = now.UnixMicro()
	begun := c.begun.Load()
	if begun <= passed {
		return micros, true
	}
	barrier := c.barrier.Load()
	return min(micros, barrier.machine), barrier.number == begun
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
	done   []*Split       // splits, and ranges of them, that were read to their end since the report before
	within *Split         // the one that is being read; nil for none
	reads  *SplitPosition // what is left of that; nil where the source can't be read again
	stats  []PartitionStats
	errors errorList

	watermark int64
}

func newCheckpointer(store *checkpoint.Store, interval time.Duration, base content, workers int) *checkpointer {
	c := &checkpointer{store: store, interval: interval, base: base, reports: make(chan report, 2*workers),
		latest: map[*worker]report{}, read: map[string]readSplits{}, ended: map[*worker]report{}, open: workers,
		asked: make(chan savepoint), over: make(chan struct{})}
	c.stats.Store(&CheckpointStats{})
	c.barrier.Store(&barrier{next: make(chan struct{})})
	return c
}

// run takes checkpoints until all workers have ended: at intervals, the first one at once, so that whatever happens a restart knows which
// splits there are and where the output is; and a last one when ctx is done.
//
// It fails where a sink can't make durable what it was given: it doesn't know any longer what is, and whatever a later checkpoint said would
// be a guess. The next start goes back to the last one that is complete.
func (c *checkpointer) run(ctx context.Context, r *run) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer close(c.over)
	for c.unsafe == nil && c.hear() { // of what has happened meanwhile, the end goes before the next checkpoint
		switch {
		case closed(r.failed):
			return nil
		case closed(ctx.Done()):
			c.take(r, true)
			return c.unsafe
		}
		select {
		case <-timer.C:
			c.take(r, false)
			timer.Reset(c.interval)
		case ask := <-c.asked:
			c.save(r, ask)
		case got := <-c.reports:
			c.note(got)
		case <-ctx.Done():
		case <-r.failed:
		}
	}
	return c.unsafe
}

// hear takes the reports that are there. false: all workers have ended.
func (c *checkpointer) hear() bool {
	for c.open > 0 {
		select {
		case got := <-c.reports:
			c.note(got)
		default:
			return true
		}
	}
	return false
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// note takes a report.
func (c *checkpointer) note(got report) {
	if got.ended {
		c.open--
	}
	if known, ok := c.latest[got.worker]; got.ended && ok && c.taking && known.number == c.pending.Number {
		c.ended[got.worker] = got // what it did behind the barrier is the next checkpoint's
	} else {
		c.know(got)
	}
}

// know makes a report what is known of its worker.
func (c *checkpointer) know(got report) {
	c.latest[got.worker] = got
	read := c.read[got.state.stage]
	if read == nil {
		read = readSplits{}
		c.read[got.state.stage] = read
	}
	for _, split := range got.state.done {
		read[split.ID] = read[split.ID].with(spanOf(split))
	}
}

// settle makes the reports of workers that ended during a checkpoint those of the next one.
func (c *checkpointer) settle() {
	c.taking = false
	for _, got := range c.ended {
		c.know(got)
	}
	clear(c.ended)
}

// take takes one checkpoint.
func (c *checkpointer) take(r *run, last bool) {
	pending := c.store.Begin()
	c.pending, c.all = pending, c.needsAll()
	c.taking, c.began = true, time.Now()
	c.begin(pending.Number, last)
	defer c.settle()
	for missing := c.missing(r, pending.Number); missing > 0; missing = c.missing(r, pending.Number) {
		if closed(r.failed) {
			c.abandoned = pending
			return
		}
		select {
		case got := <-c.reports:
			c.note(got)
		case <-r.failed:
		}
	}
	c.finish(r, pending, running)
}

// abandon gives up the checkpoint that was being taken when the job failed. No worker is left that writes it.
func (c *checkpointer) abandon() {
	if c.abandoned != nil {
		c.abandoned.Abort()
	}
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
	c.count(r, pending.Number, manifest, err)
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
	c.unsafe = made.locate(r, pending.Number)
	if err := errors.Join(c.workersFailed(pending.Number), c.unsafe); err != nil {
		pending.Abort()
		return nil, err
	}
	var earlier []checkpoint.Segment
	if phase == running && !c.all {
		earlier = c.state.Segments
	}
	manifest, err := pending.Commit(earlier, made)
	c.doubtful = c.doubtful || err != nil
	return manifest, err
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
