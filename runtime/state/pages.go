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
// A new group costs no allocation but one in pageSize; all else is O(1), and walking is O(pages) + O(groups).
type Pages[G any] struct {
	pages []*page[G]
	next  uint32   // the least number never given
	free  []uint32 // numbers to be given again
}

// pageSize is as many as the bits of a word: which groups of a page live is one word.
const (
	pageBits = 6
	pageSize = 1 << pageBits
)

type page[G any] struct {
	live   uint64
	groups [pageSize]G
}

// Add makes a group, its zero value.
func (p *Pages[G]) Add() (number uint32, group *G) {
	if last := len(p.free) - 1; last >= 0 {
		number, p.free = p.free[last], p.free[:last]
	} else {
		number = p.next
		if p.next++; int(number>>pageBits) == len(p.pages) {
			p.pages = append(p.pages, new(page[G]))
		}
	}
	page := p.pages[number>>pageBits]
	page.live |= 1 << (number % pageSize)
	return number, &page.groups[number%pageSize]
}

// At is the group of a number.
func (p *Pages[G]) At(number uint32) *G { return &p.pages[number>>pageBits].groups[number%pageSize] }

// Delete forgets a group, and what it points to.
func (p *Pages[G]) Delete(number uint32) {
	page := p.pages[number>>pageBits]
	page.live &^= 1 << (number % pageSize)
	var none G
	page.groups[number%pageSize] = none
	p.free = append(p.free, number)
}

// Len is the number of groups.
func (p *Pages[G]) Len() int { return int(p.next) - len(p.free) }

// Next is the first group from a number on; false where there is none. Walks that may be interrupted, and resumed behind a group
// that failed, are made of it: for n, ok := p.Next(0); ok; n, ok = p.Next(n + 1).
func (p *Pages[G]) Next(from uint32) (number uint32, ok bool) {
	for i := int(from >> pageBits); i < len(p.pages); i++ {
		if live := p.pages[i].live >> (from % pageSize) << (from % pageSize); live != 0 {
			return uint32(i<<pageBits + bits.TrailingZeros64(live)), true
		}
		from = 0
	}
	return 0, false
}

// All walks the groups in the order of their numbers. A group may be deleted while it is visited.
func (p *Pages[G]) All() iter.Seq2[uint32, *G] {
	return func(yield func(uint32, *G) bool) {
		for i, page := range p.pages {
			for live := page.live; live != 0; live &= live - 1 {
				n := bits.TrailingZeros64(live)
				if !yield(uint32(i<<pageBits+n), &page.groups[n]) {
					return
				}
			}
		}
	}
}

// Clear forgets all groups and what they point to; their memory is kept for the next ones: O(pages).
func (p *Pages[G]) Clear() {
	for _, page := range p.pages {
		clear(page.groups[:])
		page.live = 0
	}
	p.next, p.free = 0, p.free[:0]
}

// Bytes is the memory that the groups take, without what they point to and the rounding of Go's allocator.
func (p *Pages[G]) Bytes() int {
	return len(p.pages)*int(unsafe.Sizeof(page[G]{})) + 8*cap(p.pages) + 4*cap(p.free)
}
