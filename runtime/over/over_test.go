package over

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/agg"
)

// timed is a row with the number of its arrival.
type timed struct{ time, number int64 }

// Rows go on in the order of time, those of one time in that of their arrival, when the watermark has passed them: those of one time together
// where that matters.
func TestPending(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		var p Pending[timed]
		var waiting []timed
		watermark, base := int64(math.MinInt64), int64(0)
		disorder := 1 + r.Int64N(8)
		number := int64(0)
		add := func() {
			row := timed{base - r.Int64N(disorder), number}
			number++
			*p.Add(row.time) = row
			waiting = append(waiting, row)
		}
		advance := func() {
			var want []timed
			for _, row := range waiting {
				if row.time < watermark || watermark == math.MaxInt64 {
					want = append(want, row)
				}
			}
			slices.SortStableFunc(want, func(a, b timed) int { return int(a.time - b.time) })
			waiting = slices.DeleteFunc(waiting, func(row timed) bool { return slices.Contains(want, row) })
			for len(want) > 0 {
				oneTime := r.IntN(2) == 0
				due := p.Next
				if oneTime {
					due = p.Due
				}
				rows := due(watermark)
				if watermark < math.MaxInt64 && r.IntN(4) == 0 { // before they are looked at
					base = max(base, watermark+disorder-1)
					add()
				}
				if len(rows) == 0 || len(rows) > len(want) || !slices.Equal(rows, want[:len(rows)]) {
					t.Fatalf("seed %d: at %d go on\n%v\nnot\n%v", seed, watermark, rows, want)
				}
				if oneTime && (rows[len(rows)-1].time != rows[0].time || len(rows) < len(want) && want[len(rows)].time == rows[0].time) {
					t.Fatalf("seed %d: of %v %v are due at once", seed, want, rows)
				}
				want = want[len(rows):]
				if p.Len() != len(waiting)+len(want) {
					t.Fatalf("seed %d: %d rows wait, not %d", seed, p.Len(), len(waiting)+len(want))
				}
			}
			if rows := p.Due(watermark); len(rows) > 0 {
				t.Fatalf("seed %d: at %d %v go on, too", seed, watermark, rows)
			}
		}
		for range r.IntN(100) {
			base += r.Int64N(3)
			add()
			if r.IntN(6) == 0 {
				watermark = max(watermark, base-r.Int64N(10))
				advance()
			}
		}
		watermark = math.MaxInt64
		advance()
	}
}

// A frame that slides is the aggregate of its rows: the sum from scratch, to the last bit for whole numbers.
func TestFrame(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		var sums Frame[agg.SumFloat, *agg.SumFloat]
		var least agg.MinDeque[float64]
		type row struct {
			at    int64
			value float64
		}
		var rows []row
		at := r.Int64N(100) - 50
		for range r.IntN(80) {
			at += r.Int64N(4)
			if r.IntN(5) > 0 { // else a row that doesn't count
				value := float64(r.IntN(1000))
				rows = append(rows, row{at, value})
				var one agg.SumFloat
				one.Add(value)
				sums.Push(one, at)
				least.Push(value, at)
			}
			first := at - r.Int64N(12)
			if len(rows) > 0 {
				first = max(first, rows[0].at)
			}
			sums.Evict(first)
			least.Evict(first)
			rows = slices.DeleteFunc(rows, func(r row) bool { return r.at < first })
			sum, smallest := 0.0, math.Inf(1)
			for _, r := range rows {
				sum, smallest = sum+r.value, min(smallest, r.value)
			}
			if got := sums.All().Value(); got.Valid != (len(rows) > 0) || got.V != sum {
				t.Fatalf("seed %d: the sum of %v is %v", seed, rows, got)
			}
			if got := Nullable(least.Front()); got.Valid != (len(rows) > 0) || got.Valid && (got.V != smallest || NotNull(least.Front()) != smallest) {
				t.Fatalf("seed %d: the least of %v is %v", seed, rows, got)
			}
		}
	}
}

// The last rows, in an order inside of them, are those of a list that is sorted again for each row.
func TestRows(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	compare := func(a, b *timed) int { return Descending(a.time, b.time) }
	for round := range 1000 {
		order := compare
		if round%4 == 0 {
			order = nil
		}
		var rows Rows[timed]
		var last []timed
		limit := 1 + r.IntN(12)
		for number := range int64(r.IntN(50)) {
			row := timed{r.Int64N(10), number}
			rows.Push(row, limit, order)
			last = append(last, row)
			last = last[max(0, len(last)-limit):]
			sorted := slices.Clone(last)
			if order != nil {
				slices.SortStableFunc(sorted, func(a, b timed) int { return compare(&a, &b) })
			}
			at := slices.Index(sorted, row)
			if rows.RowNumber() != int64(at)+1 || *rows.First() != sorted[0] || *rows.Last() != sorted[len(sorted)-1] {
				t.Fatalf("seed %d: row %d, from %v to %v, of %v", seed, rows.RowNumber(), *rows.First(), *rows.Last(), sorted)
			}
			for distance := range limit + 1 {
				before, after := rows.Before(distance), rows.After(distance)
				if (before != nil) != (at-distance >= 0) || before != nil && *before != sorted[at-distance] ||
					(after != nil) != (at+distance < len(sorted)) || after != nil && *after != sorted[at+distance] {
					t.Fatalf("seed %d: %v and %v are %d from %v in %v", seed, before, after, distance, row, sorted)
				}
				if earliest := *rows.Earliest(distance); earliest != sorted[max(0, at-distance)] {
					t.Fatalf("seed %d: %v", seed, earliest)
				}
			}
			if order == nil {
				continue
			}
			rank, different := int64(1), map[int64]bool{}
			for _, other := range sorted {
				if compare(&other, &row) < 0 {
					rank++
					different[other.time] = true
				}
			}
			if rows.Rank(compare) != rank || rows.DenseRank(compare) != int64(len(different))+1 {
				t.Fatalf("seed %d: ranks %d and %d of %v in %v", seed, rows.Rank(compare), rows.DenseRank(compare), row, sorted)
			}
		}
	}
}

func TestOrder(t *testing.T) {
	nan := math.NaN()
	if Ascending(nan, nan) != 0 || Ascending(math.Inf(1), nan) != -1 || Descending(nan, 1) != -1 || Ascending("a", "b") != -1 {
		t.Error("NaN is greater than every number")
	}
	null, one := rt.Null[int64]{}, rt.Of(int64(1))
	if NullsFirst(null, one, Descending[int64]) != -1 || NullsLast(null, one, Descending[int64]) != 1 || NullsLast(null, null, Ascending[int64]) != 0 ||
		NullsLast(one, null, Ascending[int64]) != -1 || NullsFirst(one, rt.Of(int64(2)), Descending[int64]) != 1 {
		t.Error("NULLs are on the wrong side")
	}
}
