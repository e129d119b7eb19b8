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
	return interpolated(fraction, len(values), func(i int) float64 { return values[i] })
}

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileCont) Descending(fraction float64) rt.Null[float64] {
	if len(p.s.values) == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(p.DescendingNotNull(fraction))
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileCont) DescendingNotNull(fraction float64) float64 {
	values := p.s.sort(num.CompareFloat[float64])
	return interpolated(fraction, len(values), func(i int) float64 { return values[len(values)-1-i] })
}

// interpolated is the value at a fraction's place in n ones: between the two that are next to it.
func interpolated(fraction float64, n int, value func(int) float64) float64 {
	place := fraction * float64(n-1)
	first, second := value(int(math.Floor(place))), value(int(math.Ceil(place)))
	if math.Floor(place) == place {
		return first
	}
	return first + (place-math.Floor(place))*(second-first)
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

// places are all values, for functions that look for a place in their order.
type places[T any] struct{ s sample[T] }

// Add takes a value.
func (p *places[T]) Add(x T) { p.s.values = append(p.s.values, owned(x)) }

// at is the first value whose place, of all in order, is at least the fraction.
func (p *places[T]) at(fraction float64, compare func(a, b T) int) rt.Null[T] {
	n := len(p.s.values)
	return p.place(placeOf(fraction, n)-1, compare)
}

// fromTop is at in the order from the greatest value down.
func (p *places[T]) fromTop(fraction float64, compare func(a, b T) int) rt.Null[T] {
	n := len(p.s.values)
	return p.place(n-placeOf(fraction, n), compare)
}

func placeOf(fraction float64, n int) int { return max(int(math.Ceil(fraction*float64(n))), 1) }

func (p *places[T]) place(i int, compare func(a, b T) int) rt.Null[T] {
	if len(p.s.values) == 0 {
		return rt.Null[T]{}
	}
	return rt.Of(p.s.sort(compare)[i])
}

// mostFrequent is the value that is there most often: of several the last one where last says so, else the first.
func (p *places[T]) mostFrequent(last bool, compare func(a, b T) int) rt.Null[T] {
	values := p.s.sort(compare)
	most, best := 0, rt.Null[T]{}
	for from := 0; from < len(values); {
		to := from + 1
		for to < len(values) && compare(values[from], values[to]) == 0 {
			to++
		}
		if to-from > most || last && to-from == most {
			most, best = to-from, rt.Of(values[from])
		}
		from = to
	}
	return best
}

// PercentileDisc is PERCENTILE_DISC of numbers.
type PercentileDisc[T Ordered] struct{ places[T] }

// Merge takes another group's values.
func (p *PercentileDisc[T]) Merge(other *PercentileDisc[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDisc[T]) Value(fraction float64) rt.Null[T] { return p.at(fraction, cmp.Compare[T]) }

// ValueNotNull is the percentile.
func (p *PercentileDisc[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileDisc[T]) Descending(fraction float64) rt.Null[T] {
	return p.fromTop(fraction, cmp.Compare[T])
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileDisc[T]) DescendingNotNull(fraction float64) T { return p.Descending(fraction).V }

// PercentileDiscFloat is PERCENTILE_DISC of DOUBLEs and REALs: NaN is greater than every number.
type PercentileDiscFloat[T num.Float] struct{ places[T] }

// Merge takes another group's values.
func (p *PercentileDiscFloat[T]) Merge(other *PercentileDiscFloat[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscFloat[T]) Value(fraction float64) rt.Null[T] {
	return p.at(fraction, num.CompareFloat[T])
}

// ValueNotNull is the percentile.
func (p *PercentileDiscFloat[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileDiscFloat[T]) Descending(fraction float64) rt.Null[T] {
	return p.fromTop(fraction, num.CompareFloat[T])
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileDiscFloat[T]) DescendingNotNull(fraction float64) T {
	return p.Descending(fraction).V
}

// PercentileDiscText is PERCENTILE_DISC of strings, by their bytes.
type PercentileDiscText struct{ places[string] }

// Merge takes another group's values.
func (p *PercentileDiscText) Merge(other *PercentileDiscText) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscText) Value(fraction float64) rt.Null[string] {
	return p.at(fraction, cmp.Compare[string])
}

// ValueNotNull is the percentile.
func (p *PercentileDiscText) ValueNotNull(fraction float64) string { return p.Value(fraction).V }

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileDiscText) Descending(fraction float64) rt.Null[string] {
	return p.fromTop(fraction, cmp.Compare[string])
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileDiscText) DescendingNotNull(fraction float64) string {
	return p.Descending(fraction).V
}

// PercentileDiscOf is PERCENTILE_DISC of values that compare by a method.
type PercentileDiscOf[T Comparable[T]] struct{ places[T] }

// Merge takes another group's values.
func (p *PercentileDiscOf[T]) Merge(other *PercentileDiscOf[T]) { p.s.merge(&other.s) }

// Value is the percentile of a fraction between 0 and 1, NULL of no rows.
func (p *PercentileDiscOf[T]) Value(fraction float64) rt.Null[T] { return p.at(fraction, CompareOf[T]) }

// ValueNotNull is the percentile.
func (p *PercentileDiscOf[T]) ValueNotNull(fraction float64) T { return p.Value(fraction).V }

// Descending is the percentile in the order from the greatest value down, NULL of no rows.
func (p *PercentileDiscOf[T]) Descending(fraction float64) rt.Null[T] {
	return p.fromTop(fraction, CompareOf[T])
}

// DescendingNotNull is the percentile in the order from the greatest value down.
func (p *PercentileDiscOf[T]) DescendingNotNull(fraction float64) T { return p.Descending(fraction).V }

// CompareOf is the order of values that compare by a method.
func CompareOf[T Comparable[T]](a, b T) int {
	switch {
	case a.Less(b):
		return -1
	case b.Less(a):
		return 1
	}
	return 0
}
