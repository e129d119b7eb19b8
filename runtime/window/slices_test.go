package window_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/weirsql/weir/runtime/window"
)

// bounds is a window.
type bounds struct{ start, end int64 }

// windowsOf lists the windows of a row by their definition, without slices.
func windowsOf(kind string, size, slide, offset, time int64) []bounds {
	var list []bounds
	const far = 400
	for k := int64(-far); k <= far; k++ {
		switch kind {
		case "hop":
			if start := offset + k*slide; start <= time && time < start+size {
				list = append(list, bounds{start, start + size})
			}
		case "cumulate":
			start := offset + k*size
			for end := start + slide; end <= start+size; end += slide {
				if start <= time && time < end {
					list = append(list, bounds{start, end})
				}
			}
		}
	}
	return list
}

// Windows that are put together from slices hold the rows that their definition gives them, come in the order of their ends, once,
// and not before the watermark has passed them; whatever the order of the rows is within what the watermark allows.
func TestSlicesAgreeWithDefinition(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		kind := []string{"hop", "cumulate"}[r.IntN(2)]
		slide := 1 + r.Int64N(6)
		size := slide * (1 + r.Int64N(4))
		if kind == "hop" {
			size = 1 + r.Int64N(12)
		}
		offset, lateness, delay := r.Int64N(5)-2, r.Int64N(4), r.Int64N(10)
		shape := window.Hopping(size, slide, offset, lateness)
		if kind == "cumulate" {
			shape = window.Cumulating(size, slide, offset, lateness)
		}
		s := window.Slices[int]{Shape: shape, New: func() int { return 0 }}
		if r.IntN(2) == 0 { // slices that are used again
			s.Clear = func(groups *int) (room int) {
				*groups = 0
				return r.IntN(3) * 20000
			}
		}
		want, got := map[bounds]int{}, map[bounds]int{}
		watermark, last := int64(math.MinInt64), int64(math.MinInt64)
		emit := func(watermark int64) {
			for {
				start, end, in, ok := s.Due(watermark)
				if !ok {
					return
				}
				if end < last || watermark < end+lateness {
					t.Fatalf("seed %d: window [%d, %d) at watermark %d behind one that ends at %d", seed, start, end, watermark, last)
				}
				last = end
				sum := 0
				for _, slice := range in {
					sum += slice.Groups
				}
				if sum > 0 {
					got[bounds{start, end}] += sum
				}
				s.Close(end)
			}
		}
		base := int64(0)
		for range 60 {
			base += r.Int64N(4)
			time := base - r.Int64N(delay+1)
			slice := s.At(time)
			windows := windowsOf(kind, size, slide, offset, time)
			if late := slice.Closes <= watermark; late {
				if len(windows) > 0 && windows[len(windows)-1].end+lateness > watermark {
					t.Fatalf("seed %d: a row at %d is late at watermark %d for %v", seed, time, watermark, windows)
				}
				continue
			}
			slice.Groups++
			for _, w := range windows {
				if w.end+lateness > watermark {
					want[w]++
				}
			}
			if watermark = max(watermark, base-delay); r.IntN(3) == 0 {
				emit(watermark)
			}
		}
		emit(math.MaxInt64)
		if len(got) != len(want) {
			t.Fatalf("seed %d: %s(%d, %d): %d windows, not %d\n%v\n%v", seed, kind, size, slide, len(got), len(want), got, want)
		}
		for w, count := range want {
			if got[w] != count {
				t.Fatalf("seed %d: %s(%d, %d): window %v has %d rows, not %d", seed, kind, size, slide, w, got[w], count)
			}
		}
		if s.Open() != 0 {
			t.Fatalf("seed %d: %d slices are left", seed, s.Open())
		}
	}
}
