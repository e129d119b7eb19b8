//go:build weir_small_parts

package rt

// thawBytes is a part of one group. With it tests that kill jobs, whose state is small, find many of them while a checkpoint is being written.
const thawBytes = 1
