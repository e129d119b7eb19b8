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

	// Files is where files are: checkpoints, tables that are files, dead letters; nil for the machine's own.
	Files disk.FS

	env environment
}

const defaultCheckpointInterval = 10 * time.Second

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
