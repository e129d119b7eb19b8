package state

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
)

// aged is a table whose groups may be forgotten, as generated code makes it.
type aged struct {
	index  Index
	groups Pages[agedGroup]
	ages   Ages
}

type agedGroup struct {
	hash   uint64
	number uint32
	key    string
	age    Age
	rows   int64
}

func (t *aged) of(key string) *agedGroup {
	h := HashString(Seed, key)
	for i := t.index.First(h); ; i = t.index.Next(i) {
		slot := t.index.At(i)
		if slot.Free() {
			number, g := t.groups.Add()
			t.index.Put(i, h, number)
			g.hash, g.key, g.number = h, strings.Clone(key), number
			return g
		}
		if slot.Is(h) {
			if g := t.groups.At(slot.Group()); g.key == key {
				return g
			}
		}
	}
}

func (t *aged) row(key string, time int64) int64 {
	g := t.of(key)
	if t.ages.Reach(&g.age, g.number, time) {
		g.rows = 0
	}
	g.rows++
	return g.rows
}

func (t *aged) pass(now int64) {
	for number, ok := t.ages.Due(now); ok; number, ok = t.ages.Due(now) {
		if g := t.groups.At(number); t.ages.Over(&g.age, number, now) {
			t.index.Delete(g.hash, number)
			t.groups.Delete(number)
		}
	}
}

// What a group holds is a matter of its own rows' times, whenever its memory is given back: a count per key begins anew behind a gap.
// Memory is given back when the time has come, and not before.
func TestAges(t *testing.T) {
	r := seeded(t)
	for range 300 {
		ttl := 1 + r.Int64N(1+int64(1)<<r.IntN(12))
		behind := r.Int64N(20)
		tab := aged{ages: NewAges(ttl, behind)}
		type known struct{ last, rows int64 }
		want := map[string]known{}
		base := r.Int64N(1000) - 500
		for range 1000 {
			base += r.Int64N(1 + ttl/4)
			key := fmt.Sprint(r.IntN(40))
			time := base - r.Int64N(1+behind) // rows come up to behind the watermark
			k, seen := want[key]
			if !seen || time-k.last > ttl {
				k = known{time, 0}
			}
			k.last, k.rows = max(k.last, time), k.rows+1
			want[key] = k
			if got := tab.row(key, time); got != k.rows {
				t.Fatalf("ttl %d: %d rows of key %s at %d, want %d", ttl, got, key, time, k.rows)
			}
			if r.IntN(5) > 0 {
				continue
			}
			tab.pass(base)
			live := 0
			for _, k := range want {
				if base-k.last <= ttl+behind {
					live++
				}
			}
			if got := tab.groups.Len(); got < live || tab.index.Len() != got {
				t.Fatalf("ttl %d, at %d: %d groups, %d in the index, %d keys live", ttl, base, got, tab.index.Len(), live)
			}
			for _, g := range tab.groups.All() {
				if base-g.age.last > ttl+behind+2*tab.ages.width {
					t.Fatalf("ttl %d, at %d: key %s of %d is still there", ttl, base, g.key, g.age.last)
				}
			}
		}
		tab.pass(math.MaxInt64)
		tab.pass(math.MinInt64)
	}
}

// Times at the ends of what there is don't overflow.
func TestAgesAtTheEndsOfTime(t *testing.T) {
	tab := aged{ages: NewAges(1000, 10)}
	for _, time := range []int64{math.MinInt64, math.MaxInt64 - 1, 0, math.MinInt64 + 1} {
		if got := tab.row(fmt.Sprint(time), time); got != 1 {
			t.Errorf("%d rows at %d", got, time)
		}
		tab.pass(math.MinInt64)
		tab.pass(0)
	}
	if tab.row("x", math.MinInt64); tab.row("x", math.MaxInt64) != 1 {
		t.Error("the longest gap is none")
	}
}

// Keys that come once and never again take no more memory after millions of them than after the first of their time to live, though
// some keys live on between them.
func TestAgedMemoryIsFlat(t *testing.T) {
	tab := aged{ages: NewAges(50_000, 0)}
	measure := func(from, to int64) uint64 {
		for time := from; time < to; time++ {
			tab.row(fmt.Sprint("a key that comes once: ", time), time)
			tab.row(fmt.Sprint("a key that lives on: ", time%100), time)
			if time%1000 == 0 {
				tab.pass(time)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early := measure(0, 200_000)
	late := measure(200_000, 1_000_000)
	if late > early+early/10 {
		t.Errorf("%d bytes after a million keys, %d after 200 thousand", late, early)
	}
	if n := tab.groups.Len(); n > 60_000 {
		t.Errorf("%d groups", n)
	}
	runtime.KeepAlive(&tab)
}
