package scan

import "unsafe"

// markBlocks marks 64 bytes of text for each of marks, of which there is one at least.
func markBlocks(marks []Marks, text string, a, b byte) {
	_ = text[len(marks)*BlockSize-1]
	if hasAVX2 {
		markAVX2(&marks[0], unsafe.StringData(text), len(marks), uint64(a)*Ones, uint64(b)*Ones)
	} else {
		markSSE2(&marks[0], unsafe.StringData(text), len(marks), uint64(a)*Ones, uint64(b)*Ones)
	}
}

// markSSE2 compares sixteen bytes at once, with what every processor of this kind has. a and b are eight times the byte.
//
//go:noescape
func markSSE2(marks *Marks, text *byte, blocks int, a, b uint64)

// markAVX2 is markSSE2 of 32 bytes at once.
//
//go:noescape
func markAVX2(marks *Marks, text *byte, blocks int, a, b uint64)

// pairBlocks is Pairs of whole blocks, of which there is one at least.
func pairBlocks(text string, lead uint64) (wrong, leads uint64) {
	if hasAVX2 {
		return pairsAVX2(unsafe.StringData(text), len(text)/BlockSize, lead)
	}
	return pairsSSE2(unsafe.StringData(text), len(text)/BlockSize, lead)
}

//go:noescape
func pairsSSE2(text *byte, blocks int, lead uint64) (wrong, leads uint64)

//go:noescape
func pairsAVX2(text *byte, blocks int, lead uint64) (wrong, leads uint64)
