package agg

import (
	"cmp"
	"slices"
	"testing"
)

// Rows, FirstRow and LastRow are those of a list that is sorted anew, however they are merged and asked for on the way.
func TestRowsInOrder(t *testing.T) {
	type row struct{ key, number int }
	compare := func(a, b row) int { return cmp.Compare(a.key, b.key) }
	r := seeded(t)
	for range 1000 {
		var all, part Rows[row]
		var first, firstPart FirstRow[row]
		var last, lastPart LastRow[row]
		var want, behind []row
		for number := range r.IntN(40) {
			added := row{r.IntN(6), number}
			behind = append(behind, added)
			part.Add(added)
			if firstPart.Wants(added, compare) {
				firstPart.Add(added)
			}
			if lastPart.Wants(added, compare) {
				lastPart.Add(added)
			}
			if r.IntN(4) > 0 {
				continue
			}
			if r.IntN(2) == 0 {
				part.Sorted(compare)
			}
			slices.SortStableFunc(behind, compare)
			want = append(want, behind...)
			behind = nil
			slices.SortStableFunc(want, compare)
			part.Sorted(compare) // what is merged is in one order or the other: the test takes this one
			all.Merge(&part)
			first.Merge(&firstPart, compare)
			last.Merge(&lastPart, compare)
			part, firstPart, lastPart = Rows[row]{}, FirstRow[row]{}, LastRow[row]{}
			if got := all.Sorted(compare); !slices.Equal(got, want) {
				t.Fatalf("%v, want %v", got, want)
			}
			if got := first.Sorted(compare); got[0] != want[0] {
				t.Fatalf("the first of %v is %v", want, got)
			}
			if got := last.Sorted(compare); got[0] != want[len(want)-1] {
				t.Fatalf("the last of %v is %v", want, got)
			}
		}
	}
}

// RowsKept is a list that rows are taken out of, sorted anew.
func TestRowsTakenBackInOrder(t *testing.T) {
	type row struct{ key, value int }
	compare := func(a, b row) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value)) }
	r := seeded(t)
	for range 300 {
		var kept RowsKept[row]
		var want []row
		for range r.IntN(400) {
			if len(want) > 0 && r.IntN(3) == 0 {
				at := r.IntN(len(want))
				kept.Remove(want[at], compare)
				want = slices.Delete(want, at, at+1)
			} else {
				added := row{r.IntN(9), r.IntN(9)}
				kept.Add(added, compare)
				want = append(want, added)
			}
			if r.IntN(20) > 0 {
				continue
			}
			sorted := slices.Clone(want)
			slices.SortFunc(sorted, compare)
			if got := kept.Sorted(compare); !slices.Equal(got, sorted) {
				t.Fatalf("%v, want %v", got, sorted)
			}
		}
	}
}
