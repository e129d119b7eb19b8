package scan

// Form is of numbers that have the same number of decimals: where in a word that ends with such a number its digits and its point are.
type Form struct {
	Before, Behind uint64 // bytes of digits, before the point and behind it
	Point, Dot     uint64 // the byte of the point, and what it is among digits
	Points         int    // how many points there are
}

// Forms are those of up to six decimals, by their number.
var Forms = func() (all [7]Form) {
	all[0].Behind = 1<<64 - 1
	for scale := 1; scale < len(all); scale++ {
		at := (7 - scale) * 8
		all[scale] = Form{Before: 1<<at - 1, Behind: ^uint64(0) << (at + 8), Point: 0xff << at, Dot: ('.' ^ '0') << at, Points: 1}
	}
	return all
}()
