package scan

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// marksOf looks at one byte after the other.
func marksOf(text string, a, b byte) []Marks {
	marks := make([]Marks, Blocks(text))
	for i := range len(text) {
		m, bit := &marks[i/BlockSize], uint64(1)<<(i%BlockSize)
		if c := text[i]; c == '\n' || c == a || c == b {
			m.Stops |= bit
		}
		if text[i] >= 0x80 {
			m.Highs |= bit
		}
	}
	return marks
}

func TestMark(t *testing.T) { onProcessors(t, testMark) }

func testMark(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20_000 {
		a, b := byte(r.IntN(256)), byte(r.IntN(256))
		near := []byte{a, b, '\n', a ^ 0x80, b + 1, '\n' - 1, byte(r.IntN(256))} // bytes that a carry could take for another
		text := make([]byte, r.IntN(300))
		for i := range text {
			text[i] = near[r.IntN(len(near))]
		}
		want := marksOf(string(text), a, b)
		got := make([]Marks, len(want))
		Mark(got, string(text), a, b)
		words := make([]Marks, len(text)/BlockSize)
		markWords(words, string(text), a, b)
		for i := range want {
			if got[i] != want[i] || i < len(words) && words[i] != want[i] {
				t.Fatalf("seed %d: %q, %q and %q, block %d: expected %x, got %x, in plain Go %x", seed, text, a, b, i, want[i], got[i], words)
			}
		}
	}
}

// pairsOf goes from sequence to sequence. A lead that begins a sequence behind the text's end is well-formed so far.
func pairsOf(text string, lead uint64) (ok bool, leads uint64) {
	if lead == 1 {
		if text == "" {
			return true, 0 // no caller asks
		}
		if text[0]&0xc0 != 0x80 {
			return false, 0
		}
		text = text[1:]
	}
	for text != "" {
		if last := text[len(text)-1]; len(text) == 1 && last >= 0xc2 && last <= 0xdf {
			return true, 1
		}
		r, size := utf8.DecodeRuneInString(text)
		if size > 2 || r == utf8.RuneError {
			return false, 0
		}
		text = text[size:]
	}
	return true, 0
}

func TestPairs(t *testing.T) { onProcessors(t, testPairs) }

func testPairs(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	taken := 0
	for range 100_000 {
		text := make([]byte, 0, 300)
		for n := 1 + r.IntN(200); len(text) < n; {
			switch r.IntN(4) {
			case 0:
				text = utf8.AppendRune(text, rune(0x80+r.IntN(0x780)))
			default:
				text = append(text, byte(r.IntN(0x80)))
			}
		}
		for range r.IntN(3) {
			if r.IntN(3) == 0 {
				text[r.IntN(len(text))] = []byte{0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xf0, 0xff}[r.IntN(11)]
			}
		}
		text = text[:1+r.IntN(len(text))]
		lead := uint64(r.IntN(2))
		if lead == 1 && r.IntN(3) > 0 {
			text[0] = 0x80 + byte(r.IntN(0x40))
		}
		want, wantLeads := pairsOf(string(text), lead)
		got, leads := Pairs(string(text), lead)
		if got != want || got && leads != wantLeads {
			t.Fatalf("seed %d: %q behind %d: expected %v and %d, got %v and %d", seed, text, lead, want, wantLeads, got, leads)
		}
		if wrong, leads := pairWords(string(text), lead); wrong == 0 != want || want && leads != wantLeads {
			t.Fatalf("seed %d: %q behind %d in plain Go: expected %v and %d, got %#x and %d", seed, text, lead, want, wantLeads, wrong, leads)
		}
		if want {
			taken++
		}
	}
	t.Logf("%d texts are of pairs", taken)
}

func BenchmarkMark(b *testing.B) {
	text := strings.Repeat("Hamburg;12.0\n", 64*13)
	marks := make([]Marks, len(text)/BlockSize)
	for name, mark := range map[string]func([]Marks, string, byte, byte){"": markBlocks, "Words": markWords} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				mark(marks, text, ';', '"')
			}
		})
	}
}
