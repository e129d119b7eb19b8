package state

// Index finds a group's number by its key's hash: open addressing with linear probing in a table of 8 bytes a slot, at most
// three quarters full. Looking up costs one cache line as a rule; the zero value is an empty index.
//
//	for i := index.First(hash); ; i = index.Next(i) {
//		slot := index.At(i)
//		if slot.Free() { … }                // not there
//		if slot.Is(hash) && sameKey(slot.Group()) { … }
//	}
type Index struct {
	slots  []Slot
	mask   uint64
	hashes []uint64 // of the groups, by number: for growing
}

// Slot is one place of an index: the upper half of a hash, and a group's number plus one.
type Slot uint64

// First is the place where a hash's slots begin.
func (x *Index) First(hash uint64) uint64 { return hash & x.mask }

// Next is the place behind another.
func (x *Index) Next(i uint64) uint64 { return (i + 1) & x.mask }

// At returns the slot at a place.
func (x *Index) At(i uint64) Slot {
	if i < uint64(len(x.slots)) {
		return x.slots[i]
	}
	return 0 // no group yet
}

// Free reports a slot without a group: the key isn't there.
func (s Slot) Free() bool { return s == 0 }

// Is reports a slot whose hash looks like this one.
func (s Slot) Is(hash uint64) bool { return uint32(s>>32) == uint32(hash>>32) }

// Group is the number of the slot's group.
func (s Slot) Group() int { return int(uint32(s)) - 1 }

// Put adds a group, whose number is the number of groups before it.
func (x *Index) Put(hash uint64, group int) {
	x.hashes = append(x.hashes, hash)
	if uint64(len(x.hashes))*4 > uint64(len(x.slots))*3 {
		x.grow()
		return
	}
	x.put(hash, group)
}

func (x *Index) put(hash uint64, group int) {
	i := x.First(hash)
	for x.slots[i] != 0 {
		i = x.Next(i)
	}
	x.slots[i] = Slot(hash&^0xffffffff | uint64(uint32(group+1)))
}

// firstSlots is the size of the first table.
const firstSlots = 16

// grow doubles the table and puts all groups in again.
func (x *Index) grow() {
	x.slots = make([]Slot, max(firstSlots, 2*len(x.slots)))
	x.mask = uint64(len(x.slots) - 1)
	for group, hash := range x.hashes {
		x.put(hash, group)
	}
}

// Len is the number of groups.
func (x *Index) Len() int { return len(x.hashes) }
