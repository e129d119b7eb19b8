package state

import (
	"maps"
	"math/rand/v2"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/snapshot"
)

// frozenTable is a table of which snapshots are taken, and what they must have: the groups are those of a map, which is copied at the barrier.
type frozenTable struct {
	table
	t       *testing.T
	random  *rand.Rand
	live    map[int64]int64
	changed map[int64]bool // since the last barrier
	sweeps  bool           // groups of no rows go behind the snapshot that says so, as where rows are taken back

	to   *snapshot.Writer // of the snapshot that is being taken; nil for none
	want map[int64]int64
	got  map[int64]int64
}

func newFrozenTable(t *testing.T, random *rand.Rand) *frozenTable {
	return &frozenTable{table: table{index: NewIndex(0)}, t: t, random: random, live: map[int64]int64{}, changed: map[int64]bool{}, sweeps: random.IntN(2) == 0}
}

// change takes a row into a group.
func (f *frozenTable) change(key, rows int64) {
	if number, ok := f.find(key); ok {
		f.groups.Touch(number)
	}
	f.group(key).rows = rows
	f.live[key], f.changed[key] = rows, true
}

// forget deletes a group, or leaves it without rows.
func (f *frozenTable) forget(key int64) {
	if _, ok := f.live[key]; !ok {
		return
	}
	if f.sweeps && f.groups.Tracked() {
		f.change(key, 0)
		return
	}
	f.delete(key)
	delete(f.live, key)
	delete(f.changed, key)
}

func (f *frozenTable) clear() {
	f.index.Clear()
	f.groups.Clear()
	clear(f.live)
	clear(f.changed)
}

// barrier begins a snapshot.
func (f *frozenTable) barrier() {
	all := f.random.IntN(4) == 0 || !f.groups.Tracked()
	f.want, f.got = map[int64]int64{}, map[int64]int64{}
	for key, rows := range f.live {
		if all || f.changed[key] {
			f.want[key] = rows
		}
	}
	clear(f.changed)
	f.to = snapshot.NewWriter(all, f.entry)
	write := func(g *group) {
		c := f.to.Entry(HashInt64(Seed, g.key))
		c.Int64(&g.key)
		c.Int64(&g.rows)
		f.to.End()
	}
	if !f.sweeps {
		f.groups.Freeze(f.to, write)
		return
	}
	f.groups.FreezeAndSweep(f.to, write, func(g *group) {
		if g.rows == 0 {
			delete(f.live, g.key)
			f.delete(g.key)
		}
	})
}

func (f *frozenTable) entry(entry []byte) {
	_, _, c, err := snapshot.Entry(entry)
	var key, rows int64
	c.Int64(&key)
	c.Int64(&rows)
	if _, twice := f.got[key]; twice || err != nil || c.End() != nil {
		f.t.Fatalf("key %d is written twice, or %v, %v", key, err, c.End())
	}
	f.got[key] = rows
}

// part writes some bytes of the snapshot.
func (f *frozenTable) part(bytes int) {
	if f.to == nil || !f.to.Rest(bytes) {
		return
	}
	if !maps.Equal(f.got, f.want) {
		f.t.Fatalf("the snapshot has %d groups, not %d, or others than at the barrier", len(f.got), len(f.want))
	}
	f.to = nil
}

// Whatever becomes of groups while a snapshot is being written, it has them as they were when it began, each once.
func TestSnapshotIsOfItsBarrier(t *testing.T) {
	random := seeded(t)
	for range 40 {
		f := newFrozenTable(t, random)
		keys := 1 + random.Int64N(1+random.Int64N(2000))
		during, taken := 0, 0
		for step := range int64(6000) {
			switch key, action := random.Int64N(keys), random.IntN(1000); {
			case action < 700:
				f.change(key, step+1)
			case action < 850:
				f.forget(key)
			case action < 853 && random.IntN(4) == 0:
				f.clear()
			case action < 950 && f.to == nil:
				f.barrier()
				taken++
			default:
				f.part(random.IntN(200))
			}
			if f.to != nil {
				during++
			}
		}
		f.part(1 << 30)
		checkTable(t, &f.table, f.live)
		if taken < 5 || during == 0 {
			t.Errorf("%d snapshots with %d steps in between: the test says nothing", taken, during)
		}
	}
}

// A group that can't be written when a row reaches it is written later: the snapshot doesn't lack it.
func TestPanicWhileCopyingLosesNothing(t *testing.T) {
	var p Pages[group]
	for key := range int64(3) {
		_, g := p.Add()
		g.key = key
	}
	var written []int64
	broken := true
	to := snapshot.NewWriter(false, func([]byte) {})
	p.Freeze(to, func(g *group) {
		if broken {
			panic("a user's aggregate")
		}
		written = append(written, g.key)
		to.Entry(0)
		to.End()
	})
	if err := rt.Try(func() error { p.Touch(1); return nil }); err == nil {
		t.Error("the panic is gone")
	}
	broken = false
	if !to.Rest(1<<30) || len(written) != 3 {
		t.Errorf("groups %d were written", written)
	}
}

// What is written in one part is what fits, and what rows touch meanwhile doesn't count.
func TestPartsAreBounded(t *testing.T) {
	var p Pages[group]
	for range 10_000 {
		p.Add()
	}
	entries := 0
	to := snapshot.NewWriter(false, func(entry []byte) { entries++ })
	p.Freeze(to, func(*group) {
		c := to.Entry(0)
		c.Raw(make([]byte, 98)) // two bytes are the operator's and the key group's
		to.End()
	})
	if entries > 0 || to.Rest(1000) || entries != 10 {
		t.Errorf("%d entries of 100 bytes are a part of 1000", entries)
	}
	for number := range uint32(500) {
		p.Touch(9_000 + number)
	}
	if entries != 510 || to.Rest(1000) || entries != 520 {
		t.Errorf("%d entries, not 510 and 10", entries)
	}
}
