package rt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

	barrier atomic.Int64  // the number of the checkpoint that is being taken, or was taken last
	last    atomic.Int64  // the number of the one behind which nothing is read; 0 while there is none
	ending  chan struct{} // closed when last is known
	reports chan report   // has room for all that workers may send while nobody takes it
	latest  map[*worker]report
	open    int // workers that haven't ended

	taken   int
	failed  error // why the last checkpoint couldn't be taken
	number  int64 // of the last one that is complete
	elapsed time.Duration
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
}

func newCheckpointer(store *checkpoint.Store, interval time.Duration, base content, workers int) *checkpointer {
	return &checkpointer{store: store, interval: interval, base: base, ending: make(chan struct{}), reports: make(chan report, 2*workers),
		latest: map[*worker]report{}, open: workers}
}

// run takes checkpoints until all workers have ended: at intervals, the first one at once, so that whatever happens a restart knows which
// splits there are and where the output is; and a last one when ctx is done.
func (c *checkpointer) run(ctx context.Context, r *run) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			if !c.take(r, false) {
				return
			}
			timer.Reset(c.interval)
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

// note takes a report outside of a checkpoint: workers that end. false: all have.
func (c *checkpointer) note(got report) bool {
	c.latest[got.worker] = got
	if got.ended {
		c.open--
	}
	return c.open > 0
}

// take takes one checkpoint. false: there is nothing more to take, since all workers have ended.
func (c *checkpointer) take(r *run, last bool) bool {
	pending := c.store.Begin()
	if last {
		c.last.Store(pending.Number)
		close(c.ending)
	}
	c.barrier.Store(pending.Number)
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
	began := time.Now()
	err := c.complete(r, pending, phase)
	c.elapsed += time.Since(began)
	if c.failed = err; err == nil {
		c.taken++
		c.number = pending.Number
	}
}

func (c *checkpointer) complete(r *run, pending *checkpoint.Pending, phase phase) error {
	var err error
	made := c.content(r, phase)
	for _, sink := range r.sinks {
		position, err := sink.position(pending.Number)
		if err != nil {
			pending.Abort()
			return fmt.Errorf("table %s: %w", sink.table.Name, err)
		}
		made.Sinks = append(made.Sinks, sinkPosition{sink.declared.Name, position})
	}
	if made.Letters, err = r.lettersPosition(pending.Number); err != nil {
		pending.Abort()
		return fmt.Errorf("--dead-letter: %w", err)
	}
	_, err = pending.Commit(nil, made)
	return err
}

// phase is how far a job has come.
type phase string

const (
	running   phase = "running"
	finished  phase = "finished"  // all input is read and all output written, but perhaps not all of it committed
	committed phase = "committed" // there is nothing left to do
)

// content is what a manifest says of the job.
type content struct {
	Weir        string           `json:"weir"`
	Fingerprint string           `json:"fingerprint"`
	Phase       phase            `json:"phase"`
	Partitions  int              `json:"partitions"`
	Elapsed     time.Duration    `json:"elapsed"` // of all runs
	Sources     []sourcePosition `json:"sources"`
	Sinks       []sinkPosition   `json:"sinks"`
	Letters     *int64           `json:"letters,omitempty"` // size of the --dead-letter file
	Stats       []PartitionStats `json:"stats"`             // of all runs
	Errors      errorList        `json:"errors,omitempty"`
}

// sourcePosition is what a stage that reads has left to read.
type sourcePosition struct {
	Stage  string          `json:"stage"`
	Splits []SplitPosition `json:"splits"`
}

// sinkPosition is what a sink needs to come back; null where it can't.
type sinkPosition struct {
	Sink     string          `json:"sink"`
	Position json.RawMessage `json:"position"`
}

// content puts the workers' reports together.
func (c *checkpointer) content(r *run, phase phase) content {
	made := content{Weir: runtimeVersion(), Fingerprint: r.job.Fingerprint, Phase: phase, Partitions: r.config.Partitions,
		Elapsed: c.base.Elapsed + time.Since(r.stats.Started), Stats: slices.Clone(c.base.Stats), Errors: slices.Clone(c.base.Errors)}
	for i, coordinator := range r.coordinators {
		if coordinator != nil {
			made.Sources = append(made.Sources, sourcePosition{r.job.Stages[i].Name, c.left(r.job.Stages[i].Name, coordinator)})
		}
	}
	for _, w := range r.workers {
		state := c.latest[w].state
		made.Stats = addStats(made.Stats, state.stats)
		for _, e := range state.errors {
			made.Errors.merge(e)
		}
	}
	return made
}

// left lists what a stage hasn't read, in the order of its splits.
func (c *checkpointer) left(stage string, of *coordinator) []SplitPosition {
	positions := map[int]*SplitPosition{}
	for _, split := range of.splits {
		position := positionOf(split)
		positions[split.ID] = &position
	}
	for _, got := range c.latest {
		if got.state.stage != stage {
			continue
		}
		for _, id := range got.state.done {
			delete(positions, id)
		}
		if got.state.reads != nil {
			positions[got.state.reads.ID] = got.state.reads
		}
	}
	left := []SplitPosition{}
	for _, split := range of.splits {
		if position := positions[split.ID]; position != nil {
			left = append(left, *position)
		}
	}
	return left
}

// position is what Restore needs to come back to a checkpoint; nothing where the sink can't.
func (s *openSink) position(number int64) (json.RawMessage, error) {
	sink, ok := s.Sink.(RecoverableSink)
	if !ok || s.gate == nil {
		return nil, nil
	}
	if err := s.gate.complete(number); err != nil {
		return nil, err
	}
	return sink.Position()
}

// lettersPosition is how long the file of dead letters is, durably; nil where it isn't cut.
func (r *run) lettersPosition(number int64) (*int64, error) {
	if r.letterGate == nil {
		return nil, nil
	}
	if err := r.letterGate.complete(number); err != nil {
		return nil, err
	}
	return &r.letters.marked, r.letters.file.Sync()
}

// atBarrier takes a worker that reads to the barrier of a checkpoint that was begun since its last batch.
func (w *worker) atBarrier() error {
	if w.checkpoints == nil {
		return nil
	}
	if number := w.checkpoints.barrier.Load(); number > w.barrier {
		return w.passBarrier(number)
	}
	return nil
}

// stop takes a worker that has been told to stop to the last checkpoint, behind which it does nothing more.
func (w *worker) stop() error {
	if err := w.atBarrier(); err != nil { // of the one that is being taken
		return err
	}
	select {
	case <-w.checkpoints.ending:
	case <-w.failed:
		return errFailed
	}
	return w.atBarrier()
}

// errStopped ends a worker behind the last checkpoint.
var errStopped = errors.New("stopped at a checkpoint")

// passBarrier hands the barrier on and reports what the worker has.
func (w *worker) passBarrier(number int64) error {
	w.barrier = number
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
	var err error
	if state.reads, err = w.position(); err != nil {
		return err
	}
	w.checkpoints.reports <- report{worker: w, number: number, state: state}
	if number == w.checkpoints.last.Load() {
		return errStopped
	}
	return nil
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

// state is what the worker has at a barrier, or at its end.
func (w *worker) state() workerState {
	return workerState{stage: w.stats.Stage, done: slices.Clone(w.done), stats: w.finished(), errors: slices.Clone(w.rejecter.errors)}
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
