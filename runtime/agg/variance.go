package agg

import (
	"math"

	rt "github.com/weirsql/weir/runtime"
)

// moments are the count, the mean and the sum of squared differences from it, kept by Welford's method and merged by Chan's
// (Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979). 24 bytes.
type moments struct {
	rows     int64
	mean, m2 float64
}

// Add takes a value.
func (m *moments) Add(x float64) {
	m.rows++
	delta := x - m.mean
	m.mean += delta / float64(m.rows)
	m.m2 += delta * (x - m.mean)
}

func (m *moments) merge(other *moments) {
	if other.rows == 0 {
		return
	}
	if m.rows == 0 {
		*m = *other
		return
	}
	rows := m.rows + other.rows
	delta := other.mean - m.mean
	m.m2 += other.m2 + delta*delta*float64(m.rows)*float64(other.rows)/float64(rows)
	m.mean += delta * float64(other.rows) / float64(rows)
	m.rows = rows
}

func (m *moments) population() rt.Null[float64] {
	if m.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(m.m2 / float64(m.rows))
}

func (m *moments) sample() rt.Null[float64] {
	if m.rows < 2 {
		return rt.Null[float64]{}
	}
	return rt.Of(m.m2 / float64(m.rows-1))
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
