package state

// manyGroups is from where on a table's groups don't stay in the nearest caches.
const manyGroups = 1 << 13

// Look touches what is read to find the groups of these hashes, so that it is at hand when they are looked up one after the other: what one waits for
// in memory, the others don't. Those are the index's slots, and the groups where they are too many for the caches, too.
func Look[G any](x *Index, p *Pages[G], hashes []uint64) {
	if x.count < manyGroups {
		return
	}
	touched(x.touch(hashes))
	if !x.Large() {
		return
	}
	var found [blockRows]uint32
	for len(hashes) > 0 {
		some := hashes[:min(len(hashes), len(found))]
		hashes = hashes[len(some):]
		x.look(some, found[:])
		touched(p.touch(found[:len(some)]))
	}
}

// touched is where what was read for its own sake goes: nobody wants it, but the compiler mustn't know.
//
//go:noinline
func touched(uint64) {}
