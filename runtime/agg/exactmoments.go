package agg

import (
	"math/big"

	rt "github.com/weirsql/weir/runtime"
)

// Statistics over rows that are taken back are made of exact sums, of values and of their products, so that nothing is left of a row that
// was taken back: what moments and pairs add up is computed from them, rounded once, when a result is asked for.

// deviations is the sum of (x-mean of x)*(y-mean of y) over n rows, by the sums of xy, x and y: (n*xy - x*y) / n.
func deviations(n int64, xy, x, y *exactFloat) float64 {
	sumXY, e := xy.big()
	sumX, ex := x.big()
	sumY, ey := y.big()
	sumXY.Mul(sumXY, big.NewInt(n))
	product := sumX.Mul(sumX, sumY)
	if ex += ey; ex > e {
		product.Lsh(product, uint(ex-e))
	} else {
		sumXY.Lsh(sumXY, uint(e-ex))
		e = ex
	}
	f := new(big.Float).SetInt(sumXY.Sub(sumXY, product))
	f.SetMantExp(f, e)
	rounded, _ := f.Quo(f, new(big.Float).SetInt64(n)).Float64()
	return rounded
}

// momentsKept are moments of rows that are taken back.
type momentsKept struct {
	x, xx exactFloat
	rows  int64
}

// Add takes a value.
func (k *momentsKept) Add(x float64) { k.add(x, 1) }

// Remove takes a value back.
func (k *momentsKept) Remove(x float64) { k.add(x, -1) }

func (k *momentsKept) add(x float64, sign int32) {
	k.rows += int64(sign)
	k.x.add(x, sign)
	if x-x == 0 {
		k.xx.addProduct(x, x, sign)
	}
}

func (k *momentsKept) moments() moments {
	switch {
	case k.rows == 0:
		return moments{}
	case !k.x.finite():
		return moments{count: 2*k.rows + 1}
	}
	return moments{count: 2 * k.rows, m2: deviations(k.rows, &k.xx, &k.x, &k.x)}
}

// VarPopKept is VAR_POP over rows that are taken back.
type VarPopKept struct{ momentsKept }

// Value is the variance, NULL of no rows.
func (k *VarPopKept) Value() rt.Null[float64] {
	m := k.moments()
	return m.population()
}

// ValueNotNull is the variance.
func (k *VarPopKept) ValueNotNull() float64 { return k.Value().V }

// VarSampKept is VAR_SAMP over rows that are taken back.
type VarSampKept struct{ momentsKept }

// Value is the variance, NULL of fewer than two rows.
func (k *VarSampKept) Value() rt.Null[float64] {
	m := k.moments()
	return m.sample()
}

// StddevPopKept is STDDEV_POP over rows that are taken back.
type StddevPopKept struct{ momentsKept }

// Value is the standard deviation, NULL of no rows.
func (k *StddevPopKept) Value() rt.Null[float64] {
	m := k.moments()
	return root(m.population())
}

// ValueNotNull is the standard deviation.
func (k *StddevPopKept) ValueNotNull() float64 { return k.Value().V }

// StddevSampKept is STDDEV_SAMP over rows that are taken back.
type StddevSampKept struct{ momentsKept }

// Value is the standard deviation, NULL of fewer than two rows.
func (k *StddevSampKept) Value() rt.Null[float64] {
	m := k.moments()
	return root(m.sample())
}

// pairsKept are pairs of rows that are taken back.
type pairsKept struct {
	x, y, xx, yy, xy exactFloat
	rows             int64
}

// Add takes a row.
func (k *pairsKept) Add(y, x float64) { k.add(y, x, 1) }

// Remove takes a row back.
func (k *pairsKept) Remove(y, x float64) { k.add(y, x, -1) }

func (k *pairsKept) add(y, x float64, sign int32) {
	k.rows += int64(sign)
	k.x.add(x, sign)
	k.y.add(y, sign)
	if x-x == 0 {
		k.xx.addProduct(x, x, sign)
	}
	if y-y == 0 {
		k.yy.addProduct(y, y, sign)
	}
	if x-x == 0 && y-y == 0 {
		k.xy.addProduct(x, y, sign)
	}
}

// pairs are the moments of the rows that are there.
func (k *pairsKept) pairs() pairs {
	switch {
	case k.rows == 0:
		return pairs{}
	case !k.x.finite() || !k.y.finite():
		return pairs{count: 2*k.rows + 1}
	}
	n := float64(k.rows)
	return pairs{
		count: 2 * k.rows, meanX: k.x.float() / n, meanY: k.y.float() / n,
		sxx: deviations(k.rows, &k.xx, &k.x, &k.x), syy: deviations(k.rows, &k.yy, &k.y, &k.y), sxy: deviations(k.rows, &k.xy, &k.x, &k.y),
	}
}

// CorrKept is CORR over rows that are taken back.
type CorrKept struct{ pairsKept }

// Value is the coefficient, NULL where x or y takes one value only.
func (k *CorrKept) Value() rt.Null[float64] {
	c := Corr{k.pairs()}
	return c.Value()
}

// CovarPopKept is COVAR_POP over rows that are taken back.
type CovarPopKept struct{ pairsKept }

// Value is the covariance, NULL of no rows.
func (k *CovarPopKept) Value() rt.Null[float64] {
	c := CovarPop{k.pairs()}
	return c.Value()
}

// ValueNotNull is the covariance.
func (k *CovarPopKept) ValueNotNull() float64 { return k.Value().V }

// CovarSampKept is COVAR_SAMP over rows that are taken back.
type CovarSampKept struct{ pairsKept }

// Value is the covariance, NULL of fewer than two rows.
func (k *CovarSampKept) Value() rt.Null[float64] {
	c := CovarSamp{k.pairs()}
	return c.Value()
}

// RegrSlopeKept is REGR_SLOPE over rows that are taken back.
type RegrSlopeKept struct{ pairsKept }

// Value is the slope, NULL where x takes one value only.
func (k *RegrSlopeKept) Value() rt.Null[float64] {
	c := RegrSlope{k.pairs()}
	return c.Value()
}

// RegrInterceptKept is REGR_INTERCEPT over rows that are taken back.
type RegrInterceptKept struct{ pairsKept }

// Value is y of the line at x = 0, NULL where x takes one value only.
func (k *RegrInterceptKept) Value() rt.Null[float64] {
	c := RegrIntercept{k.pairs()}
	return c.Value()
}

// RegrR2Kept is REGR_R2 over rows that are taken back.
type RegrR2Kept struct{ pairsKept }

// Value is the square of the correlation, 1 where y takes one value only, NULL where x does.
func (k *RegrR2Kept) Value() rt.Null[float64] {
	c := RegrR2{k.pairs()}
	return c.Value()
}
