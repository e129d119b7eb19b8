package rt

import (
	"math"
	"time"

	"github.com/weirsql/weir/runtime/internal/cacheline"
)

// clock is the event time of one partition: the watermark says up to where rows are expected to have come.
//
//	source:          the highest watermark of the rows that the partition has read of its split; nothing while there are splits that nobody reads
//	behind exchange: the least of the senders'
//
// Where partitions take a split in turn, the rows that one has read of it all come before the next one that it reads. So its watermark is no higher there than
// that of somebody who reads the split in order, and what isn't late for him isn't late here.
//
// It never goes back. Microseconds since 1970; math.MinInt64 before there is one.
type clock struct {
	now      int64 // the watermark
	high     int64 // the highest that the split's rows gave
	held     bool  // now stays: there are splits to come whose rows may be older
	machine  int64 // the machine's clock, as of the batch
	passed   int64 // how far it has closed the windows whose results reach the partition
	restored int64 // what it was at the checkpoint that the job has gone back to; math.MinInt64 for none
	maxAhead int64 // microseconds that a watermark may be ahead of the machine's clock; 0 for no bound
	limit    int64 // the machine's clock plus maxAhead, as of the last look
	Ahead    int64 // how many were further ahead, and passed over
}

// tick takes what the machine's clock says, for a batch. It doesn't go back, even where that one does.
func (c *clock) tick(micros int64) { c.machine = max(c.machine, micros) }

func newClock(maxAhead int64) *clock {
	c := cacheline.Padded(clock{now: math.MinInt64, high: math.MinInt64, machine: time.Now().UnixMicro(), restored: math.MinInt64, maxAhead: maxAhead, limit: math.MaxInt64})
	c.look()
	return c
}

// look reads the machine's clock.
func (c *clock) look() {
	if c.maxAhead > 0 {
		c.limit = time.Now().UnixMicro() + c.maxAhead
	}
}

// raise takes a watermark that is higher than those before.
func (c *clock) raise(watermark int64) {
	if watermark > c.limit {
		if c.look(); watermark > c.limit {
			c.Ahead++
			return
		}
	}
	c.high = watermark
	if !c.held && watermark > c.now {
		c.now = watermark
	}
}

// split begins another split: its rows may be older.
func (c *clock) split() { c.high = math.MinInt64 }

// hold keeps time back, or lets go of it.
func (c *clock) hold(held bool) {
	if c.held = held; !held {
		c.now = max(c.now, c.high)
	}
}

// set takes the watermark of an exchange.
func (c *clock) set(watermark int64) { c.now = max(c.now, watermark) }
