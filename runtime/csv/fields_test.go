package csv

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// plainLine is text, number, decimal and float of a line, as the straight path reads them; two fields behind them aren't read.
type plainLine struct {
	text   string
	n      int64
	tenths int64
	float  float64
}

// readPlain reads the batch's next line by the straight path.
func readPlain(fields *Fields) (line plainLine, ok bool) {
	if !fields.Next(6) {
		return line, false
	}
	line = plainLine{fields.String(0), fields.Int64(1), fields.Decimal(2, 4, 1), fields.Float64(3)}
	return line, fields.Take()
}

// readAny reads a record by the functions of the general path.
func readAny(record string) (line plainLine, ok bool) {
	var scratch rt.Scratch
	pos := 0
	line.text, pos = String(record, pos, ';', '"', &scratch)
	line.n, pos = Int64(record, pos, ';', '"')
	line.tenths, pos = Decimal(record, pos, ';', '"', 4, 1)
	line.float, pos = Float64(record, pos, ';', '"')
	pos = Skip(record, pos, 2, ';', '"')
	return line, pos == len(record)+1
}

// comparePlain has the general path judge: what the straight path takes of a batch, it takes as the same values, line by line. It returns
// how many lines the straight path took.
func comparePlain(t *testing.T, text string) (taken int) {
	t.Helper()
	batch, judge := rt.NewBatch([]byte(text)), rt.NewBatch([]byte(text))
	var fields Fields
	for judge.More() {
		want, wellFormed := readAny(judge.Line())
		if !batch.More() {
			t.Errorf("%q: %q is missing", text, judge.Record())
			return taken
		}
		fields.Begin(batch, ';', '"')
		got, ok := readPlain(&fields)
		if !ok {
			batch.Line()
		}
		switch {
		case string(batch.Record()) != string(judge.Record()):
			t.Errorf("%q: the record is %q, expected %q", text, batch.Record(), judge.Record())
			return taken
		case ok && !wellFormed:
			t.Errorf("%q: %q is taken by the straight path alone", text, judge.Record())
		case ok && got != want:
			t.Errorf("%q: %q is %v, expected %v", text, judge.Record(), got, want)
		case ok:
			taken++
		}
	}
	if batch.More() {
		t.Errorf("%q: there is a record too many, %q", text, batch.Line())
	}
	return taken
}

const roomy = "\nthe next line;1;2.0;3;4;5\n"

var plainSamples = []string{
	"Hamburg;12;12.0;0.5;a;b", ";-1;-0.1;-.5;;", "São Paulo;0;999.9;1e3;x;y", "fifteen bytes..;1;2.0;3;sixteen bytes...;seventeen bytes..",
	"Łódź Kaliska Żabieniec;123456789012345678;-99.9;123456789.25;é;世界", "a\rb;1;2.0;3;4;5", "\xff;1;2.0;3;4;5", "\xc3;1;2.0;3;4;5", "\xc0\x80;1;2.0;3;;",
	"\xed\xa0\x80;1;2.0;3;;", `"q";1;2.0;3;4;5`, "a;1;2;3;4;5", "a;1;2.00;3;4;5", "a; 1;2.0;3;4;5", "a;1;1000.0;3;4;5", "a;1;0001.0;3;4;5", "a;1;2.0;3;4", "a;1;2.0;3;4;5;6", "",
}

