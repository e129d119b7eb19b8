package agg

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/temporal"
)

// seeded returns a generator whose seed is printed where the test fails.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// message is what f fails the record with; "" if it doesn't.
func message(f func()) (text string) {
	defer func() {
		if e, ok := recover().(*rt.RecordError); ok {
			text = e.Message
		}
	}()
	f()
	return ""
}

func bigOf(v decimal.Int128) *big.Int {
	n, _ := new(big.Int).SetString(string(decimal.Append(nil, v, 0)), 10)
	return n
}

// TestSumsOfSlidingRows adds, removes and merges at random; sums are those of the rows that are left, exactly.
func TestSumsOfSlidingRows(t *testing.T) {
	r := seeded(t)
	for range 300 {
		var count Count
		var small SumInt
		var wide SumBigInt
		var dec SumDecimal
		var huge SumWide
		var average AvgBigInt
		var all And
		var rows []int64
		for range r.IntN(300) {
			if len(rows) > 0 && r.IntN(3) == 0 {
				v := rows[0]
				rows = rows[1:]
				count.Remove()
				small.Remove(int32(v))
				wide.Remove(v)
				dec.Remove(v)
				huge.Remove(decimal.Mul64(v, v))
				average.Remove(v)
				all.Remove(v > 0)
				continue
			}
			v := int64(r.Uint64()) >> r.IntN(64)
			if r.IntN(4) == 0 {
				v = math.MaxInt64 - r.Int64N(3)
			}
			rows = append(rows, v)
			count.Add()
			small.Add(int32(v))
			wide.Add(v)
			dec.Add(v)
			huge.Add(decimal.Mul64(v, v))
			average.Add(v)
			all.Add(v > 0)
		}
		sum, sum32, squares, positive := new(big.Int), int64(0), new(big.Int), true
		for _, v := range rows {
			sum.Add(sum, big.NewInt(v))
			sum32 += int64(int32(v))
			squares.Add(squares, new(big.Int).Mul(big.NewInt(v), big.NewInt(v)))
			positive = positive && v > 0
		}
		some := len(rows) > 0
		if count.Value() != int64(len(rows)) || small.Value() != rt.When(some, sum32) || all.Value() != rt.When(some, positive) {
			t.Fatalf("%d rows: count %v, sum %v, all %v", len(rows), count.Value(), small.Value(), all.Value())
		}
		if got := dec.Value(); got.Valid != some || bigOf(got.V).Cmp(sum) != 0 {
			t.Fatalf("the sum is %v, want %v", got, sum)
		}
		var got rt.Null[int64]
		if failed := message(func() { got = wide.Value() }) != ""; failed == sum.IsInt64() || !failed && (got.Valid != some || got.V != sum.Int64()) {
			t.Fatalf("the sum is %v, failed: %t, want %v", got, failed, sum)
		}
		var squared rt.Null[decimal.Int128]
		fits := squares.Cmp(new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)) < 0
		if failed := message(func() { squared = huge.Value() }) != ""; failed == fits || !failed && (squared.Valid != some || bigOf(squared.V).Cmp(squares) != 0) {
			t.Fatalf("the sum of squares is %v, failed: %t, want %v", squared, failed, squares)
		}
		if some {
			want, _ := new(big.Float).Quo(new(big.Float).SetInt(sum), big.NewFloat(float64(len(rows)))).Float64()
			if got := average.ValueNotNull(); math.Abs(got-want) > 1e-15*math.Abs(want) {
				t.Fatalf("the average is %v, want %v", got, want)
			}
		}
	}
}

