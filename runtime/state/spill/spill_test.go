package spill_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
	"github.com/weirsql/weir/runtime/state/pebble"
	"github.com/weirsql/weir/runtime/state/spill"
	"github.com/weirsql/weir/runtime/store"
)

// seeded returns a generator whose seed is printed where the test fails.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// group and groups are what generated code makes of the package.
type group struct {
	hash  uint64
	key   int64
	sum   int64
	since int64 // the time of the last row
}

func (g *group) spillKey(c *snapshot.Codec) uint64 {
	c.Int64(&g.key)
	return g.hash
}

func (g *group) snapshot(c *snapshot.Codec) {
	c.Int64(&g.key)
	c.Int64(&g.sum)
	c.Int64(&g.since)
}

type groups struct {
	index state.Index
	pages state.Pages[group]
	cold  spill.Table[group]
}

func (t *groups) find(key int64, hash uint64) (place, number uint32, ok bool) {
	for i := t.index.First(hash); ; i = t.index.Next(i) {
		slot := t.index.At(i)
		if slot.Free() {
			return i, 0, false
		}
		if slot.Is(hash) && t.pages.At(slot.Group()).key == key {
			return i, slot.Group(), true
		}
	}
}

func (t *groups) of(key int64) *group {
	hash := state.HashInt64(state.Seed, key)
	place, number, ok := t.find(key, hash)
	t.cold.Use(number)
	if ok {
		t.pages.Touch(number)
		return t.pages.At(number)
	}
	number, g := t.pages.Add()
	g.hash, g.key = hash, key
	t.index.Put(place, hash, number)
	t.cold.Use(number)
	t.cold.Fetch(g, hash)
	return g
}

func (t *groups) holds(other *group) bool {
	_, _, ok := t.find(other.key, state.HashInt64(state.Seed, other.key))
	return ok
}

// forget removes a key.
func (t *groups) forget(key int64) {
	g := t.of(key)
	t.cold.Drop(g, g.hash)
	_, number, _ := t.find(key, g.hash)
	t.index.Delete(g.hash, number)
	t.pages.Delete(number)
}

func (t *groups) relieve(tb testing.TB) {
	if err := t.cold.Relieve(&t.index, &t.pages); err != nil {
		tb.Fatal(err)
	}
}

// snapshot begins to write a checkpoint over what an earlier one had.
func (t *groups) snapshot(all bool, into map[int64]int64) *snapshot.Writer {
	if all {
		clear(into)
	}
	to := snapshot.NewWriter(all, func(entry []byte) {
		var g group
		_, _, c, err := snapshot.Entry(entry)
		g.snapshot(c)
		if err = errors.Join(err, c.End()); err != nil {
			panic(err)
		}
		into[g.key] = g.sum
	})
	t.cold.Snapshot(to, all || !t.pages.Tracked(), nil)
	t.pages.Freeze(to, func(g *group) {
		g.snapshot(to.Entry(g.hash))
		to.End()
	})
	return to
}

// all are the sums of all keys.
func (t *groups) all() map[int64]int64 {
	sums := map[int64]int64{}
	for _, g := range t.pages.All() {
		sums[g.key] = g.sum
	}
	for g := t.cold.Next(t.holds); g != nil; g = t.cold.Next(t.holds) {
		if _, twice := sums[g.key]; twice {
			panic("a key came twice")
		}
		sums[g.key] = g.sum
	}
	return sums
}

func openStore(tb testing.TB, memory int64) store.Store {
	of, err := pebble.Open(filepath.Join(tb.TempDir(), "store"), memory)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := of.Close(); err != nil {
			tb.Error(err)
		}
	})
	return of
}

func open(tb testing.TB, memory int64) (*groups, store.Store) {
	of := openStore(tb, memory)
	t := &groups{index: state.NewIndex(0)}
	t.cold.Open(store.NewMemory(of, memory).Space(), spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true})
	return t, of
}

// entries is how much the store has.
func entries(tb testing.TB, of store.Store) (count int) {
	cursor, err := of.Scan([]byte{0}, []byte{255})
	if err != nil {
		tb.Fatal(err)
	}
	for cursor.Next() {
		count++
	}
	if err := cursor.Close(); err != nil {
		tb.Fatal(err)
	}
	return count
}

