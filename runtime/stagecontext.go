package rt

import (
	"fmt"
	"time"

	"github.com/weirsql/weir/runtime/internal/cacheline"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/store"
)

// StageContext is what the runtime gives to one partition of a stage. Generated partitions embed it.
type StageContext struct {
	Partition int    // from 0
	Source    *Table // the stage's source table, options resolved; nil for constant rows and behind an exchange

	clock     *clock
	live      bool // there are no batches: the machine's clock is read for each row
	outputs   []*Output
	names     []string
	intakes   []*Intake
	emissions []*Emission
	senders   map[string]senderPort
	direct    map[string]Partition
	receiver  receiverPort
	keepers   []keeper
	sends     []func(watermark int64) error
	memory    *store.Memory // of --state-memory; nil for none
	spilled   []spilled
	reliefs   []func() error
	relieve   func() error // of the worker; nil without a job
	results   int          // that were counted by Relief
	reject    func(batch *Batch, err error) error
	late      func() error
	refuse    func(err error) error
	peers     int // partitions of the stage
	limits    *limits
	reached   bool // the partition's LIMIT, which is the only one: all rows of an operator with one meet in one partition
}

// NewPartition returns a generated partition in cache lines of its own: its row, and what it counts, change with each record, and the partition beside
// it is another processor's.
func NewPartition[P any](partition P) *P { return cacheline.Padded(partition) }

// Owns reports a hash whose key group is this partition's: rows of such keys reach it, where they are dealt by key.
func (c *StageContext) Owns(hash uint64) bool {
	return ownerOf(snapshot.KeyGroup(hash), max(1, c.peers)) == c.Partition
}

// Output returns where the stage's records for a sink go: the same for all its INSERTs into it.
func (c *StageContext) Output(sink string) *Output {
	for i, name := range c.names {
		if name == sink {
			return c.outputs[i]
		}
	}
	panic("rt: stage has no output " + sink)
}

// Intake returns the counters of a stateful operator or an exchange that rows of the stage end in.
func (c *StageContext) Intake(name string) *Intake {
	for _, intake := range c.intakes {
		if intake.Name == name {
			return intake
		}
	}
	made := cacheline.Padded(Intake{Name: name})
	c.intakes = append(c.intakes, made)
	return made
}

// Emitted returns the counters of a stateful operator's results.
func (c *StageContext) Emitted(name string) *Emission {
	for _, emission := range c.emissions {
		if emission.Name == name {
			return emission
		}
	}
	made := cacheline.Padded(Emission{Name: name})
	c.emissions = append(c.emissions, made)
	return made
}

// Observe takes the watermark that a row gives.
func (c *StageContext) Observe(watermark int64) {
	if watermark > c.clock.high {
		c.clock.raise(watermark)
	}
}

// Now is the partition's watermark: a window that it has passed takes no more rows.
func (c *StageContext) Now() int64 { return c.clock.now }

// MachineTime is the machine's clock as of the batch, in microseconds since 1970.
func (c *StageContext) MachineTime() int64 {
	if c.live {
		c.clock.tick(time.Now().UnixMicro())
	}
	return c.clock.machine
}

// PassedTime is how far the machine's clock has closed the windows whose results reach the partition: what windows over them go by. It is no
// further than MachineTime, which may be ahead of results that are on their way.
func (c *StageContext) PassedTime() int64 {
	if c.live {
		return c.MachineTime()
	}
	return c.clock.passed
}

// RestoredTime is what the machine's clock was at the checkpoint that the job has gone back to: windows that go by it were closed up to there.
// BeginningOfTime where no checkpoint says so.
func (c *StageContext) RestoredTime() int64 { return c.clock.restored }

// Late hands the current row, which an operator has counted as late, to the dead letters where there are any.
func (c *StageContext) Late() error { return c.late() }

// Refuse does with a row that an operator has counted as taken, and couldn't take, what the job's error policy says; its error ends the
// job. Whatever else is made of the row stays.
func (c *StageContext) Refuse(err error) error { return c.refuse(err) }

// Reject does with the batch's current record what the job's error policy says; its error ends the job.
func (c *StageContext) Reject(batch *Batch, err error) error { return c.reject(batch, err) }

// InProcess returns a context for a partition that is used without a job: outputs count and keep their buffer, and a
// rejected record's error is returned as it is. sinks are the names that Output is asked for.
func InProcess(sinks ...string) *StageContext {
	c := &StageContext{names: sinks, clock: newClock(0), reject: func(_ *Batch, err error) error { return err }, late: func() error { return nil }}
	c.refuse = func(err error) error { return err }
	c.live = true
	for range sinks {
		c.outputs = append(c.outputs, detachedOutput())
	}
	return c
}

// Try calls f on one row, outside a job, and returns the error of a record that fails in it: of an expression, or a
// panic in a user function.
func Try(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = recordFailure(value)
		}
	}()
	return f()
}

// lateError says in a dead letter why the record is there.
func lateError(watermark int64) error {
	return &RecordError{Message: fmt.Sprintf("late: its windows are closed; the watermark is %s", time.UnixMicro(watermark).UTC().Format("2006-01-02 15:04:05.999999"))}
}
