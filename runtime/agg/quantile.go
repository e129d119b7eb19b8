package agg

import (
	"cmp"
	"math"
	"slices"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/num"
)

// sample is all values of a group, of which those in front are sorted already, so that results that are asked for again and again
// cost as little as they can.
type sample[T any] struct {
	values []T
	sorted int
}

func (s *sample[T]) merge(other *sample[T]) { s.values = append(s.values, other.values...) }

// sort sorts what was added since the last time and merges it with the rest.
func (s *sample[T]) sort(compare func(a, b T) int) []T {
	return s.sortBy(slices.SortFunc[[]T], compare)
}

// sortBy does so by a way to sort. Values that compare as equal keep their order where it does.
func (s *sample[T]) sortBy(sort func(values []T, compare func(a, b T) int), compare func(a, b T) int) []T {
	if s.sorted < len(s.values) {
		added := s.values[s.sorted:]
		sort(added, compare)
		if s.sorted > 0 {
			s.mergeSorted(slices.Clone(added), compare)
		}
		s.sorted = len(s.values)
	}
	return s.values
}

// mergeSorted merges sorted values into the sorted ones, from the end.
func (s *sample[T]) mergeSorted(added []T, compare func(a, b T) int) {
	i := s.sorted - 1
	for to := len(s.values) - 1; len(added) > 0; to-- {
		last := len(added) - 1
		if i >= 0 && compare(s.values[i], added[last]) > 0 {
			s.values[to] = s.values[i]
			i--
		} else {
			s.values[to] = added[last]
			added = added[:last]
		}
	}
}

// PercentileCont is PERCENTILE_CONT: it keeps all values and interpolates between the two nearest, as PostgreSQL does.
type PercentileCont struct{ s sample[float64] }

// Add takes a value.
func (p *PercentileCont) Add(x float64) { p.s.values = append(p.s.values, x) }

// Merge takes another group's values.
func (p *PercentileCont) Merge(other *PercentileCont) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileCont) Value(fraction float64) rt.Null[float64] {
	if len(p.s.values) == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(p.ValueNotNull(fraction))
}

// ValueNotNull is the percentile.
func (p *PercentileCont) ValueNotNull(fraction float64) float64 {
	values := p.s.sort(num.CompareFloat[float64])
	place := fraction * float64(len(values)-1)
	low, high := values[int(math.Floor(place))], values[int(math.Ceil(place))]
	if math.Floor(place) == place {
		return low
	}
	return low + (place-math.Floor(place))*(high-low)
}

// Median is MEDIAN.
type Median struct{ p PercentileCont }

// Add takes a value.
func (m *Median) Add(x float64) { m.p.Add(x) }

// Merge takes another group's values.
func (m *Median) Merge(other *Median) { m.p.Merge(&other.p) }

// Value is the median, NULL of no rows.
func (m *Median) Value() rt.Null[float64] { return m.p.Value(0.5) }

// ValueNotNull is the median.
func (m *Median) ValueNotNull() float64 { return m.p.ValueNotNull(0.5) }

// discrete is a PERCENTILE_DISC: the first value whose place, of all in order, is at least the fraction.
type discrete[T any] struct{ s sample[T] }

// Add takes a value.
func (d *discrete[T]) Add(x T) { d.s.values = append(d.s.values, owned(x)) }

func (d *discrete[T]) at(fraction float64, compare func(a, b T) int) rt.Null[T] {
	if len(d.s.values) == 0 {
		return rt.Null[T]{}
	}
	values := d.s.sort(compare)
	return rt.Of(values[max(int(math.Ceil(fraction*float64(len(values)))), 1)-1])
}

// PercentileDisc is PERCENTILE_DISC of numbers.
type PercentileDisc[T Ordered] struct{ discrete[T] }

// Merge takes another group's values.
func (p *PercentileDisc[T]) Merge(other *PercentileDisc[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDisc[T]) Value(fraction float64) rt.Null[T] { return p.at(fraction, cmp.Compare[T]) }

// ValueNotNull is the percentile.
func (p *PercentileDisc[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }

// PercentileDiscFloat is PERCENTILE_DISC of DOUBLEs and REALs: NaN is greater than every number.
type PercentileDiscFloat[T num.Float] struct{ discrete[T] }

// Merge takes another group's values.
func (p *PercentileDiscFloat[T]) Merge(other *PercentileDiscFloat[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscFloat[T]) Value(fraction float64) rt.Null[T] {
	return p.at(fraction, num.CompareFloat[T])
}

// ValueNotNull is the percentile.
func (p *PercentileDiscFloat[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }

// PercentileDiscText is PERCENTILE_DISC of strings, by their bytes.
type PercentileDiscText struct{ discrete[string] }

// Merge takes another group's values.
func (p *PercentileDiscText) Merge(other *PercentileDiscText) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscText) Value(fraction float64) rt.Null[string] {
	return p.at(fraction, cmp.Compare[string])
}

// ValueNotNull is the percentile.
func (p *PercentileDiscText) ValueNotNull(fraction float64) string { return p.Value(fraction).V }

// PercentileDiscOf is PERCENTILE_DISC of values that compare by a method.
type PercentileDiscOf[T Comparable[T]] struct{ discrete[T] }

// Merge takes another group's values.
func (p *PercentileDiscOf[T]) Merge(other *PercentileDiscOf[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscOf[T]) Value(fraction float64) rt.Null[T] {
	return p.at(fraction, func(a, b T) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return 0
	})
}

// ValueNotNull is the percentile.
func (p *PercentileDiscOf[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }
