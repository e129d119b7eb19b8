package rt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/evolution"
)

// openStore takes the checkpoint directory, and finds the checkpoint that the job goes on from.
func (r *run) openStore() error {
	if r.config.CheckpointDir == "" {
		return nil
	}
	if err := r.allWritten(); err != nil {
		return err
	}
	files := r.filesOf("checkpoint directory", r.config.RetryFor/checkpointPatience)
	store, err := checkpoint.Open(r.config.CheckpointDir, r.job.Name, checkpoint.Options{Files: files, Keep: r.config.CheckpointKeep})
	if err != nil {
		return err
	}
	r.store = store
	if r.keeps, err = keepsOf(r.job); err != nil {
		return err
	}
	if r.config.goesBack() {
		return r.findAsked()
	}
	return r.findCheckpoint()
}

// findCheckpoint takes the last checkpoint that is whole. A damaged one is passed over with a warning.
func (r *run) findCheckpoint() error {
	for _, damage := range r.store.Damage() {
		r.log("checkpoint directory %s: %v: it can't be used", r.config.CheckpointDir, damage)
	}
	for _, m := range r.store.Latest() {
		err := r.store.Check(m)
		if damage := (*checkpoint.DamageError)(nil); errors.As(err, &damage) {
			r.log("checkpoint directory %s: %v: it can't be used", r.config.CheckpointDir, err)
			continue
		}
		if err != nil {
			return err
		}
		return r.goOnFrom(m)
	}
	if len(r.store.Damage()) > 0 {
		return fmt.Errorf("checkpoint directory %s: no checkpoint in it can be used: restore its files, or remove them to begin anew", r.config.CheckpointDir)
	}
	return nil
}

// goOnFrom makes a checkpoint what the job begins with, if it is of this job.
func (r *run) goOnFrom(m *checkpoint.Manifest) error {
	from := &content{}
	if err := json.Unmarshal(m.Content, from); err != nil {
		return fmt.Errorf("checkpoint directory %s: %s: %w", r.config.CheckpointDir, m, err)
	}
	edit, err := r.judge(from, m)
	if err != nil {
		return fmt.Errorf("checkpoint directory %s: %s: %w", r.config.CheckpointDir, m, err)
	}
	r.edit = edit
	r.from, r.manifest = from, m
	return nil
}

// openSinks opens all sinks, or brings them back to where they were.
func (r *run) openSinks(ctx context.Context) error {
	if err := r.sweepSinks(); err != nil {
		return err
	}
	for _, sink := range r.sinks {
		if err := r.openSink(ctx, sink); err != nil {
			return fmt.Errorf("table %s: %w", sink.table.Name, err)
		}
	}
	return nil
}

// sweepSinks removes what sinks of killed runs have left and no checkpoint knows. What can't be removed is in nobody's way.
func (r *run) sweepSinks() error {
	if r.store == nil {
		return nil
	}
	owner, err := r.store.Owner()
	if err != nil {
		return fmt.Errorf("checkpoint directory %s: %w", r.config.CheckpointDir, err)
	}
	for _, sink := range r.sinks {
		sink.table.Owner = owner
		if sweeping, ok := sink.Sink.(SweepingSink); ok {
			if err := sweeping.Sweep(r.store.Mentions); err != nil {
				r.log("table %s: an unfinished file of an earlier run remains: %v", sink.table.Name, err)
			}
		}
	}
	return nil
}

func (r *run) openSink(ctx context.Context, sink *openSink) error {
	recoverable, ok := sink.Sink.(RecoverableSink)
	if position := r.sinkPosition(sink.declared.Name); ok && position != nil {
		if err := recoverable.Restore(ctx, r.config.Partitions, position, r.from.Phase == finished); err != nil {
			return err
		}
	} else if err := sink.Open(ctx, r.config.Partitions); err != nil {
		return err
	}
	if r.store == nil {
		return nil
	}
	why := "what it has got can't be taken back"
	if ok {
		why = recoverable.Recoverable()
	}
	if why != "" {
		r.log("table %s: %s: it is at least once, since what it got behind the last checkpoint it gets again after a restart", sink.table.Name, why)
		return nil
	}
	sink.gate = newGate(recoverable.Mark, r.failed)
	return nil
}

// sinkPosition is where a sink was; nil for nowhere.
func (r *run) sinkPosition(name string) json.RawMessage {
	if r.from == nil || !r.writesOn(name) {
		return nil
	}
	i := slices.IndexFunc(r.from.Sinks, func(s sinkPosition) bool { return s.Sink == name })
	if i < 0 || string(r.from.Sinks[i].Position) == "null" {
		return nil
	}
	return r.from.Sinks[i].Position
}

