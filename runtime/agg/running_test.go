package agg

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/weirsql/weir/runtime/decimal"
)

// A running frame has, at each step, what an accumulator has that took the frame's rows alone: whatever the places, the rows and
// the size of what enters at once.
func TestRunningFrames(t *testing.T) {
	r := seeded(t)
	big := func() int64 { return []int64{math.MinInt64, math.MaxInt64, 1, -1, 0, r.Int64()}[r.IntN(6)] }
	wide := func() decimal.Int128 { return decimal.Int128{Hi: r.Int64N(1<<60) - 1<<59, Lo: r.Uint64()} }
	checkRunning(t, r, func(a *Count) { a.Add() })
	checkRunning(t, r, func(a *And) { a.Add(r.IntN(3) > 0) })
	checkRunning(t, r, func(a *Or) { a.Add(r.IntN(3) == 0) })
	checkRunning(t, r, func(a *SumInt) { a.Add(int32(big())) })
	checkRunning(t, r, func(a *AvgInt) { a.Add(int32(big())) })
	checkRunning(t, r, func(a *SumBigInt) { a.Add(big()) })
	checkRunning(t, r, func(a *AvgBigInt) { a.Add(big()) })
	checkRunning(t, r, func(a *SumDecimal) { a.Add(big()) })
	checkRunning(t, r, func(a *AvgDecimal) { a.Add(big()) })
	checkRunning(t, r, func(a *SumWide) { a.Add(wide()) })
	checkRunning(t, r, func(a *AvgWide) { a.Add(wide()) })
}

// subtracter is a Subtracter whose accumulators compare.
type subtracter[A comparable] interface {
	Subtracter[A]
}

func checkRunning[A comparable, P subtracter[A]](t *testing.T, r *rand.Rand, add func(P)) {
	t.Helper()
	for range 20 {
		var frame Running[A, P]
		var rows []A
		var places []int64
		place, reach := int64(0), r.Int64N(30)
		for range 300 {
			var row A
			for range r.IntN(3) {
				add(&row)
			}
			place += r.Int64N(3)
			frame.Push(row, place)
			frame.Evict(place - reach)
			rows, places = append(rows, row), append(places, place)
			var want A
			count := 0
			for i := range rows {
				if places[i] >= place-reach {
					P(&want).Merge(&rows[i])
					count++
				}
			}
			if *frame.All() != want || frame.Len() != count {
				t.Fatalf("%T: %v of %d, not %v of %d", want, *frame.All(), frame.Len(), want, count)
			}
			if r.IntN(100) == 0 {
				frame.Clear()
				rows, places = nil, nil
			}
		}
	}
}
