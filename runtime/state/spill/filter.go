package spill

import "math/bits"

// filter says of a key that it isn't in the store, or may be: one of a hundred keys that never were there may be. So a new key costs no
// look into the store. Keys can't be taken out again.
//
// It is a chain of blocked Bloom filters (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007), each twice
// as large as the one before: a lookup reads one cache line in each, and keys take 1.25 to 2.5 bytes. The zero value is ready.
type filter struct {
	levels []level
	keys   int
}

type level struct {
	blocks []block
	room   int // keys that may still come
}

// block is a cache line.
type block [8]uint64

const (
	bitsPerKey   = 10
	probes       = 6
	minFilter    = 1 << 10 // keys
	blockBits    = 8 * 64
	probeBits    = 9 // of a bit's place in a block
	filterSecret = 0x9e3779b97f4a7c15
)

// newLevel makes room for a number of keys.
func newLevel(keys int) level {
	return level{make([]block, (keys*bitsPerKey+blockBits-1)/blockBits), keys}
}

// add takes a key by its hash. first is how many keys there is room for in the beginning.
func (f *filter) add(hash uint64, first int) {
	if f.may(hash) {
		return
	}
	last := len(f.levels) - 1
	if last < 0 || f.levels[last].room == 0 {
		f.levels = append(f.levels, newLevel(max(minFilter, first, f.keys)))
		last++
	}
	f.levels[last].put(hash)
	f.keys++
}

// may reports that a key may have been added.
func (f *filter) may(hash uint64) bool {
	for i := range f.levels {
		if f.levels[i].has(hash) {
			return true
		}
	}
	return false
}

// place is the block of a hash, and the bits from which its places in it are taken.
func (l *level) place(hash uint64) (*block, uint64) {
	mixed := hash * filterSecret // the upper bits of a partition's hashes are much alike
	at, _ := bits.Mul64(mixed, uint64(len(l.blocks)))
	return &l.blocks[at], bits.ReverseBytes64(mixed) * filterSecret
}

func (l *level) put(hash uint64) {
	block, places := l.place(hash)
	for range probes {
		places = bits.RotateLeft64(places, probeBits)
		block[places>>6&7] |= 1 << (places & 63)
	}
	l.room--
}

func (l *level) has(hash uint64) bool {
	block, places := l.place(hash)
	for range probes {
		places = bits.RotateLeft64(places, probeBits)
		if block[places>>6&7]&(1<<(places&63)) == 0 {
			return false
		}
	}
	return true
}

// bytes is the memory that the filter takes.
func (f *filter) bytes() (sum int) {
	for _, level := range f.levels {
		sum += 64 * len(level.blocks)
	}
	return sum
}
