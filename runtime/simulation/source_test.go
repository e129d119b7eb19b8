package simulation

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// numbers is a source of numbers in splits, which takes its time.
type numbers struct {
	world  *world
	name   string
	splits int64
	each   int64
}

func (n *numbers) Splits(context.Context, int) ([]*rt.Split, error) {
	var list []*rt.Split
	for i := range n.splits {
		list = append(list, &rt.Split{ID: int(i), Start: i * n.each, End: (i + 1) * n.each})
	}
	return list, nil
}

func (n *numbers) Replayable() string { return "" }

func (n *numbers) Resume(_ context.Context, left []rt.SplitPosition, _ int) ([]*rt.Split, error) {
	var list []*rt.Split
	for _, p := range left {
		list = append(list, &rt.Split{ID: p.ID, Start: p.Start, End: p.End})
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
