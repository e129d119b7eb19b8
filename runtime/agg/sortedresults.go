package agg

import rt "github.com/weirsql/weir/runtime"

// What follows are aggregates over rows that are taken back, whose results are places in the order of the values. They keep each
// value once, with how many rows have it.

// MinKept is MIN.
type MinKept[T any] struct{ s sorted[T] }

// Add takes a value.
func (m *MinKept[T]) Add(x T) { m.s.add(x, compareValues[T]) }

// Remove takes a value back.
func (m *MinKept[T]) Remove(x T) { m.s.remove(x, compareValues[T]) }

// Value is the minimum, NULL of no rows.
func (m *MinKept[T]) Value() rt.Null[T] {
	if m.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(*m.s.first())
}

// ValueNotNull is the minimum.
func (m *MinKept[T]) ValueNotNull() T { return *m.s.first() }

// MaxKept is MAX.
type MaxKept[T any] struct{ s sorted[T] }

// Add takes a value.
func (m *MaxKept[T]) Add(x T) { m.s.add(x, compareValues[T]) }

// Remove takes a value back.
func (m *MaxKept[T]) Remove(x T) { m.s.remove(x, compareValues[T]) }

// Value is the maximum, NULL of no rows.
func (m *MaxKept[T]) Value() rt.Null[T] {
	if m.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(*m.s.last())
}

// ValueNotNull is the maximum.
func (m *MaxKept[T]) ValueNotNull() T { return *m.s.last() }

// PercentileContKept is PERCENTILE_CONT.
type PercentileContKept struct{ s sorted[float64] }

// Add takes a value.
func (p *PercentileContKept) Add(x float64) { p.s.add(x, compareValues[float64]) }

// Remove takes a value back.
func (p *PercentileContKept) Remove(x float64) { p.s.remove(x, compareValues[float64]) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileContKept) Value(fraction float64) rt.Null[float64] {
	if p.s.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(p.ValueNotNull(fraction))
}

// ValueNotNull is the percentile.
func (p *PercentileContKept) ValueNotNull(fraction float64) float64 {
	return interpolated(fraction, int(p.s.rows), func(i int) float64 { return *p.s.at(int64(i)) })
}

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileContKept) Descending(fraction float64) rt.Null[float64] {
	if p.s.rows == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(p.DescendingNotNull(fraction))
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileContKept) DescendingNotNull(fraction float64) float64 {
	return interpolated(fraction, int(p.s.rows), func(i int) float64 { return *p.s.at(p.s.rows - 1 - int64(i)) })
}

// MedianKept is MEDIAN.
type MedianKept struct{ p PercentileContKept }

// Add takes a value.
func (m *MedianKept) Add(x float64) { m.p.Add(x) }

// Remove takes a value back.
func (m *MedianKept) Remove(x float64) { m.p.Remove(x) }

// Value is the median, NULL of no rows.
func (m *MedianKept) Value() rt.Null[float64] { return m.p.Value(0.5) }

// ValueNotNull is the median.
func (m *MedianKept) ValueNotNull() float64 { return m.p.ValueNotNull(0.5) }

// PercentileDiscKept is PERCENTILE_DISC.
type PercentileDiscKept[T any] struct{ s sorted[T] }

// Add takes a value.
func (p *PercentileDiscKept[T]) Add(x T) { p.s.add(x, compareValues[T]) }

// Remove takes a value back.
func (p *PercentileDiscKept[T]) Remove(x T) { p.s.remove(x, compareValues[T]) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscKept[T]) Value(fraction float64) rt.Null[T] {
	if p.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(p.ValueNotNull(fraction))
}

// ValueNotNull is the percentile.
func (p *PercentileDiscKept[T]) ValueNotNull(fraction float64) T {
	return *p.s.at(int64(placeOf(fraction, int(p.s.rows)) - 1))
}

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileDiscKept[T]) Descending(fraction float64) rt.Null[T] {
	if p.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(p.DescendingNotNull(fraction))
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileDiscKept[T]) DescendingNotNull(fraction float64) T {
	return *p.s.at(p.s.rows - int64(placeOf(fraction, int(p.s.rows))))
}

// pairOf is x by y.
type pairOf[T, Y any] struct {
	x T
	y Y
}

func comparePairs[T, Y any](a, b *pairOf[T, Y]) int {
	if c := compareValues(&a.y, &b.y); c != 0 {
		return c
	}
	return compareValues(&a.x, &b.x)
}

func ownedPair[T, Y any](x T, y Y) pairOf[T, Y] { return pairOf[T, Y]{owned(x), owned(y)} }

// ArgMinKept is ARG_MIN. Of several rows with the least y it gives the least x: which of them came first isn't known of rows that change.
type ArgMinKept[T, Y any] struct{ s sorted[pairOf[T, Y]] }

// Add takes a row.
func (a *ArgMinKept[T, Y]) Add(x T, y Y) { a.s.add(ownedPair(x, y), comparePairs[T, Y]) }

// Remove takes a row back.
func (a *ArgMinKept[T, Y]) Remove(x T, y Y) { a.s.remove(pairOf[T, Y]{x, y}, comparePairs[T, Y]) }

// Value is x, NULL of no rows.
func (a *ArgMinKept[T, Y]) Value() rt.Null[T] {
	if a.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(a.s.first().x)
}

// ValueNotNull is x.
func (a *ArgMinKept[T, Y]) ValueNotNull() T { return a.s.first().x }

// ArgMaxKept is ARG_MAX. Of several rows with the greatest y it gives the greatest x.
type ArgMaxKept[T, Y any] struct{ s sorted[pairOf[T, Y]] }

// Add takes a row.
func (a *ArgMaxKept[T, Y]) Add(x T, y Y) { a.s.add(ownedPair(x, y), comparePairs[T, Y]) }

// Remove takes a row back.
func (a *ArgMaxKept[T, Y]) Remove(x T, y Y) { a.s.remove(pairOf[T, Y]{x, y}, comparePairs[T, Y]) }

// Value is x, NULL of no rows.
func (a *ArgMaxKept[T, Y]) Value() rt.Null[T] {
	if a.s.rows == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(a.s.last().x)
}

// ValueNotNull is x.
func (a *ArgMaxKept[T, Y]) ValueNotNull() T { return a.s.last().x }
