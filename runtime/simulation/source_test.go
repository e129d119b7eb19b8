package simulation

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// numbers is a source of numbers in splits, which takes its time.
type numbers struct {
	world    *world
	name     string
	splits   int64
	each     int64
	turn     int64 // how long the ranges are that partitions take in turn; 0 for none
	disorder int64 // how far the times of the numbers are out of order
	back     bool  // later splits have earlier times
}

// newNumbers makes a source. What came to graphs later is drawn apart, so that seeds go on doing what they did.
func newNumbers(w *world, name string) *numbers {
	r, apart := w.random, w.stream(name+" in ranges")
	n := &numbers{world: w, name: name, splits: 1 + r.Int64N(6), each: 1 + r.Int64N(1+r.Int64N(2000))}
	if apart.IntN(3) == 0 {
		n.turn = 1 + apart.Int64N(1+n.each)
		n.disorder = apart.Int64N(1 + apart.Int64N(1+n.each))
	}
	n.back = apart.IntN(3) == 0
	return n
}

// time is a number's, and the watermark that it gives: with it, no number is late where a split is read in its order.
func (n *numbers) time(number int64) (time, watermark int64) {
	if n.disorder > 0 {
		number -= int64(hashOf(number)>>32) % (n.disorder + 1)
	}
	return number, number - n.disorder
}

func (n *numbers) Splits(context.Context, int) ([]*rt.Split, error) {
	var list []*rt.Split
	for i := range n.splits {
		id := i
		if n.back {
			id = n.splits - 1 - i
		}
		list = append(list, &rt.Split{ID: int(id), Start: i * n.each, End: (i + 1) * n.each, Range: n.turn})
	}
	slices.SortFunc(list, func(a, b *rt.Split) int { return a.ID - b.ID })
	return list, nil
}

func (n *numbers) Replayable() string { return "" }

func (n *numbers) Resume(_ context.Context, left []rt.SplitPosition, _ int) ([]*rt.Split, error) {
	var list []*rt.Split
	for _, p := range left {
		list = append(list, &rt.Split{ID: p.ID, Start: p.Start, End: p.End, Range: n.turn})
	}
	return list, nil
}

func (n *numbers) NewReader() (rt.Reader, error) { return &numbersReader{source: n}, nil }

type numbersReader struct {
	source    *numbers
	actor     string
	random    *rand.Rand
	next, end int64
}

func (r *numbersReader) Open(_ context.Context, split *rt.Split) error {
	r.next, r.end = split.Start, split.End
	r.actor = fmt.Sprint("read ", r.source.name, " ", split.ID)
	if r.source.turn > 0 {
		r.actor += fmt.Sprint(" from ", split.Start)
	}
	r.random = r.source.world.stream(r.actor + " batches")
	return nil
}

func (r *numbersReader) Read(ctx context.Context, batch *rt.Batch) error {
	if batch.Wait > 0 && r.random.IntN(50) == 0 {
		time.Sleep(batch.Wait)
		return rt.ErrNoRows
	}
	r.source.world.pause(r.actor)
	if err := r.source.world.read(); err != nil {
		return fmt.Errorf("%s: %w", r.source.name, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.next == r.end {
		return io.EOF
	}
	batch.First, batch.Count = r.next, min(r.end-r.next, 1+r.random.Int64N(100))
	batch.Idle = r.random.IntN(8) == 0
	r.next += batch.Count
	return nil
}

func (r *numbersReader) Position() (rt.SplitPosition, error) {
	return rt.SplitPosition{Start: r.next, End: r.end}, nil
}

func (r *numbersReader) Close() error { return nil }
