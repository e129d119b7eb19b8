package state

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Two texts are the same to SameText as they are to ==.
func TestSameTextIsEqual(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 2))
	same := 0
	for range 200_000 {
		a := randomText(r)
		b := a[:r.IntN(len(a)+1)]
		switch r.IntN(4) {
		case 0:
			b = a
		case 1:
			b = randomText(r)
		case 2:
			if len(a) > 0 { // one byte differs
				bytes := []byte(a)
				bytes[r.IntN(len(bytes))] ^= byte(1 << r.IntN(8))
				b = string(bytes)
			}
		}
		hash, head := HashText(Seed, a)
		otherHash, other := HashText(Seed, strings.Clone(b))
		if hash != HashString(Seed, a) {
			t.Fatalf("seed %d: the hash of %q is %x, expected that of HashString", seed, a, hash)
		}
		if HeadOf(a) != head {
			t.Fatalf("seed %d: the head of %q is %x, expected that of HashText", seed, a, HeadOf(a))
		}
		if got := SameText(a, b, head, other); got != (a == b) || got && hash != otherHash {
			t.Fatalf("seed %d: %q and %q: %v", seed, a, b, got)
		}
		if a == b {
			same++
		}
	}
	if same < 10_000 {
		t.Errorf("only %d pairs were the same", same)
	}
}

// randomText is up to forty bytes, of few kinds.
func randomText(r *rand.Rand) string {
	text := make([]byte, r.IntN(1+r.IntN(40)))
	for i := range text {
		text[i] = "\x00ab\xff"[r.IntN(4)]
	}
	return string(text)
}
