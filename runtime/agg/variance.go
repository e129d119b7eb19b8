package agg

import (
	"math"

	rt "github.com/weirsql/weir/runtime"
)

// moments are the count, the mean and the sum of squared differences from it, kept by Welford's method and merged by Chan's
// (Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979). Of rows with NaN or an
// infinity everything is NaN, as in PostgreSQL; an overflow fails. 24 bytes.
type moments struct {
	count    int64 // of rows, twice, plus 1 once one was NaN or infinite
	mean, m2 float64
}

// Add takes a value.
func (m *moments) Add(x float64) {
	m.count += 2
	if x-x != 0 {
		m.count |= 1
	}
	delta := x - m.mean
	m.mean += delta / float64(m.count>>1)
	m.m2 += delta * (x - m.mean)
}

func (m *moments) merge(other *moments) {
	if other.count == 0 {
		return
	}
	if m.count == 0 {
		*m = *other
		return
	}
	n, added := float64(m.count>>1), float64(other.count>>1)
	delta := other.mean - m.mean
	m.m2 += other.m2 + delta*delta*n*added/(n+added)
	m.mean += delta * added / (n + added)
	m.count = addCounts(m.count, other.count)
}

// squares is the sum of squared differences: NaN where a row was NaN or infinite.
func (m *moments) squares() float64 {
	if m.count&1 != 0 {
		return math.NaN()
	}
	return checked(m.m2, m.count)
}

func (m *moments) population() rt.Null[float64] {
	if m.count>>1 == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(m.squares() / float64(m.count>>1))
}

func (m *moments) sample() rt.Null[float64] {
	if m.count>>1 < 2 {
		return rt.Null[float64]{}
	}
	return rt.Of(m.squares() / float64(m.count>>1-1))
}

func root(v rt.Null[float64]) rt.Null[float64] {
	return rt.Null[float64]{V: math.Sqrt(v.V), Valid: v.Valid}
}

// VarPop is VAR_POP.
type VarPop struct{ moments }

// Merge takes another variance.
func (v *VarPop) Merge(other *VarPop) { v.merge(&other.moments) }

// Value is the variance, NULL of no rows.
func (v *VarPop) Value() rt.Null[float64] { return v.population() }

// ValueNotNull is the variance.
func (v *VarPop) ValueNotNull() float64 { return v.population().V }

// VarSamp is VAR_SAMP.
type VarSamp struct{ moments }

// Merge takes another variance.
func (v *VarSamp) Merge(other *VarSamp) { v.merge(&other.moments) }

// Value is the variance, NULL of fewer than two rows.
func (v *VarSamp) Value() rt.Null[float64] { return v.sample() }

// StddevPop is STDDEV_POP.
type StddevPop struct{ moments }

// Merge takes another deviation.
func (v *StddevPop) Merge(other *StddevPop) { v.merge(&other.moments) }

// Value is the standard deviation, NULL of no rows.
func (v *StddevPop) Value() rt.Null[float64] { return root(v.population()) }

// ValueNotNull is the standard deviation.
func (v *StddevPop) ValueNotNull() float64 { return math.Sqrt(v.population().V) }

// StddevSamp is STDDEV_SAMP.
type StddevSamp struct{ moments }

// Merge takes another deviation.
func (v *StddevSamp) Merge(other *StddevSamp) { v.merge(&other.moments) }

// Value is the standard deviation, NULL of fewer than two rows.
func (v *StddevSamp) Value() rt.Null[float64] { return root(v.sample()) }
