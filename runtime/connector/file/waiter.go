package file

import (
	"context"
	"io"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// waiter reads from a pipe or a terminal, where a read may wait for ever, and gives up when its context is done. The
// goroutine that was left waiting then ends with the process, or with the next input.
type waiter struct {
	ctx     context.Context
	longest time.Duration // that Read waits; 0 for ever
	wanted  chan []byte
	arrived chan arrival
	waiting bool // for what a Read that gave up wanted
}

type arrival struct {
	n   int
	err error
}

func newWaiter(r io.Reader) *waiter {
	w := &waiter{ctx: context.Background(), wanted: make(chan []byte), arrived: make(chan arrival, 1)}
	go func() {
		for p := range w.wanted {
			n, err := r.Read(p)
			w.arrived <- arrival{n, err}
		}
	}()
	return w
}

// Read reads once. After it gave up it may only be called for the same place again, which may have been written meanwhile.
func (w *waiter) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	if !w.waiting {
		w.wanted <- p
	}
	w.waiting = true
	var over <-chan time.Time
	if w.longest > 0 {
		timer := time.NewTimer(w.longest)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
		return 0, rt.ErrNoRows
	case got := <-w.arrived:
		w.waiting = false
		return got.n, got.err
	case <-w.ctx.Done():
		return 0, w.ctx.Err()
	}
}

func (w *waiter) close() { close(w.wanted) }