// sourceSplits lists what a stage is to read: all, or what a checkpoint left.
func (r *run) sourceSplits(ctx context.Context, stage *Stage) ([]*Split, error) {
	source := r.source(stage.Source)
	replayable, ok := source.Source.(ReplayableSource)
	why := "it can't be read again"
	if ok {
		why = replayable.Replayable()
	}
	if r.store != nil && why != "" {
		r.log("table %s: %s: the job isn't exactly once, since one that is killed loses what it read behind the last checkpoint unless it is sent again", source.table.Name, why)
	}
	if left := r.leftOf(stage.Name); left != nil && why == "" {
		splits, err := replayable.Resume(ctx, left, r.config.Partitions)
		if err != nil {
			err = &UsageError{err}
		}
		return splits, err
	}
	return source.Splits(ctx, r.config.Partitions)
}

// leftOf is what a checkpoint left a stage to read; nil without a checkpoint, and for a source that isn't in it.
func (r *run) leftOf(stage string) []SplitPosition {
	if r.from == nil || r.readAs(stage) == "" {
		return nil
	}
	i := slices.IndexFunc(r.from.Sources, func(s sourcePosition) bool { return s.Stage == r.readAs(stage) })
	if i < 0 {
		return nil
	}
	return r.from.Sources[i].Splits
}

// log writes a line for people who start the job. Any goroutine may call it.
func (r *run) log(format string, arguments ...any) {
	r.logging.Lock()
	defer r.logging.Unlock()
	if r.config.Log != nil {
		fmt.Fprintf(r.config.Log, "%s: %s\n", r.job.Name, strings.TrimSpace(oneLine(fmt.Sprintf(format, arguments...))))
	}
}

// complete records that all input is read, then puts the output in place, then records that. A job that is killed in between
// goes on from where it was.
func (r *run) complete() error {
	if r.store == nil {
		return r.commit()
	}
	if err := r.record(finished); err != nil {
		return err
	}
	if err := r.commit(); err != nil {
		return err
	}
	return r.record(committed)
}

func (r *run) record(phase phase) error {
	r.checkpoints.began = time.Now()
	r.checkpoints.finish(r, r.store.Begin(), phase)
	if r.checkpoints.failed != nil {
		return fmt.Errorf("checkpoint directory %s: the job is %s, but that can't be recorded: %w", r.config.CheckpointDir, phase, r.checkpoints.failed)
	}
	return nil
}

// suspend leaves everything for the next start.
func (r *run) suspend() error {
	var problems []error
	if r.checkpoints.failed != nil {
		problems = append(problems, fmt.Errorf("checkpoint directory %s: the last checkpoint can't be written: the next start goes on from checkpoint %d: %w",
			r.config.CheckpointDir, r.checkpoints.number, r.checkpoints.failed))
	}
	for _, sink := range r.sinks {
		if recoverable, ok := sink.Sink.(RecoverableSink); ok && sink.gate != nil {
			problems = append(problems, recoverable.Suspend())
		} else {
			problems = append(problems, sink.Commit(context.Background()))
		}
		sink.committed = true
	}
	return errors.Join(problems...)
}

// openCheckpoints lets the workers take part in checkpoints.
func (r *run) openCheckpoints() error {
	if r.store == nil {
		return nil
	}
	if err := r.allKept(); err != nil {
		return err
	}
	base := content{}
	if r.from != nil {
		base = *r.from
	}
	r.checkpoints = newCheckpointer(r.store, r.config.CheckpointInterval, base, len(r.workers))
	r.checkpoints.part = r.config.CheckpointPart
	if r.manifest != nil {
		r.checkpoints.stats.Store(&CheckpointStats{Last: r.manifest.Number, From: r.manifest.Number})
	}
	for _, w := range r.workers {
		w.checkpoints, w.operators = r.checkpoints, r.operators()
	}
	return nil
}

// allWritten refuses checkpoints of jobs with aggregates that can't be written down.
func (r *run) allWritten() error {
	for _, stage := range r.job.Stages {
		for _, emits := range stage.Emits {
			if emits.Unmarshalled != "" {
				return fmt.Errorf("--checkpoint-dir: checkpoints can't have the state of operator %s: its aggregate %s doesn't say how it is written down: "+
					"give the Go type the methods MarshalBinary and UnmarshalBinary of package encoding, or leave --checkpoint-dir out", emits.Name, emits.Unmarshalled)
			}
		}
	}
	return nil
}

// allKept checks that the state of every operator is in checkpoints.
func (r *run) allKept() error {
	for _, stage := range r.job.Stages {
		for _, emits := range stage.Emits {
			if !emits.AtOnce && !slices.Contains(r.operators(), emits.Name) {
				return fmt.Errorf("--checkpoint-dir: operator %s keeps state that no checkpoint has: a bug of weir's", emits.Name)
			}
		}
	}
	for _, name := range r.operators() { // what isn't in the schema would be taken for what nobody needs
		if r.job.Keeps != "" && !slices.ContainsFunc(r.keeps.Operators, func(o evolution.Operator) bool { return o.Name == name }) {
			return fmt.Errorf("--checkpoint-dir: operator %s isn't in what the job says that it keeps: a bug of weir's", name)
		}
	}
	return nil
}