// A table of which little is in memory is a map: rows, keys that are forgotten, checkpoints of all and of what changed, which are written while
// all this goes on.
func TestTableIsAMap(t *testing.T) {
	random := seeded(t)
	tab, _ := open(t, 4<<10)
	want, kept := map[int64]int64{}, map[int64]int64{}
	var to *snapshot.Writer // of the checkpoint that is being written; nil for none
	var then map[int64]int64
	var gone []int64 // keys that were forgotten since it began
	for step := range 30_000 {
		key := random.Int64N(1 + random.Int64N(3000))
		switch action := random.IntN(1000); {
		case action < 950:
			tab.of(key).sum += int64(step)
			want[key] += int64(step)
		case action < 960:
			tab.forget(key)
			delete(want, key)
			if gone = append(gone, key); to == nil {
				delete(kept, key) // that a key is gone isn't said by this table's checkpoints
			}
		case action < 990:
			tab.relieve(t)
		case to == nil:
			to, then, gone = tab.snapshot(random.IntN(8) == 0, kept), maps.Clone(want), nil
		case to.Rest(random.IntN(1000)):
			if !maps.Equal(kept, then) {
				t.Fatalf("step %d: a checkpoint has %d keys, not %d, or other sums", step, len(kept), len(then))
			}
			for _, key := range gone {
				delete(kept, key)
			}
			to = nil
		}
		if got := tab.of(key).sum; got != want[key] {
			t.Fatalf("step %d: key %d is %d, not %d", step, key, got, want[key])
		}
		want[key] += 0 // it is there now
	}
	tab.relieve(t)
	if most := 4 << 10 / 40; tab.pages.Len() > most {
		t.Errorf("%d groups are in memory: more than %d", tab.pages.Len(), most)
	}
	if got := tab.all(); !maps.Equal(got, want) {
		t.Errorf("there are %d keys in the end, not %d, or other sums", len(got), len(want))
	}
}

// A table that is cleared is a new one, and nothing of it is left in the store.
func TestClearedTableIsEmpty(t *testing.T) {
	tab, of := open(t, 4<<10)
	for round := range int64(3) {
		for key := range int64(5000) {
			if g := tab.of(key); g.sum != 0 {
				t.Fatalf("round %d: key %d is %d", round, key, g.sum)
			}
			tab.of(key).sum = round + 1
			if key%100 == 0 {
				tab.relieve(t)
			}
		}
		if got := len(tab.all()); got != 5000 || entries(t, of) < 4000 {
			t.Fatalf("round %d: %d keys, %d of them in the store", round, got, entries(t, of))
		}
		tab.cold.Clear()
		tab.index.Clear()
		tab.pages.Clear()
		if left := entries(t, of); left > 0 {
			t.Fatalf("round %d: the store still has %d entries", round, left)
		}
	}
}

// A new key costs no look into the store.
func TestNewKeysAreNotLookedFor(t *testing.T) {
	tab, _ := open(t, 64<<10)
	for key := range int64(50_000) {
		tab.of(key).sum = key
		if key%100 == 0 {
			tab.relieve(t)
		}
	}
	before := tab.cold.Made()
	if before < 50_000-10 {
		t.Errorf("%d of 50,000 keys were new", before)
	}
	if looked := tab.cold.Looked(); looked > 50_000*3/100 {
		t.Errorf("the store was asked for %d of 50,000 new keys", looked)
	}
}

// What is forgotten is gone from the store, too.
func TestForgottenKeysLeaveTheStore(t *testing.T) {
	tab, of := open(t, 4<<10)
	for round := range 3 {
		for key := range int64(5000) {
			tab.of(key).sum++
			if key%100 == 0 {
				tab.relieve(t)
			}
		}
		if entries(t, of) < 4000 {
			t.Fatalf("round %d: the store has %d entries: the test says nothing", round, entries(t, of))
		}
		for key := range int64(5000) {
			tab.forget(key)
			if key%100 == 0 {
				tab.relieve(t)
			}
		}
		tab.relieve(t)
		if left := entries(t, of); left > 0 {
			t.Fatalf("round %d: the store still has %d entries", round, left)
		}
	}
}