func TestOverflow(t *testing.T) {
	var f SumFloat
	f.Add(math.MaxFloat64)
	f.Add(math.MaxFloat64)
	if text := message(func() { f.Value() }); text == "" {
		t.Error("a sum of finite numbers is infinite")
	}
	f.Add(math.Inf(-1))
	if v := f.Value(); !math.IsNaN(v.V) && !math.IsInf(v.V, 0) {
		t.Error("a sum with an infinity is", v)
	}
	var v VarPop
	v.Add(math.MaxFloat64)
	v.Add(-math.MaxFloat64)
	if text := message(func() { v.Value() }); text == "" {
		t.Error("a variance of finite numbers is infinite")
	}
	var a SumBigInt
	a.Add(math.MaxInt64)
	a.Add(1)
	if text := message(func() { a.Value() }); text != bigintOverflow.Message {
		t.Errorf("a sum beyond BIGINT: %q", text)
	}
	a.Add(-1) // it was exact all the time
	if a.Value() != rt.Of[int64](math.MaxInt64) {
		t.Error("the sum isn't exact:", a.Value())
	}
}

// A value that is kept is a copy, however short and long values take turns.
func TestKeptTextIsCopied(t *testing.T) {
	r := seeded(t)
	var last Last[string]
	var lastBytes Last[[]byte]
	var least MinText
	want, smallest := "", "\xff"
	buffer := make([]byte, 100)
	for range 5000 {
		b := buffer[:r.IntN(100)]
		for i := range b {
			b[i] = 'a' + byte(r.IntN(26))
		}
		text := rt.Text(b)
		last.Add(text)
		lastBytes.Add(b)
		least.Add(text)
		want, smallest = string(b), min(smallest, string(b))
		for i := range b {
			b[i] = '-'
		}
		if last.ValueNotNull() != want || string(lastBytes.ValueNotNull()) != want || least.ValueNotNull() != smallest {
			t.Fatalf("%q, %q and %q, want %q and %q", last.ValueNotNull(), lastBytes.ValueNotNull(), least.ValueNotNull(), want, smallest)
		}
	}
}

func TestJoined(t *testing.T) {
	var j, other Joined
	if j.Value(",").Valid {
		t.Error("joined of no rows")
	}
	j.Add("")
	if j.Value(",") != rt.Of("") {
		t.Error("an empty text isn't NULL")
	}
	other.Add(strings.Repeat("x", 300))
	other.Add("")
	j.Merge(&other)
	if want := ";" + strings.Repeat("x", 300) + ";"; j.ValueNotNull(";") != want {
		t.Errorf("%q, want %q", j.ValueNotNull(";"), want)
	}
}

func TestSeenAgainstMap(t *testing.T) {
	r := seeded(t)
	for range 200 {
		var ints Seen[int64]
		var texts Seen[string]
		want, values := map[int64]bool{}, 1+r.Int64N(1<<r.IntN(12))
		for range 1000 {
			v := r.Int64N(values)
			if first := ints.First(v); first == want[v] || texts.First(fmt.Sprint(v)) != first {
				t.Fatalf("%d is new: %t", v, first)
			}
			want[v] = true
		}
		if ints.Len() != len(want) || len(slices.Collect(texts.All())) != len(want) {
			t.Fatalf("%d values, want %d", ints.Len(), len(want))
		}
	}
	checkSeen(t, 2, math.NaN(), math.Float64frombits(0x7ff8000000000123), 0, math.Copysign(0, -1))
	checkSeen(t, 1, temporal.Interval{Months: 1}, temporal.Interval{Days: 30}, temporal.Interval{Days: 29, Micros: 86_400_000_000})
	checkSeen(t, 2, []byte("a"), []byte("b"), []byte("a"))
	checkSeen(t, 2, struct{ a, b int }{1, 2}, struct{ a, b int }{2, 1}, struct{ a, b int }{1, 2})
}

func TestSeenNull(t *testing.T) {
	var s SeenNull[int64]
	for _, v := range []rt.Null[int64]{rt.Of[int64](0), {}, rt.Of[int64](1), {}, rt.Of[int64](0)} {
		s.First(v)
	}
	if got := slices.Collect(s.All()); !slices.Equal(got, []rt.Null[int64]{rt.Of[int64](0), {}, rt.Of[int64](1)}) {
		t.Errorf("seen: %v", got)
	}
}

