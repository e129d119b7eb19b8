package codegen

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/agg"
	"github.com/weirsql/weir/runtime/evolution"
	"github.com/weirsql/weir/runtime/snapshot"
)

// coded is an accumulator.
type coded interface{ Snapshot(*snapshot.Codec) }

// entry is what a group of one accumulator and no key is in a checkpoint.
func entry(a coded) []byte {
	c := snapshot.Encode(nil)
	snapshot.Part(c, a)
	return c.Bytes()
}

// keeping is the schema of a state that has one aggregate.
func keeping(name, accumulator string) *evolution.Schema {
	f := formats[accumulator]
	return &evolution.Schema{Format: evolution.Format, Operators: []evolution.Operator{{
		Name: "s", ID: "1", Values: []evolution.Value{{Name: name, ID: name, Taken: "x", Format: f.name, Encoding: f.encoding}},
	}}}
}

// Accumulators of one format keep the same: what one wrote of some rows is, recoded, what another one writes of them.
func TestFormatsAreTheSame(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		var sumInt agg.SumInt
		var avgInt agg.AvgInt
		var sumBig agg.SumBigInt
		var avgBig agg.AvgBigInt
		var sumDecimal agg.SumDecimal
		var avgDecimal agg.AvgDecimal
		var sumFloat agg.SumFloat
		var avgFloat agg.AvgFloat
		for range r.IntN(5) {
			x := int32(r.Uint32())
			sumInt.Add(x)
			avgInt.Add(x)
			sumBig.Add(int64(x))
			avgBig.Add(int64(x))
			sumDecimal.Add(int64(x))
			avgDecimal.Add(int64(x))
			sumFloat.Add(float64(x) / 7)
			avgFloat.Add(float64(x) / 7)
		}
		narrow := map[string]coded{"agg.SumInt": &sumInt, "agg.AvgInt": &avgInt}
		wide := map[string]coded{"agg.SumBigInt": &sumBig, "agg.AvgBigInt": &avgBig, "agg.SumDecimal": &sumDecimal, "agg.AvgDecimal": &avgDecimal}
		floats := map[string]coded{"agg.SumFloat": &sumFloat, "agg.AvgFloat": &avgFloat}
		checkRecoded(t, seed, narrow, narrow)
		checkRecoded(t, seed, narrow, wide)
		checkRecoded(t, seed, wide, wide)
		checkRecoded(t, seed, floats, floats)
	}
}

func checkRecoded(t *testing.T, seed uint64, from, to map[string]coded) {
	t.Helper()
	for was, old := range from {
		for now, new := range to {
			carried := evolution.Compare(keeping("A", was), keeping("B", now)).Carried
			if len(carried) != 1 || carried[0].Recoder == nil {
				t.Fatalf("%s doesn't go on as %s", was, now)
			}
			got, err := carried[0].Recoder.Recode(entry(old), 0)
			if err != nil || !bytes.Equal(got, entry(new)) {
				t.Fatalf("seed %d: %s as %s: % x, %v, want % x", seed, was, now, got, err, entry(new))
			}
		}
	}
}
