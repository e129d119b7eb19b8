package rt

import (
	"io"
	"os"
	"runtime"
	"time"

	"github.com/weirsql/weir/runtime/disk"
)

// Config is what a job is started with: the command line's flags.
type Config struct {
	Partitions  int    // goroutines per stage; 0 for one per CPU
	BatchSize   int64  // records per call of Process, at most; 0 for what a reader gives
	OnError     Policy // "" for the job's own
	DeadLetters string // file that takes failed records; "" for the job's dead-letter table
	Set         []Assignment
	Log         io.Writer // takes what people who start the job should know; nil for nobody
	Progress    io.Writer // takes the progress bar; nil for none

	// Discreet leaves the progress bar out where it says little or disturbs: without an end in sight, beside a sink that
	// writes to a terminal.
	Discreet bool

	CheckpointDir      string        // where checkpoints are kept; "" for no checkpoints
	CheckpointInterval time.Duration // 0 for 10 s
	CheckpointKeep     int           // how many checkpoints stay; 0 for checkpoint.DefaultKeep
	CheckpointPart     int           // bytes of state that a partition writes between two batches; 0 for as it suits, by the clock
	FromSavepoint      string        // the name of the savepoint to go on from; "" for the last checkpoint
	FromCheckpoint     int64         // the number of the checkpoint to go on from; 0 for the last one
	AllowStateLoss     []string      // operators, sources and sinks whose part of a checkpoint of other SQL may be lost

	// RetryFor is how long an operation of a file is tried again that fails for a reason which passes, such as a full disk; 0 for 10 s, less for never.
	RetryFor time.Duration

	// Attach is called when the job is open and about to read. What it returns is called when the job has ended; it isn't called where the
	// job doesn't come so far. An error ends the job.
	Attach []func(*Running) (detach func(), err error)

	// Observe lets Running.Stats see what the job does while it runs.
	Observe bool

	// Files is where files are: checkpoints, tables that are files, dead letters; nil for the machine's own.
	Files disk.FS

	StateMemory int64  // bytes that the states of all operators may take together, about; 0 for no bound. The job must have OpenState
	StateDir    string // where what memory has no room for is kept while the job runs; "" for the directory of temporary files

	env environment
}

const (
	defaultCheckpointInterval = 10 * time.Second
	defaultRetryFor           = 10 * time.Second
)

func (c Config) withDefaults(job *Job) Config {
	if c.Partitions <= 0 {
		c.Partitions = runtime.GOMAXPROCS(0)
	}
	if c.OnError == "" {
		c.OnError = job.OnError
	}
	if c.OnError == "" {
		c.OnError = Fail
	}
	if c.CheckpointInterval <= 0 {
		c.CheckpointInterval = defaultCheckpointInterval
	}
	if c.RetryFor == 0 {
		c.RetryFor = defaultRetryFor
	}
	if c.Files == nil {
		c.Files = disk.OS
	}
	if c.env == nil {
		c.env = os.LookupEnv
	}
	return c
}

// UsageError is a mistake in flags, options or the environment: exit code 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }
