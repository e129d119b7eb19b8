package agg

import (
	"math/rand/v2"
	"testing"
)

// One row goes and another one comes, over a number of values.
func BenchmarkKept(b *testing.B) {
	for _, count := range []int{10, 1000, 100_000} {
		values := make([]int64, count)
		var greatest MaxKept[int64]
		for i := range values {
			values[i] = rand.Int64N(1 << 40)
			greatest.Add(values[i])
		}
		b.Run(map[int]string{10: "max/10", 1000: "max/1k", 100_000: "max/100k"}[count], func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				at := i % count
				next := values[at] + 1<<20
				greatest.Add(next)
				greatest.Remove(values[at])
				values[at] = next
				greatest.ValueNotNull()
			}
		})
	}
}
