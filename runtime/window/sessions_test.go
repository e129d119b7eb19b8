package window_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/window"
)

// sessionsOf cuts times into sessions by their definition: sorted, a new one begins behind a pause of the gap.
func sessionsOf(times []int64, gap int64) map[bounds]int {
	times = slices.Sorted(slices.Values(times))
	list := map[bounds]int{}
	for i := 0; i < len(times); {
		j := i + 1
		for j < len(times) && times[j] < times[j-1]+gap {
			j++
		}
		list[bounds{times[i], times[j-1] + gap}] = j - i
		i = j
	}
	return list
}

// Sessions are those of their definition, whatever the order of the rows is, and come in the order of their ends.
func TestSessionsAgreeWithDefinition(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 3))
		gap, delay := 1+r.Int64N(6), r.Int64N(12)
		s := window.Sessions[int]{Gap: gap, Merge: func(into, other *int) { *into += *other }}
		lists, times := make([]window.List[int], 3), make([][]int64, 3)
		got := make([]map[bounds]int, 3)
		for key := range got {
			got[key] = map[bounds]int{}
		}
		last := int64(math.MinInt64)
		emit := func(watermark int64) {
			for session := s.Due(watermark); session != nil; session = s.Due(watermark) {
				if session.End < last || session.End > watermark {
					t.Fatalf("seed %d: a session that ends at %d at watermark %d behind %d", seed, session.End, watermark, last)
				}
				last = session.End
				lists[session.Key].Remove(session)
				got[session.Key][bounds{session.Start, session.End}] = session.Group
			}
		}
		base, watermark := int64(0), int64(math.MinInt64)
		for range 80 {
			base += r.Int64N(5)
			time, key := base-r.Int64N(delay+1), uint32(r.IntN(3))
			if s.Late(lists[key], time, watermark) {
				t.Fatalf("seed %d: %d is late at %d", seed, time, watermark)
			}
			s.At(&lists[key], time, watermark, key, 0).Group++
			times[key] = append(times[key], time)
			if watermark = max(watermark, base-delay); r.IntN(3) == 0 {
				emit(watermark)
			}
		}
		emit(math.MaxInt64)
		for key := range times {
			if want := sessionsOf(times[key], gap); !maps.Equal(got[key], want) {
				t.Fatalf("seed %d, gap %d, key %d: %v\nnot %v", seed, gap, key, got[key], want)
			}
		}
	}
}
