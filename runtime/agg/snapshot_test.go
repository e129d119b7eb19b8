package agg

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/temporal"
)

// What goes through a checkpoint is what it was: it has the same result, and takes more rows as it would have.
func TestSnapshots(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		for name, check := range snapshots {
			if err := check(rand.New(rand.NewPCG(r.Uint64(), r.Uint64()))); err != nil {
				t.Fatalf("seed %d: %s: %v", seed, name, err)
			}
		}
	}
}

// through checks one accumulator: add gives it a random row.
func through[A any](add func(*A, *rand.Rand), value func(*A) any) func(*rand.Rand) error {
	return func(r *rand.Rand) error {
		var before, after A
		for range r.IntN(4) * r.IntN(200) {
			add(&before, r)
		}
		c := snapshot.Encode(nil)
		any(&before).(accumulator).Snapshot(c)
		in := snapshot.Decode(c.Bytes())
		any(&after).(accumulator).Snapshot(in)
		if err := in.End(); err != nil {
			return err
		}
		if got, want := value(&after), value(&before); !reflect.DeepEqual(got, want) {
			return fmt.Errorf("%v came back of %v", got, want)
		}
		more := r.Uint64()
		for _, a := range []*A{&before, &after} {
			rows := rand.New(rand.NewPCG(more, 0))
			for range 30 {
				add(a, rows)
			}
		}
		if got, want := value(&after), value(&before); !reflect.DeepEqual(got, want) {
			return fmt.Errorf("with more rows, %v came of %v", got, want)
		}
		return nil
	}
}

func text(r *rand.Rand) string { return fmt.Sprint("text", r.IntN(1000)) }

func maybe(r *rand.Rand) rt.Null[string] { return rt.When(r.IntN(4) > 0, text(r)) }

