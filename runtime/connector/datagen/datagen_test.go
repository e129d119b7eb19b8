package datagen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
)

func table(options ...string) *rt.Table {
	var list []rt.Option
	for i := 0; i < len(options); i += 2 {
		list = append(list, rt.Option{Key: options[i], Value: options[i+1]})
	}
	return rt.NewTable("t", list...)
}

// fields reads options of column c: "min", "1", "max", "2".
func fields(options ...string) *Fields {
	named := slices.Clone(options)
	for i := 0; i < len(named); i += 2 {
		named[i] = key("c", named[i])
	}
	return NewFields(table(named...))
}

const samples = 10_000

// counts how often each value comes in the first records.
func counts[T comparable](at func(int64) T) map[T]int {
	found := map[T]int{}
	for n := range int64(samples) {
		found[at(n)]++
	}
	return found
}

func TestIntegersAreUniform(t *testing.T) {
	g := NewInteger[int8](fields("min", "-3", "max", "6"), "c")
	found := counts(g.At)
	if len(found) != 10 {
		t.Fatalf("%d values, not 10", len(found))
	}
	for value, n := range found {
		if value < -3 || value > 6 || n < samples/10*8/10 || n > samples/10*12/10 {
			t.Errorf("%d comes %d times", value, n)
		}
	}
}

func TestIntegersCoverTheirType(t *testing.T) {
	tiny := NewInteger[int8](fields(), "c")
	if found := counts(tiny.At); len(found) != 256 {
		t.Errorf("%d values of TINYINT, not 256", len(found))
	}
	big := NewInteger[int64](fields(), "c")
	var negative, large int
	for n := range int64(samples) {
		if big.At(n) < 0 {
			negative++
		}
		if uint64(big.At(n)+1<<62) > 1<<63 {
			large++
		}
	}
	if negative < samples*45/100 || negative > samples*55/100 || large < samples*45/100 || large > samples*55/100 {
		t.Errorf("%d negative, %d large of %d", negative, large, samples)
	}
	one := NewInteger[int64](fields("min", "7", "max", "7"), "c")
	if found := counts(one.At); found[7] != samples {
		t.Errorf("%v", found)
	}
}

func TestDecimals(t *testing.T) {
	g := NewDecimal(fields("min", "1.50", "max", "2.50"), "c", 12, 2)
	for value := range counts(g.At) {
		if value < 150 || value > 250 {
			t.Errorf("%d", value)
		}
	}
	full := NewDecimal(fields(), "c", 3, 1)
	for value := range counts(full.At) {
		if value < -999 || value > 999 {
			t.Errorf("%d", value)
		}
	}
	wide := NewWideDecimal(fields(), "c", 38, 10)
	most := subtract(powerOfTen(38), decimal.Of64(1))
	negative := 0
	for value, n := range counts(wide.At) {
		if most.Less(value) || value.Less(most.Neg()) {
			t.Errorf("%v", value)
		}
		if value.Sign() < 0 {
			negative += n
		}
	}
	if negative < samples*45/100 || negative > samples*55/100 {
		t.Errorf("%d of %d negative", negative, samples)
	}
	narrow := NewWideDecimal(fields("min", "10000000000000000000000.5", "max", "10000000000000000000000.7"), "c", 30, 1)
	if found := counts(narrow.At); len(found) != 3 {
		t.Errorf("%d values, not 3", len(found))
	}
}

