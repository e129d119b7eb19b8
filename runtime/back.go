package rt

import (
	"errors"
	"fmt"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/disk"
)

// Going back to a savepoint, or to a checkpoint that isn't the last one, gives up what came behind it:
//
//	1  sources and sinks say whether they can go back: nothing is touched as long as one of them can't
//	2  the store makes the checkpoint its last one, durably; from now on no start takes one that came behind it
//	3  sinks cut their files
//
// A kill in between leaves a job that has gone back already, or one that hasn't begun to.

// goesBack reports that the job is asked for another checkpoint than the last one.
func (c *Config) goesBack() bool { return c.FromSavepoint != "" || c.FromCheckpoint != 0 }

// lookBack refuses to go back to what isn't there, before the directory is taken: it may not be there either.
func (r *run) lookBack() error {
	if !r.config.goesBack() {
		return nil
	}
	directory, err := checkpoint.Look(r.config.CheckpointDir, r.job.Name, r.config.Files)
	if err == nil {
		_, err = r.asked(directory)
	}
	return err
}

// asked is the checkpoint that the flags ask for.
func (r *run) asked(in *checkpoint.Directory) (*checkpoint.Manifest, error) {
	if r.config.FromSavepoint == "" {
		return in.Checkpoint(r.config.FromCheckpoint)
	}
	m, err := in.Savepoint(r.config.FromSavepoint)
	if err == nil && in.GivenUp(m) {
		err = fmt.Errorf("checkpoint directory %s: %s is of a course that the job has left: it went back to an earlier one since, and what it had written then is cut off: choose another one",
			r.config.CheckpointDir, m)
	}
	return m, err
}

// findAsked makes the checkpoint that the flags ask for what the job goes on from.
func (r *run) findAsked() error {
	m, err := r.asked(&r.store.Directory)
	if err != nil {
		return err
	}
	if err := r.store.Check(m); err != nil {
		return fmt.Errorf("checkpoint directory %s: %w: it can't be used: choose another one", r.config.CheckpointDir, err)
	}
	return r.goOnFrom(m)
}

// canRestore asks the sinks whether they can come back to where they were. They don't touch anything.
func (r *run) canRestore() error {
	if r.from == nil {
		return nil
	}
	problems := []error{checkLetters(r.config.Files, r.config.DeadLetters, r.from.Letters)}
	for _, sink := range r.sinks {
		recoverable, ok := sink.Sink.(RecoverableSink)
		if position := r.sinkPosition(sink.declared.Name); ok && position != nil {
			if err := recoverable.CanRestore(position, r.from.Phase != running); err != nil {
				problems = append(problems, fmt.Errorf("table %s: %w", sink.table.Name, err))
			}
		}
	}
	if err := errors.Join(problems...); err != nil {
		return &UsageError{err}
	}
	return nil
}

// goBack gives up what came behind the checkpoint that the job goes on from.
func (r *run) goBack() error {
	latest := r.store.Latest()
	if len(latest) > 0 && latest[0].Number == r.manifest.Number {
		return nil
	}
	to := r.manifest
	back, err := r.store.Return(to)
	if err != nil {
		return fmt.Errorf("checkpoint directory %s: the job can't go back to %s: %w", r.config.CheckpointDir, to, err)
	}
	r.manifest = back
	r.log("it goes back to %s, of %s, which is checkpoint %d now", to, to.Time.Format("2006-01-02 15:04:05"), back.Number)
	return nil
}

// checkLetters refuses a file that lacks letters which a checkpoint knows.
func checkLetters(files disk.FS, path string, from *int64) error {
	if path == "" || path == standardOutput || from == nil {
		return nil
	}
	info, err := files.Stat(path)
	if err != nil {
		return fmt.Errorf("--dead-letter: %w: the checkpoint goes on with it", err)
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	if err := disk.CanCut(info, path, *from); err != nil {
		return fmt.Errorf("--dead-letter: %w", err)
	}
	return nil
}
