package agg

import (
	"fmt"
	"math"
	"testing"
)

// values vary as prices do.
func values(i int) float64 { return 100 + float64(i%50) + 10*math.Sin(float64(i)/100) }

func BenchmarkAdd(b *testing.B) {
	v := make([]float64, 1024)
	for i := range v {
		v[i] = values(i)
	}
	run := func(name string, add func(x float64)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				add(v[i&1023])
			}
		})
	}
	var sum SumFloat
	run("SumFloat", func(x float64) { sum.Add(x) })
	var bigint SumBigInt
	run("SumBigInt", func(x float64) { bigint.Add(int64(x)) })
	var wide SumWide
	run("SumDecimal", func(x float64) { wide.sum[0] += uint64(x) })
	var least MinFloat[float64]
	run("MinFloat", func(x float64) { least.Add(x) })
	var variance VarPop
	run("VarPop", func(x float64) { variance.Add(x) })
	var corr Corr
	run("Corr", func(x float64) { corr.Add(x, x) })
	var best ArgMaxFloat[string, float64]
	run("ArgMaxFloat", func(x float64) { best.Add("a text", x) })
	var last Last[string]
	run("Last/string", func(x float64) { last.Add("a text") })
	var approx ApproxDistinct[float64]
	run("ApproxDistinct", func(x float64) { approx.Add(x) })
	var digest ApproxPercentile
	run("ApproxPercentile", func(x float64) { digest.Add(x) })
	for _, n := range []int{8, 1024} {
		var ints Seen[int64]
		i := 0
		run(fmt.Sprintf("Seen/%d", n), func(x float64) { i++; ints.First(int64(i % n)) })
	}
}

// BenchmarkFrames is the cost of a row that enters a frame of some length, of the one that leaves it, and of the result.
func BenchmarkFrames(b *testing.B) {
	for _, length := range []int64{10, 100, 1000, 100_000} {
		b.Run(fmt.Sprintf("MinDeque/%d", length), func(b *testing.B) {
			var d MinDeque[float64]
			n := int64(0)
			b.ReportAllocs()
			for b.Loop() {
				n++
				d.Push(values(int(n&0xffff)), n)
				d.Evict(n - length + 1)
				d.Front()
			}
		})
		b.Run(fmt.Sprintf("TwoStacks-SumFloat/%d", length), func(b *testing.B) {
			var s TwoStacks[SumFloat, *SumFloat]
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				n++
				var one SumFloat
				one.Add(float64(n & 1023))
				s.Push(one)
				if s.Len() > int(length) {
					s.Evict()
				}
				s.Value()
			}
		})
	}
}
