//go:build !amd64

package scan

// markBlocks marks 64 bytes of text for each of marks.
func markBlocks(marks []Marks, text string, a, b byte) { markWords(marks, text, a, b) }

// pairBlocks is Pairs of whole blocks.
func pairBlocks(text string, lead uint64) (wrong, leads uint64) { return pairWords(text, lead) }
