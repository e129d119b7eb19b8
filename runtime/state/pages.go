package state

import (
	"iter"
	"math/bits"
	"unsafe"
)

// Pages holds groups, which are known by their numbers: 0, 1, 2, … in the order in which they came; numbers of deleted groups are
// given again, the last one first. A group stays where it is, so that pointers to it are good until it is deleted. The zero value
// is ready.
//
// Groups lie in pages of sixteen, and pages are allocated by the block: as many as there are already, up to blockPages. So a table of
// few groups, of which windows of time make many, is small, and a new group in a great one costs a part of an allocation.
type Pages[G any] struct {
	pages []*page[G]
	dead  []uint64 // of deleted groups, one bit each; as long as it must be
	next  uint32   // the least number never given
	free  []uint32 // numbers to be given again

	changed []uint64   // since the last snapshot, one bit each; nil before the first one: all are; empty while groups are frozen
	frozen  *frozen[G] // what the snapshot that is being taken still lacks; nil for nothing
}

const (
	pageBits   = 4
	pageSize   = 1 << pageBits
	blockPages = 16
	wordBits   = 6 // of a word of dead
	wordSize   = 1 << wordBits
)

type page[G any] [pageSize]G

// Add makes a group, its zero value.
func (p *Pages[G]) Add() (number uint32, group *G) {
	if last := len(p.free) - 1; last >= 0 {
		number, p.free = p.free[last], p.free[:last]
		p.dead[number>>wordBits] &^= 1 << (number % wordSize)
		p.Touch(number)
		return number, p.At(number)
	}
	number = p.next
	if p.next++; int(number>>pageBits) == len(p.pages) {
		p.grow()
	}
	p.Touch(number)
	return number, p.At(number)
}

// Tracked reports that somebody takes snapshots: Touch and Changed matter.
func (p *Pages[G]) Tracked() bool { return p.changed != nil }

// Mark is Touch where a bit is all that it takes, or nothing since nobody takes snapshots; false where it is to be called. It is for where each
// row comes by: it is compiled in line, and a call isn't.
//
//	if !pages.Mark(number) {
//		pages.Touch(number)
//	}
func (p *Pages[G]) Mark(number uint32) (done bool) {
	if word := number >> wordBits; int(word) < len(p.changed) {
		p.changed[word] |= 1 << (number % wordSize)
		return true
	}
	return p.changed == nil
}

// Touch says that a group is about to change. It does nothing as long as nobody takes snapshots.
func (p *Pages[G]) Touch(number uint32) {
	switch {
	case p.Mark(number):
	case p.frozen == nil:
		p.changed = marked(p.changed, number)
	default:
		p.frozen.since = marked(p.frozen.since, number)
		p.copyOut(number)
	}
}

// marked is a set of numbers, and another one.
func marked(set []uint64, number uint32) []uint64 {
	for int(number>>wordBits) >= len(set) {
		set = append(set, 0)
	}
	set[number>>wordBits] |= 1 << (number % wordSize)
	return set
}

// Touched reports a group that was added or touched since the last snapshot began.
func (p *Pages[G]) Touched(number uint32) bool {
	set, word := p.changed, int(number>>wordBits)
	if p.frozen != nil {
		set = p.frozen.since
	}
	return word < len(set) && set[word]&(1<<(number%wordSize)) != 0
}

// Changed walks the groups that were added or touched since it was called last, in the order of their numbers; all, where that is wanted or it
// is the first time.
func (p *Pages[G]) Changed(all bool) iter.Seq2[uint32, *G] {
	if changed := p.changed; changed != nil && !all {
		return func(yield func(uint32, *G) bool) {
			for word, bits := range changed {
				changed[word] = 0
				p.yieldWord(uint32(word), bits, yield)
			}
		}
	}
	p.changed = make([]uint64, (p.next+wordSize-1)/wordSize, max(1, (p.next+wordSize-1)/wordSize))
	return p.All()
}

// yieldWord gives the groups of one word of bits that aren't deleted.
func (p *Pages[G]) yieldWord(word uint32, set uint64, yield func(uint32, *G) bool) {
	if int(word) < len(p.dead) {
		set &^= p.dead[word]
	}
	for ; set != 0; set &= set - 1 {
		if number := word<<wordBits + uint32(bits.TrailingZeros64(set)); !yield(number, p.At(number)) {
			return
		}
	}
}

// grow allocates a block of pages. They are written before anybody reads them: see Index.make.
func (p *Pages[G]) grow() {
	var none G
	block := make([]page[G], min(max(len(p.pages), 1), blockPages))
	for i := range block {
		block[i][0] = none
		p.pages = append(p.pages, &block[i])
	}
}

// At is the group of a number.
func (p *Pages[G]) At(number uint32) *G { return &p.pages[number>>pageBits][number%pageSize] }

// Delete forgets a group, and what it points to.
func (p *Pages[G]) Delete(number uint32) {
	if p.frozen != nil {
		p.copyOut(number)
	}
	var none G
	*p.At(number) = none
	for int(number>>wordBits) >= len(p.dead) {
		p.dead = append(p.dead, 0)
	}
	p.dead[number>>wordBits] |= 1 << (number % wordSize)
	p.free = append(p.free, number)
}

// Len is the number of groups.
func (p *Pages[G]) Len() int { return int(p.next) - len(p.free) }

// Next is the first group from a number on; false where there is none. Walks that may be interrupted, and resumed behind a group
// that failed, are made of it: for n, ok := p.Next(0); ok; n, ok = p.Next(n + 1).
func (p *Pages[G]) Next(from uint32) (number uint32, ok bool) {
	for from < p.next && int(from>>wordBits) < len(p.dead) {
		if live := ^p.dead[from>>wordBits] >> (from % wordSize); live != 0 {
			from += uint32(bits.TrailingZeros64(live))
			break
		}
		from = from>>wordBits<<wordBits + wordSize
	}
	return from, from < p.next
}

// All walks the groups in the order of their numbers. A group may be deleted while it is visited.
func (p *Pages[G]) All() iter.Seq2[uint32, *G] {
	return func(yield func(uint32, *G) bool) {
		for n, ok := p.Next(0); ok; n, ok = p.Next(n + 1) {
			if !yield(n, p.At(n)) {
				return
			}
		}
	}
}

// Clear forgets all groups and what they point to; their memory is kept for the next ones: O(groups).
func (p *Pages[G]) Clear() {
	if p.frozen != nil {
		p.copyAll()
	}
	for _, page := range p.pages[:(int(p.next)+pageSize-1)>>pageBits] {
		clear(page[:])
	}
	clear(p.dead)
	p.next, p.free, p.changed = 0, p.free[:0], nil
}

// Room is the number of groups that there is memory for.
func (p *Pages[G]) Room() int { return len(p.pages) * pageSize }

// Bytes is the memory that the groups take, without what they point to and the rounding of Go's allocator.
func (p *Pages[G]) Bytes() int {
	return len(p.pages)*int(unsafe.Sizeof(page[G]{})) + 8*cap(p.pages) + 8*cap(p.dead) + 4*cap(p.free)
}
