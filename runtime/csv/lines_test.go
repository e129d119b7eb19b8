package csv

import (
	"math/rand/v2"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// compareLines has the general path judge what Lines and the straight path behind it take of a batch. It returns how many lines they took, and how
// many of them not as the first of a run.
func compareLines(t *testing.T, text string, r *rand.Rand) (taken, together int) {
	t.Helper()
	batch, judge := rt.NewBatch([]byte(text)), rt.NewBatch([]byte(text))
	var fields Fields
	var columns struct{ ints, decimals [70]int64 }
	for batch.More() {
		fields.Begin(batch, ';', '"')
		lines := fields.Lines(6, 1+r.IntN(len(columns.ints)))
		ints := fields.Int64s(columns.ints[:lines], 1)
		both := fields.Decimals(columns.decimals[:ints], 2, 4, 1)
		read := 0
		for ; read < lines; read++ {
			fields.Line(read)
			got := plainLine{text: fields.String(0), n: fields.Int64(1), tenths: fields.Decimal(2, 4, 1)}
			odd := fields.Odd()
			if odd != (read >= both) || !odd && (got.n != columns.ints[read] || got.tenths != columns.decimals[read]) {
				t.Errorf("%q: line %d is %v, odd: %v; of a column, %d were read, %d there, %d both", text, read, got, odd, columns.ints[read], columns.decimals[read], both)
				return taken, together
			}
			got.float = fields.Float64(3)
			if fields.Odd() {
				break
			}
			if !judge.More() {
				t.Errorf("%q: there is a record too many, %v", text, got)
				return taken, together
			}
			if want, ok := readAny(judge.Line()); !ok || got != want {
				t.Errorf("%q: %q is %v, expected %v, %v", text, judge.Record(), got, want, ok)
				return taken, together
			}
		}
		fields.TakeLines(read)
		taken, together = taken+read, together+max(read-1, 0)
		if read == 0 {
			if !judge.More() || judge.Line() != batch.Line() {
				t.Errorf("%q: the record is %q, expected %q", text, batch.Record(), judge.Record())
				return taken, together
			}
			continue
		}
		if string(batch.Record()) != string(judge.Record()) {
			t.Errorf("%q: the record is %q, expected %q", text, batch.Record(), judge.Record())
			return taken, together
		}
	}
	if judge.More() {
		t.Errorf("%q: %q is missing", text, judge.Line())
	}
	return taken, together
}

func TestLinesAgreeWithGeneral(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 1))
	for _, line := range plainSamples {
		for _, behind := range []string{roomy, "\r" + roomy, "", "\n", "\r", "\r\n"} {
			for n := range len(line) + 1 {
				compareLines(t, roomy[1:]+line[:n]+behind, r)
			}
		}
	}
	taken, together := 0, 0
	for range 3_000 {
		n, m := compareLines(t, randomLines(r), r)
		taken, together = taken+n, together+m
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if t.Logf("%d lines were taken, %d of them behind another one", taken, together); together < 1_000 {
		t.Errorf("of %d lines only %d were taken together", taken, together)
	}
}

func TestLinesKeepToWhatIsLeft(t *testing.T) {
	line := "a;1;2.0;3;4;5\n"
	batch := rt.NewBatch([]byte(strings.Repeat(line, 200)))
	var fields Fields
	fields.Begin(batch, ';', '"')
	for _, most := range []int{3, 64, 1} {
		if lines := fields.Lines(6, most); lines != most {
			t.Errorf("%d lines, expected %d", lines, most)
		}
	}
	if lines := fields.Lines(5, 10); lines != 0 {
		t.Errorf("%d lines of five fields, expected none", lines)
	}
}

func TestLinesOfOneField(t *testing.T) {
	batch := rt.NewBatch([]byte("one\ntwo\n\nthree\r\nfour\n"))
	var fields Fields
	fields.Begin(batch, ';', '"')
	lines := fields.Lines(1, 10)
	if lines != 2 {
		t.Fatalf("%d lines, expected the two before the empty one", lines)
	}
	for i, want := range []string{"one", "two"} {
		if fields.Line(i); fields.String(0) != want {
			t.Errorf("%q, expected %q", fields.String(0), want)
		}
	}
	fields.TakeLines(lines)
	if !batch.More() {
		t.Fatal("there are no more records")
	}
	if lines := fields.Lines(1, 10); lines != 0 { // "\r\n" is for Next
		t.Errorf("%d lines, expected none", lines)
	}
	if string(batch.Record()) != "two" || batch.Line() != "three" || batch.Line() != "four" || batch.More() {
		t.Errorf("the last record is %q", batch.Record())
	}
}