// checkSeen counts values among few and among many.
func checkSeen[T any](t *testing.T, want int, values ...T) {
	t.Helper()
	var few, many Seen[T]
	for _, v := range values {
		few.First(v)
	}
	many.values = append(many.values, few.values...)
	many.makeIndex()
	for _, v := range values {
		if many.First(v) {
			t.Errorf("%v is found by comparison and not by its hash", v)
		}
	}
	if few.Len() != want {
		t.Errorf("%d different values of %v, want %d", few.Len(), values, want)
	}
}

func TestApproxDistinct(t *testing.T) {
	r := seeded(t)
	for _, n := range []int{0, 1, 100, exactDistinct, exactDistinct + 1, 1000, 5000, 20_000, 100_000, 1_000_000} {
		parts := make([]ApproxDistinct[int64], 1+r.IntN(4))
		start := r.Int64()
		for i := range n {
			parts[r.IntN(len(parts))].Add(start + int64(i))
			if r.IntN(2) == 0 {
				parts[r.IntN(len(parts))].Add(start + int64(i))
			}
		}
		for i := range parts[1:] {
			parts[0].Merge(&parts[i+1])
		}
		got := float64(parts[0].Value())
		bound := 0.0
		if n > exactDistinct {
			bound = 5 * 1.04 / math.Sqrt(registers) // five standard deviations
		}
		if math.Abs(got-float64(n)) > bound*float64(n) {
			t.Errorf("%d values are estimated as %v", n, got)
		}
	}
}

func TestApproxPercentile(t *testing.T) {
	// What a centroid may hold of all values at a fraction q, over sqrt(q(1-q)): the scale function k1 of the t-digest has it. A result
	// stands between the centres of two, and is half of each away at most.
	const centroid = 2 * math.Pi / compression
	r := seeded(t)
	draws := map[string]func() float64{
		"uniform": r.Float64, "normal": r.NormFloat64, "exponential": func() float64 { return math.Exp(10 * r.Float64()) },
		"few": func() float64 { return float64(r.IntN(5)) }, "rising": func() func() float64 {
			n := 0.0
			return func() float64 { n++; return n }
		}(),
	}
	for name, draw := range draws {
		for _, n := range []int{1, 2, 10, 100, 1000, 100_000} {
			parts := make([]ApproxPercentile, 1+r.IntN(4))
			values := make([]float64, n)
			for i := range values {
				values[i] = draw()
				parts[r.IntN(len(parts))].Add(values[i])
			}
			for i := range parts[1:] {
				parts[0].Merge(&parts[i+1])
			}
			slices.Sort(values)
			for _, fraction := range []float64{0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1} {
				got := parts[0].ValueNotNull(fraction)
				low, _ := slices.BinarySearch(values, got)
				high, _ := slices.BinarySearch(values, math.Nextafter(got, math.Inf(1)))
				place := fraction * float64(n-1)
				allowed := 1 + float64(n)*centroid*math.Sqrt(fraction*(1-fraction))
				if place < float64(low)-allowed || place > float64(high)+allowed {
					t.Errorf("%s: the percentile %v of %d values is %v, which stands at %d to %d", name, fraction, n, got, low, high)
				}
			}
			if size := len(parts[0].centroids); size > compression+10 {
				t.Errorf("%s: %d values make %d centroids", name, n, size)
			}
		}
	}
	var d ApproxPercentile
	for _, v := range []float64{math.NaN(), 1, 2, math.Inf(-1), math.Inf(1)} {
		d.Add(v)
	}
	for i, want := range []float64{math.Inf(-1), 1, 2, math.Inf(1), math.NaN()} {
		if got := d.ValueNotNull(float64(i) / 4); got != want && !(got != got && want != want) {
			t.Errorf("place %d is %v, want %v", i, got, want)
		}
	}
}

