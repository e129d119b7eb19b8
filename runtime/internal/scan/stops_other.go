//go:build !amd64

package scan

// stopBlocks is Stops of as many bytes from the text's start as are done: none on this kind of processor.
func stopBlocks(list []uint32, text string, at uint32, a, b byte) (done, count int, highs bool) {
	return 0, 0, false
}
