package agg

import (
	"math"

	rt "github.com/weirsql/weir/runtime"
)

// pairs are the moments of pairs (y, x): of each of them, and of both together. Like moments, and PostgreSQL's results of them
// (float8_regr_…). 48 bytes.
type pairs struct {
	count        int64 // of rows, twice, plus 1 once one was NaN or infinite
	meanX, meanY float64
	sxx, syy     float64 // sums of squared differences from the means
	sxy          float64 // of products of differences
}

// Add takes a row.
func (p *pairs) Add(y, x float64) {
	p.count += 2
	if x-x != 0 || y-y != 0 {
		p.count |= 1
	}
	n := float64(p.count >> 1)
	dx, dy := x-p.meanX, y-p.meanY
	p.meanX += dx / n
	p.meanY += dy / n
	p.sxx += dx * (x - p.meanX)
	p.syy += dy * (y - p.meanY)
	p.sxy += dx * (y - p.meanY)
}

func (p *pairs) merge(other *pairs) {
	if other.count == 0 {
		return
	}
	if p.count == 0 {
		*p = *other
		return
	}
	n, added := float64(p.count>>1), float64(other.count>>1)
	dx, dy := other.meanX-p.meanX, other.meanY-p.meanY
	weight := n * added / (n + added)
	p.sxx += other.sxx + dx*dx*weight
	p.syy += other.syy + dy*dy*weight
	p.sxy += other.sxy + dx*dy*weight
	p.meanX += dx * added / (n + added)
	p.meanY += dy * added / (n + added)
	p.count = addCounts(p.count, other.count)
}

func (p *pairs) rows() int64 { return p.count >> 1 }

// result is a function of the moments: NULL where some says so, NaN or failing like moments.
func (p *pairs) result(some bool, f func(p *pairs) float64) rt.Null[float64] {
	switch {
	case !some || p.rows() == 0:
		return rt.Null[float64]{}
	case p.count&1 != 0:
		return rt.Of(math.NaN())
	}
	checked(p.sxx+p.syy+p.sxy, p.count)
	return rt.Of(f(p))
}

// slanted says that x takes more than one value: there is a line through the pairs.
func (p *pairs) slanted() bool { return p.sxx != 0 }

func slope(p *pairs) float64 { return p.sxy / p.sxx }

func correlation(p *pairs) float64 {
	return math.Max(-1, math.Min(1, p.sxy/(math.Sqrt(p.sxx)*math.Sqrt(p.syy))))
}

// Corr is CORR.
type Corr struct{ pairs }

// Merge takes another correlation.
func (c *Corr) Merge(other *Corr) { c.merge(&other.pairs) }

// Value is the coefficient, NULL where x or y takes one value only.
func (c *Corr) Value() rt.Null[float64] {
	return c.result(c.slanted() && c.syy != 0, correlation)
}

// CovarPop is COVAR_POP.
type CovarPop struct{ pairs }

// Merge takes another covariance.
func (c *CovarPop) Merge(other *CovarPop) { c.merge(&other.pairs) }

// Value is the covariance, NULL of no rows.
func (c *CovarPop) Value() rt.Null[float64] {
	return c.result(true, func(p *pairs) float64 { return p.sxy / float64(p.rows()) })
}

// ValueNotNull is the covariance.
func (c *CovarPop) ValueNotNull() float64 { return c.Value().V }

// CovarSamp is COVAR_SAMP.
type CovarSamp struct{ pairs }

// Merge takes another covariance.
func (c *CovarSamp) Merge(other *CovarSamp) { c.merge(&other.pairs) }

// Value is the covariance, NULL of fewer than two rows.
func (c *CovarSamp) Value() rt.Null[float64] {
	return c.result(c.rows() > 1, func(p *pairs) float64 { return p.sxy / float64(p.rows()-1) })
}

// RegrSlope is REGR_SLOPE.
type RegrSlope struct{ pairs }

// Merge takes another line.
func (c *RegrSlope) Merge(other *RegrSlope) { c.merge(&other.pairs) }

// Value is the slope, NULL where x takes one value only.
func (c *RegrSlope) Value() rt.Null[float64] { return c.result(c.slanted(), slope) }

// RegrIntercept is REGR_INTERCEPT.
type RegrIntercept struct{ pairs }

// Merge takes another line.
func (c *RegrIntercept) Merge(other *RegrIntercept) { c.merge(&other.pairs) }

// Value is y of the line at x = 0, NULL where x takes one value only.
func (c *RegrIntercept) Value() rt.Null[float64] {
	return c.result(c.slanted(), func(p *pairs) float64 { return p.meanY - p.meanX*slope(p) })
}

// RegrR2 is REGR_R2.
type RegrR2 struct{ pairs }

// Merge takes another line.
func (c *RegrR2) Merge(other *RegrR2) { c.merge(&other.pairs) }

// Value is the square of the correlation, 1 where y takes one value only, NULL where x does.
func (c *RegrR2) Value() rt.Null[float64] {
	if c.slanted() && c.syy == 0 {
		return rt.Of(1.0)
	}
	return c.result(c.slanted(), func(p *pairs) float64 {
		r := correlation(p)
		return r * r
	})
}