// TestPercentilesAskedForAgain asks after every few rows, as EMIT CHANGES does.
func TestPercentilesAskedForAgain(t *testing.T) {
	r := seeded(t)
	var p PercentileDisc[int64]
	var values []int64
	for range 500 {
		for range r.IntN(5) {
			v := r.Int64N(100)
			p.Add(v)
			values = append(values, v)
		}
		if len(values) == 0 {
			continue
		}
		slices.Sort(values)
		fraction := r.Float64()
		if got, want := p.ValueNotNull(fraction), values[max(int(math.Ceil(fraction*float64(len(values)))), 1)-1]; got != want {
			t.Fatalf("%v of %d values is %d, want %d", fraction, len(values), got, want)
		}
	}
}

// TestSlidingFrames compares what frames slide over with a look at every row of the frame.
func TestSlidingFrames(t *testing.T) {
	r := seeded(t)
	for range 200 {
		length, values := 1+r.IntN(1<<r.IntN(9)), 1+r.IntN(1000)
		var least MinDeque[float64]
		var greatest MaxDeque[float64]
		var leastOf MinDequeOf[decimal.Int128]
		var greatestOf MaxDequeOf[decimal.Int128]
		var sum TwoStacks[SumFloat, *SumFloat]
		var deviation TwoStacks[VarPop, *VarPop]
		var first TwoStacks[First[int64], *First[int64]]
		var frame []float64
		for number := range int64(1000) {
			v := float64(r.IntN(values))
			if r.IntN(50) == 0 {
				v = math.NaN()
			}
			frame = append(frame, v)
			for len(frame) > length {
				frame = frame[1:]
			}
			before := number - int64(length) + 1
			least.Push(v, number)
			least.Evict(before)
			greatest.Push(v, number)
			greatest.Evict(before)
			leastOf.Push(decimal.Of64(whole(v)), number)
			leastOf.Evict(before)
			greatestOf.Push(decimal.Of64(whole(v)), number)
			greatestOf.Evict(before)
			var one SumFloat
			var oneOf VarPop
			var oneFirst First[int64]
			one.Add(v)
			oneOf.Add(v)
			oneFirst.Add(number)
			sum.Push(one)
			deviation.Push(oneOf)
			first.Push(oneFirst)
			for sum.Len() > length {
				sum.Evict()
				deviation.Evict()
				first.Evict()
			}
			checkFrame(t, frame, &least, &greatest, sum.Value(), deviation.Value())
			if got := first.Value().ValueNotNull(); got != max(before, 0) {
				t.Fatalf("the first row of the frame is %d, want %d", got, max(before, 0))
			}
			if low, _ := leastOf.Front(); t.Failed() || low.Narrow() != leastInt(frame, 1) {
				t.Fatalf("the least is %v", low)
			}
			if high, _ := greatestOf.Front(); high.Narrow() != -leastInt(frame, -1) {
				t.Fatalf("the greatest is %v", high)
			}
		}
	}
}

func whole(v float64) int64 {
	if v != v {
		return -7
	}
	return int64(v)
}

func leastInt(frame []float64, sign int64) int64 {
	least := int64(math.MaxInt64)
	for _, v := range frame {
		least = min(least, sign*whole(v))
	}
	return least
}

func checkFrame(t *testing.T, frame []float64, least *MinDeque[float64], greatest *MaxDeque[float64], sum *SumFloat, deviation *VarPop) {
	t.Helper()
	var low MinFloat[float64]
	var high MaxFloat[float64]
	var total SumFloat
	var spread VarPop
	for _, v := range frame {
		low.Add(v)
		high.Add(v)
		total.Add(v)
		spread.Add(v)
	}
	equal := func(name string, got, want float64) {
		if got != want && !(got != got && want != want) && math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("%s of %v is %v, want %v", name, frame, got, want)
		}
	}
	gotLow, _ := least.Front()
	gotHigh, _ := greatest.Front()
	equal("MIN", gotLow, low.ValueNotNull())
	equal("MAX", gotHigh, high.ValueNotNull())
	equal("SUM", sum.ValueNotNull(), total.ValueNotNull())
	equal("VAR_POP", deviation.ValueNotNull(), spread.ValueNotNull())
}

