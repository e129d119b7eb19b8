package rt

import (
	"math"
	"slices"
)

// span is a part of a split: [start, end).
type span struct{ start, end int64 }

// spanOf is all of a split, or of a range of one. Where the end isn't known it is as far as can be.
func spanOf(s *Split) span {
	if s.End <= s.Start {
		return span{s.Start, math.MaxInt64}
	}
	return span{s.Start, s.End}
}

// spans are parts of a split in its order, none of which touches another: so they stay few where ranges are read in turn.
type spans []span

// with returns the spans with one more, which overlaps none of them.
func (s spans) with(added span) spans {
	at, _ := slices.BinarySearchFunc(s, added.start, func(one span, start int64) int {
		if one.start < start {
			return -1
		}
		return 1
	})
	if at < len(s) && s[at].start == added.end {
		added.end = s[at].end
		s = slices.Delete(s, at, at+1)
	}
	if at > 0 && s[at-1].end == added.start {
		s[at-1].end = added.end
		return s
	}
	return slices.Insert(s, at, added)
}

// gaps is what of a whole isn't in the spans.
func (s spans) gaps(whole span) (gaps []span) {
	from := whole.start
	for _, one := range s {
		if one.start >= whole.end {
			break
		}
		if one.start > from {
			gaps = append(gaps, span{from, one.start})
		}
		from = max(from, one.end)
	}
	if from < whole.end {
		gaps = append(gaps, span{from, whole.end})
	}
	return gaps
}
