package rt

import (
	"math/bits"
	"slices"
	"time"
)

// Pauses is a histogram of the times for which a partition stood: what of its rows came then had to wait so long.
type Pauses struct {
	Counts []int64       `json:"counts,omitempty"` // by pauseBucket
	Max    time.Duration `json:"max,omitempty"`
	Total  time.Duration `json:"total,omitempty"`
}

// pauseBucket is the place of a time in the histogram: a microsecond each up to four, then four to each power of two.
func pauseBucket(d time.Duration) int {
	micros := uint64(max(d, 0) / time.Microsecond)
	if micros < 4 {
		return int(micros)
	}
	power := bits.Len64(micros) - 1
	return 4*(power-1) + int(micros>>(power-2)&3)
}

// pauseBound is the end of a place's times.
func pauseBound(bucket int) time.Duration {
	bucket++
	if bucket < 4 {
		return time.Duration(bucket) * time.Microsecond
	}
	power := bucket/4 + 1
	return time.Duration((4+uint64(bucket%4))<<(power-2)) * time.Microsecond
}

// clone is what doesn't change with it.
func (p Pauses) clone() Pauses {
	p.Counts = slices.Clone(p.Counts)
	return p
}

func (p *Pauses) add(d time.Duration) {
	bucket := pauseBucket(d)
	for len(p.Counts) <= bucket {
		p.Counts = append(p.Counts, 0)
	}
	p.Counts[bucket]++
	p.Max = max(p.Max, d)
	p.Total += d
}

// merge adds the times of another partition, or of another run.
func (p *Pauses) merge(more Pauses) {
	counts := make([]int64, max(len(p.Counts), len(more.Counts))) // what a checkpoint says of earlier runs isn't to change with it
	copy(counts, p.Counts)
	for i, count := range more.Counts {
		counts[i] += count
	}
	*p = Pauses{counts, max(p.Max, more.Max), p.Total + more.Total}
}

// Count is how often it stood.
func (p *Pauses) Count() (sum int64) {
	for _, count := range p.Counts {
		sum += count
	}
	return sum
}

// Quantile is a time that a fraction of the pauses were no longer than, to a quarter of it.
func (p *Pauses) Quantile(fraction float64) time.Duration {
	left := int64(fraction * float64(p.Count()))
	for bucket, count := range p.Counts {
		if left -= count; left < 0 {
			return min(pauseBound(bucket), p.Max)
		}
	}
	return p.Max
}
