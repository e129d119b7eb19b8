package rt

import (
	"context"
	"errors"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
)

// Running is a job that runs, as those see it who ask things of it: see Config.Attach. Its methods may be called by any goroutine until the job has ended,
// and answer with an error behind that.
type Running struct {
	r       *run
	stopped <-chan struct{} // a signal has come, or what is like one
}

// Why a savepoint can't be taken.
var (
	ErrNoCheckpoints = errors.New("the job has no --checkpoint-dir: there are no savepoints without one")
	ErrEnding        = errors.New("the job is ending")
)

// Savepoint takes a checkpoint and keeps it under a name, until somebody removes it. It returns what the checkpoint's manifest says. Errors are
// ErrNoCheckpoints, ErrEnding, ctx's, a *checkpoint.NameError or *checkpoint.ExistsError, and the disk's.
func (j *Running) Savepoint(ctx context.Context, name string) (*checkpoint.Manifest, error) {
	c := j.r.checkpoints
	if c == nil {
		return nil, ErrNoCheckpoints
	}
	ask := savepoint{name: name, answer: make(chan savepointAnswer, 1)}
	select {
	case c.asked <- ask:
	case <-c.over:
		return nil, ErrEnding
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	got := <-ask.answer
	return got.manifest, got.err
}

// Checkpoints lists checkpoints and savepoints, and reads all of their state to say what is damaged: it takes its time. The error is
// ErrNoCheckpoints, or the disk's.
func (j *Running) Checkpoints() (*Listing, error) {
	if j.r.checkpoints == nil {
		return nil, ErrNoCheckpoints
	}
	return listCheckpoints(j.r.job, j.r.config.CheckpointDir, j.r.config.Files)
}

// Stats is what the job has done so far, a fifth of a second ago at most, where no batch takes longer. It is nil without Config.Observe.
func (j *Running) Stats() *Stats {
	if !j.r.config.Observe {
		return nil
	}
	stats := &Stats{Job: j.r.stats.Job, Started: j.r.stats.Started, Elapsed: time.Since(j.r.stats.Started), Running: true}
	j.r.addUp(stats, (*worker).seen)
	return stats
}

// Stopping reports that the job reads nothing any longer, because it was told to.
func (j *Running) Stopping() bool { return closed(j.stopped) }

// attach lets others know of the job.
func (r *run) attach(stopped <-chan struct{}) error {
	for _, attach := range r.config.Attach {
		detach, err := attach(&Running{r, stopped})
		if err != nil {
			return err
		}
		r.attached = append(r.attached, detach)
	}
	return nil
}

func (r *run) detach() {
	for _, detach := range r.attached {
		detach()
	}
	r.attached = nil
}
