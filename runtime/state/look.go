package state

// manyGroups is from where on a table's groups don't stay in the nearest caches.
const manyGroups = 1 << 13

// Look finds for each hash the number of the group that is likely its: the first one with a hash like its, or NoGroup. They are found one after the
// other before any of them is read, so that what one waits for in memory, the others don't. The groups count as touched.
//
//	state.Look(&groups.index, &groups.pages, hashes, likely)
//	for i, number := range likely {
//		g := groups.pages.Likely(number)
//		if g == nil || g.Symbol != rows[i].Symbol {
//			g = groups.of(&rows[i])
//		}
//	}
func Look[G any](x *Index, p *Pages[G], hashes []uint64, likely []uint32) {
	switch {
	case x.Large():
		ahead(x, p, hashes, likely)
	case x.count >= manyGroups:
		touched(x.touch(hashes))
		x.look(hashes, likely)
	default:
		x.look(hashes, likely)
	}
	if p.Tracked() {
		p.touchAll(likely)
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

// look finds for each hash the number of the first group that may have it, or NoGroup.
func (x *Index) look(hashes []uint64, found []uint32) {
	slots, found := x.slots, found[:len(hashes)]
	for n, hash := range hashes {
		i := uint(x.First(hash))
		if i >= uint(len(slots)) { // there are none
			found[n] = NoGroup
			continue
		}
		behind := uint(0) // where it isn't there, it is most likely in the next one: that can't be predicted, so there is no branch
		if slots[i].tag != uint32(hash) {
			behind = 1
		}
		slot := slots[(i+behind)&uint(len(slots)-1)]
		if !slot.Is(hash) {
			slot = x.probe(hash)
		}
		found[n] = slot.Group() // NoGroup for a free one
	}
}

// probe is the first slot that is free, or may have the hash.
func (x *Index) probe(hash uint64) Slot {
	i := x.First(hash)
	slot := x.At(i)
	for !slot.Free() && !slot.Is(hash) {
		i = x.Next(i)
		slot = x.At(i)
	}
	return slot
}

// touchAll is Touch of groups, and of NoGroup.
func (p *Pages[G]) touchAll(numbers []uint32) {
	for _, number := range numbers {
		if number != NoGroup {
			p.Touch(number)
		}
	}
}

// Likely is the group of a number that Look has found, nil for NoGroup.
func (p *Pages[G]) Likely(number uint32) *G {
	if number == NoGroup {
		return nil
	}
	return p.At(number)
}
