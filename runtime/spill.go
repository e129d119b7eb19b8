package rt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/weirsql/weir/runtime/disk"
	"github.com/weirsql/weir/runtime/store"
)

// Spiller is a stateful operator of one partition whose groups may go to a store on disk. Generated code makes it.
type Spiller interface {
	// Spill gives the operator its part of the store, before the first row and before what a checkpoint has.
	Spill(to *store.Space)
	// Relieve takes cold groups out of memory where there are more than it is for. No row is on its way through the operator.
	Relieve() error
}

// Spills lets a state of the partition use the store of --state-memory, where there is one.
func (c *StageContext) Spills(name string, state Spiller) {
	if c.memory == nil {
		return
	}
	space := c.memory.Space()
	c.spilled = append(c.spilled, spilled{name, space.Count})
	state.Spill(space)
	c.Relieves(state.Relieve)
}

// spilled is what went out of an operator's memory.
type spilled struct {
	name  string
	count *store.Count
}

// Relieves lets an operator give memory back behind each batch, under --state-memory.
func (c *StageContext) Relieves(relieve func() error) {
	if c.memory != nil {
		c.reliefs = append(c.reliefs, relieve)
	}
}

// Relief is called for each of the many results that one operator gives at once, so that those behind it keep within their memory.
func (c *StageContext) Relief() error {
	if c.results++; c.results%reliefEvery != 0 || c.relieve == nil {
		return nil
	}
	return c.relieve()
}

// reliefEvery is how many results there may be between two looks at the memory, or entries of a checkpoint.
const reliefEvery = 1 << 10

// relieve keeps the states of the worker within their memory.
func (w *worker) relieve() error {
	for _, part := range w.parts {
		for _, relieve := range part.context.reliefs {
			if err := relieve(); err != nil {
				return err
			}
		}
	}
	return nil
}

// storeFailure is the error of a store that failed in the middle of a row; nil for any other panic.
func storeFailure(value any) error {
	if failure, ok := value.(*store.Failure); ok {
		return failure
	}
	return nil
}

// leastStateMemory is the least that --state-memory takes.
const leastStateMemory = 64 << 10

// storePart is the part of --state-memory that the store has for itself: 1/storePart.
const storePart = 4

// checkStateMemory refuses --state-memory where the job has no store.
func (r *run) checkStateMemory() error {
	switch {
	case r.config.StateMemory == 0 && r.config.StateDir != "":
		return errors.New("--state-dir: without --state-memory all state stays in memory")
	case r.config.StateMemory != 0 && r.job.OpenState == nil:
		return fmt.Errorf("--state-memory: this job was built without a store for its state: add SET 'state.backend' = 'disk' to %s and build it again", r.job.SQLFile)
	}
	return nil
}

// openState makes the store that groups go to which memory has no room for.
func (r *run) openState() error {
	if r.config.StateMemory == 0 || r.job.OpenState == nil {
		return nil
	}
	parent := r.config.StateDir
	if parent == "" {
		parent = os.TempDir()
	}
	made, err := newStateDir(parent, r.job.Name)
	if err != nil {
		return fmt.Errorf("the store of --state-memory: %w", err)
	}
	r.stateDir = made
	of, err := r.job.OpenState(filepath.Join(made.name, "store"), r.config.StateMemory/storePart)
	if err != nil {
		return fmt.Errorf("the store of --state-memory: %w", err)
	}
	r.state, r.memory = of, store.NewMemory(of, r.config.StateMemory-r.config.StateMemory/storePart)
	return nil
}

// closeState removes the store.
func (r *run) closeState() {
	if r.state != nil {
		if err := r.state.Close(); err != nil {
			r.log("the store of --state-memory: %v", err)
		}
	}
	if r.stateDir == nil {
		return
	}
	if err := r.stateDir.remove(); err != nil {
		r.log("the store of --state-memory: %v", err)
	}
}

// stateDir is the directory of one run's store, with a lock that goes with the process.
type stateDir struct {
	name string
	lock interface{ Close() error }
}

const (
	stateDirPrefix = "weir-state-"
	stateDirLock   = "lock"
	// stateDirAge is how old a directory must be for others to remove it: it may have no lock yet.
	stateDirAge = time.Minute
)

// newStateDir makes a directory below parent, and removes those that killed runs have left there.
func newStateDir(parent, job string) (*stateDir, error) {
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	sweepStateDirs(parent)
	name, err := os.MkdirTemp(parent, stateDirPrefix+job+"-")
	if err != nil {
		return nil, err
	}
	lock, err := disk.OS.Lock(filepath.Join(name, stateDirLock))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(name))
	}
	return &stateDir{name, lock}, nil
}

// sweepStateDirs removes directories that nobody holds. What can't be removed is somebody else's.
func sweepStateDirs(parent string) {
	entries, _ := os.ReadDir(parent)
	for _, entry := range entries {
		if !entry.IsDir() || !strings.HasPrefix(entry.Name(), stateDirPrefix) {
			continue
		}
		name := filepath.Join(parent, entry.Name())
		if info, err := os.Stat(name); err != nil || time.Since(info.ModTime()) < stateDirAge {
			continue
		}
		if lock, err := disk.OS.Lock(filepath.Join(name, stateDirLock)); err == nil {
			_ = lock.Close()
			_ = os.RemoveAll(name)
		}
	}
}

func (d *stateDir) remove() error { return errors.Join(d.lock.Close(), os.RemoveAll(d.name)) }
