package bounds_test

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/runtime/agg"
)

// table is endless, but for its type's %s.
const tables = `job test

table trades datagen endless
  | symbol VARCHAR(8)
  | buy BOOLEAN NOT NULL
  | small TINYINT
  | quantity INT NOT NULL

table files file json
  | symbol VARCHAR(8)
  | buy BOOLEAN NOT NULL
  | small TINYINT
  | quantity INT NOT NULL

table totals print json
  | n BIGINT NOT NULL

`

// bound is what bounds the groups by a key of trades, or of another table, behind what stands between.
func bound(t *testing.T, key, between, table string) string {
	t.Helper()
	scan := "scan " + table + "\n| symbol VARCHAR(8) = 0\n| buy BOOLEAN NOT NULL = 1\n| small TINYINT = 2\n| quantity INT NOT NULL = 3"
	text := tables + "sink totals query 0 upsert\n  project upsert\n    | n BIGINT NOT NULL = n#1\n    aggregate changes upsert\n      | " + key + "\n      | n BIGINT NOT NULL = COUNT()\n"
	indent := "      "
	if between != "" {
		text += indent + between + "\n"
		indent += "  "
	}
	for i, line := range strings.Split(scan, "\n") {
		if i > 0 {
			line = "  " + line
		}
		text += indent + line + "\n"
	}
	plan, err := logical.Parse(text)
	if err == nil {
		err = logical.Verify(plan)
	}
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	lowered, found := lower.Plan(plan)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return bounds.Text(lowered.States[0].Bound)
}

// What bounds keys: each by hand.
func TestKeys(t *testing.T) {
	const unbounded = "nothing bounds the keys"
	for _, test := range []struct{ key, between, want string }{
		{"symbol VARCHAR(8) = key symbol#0", "", unbounded},
		{"buy BOOLEAN NOT NULL = key buy#1", "", "2 keys"},
		{"small TINYINT = key small#2", "", "257 keys"},
		{"part INT NOT NULL = key quantity#3 %[2] 16", "", "31 keys"},
		{"symbol VARCHAR NOT NULL = key CASE WHEN buy#1 THEN 'a' ELSE 'b' END", "", "2 keys"},
		{"symbol VARCHAR = key CASE WHEN buy#1 THEN 'a' END", "", "2 keys"},
		{"symbol VARCHAR NOT NULL = key 'all'", "", "1 key"},
		{"symbol VARCHAR(8) = key symbol#0", "filter symbol#0 IN ('a', 'b', 'c')", "3 keys"},
		{"symbol VARCHAR(8) = key symbol#0", "filter symbol#0 = 'a'", "1 key"},
		{"symbol VARCHAR(8) = key symbol#0", "filter symbol#0 > 'a'", unbounded},
		{"quantity INT NOT NULL = key quantity#3", "filter quantity#3 >= 1 AND quantity#3 <= 1000", "1,000 keys"},
		{"quantity INT NOT NULL = key quantity#3", "filter quantity#3 >= 1", unbounded},
		{"quantity INT NOT NULL = key quantity#3", "filter quantity#3 >= 1 OR quantity#3 <= 5", unbounded},
	} {
		if got := bound(t, test.key, test.between, "trades"); got != test.want {
			t.Errorf("key %s %s: %s, want %s", test.key, test.between, got, test.want)
		}
	}
	if got := bound(t, "symbol VARCHAR(8) = key symbol#0", "", "files"); got != "the end of the input" {
		t.Errorf("a file ends: %s", got)
	}
}

// The table of accumulators has Go's own sizes.
func TestAccumulatorSizes(t *testing.T) {
	for name, want := range map[string]uintptr{
		"Count": unsafe.Sizeof(agg.Count{}), "SumInt": unsafe.Sizeof(agg.SumInt{}), "SumBigInt": unsafe.Sizeof(agg.SumBigInt{}),
		"SumDecimal": unsafe.Sizeof(agg.SumDecimal{}), "SumWide": unsafe.Sizeof(agg.SumWide{}), "SumFloat": unsafe.Sizeof(agg.SumFloat{}),
		"AvgInt": unsafe.Sizeof(agg.AvgInt{}), "AvgBigInt": unsafe.Sizeof(agg.AvgBigInt{}), "AvgDecimal": unsafe.Sizeof(agg.AvgDecimal{}),
		"AvgWide": unsafe.Sizeof(agg.AvgWide{}), "AvgFloat": unsafe.Sizeof(agg.AvgFloat{}), "And": unsafe.Sizeof(agg.And{}),
		"Or": unsafe.Sizeof(agg.Or{}), "MinText": unsafe.Sizeof(agg.MinText{}), "MaxBytes": unsafe.Sizeof(agg.MaxBytes{}),
		"Min": unsafe.Sizeof(agg.Min[int64]{}) - 8, "MaxFloat": unsafe.Sizeof(agg.MaxFloat[float64]{}) - 8,
		"ArgMin": unsafe.Sizeof(agg.ArgMin[int64, int64]{}) - 16, "ArgMaxText": unsafe.Sizeof(agg.ArgMaxText[int64]{}) - 8,
		"First": unsafe.Sizeof(agg.First[int64]{}) - 8, "LastNull": unsafe.Sizeof(agg.LastNull[int64]{}) - 8,
		"Joined": unsafe.Sizeof(agg.Joined{}), "Listed": unsafe.Sizeof(agg.Listed{}), "Array": unsafe.Sizeof(agg.Array[int64]{}),
		"Median": unsafe.Sizeof(agg.Median{}), "PercentileCont": unsafe.Sizeof(agg.PercentileCont{}), "PercentileDisc": unsafe.Sizeof(agg.PercentileDisc[int64]{}), "Mode": unsafe.Sizeof(agg.Mode[int64]{}),
		"MinKept": unsafe.Sizeof(agg.MinKept[int64]{}) - 8, "MedianKept": unsafe.Sizeof(agg.MedianKept{}), "ArgMaxKept": unsafe.Sizeof(agg.ArgMaxKept[string, int64]{}) - 24,
		"FirstKept": unsafe.Sizeof(agg.FirstKept[string]{}), "ArrayKeptNull": unsafe.Sizeof(agg.ArrayKeptNull[int64]{}), "JoinedKept": unsafe.Sizeof(agg.JoinedKept{}),
		"SumKept": unsafe.Sizeof(agg.SumKept{}), "VarPopKept": unsafe.Sizeof(agg.VarPopKept{}), "CorrKept": unsafe.Sizeof(agg.CorrKept{}),
		"Corr": unsafe.Sizeof(agg.Corr{}), "VarPop": unsafe.Sizeof(agg.VarPop{}), "StddevSamp": unsafe.Sizeof(agg.StddevSamp{}),
	} {
		if got := bounds.AccumulatorBytes(name); got != int(want) {
			t.Errorf("agg.%s takes %d bytes, the table says %d", name, want, got)
		}
	}
}

// Every accumulator that the table of functions names has a size.
func TestEveryAccumulatorHasASize(t *testing.T) {
	for _, name := range bounds.AccumulatorNames() {
		if bounds.AccumulatorBytes(name) == 0 {
			t.Errorf("agg.%s has no size: add it to accumulators in size.go", name)
		}
	}
}
