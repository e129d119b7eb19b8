package csv

import (
	"math/rand/v2"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// plainLine reads a line of text, number, decimal and float by the straight path, in a batch that goes on with what is behind it.
func plainLine(line, behind string) (text string, n, tenths int64, float float64, ok bool) {
	batch := rt.NewBatch([]byte(line + behind))
	if !batch.More() {
		return
	}
	rest, pos := batch.Rest(), 0
	text, pos = PlainString(rest, pos, ';', '"')
	pos = Behind(rest, pos, ';')
	n, pos = PlainInt64(rest, pos)
	pos = Behind(rest, pos, ';')
	tenths, pos = PlainDecimal(rest, pos, 4, 1)
	pos = Behind(rest, pos, ';')
	float, pos = PlainFloat64(rest, pos)
	pos = Behind(rest, pos, ';')
	pos = PlainSkip(rest, pos, 2, ';', '"')
	ok = batch.Take(pos)
	return
}

// comparePlain has the functions of the general path judge: what the straight path takes, they take as the same values.
func comparePlain(t *testing.T, line, behind string) {
	t.Helper()
	text, n, tenths, float, ok := plainLine(line, behind)
	if !ok {
		return
	}
	batch := rt.NewBatch([]byte(line + behind))
	batch.More()
	record := batch.Line()
	var scratch rt.Scratch
	wantText, pos := String(record, 0, ';', '"', &scratch)
	wantN, pos := Int64(record, pos, ';', '"')
	wantTenths, pos := Decimal(record, pos, ';', '"', 4, 1)
	wantFloat, pos := Float64(record, pos, ';', '"')
	pos = Skip(record, pos, 2, ';', '"')
	if pos != len(record)+1 {
		t.Errorf("%q before %q: taken by the straight path alone", line, behind)
	} else if text != wantText || n != wantN || tenths != wantTenths || float != wantFloat {
		t.Errorf("%q before %q: %q, %d, %d, %v, expected %q, %d, %d, %v", line, behind, text, n, tenths, float, wantText, wantN, wantTenths, wantFloat)
	}
}

const roomy = "\nthe next line;1;2.0;3;4;5\n"

var plainSamples = []string{
	"Hamburg;12;12.0;0.5;a;b", ";-1;-0.1;-.5;;", "São Paulo;0;999.9;1e3;x;y", "fifteen bytes..;1;2.0;3;sixteen bytes...;seventeen bytes..",
	"Łódź Kaliska Żabieniec;123456789012345678;-99.9;123456789.25;é;世界", "a\rb;1;2.0;3;4;5", "\xff;1;2.0;3;4;5", "\xc3;1;2.0;3;4;5", "\xc0\x80;1;2.0;3;;",
	"\xed\xa0\x80;1;2.0;3;;", `"q";1;2.0;3;4;5`, "a;1;2;3;4;5", "a;1;2.00;3;4;5", "a; 1;2.0;3;4;5", "a;1;1000.0;3;4;5", "a;1;0001.0;3;4;5", "a;1;2.0;3;4", "a;1;2.0;3;4;5;6", "",
}

func TestPlainAgreesWithGeneral(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for _, line := range plainSamples {
		for _, behind := range []string{roomy, "\r" + roomy, "", "\n", "\r", "\r\n"} {
			comparePlain(t, line, behind)
			for n := range len(line) { // batches that end at every byte, and lines that do
				comparePlain(t, line[:n], behind)
			}
		}
	}
	for range 200_000 {
		line := []byte(plainSamples[r.IntN(len(plainSamples))])
		for range r.IntN(3) {
			const bytes = ";;;\"\n\r.-0159 a\x80\xc2\xc3\xff"
			if len(line) > 0 {
				line[r.IntN(len(line))] = bytes[r.IntN(len(bytes))]
			}
		}
		comparePlain(t, string(line), roomy[:r.IntN(len(roomy))])
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, line := range plainSamples {
		f.Add(line, roomy)
	}
	f.Fuzz(comparePlain)
}

// The straight path is there to be taken.
func TestPlainTakes(t *testing.T) {
	for _, line := range []string{
		"Hamburg;12;12.0;0.5;a;b", ";-1;-0.1;-.5;;", "São Paulo;0;999.9;7;x;y", "fifteen bytes..;1;2.0;3;sixteen bytes...;seventeen bytes..",
		"Łódź Kaliska Żabieniec;123456789012345678;-99.9;123456789.25;é;世界", "a\rb;1;2.0;3;4;5", "Straße;1;2.0;3;;", "世界;1;2.0;3;;",
	} {
		for _, end := range []string{"\n", "\r\n"} {
			if _, _, _, _, ok := plainLine(line, end+roomy[1:]); !ok {
				t.Errorf("%q is left to the general path", line+end)
			}
		}
	}
}

func TestPlainDecimal(t *testing.T) {
	for _, test := range []struct {
		text             string
		precision, scale int
		want             int64
		length           int // -1 for what isn't plain
	}{
		{"1.5;", 4, 1, 15, 3}, {"-1.5;", 4, 1, -15, 4}, {"-0.0;", 4, 1, 0, 4}, {"999.9\n", 4, 1, 9999, 5}, {"1000.0;", 4, 1, 0, -1}, {"-1234.56;", 12, 2, -123456, 8},
		{"-123456;", 9, 0, -123456, 7}, {"-1234567;", 9, 0, -1234567, 8}, {"12345678;", 9, 0, 12345678, 8}, {"1234567890.12;", 12, 2, 123456789012, 13},
		{"-1234567890.12;", 12, 2, -123456789012, 14}, {"12345678901.12;", 12, 2, 0, -1}, {"0.12345678;", 18, 8, 12345678, 10}, {".5;", 4, 1, 0, -1}, {"5.;", 4, 1, 0, -1},
		{"5;", 4, 1, 0, -1}, {"5.55;", 4, 1, 0, -1}, {"-;", 4, 1, 0, -1}, {"--1.5;", 4, 1, 0, -1}, {"x", 4, 1, 0, -1}, {"1.5", 4, 1, 15, 3}, {"-1.5", 4, 1, -15, 4},
		{"999999999999999999;", 18, 0, 999999999999999999, 18}, {"1.5.5;", 4, 1, 15, 3},
	} {
		for _, behind := range []string{"", "a;b\nmore than eight bytes"} {
			if strings.HasSuffix(test.text, ";") || behind == "" {
				if got, end := PlainDecimal(test.text+behind, 0, test.precision, test.scale); got != test.want || end != test.length {
					t.Errorf("%q as DECIMAL(%d,%d): %d to %d, expected %d to %d", test.text+behind, test.precision, test.scale, got, end, test.want, test.length)
				}
			}
		}
	}
}
