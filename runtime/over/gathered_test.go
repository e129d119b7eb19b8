package over

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/snapshot"
)

// Gathered rows that come back from the entries of all checkpoints go on as those that nobody wrote down.
func TestGatheredGoOn(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	compare := func(a, b timed) int { return cmp.Compare(a.time, b.time) }
	for range 100 {
		var rows Gathered[timed]
		var entries [][]byte
		for number := range r.Int64N(3000) {
			rows.Add(timed{r.Int64N(50), number})
			switch r.IntN(300) {
			case 0:
				rows.Trim(compare, 400)
			case 1, 2, 3:
				all := r.IntN(4) == 0
				if all {
					entries = nil
				}
				rows.Snapshot(snapshot.NewWriter(all, func(entry []byte) { entries = append(entries, slices.Clone(entry)) }))
				var after Gathered[timed]
				for _, entry := range entries {
					_, _, c, err := snapshot.Entry(entry)
					if after.Restore(c); err != nil || c.End() != nil {
						t.Fatal(err, c.End())
					}
				}
				checkGathered(t, seed, rows, after)
			}
		}
	}
}

// checkGathered compares the first rows in order, of copies.
func checkGathered(t *testing.T, seed uint64, rows, after Gathered[timed]) {
	t.Helper()
	compare := func(a, b timed) int { return cmp.Compare(a.time, b.time) }
	rows.rows = slices.Clone(rows.rows)
	rows.Trim(compare, 300)
	after.Trim(compare, 300)
	rows.Pass(7)
	after.Pass(7)
	for want, got := rows.Next(), after.Next(); want != nil || got != nil; want, got = rows.Next(), after.Next() {
		if want == nil || got == nil || *got != *want {
			t.Fatalf("seed %d: %v in place of %v", seed, got, want)
		}
	}
}
