package rt

import (
	"sync"
	"sync/atomic"
)

// coordinator hands a stage's splits to its partitions as they ask for work: whole, or in ranges that they take in turn, so that all
// partitions move through a split together, and time with them.
//
//	split 0  [range][range][range][range] …    partitions 0, 1, 1, 0, …
//
// Splits are begun in order and their ranges taken in order, so that a job of one partition reads everything in order.
type coordinator struct {
	splits    []*Split // in order; those with one ID are what a checkpoint left of one
	workers   int      // partitions that read
	eventTime bool     // of the stage: see choose

	mu     sync.Mutex
	unread []*unread    // by split
	begun  atomic.Int64 // how many of them somebody has begun: the first ones
}

func newCoordinator(splits []*Split, partitions int, eventTime bool) *coordinator {
	c := &coordinator{splits: splits, eventTime: eventTime}
	var ranges int64
	for _, split := range splits {
		ranges += split.ranges()
		if last := len(c.unread) - 1; last >= 0 && c.unread[last].id == split.ID {
			c.unread[last].parts = append(c.unread[last].parts, *split)
			continue
		}
		c.unread = append(c.unread, &unread{id: split.ID, parts: []Split{*split}})
	}
	c.workers = int(max(1, min(int64(partitions), ranges)))
	return c
}

// take returns the next range for a partition, and the split that it is of: one that was taken from before, where that has more. free says
// that the partition may go to any split; nil: there is nothing for it.
func (c *coordinator) take(of *unread, free bool) (*unread, *Split) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if of == nil || !of.more() {
		if of = c.choose(free); of == nil {
			return nil, nil
		}
		of.readers++
	}
	return of, of.take(c.workers > 1)
}

// choose returns the split that another partition is to read. Where rows move event time, it begins the next one as long as there is one, since time
// stands until all are begun; then it helps with the one that has most left for each of those who read it. Elsewhere splits are read one
// behind the other.
//
// A partition whose time has passed isn't free to help: it would take rows for late that aren't, where the splits aren't of the same time.
func (c *coordinator) choose(free bool) *unread {
	begun := int(c.begun.Load())
	if !c.eventTime && begun > 0 && c.unread[begun-1].more() {
		return c.unread[begun-1]
	}
	if begun < len(c.unread) {
		c.begun.Add(1)
		return c.unread[begun]
	}
	if !free {
		return nil
	}
	var most *unread
	for _, u := range c.unread {
		if u.more() && (most == nil || u.left()/u.readers > most.left()/most.readers) {
			most = u
		}
	}
	return most
}

// left reports splits that nobody has begun.
func (c *coordinator) left() bool { return c.begun.Load() < int64(len(c.unread)) }

// unread is what nobody has taken of one split.
type unread struct {
	id      int
	parts   []Split // in the order of the split: all of it, or what a checkpoint left of it
	readers int64   // that have taken some of it
}

func (u *unread) more() bool { return len(u.parts) > 0 }

// left is how long the parts are, where that is known.
func (u *unread) left() (sum int64) {
	for i := range u.parts {
		sum += max(0, u.parts[i].End-u.parts[i].Start)
	}
	return sum
}

// take takes the first part, or a range of it.
func (u *unread) take(cut bool) *Split {
	first := &u.parts[0]
	taken := *first
	if cut && first.ranges() > 1 {
		taken.End = first.Start + first.Range
		first.Start, first.Line = taken.End, 0
	} else {
		u.parts = u.parts[1:]
	}
	return &taken
}
