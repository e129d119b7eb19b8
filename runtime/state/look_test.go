package state

import (
	"math/rand/v2"
	"testing"
)

// Look finds a group whose hash has the lower half of the one that is looked for, where there is one, and it counts as touched.
func TestLook(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 3))
	for _, groups := range []int{0, 1, 20, 1_000, manyGroups + 100, 100_000} {
		var x Index
		var pages Pages[uint64] // each group is its hash
		tags := map[uint32]bool{}
		known := []uint64{0}
		for range groups {
			hash := r.Uint64()
			switch kind := r.IntN(1_000); {
			case kind < 300: // one that is in the slots of another one
				hash = known[r.IntN(len(known))] + r.Uint64N(3)
			case kind == 300:
				hash = uint64(r.IntN(3)) << 32
			}
			number, group := pages.Add()
			*group = hash
			x.Put(x.freeFor(hash), hash, number)
			tags[uint32(hash)], known = true, append(known, hash)
		}
		for range pages.Changed(true) { // from here on it is tracked what is touched
			continue
		}
		var hashes [4 * blockRows]uint64
		var likely [4 * blockRows]uint32
		found, missing := 0, 0
		for range 100 {
			n := r.IntN(len(hashes) + 1)
			for i := range n {
				hashes[i] = r.Uint64()
				if r.IntN(3) > 0 {
					hashes[i] = known[r.IntN(len(known))] ^ r.Uint64N(2)<<40
				}
			}
			Look(&x, &pages, hashes[:n], likely[:n])
			for i, number := range likely[:n] {
				g := pages.Likely(number)
				if (g != nil) != tags[uint32(hashes[i])] {
					t.Fatalf("seed %d: of %d groups, number %d is likely that of %x", seed, groups, number, hashes[i])
				}
				if missing++; g == nil {
					continue
				}
				missing--
				if found++; uint32(*g) != uint32(hashes[i]) || !pages.Touched(number) {
					t.Fatalf("seed %d: of %d groups, that of %x is likely that of %x; touched: %v", seed, groups, *g, hashes[i], pages.Touched(number))
				}
			}
		}
		if t.Logf("of %d groups, %d were found, %d hashes have none", groups, found, missing); groups > 0 && found == 0 || missing == 0 {
			t.Errorf("of %d groups, %d were found, %d hashes have none", groups, found, missing)
		}
	}
}

// freeFor is the free slot that probing for a hash leads to, of an index without slots the first.
func (x *Index) freeFor(hash uint64) uint32 {
	if len(x.slots) == 0 {
		return 0
	}
	return x.free(hash)
}
