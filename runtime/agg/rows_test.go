package agg

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/snapshot"
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
			checkEnds(t, kept.First(), kept.Last(), sorted)
		}
	}
}

// checkEnds compares the first and the last row of a list, each as a list of its own.
func checkEnds[R comparable](t *testing.T, first, last, rows []R) {
	t.Helper()
	n := len(rows)
	if !slices.Equal(first, rows[:min(n, 1)]) || !slices.Equal(last, rows[n-min(n, 1):]) {
		t.Fatalf("%v begins with %v and ends with %v", rows, first, last)
	}
}

// nestedRow is a row that says what it consists of, and has no other equality.
type nestedRow struct{ list *[]int64 }

func (r *nestedRow) Snapshot(c *snapshot.Codec) {
	if r.list == nil {
		r.list = new([]int64)
	}
	snapshot.Slice(c, r.list, snapshot.Int[int64])
}

func (r nestedRow) String() string { return fmt.Sprint(*r.list) }

// RowsArrived is a list out of which the last of the rows goes that are the same, also behind a checkpoint.
func TestRowsTakenBackByArrival(t *testing.T) {
	r := seeded(t)
	for range 300 {
		var kept RowsArrived[nestedRow]
		var want []nestedRow
		for range r.IntN(200) {
			row := nestedRow{&[]int64{r.Int64N(3), r.Int64N(3)}}
			at := len(want) - 1
			for at >= 0 && !slices.Equal(*want[at].list, *row.list) {
				at--
			}
			if at >= 0 && r.IntN(2) == 0 {
				kept.Remove(row)
				want = slices.Delete(want, at, at+1)
			} else {
				kept.Add(row)
				want = append(want, row)
			}
			if r.IntN(20) == 0 {
				c := snapshot.Encode(nil)
				kept.Snapshot(c)
				kept = RowsArrived[nestedRow]{}
				kept.Snapshot(snapshot.Decode(c.Bytes()))
			}
			if got := kept.Sorted(nil); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%v, want %v", got, want)
			}
			n := len(want)
			if first, last := fmt.Sprint(kept.First()), fmt.Sprint(kept.Last()); first != fmt.Sprint(want[:min(n, 1)]) || last != fmt.Sprint(want[n-min(n, 1):]) {
				t.Fatalf("%v begins with %v and ends with %v", want, first, last)
			}
		}
	}
}
