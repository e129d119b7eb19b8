package file

import (
	"context"
	"io"
)

// waiter reads from a pipe or a terminal, where a read may wait for ever, and gives up when its context is done. The
// goroutine that was left waiting then ends with the process, or with the next input.
type waiter struct {
	ctx     context.Context
	wanted  chan []byte
	arrived chan arrival
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

// Read reads once. After it gave up it must not be called again, since the buffer may yet be written.
func (w *waiter) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	w.wanted <- p
	select {
	case got := <-w.arrived:
		return got.n, got.err
	case <-w.ctx.Done():
		return 0, w.ctx.Err()
	}
}

func (w *waiter) close() { close(w.wanted) }
