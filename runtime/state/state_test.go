package state

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/temporal"
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

type group struct{ key, rows int64 }

// table is what generated code makes of the package.
type table struct {
	index  Index
	groups Pages[group]
}

func (t *table) group(key int64) *group {
	h := HashInt64(Seed, key)
	for i := t.index.First(h); ; i = t.index.Next(i) {
		slot := t.index.At(i)
		if slot.Free() {
			number, g := t.groups.Add()
			t.index.Put(i, h, number)
			g.key = key
			return g
		}
		if slot.Is(h) {
			if g := t.groups.At(slot.Group()); g.key == key {
				return g
			}
		}
	}
}

// find is the number of a key's group.
func (t *table) find(key int64) (uint32, bool) {
	h := HashInt64(Seed, key)
	for i := t.index.First(h); !t.index.At(i).Free(); i = t.index.Next(i) {
		if slot := t.index.At(i); slot.Is(h) && t.groups.At(slot.Group()).key == key {
			return slot.Group(), true
		}
	}
	return 0, false
}

func (t *table) delete(key int64) {
	if number, ok := t.find(key); ok {
		t.index.Delete(HashInt64(Seed, key), number)
		t.groups.Delete(number)
	}
}

func TestTableAgainstMap(t *testing.T) {
	r := seeded(t)
	for range 30 {
		tab, want := table{}, map[int64]int64{}
		if r.IntN(2) == 0 {
			tab.index = NewIndex(r.IntN(100))
		}
		keys, deletions := 1+r.Int64N(5000), r.IntN(3)
		for range 20_000 {
			key := r.Int64N(keys)
			if r.IntN(4) < deletions {
				tab.delete(key)
				delete(want, key)
				continue
			}
			g := tab.group(key)
			g.rows++
			want[key]++
			if g.rows != want[key] {
				t.Fatalf("key %d has %d rows, want %d", key, g.rows, want[key])
			}
		}
		checkTable(t, &tab, want)
		tab.index.Clear()
		tab.groups.Clear()
		checkTable(t, &tab, nil)
	}
}

func checkTable(t *testing.T, tab *table, want map[int64]int64) {
	t.Helper()
	if tab.index.Len() != len(want) || tab.groups.Len() != len(want) {
		t.Fatalf("%d in the index, %d groups, want %d", tab.index.Len(), tab.groups.Len(), len(want))
	}
	walked, last := 0, int64(-1)
	next, ok := tab.groups.Next(0)
	for number, g := range tab.groups.All() {
		if found, ok := tab.find(g.key); !ok || found != number || g.rows != want[g.key] || int64(number) <= last {
			t.Fatalf("group %d of key %d with %d rows: found %d, %t, want %d rows", number, g.key, g.rows, found, ok, want[g.key])
		}
		if !ok || next != number {
			t.Fatalf("Next gives %d, %t; All gives %d", next, ok, number)
		}
		next, ok = tab.groups.Next(number + 1)
		walked, last = walked+1, int64(number)
	}
	if ok || walked != len(want) {
		t.Fatalf("%d groups walked, want %d", walked, len(want))
	}
}

func TestPagesKeepOrderAndPlace(t *testing.T) {
	var p Pages[int64]
	var places []*int64
	for i := range int64(1000) {
		number, g := p.Add()
		*g = i
		places = append(places, g)
		if int64(number) != i {
			t.Fatalf("group %d has the number %d", i, number)
		}
	}
	for number, g := range p.All() {
		if places[number] != g || *g != int64(number) {
			t.Fatalf("group %d moved or changed", number)
		}
		if number%3 == 0 {
			p.Delete(number)
		}
	}
	if number, g := p.Add(); number != 999 || *g != 0 || g != places[999] {
		t.Errorf("the last number deleted is not the first given again: %d, %d", number, *g)
	}
}

func TestStrings(t *testing.T) {
	r := seeded(t)
	var k Strings
	buffer := make([]byte, 1<<15)
	var kept, want []string
	for range 5000 {
		b := buffer[:r.IntN(1<<r.IntN(15))]
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		want = append(want, string(b))
		kept = append(kept, k.Keep(rt.Text(b)))
	}
	for i := range kept {
		if kept[i] != want[i] {
			t.Fatalf("text %d changed", i)
		}
	}
}

