package rt

import "sync/atomic"

// coordinator hands a stage's splits to its partitions as they ask for work. Splits go out in order, so that a job of one
// partition reads them in order.
type coordinator struct {
	splits []*Split
	next   atomic.Int64
}

// take returns the next split, nil when there is none left.
func (c *coordinator) take() *Split {
	i := c.next.Add(1) - 1
	if i >= int64(len(c.splits)) {
		return nil
	}
	return c.splits[i]
}

// left reports splits that nobody has taken yet.
func (c *coordinator) left() bool { return c.next.Load() < int64(len(c.splits)) }
