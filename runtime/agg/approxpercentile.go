package agg

import (
	"math"
	"slices"

	rt "github.com/weirsql/weir/runtime"
)

// ApproxPercentile is APPROX_PERCENTILE: a merging t-digest (Dunning, Ertl, "Computing Extremely Accurate Quantiles Using t-Digests",
// 2019), which keeps the values near the ends one by one and those in the middle as means of many. Of few values it is exact.
// Infinities and NaN, which have no means, are counted apart. 112 bytes, and up to 10 KiB.
type ApproxPercentile struct {
	centroids []centroid // in order
	added     []centroid // not yet merged into them
	spare     []centroid // what centroids are merged into
	ends      [2]float64 // the least and the greatest value
	low, high int64      // rows of -∞ and ∞
	nan       int64
}

// centroid is the mean of some values.
type centroid struct{ mean, weight float64 }

const (
	compression = 200 // as many centroids at most, nearly
	addedLength = 2 * compression
)

// Add takes a value.
func (d *ApproxPercentile) Add(x float64) {
	if x-x != 0 {
		d.addSpecial(x)
		return
	}
	d.reach(x, x)
	d.add(centroid{x, 1})
}

func (d *ApproxPercentile) add(c centroid) {
	if len(d.added) == addedLength {
		d.merge()
	}
	d.added = append(d.added, c)
}

// reach notes values that may be the least and the greatest, before they are added.
func (d *ApproxPercentile) reach(least, greatest float64) {
	if len(d.centroids)+len(d.added) == 0 {
		d.ends = [2]float64{least, greatest}
	}
	d.ends[0], d.ends[1] = min(d.ends[0], least), max(d.ends[1], greatest)
}

func (d *ApproxPercentile) addSpecial(x float64) {
	switch {
	case x != x:
		d.nan++
	case x > 0:
		d.high++
	default:
		d.low++
	}
}

// Merge takes another group's values.
func (d *ApproxPercentile) Merge(other *ApproxPercentile) {
	d.low, d.high, d.nan = d.low+other.low, d.high+other.high, d.nan+other.nan
	for _, list := range [][]centroid{other.centroids, other.added} {
		for _, c := range list {
			d.reach(other.ends[0], other.ends[1])
			d.add(c)
		}
	}
}

// merge merges what was added into the centroids: neighbours become one as long as they are within one step of the scale, whose
// steps are small near the ends.
func (d *ApproxPercentile) merge() {
	if len(d.added) == 0 {
		return
	}
	slices.SortFunc(d.added, compareCentroids)
	total := 0.0
	for _, list := range [][]centroid{d.centroids, d.added} {
		for _, c := range list {
			total += c.weight
		}
	}
	merged, before := d.spare[:0], 0.0
	limit := scaleLimit(0, total)
	next := mergedOrder(d.centroids, d.added)
	current, _ := next()
	for c, ok := next(); ok; c, ok = next() {
		if before+current.weight+c.weight <= limit {
			current.weight += c.weight
			current.mean += (c.mean - current.mean) * (c.weight / current.weight)
			continue
		}
		before += current.weight
		merged = append(merged, current)
		limit = scaleLimit(before, total)
		current = c
	}
	d.spare = d.centroids
	d.centroids, d.added = append(merged, current), d.added[:0]
}

func compareCentroids(a, b centroid) int {
	switch {
	case a.mean < b.mean:
		return -1
	case a.mean > b.mean:
		return 1
	}
	return 0
}

// mergedOrder gives the centroids of two ordered lists in order.
func mergedOrder(a, b []centroid) func() (centroid, bool) {
	return func() (c centroid, ok bool) {
		switch {
		case len(a) == 0 && len(b) == 0:
			return c, false
		case len(b) == 0 || len(a) > 0 && a[0].mean <= b[0].mean:
			c, a = a[0], a[1:]
		default:
			c, b = b[0], b[1:]
		}
		return c, true
	}
}

// scaleLimit is the weight up to which a centroid that begins behind some weight may reach: one step of the scale k₁.
func scaleLimit(before, total float64) float64 {
	k := compression/(2*math.Pi)*math.Asin(2*before/total-1) + 1
	if k >= compression/4 {
		return total
	}
	return total * (math.Sin(k*(2*math.Pi)/compression) + 1) / 2
}

// Value is the percentile of a fraction between 0 and 1, about; NULL of no rows.
func (d *ApproxPercentile) Value(fraction float64) rt.Null[float64] {
	d.merge()
	if len(d.centroids) == 0 && d.low+d.high+d.nan == 0 {
		return rt.Null[float64]{}
	}
	return rt.Of(d.ValueNotNull(fraction))
}

// ValueNotNull is the percentile.
func (d *ApproxPercentile) ValueNotNull(fraction float64) float64 {
	d.merge()
	finite := 0.0
	for _, c := range d.centroids {
		finite += c.weight
	}
	place := fraction*(finite+float64(d.low+d.high+d.nan)-1) - float64(d.low)
	switch {
	case place > finite-1+float64(d.high):
		return math.NaN()
	case place > finite-1 && d.high+d.nan > 0:
		return math.Inf(1)
	case place < 0 && d.low > 0:
		return math.Inf(-1)
	case place <= 0: // a centroid of merged digests may stand outside of its place
		return d.ends[0]
	case place >= finite-1:
		return d.ends[1]
	}
	return d.interpolated(place)
}

// interpolated is the value at a place from 0 to the number of finite values, less 1: a centroid stands in the middle of its own, the
// least and the greatest value at the ends.
func (d *ApproxPercentile) interpolated(place float64) float64 {
	from, low, before := 0.0, d.ends[0], 0.0
	for _, c := range d.centroids {
		if middle := before + (c.weight-1)/2; place > middle {
			from, low = middle, c.mean
		} else {
			return between(low, c.mean, (place-from)/(middle-from))
		}
		before += c.weight
	}
	return between(low, d.ends[1], (place-from)/(before-1-from))
}

// between is a value on the way from low to high; high where there is no way.
func between(low, high, part float64) float64 {
	if part >= 0 && part < 1 {
		return low + (high-low)*part
	}
	return high
}
