package scan

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// stopsOf looks at one byte after the other.
func stopsOf(text string, at uint32, a, b byte) (list []uint32, highs bool) {
	for i := range len(text) {
		if c := text[i]; c == '\n' || c == a || c == b {
			list = append(list, at+uint32(i)+1)
		}
		highs = highs || text[i] >= 0x80
	}
	return list, highs
}

func TestStops(t *testing.T) { onProcessors(t, testStops) }

func testStops(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 1))
	full, high := 0, 0
	for range 4_000 {
		a, b := byte(r.IntN(256)), byte(r.IntN(256))
		others := 1 + r.IntN(20) // for each byte that may be a stop
		text := make([]byte, r.IntN(3_000)/(1+r.IntN(20)))
		for i := range text {
			if text[i] = byte('c' + r.IntN(20)); r.IntN(others) == 0 {
				text[i] = []byte{a, b, '\n', '\n' - 1, a ^ 0x80}[r.IntN(5)]
			}
		}
		at := r.Uint32N(1 << 31)
		want, wantHighs := stopsOf(string(text), at, a, b)
		list := make([]uint32, len(text)+StopsRoom)
		n, highs := Stops(list, string(text), at, a, b)
		if !slices.Equal(list[:n], want) || highs != wantHighs {
			t.Fatalf("seed %d: %q, %q and %q: expected %d and %v, got %d and %v", seed, text, a, b, want, wantHighs, list[:n], highs)
		}
		if len(want) > len(text)/BlockSize*16 {
			full++
		}
		if highs {
			high++
		}
	}
	if t.Logf("%d texts had more than sixteen stops a block, %d bytes beyond ASCII", full, high); full < 200 || high < 200 {
		t.Errorf("%d texts had more than sixteen stops a block, %d bytes beyond ASCII", full, high)
	}
}
