package datagen

import (
	"context"
	"io"
	"math"
	"strings"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

// batchSize is the most records that a batch has: enough that its overhead doesn't count.
const batchSize = 8192

// source hands out record numbers: split s of S has batches s, s+S, s+2S, …
type source struct {
	table   *rt.Table
	rows    int64 // endless where it is math.MaxInt64
	rate    int64 // rows per second; 0 for as fast as possible
	batch   int64 // records per batch
	splits  int64
	started time.Time // when the first row was due
	convoy  convoy
}

// NewSource makes a source from its options.
func NewSource(table *rt.Table) (rt.Source, error) {
	s := &source{table: table, batch: batchSize, splits: 1}
	table.IdleTimeout = table.Duration("scan.watermark.idle-timeout", 0)
	s.rate = table.Int("rows-per-second", 1, 0)
	s.rows = min(table.Int("number-of-rows", 0, math.MaxInt64), sequencesEnd(table))
	if s.rate > 0 {
		const batchesPerSecond = 50 // so that a slow rate doesn't come in bursts
		s.batch = min(batchSize, max(1, s.rate/batchesPerSecond))
	}
	return s, table.Err()
}

// sequencesEnd is how many rows there are until the first sequence ends.
func sequencesEnd(table *rt.Table) int64 {
	rows := int64(math.MaxInt64)
	for _, kind := range table.Keys("fields.") {
		prefix, ok := strings.CutSuffix(kind, ".kind")
		if !ok || table.Text(kind, "") != "sequence" {
			continue
		}
		if end, ok := table.Lookup(prefix + ".end"); ok {
			rows = min(rows, sequenceLength(table, prefix, end))
		}
	}
	return rows
}

// sequenceLength counts the whole steps from start to end, both included.
func sequenceLength(table *rt.Table, prefix, end string) int64 {
	const digits, fraction = 38, 9 // more than any start or end needs where it isn't a number of the column's type anyway
	first, err1 := decimal.Parse(table.Text(prefix+".start", "0"), digits, fraction)
	last, err2 := decimal.Parse(end, digits, fraction)
	switch {
	case err1 != nil:
		table.Refuse(prefix+".start", "it must be a number")
		return 0
	case err2 != nil:
		table.Refuse(prefix+".end", "it must be a number")
		return 0
	case last.Less(first):
		table.Refuse(prefix+".end", "the start is more")
		return 0
	}
	steps := decimal.Trunc(subtract(last, first), fraction)
	if !steps.Fits64() || steps.Narrow() == math.MaxInt64 {
		return math.MaxInt64
	}
	return steps.Narrow() + 1
}

// Splits gives each partition its share.
func (s *source) Splits(_ context.Context, partitions int) ([]*rt.Split, error) {
	s.splits, s.started = int64(partitions), time.Now()
	if s.rows != math.MaxInt64 {
		s.splits = max(1, min(s.splits, (s.rows+s.batch-1)/s.batch))
	}
	splits := make([]*rt.Split, s.splits)
	for i := range splits {
		splits[i] = &rt.Split{ID: i, Start: int64(i), End: -1, Records: s.share(int64(i)), Identity: s.identity()}
	}
	return splits, nil
}

// share is how many records a split has; 0 where there is no end.
func (s *source) share(split int64) int64 {
	if s.rows == math.MaxInt64 {
		return 0
	}
	full, rest := s.rows/s.batch, s.rows%s.batch
	batches := (full + s.splits - 1 - split) / s.splits
	if full%s.splits == split {
		return batches*s.batch + rest
	}
	return batches * s.batch
}

func (s *source) NewReader() (rt.Reader, error) { return &reader{source: s}, nil }

// reader hands out the batches of one split.
type reader struct {
	source *source
	next   int64 // batch
}

func (r *reader) Open(_ context.Context, split *rt.Split) error {
	r.next = split.Start
	r.source.convoy.goOn(r, r.next)
	return nil
}

func (r *reader) Read(ctx context.Context, batch *rt.Batch) error {
	s := r.source
	if r.next > math.MaxInt64/s.batch {
		return r.end()
	}
	batch.First = r.next * s.batch
	batch.Count = min(s.batch, s.rows-batch.First)
	if batch.Count <= 0 {
		batch.Count = 0
		return r.end()
	}
	if err := s.convoy.wait(ctx, r.next, s.splits); err != nil {
		return err
	}
	batch.Idle = s.rate > 0
	if err := s.await(ctx, batch.First, batch.Wait); err != nil {
		return err
	}
	r.next += s.splits
	s.convoy.goOn(r, r.next)
	return nil
}

// end is the end of a split.
func (r *reader) end() error {
	r.source.convoy.leave(r)
	return io.EOF
}

// await waits until a row is due; no longer than longest, where that isn't 0.
func (s *source) await(ctx context.Context, row int64, longest time.Duration) error {
	if s.rate == 0 {
		return nil
	}
	seconds, rest := row/s.rate, row%s.rate
	due := s.started.Add(time.Duration(seconds)*time.Second + time.Duration(rest*int64(time.Second)/s.rate))
	wait := time.Until(due)
	if wait <= 0 {
		return nil
	}
	late := longest > 0 && wait > longest
	if late {
		wait = longest
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		if late {
			return rt.ErrNoRows
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *reader) Close() error {
	r.source.convoy.leave(r)
	return nil
}