// In steady state no accumulator of bounded size allocates, and neither do frames.
func TestNoAllocations(t *testing.T) {
	var least MinText
	var last Last[string]
	var best ArgMaxText[string]
	var approx ApproxDistinct[int64]
	var digest ApproxPercentile
	var seen Seen[int64]
	var deque MinDeque[float64]
	var stacks TwoStacks[SumFloat, *SumFloat]
	var corr Corr
	texts := []string{"longest of all texts", "b", "a text", "cc"}
	n := int64(0)
	row := func() {
		n++
		text := texts[n%4]
		least.Add(text)
		last.Add(text)
		best.Add(text, text)
		approx.Add(n % 5000)
		digest.Add(float64(n % 1000))
		seen.First(n % 1000)
		deque.Push(float64(n%100), n)
		deque.Evict(n - 99)
		var one SumFloat
		one.Add(float64(n))
		stacks.Push(one)
		if stacks.Len() > 100 {
			stacks.Evict()
		}
		stacks.Value()
		corr.Add(float64(n), float64(n))
	}
	for range 20_000 {
		row()
	}
	if allocations := testing.AllocsPerRun(20_000, row); allocations != 0 {
		t.Errorf("%v allocations per row", allocations)
	}
}

// The state of a group with a BIGINT key and four aggregates is under 100 bytes, 32 of them for its place in the index.
func TestSizes(t *testing.T) {
	var group struct {
		hash  uint64
		key   int64
		count Count
		total SumInt
		least Min[int64]
		most  Max[int64]
	}
	if size := unsafe.Sizeof(group); size > 100-24 {
		t.Errorf("a group takes %d bytes", size)
	}
	for name, size := range map[string][2]uintptr{
		"SumBigInt": {unsafe.Sizeof(SumBigInt{}), 24}, "SumWide": {unsafe.Sizeof(SumWide{}), 32}, "SumFloat": {unsafe.Sizeof(SumFloat{}), 16},
		"VarPop": {unsafe.Sizeof(VarPop{}), 24}, "Corr": {unsafe.Sizeof(Corr{}), 48}, "MinText": {unsafe.Sizeof(MinText{}), 24},
		"ApproxDistinct": {unsafe.Sizeof(ApproxDistinct[int64]{}), 40}, "ApproxPercentile": {unsafe.Sizeof(ApproxPercentile{}), 112},
	} {
		if size[0] != size[1] {
			t.Errorf("%s is documented as %d bytes and takes %d", name, size[1], size[0])
		}
	}
}

// The aggregates of most queries are in line, inside of a method of the generated group.
func TestInlining(t *testing.T) {
	accumulators := map[string]string{
		"Count": "", "SumInt": "int32", "SumBigInt": "int64", "SumDecimal": "int64", "SumFloat": "float64", "AvgInt": "int32", "AvgBigInt": "int64",
		"AvgFloat": "float64", "Min[int64]": "int64", "Max[int64]": "int64", "MinFloat[float64]": "float64", "MaxFloat[float64]": "float64", "And": "bool",
	}
	source := "package p\n\nimport \"github.com/weirsql/weir/runtime/agg\"\n"
	for name, kind := range accumulators {
		argument := ""
		if kind != "" {
			argument = "x"
			kind = ", x " + kind
		}
		source += fmt.Sprintf("\nfunc wrap%s(a *agg.%s%s) { a.Add(%s) }\n", strings.TrimRight(strings.ReplaceAll(name, "[", "_"), "]"), name, kind, argument)
	}
	path := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(path, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "build", "-gcflags=-m", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if calls := strings.Count(string(out), "inlining call to"); calls < len(accumulators) {
		t.Errorf("%d of %d calls of Add are inlined:\n%s", calls, len(accumulators), out)
	}
	for name := range accumulators {
		if !strings.Contains(string(out), "can inline wrap"+strings.TrimRight(strings.ReplaceAll(name, "[", "_"), "]")+"\n") {
			t.Errorf("a function that calls Add of agg.%s is not inlined", name)
		}
	}
}