func TestFieldsAgreeWithGeneral(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for _, line := range plainSamples {
		for _, behind := range []string{roomy, "\r" + roomy, "", "\n", "\r", "\r\n"} {
			comparePlain(t, line+behind)
			for n := range len(line) { // batches that end at every byte, and lines that do
				comparePlain(t, line[:n]+behind)
			}
		}
	}
	taken := 0
	for range 3_000 {
		taken += comparePlain(t, randomLines(r))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("the straight path took %d lines", taken)
}

// randomLines are up to a thousand lines, a few of them damaged, so that chunks begin and end anywhere in a line.
func randomLines(r *rand.Rand) string {
	bytes, samples := ";;;\"\n\r.-0159 a\x80\xc2\xc3\xe4\xff", plainSamples
	if r.IntN(4) > 0 { // one text that isn't UTF-8 keeps its whole chunk from the straight path
		bytes = bytes[:strings.IndexByte(bytes, '\x80')]
		samples = slices.DeleteFunc(slices.Clone(samples), func(line string) bool { return !utf8.ValidString(line) })
	}
	ends := []string{"\n", "\r\n", "\n\n"}
	var b strings.Builder
	damage := r.IntN(20)
	for range 1 + r.IntN([]int{3, 30, 1000}[r.IntN(3)]) {
		line := []byte(samples[r.IntN(len(samples))])
		if r.IntN(20) < damage && len(line) > 0 {
			line[r.IntN(len(line))] = bytes[r.IntN(len(bytes))]
		}
		b.Write(line)
		b.WriteString(ends[r.IntN(1+r.IntN(3))])
		if b.Len() > 20_000 {
			break
		}
	}
	return b.String()[:max(0, b.Len()-r.IntN(3))]
}

func FuzzPlainLines(f *testing.F) {
	for _, line := range plainSamples {
		f.Add(line + roomy)
	}
	f.Fuzz(func(t *testing.T, text string) { comparePlain(t, text) })
}

// The straight path is there to be taken.
func TestFieldsTake(t *testing.T) {
	for _, line := range []string{
		"Hamburg;12;12.0;0.5;a;b", ";-1;-0.1;-.5;;", "São Paulo;0;999.9;7;x;y", "fifteen bytes..;1;2.0;3;sixteen bytes...;seventeen bytes..",
		"Łódź Kaliska Żabieniec;123456789012345678;-99.9;123456789.25;é;世界", "a\rb;1;2.0;3;4;5", "Straße;1;2.0;3;;", "世界;1;2.0;3;;",
	} {
		for _, end := range []string{"\n", "\r\n"} {
			if taken := comparePlain(t, line+end+roomy[1:]); taken != 2 {
				t.Errorf("%q is left to the general path, or the line behind it", line+end)
			}
		}
	}
}

func TestFieldsDecimal(t *testing.T) {
	for _, test := range []struct {
		text             string
		precision, scale int
		want             int64
		plain            bool
	}{
		{"1.5", 4, 1, 15, true}, {"-1.5", 4, 1, -15, true}, {"-0.0", 4, 1, 0, true}, {"999.9", 4, 1, 9999, true}, {"1000.0", 4, 1, 0, false},
		{"-1234.56", 12, 2, -123456, true}, {"-123456", 9, 0, -123456, true}, {"-1234567", 9, 0, -1234567, true}, {"12345678", 9, 0, 12345678, true},
		{"-12345678", 9, 0, -12345678, true}, {"1234567890.12", 12, 2, 123456789012, true}, {"-1234567890.12", 12, 2, -123456789012, true},
		{"12345678901.12", 12, 2, 0, false}, {"0.12345678", 18, 8, 12345678, true}, {"0.1234567", 18, 7, 1234567, true}, {"1.123456", 18, 6, 1123456, true},
		{".123456", 18, 6, 0, false}, {".5", 4, 1, 0, false}, {"5.", 4, 1, 0, false}, {"5", 4, 1, 0, false}, {"5.55", 4, 1, 0, false}, {"-", 4, 1, 0, false},
		{"--1.5", 4, 1, 0, false}, {"-.5", 4, 1, 0, false}, {"x", 4, 1, 0, false}, {"", 4, 1, 0, false}, {"", 4, 0, 0, false}, {"-", 4, 0, 0, false},
		{"1-5", 4, 1, 0, false}, {"1;5", 4, 1, 0, false}, {"999999999999999999", 18, 0, 999999999999999999, true}, {"1.5.5", 4, 1, 15, false}, {" 1.5", 4, 1, 0, false},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			var fields Fields
			batch := rt.NewBatch([]byte("before it;" + test.text + end))
			batch.More()
			fields.Begin(batch, ';', '"')
			got, plain := int64(0), fields.Next(2)
			if plain {
				got = fields.Decimal(1, test.precision, test.scale)
				plain = fields.Take()
			}
			if plain != test.plain || plain && got != test.want {
				t.Errorf("%q as DECIMAL(%d,%d): %d (%v), expected %d (%v)", test.text, test.precision, test.scale, got, plain, test.want, test.plain)
			}
		}
	}
}

// Numbers of every length, as strconv reads them.
func TestFieldsInt64(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20_000 {
		text := strconv.FormatInt(r.Int64()>>r.IntN(64)*(1-2*r.Int64N(2)), 10)
		want, _ := strconv.ParseInt(text, 10, 64)
		var fields Fields
		batch := rt.NewBatch([]byte("a;" + text + ";12345678\n"))
		batch.More()
		fields.Begin(batch, ';', '"')
		if !fields.Next(3) {
			t.Fatalf("%q isn't plain", text)
		}
		if got := fields.Int64(1); fields.Take() && got != want {
			t.Fatalf("seed %d: %q is %d", seed, text, got)
		} else if digits := strings.TrimPrefix(text, "-"); fields.odd && len(digits) <= 18 && len(text) >= 6 {
			t.Fatalf("seed %d: %q is left to the general path", seed, text)
		}
	}
}

// Numbers of every shape, as strconv reads them; what else there is is left to the general path.
func TestFieldsFloat64(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 3))
	plain := 0
	for range 50_000 {
		text := make([]byte, 1+r.IntN(1+r.IntN(12)))
		for i := range text {
			text[i] = "01234567890123456789..-e"[r.IntN(23+r.IntN(2))]
		}
		want, err := strconv.ParseFloat(string(text), 64)
		var fields Fields
		batch := rt.NewBatch([]byte("a text;" + string(text) + ";12345678\n"))
		batch.More()
		fields.Begin(batch, ';', '"')
		if !fields.Next(3) {
			t.Fatalf("%q isn't plain", text)
		}
		got := fields.Float64(1)
		if !fields.Take() {
			continue
		}
		if plain++; err != nil || math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("seed %d: %q is %v, expected %v, %v", seed, text, got, want, err)
		}
	}
	if plain < 10_000 {
		t.Errorf("only %d numbers were plain", plain)
	}
}
