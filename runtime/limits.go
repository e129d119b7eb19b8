package rt

import (
	"slices"
	"sync"
)

// limits knows when a job has written all that it may: a LIMIT stands on each way to its sinks, and has let its last row through. The job then ends
// as at the end of its input, whether there is more of it or not.
type limits struct {
	ways [][]string // for each way to a sink, the operators on it that let only so many rows through; none where a way has no such

	mu      sync.Mutex
	reached []string
	enough  chan struct{} // closed when there is nothing more to write
}

func newLimits(ways [][]string) *limits { return &limits{ways: ways, enough: make(chan struct{})} }

// reach notes that an operator has let its last row through.
func (l *limits) reach(operator string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if slices.Contains(l.reached, operator) {
		return
	}
	l.reached = append(l.reached, operator)
	isOpen := func(way []string) bool {
		return !slices.ContainsFunc(way, func(name string) bool { return slices.Contains(l.reached, name) })
	}
	if len(l.ways) > 0 && !slices.ContainsFunc(l.ways, isOpen) {
		close(l.enough)
		l.ways = nil
	}
}

// Enough says that an operator has let through all the rows of its LIMIT.
func (c *StageContext) Enough(operator string) {
	if c.limits != nil && !c.reached {
		c.reached = true
		c.limits.reach(operator)
	}
}

// leave takes what is left of the input as read.
func (w *worker) leave() {
	if w.current != nil {
		w.hasRead(w.current)
		w.current = nil
	}
	for next := w.coordinator.take(nil, true); next != nil; next = w.coordinator.take(nil, true) {
		w.hasRead(next.Split)
	}
}
