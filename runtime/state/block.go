package state

import "unsafe"

// Block holds rows that are taken into their groups together, since the table is larger than the processor's caches: what is read to find the
// groups is touched for all of them first, one kind after the other, so that they wait for memory side by side. Rows keep their order.
//
//	one by one    slot ····· group ····· slot ····· group ·····        each · is a miss
//	in a block    slot, slot, slot ····· group, group, group ·····
//
// The zero value is ready.
type Block[R, G any] struct {
	rows   [blockRows]R
	hashes [blockRows]uint64
	found  [blockRows]uint32
	count  int
}

// blockRows is how many rows wait: enough that starting to wait is nothing, few enough that what was touched is still at hand
// (BenchmarkBlock). A power of two.
const blockRows = 64

// Add has a row wait, whose key has the hash. full says that the block is to be taken.
func (b *Block[R, G]) Add(row *R, hash uint64) (full bool) {
	at := b.count % blockRows
	b.rows[at], b.hashes[at] = *row, hash
	b.count = at + 1
	return b.count == blockRows
}

// Take empties the block. It returns the rows, and for each the number of the group that is likely its, or NoGroup: the first one with a hash like
// its.
func (b *Block[R, G]) Take(index *Index, pages *Pages[G]) (rows []R, likely []uint32) {
	rows, likely = b.rows[:b.count], b.found[:b.count]
	ahead(index, pages, b.hashes[:b.count], likely)
	b.count = 0
	return rows, likely
}

// NoGroup is the number of no group.
const NoGroup = ^uint32(0)

// Large reports an index whose groups are too many for the processor's nearer caches.
func (x *Index) Large() bool { return len(x.slots) > smallSlots }

// touch reads the slots where probing for the hashes begins.
func (x *Index) touch(hashes []uint64) (sum uint64) {
	for _, hash := range hashes {
		sum += uint64(x.At(x.First(hash)).tag)
	}
	return sum
}

// touch reads each cache line of the groups.
func (p *Pages[G]) touch(numbers []uint32) (sum uint64) {
	const line = 64
	var none G
	size := unsafe.Sizeof(none)
	for _, number := range numbers {
		if number == NoGroup || size == 0 {
			continue
		}
		group := unsafe.Pointer(p.At(number))
		for offset := uintptr(0); offset < size; offset += line {
			sum += uint64(*(*byte)(unsafe.Add(group, offset)))
		}
		sum += uint64(*(*byte)(unsafe.Add(group, size-1)))
	}
	return sum
}
