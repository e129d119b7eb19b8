package window_test

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
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

// sum is a group whose rows are counted.
type sum struct {
	key  int
	rows int
	open window.Open[sum]
}

func newSessions(gap int64) window.Sessions[sum] {
	return window.Sessions[sum]{
		Gap:   gap,
		Open:  func(group *sum) *window.Open[sum] { return &group.open },
		Empty: func(key *sum) sum { return sum{key: key.key} },
		Merge: func(into, other *sum) { into.rows += other.rows },
	}
}

// keysOf are the groups of so many keys.
func keysOf(count int) *state.Pages[sum] {
	keys := &state.Pages[sum]{}
	for key := range count {
		_, group := keys.Add()
		group.key = key
	}
	return keys
}

// take takes a row of a key in, as generated code does; false where it is late.
func take(s *window.Sessions[sum], keys *state.Pages[sum], key int, time, watermark int64) bool {
	session := keys.At(uint32(key))
	if !s.Extend(&session.open, time, watermark) {
		if session = s.At(session, uint32(key), time, watermark); session == nil {
			return false
		}
	}
	session.rows++
	return true
}

// Sessions are those of their definition, whatever the order of the rows is, and come in the order of their ends.
func TestSessionsAgreeWithDefinition(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 3))
		gap, delay := 1+r.Int64N(6), r.Int64N(12)
		s, keys, times := newSessions(gap), keysOf(3), make([][]int64, 3)
		got := make([]map[bounds]int, 3)
		for key := range got {
			got[key] = map[bounds]int{}
		}
		last := int64(math.MinInt64)
		emit := func(watermark int64) {
			for session, number := s.Due(keys, watermark); session != nil; session, number = s.Due(keys, watermark) {
				if session.open.End < last || session.open.End > watermark || session.key != int(number) {
					t.Fatalf("seed %d: a session of %d, found at %d, that ends at %d at watermark %d behind %d", seed, session.key, number, session.open.End, watermark, last)
				}
				last = session.open.End
				got[number][bounds{session.open.Start, session.open.End}] = session.rows
			}
		}
		base, watermark := r.Int64N(20)-40, int64(math.MinInt64) // times before 1970, too
		for range 80 {
			base += r.Int64N(5)
			time, key := base-r.Int64N(delay+1), r.IntN(3)
			if !take(&s, keys, key, time, watermark) {
				t.Fatalf("seed %d: %d is late at %d", seed, time, watermark)
			}
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
			if group := keys.At(uint32(key)); !group.open.None() || group.rows != 0 {
				t.Fatalf("seed %d: a key whose sessions are over has %+v", seed, *group)
			}
		}
	}
}

// A row is late where neither it nor a session that it belongs to is open: what is emitted already takes rows for as long as it may. Without
// lateness that is no row of a session that Due gave.
func TestSessionsRefuseLateRows(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 5))
		gap, lateness := 1+r.Int64N(6), r.Int64N(4)
		s, keys := newSessions(gap), keysOf(1)
		s.Lateness = lateness
		type run struct{ start, end int64 } // of rows that were taken, by the definition
		var open []run
		watermark := int64(math.MinInt64)
		for now := range int64(200) {
			time := now - r.Int64N(20)
			isOpen := func(one run) bool { return one.end+lateness > watermark }
			joins := func(one run) bool { return isOpen(one) && one.start < time+gap && time < one.end }
			late := time+gap+lateness <= watermark && !slices.ContainsFunc(open, joins)
			if taken := take(&s, keys, 0, time, watermark); taken == late {
				t.Fatalf("seed %d: %d at %d is taken: %v", seed, time, watermark, taken)
			}
			if !late {
				grown := run{time, time + gap}
				for again := true; again; { // what it has grown to may reach another one
					again = false
					open = slices.DeleteFunc(open, func(one run) bool {
						if !isOpen(one) || one.start >= grown.end || grown.start >= one.end {
							return false
						}
						grown, again = run{min(grown.start, one.start), max(grown.end, one.end)}, true
						return true
					})
				}
				open = append(open, grown)
			}
			if r.IntN(4) == 0 {
				watermark = max(watermark, now-r.Int64N(8))
				for session, _ := s.Due(keys, watermark); session != nil; session, _ = s.Due(keys, watermark) {
					at := slices.Index(open, run{session.open.Start, session.open.End})
					if at < 0 {
						t.Fatalf("seed %d: [%d, %d) at %d, where there are %v", seed, session.open.Start, session.open.End, watermark, open)
					}
					open = slices.Delete(open, at, at+1)
				}
				if slices.ContainsFunc(open, func(one run) bool { return one.end+lateness <= watermark }) {
					t.Fatalf("seed %d: at %d there are still %v", seed, watermark, open)
				}
			}
		}
	}
}

// Sessions whose keys are elsewhere for a while are the same as those of keys that stay, and what waits for their ends doesn't keep them.
func TestSessionsLeaveAndComeBack(t *testing.T) {
	code := func(group *sum, c *snapshot.Codec) { snapshot.Int(c, &group.rows) }
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		gap := 1 + r.Int64N(6)
		stay, leave := newSessions(gap), newSessions(gap)
		stays, leaves, away := keysOf(5), keysOf(5), make([][]byte, 5)
		back := func(key int) {
			if away[key] != nil {
				leave.Restore(snapshot.Decode(away[key]), leaves.At(uint32(key)), uint32(key), code)
				away[key] = nil
			}
		}
		type session struct {
			bounds
			key, rows int
		}
		due := func(s *window.Sessions[sum], keys *state.Pages[sum], watermark int64) (list []session) {
			for one, _ := s.Due(keys, watermark); one != nil; one, _ = s.Due(keys, watermark) {
				list = append(list, session{bounds{one.open.Start, one.open.End}, one.key, one.rows})
			}
			slices.SortFunc(list, func(a, b session) int { return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.key, b.key)) })
			return list
		}
		for now := int64(0); now < 300; now++ {
			key, time := r.IntN(5), now+r.Int64N(8)
			back(key)
			if !take(&stay, stays, key, time, now) || !take(&leave, leaves, key, time, now) {
				t.Fatalf("seed %d: %d is late at %d", seed, time, now)
			}
			if key := r.IntN(5); away[key] == nil && r.IntN(2) == 0 {
				group, c := leaves.At(uint32(key)), snapshot.Encode(nil)
				leave.Snapshot(c, group, code)
				away[key] = c.Bytes()
				if ends := leave.Ends(group); !group.open.None() && ends > now && ends-1 < group.open.Start {
					t.Fatalf("seed %d: a key whose first session begins at %d is to come back at %d", seed, group.open.Start, ends)
				}
				leave.Leave(leaves, group, uint32(key))
				*group = sum{key: key}
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
