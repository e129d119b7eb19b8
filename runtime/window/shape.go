// Package window keeps the tables of groups of windows of time.
//
// A window that overlaps others is not kept whole: time is cut into slices, so that a row is taken into one slice, whatever
// number of windows it falls into, and a window is put together from its slices when it is emitted (Traub et al., "Scotty",
// ICDE 2018). A tumbling window is its own only slice.
//
//	HOP, size 10 min, slide 5 min:
//	slices    │ 0–5 │ 5–10 │ 10–15 │
//	windows   └────────────┘
//	                └──────────────┘
//
// All times are microseconds since 1970-01-01; windows are half open, [start, end).
package window

import "math"

// Shape says where windows begin and end, and how time is cut into slices.
type Shape struct {
	size, slide, offset int64
	width               int64 // of a slice; 0 for windows that rows bring along
	lateness            int64
	nested              bool // windows of one size begin together and grow by slide: CUMULATE
}

// Tumbling windows of a size follow each other.
func Tumbling(size, offset, lateness int64) Shape {
	return Shape{size: size, slide: size, offset: offset, width: size, lateness: lateness}
}

// Hopping windows of a size begin at each slide, which need not divide the size.
func Hopping(size, slide, offset, lateness int64) Shape {
	return Shape{size: size, slide: slide, offset: offset, width: gcd(size, slide), lateness: lateness}
}

// Cumulating windows begin together at each size, and end at each step up to it.
func Cumulating(size, step, offset, lateness int64) Shape {
	return Shape{size: size, slide: step, offset: offset, width: step, lateness: lateness, nested: true}
}

// Attached windows are those that rows bring along.
func Attached(lateness int64) Shape { return Shape{lateness: lateness} }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// floor is the greatest multiple of step, plus the offset, that is not above time.
func (s *Shape) floor(time, step int64) int64 {
	past := (time - s.offset) % step
	if past < 0 {
		past += step
	}
	return time - past
}

// FirstEnd is the end of the first window that takes a row of a time.
func (s *Shape) FirstEnd(time int64) int64 {
	if s.nested {
		return s.floor(time, s.slide) + s.slide
	}
	// The first window begins behind time - size.
	return s.floor(time-s.size, s.slide) + s.slide + s.size
}

// LastEnd is the end of the last window that takes a row of a time. Where a slide is longer than the size, a row may fall
// between two windows: then it is before FirstEnd.
func (s *Shape) LastEnd(time int64) int64 {
	if s.nested {
		return s.floor(time, s.size) + s.size
	}
	return s.floor(time, s.slide) + s.size
}

// NextEnd is the end of the window behind the one that ends at end.
func (s *Shape) NextEnd(end int64) int64 { return end + s.slide }

// StartOf is the start of the window that ends at end.
func (s *Shape) StartOf(end int64) int64 {
	if s.nested {
		return s.floor(end-1, s.size)
	}
	return end - s.size
}

// Late reports that the watermark has passed the end of a window, and the time that it is kept open for late rows.
func (s *Shape) Late(end, watermark int64) bool { return end+s.lateness <= watermark }

// endOfTime is the watermark behind the last row.
const endOfTime = math.MaxInt64
