package rt

import (
	"errors"
	"math"
	"slices"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/snapshot"
)

// What a worker has at a barrier is taken there, but for its groups: they are frozen (state.Pages.Freeze) and written between the batches
// behind it, a part at a time, or when a row is about to change them. So rows wait for as long as a part takes, however much has changed:
//
//	── batch ─▌─ batch ─ part ─ batch ─ part ─ batch ─ part ▶ report ─ batch ──
//
// Then the worker reports; the checkpoint is complete when all have, and no other one begins before. The last part comes at the worker's end, or at
// the last barrier, whatever is left: nobody waits for it.

// frozen is what a worker hasn't written yet of a checkpoint.
type frozen struct {
	report  report // for when it has
	segment *checkpoint.SegmentWriter
	rest    []*snapshot.Writer // of the states that have something left
	written time.Time          // when the last part was
}

const (
	// thawShare is the part of a worker's time that goes to writing: 1/thawShare, and thawLimit at most at once, if a part doesn't take longer.
	thawShare = 4
	thawLimit = 5 * time.Millisecond
	// thawTick is how often a worker that waits for rows writes a part.
	thawTick = 5 * time.Millisecond
)

// freeze begins to write what changed in the worker's state.
func (w *worker) freeze(at report) {
	w.frozen = &frozen{report: at, written: time.Now()}
	w.frozen.report.err = w.snapshot(w.frozen)
	w.waitAtMost(min(w.tick, thawTick+time.Duration(w.number)*time.Microsecond))
}

// snapshot lets the keepers write what changed. An error is the checkpoint's, not the job's.
func (w *worker) snapshot(f *frozen) (err error) {
	if len(w.keepers()) == 0 {
		return nil
	}
	if f.segment, err = w.checkpoints.pending.Segment(w.number); err != nil {
		return err
	}
	for _, k := range w.keepers() {
		to := snapshot.NewWriter(w.checkpoints.all, f.segment.Append)
		to.Operator(slices.Index(w.operators, k.name))
		k.Snapshot(to)
		f.rest = append(f.rest, to)
	}
	return nil
}

// thaw writes a part of what is frozen, and reports when that was the last.
func (w *worker) thaw() {
	if w.frozen == nil || w.frozen.busy() {
		return
	}
	start := time.Now()
	w.thawPart(start)
	w.stats.Pauses.add(time.Since(start))
}

func (w *worker) thawPart(now time.Time) {
	if w.frozen.part(now, w.checkpoints.part) {
		w.thawed()
	}
}

// thawAll writes all that is frozen.
func (w *worker) thawAll() {
	if w.frozen == nil {
		return
	}
	for !w.frozen.write(math.MaxInt32) {
	}
	w.thawed()
}

// thawed reports what the worker had at the barrier.
func (w *worker) thawed() {
	made := w.frozen
	w.frozen = nil
	w.waitAtMost(w.tick)
	w.checkpoints.reports <- made.report
}

// busy reports that the disk is behind.
func (f *frozen) busy() bool { return f.segment != nil && f.segment.Busy() }

// part writes for its share of the time since the last part, and at least bytes; no more than that where it isn't 0.
func (f *frozen) part(now time.Time, bytes int) (done bool) {
	if bytes > 0 {
		return f.write(bytes)
	}
	until := now.Add(min(thawLimit, now.Sub(f.written)/thawShare))
	for done = f.write(thawBytes); !done && !f.busy() && time.Now().Before(until); {
		done = f.write(thawBytes)
	}
	f.written = time.Now()
	return done
}

// write writes about so many bytes, and reports that nothing is left.
func (f *frozen) write(bytes int) (done bool) {
	for len(f.rest) > 0 {
		if !f.rest[0].Rest(bytes) {
			return false
		}
		f.report.err = errors.Join(f.report.err, f.rest[0].Err())
		f.rest = f.rest[1:]
	}
	return true
}
