package rt

import "context"

// gate leads the writers of one sink through a checkpoint's barrier together. A writer that is there first goes on, but what it writes
// is held until the others are there too: so there is a place in the sink with all that comes before the barrier in front of it, and all
// that comes behind it behind.
type gate struct {
	mark func() error // notes that place

	mu      turn
	writers int            // that are open
	arrived int            // of them, at the barrier; 0 when it is no checkpoint's time
	barrier int64          // the last one that a writer came to
	marked  int64          // the last one that the sink was marked for
	held    int            // bytes
	holding []*timedWriter // the writers that have arrived
	opened  chan struct{}  // closed when the barrier is passed
	failed  <-chan struct{}
}

// heldBytes is how much a sink's writers may hold: then they wait for the others.
const heldBytes = 16 << 20

func newGate(mark func() error, failed <-chan struct{}) *gate {
	return &gate{mark: mark, mu: make(turn, 1), opened: make(chan struct{}), failed: failed}
}

// turn is a lock that may be had for as long as a sink takes to write. It is a channel, so that to wait for it is to wait as for the sink:
// a mutex is for moments, and keeps a simulated clock from going on (see package simulation).
type turn chan struct{}

func (t turn) Lock()   { t <- struct{}{} }
func (t turn) Unlock() { <-t }

// join adds a writer.
func (g *gate) join(w *timedWriter) {
	g.writers++
	w.gate = g
}

// arrive brings a writer to a barrier.
func (g *gate) arrive(w *timedWriter, barrier int64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	w.holds = true
	g.holding = append(g.holding, w)
	g.arrived++
	g.barrier = barrier
	return g.passIfAll()
}

// leave takes a writer that is closed out of the gate. The others may be waiting for it alone.
func (g *gate) leave() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writers--
	if g.arrived == 0 {
		return nil
	}
	return g.passIfAll()
}

// complete marks the sink where no writer came to the barrier: all were closed before.
func (g *gate) complete(barrier int64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.marked >= barrier {
		return nil
	}
	g.marked = barrier
	return g.mark()
}

// passIfAll marks the sink when all writers are at the barrier, and writes what they held.
func (g *gate) passIfAll() error {
	if g.arrived < g.writers {
		return nil
	}
	g.marked = g.barrier
	if err := g.mark(); err != nil {
		return err
	}
	for _, w := range g.holding {
		w.holds = false
		if len(w.heldBack) == 0 {
			continue
		}
		if err := w.Write(context.Background(), w.heldBack); err != nil {
			return err
		}
		w.heldBack = w.heldBack[:0]
	}
	g.holding, g.arrived, g.held = g.holding[:0], 0, 0
	close(g.opened)
	g.opened = make(chan struct{})
	return nil
}

// hold keeps a block of a writer that has arrived; false where the gate has been opened meanwhile.
func (g *gate) hold(w *timedWriter, block []byte) (bool, error) {
	g.mu.Lock()
	for w.holds && g.held >= heldBytes {
		if err := g.wait(); err != nil {
			g.mu.Unlock()
			return false, err
		}
	}
	defer g.mu.Unlock()
	if !w.holds {
		return false, nil
	}
	w.heldBack = append(w.heldBack, block...)
	g.held += len(block)
	return true, nil
}

// release waits until nothing of a writer is held.
func (g *gate) release(w *timedWriter) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for w.holds {
		if err := g.wait(); err != nil {
			return err
		}
	}
	return nil
}

// wait lets go of the lock until the gate is opened.
func (g *gate) wait() error {
	opened := g.opened
	g.mu.Unlock()
	defer g.mu.Lock()
	select {
	case <-opened:
		return nil
	case <-g.failed:
		return errFailed
	}
}