func TestSequences(t *testing.T) {
	integer := NewInteger[int32](fields("kind", "sequence", "start", "-2"), "c")
	narrow := NewDecimal(fields("kind", "sequence", "start", "0.25"), "c", 5, 2)
	wide := NewWideDecimal(fields("kind", "sequence", "start", "123456789012345678901.5"), "c", 38, 1)
	float := NewFloat[float64](fields("kind", "sequence", "start", "0.5"), "c")
	text := NewText(fields("kind", "sequence", "start", "9"), "c", 0)
	var scratch rt.Scratch
	got := fmt.Sprintf("%d %d %s %v %s", integer.At(3), narrow.At(3), decimal.Append(nil, wide.At(3), 1), float.At(3), text.At(&scratch, 3))
	if want := "1 325 123456789012345678904.5 3.5 12"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// A sequence without an end fails the record where its type ends; it never wraps around.
func TestSequencesDontWrapAround(t *testing.T) {
	tiny := NewInteger[int8](fields("kind", "sequence", "start", "-128"), "c")
	narrow := NewDecimal(fields("kind", "sequence", "start", "0"), "c", 3, 1)
	wide := NewWideDecimal(fields("kind", "sequence", "start", "99999999999999999999999999999999999990"), "c", 38, 0)
	for name, c := range map[string]struct {
		at   func(int64)
		last int64
	}{
		"TINYINT":       {func(n int64) { tiny.At(n) }, 255},
		"DECIMAL(3,1)":  {func(n int64) { narrow.At(n) }, 99},
		"DECIMAL(38,0)": {func(n int64) { wide.At(n) }, 9},
	} {
		try := func(n int64) error { return rt.Try(func() error { c.at(n); return nil }) }
		if err := try(c.last); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var failed *rt.RecordError
		if err := try(c.last + 1); !errors.As(err, &failed) {
			t.Errorf("%s: %v behind the last value", name, err)
		}
		if err := try(math.MaxInt64); !errors.As(err, &failed) {
			t.Errorf("%s: %v far behind", name, err)
		}
	}
}

func TestFloats(t *testing.T) {
	g := NewFloat[float64](fields("min", "-1", "max", "3"), "c")
	sum := 0.0
	for n := range int64(samples) {
		value := g.At(n)
		if value < -1 || value > 3 {
			t.Errorf("%v", value)
		}
		sum += value
	}
	if mean := sum / samples; mean < 0.95 || mean > 1.05 {
		t.Errorf("the mean is %v", mean)
	}
	full, small := NewFloat[float64](fields(), "c"), NewFloat[float32](fields(), "c")
	for n := range int64(samples) {
		if wide, narrow := full.At(n), small.At(n); math.IsInf(wide, 0) || math.IsNaN(wide) || math.IsInf(float64(narrow), 0) || math.IsNaN(float64(narrow)) {
			t.Errorf("%v, %v", wide, narrow)
		}
	}
}

func TestTexts(t *testing.T) {
	var scratch rt.Scratch
	for name, c := range map[string]struct {
		g           Text
		least, most int
	}{
		"default":  {NewText(fields(), "c", 0), 100, 100},
		"VARCHAR":  {NewText(fields(), "c", 20), 20, 20},
		"length":   {NewText(fields("length", "33"), "c", 0), 33, 33},
		"variable": {NewText(fields("length", "5", "var-len", "true"), "c", 0), 1, 5},
	} {
		lengths := map[int]bool{}
		for n := range int64(1000) {
			scratch.Reset()
			text := c.g.At(&scratch, n)
			lengths[len(text)] = true
			if strings.Trim(text, "0123456789abcdef") != "" {
				t.Errorf("%s: %q", name, text)
			}
		}
		for length := range lengths {
			if length < c.least || length > c.most || len(lengths) != c.most-c.least+1 {
				t.Errorf("%s: lengths %v", name, lengths)
			}
		}
	}
	bytes := NewBytes(fields("length", "7"), "c", 0)
	if got := bytes.At(&scratch, 1); len(got) != 7 {
		t.Errorf("%x", got)
	}
}

func TestTimes(t *testing.T) {
	made := table(key("c", "max-past"), "1 h")
	made.Started = time.Date(2024, 1, 15, 0, 30, 0, 123456789, time.UTC)
	timestamp := NewTimestamp(NewFields(made), "c", 1e6, 6)
	date := NewDate(NewFields(made), "c")
	ofDay := NewTime(NewFields(made), "c", 1e9, 9)
	for n := range int64(samples) {
		at := time.UnixMicro(timestamp.At(n))
		if at.After(made.Started) || at.Before(made.Started.Add(-time.Hour-time.Microsecond)) {
			t.Errorf("%v", at)
		}
		if got := date.At(n); got != 19737 {
			t.Errorf("day %d", got)
		}
		if got := ofDay.At(n); got < 0 || got >= 24*3600*1e9 {
			t.Errorf("time %d", got)
		}
	}
}

// A value has no more digits behind the second than its type.
func TestTimesHaveTheirPrecision(t *testing.T) {
	made := table(key("c", "max-past"), "1 h")
	made.Started = time.Date(2024, 1, 15, 0, 30, 0, 123456789, time.UTC)
	for digits, unit := range map[int]int64{0: 1_000_000, 3: 1_000, 6: 1} {
		timestamp, ofDay := NewTimestamp(NewFields(made), "c", 1e6, digits), NewTime(NewFields(made), "c", 1e6, digits)
		finest := digits == 0
		for n := range int64(samples) {
			at, clock := timestamp.At(n), ofDay.At(n)
			if at%unit != 0 || clock%unit != 0 || time.UnixMicro(at).After(made.Started) || clock < 0 || clock >= 24*3600*1e6 {
				t.Fatalf("%d digits: %d, %d", digits, at, clock)
			}
			finest = finest || at/unit%10 != 0 && clock/unit%10 != 0
		}
		if !finest {
			t.Errorf("%d digits: the last one is always 0", digits)
		}
	}
}

// Lists in a list are lists of their own, as long as the record lasts.
func TestListsInLists(t *testing.T) {
	f := NewFields(table("fields.c.length", "2", "fields.c.element.length", "3"))
	inner, outer := NewList[int64](f, "c.element", "c"), NewList[[]int64](f, "c")
	for n, want := range []string{"[[0 1 2] [3 4 5]]", "[[6 7 8] [9 10 11]]"} {
		got := outer.At(int64(n), func(n int64) []int64 { return inner.At(n, func(n int64) int64 { return n }) })
		if fmt.Sprint(got) != want {
			t.Errorf("record %d: %v, not %s", n, got, want)
		}
	}
	f = NewFields(table("fields.c.length", "100000", "fields.c.element.length", "1000"))
	NewList[int64](f, "c.element", "c")
	if err := f.Err(); err == nil || !strings.Contains(err.Error(), "more than 16777216 elements") {
		t.Error(err)
	}
}

func TestNullRate(t *testing.T) {
	for rate, want := range map[string]int{"0": 0, "0.25": samples / 4, "1": samples} {
		g := NewInteger[int64](fields("null-rate", rate), "c")
		nulls := 0
		for n := range int64(samples) {
			if !g.NullAt(n).Valid {
				nulls++
			}
		}
		if math.Abs(float64(nulls-want)) > 0.03*samples || (want == 0 || want == samples) && nulls != want {
			t.Errorf("rate %s: %d NULLs of %d", rate, nulls, samples)
		}
	}
}

func TestOthers(t *testing.T) {
	truth := NewBool(fields(), "c")
	if found := counts(truth.At); math.Abs(float64(found[true]-samples/2)) > 0.03*samples {
		t.Errorf("%v", found)
	}
	id := NewUUID(fields(), "c")
	if text := id.At(1).String(); text[14] != '4' || !strings.Contains("89ab", text[19:20]) {
		t.Errorf("%s is not of version 4", text)
	}
	if len(counts(id.At)) != samples {
		t.Error("an id comes twice")
	}
	list := NewList[int64](fields("length", "3"), "c")
	if got := list.At(5, func(n int64) int64 { return n }); !slices.Equal(got, []int64{15, 16, 17}) {
		t.Errorf("%v", got)
	}
}

// The same seed, column and record give the same value on every machine and in every version. The expected ones are
// splitmix64 and FNV-1a computed in Python.
func TestValuesArePinned(t *testing.T) {
	at := func(seed, column string, n int64) int64 {
		g := NewInteger[int64](NewFields(table("seed", seed, key(column, "max"), "999999", key(column, "min"), "0")), column)
		return g.At(n)
	}
	got := fmt.Sprint(at("0", "a", 0), at("0", "a", 1), at("0", "b", 0), at("1", "a", 0), at("0", "a", 1<<40))
	if want := "595322 326326 888108 168441 65645"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestFieldsRefuse(t *testing.T) {
	f := fields("min", "5", "max", "4", "null-rate", "2")
	NewInteger[int8](f, "c")
	want := `table t: 'fields.c.null-rate' is '2', but it must be a number from 0 to 1
table t: 'fields.c.max' is '4', but the smallest value is more`
	if err := f.Err(); err == nil || err.Error() != want {
		t.Errorf("%v\nnot\n%s", err, want)
	}
	f = fields("max", "200")
	NewInteger[int8](f, "c")
	if err := f.Err(); err == nil || err.Error() != "table t: 'fields.c.max' is '200', but it is no value of the column: value out of range" {
		t.Error(err)
	}
	f = fields("length", "30")
	NewText(f, "c", 20)
	if err := f.Err(); err == nil || err.Error() != "table t: 'fields.c.length' is '30', but the column takes at most 20" {
		t.Error(err)
	}
}

// numbers reads all splits of a source, up to most records of each.
func numbers(t *testing.T, partitions int, most int64, options ...string) []int64 {
	t.Helper()
	source, err := NewSource(table(options...))
	if err != nil {
		t.Fatal(err)
	}
	splits, err := source.Splits(context.Background(), partitions)
	if err != nil {
		t.Fatal(err)
	}
	var all []int64
	for _, split := range splits {
		reader, _ := source.NewReader()
		if err := reader.Open(context.Background(), split); err != nil {
			t.Fatal(err)
		}
		read := int64(0)
		for read < most {
			batch := rt.NewNumbers(0, 0)
			err := reader.Read(context.Background(), batch)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for n := range batch.Count {
				all = append(all, batch.First+n)
			}
			read += batch.Count
		}
		if split.Records > 0 && read != split.Records {
			t.Errorf("split %d has %d records, but said %d", split.ID, read, split.Records)
		}
	}
	return all
}

func TestSourceGivesEachNumberOnce(t *testing.T) {
	for _, rows := range []int64{0, 1, 2, batchSize - 1, batchSize, batchSize + 1, 3 * batchSize, 10*batchSize + 17} {
		for _, partitions := range []int{1, 2, 3, 7} {
			got := numbers(t, partitions, math.MaxInt64, "number-of-rows", fmt.Sprint(rows))
			if partitions == 1 && !slices.IsSorted(got) {
				t.Errorf("%d rows: not in order", rows)
			}
			slices.Sort(got)
			if int64(len(got)) != rows || rows > 0 && (got[0] != 0 || got[rows-1] != rows-1) {
				t.Errorf("%d rows, %d partitions: %d numbers", rows, partitions, len(got))
			}
		}
	}
}

func TestSourceEndsWithItsSequences(t *testing.T) {
	for _, c := range []struct {
		options []string
		want    int
	}{
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "5", "fields.a.end", "14"}, 10},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "5", "fields.a.end", "14", "number-of-rows", "3"}, 3},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "5", "fields.a.end", "14", "number-of-rows", "30"}, 10},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "0.5", "fields.a.end", "2.4"}, 2},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "1", "fields.a.end", "9", "fields.b.kind", "sequence", "fields.b.start", "1", "fields.b.end", "2"}, 2},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "1", "number-of-rows", "4"}, 4},
		{[]string{"fields.a.kind", "sequence", "fields.a.start", "1"}, 2 * batchSize}, // endless: as far as the test reads
		{nil, 2 * batchSize},
	} {
		if got := len(numbers(t, 1, 2*batchSize, c.options...)); got != c.want {
			t.Errorf("%v: %d rows, not %d", c.options, got, c.want)
		}
	}
}

