//go:build !weir_small_parts

package rt

// thawBytes is a part: it takes less than a tenth of a millisecond.
const thawBytes = 16 << 10
