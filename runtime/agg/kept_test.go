package agg

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// history adds and removes values at random, and checks after each step against the values that are there.
func history[T any](t *testing.T, value func(*rand.Rand) T, add, remove func(T), check func(there []T) string) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	var there []T
	for step := range 4000 {
		grow := 3
		if step/800%2 == 1 { // now it grows, then it shrinks
			grow = 1
		}
		if len(there) == 0 || random.IntN(4) < grow {
			v := value(random)
			add(v)
			there = append(there, v)
		} else {
			at := random.IntN(len(there))
			remove(there[at])
			there = slices.Delete(there, at, at+1)
		}
		if wrong := check(there); wrong != "" {
			t.Fatalf("seed %d, step %d, %d values: %s", seed, step, len(there), wrong)
		}
	}
}

func TestKeptInOrder(t *testing.T) {
	var least MinKept[int64]
	var greatest MaxKept[int64]
	var median MedianKept
	var quarter PercentileDiscKept[int64]
	var mode ModeKept[int64]
	all := func(f func(x int64)) func(int64) { return f }
	history(t, func(r *rand.Rand) int64 { return r.Int64N(1 + r.Int64N(2000)) },
		all(func(x int64) { least.Add(x); greatest.Add(x); median.Add(float64(x)); quarter.Add(x); mode.Add(x) }),
		all(func(x int64) {
			least.Remove(x)
			greatest.Remove(x)
			median.Remove(float64(x))
			quarter.Remove(x)
			mode.Remove(x)
		}),
		func(there []int64) string {
			if len(there) == 0 {
				if mode.Descending().Valid || quarter.Descending(0.25).Valid || median.p.Descending(0.3).Valid {
					return "a result of no rows in descending order isn't NULL"
				}
				if least.Value().Valid || greatest.Value().Valid || median.Value().Valid || quarter.Value(0.25).Valid || mode.Value().Valid {
					return "a result of no rows isn't NULL"
				}
				return ""
			}
			var fresh Median
			var disc PercentileDisc[int64]
			var most Mode[int64]
			for _, x := range there {
				fresh.Add(float64(x))
				disc.Add(x)
				most.Add(x)
			}
			switch {
			case least.ValueNotNull() != slices.Min(there):
				return "MIN"
			case greatest.ValueNotNull() != slices.Max(there):
				return "MAX"
			case median.ValueNotNull() != fresh.ValueNotNull():
				return "MEDIAN"
			case quarter.ValueNotNull(0.25) != disc.ValueNotNull(0.25):
				return "PERCENTILE_DISC"
			case mode.ValueNotNull() != most.ValueNotNull():
				return "MODE"
			case median.p.DescendingNotNull(0.3) != fresh.p.DescendingNotNull(0.3):
				return "PERCENTILE_CONT DESC"
			case quarter.DescendingNotNull(0.25) != disc.DescendingNotNull(0.25):
				return "PERCENTILE_DISC DESC"
			case mode.DescendingNotNull() != most.DescendingNotNull():
				return "MODE DESC"
			}
			return ""
		})
}

