package csv

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestInt64(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	texts := []string{"0", "-0", "007", "+5", " 5 ", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "", "-", "1.0", "1e3", "1_000", "0x10", "12a", `"42"`}
	for range 2000 {
		texts = append(texts, strconv.FormatInt(int64(r.Uint64())>>r.IntN(64), 10))
	}
	for _, text := range texts {
		trimmed := text
		if text == `"42"` || text == " 5 " {
			trimmed = text[1 : len(text)-1]
		}
		want, err := strconv.ParseInt(trimmed, 10, 64)
		for _, behind := range []string{"", ";", ";1;22;333;4444"} {
			got, next := Int64(text+behind, 0, ';', '"')
			if ok := next <= len(text+behind)+1; ok != (err == nil) || ok && (got != want || next != len(text)+1) {
				t.Fatalf("seed %d: Int64(%q) = %d, %d", seed, text+behind, got, next)
			}
		}
	}
}

func TestDecimal(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 5000 {
		tenths := r.IntN(19999) - 9999
		sign := ""
		if tenths < 0 {
			sign = "-"
		}
		text := fmt.Sprintf("%s%d.%d", sign, max(tenths, -tenths)/10, max(tenths, -tenths)%10)
		for _, behind := range []string{"", ";x", ";1;22;333;4444"} {
			if got, next := Decimal(text+behind, 0, ';', '"', 4, 1); got != int64(tenths) || next != len(text)+1 {
				t.Fatalf("seed %d: Decimal(%q) = %d, %d, want %d", seed, text+behind, got, next, tenths)
			}
		}
	}
	for _, test := range []struct {
		text string
		want int64
		ok   bool
	}{
		{"1", 10, true}, {"1.25", 13, true}, {"-1.25", -13, true}, {"1.249", 12, true}, {"999.9", 9999, true}, {"1000", 0, false}, {"999.95", 0, false},
		{"1e2", 1000, true}, {".5", 5, true}, {"5.", 50, true}, {"x", 0, false}, {"", 0, false}, {"1.2.3", 0, false}, {`"1.5"`, 15, true},
	} {
		got, next := Decimal(test.text, 0, ';', '"', 4, 1)
		if ok := next == len(test.text)+1; ok != test.ok || ok && got != test.want {
			t.Errorf("Decimal(%q) = %d, %d", test.text, got, next)
		}
	}
}

func TestFloat64(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	texts := []string{"0", "-0", "1.5", "-1.5", "1e300", "1e400", "NaN", "Infinity", "-Infinity", "inf", "nan", "0x1p4", "1_0", "", "1.2.3", "12345.678901234", ".5", "5."}
	for range 2000 {
		texts = append(texts, strconv.FormatFloat(r.NormFloat64()*1000, 'f', r.IntN(8), 64))
	}
	refused := map[string]bool{"inf": true, "nan": true, "0x1p4": true, "1_0": true}
	for _, text := range texts {
		want, err := strconv.ParseFloat(text, 64)
		got, next := Float64(text, 0, ';', '"')
		if ok := next == len(text)+1; ok != (err == nil && !refused[text]) || ok && got != want && got == got {
			t.Errorf("seed %d: Float64(%q) = %v, %d", seed, text, got, next)
		}
	}
}