var snapshots = map[string]func(*rand.Rand) error{
	"MODE kept": through(func(a *ModeKept[string], r *rand.Rand) {
		x := fmt.Sprint("text", r.IntN(20))
		if a.Add(x); r.IntN(3) == 0 {
			a.Remove(x)
		}
	}, func(a *ModeKept[string]) any { return a.Value() }),
	"COUNT":    through(func(a *Count, r *rand.Rand) { a.Add() }, func(a *Count) any { return a.Value() }),
	"SUM int":  through(func(a *SumInt, r *rand.Rand) { a.Add(int32(r.IntN(99))) }, func(a *SumInt) any { return a.Value() }),
	"SUM big":  through(func(a *SumBigInt, r *rand.Rand) { a.Add(r.Int64N(1 << 40)) }, func(a *SumBigInt) any { return a.Value() }),
	"SUM wide": through(func(a *SumWide, r *rand.Rand) { a.Add(decimal.Int128{Hi: 3, Lo: r.Uint64()}) }, func(a *SumWide) any { return a.Value() }),
	"SUM f":    through(func(a *SumFloat, r *rand.Rand) { a.Add(r.NormFloat64()) }, func(a *SumFloat) any { return a.Value() }),
	"AVG int":  through(func(a *AvgInt, r *rand.Rand) { a.Add(int32(r.IntN(99))) }, func(a *AvgInt) any { return a.s }),
	"VAR":      through(func(a *VarSamp, r *rand.Rand) { a.Add(r.NormFloat64()) }, func(a *VarSamp) any { return a.Value() }),
	"CORR":     through(func(a *Corr, r *rand.Rand) { a.Add(r.NormFloat64(), r.Float64()) }, func(a *Corr) any { return a.pairs }),
	"AND":      through(func(a *And, r *rand.Rand) { a.Add(r.IntN(50) > 0) }, func(a *And) any { return a.Value() }),
	"OR":       through(func(a *Or, r *rand.Rand) { a.Add(r.IntN(50) == 0) }, func(a *Or) any { return a.Value() }),
	"MIN":      through(func(a *Min[int16], r *rand.Rand) { a.Add(int16(r.Uint32())) }, func(a *Min[int16]) any { return a.Value() }),
	"MAX f":    through(func(a *MaxFloat[float32], r *rand.Rand) { a.Add(float32(r.NormFloat64())) }, func(a *MaxFloat[float32]) any { return a.Value() }),
	"MIN i": through(func(a *MinOf[temporal.Interval], r *rand.Rand) {
		a.Add(temporal.Interval{Days: int32(r.IntN(9)), Micros: r.Int64N(9)})
	},
		func(a *MinOf[temporal.Interval]) any { return a.Value() }),
	"MAX text":  through(func(a *MaxText, r *rand.Rand) { a.Add(text(r)) }, func(a *MaxText) any { return a.Value() }),
	"MIN bytes": through(func(a *MinBytes, r *rand.Rand) { a.Add([]byte(text(r))) }, func(a *MinBytes) any { return a.Value() }),
	"FIRST":     through(func(a *First[string], r *rand.Rand) { a.Add(text(r)) }, func(a *First[string]) any { return a.Value() }),
	"LAST":      through(func(a *Last[[]byte], r *rand.Rand) { a.Add([]byte(text(r))) }, func(a *Last[[]byte]) any { return a.Value() }),
	"FIRST ?":   through(func(a *FirstNull[string], r *rand.Rand) { a.Add(maybe(r)) }, func(a *FirstNull[string]) any { return a.Value() }),
	"LAST ?":    through(func(a *LastNull[string], r *rand.Rand) { a.Add(maybe(r)) }, func(a *LastNull[string]) any { return a.Value() }),
	"ARG_MIN": through(func(a *ArgMin[string, int64], r *rand.Rand) { a.Add(text(r), r.Int64N(100)) },
		func(a *ArgMin[string, int64]) any { return a.Value() }),
	"ARG_MAX text": through(func(a *ArgMaxText[int64], r *rand.Rand) { a.Add(r.Int64(), text(r)) }, func(a *ArgMaxText[int64]) any { return a.Value() }),
	"ARRAY":        through(func(a *Array[string], r *rand.Rand) { a.Add(text(r)) }, func(a *Array[string]) any { return a.Value() }),
	"ARRAY ?":      through(func(a *ArrayNull[string], r *rand.Rand) { a.Add(maybe(r)) }, func(a *ArrayNull[string]) any { return a.Value() }),
	"STRING_AGG":   through(func(a *Joined, r *rand.Rand) { a.Add(text(r)) }, func(a *Joined) any { return a.Value("; ") }),
	"MEDIAN":       through(func(a *Median, r *rand.Rand) { a.Add(r.NormFloat64()) }, func(a *Median) any { return a.Value() }),
	"DISC":         through(func(a *PercentileDiscText, r *rand.Rand) { a.Add(text(r)) }, func(a *PercentileDiscText) any { return a.Value(0.3) }),
	"APPROX":       through(func(a *ApproxDistinct[string], r *rand.Rand) { a.Add(text(r)) }, func(a *ApproxDistinct[string]) any { return a.Value() }),
	"DIGEST":       through(func(a *ApproxPercentile, r *rand.Rand) { a.Add(r.NormFloat64()) }, func(a *ApproxPercentile) any { return a.Value(0.9) }),
	"DISTINCT": through(func(a *Distinct[int64, SumBigInt], r *rand.Rand) {
		if x := r.Int64N(300); a.First(x) {
			a.Of.Add(x)
		}
	}, func(a *Distinct[int64, SumBigInt]) any { return a.Of.Value() }),
	"DISTINCT ?": through(func(a *DistinctNull[string, ArrayNull[string]], r *rand.Rand) {
		if x := maybe(r); a.First(x) {
			a.Of.Add(x)
		}
	}, func(a *DistinctNull[string, ArrayNull[string]]) any { return a.Of.Value() }),
}