func TestSourceKeepsItsRate(t *testing.T) {
	start := time.Now()
	got := numbers(t, 1, 21, "rows-per-second", "200", "number-of-rows", "21")
	if elapsed := time.Since(start); len(got) != 21 || elapsed < 90*time.Millisecond {
		t.Errorf("%d rows in %v", len(got), elapsed)
	}
}

func TestSourceStopsWaiting(t *testing.T) {
	source, err := NewSource(table("rows-per-second", "1"))
	if err != nil {
		t.Fatal(err)
	}
	splits, _ := source.Splits(context.Background(), 1)
	reader, _ := source.NewReader()
	if err := reader.Open(context.Background(), splits[0]); err != nil {
		t.Fatal(err)
	}
	if err := reader.Read(context.Background(), rt.NewNumbers(0, 0)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := reader.Read(ctx, rt.NewNumbers(0, 0)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestValuesAllocateNothing(t *testing.T) {
	integer, text := NewInteger[int64](fields(), "c"), NewText(fields(), "c", 0)
	var scratch rt.Scratch
	n := int64(0)
	if got := testing.AllocsPerRun(1000, func() {
		scratch.Reset()
		for range 10 {
			n++
			integer.NullAt(n)
			text.At(&scratch, n)
		}
	}); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func BenchmarkInteger(b *testing.B) {
	g := NewInteger[int64](fields("min", "0", "max", "999"), "c")
	var sum int64
	for n := range int64(b.N) {
		sum += g.At(n)
	}
	sink = sum
}

func BenchmarkText(b *testing.B) {
	g := NewText(fields("length", "10"), "c", 0)
	var scratch rt.Scratch
	for n := range int64(b.N) {
		scratch.Reset()
		sink += int64(len(g.At(&scratch, n)))
	}
}

var sink int64