// TestHashesAreUniform counts, for regular keys, how often each value of the upper 7 bits, of the lower 10 and of those that an
// index uses comes, and holds chi squared to what chance allows: six standard deviations.
func TestHashesAreUniform(t *testing.T) {
	const keys = 100_000
	families := map[string]func(i int) uint64{
		"sequence":        func(i int) uint64 { return HashInt64(Seed, int64(i)) },
		"thousands":       func(i int) uint64 { return HashInt64(Seed, int64(i)*1000) },
		"upper halves":    func(i int) uint64 { return HashInt64(Seed, int64(i)<<32) },
		"negative":        func(i int) uint64 { return HashInt64(Seed, -int64(i)) },
		"milliseconds":    func(i int) uint64 { return HashInt64(Seed, 1_700_000_000_000+int64(i)*900) },
		"pairs":           func(i int) uint64 { return HashInt64(HashInt64(Seed, int64(i%300)), int64(i/300)) },
		"text and number": func(i int) uint64 { return HashInt64(HashString(Seed, fmt.Sprint("SYM", i%100)), int64(i/100)) },
		"floats":          func(i int) uint64 { return HashFloat64(Seed, float64(i)/2) },
		"SYM{i}":          func(i int) uint64 { return HashString(Seed, fmt.Sprint("SYM", i)) },
		"TRADER{i}":       func(i int) uint64 { return HashString(Seed, fmt.Sprint("TRADER", i)) },
		"long texts":      func(i int) uint64 { return HashString(Seed, fmt.Sprint("a text of more than sixteen bytes ", i)) },
		"decimals":        func(i int) uint64 { return HashInt128(Seed, decimal.Mul64(int64(i), 1e18)) },
		"uuids":           func(i int) uint64 { return HashBytes16(Seed, [16]byte{3: byte(i >> 8), 15: byte(i), 7: byte(i >> 16)}) },
		"intervals":       func(i int) uint64 { return HashInterval(Seed, temporal.Interval{Days: int32(i)}) },
		"NULL and number": func(i int) uint64 { return HashInt64(HashNull(Seed), int64(i)) },
	}
	for name, hash := range families {
		for _, part := range []struct {
			shift, bits int
		}{{57, 7}, {0, 10}, {22, 10}, {12, 10}, {32, 10}, {47, 10}} {
			counts := make([]float64, 1<<part.bits)
			for i := range keys {
				counts[hash(i)>>part.shift&(1<<part.bits-1)]++
			}
			expected, chi := float64(keys)/float64(len(counts)), 0.0
			for _, n := range counts {
				chi += (n - expected) * (n - expected) / expected
			}
			if freedom := float64(len(counts) - 1); chi > freedom+6*math.Sqrt(2*freedom) {
				t.Errorf("%s: bits %d to %d have a chi squared of %.0f, want about %.0f", name, part.shift, part.shift+part.bits, chi, freedom)
			}
		}
		distinct := map[uint64]bool{}
		for i := range keys {
			distinct[hash(i)] = true
		}
		if len(distinct) != keys && name != "uuids" {
			t.Errorf("%s: %d hashes of %d keys", name, len(distinct), keys)
		}
	}
}

// TestHashesFlipHalf flips each bit of random keys: each bit of the hash changes for half of them.
func TestHashesFlipHalf(t *testing.T) {
	r := seeded(t)
	const keys = 4000
	for name, hash := range map[string]func(v uint64) uint64{
		"HashInt64": func(v uint64) uint64 { return HashInt64(Seed, int64(v)) },
		"HashString": func(v uint64) uint64 {
			return HashString(Seed, string(fmt.Appendf(nil, "%c%s", v&127, rt.Text(bytesOf(v)))))
		},
		"HashInt128":      func(v uint64) uint64 { return HashInt128(Seed, decimal.Int128{Hi: int64(v), Lo: 7}) },
		"the hash so far": func(v uint64) uint64 { return HashInt64(v, 42) },
	} {
		for from := range 64 {
			var flips [64]int
			for range keys {
				v := r.Uint64()
				changed := hash(v) ^ hash(v^1<<from)
				for to := range flips {
					flips[to] += int(changed >> to & 1)
				}
			}
			for to, n := range flips {
				if n < keys*2/5 || n > keys*3/5 {
					t.Errorf("%s: bit %d changes bit %d in %d of %d keys", name, from, to, n, keys)
				}
			}
		}
	}
}

func bytesOf(v uint64) []byte {
	b := make([]byte, 8)
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	return b
}