func TestKeptText(t *testing.T) {
	var least MinKept[string]
	var by ArgMaxKept[string, int64]
	var joined JoinedKept
	var first FirstKept[string]
	buffer := []byte("       ")
	lent := func(s string) string { // texts are gone after the call
		n := copy(buffer, s)
		return rt.Text(buffer[:n])
	}
	history(t, func(r *rand.Rand) string { return strings.Repeat(string(rune('a'+r.IntN(26))), r.IntN(4)) },
		func(s string) {
			s = lent(s)
			least.Add(s)
			by.Add(s, int64(len(s)))
			joined.Add(s)
			first.Add(s)
			copy(buffer, "#######")
		},
		func(s string) {
			s = lent(s)
			least.Remove(s)
			by.Remove(s, int64(len(s)))
			joined.Remove(s)
			first.Remove(s)
		},
		func(there []string) string {
			if len(there) == 0 {
				return ""
			}
			greatest := slices.MaxFunc(there, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
			texts := strings.Split(joined.ValueNotNull(","), ",")
			if first.ValueNotNull() != texts[0] {
				return "FIRST_VALUE"
			}
			slices.Sort(texts)
			sorted := slices.Sorted(slices.Values(there))
			switch {
			case least.ValueNotNull() != slices.Min(there):
				return "MIN"
			case by.ValueNotNull() != greatest:
				return "ARG_MAX"
			case !slices.Equal(texts, sorted):
				return "STRING_AGG"
			}
			return ""
		})
}

// Values that are left stay in the order in which they came.
func TestKeptOrderOfArrival(t *testing.T) {
	var values ArrayKeptNull[int64]
	var last LastKeptNull[int64]
	number := int64(0)
	history(t, func(*rand.Rand) rt.Null[int64] { number++; return rt.When(number%7 > 0, number) },
		func(x rt.Null[int64]) { values.Add(x); last.Add(x) },
		func(x rt.Null[int64]) { values.Remove(x); last.Remove(x) },
		func(there []rt.Null[int64]) string {
			if len(there) == 0 {
				return ""
			}
			numbers := func(list []rt.Null[int64]) (valid []int64) {
				for _, x := range list {
					if x.Valid {
						valid = append(valid, x.V)
					}
				}
				return valid
			}
			got := values.ValueNotNull()
			if len(got) != len(there) || !slices.Equal(numbers(got), numbers(there)) {
				return "ARRAY_AGG"
			}
			if got[len(got)-1] != last.Value() {
				return "LAST_VALUE"
			}
			return ""
		})
}

func TestKeptDistinct(t *testing.T) {
	var count DistinctKept[string, Count]
	history(t, func(r *rand.Rand) string { return strings.Repeat("x", r.IntN(40)) },
		func(s string) {
			if count.First(s) {
				count.Of.Add()
			}
		},
		func(s string) {
			if count.Last(s) {
				count.Of.Remove()
			}
		},
		func(there []string) string {
			seen := map[string]bool{}
			for _, s := range there {
				seen[s] = true
			}
			if count.Of.Value() != int64(len(seen)) {
				return "COUNT(DISTINCT)"
			}
			return ""
		})
}

// randomFloat has any size, more often a common one.
func randomFloat(r *rand.Rand) float64 {
	switch r.IntN(4) {
	case 0:
		for {
			if x := math.Float64frombits(r.Uint64()); x-x == 0 && math.Abs(x) < 1e300 {
				return x
			}
		}
	case 1:
		return float64(r.IntN(1000)) / 100
	case 2:
		return math.Ldexp(r.Float64()-0.5, r.IntN(200)-100)
	}
	return -float64(r.IntN(5))
}

// Exact sums are judged by math/big with as many bits as the widest sum of DOUBLEs has.
func TestKeptSumsAreExact(t *testing.T) {
	const width = 2300
	var sum SumKept
	exact := new(big.Float).SetPrec(width)
	term := func(x float64) *big.Float { return new(big.Float).SetPrec(width).SetFloat64(x) }
	history(t, randomFloat,
		func(x float64) { sum.Add(x); exact.Add(exact, term(x)) },
		func(x float64) { sum.Remove(x); exact.Sub(exact, term(x)) },
		func(there []float64) string {
			if want, _ := exact.Float64(); len(there) > 0 && sum.ValueNotNull() != want {
				return "SUM"
			}
			return ""
		})
}

// What is left of a great value that was taken back is nothing.
func TestKeptForgetsGreatValues(t *testing.T) {
	var variance VarPopKept
	var slope RegrSlopeKept
	for _, x := range []float64{1, 2, 4} {
		variance.Add(x)
		slope.Add(3*x+1, x)
	}
	for _, great := range []float64{1e140, -1e-140, math.Inf(1), math.NaN(), 5e-324} {
		variance.Add(great)
		slope.Add(great, great)
		variance.Value()
		slope.Value()
		variance.Remove(great)
		slope.Remove(great, great)
		if got, want := variance.ValueNotNull(), 14.0/9; got != want {
			t.Errorf("after %g: VAR_POP %v, not %v", great, got, want)
		}
		if got := slope.Value().V; got != 3 {
			t.Errorf("after %g: REGR_SLOPE %v, not 3", great, got)
		}
	}
}

// Statistics of what is left are those of a fresh accumulator, within its rounding.
func TestKeptStatistics(t *testing.T) {
	var deviation StddevSampKept
	var correlation CorrKept
	history(t, func(r *rand.Rand) [2]float64 { return [2]float64{r.NormFloat64(), r.NormFloat64()} },
		func(p [2]float64) { deviation.Add(p[0]); correlation.Add(p[0], p[1]) },
		func(p [2]float64) { deviation.Remove(p[0]); correlation.Remove(p[0], p[1]) },
		func(there [][2]float64) string {
			var freshDeviation StddevSamp
			var freshCorrelation Corr
			for _, p := range there {
				freshDeviation.Add(p[0])
				freshCorrelation.Add(p[0], p[1])
			}
			close := func(a, b rt.Null[float64]) bool {
				return a.Valid == b.Valid && math.Abs(a.V-b.V) <= 1e-9*max(1, math.Abs(b.V))
			}
			switch {
			case !close(deviation.Value(), freshDeviation.Value()):
				return "STDDEV_SAMP"
			case len(there) > 1 && !close(correlation.Value(), freshCorrelation.Value()):
				return "CORR"
			}
			return ""
		})
}
