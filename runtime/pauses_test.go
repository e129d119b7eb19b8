package rt

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// A quantile of the histogram is a quarter more than that of the sorted times, at most, and no less.
func TestPauses(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		var all, part Pauses
		var times []time.Duration
		for range 1 + r.IntN(300) {
			d := time.Duration(r.Int64() >> (20 + r.IntN(40)))
			times = append(times, d)
			part.add(d)
			if r.IntN(9) == 0 {
				all.merge(part)
				part = Pauses{}
			}
		}
		all.merge(part)
		slices.Sort(times)
		for _, fraction := range []float64{0, 0.5, 0.99, 1} {
			want := times[min(int(fraction*float64(len(times))), len(times)-1)]
			if got := all.Quantile(fraction); got < want || got > want+want/4+time.Microsecond {
				t.Fatalf("seed %d: the quantile %v of %d times is %v, not %v", seed, fraction, len(times), got, want)
			}
		}
		if all.Count() != int64(len(times)) || all.Max != times[len(times)-1] {
			t.Fatalf("seed %d: %d times up to %v, not %d up to %v", seed, all.Count(), all.Max, len(times), times[len(times)-1])
		}
	}
}
