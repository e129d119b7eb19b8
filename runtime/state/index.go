package state

import (
	"math/bits"
	"unsafe"
)

// Index finds the numbers of groups by their hashes: an open-addressing table with linear probing. It knows no keys: whoever
// probes compares them, for each slot whose hash matches. The zero value is ready, and takes its first memory with its first group.
//
// A lookup reads one cache line of the index in most cases, and a new group costs O(1) amortised. Slots lie in the order of
// their hashes, nearly, so that growing is one pass over the old and the new slots, both in order.
//
// It takes 8 bytes a slot. Up to a thousand groups at most a quarter of the slots are taken, and up to 32 thousand at most half, so
// that probing ends where it begins, as the processor foresees: 32 to 64 bytes a group, and 16 to 32. Beyond, where a lookup costs a
// cache miss anyway, up to three quarters are: 10.7 to 21.3 bytes.
type Index struct {
	slots []Slot
	shift uint8 // a hash's first slot is that of its lower 32 bits, shifted by it
	count int
	limit int // the count that makes it grow
}

// Slot is one place of an Index: the lower half of a group's hash, and the group's number plus 1; zero where free.
type Slot struct{ tag, group uint32 }

// Free reports that there is no group here, and none behind it that is looked for.
func (s Slot) Free() bool { return s.group == 0 }

// Is reports that the group here may have the hash: its lower 32 bits are the same.
func (s Slot) Is(hash uint64) bool { return s.tag == uint32(hash) }

// Group is the group's number.
func (s Slot) Group() uint32 { return s.group - 1 }

const (
	minSlots   = 64
	tinySlots  = 1 << 12
	smallSlots = 1 << 16
	maxSlots   = 1 << 32
	pageSlots  = 4096 / 8 // of a page of the system
)

// limitOf is how many of a number of slots are taken before there are twice as many (BenchmarkIndexLoad).
func limitOf(slots int) int {
	switch {
	case slots <= tinySlots:
		return slots / 4
	case slots <= smallSlots:
		return slots / 2
	}
	return slots / 4 * 3
}

// NewIndex returns an index with room for a number of groups before it grows.
func NewIndex(groups int) Index {
	slots := minSlots
	for limitOf(slots) < groups {
		slots *= 2
	}
	var x Index
	x.make(slots)
	return x
}

// make makes free slots. Each page of them is written before anybody reads it: the system gives a page that is read first to the process twice, at first
// as the one of zeros that all share, then as its own, for which the other processors are interrupted.
func (x *Index) make(slots int) {
	x.slots = make([]Slot, slots)
	for i := 0; i < slots; i += pageSlots {
		x.slots[i] = Slot{}
	}
	x.limit = limitOf(slots)
	x.shift = uint8(bits.LeadingZeros32(uint32(slots - 1)))
}

// First is the slot where probing for a hash begins.
func (x *Index) First(hash uint64) uint32 { return uint32(hash) >> (x.shift & 31) }

// Next is the slot behind i.
func (x *Index) Next(i uint32) uint32 { return (i + 1) & uint32(len(x.slots)-1) }

// At is the slot i.
func (x *Index) At(i uint32) Slot {
	if uint64(i) < uint64(len(x.slots)) {
		return x.slots[i]
	}
	return Slot{} // there are no slots yet
}

// Put takes a free slot, which probing for the hash led to, for a group. It may grow the index first: slots that were looked up
// before are no longer valid.
func (x *Index) Put(i uint32, hash uint64, group uint32) {
	if x.count >= x.limit {
		x.grow()
		i = x.free(hash)
	}
	x.slots[i] = Slot{uint32(hash), group + 1}
	x.count++
}

// free is the free slot that probing for a hash leads to.
func (x *Index) free(hash uint64) uint32 {
	i := x.First(hash)
	for !x.slots[i].Free() {
		i = x.Next(i)
	}
	return i
}

// grow doubles the slots. Nothing but the index is read: the lower halves of the hashes are in the slots.
func (x *Index) grow() {
	old := x.slots
	if uint64(len(old)) >= maxSlots {
		panic("state: an index holds no more than three billion groups")
	}
	x.make(max(minSlots, 2*len(old)))
	for _, slot := range old {
		if !slot.Free() {
			x.slots[x.free(uint64(slot.tag))] = slot
		}
	}
}

// Delete forgets a group, by its hash and number; without effect where it isn't there. Groups behind it move up, so that nothing
// is left of it: O(1), as a lookup.
func (x *Index) Delete(hash uint64, group uint32) {
	i := x.First(hash)
	for x.At(i).group != group+1 {
		if x.At(i).Free() {
			return
		}
		i = x.Next(i)
	}
	x.count--
	x.close(i)
}

// close frees slot i and fills the gap with the next group that may stand there, then the gap that it leaves, and so on.
func (x *Index) close(gap uint32) {
	mask := uint32(len(x.slots) - 1)
	for i := x.Next(gap); !x.slots[i].Free(); i = x.Next(i) {
		first := x.First(uint64(x.slots[i].tag))
		if (i-first)&mask >= (i-gap)&mask { // its probing passes the gap
			x.slots[gap] = x.slots[i]
			gap = i
		}
	}
	x.slots[gap] = Slot{}
}

// Len is the number of groups.
func (x *Index) Len() int { return x.count }

// Clear forgets all groups and keeps the slots: O(slots).
func (x *Index) Clear() {
	clear(x.slots)
	x.count = 0
}

// Used reports that the groups take a good part of the slots: that it is worth to Clear the index for as many, and not to begin
// with a new one.
func (x *Index) Used() bool { return len(x.slots) <= max(minSlots, 16*x.count) }

// Bytes is the memory that the index takes.
func (x *Index) Bytes() int { return len(x.slots) * int(unsafe.Sizeof(Slot{})) }
