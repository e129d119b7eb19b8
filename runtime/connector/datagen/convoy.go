package datagen

import (
	"context"
	"math"
	"sync"
	"time"
)

// convoy keeps the readers of one source together. Time stands where the slowest of them is, and what the others have read waits for it,
// in frames and in windows: as many rows as they are ahead.
//
// Who is ahead waits for a moment only, then goes on by a batch: the others may wait for him, at a barrier, or never read again.
type convoy struct {
	mu      sync.Mutex
	next    map[*reader]int64 // the batches of those that are reading
	moved   chan struct{}     // closed when the last one goes on
	slowest int64
}

const (
	aheadBatches = 4                    // of a reader's own, in front of the slowest
	longestWait  = 5 * time.Millisecond // for a batch
)

// goOn says where a reader is.
func (c *convoy) goOn(r *reader, batch int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		c.next = map[*reader]int64{}
	}
	c.next[r] = batch
	c.look()
}

// leave says that a reader is done.
func (c *convoy) leave(r *reader) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.next, r)
	c.look()
}

// look finds the slowest one, and tells those that wait where it has moved.
func (c *convoy) look() {
	slowest := int64(math.MaxInt64)
	for _, batch := range c.next {
		slowest = min(slowest, batch)
	}
	if slowest > c.slowest && c.moved != nil {
		close(c.moved)
		c.moved = nil
	}
	c.slowest = slowest
}

// wait lets the others catch up with who is about to read a batch.
func (c *convoy) wait(ctx context.Context, batch, splits int64) error {
	var timer *time.Timer
	for {
		moved := c.far(batch, splits)
		if moved == nil {
			return nil
		}
		if timer == nil {
			timer = time.NewTimer(longestWait)
			defer timer.Stop()
		}
		select {
		case <-moved:
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// far returns what is closed when the slowest reader moves, where it is far behind; nil where it isn't.
func (c *convoy) far(batch, splits int64) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if batch-c.slowest <= aheadBatches*splits {
		return nil
	}
	if c.moved == nil {
		c.moved = make(chan struct{})
	}
	return c.moved
}
