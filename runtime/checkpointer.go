package rt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/snapshot"
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
	segments []checkpoint.Segment // that hold the state as of the last checkpoint
	whole    int64                // bytes of those that a checkpoint of all state wrote

	barrier atomic.Pointer[barrier] // of the checkpoint that is being taken, or was taken last
	reports chan report             // has room for all that workers may send while nobody takes it
	latest  map[*worker]report      // as of the last barrier, or the worker's end
	ended   map[*worker]report      // of those that have ended since they passed the barrier that others are still to come to
	open    int                     // workers that haven't ended

	taken   int
	failed  error // why the last checkpoint couldn't be taken
	number  int64 // of the last one that is complete
	elapsed time.Duration
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
		latest: map[*worker]report{}, ended: map[*worker]report{}, open: workers}
	c.barrier.Store(&barrier{next: make(chan struct{})})
	return c
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
	var bytes int64
	for _, segment := range c.segments {
		bytes += segment.Bytes
	}
	return c.taken == 0 || c.failed != nil || bytes > 2*c.whole+smallState
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
	began := time.Now()
	err := c.complete(r, pending, phase)
	c.elapsed += time.Since(began)
	if c.failed = err; err == nil {
		c.taken++
		c.number = pending.Number
	}
}

// keep notes where the state is.
func (c *checkpointer) keep(segments []checkpoint.Segment) {
	c.segments = segments
	if !c.all {
		return
	}
	c.whole = 0
	for _, segment := range segments {
		c.whole += segment.Bytes
	}
}

func (c *checkpointer) complete(r *run, pending *checkpoint.Pending, phase phase) error {
	var err error
	made := c.content(r, phase)
	if err := c.workersFailed(pending.Number); err != nil {
		pending.Abort()
		return err
	}
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
	var earlier []checkpoint.Segment
	if phase == running && !c.all {
		earlier = c.segments
	}
	manifest, err := pending.Commit(earlier, made)
	if err == nil {
		c.keep(manifest.Segments)
	}
	return err
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
	Watermarks  []stageTime      `json:"watermarks,omitempty"`
	Operators   []operatorState  `json:"operators,omitempty"` // those that entries name by number
}

// operatorState is what a checkpoint says of an operator that keeps state.
type operatorState struct {
	Name string `json:"name"`
	// Watermark is the least that its partitions have been brought to. At the end of time what it kept went on, and entries that are there
	// are of earlier checkpoints.
	Watermark int64 `json:"watermark"`
}

// stageTime is the watermark of a stage: the least of its partitions'.
type stageTime struct {
	Stage     string `json:"stage"`
	Watermark int64  `json:"watermark"`
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
	for _, name := range r.operators() {
		made.Operators = append(made.Operators, operatorState{name, c.watermark(r, name)})
	}
	for _, w := range r.workers {
		state := c.latest[w].state
		made.passTime(w, state)
		made.Stats = addStats(made.Stats, state.stats)
		for _, e := range state.errors {
			made.Errors.merge(e)
		}
	}
	return made
}

// watermark is what all partitions of an operator have been brought to.
func (c *checkpointer) watermark(r *run, operator string) int64 {
	least := EndOfTime
	for _, w := range r.workers {
		if slices.ContainsFunc(w.keepers(), func(k keeper) bool { return k.name == operator }) {
			least = min(least, c.latest[w].state.watermark)
		}
	}
	return least
}

// passTime notes a worker's watermark for all of its stages. One that has ended is at the end of time.
func (c *content) passTime(w *worker, state workerState) {
	for _, part := range w.parts {
		i := slices.IndexFunc(c.Watermarks, func(s stageTime) bool { return s.Stage == part.stage.Name })
		if i < 0 {
			c.Watermarks = append(c.Watermarks, stageTime{part.stage.Name, state.watermark})
			continue
		}
		c.Watermarks[i].Watermark = min(c.Watermarks[i].Watermark, state.watermark)
	}
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
	var err error
	if state.reads, err = w.position(); err != nil {
		return err
	}
	w.checkpoints.reports <- report{worker: w, number: number, state: state, err: w.snapshot()}
	if w.checkpoints.barrier.Load().last {
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
	return workerState{stage: w.stats.Stage, done: slices.Clone(w.done), stats: w.finished(), errors: slices.Clone(w.rejecter.errors), watermark: w.clock.now}
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

// snapshot writes what changed in the worker's state. An error is the checkpoint's, not the job's.
func (w *worker) snapshot() error {
	if len(w.keepers()) == 0 {
		return nil
	}
	segment, err := w.checkpoints.pending.Segment(w.number)
	if err != nil {
		return err
	}
	to := snapshot.NewWriter(w.checkpoints.all, segment.Append)
	for _, k := range w.keepers() {
		to.Operator(slices.Index(w.operators, k.name))
		k.Snapshot(to)
	}
	return to.Err()
}

// keepers are the states of the worker's partitions.
func (w *worker) keepers() (list []keeper) {
	for _, part := range w.parts {
		list = append(list, part.context.keepers...)
	}
	return list
}

// operators are the names of all that keep state, in the order of the stages.
func (r *run) operators() (names []string) {
	for _, w := range r.workers {
		for _, k := range w.keepers() {
			if !slices.Contains(names, k.name) {
				names = append(names, k.name)
			}
		}
	}
	return names
}