// Groups whose time is over leave the store, and no others do.
func TestOldKeysLeaveTheStore(t *testing.T) {
	const keep = 1000
	random := seeded(t)
	of := openStore(t, 1<<20)
	tab := &groups{index: state.NewIndex(0)}
	tab.cold.Open(store.NewMemory(of, 2<<10).Space(), spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true,
		Expires: func(g *group) int64 { return g.since + keep + 1 }, ExpiryStep: keep / 16})
	last := map[int64]int64{}
	for now := range int64(5 * keep) {
		key := now/3 + random.Int64N(200)
		g := tab.of(key)
		if g.since == 0 && last[key] != 0 && last[key]+keep >= now {
			t.Fatalf("at %d key %d of %d is gone", now, key, last[key])
		}
		g.since, last[key] = now, now
		if now%10 == 0 {
			if tab.cold.Expire(now) {
				for number, g := range tab.pages.All() {
					if g.since+keep < now {
						tab.cold.Drop(g, g.hash)
						tab.index.Delete(g.hash, number)
						tab.pages.Delete(number)
					}
				}
			}
			tab.relieve(t)
		}
	}
	tab.cold.Expire(7 * keep)
	if left := entries(t, of); left > 0 {
		t.Errorf("the store still has %d entries", left)
	}
}

// newSlice is a table as windows that are put together from slices have it.
func newSlice(space *store.Space) *groups {
	t := &groups{index: state.NewIndex(0), cold: spill.New(spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true})}
	if space != nil {
		t.cold.OpenIn(space.Part())
	}
	return t
}

// A walk over several tables has each key once, in order, with what each of them has of it; again and again while rows come, and also without a store.
func TestUnionIsOfMaps(t *testing.T) {
	random := seeded(t)
	for _, space := range []*store.Space{nil, store.NewMemory(openStore(t, 1<<20), 6<<10).Space()} {
		tables, want := make([]*groups, 4), make([]map[int64]int64, 4)
		for i := range tables {
			tables[i], want[i] = newSlice(space), map[int64]int64{}
		}
		var union spill.Union[group]
		for round := range 8 {
			for i, tab := range tables {
				for range random.IntN(2000) {
					key := random.Int64N(1500)
					tab.of(key).sum += int64(round)
					want[i][key] += int64(round)
				}
				if err := tab.cold.RelieveOf(tab.pages.Len()+1, &tab.index, &tab.pages); err != nil {
					t.Fatal(err)
				}
			}
			for i, tab := range tables {
				union.Add(&tab.cold, &tab.pages)
				if i == 0 && !union.Walks() {
					t.Fatal("a walk hasn't begun")
				}
			}
			got, seen := map[int64]int64{}, uint64(0)
			for list := union.Next(); list != nil; list = union.Next() {
				key := list[0].key
				hash := state.HashInt64(state.Seed, key)
				if hash < seen {
					t.Fatalf("key %d is out of order", key)
				}
				seen = hash
				if _, twice := got[key]; twice {
					t.Fatalf("key %d comes twice", key)
				}
				for _, g := range list {
					if g.key != key {
						t.Fatalf("keys %d and %d come together", key, g.key)
					}
					got[key] += g.sum
				}
				if random.IntN(50) == 0 { // nothing goes out meanwhile
					tables[random.IntN(4)].relieve(t)
				}
			}
			sums := map[int64]int64{}
			for _, one := range want {
				for key, sum := range one {
					sums[key] += sum
				}
			}
			if !maps.Equal(got, sums) || union.Walks() {
				t.Fatalf("round %d: %d keys, not %d, or other sums", round, len(got), len(sums))
			}
		}
		if space != nil && space.Count.Out == 0 {
			t.Fatal("nothing went out: the test says nothing")
		}
	}
}