func TestEqualValuesHaveEqualHashes(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	if HashFloat64(Seed, 0) != HashFloat64(Seed, negativeZero) || HashFloat64(Seed, math.NaN()) != HashFloat64(Seed, math.Float64frombits(0xfff8000000000123)) {
		t.Error("zeros or NaNs differ")
	}
	if HashInterval(Seed, temporal.Interval{Months: 1}) != HashInterval(Seed, temporal.Interval{Days: 29, Micros: 86_400_000_000}) {
		t.Error("intervals of one length differ")
	}
}

func TestSameString(t *testing.T) {
	const text = "a text of more than two times sixteen bytes"
	for n := range len(text) {
		s := text[:n]
		if !SameString(s, strings.Clone(s)) {
			t.Errorf("%q isn't itself", s)
		}
		if SameString(s, text[:n+1]) || SameString(text[:n+1], s) {
			t.Errorf("%q is %q", s, text[:n+1])
		}
		for i := range n {
			other := []byte(s)
			other[i] ^= 0x20
			if SameString(s, string(other)) {
				t.Errorf("%q is %q", s, other)
			}
		}
	}
}

// State is dealt over partitions, and kept, by these hashes: they must not change.
func TestHashesAreStable(t *testing.T) {
	long := "seventeen bytes and more than thirty-two"
	got := []uint64{HashInt64(Seed, 42), HashString(Seed, ""), HashString(Seed, "abc"), HashString(Seed, "SYM12"), HashString(Seed, "TRADER12345"),
		HashString(Seed, long), HashBool(Seed, true), HashNull(Seed), HashFloat64(Seed, 1.5), HashInt128(Seed, decimal.Of64(-1)),
		HashBytes16(Seed, [16]byte{1, 15: 2}), HashInterval(Seed, temporal.Interval{Days: 1})}
	want := []uint64{
		0x9a72b19b923712cb, 0xb40d78d72a0621db, 0x41497883801f02ea, 0x85f3eabf852dcd50, 0x8bcdb302555dfc0a, 0xb2997957ea9f16f8,
		0x81117dc08ec90732, 0x639753d2df189533, 0xb25eccb3b601c03, 0xb80ea831cad57126, 0x3d682b824620bf47, 0x81117dc08ec90732,
	}
	for i := range got {
		if i >= len(want) || got[i] != want[i] {
			t.Errorf("hash %d is %#x", i, got[i])
		}
	}
}

// What the documentation says of memory: a group's struct, and up to 32 bytes of index (64 up to a thousand groups).
func TestBytesPerGroup(t *testing.T) {
	type group struct{ key, count, sum, sumHi, rows, min, max int64 }
	for _, n := range []int{1000, 100_000, 1_000_000} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		index, groups := Index{}, Pages[group]{}
		for i := range n {
			h := HashInt64(Seed, int64(i))
			number, _ := groups.Add()
			at := index.First(h)
			for !index.At(at).Free() {
				at = index.Next(at)
			}
			index.Put(at, h, number)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		perGroup := float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
		t.Logf("%d groups of 56 bytes: %.1f bytes each, %.1f of them index", n, perGroup, float64(index.Bytes())/float64(n))
		if perGroup > 56*1.13+32.8+2 {
			t.Errorf("%d groups take %.1f bytes each", n, perGroup)
		}
		runtime.KeepAlive(&index)
		runtime.KeepAlive(&groups)
	}
}

// A cleared table's memory is used again; one that is far too great for its groups is told apart.
func TestClearedMemoryIsUsedAgain(t *testing.T) {
	var kept Strings
	var pages Pages[int]
	index := NewIndex(0)
	fill := func(groups int) {
		for i := range groups {
			kept.Keep("a text")
			number, _ := pages.Add()
			hash := HashInt64(Seed, int64(i))
			index.Put(index.free(hash), hash, number)
		}
	}
	fill(1000)
	if !index.Used() {
		t.Error("an index that has just grown isn't used")
	}
	kept.Clear()
	pages.Clear()
	index.Clear()
	if allocations := testing.AllocsPerRun(1, func() { fill(30) }); allocations > 0 {
		t.Errorf("%v allocations for 30 groups where there were 1,000", allocations)
	}
	if index.Used() || pages.Room() < 1000 {
		t.Errorf("60 groups use an index of %d bytes, and the pages have room for %d", index.Bytes(), pages.Room())
	}
}
