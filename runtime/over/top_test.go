package over

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// What is kept of rows in any order are the first ones of all, sorted.
func TestTopIsTheBeginningOfTheOrder(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	type row struct{ key, number int }
	byKey := func(a, b *row) int { return cmp.Compare(a.key, b.key) }
	for range 500 {
		n, compare := 1+r.IntN(6), byKey
		if r.IntN(5) == 0 {
			compare = nil
		}
		var top Top[row]
		var rows []row
		for number := range r.IntN(40) {
			next := row{r.IntN(8), number}
			rows = append(rows, next)
			at, ok := top.Place(&next, n, compare)
			before := top.Len()
			if ok {
				top.Insert(at, next, n)
			}
			want := slices.Clone(rows)
			if compare != nil {
				slices.SortStableFunc(want, func(a, b row) int { return compare(&a, &b) })
			}
			want = want[:min(n, len(want))]
			if !slices.Equal(top.rows, want) {
				t.Fatalf("%d of %v: %v, want %v", n, rows, top.rows, want)
			}
			if ok != slices.Contains(want, next) || ok && *top.Row(at) != next || top.Len() < before {
				t.Fatalf("row %v of %v: place %d, %v", next, rows, at, ok)
			}
		}
	}
}
