package over

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/agg"
)

// The frames of sorted rows are those that a search through all of them finds.
func TestFramesOfSortedRows(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	compare := func(a, b *timed) int { return Ascending(a.time, b.time) }
	distances := []int{Unbounded, -3, -2, -1, 0, 1, 2, 3, Unending}
	for range 2000 {
		var rows Partition[timed]
		var sorted []timed
		for number := range int64(r.IntN(20)) {
			row := timed{r.Int64N(6), number}
			rows.Append(row)
			sorted = append(sorted, row)
		}
		slices.SortStableFunc(sorted, func(a, b timed) int { return compare(&a, &b) })
		group := make([]int, len(sorted)) // which group of equal rows each is of
		for i := 1; i < len(sorted); i++ {
			group[i] = group[i-1]
			if sorted[i].time != sorted[i-1].time {
				group[i]++
			}
		}
		i, j := r.IntN(len(distances)), r.IntN(len(distances))
		start, end := distances[min(i, j)], distances[max(i, j)]
		inside := func(distance int) bool {
			return (start == Unbounded || distance >= start) && (end == Unending || distance <= end)
		}
		var span, peersSpan Span[agg.SumBigInt]
		rows.Sort(compare)
		for at := 0; rows.Next(); at++ {
			if *rows.Current() != sorted[at] {
				t.Fatalf("seed %d: row %d is %v of %v", seed, at, *rows.Current(), sorted)
			}
			check := func(unit string, span *Span[agg.SumBigInt], from, to int, distance func(i int) int) {
				var want agg.SumBigInt
				for i, row := range sorted {
					if inside(distance(i)) {
						want.Add(row.number)
					}
				}
				for i := span.Move(from, to); i < to; i++ {
					span.All.Add(rows.Row(i).number)
				}
				if span.All.Value() != want.Value() {
					t.Fatalf("seed %d: %s from %d to %d around row %d of %v: [%d, %d)", seed, unit, start, end, at, sorted, from, to)
				}
			}
			from, to := rows.Around(start, end)
			check("ROWS", &span, from, to, func(i int) int { return i - at })
			from, to = rows.Peers(start, end, compare)
			check("GROUPS", &peersSpan, from, to, func(i int) int { return group[i] - group[at] })
		}
	}
}
