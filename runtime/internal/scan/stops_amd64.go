package scan

import "unsafe"

// stopBlocks is Stops of as many bytes from the text's start as are done.
func stopBlocks(list []uint32, text string, at uint32, a, b byte) (done, count int, highs bool) {
	blocks := len(text) / BlockSize
	if !hasVBMI2 || blocks == 0 {
		return 0, 0, false
	}
	_ = list[blocks*BlockSize-1]
	count, high := stopsAVX512(&list[0], unsafe.StringData(text), blocks, at+1, a, b)
	return blocks * BlockSize, count, high != 0
}

// stopsAVX512 has a register list the stops of a block: VPCOMPRESSB moves those of 64 bytes that are marked to the front. It writes 64 for a block at most,
// whatever stands there.
//
//go:noescape
func stopsAVX512(list *uint32, text *byte, blocks int, behind uint32, a, b byte) (count int, highs uint64)
