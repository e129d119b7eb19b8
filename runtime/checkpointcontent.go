package rt

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/weirsql/weir/runtime/evolution"
)

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
	Clock       int64            `json:"clock,omitempty"`     // the machine's, in microseconds since 1970: windows that go by it are closed up to there
	Operators   []operatorState  `json:"operators,omitempty"` // those that entries name by number

	Keeps *evolution.Schema `json:"keeps,omitempty"` // what all this is of
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
	made := content{Weir: runtimeVersion(), Fingerprint: r.job.Fingerprint, Keeps: r.keeps, Phase: phase, Partitions: r.config.Partitions, Clock: c.barrier.Load().machine,
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

// locate notes where the sinks, and the dead letters, are at a checkpoint.
func (c *content) locate(r *run, number int64) (err error) {
	for _, sink := range r.sinks {
		position, err := sink.position(number)
		if err != nil {
			return fmt.Errorf("table %s: %w", sink.table.Name, err)
		}
		c.Sinks = append(c.Sinks, sinkPosition{sink.declared.Name, position})
	}
	if c.Letters, err = r.lettersPosition(number); err != nil {
		return fmt.Errorf("--dead-letter: %w", err)
	}
	return nil
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
	return &r.letters.marked, r.letters.sync()
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
