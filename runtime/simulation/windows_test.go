package simulation

import (
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
	"github.com/weirsql/weir/runtime/window"
)

// windows is GROUP BY key in tumbling windows, made of what generated code makes it of.
type windows struct {
	hop    *hop // whose rows it takes
	in     *rt.Intake
	slices window.Slices[groups]
	next   uint32          // the next group to go on
	out    *rt.Sender[row] // of a first phase: takes its groups
}

type group struct{ hash, count, sum int64 }

// groups are groups by key. The hash is one to one, so that it is all that is kept of the key.
type groups struct {
	index state.Index
	pages state.Pages[group]
}

func newWindows(hop *hop, in *rt.Intake, width int64) *windows {
	return &windows{hop: hop, in: in, slices: window.Slices[groups]{
		Shape: window.Tumbling(width, 0, 0),
		New:   func() groups { return groups{index: state.NewIndex(0)} },
		Clear: (*groups).clear,
	}}
}

func (g *groups) clear() int {
	g.index.Clear()
	g.pages.Clear()
	return g.pages.Room()
}

// of returns the group of a key.
func (g *groups) of(key int64) *group {
	hash := hashOf(key)
	for i := g.index.First(hash); ; i = g.index.Next(i) {
		slot := g.index.At(i)
		if slot.Free() {
			number, made := g.pages.Add()
			made.hash = int64(hash)
			g.index.Put(i, hash, number)
			return made
		}
		if found := g.pages.At(slot.Group()); slot.Is(hash) && found.hash == int64(hash) {
			g.pages.Touch(slot.Group())
			return found
		}
	}
}

// oddGolden, and its inverse modulo 2^64.
const (
	oddGolden = 0x9e3779b97f4a7c15
	inverse   = 0xf1de83e19937733d
)

func hashOf(key int64) uint64 { return uint64(key) * oddGolden }
func (g *group) key() int64   { return int64(uint64(g.hash) * inverse) }

// take takes a row, if its window isn't closed.
func (w *windows) take(r *row) error {
	slice := w.slices.At(r.number)
	if slice.Closes <= w.hop.advanced {
		w.in.Late++
		return w.hop.Late()
	}
	w.in.Taken++
	w.add(slice, r)
	return nil
}

func (w *windows) add(slice *window.Slice[groups], r *row) {
	g := slice.Groups.of(r.key)
	g.count += r.count
	g.sum += r.sum
}

// takePart takes a group of a first phase.
func (w *windows) takePart(r *row) { w.add(w.slices.At(r.number), r) }

// send sends what a first phase has of complete windows.
func (w *windows) send(watermark int64) error {
	for slice := w.slices.Complete(watermark); slice != nil; slice = w.slices.Complete(watermark) {
		for _, g := range slice.Groups.pages.All() {
			slot, err := w.out.To(uint64(g.hash)).Next()
			if err != nil {
				return err
			}
			*slot = row{number: slice.Start, key: g.key(), count: g.count, sum: g.sum}
		}
		w.slices.Drop()
	}
	return nil
}

// advance emits the windows that the watermark has passed.
func (w *windows) advance(watermark int64) error {
	for {
		_, end, slices, ok := w.slices.Due(watermark)
		if !ok {
			return nil
		}
		for w.next < uint32(slices[0].Groups.pages.Len()) {
			g := slices[0].Groups.pages.At(w.next)
			w.next++
			w.hop.emitted.Rows++
			if err := w.hop.pass(&row{number: end - 1, key: g.key(), count: g.count, sum: g.sum, text: "window"}); err != nil {
				return err
			}
		}
		w.next = 0
		w.slices.Close(end)
	}
}

func (g *group) snapshot(c *snapshot.Codec) {
	c.Int64(&g.hash)
	c.Int64(&g.count)
	c.Int64(&g.sum)
}

// Snapshot begins to write the groups that changed since the last checkpoint.
func (w *windows) Snapshot(to *snapshot.Writer) {
	w.hop.world.pause(w.hop.actor + " snapshot")
	for _, slice := range w.slices.All() {
		start, end := slice.Start, slice.End
		slice.Groups.pages.Freeze(to, func(g *group) {
			c := to.Entry(uint64(g.hash))
			c.Int64(&start)
			c.Int64(&end)
			g.snapshot(c)
			to.End()
		})
	}
}

// Resume brings the windows to the watermark of a checkpoint.
func (w *windows) Resume(watermark int64) {
	w.slices.Resume(watermark)
	w.hop.advanced = watermark
}

// Restore takes a group of a checkpoint.
func (w *windows) Restore(c *snapshot.Codec) {
	var start, end int64
	var g group
	c.Int64(&start)
	c.Int64(&end)
	g.snapshot(c)
	if slice := w.slices.Reopen(start, end); slice != nil {
		*slice.Groups.of(g.key()) = g
	}
}
