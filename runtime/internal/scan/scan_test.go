package scan

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNonDigits(t *testing.T) {
	for c := range 256 {
		for i := range 8 {
			word := []byte("00000000")
			word[i] = byte(c)
			marks := NonDigits(Digits(Load(string(word), 0)))
			want := uint64(0)
			if c < '0' || c > '9' {
				want = 0x80 << (8 * i)
			}
			if marks != want {
				t.Fatalf("NonDigits(%q) = %#x, want %#x", word, marks, want)
			}
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, test := range []struct {
		text            string
		unscaled        uint64
		scale, lengthOf int
	}{
		{"1,......", 1, 0, 1}, {"0}      ", 0, 0, 1}, {"1234567,", 1234567, 0, 7}, {"12345678", 0, 0, 0},
		{"1.5,    ", 15, 1, 3}, {"206.0}  ", 2060, 1, 5}, {"123.456,", 123456, 3, 7}, {"1.,     ", 0, 0, 0},
		{".5,     ", 0, 0, 0}, {"123.4567", 0, 0, 0}, {"1.2.3   ", 12, 1, 3}, {"-1,     ", 0, 0, 0}, {"1e5,    ", 1, 0, 1},
		{"00.10;  ", 10, 2, 5}, {"12.3\n4.5", 123, 1, 4},
	} {
		unscaled, scale, length := Decimal(Digits(Load(test.text, 0)))
		if unscaled != test.unscaled || scale != test.scale || length != test.lengthOf {
			t.Errorf("Decimal(%q) = %d, %d, %d; want %d, %d, %d", test.text, unscaled, scale, length, test.unscaled, test.scale, test.lengthOf)
		}
	}
}

func TestDecimalRandom(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		whole := strconv.Itoa(r.IntN(pow10(1 + r.IntN(4))))
		scale := r.IntN(7 - len(whole))
		fraction := ""
		if scale > 0 {
			fraction = fmt.Sprintf(".%0*d", scale, r.IntN(pow10(scale)))
		}
		text := whole + fraction
		want, _ := strconv.ParseUint(strings.Replace(text, ".", "", 1), 10, 64)
		unscaled, gotScale, length := Decimal(Digits(Load(text+",        ", 0)))
		if unscaled != want || gotScale != scale || length != len(text) {
			t.Fatalf("seed %d: Decimal(%q) = %d, %d, %d", seed, text, unscaled, gotScale, length)
		}
	}
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// Of all pairs of bytes in all places, and of random ones.
func TestNotPairs(t *testing.T) {
	check := func(text string) {
		t.Helper()
		padded := text + strings.Repeat("\x00", 16-len(text))
		head, leads := NotPairs(Load(padded, 0), 0)
		tail, _ := NotPairs(Load(padded, 8), leads)
		want := utf8.ValidString(text)
		for _, r := range text {
			want = want && r < 0x800
		}
		if got := head|tail == 0; got != want {
			t.Fatalf("%q: %v", text, got)
		}
	}
	for pair := range 1 << 16 {
		for before := range 14 {
			check(strings.Repeat("a", before) + string([]byte{byte(pair), byte(pair >> 8)}))
		}
	}
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 200_000 {
		text := []byte("aé\u07ffb\u0080cßżЖ")[:r.IntN(16)]
		if len(text) > 0 && r.IntN(2) == 0 {
			text[r.IntN(len(text))] = byte(r.Uint32())
		}
		check(string(text))
	}
}
