package rt_test

import (
	"context"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
)

// resting is a source of a few rows for each partition, behind which nothing comes.
type resting struct{}

func (resting) Replayable() string            { return "" }
func (resting) NewReader() (rt.Reader, error) { return &restingReader{}, nil }
func (resting) Splits(_ context.Context, partitions int) (list []*rt.Split, err error) {
	for id := range partitions {
		list = append(list, &rt.Split{ID: id, End: -1})
	}
	return list, nil
}

func (resting) Resume(_ context.Context, left []rt.SplitPosition, _ int) (list []*rt.Split, err error) {
	for _, split := range left {
		list = append(list, &rt.Split{ID: split.ID, Start: split.Start, End: -1})
	}
	return list, nil
}

type restingReader struct {
	id   int
	next int64
}

func (r *restingReader) Close() error { return nil }
func (r *restingReader) Open(_ context.Context, split *rt.Split) error {
	r.id, r.next = split.ID, split.Start
	return nil
}

func (r *restingReader) Read(ctx context.Context, batch *rt.Batch) error {
	if r.next > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(batch.Wait):
			return rt.ErrNoRows
		}
	}
	batch.Count, r.next = 10, 10
	return nil
}

func (r *restingReader) Position() (rt.SplitPosition, error) {
	return rt.SplitPosition{ID: r.id, Start: r.next, End: -1}, nil
}

// kept is a state of a hundred groups.
type kept struct {
	pages    state.Pages[int64]
	began    chan<- struct{} // of the first checkpoint
	restored map[int64]bool
}

const keptGroups = 100

func (k *kept) Process(batch *rt.Batch) error {
	for batch.NextNumber() {
		for range keptGroups / 10 {
			number, g := k.pages.Add()
			*g = int64(number)
		}
	}
	return nil
}

func (k *kept) Snapshot(to *snapshot.Writer) {
	k.pages.Freeze(to, func(g *int64) {
		to.Entry(0).Int64(g)
		to.End()
	})
	if k.pages.Len() > 0 {
		k.began <- struct{}{}
	}
}

func (k *kept) Resume(int64) {}
func (k *kept) Restore(c *snapshot.Codec) {
	var g int64
	c.Int64(&g)
	k.restored[g] = true
}

// A checkpoint that began before the input came to rest is complete before long, and a job that is stopped in between ends behind one
// that has all: either way no group is missing.
func TestStateIsWrittenWhileNothingComes(t *testing.T) {
	for _, stopped := range []bool{false, true} {
		dir := t.TempDir()
		began := make(chan struct{}, 1000)
		var took time.Duration
		stats := runResting(t, dir, &kept{began: began}, func(job *rt.Running) {
			<-began
			if start := time.Now(); !stopped {
				if _, err := job.Savepoint(context.Background(), "whole"); err != nil { // behind the one that is being written
					t.Error(err)
				}
				took = time.Since(start)
			}
		})
		if ticks := 100 * time.Millisecond * keptGroups; took > ticks/2 {
			t.Errorf("%v for %d groups: a part is written at each tick, and not more often", took, keptGroups)
		}
		if total := stats.Total(); !stopped && total.Pauses.Count() < keptGroups {
			t.Errorf("%d groups were written in %d parts", keptGroups, total.Pauses.Count())
		}
		again := &kept{began: make(chan struct{}, 1000), restored: map[int64]bool{}}
		runResting(t, dir, again, func(*rt.Running) {})
		if len(again.restored) != keptGroups {
			t.Errorf("stopped %v: %d groups of %d came back", stopped, len(again.restored), keptGroups)
		}
	}
}

// runResting runs a job of the state, which writes it a group at a time, until during returns.
func runResting(t *testing.T, dir string, k *kept, during func(*rt.Running)) *rt.Stats {
	t.Helper()
	return runUntil(t, rt.Config{Partitions: 1, CheckpointDir: dir}, k.stage, during)
}

func (k *kept) stage(c *rt.StageContext) (rt.Partition, error) {
	c.Keeps("kept", k)
	return k, nil
}

// runUntil runs a job of one stage over a source that rests, with checkpoints all the time, until during returns.
func runUntil(t *testing.T, config rt.Config, stage func(*rt.StageContext) (rt.Partition, error), during func(*rt.Running)) *rt.Stats {
	t.Helper()
	job := &rt.Job{Name: "resting", Sources: []rt.SourceTable{{Name: "t", New: func(*rt.Table) (rt.Source, error) { return resting{}, nil }}},
		Stages: []rt.Stage{{Name: "t", Source: "t", New: stage}}}
	ctx, stop := context.WithCancel(context.Background())
	attach := func(job *rt.Running) (func(), error) {
		go func() {
			defer stop()
			during(job)
		}()
		return func() {}, nil
	}
	config.CheckpointInterval, config.CheckpointPart = time.Millisecond, 1
	config.Attach = []func(*rt.Running) (func(), error){attach}
	stats, err := rt.Run(ctx, job, config)
	if err != nil {
		t.Fatal(err)
	}
	return stats
}