// Groups that are out come back when their time comes, not earlier, each of them, in the order of their times; also where it was put off or came
// earlier meanwhile. Nothing but the groups is left of it in the store.
func TestGroupsComeBackInTime(t *testing.T) {
	random := seeded(t)
	of := openStore(t, 1<<20)
	space := store.NewMemory(of, 2<<10).Space()
	tab := &groups{index: state.NewIndex(0)}
	tab.cold.Open(space, spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true,
		Wakes: func(g *group) int64 {
			if g.since == 0 {
				return spill.Never
			}
			return g.since
		},
		Head: (*group).snapshot, Back: func(key *group) { tab.of(key.key) }})
	due := map[int64]int64{} // by key
	for now := int64(1); now < 3000; now++ {
		for range 5 {
			key := random.Int64N(2000)
			due[key] = now + 1 + random.Int64N(300)
			tab.of(key).since = due[key]
		}
		if now%7 == 0 {
			tab.relieve(t)
		}
		for until := int64(0); until < now; {
			until = tab.cold.Wake(now)
			for number, g := range tab.pages.All() {
				if g.since == 0 || g.since > until {
					continue
				}
				if g.since != due[g.key] || g.since != now {
					t.Fatalf("at %d key %d of %d comes, whose time is %d", now, g.key, g.since, due[g.key])
				}
				delete(due, g.key)
				tab.cold.Drop(g, g.hash)
				tab.index.Delete(g.hash, number)
				tab.pages.Delete(number)
			}
		}
		for key, at := range due {
			if at <= now {
				t.Fatalf("at %d key %d of %d didn't come", now, key, at)
			}
		}
	}
	if space.Count.Out < 5000 {
		t.Fatalf("%d groups went out: the test says nothing", space.Count.Out)
	}
	tab.relieve(t)
	count := 0
	for until := int64(0); until < spill.Never; count++ { // at the end of time some at once
		before := tab.pages.Len()
		until = tab.cold.Wake(spill.Never)
		if came := tab.pages.Len() - before; came > 1100 {
			t.Fatalf("%d groups come at once", came)
		}
		for number, g := range tab.pages.All() {
			delete(due, g.key)
			tab.cold.Drop(g, g.hash)
			tab.index.Delete(g.hash, number)
			tab.pages.Delete(number)
		}
	}
	tab.relieve(t)
	if left := entries(t, of); left > 0 || len(due) > 0 {
		t.Errorf("%d keys didn't come, and the store still has %d entries", len(due), left)
	}
}

// A store that fails ends what it is used for.
func TestFailureEndsTheJob(t *testing.T) {
	broken := errors.New("no space left")
	tab := &groups{index: state.NewIndex(0)}
	failing := &failingStore{Store: openStore(t, 1<<20)}
	tab.cold.Open(store.NewMemory(failing, 1<<10).Space(), spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true})
	for key := range int64(100) {
		tab.of(key).sum = key
	}
	tab.relieve(t)
	failing.err = broken
	err := func() (err error) {
		defer func() { err, _ = recover().(error) }()
		for key := range int64(100) {
			tab.of(key)
		}
		return nil
	}()
	var failure *store.Failure
	if !errors.As(err, &failure) || !errors.Is(err, broken) {
		t.Errorf("a read that fails gives %v", err)
	}
}

type failingStore struct {
	store.Store
	err error
}

func (f *failingStore) Get(key, buf []byte) ([]byte, bool, error) {
	if f.err != nil {
		return buf, false, f.err
	}
	return f.Store.Get(key, buf)
}

// How many rows a second there are where so many of a hundred groups are in memory, and each row is of any key.
func BenchmarkRandomKeys(b *testing.B) {
	const keys = 1_000_000
	for _, share := range []int{50, 10} {
		b.Run(fmt.Sprintf("%d%%", share), func(b *testing.B) {
			memory := int64(keys * 48 * share / 100)
			of := openStore(b, memory/3)
			tab := &groups{index: state.NewIndex(0)}
			tab.cold.Open(store.NewMemory(of, memory).Space(), spill.Coding[group]{Key: (*group).spillKey, Group: (*group).snapshot, Flat: true})
			random := rand.New(rand.NewPCG(1, 2))
			for key := range int64(keys) {
				tab.of(key).sum++
				if key%4096 == 0 {
					tab.relieve(b)
				}
			}
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				tab.of(random.Int64N(keys)).sum++
				if i%4096 == 0 {
					tab.relieve(b)
				}
			}
		})
	}
}
