package state

// manyGroups is from where on a table's groups don't stay in the nearest caches.
const manyGroups = 1 << 13

// Look touches what is read to find the groups of these hashes, so that it is at hand when they are looked up one after the other: what one waits for
// in memory, the others don't.
func Look[G any](x *Index, p *Pages[G], hashes []uint64) {
	if x.count < manyGroups {
		return
	}
	for _, hash := range hashes {
		x.seen += x.At(x.First(hash)).group
	}
}
