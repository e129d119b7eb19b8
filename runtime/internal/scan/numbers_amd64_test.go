package scan

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What Numbers reads are numbers to strconv, and it stops at the first several that has none.
func TestNumbers(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor reads numbers one by one")
	}
	const seed, each = 1, 4
	r := rand.New(rand.NewPCG(seed, 0))
	read, left := 0, 0
	for range 20_000 {
		scale := r.IntN(len(Forms))
		digits := scale + 1 + r.IntN(6)
		form := &Forms[scale]
		least, most := scale+1+form.Points, min(digits+form.Points, 8)
		plain := regexp.MustCompile(`^-?\d+$`)
		if scale > 0 {
			plain = regexp.MustCompile(fmt.Sprintf(`^-?\d+\.\d{%d}$`, scale))
		}
		stride := 1 + r.IntN(3)
		text, stops := []byte("12345678"), []uint32{8}
		fields := make([]string, r.IntN(20))
		for i := range fields {
			fields[i] = randomNumber(r, most-form.Points-scale, scale)
			text = append(append(text, fields[i]...), ';')
			stops = append(stops, uint32(len(text)))
			for range stride - 1 {
				text = append(text, "1;"...)
				stops = append(stops, uint32(len(text)))
			}
		}
		to := make([]int64, len(fields))
		n := Numbers(to, string(text), stops, stride, form, least, most)
		good := 0
		for _, field := range fields {
			if length := len(strings.TrimPrefix(field, "-")); !plain.MatchString(field) || length < least || length > most || len(field) > 8 {
				break
			}
			want, err := strconv.ParseInt(strings.Replace(field, ".", "", 1), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			if good < n && to[good] != want {
				t.Fatalf("seed %d: %q with %d decimals is %d, expected %d", seed, field, scale, to[good], want)
			}
			good++
		}
		if n != good/each*each {
			t.Fatalf("seed %d: %d of %q with %d digits, %d of them decimals, were read, expected %d by fours", seed, n, fields, digits, scale, good)
		}
		read, left = read+n, left+len(fields)-n
	}
	if t.Logf("%d numbers were read, %d weren't", read, left); read < 10_000 || left < 10_000 {
		t.Errorf("%d numbers were read and %d weren't", read, left)
	}
}

// randomNumber is a number of so many decimals, and of up to so many digits before them, in most cases.
func randomNumber(r *rand.Rand, digits, scale int) string {
	if r.IntN(60) == 0 {
		digits += r.IntN(4)
	}
	text := fmt.Sprintf("%09d", r.IntN(1_000_000_000))[:1+r.IntN(max(digits, 1))]
	if scale > 0 {
		text += "." + fmt.Sprintf("%09d", r.IntN(1_000_000_000))[:scale]
	}
	if r.IntN(2) == 0 && len(text) < 8 || r.IntN(60) == 0 {
		text = "-" + text
	}
	if r.IntN(60) == 0 { // a byte is another one
		bytes := []byte(text)
		bytes[r.IntN(len(bytes))] = "0-.:/+ ;\x00\xff9"[r.IntN(11)]
		text = string(bytes)
	}
	if r.IntN(60) == 0 {
		text = text[:r.IntN(len(text)+1)]
	}
	return text
}
