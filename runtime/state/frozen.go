package state

import (
	"math/bits"

	"github.com/weirsql/weir/runtime/snapshot"
)

// frozen are the groups that a snapshot is yet to write, as they were when it began. They are written one after another while rows come in
// between; one that a row reaches before its turn is written first, as it still is (copy on write):
//
//	barrier ──▶ Freeze          thaw         Touch(70)                thaw
//	frozen      {3, 64, 70, 71}  {64, 70, 71}  {64, 71}: 70 is written   {}
//
// So a snapshot takes a bit for each group, and no copy of any.
type frozen[G any] struct {
	bits  []uint64 // one for each group that is yet to be written
	word  int      // those before it are 0
	since []uint64 // groups that were touched since the snapshot began, one bit each
	write func(*G)
	sweep func(*G) // nil for none
}

// Freeze begins a snapshot of the groups that were added or touched since the last one; of all, where the writer wants them or it is the
// first. write writes a group: later, as it is now.
func (p *Pages[G]) Freeze(to *snapshot.Writer, write func(group *G)) {
	p.FreezeAndSweep(to, write, nil)
}

// FreezeAndSweep is Freeze for groups that are to go once a snapshot has said what became of them: sweep is called behind each that was
// written and hasn't been touched since, and may delete it.
func (p *Pages[G]) FreezeAndSweep(to *snapshot.Writer, write, sweep func(group *G)) {
	words := int(p.next+wordSize-1) / wordSize
	set := p.changed
	if set == nil || to.All {
		set = p.everyBit(words)
	}
	for word := range min(len(set), len(p.dead)) {
		set[word] &^= p.dead[word]
	}
	p.changed = []uint64{} // so that nothing is done by Mark alone
	p.frozen = &frozen[G]{bits: set, since: make([]uint64, words, max(1, words)), write: write, sweep: sweep}
	to.Later(func() bool { return p.thaw(to) })
}

// everyBit has a bit for each number that was given.
func (p *Pages[G]) everyBit(words int) []uint64 {
	set := make([]uint64, words)
	for word := range set {
		set[word] = ^uint64(0)
	}
	if last := p.next % wordSize; last > 0 {
		set[words-1] = 1<<last - 1
	}
	return set
}

// thaw writes frozen groups until the writer is full, in the order of their numbers, and reports that none is left.
func (p *Pages[G]) thaw(to *snapshot.Writer) (done bool) {
	f := p.frozen
	if f == nil {
		return true
	}
	for ; f.word < len(f.bits); f.word++ {
		for f.bits[f.word] != 0 {
			if to.Full() {
				return false
			}
			bit := bits.TrailingZeros64(f.bits[f.word])
			group := p.At(uint32(f.word<<wordBits + bit))
			f.write(group)
			f.bits[f.word] &^= 1 << bit
			if f.sweep != nil {
				f.sweep(group)
			}
		}
	}
	p.changed, p.frozen = f.since, nil
	return true
}

// copyOut writes a group that is about to change, if it is frozen. It is frozen until it is written: a panic in between loses nothing.
func (p *Pages[G]) copyOut(number uint32) {
	f, word, bit := p.frozen, int(number>>wordBits), uint64(1)<<(number%wordSize)
	if word < len(f.bits) && f.bits[word]&bit != 0 {
		f.write(p.At(number))
		f.bits[word] &^= bit
	}
}

// copyAll writes all frozen groups, which are about to go.
func (p *Pages[G]) copyAll() {
	f := p.frozen
	for word, set := range f.bits {
		for ; set != 0; set &= set - 1 {
			f.write(p.At(uint32(word<<wordBits + bits.TrailingZeros64(set))))
		}
		f.bits[word] = 0
	}
	p.frozen = nil
}
