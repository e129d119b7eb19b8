package state

// manyGroups is from where on a table's groups don't stay in the nearest caches.
const manyGroups = 1 << 13

// Look touches what is read to find the groups of these hashes, so that it is at hand when they are looked up one after the other: what one waits for
// in memory, the others don't. Those are the index's slots, and the groups where they are too many for the caches, too.
func Look[G any](x *Index, p *Pages[G], hashes []uint64) {
	if x.count < manyGroups {
		return
	}
	if !x.Large() {
		touched(x.touch(hashes))
		return
	}
	var found [blockRows]uint32
	for len(hashes) > 0 {
		some := hashes[:min(len(found), len(hashes))]
		ahead(x, p, some, found[:len(some)])
		hashes = hashes[len(some):]
	}
}

// ahead touches the slots and the groups of hashes, and finds for each the number of the first group that may have it.
func ahead[G any](x *Index, p *Pages[G], hashes []uint64, found []uint32) {
	touched(x.touch(hashes))
	x.look(hashes, found)
	touched(p.touch(found))
}

// touched is where what was read for its own sake goes: nobody wants it, but the compiler mustn't know.
//
//go:noinline
func touched(uint64) {}
