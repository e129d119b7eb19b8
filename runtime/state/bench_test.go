package state

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"testing"
)

var sink uint64

func BenchmarkHash(b *testing.B) {
	texts := []string{"a", "SYM12", "TRADER12345", "sixteen bytes...", "a text of thirty-two bytes in all", "a text of one hundred bytes, which is longer than most keys that queries group their records by, so"}
	seed := maphash.MakeSeed()
	for _, s := range texts {
		b.Run(fmt.Sprintf("HashString/%d", len(s)), func(b *testing.B) {
			for b.Loop() {
				sink += HashString(Seed, s)
			}
		})
		b.Run(fmt.Sprintf("maphash.String/%d", len(s)), func(b *testing.B) {
			for b.Loop() {
				sink += maphash.String(seed, s)
			}
		})
	}
	b.Run("HashInt64", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			sink += HashInt64(Seed, int64(i))
		}
	})
	b.Run("maphash.Comparable/int64", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			sink += maphash.Comparable(seed, int64(i))
		}
	})
}

func BenchmarkTable(b *testing.B) {
	for _, keys := range []int{10, 1000, 10_000, 100_000, 1_000_000, 10_000_000} {
		order := make([]int64, 1<<20)
		r := rand.New(rand.NewPCG(1, 2))
		for i := range order {
			order[i] = r.Int64N(int64(keys))
		}
		b.Run(fmt.Sprintf("table/%d", keys), func(b *testing.B) {
			t := table{}
			for i := range keys {
				t.group(int64(i))
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				t.group(order[i&(1<<20-1)]).rows++
			}
		})
		b.Run(fmt.Sprintf("map/%d", keys), func(b *testing.B) {
			t := map[int64]*group{}
			for i := range keys {
				t[int64(i)] = &group{}
			}
			for i := 0; b.Loop(); i++ {
				t[order[i&(1<<20-1)]].rows++
			}
		})
	}
}

// BenchmarkNewGroups is the cost of a group that comes for the first time, growth included.
func BenchmarkNewGroups(b *testing.B) {
	for _, keys := range []int{1000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(keys), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				t := table{}
				for i := range keys {
					t.group(int64(i))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(keys), "ns/group")
		})
	}
}

// BenchmarkIndexLoad is a lookup's cost by load: of keys that are there, and of keys that aren't.
func BenchmarkIndexLoad(b *testing.B) {
	for _, load := range []float64{0.5, 0.75, 0.8125, 0.875, 0.9375} {
		const slots = 1 << 16
		x := NewIndex(0)
		x.make(slots)
		x.limit = slots
		keys := int(load * slots)
		find := func(key int64) bool {
			h := HashInt64(Seed, key)
			for i := x.First(h); ; i = x.Next(i) {
				if slot := x.At(i); slot.Free() {
					x.Put(i, h, uint32(key))
					return false
				} else if slot.Is(h) && slot.Group() == uint32(key) {
					return true
				}
			}
		}
		for i := range keys {
			find(int64(i))
		}
		r := rand.New(rand.NewPCG(1, 2))
		order := make([]int64, 1<<16)
		for i := range order {
			order[i] = r.Int64N(int64(keys))
		}
		b.Run(fmt.Sprintf("hit/%.4f", load), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				find(order[i&(1<<16-1)])
			}
		})
		b.Run(fmt.Sprintf("miss/%.4f", load), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				h := HashInt64(Seed, order[i&(1<<16-1)]+1e9)
				at := x.First(h)
				for !x.At(at).Free() && !x.At(at).Is(h) {
					at = x.Next(at)
				}
				sink += uint64(at)
			}
		})
	}
}
