package rt

import (
	"context"
	"errors"

	"github.com/weirsql/weir/runtime/checkpoint"
)

// Running is a job that runs, as those see it who ask things of it: see Config.Attach. Its methods may be called by any goroutine until the job has ended,
// and answer with an error behind that.
type Running struct{ r *run }

// Why a savepoint can't be taken.
var (
	ErrNoCheckpoints = errors.New("the job has no --checkpoint-dir: there are no savepoints without one")
	ErrEnding        = errors.New("the job is ending")
)

// Savepoint takes a checkpoint and keeps it under a name, until somebody removes it. It returns what the checkpoint's manifest says. Errors are
// ErrNoCheckpoints, ErrEnding, ctx's, a *checkpoint.ExistsError, those of a name that can't be one, and the disk's.
func (j *Running) Savepoint(ctx context.Context, name string) (*checkpoint.Manifest, error) {
	c := j.r.checkpoints
	if c == nil {
		return nil, ErrNoCheckpoints
	}
	if err := checkpoint.CheckName(name); err != nil {
		return nil, err
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

// attach lets others know of the job.
func (r *run) attach() error {
	for _, attach := range r.config.Attach {
		detach, err := attach(&Running{r})
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
