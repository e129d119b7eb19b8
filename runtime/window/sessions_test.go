package window_test

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/snapshot"
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

// Sessions whose keys are elsewhere for a while are the same as those of keys that stay, and what waits for their ends doesn't keep them.
func TestSessionsLeaveAndComeBack(t *testing.T) {
	code := func(sum *int, c *snapshot.Codec) { snapshot.Int(c, sum) }
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		gap := 1 + r.Int64N(6)
		merge := func(into, other *int) { *into += *other }
		stay, leave := window.Sessions[int]{Gap: gap, Merge: merge}, window.Sessions[int]{Gap: gap, Merge: merge}
		stays, leaves, away := make([]window.List[int], 5), make([]window.List[int], 5), make([][]byte, 5)
		back := func(key int) {
			if away[key] != nil {
				leave.Restore(snapshot.Decode(away[key]), &leaves[key], uint32(key), 0, code)
				away[key] = nil
			}
		}
		type session struct {
			bounds
			key uint32
			sum int
		}
		due := func(s *window.Sessions[int], lists []window.List[int], watermark int64) (list []session) {
			for one := s.Due(watermark); one != nil; one = s.Due(watermark) {
				lists[one.Key].Remove(one)
				list = append(list, session{bounds{one.Start, one.End}, one.Key, one.Group})
			}
			slices.SortFunc(list, func(a, b session) int { return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.key, b.key)) })
			return list
		}
		for now := int64(0); now < 300; now++ {
			key, time := r.IntN(5), now+r.Int64N(8)
			back(key)
			stay.At(&stays[key], time, now, uint32(key), 0).Group++
			leave.At(&leaves[key], time, now, uint32(key), 0).Group++
			if key := r.IntN(5); away[key] == nil && r.IntN(2) == 0 {
				c := snapshot.Encode(nil)
				leave.Snapshot(c, leaves[key], code)
				away[key] = c.Bytes()
				if ends := leave.Ends(leaves[key]); len(leaves[key]) > 0 && ends > now && ends-1 < leaves[key][0].Start {
					t.Fatalf("seed %d: a key whose first session begins at %d is to come back at %d", seed, leaves[key][0].Start, ends)
				}
				leave.Leave(leaves[key])
				leaves[key] = nil
			}
			if now%5 == 0 {
				for key := range away {
					back(key)
				}
				if got, want := due(&leave, leaves, now), due(&stay, stays, now); !slices.Equal(got, want) {
					t.Fatalf("seed %d: at %d %v, not %v", seed, now, got, want)
				}
			}
		}
	}
}
