package rt

import (
	"slices"
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

// stint is a range, or a whole split, that a partition has taken.
type stint struct {
	*Split
	of     *unread
	number int64 // of those that were taken of the split
}

// take returns the next stint of a partition that is done with its last one (nil for none): of the same split, where there is more of it. free says
// that the partition may go to any split; nil: there is nothing for it.
func (c *coordinator) take(last *stint, free bool) *stint {
	c.mu.Lock()
	defer c.mu.Unlock()
	if last != nil && last.of.more() {
		return last.of.take(c.workers > 1)
	}
	of := c.choose(free)
	if of == nil {
		return nil
	}
	of.readers++
	return of.take(c.workers > 1)
}

// aheadRanges is how many ranges, besides one for each partition, one may be ahead of the others in a split: what it has read there waits in windows.
// It is enough for one that the machine has stopped for a moment.
const aheadRanges = 8

// end ends a stint. Where time passes with the rows, and others are still at ranges far before the one that comes next, it returns what is closed when the
// last of them goes on; nil elsewhere.
func (c *coordinator) end(t *stint) (moved <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t.of.end(t.number)
	if !c.eventTime || !t.of.more() {
		return nil
	}
	return t.of.far(aheadRanges + int64(c.workers))
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
	stints  int64   // that were taken of it
	open    []int64 // those of them that haven't ended, in order
	moved   chan struct{}
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
func (u *unread) take(cut bool) *stint {
	first := &u.parts[0]
	taken := *first
	if cut && first.ranges() > 1 {
		taken.End = first.Start + first.Range
		first.Start, first.Line = taken.End, 0
	} else {
		u.parts = u.parts[1:]
	}
	u.open = append(u.open, u.stints)
	u.stints++
	return &stint{&taken, u, u.stints - 1}
}

// end ends a stint. Where it was the first of those that are open, it wakes who waits for that.
func (u *unread) end(number int64) {
	at := slices.Index(u.open, number)
	u.open = slices.Delete(u.open, at, at+1)
	if at == 0 && u.moved != nil {
		close(u.moved)
		u.moved = nil
	}
}

// far returns what is closed when the first stint that is open ends, if that is more than so many before the next one; nil where it isn't.
func (u *unread) far(most int64) <-chan struct{} {
	if len(u.open) == 0 || u.stints-u.open[0] <= most {
		return nil
	}
	if u.moved == nil {
		u.moved = make(chan struct{})
	}
	return u.moved
}
