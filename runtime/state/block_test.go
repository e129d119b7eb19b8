package state

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// takeBlock takes the rows of a block into their groups, as generated code does.
func (t *table) takeBlock(b *Block[int64, group]) {
	rows, likely := b.Take(&t.index, &t.groups)
	for i, key := range rows {
		if number := likely[i]; number != NoGroup && t.groups.At(number).key == key {
			t.groups.At(number).rows++
			continue
		}
		t.group(key).rows++
	}
}

// Rows that go into their groups in blocks make the same groups, with the same numbers, as rows that go one by one: keys that are new in their block
// included, and those whose block isn't full.
func TestBlocksAreAsOneByOne(t *testing.T) {
	r := seeded(t)
	for range 50 {
		var one, many table
		var block Block[int64, group]
		keys := int64(1) + r.Int64N(100_000)
		for range r.IntN(20_000) {
			key := r.Int64N(keys)
			one.group(key).rows++
			if block.Add(&key, HashInt64(Seed, key)) || r.IntN(100) == 0 {
				many.takeBlock(&block)
			}
		}
		many.takeBlock(&block)
		many.takeBlock(&block) // an empty one
		if one.groups.Len() != many.groups.Len() {
			t.Fatalf("%d groups, want %d", many.groups.Len(), one.groups.Len())
		}
		for number, g := range one.groups.All() {
			if got := many.groups.At(number); *got != *g {
				t.Fatalf("group %d is %v, want %v", number, *got, *g)
			}
		}
	}
}

// Keys of which one has another's hash, as far as the index looks, find their own groups.
func TestBlocksOfLikeHashes(t *testing.T) {
	var tab table
	var block Block[int64, group]
	const hash = 1 << 40
	tab.index = NewIndex(0)
	for key := range int64(3) {
		number, g := tab.groups.Add()
		tab.index.Put(tab.index.free(hash), hash, number)
		g.key = key
	}
	for key := range int64(3) {
		block.Add(&key, hash)
	}
	if _, likely := block.Take(&tab.index, &tab.groups); likely[0] != 0 || likely[1] != 0 || likely[2] != 0 {
		t.Errorf("groups %v are likely, want the first with the hash", likely)
	}
	key := int64(9)
	block.Add(&key, hash+1<<10)
	if _, likely := block.Take(&tab.index, &tab.groups); likely[0] != NoGroup {
		t.Errorf("group %d is likely, want none", likely[0])
	}
}

// BenchmarkBlock is a row's cost by the number of keys, one by one and in blocks.
func BenchmarkBlock(b *testing.B) {
	for _, keys := range []int64{1000, 10_000, 30_000, 100_000, 1_000_000, 10_000_000} {
		var t table
		for key := range keys {
			t.group(key)
		}
		order := make([]int64, 1<<20)
		r := rand.New(rand.NewPCG(1, 2))
		for i := range order {
			order[i] = r.Int64N(keys)
		}
		b.Run(fmt.Sprint("one/", keys), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				t.group(order[i%len(order)]).rows++
			}
		})
		b.Run(fmt.Sprint("block/", keys), func(b *testing.B) {
			var block Block[int64, group]
			for i := 0; b.Loop(); i++ {
				if key := order[i%len(order)]; block.Add(&key, HashInt64(Seed, key)) {
					t.takeBlock(&block)
				}
			}
		})
	}
}
