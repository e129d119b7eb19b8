package num

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

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

// edge is a number near a border of its type as often as not.
func edge[T Integer](r *rand.Rand, least, most T) T {
	switch r.IntN(6) {
	case 0:
		return least + T(r.IntN(3))
	case 1:
		return most - T(r.IntN(3))
	case 2:
		return T(r.IntN(7) - 3)
	}
	return T(r.Uint64() >> r.IntN(64))
}

func testIntegers[T Integer](t *testing.T, least, most T) {
	r := seeded(t)
	ops := map[string]struct {
		op    func(a, b T) T
		exact func(a, b *big.Int) *big.Int
	}{
		"Add": {Add[T], func(a, b *big.Int) *big.Int { return a.Add(a, b) }},
		"Sub": {Sub[T], func(a, b *big.Int) *big.Int { return a.Sub(a, b) }},
		"Mul": {Mul[T], func(a, b *big.Int) *big.Int { return a.Mul(a, b) }},
		"Div": {Div[T], func(a, b *big.Int) *big.Int { return a.Quo(a, b) }},
		"Mod": {Mod[T], func(a, b *big.Int) *big.Int { return a.Rem(a, b) }},
		"Neg": {func(a, _ T) T { return Neg(a) }, func(a, b *big.Int) *big.Int { return a.Neg(a) }},
		"Abs": {func(a, _ T) T { return Abs(a) }, func(a, b *big.Int) *big.Int { return a.Abs(a) }},
		"GCD": {GCD[T], func(a, b *big.Int) *big.Int { return a.GCD(nil, nil, a.Abs(a), b.Abs(b)) }},
	}
	for range 30_000 {
		a, b := edge(r, least, most), edge(r, least, most)
		for name, test := range ops {
			if b == 0 && (name == "Div" || name == "Mod") {
				if message(func() { test.op(a, b) }) != "division by zero" {
					t.Fatalf("%s(%d, 0) did not fail", name, a)
				}
				continue
			}
			want := test.exact(big.NewInt(int64(a)), big.NewInt(int64(b)))
			fits := want.Cmp(big.NewInt(int64(least))) >= 0 && want.Cmp(big.NewInt(int64(most))) <= 0
			var got T
			failure := message(func() { got = test.op(a, b) })
			if fits != (failure == "") || fits && int64(got) != want.Int64() {
				t.Fatalf("%s(%d, %d) = %d, %q; want %v", name, a, b, got, failure, want)
			}
		}
	}
}

func TestIntegersAgainstBig(t *testing.T) {
	t.Run("int8", func(t *testing.T) { testIntegers[int8](t, math.MinInt8, math.MaxInt8) })
	t.Run("int16", func(t *testing.T) { testIntegers[int16](t, math.MinInt16, math.MaxInt16) })
	t.Run("int32", func(t *testing.T) { testIntegers[int32](t, math.MinInt32, math.MaxInt32) })
	t.Run("int64", func(t *testing.T) { testIntegers[int64](t, math.MinInt64, math.MaxInt64) })
}

func TestFloats(t *testing.T) {
	inf, nan, tiny := math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64
	for _, test := range []struct {
		name string
		got  func() float64
		want float64
		fail string
	}{
		{"max+max", func() float64 { return AddFloat(math.MaxFloat64, math.MaxFloat64) }, 0, overflow.Message},
		{"inf+1", func() float64 { return AddFloat(inf, 1) }, inf, ""},
		{"inf-inf", func() float64 { return SubFloat(inf, inf) }, nan, ""},
		{"max*2", func() float64 { return MulFloat(math.MaxFloat64, 2) }, 0, overflow.Message},
		{"tiny*tiny", func() float64 { return MulFloat(tiny, tiny) }, 0, underflow.Message},
		{"0*tiny", func() float64 { return MulFloat(0, tiny) }, 0, ""},
		{"inf*0", func() float64 { return MulFloat(inf, 0) }, nan, ""},
		{"1/0", func() float64 { return DivFloat(1.0, 0) }, 0, divisionByZero.Message},
		{"0/0", func() float64 { return DivFloat(0.0, 0) }, 0, divisionByZero.Message},
		{"inf/0", func() float64 { return DivFloat(inf, 0) }, 0, divisionByZero.Message},
		{"nan/0", func() float64 { return DivFloat(nan, 0) }, nan, ""},
		{"0/5", func() float64 { return DivFloat(0.0, 5) }, 0, ""},
		{"1/inf", func() float64 { return DivFloat(1, inf) }, 0, ""},
		{"tiny/2", func() float64 { return DivFloat(tiny, 4) }, 0, underflow.Message},
		{"max/tiny", func() float64 { return DivFloat(math.MaxFloat64, tiny) }, 0, overflow.Message},
		{"exp(1000)", func() float64 { return Exp(1000) }, 0, overflow.Message},
		{"exp(-1000)", func() float64 { return Exp(-1000) }, 0, underflow.Message},
		{"exp(-inf)", func() float64 { return Exp(-inf) }, 0, ""},
		{"power(-8,1/3)", func() float64 { return Power(-8, 1.0/3) }, 0, "a negative number raised to a fraction is complex"},
		{"power(0,-1)", func() float64 { return Power(0, -1) }, 0, "zero raised to a negative power does not exist"},
		{"power(10,400)", func() float64 { return Power(10, 400) }, 0, overflow.Message},
		{"round 2.5", func() float64 { return RoundDigits(2.5, 0) }, 3, ""},
		{"round -2.675,2", func() float64 { return RoundDigits(-2.675, 2) }, -2.68, ""},
		{"round 1234.5,-2", func() float64 { return RoundDigits(1250, -2) }, 1300, ""},
		{"round 1e300,-299", func() float64 { return RoundDigits(1.26e300, -299) }, 1.3e300, ""},
		{"round 0.05,1", func() float64 { return RoundDigits(0.05, 1) }, 0.1, ""},
		{"round 0.004,1", func() float64 { return RoundDigits(0.004, 1) }, 0, ""},
		{"trunc 2.99,1", func() float64 { return TruncDigits(2.99, 1) }, 2.9, ""},
	} {
		var got float64
		failure := message(func() { got = test.got() })
		if failure != test.fail || failure == "" && got != test.want && !(math.IsNaN(got) && math.IsNaN(test.want)) {
			t.Errorf("%s = %v, %q; want %v, %q", test.name, got, failure, test.want, test.fail)
		}
	}
}

// Values and texts as PostgreSQL 15 has them.
func TestText(t *testing.T) {
	for text, want := range map[float64]string{
		0.1: "0.1", 1e14: "100000000000000", 1e15: "1e+15", 123456789012345.6: "123456789012345.6", 1234567890123456: "1.234567890123456e+15",
		0.0001: "0.0001", 0.00001: "1e-05", 1e100: "1e+100", -2.5e-300: "-2.5e-300", -26449651988828848: "-2.6449651988828848e+16", 0: "0", math.Inf(-1): "-Infinity",
	} {
		if got := string(AppendDouble(nil, text)); got != want {
			t.Errorf("DOUBLE %v prints as %s, want %s", text, got, want)
		}
	}
	for value, want := range map[float32]string{0.1: "0.1", 123456: "123456", 1234567: "1.234567e+06", 1e6: "1e+06", 16777216: "1.6777216e+07", 97063856: "9.7063856e+07", 1720999936: "1.7209999e+09", -58233992: "-5.8233992e+07", 268612416: "2.6861242e+08", 34295192: "3.4295192e+07"} {
		if got := string(AppendReal(nil, value)); got != want {
			t.Errorf("REAL %v prints as %s, want %s", value, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, text := range []string{"1", " 42 ", "-128", "+7", "127"} {
		if _, ok := TryInteger[int8](text); !ok {
			t.Errorf("%q is no TINYINT", text)
		}
	}
	for _, text := range []string{"", "128", "-129", "1.0", "1_0", "0x1", "1e1", "abc", "99999999999999999999"} {
		if v, ok := TryInteger[int8](text); ok {
			t.Errorf("%q is the TINYINT %d", text, v)
		}
	}
	for _, text := range []string{"1.5", "NaN", "-Infinity", "inf", " 1e3 ", ".5", "5.", "0e-999"} {
		if _, ok := TryDouble(text); !ok {
			t.Errorf("%q is no DOUBLE", text)
		}
	}
	for _, text := range []string{"", "1_0.5", "0x1p4", "1e400", "1e-400", "1,5", "--1"} {
		if v, ok := TryDouble(text); ok {
			t.Errorf("%q is the DOUBLE %v", text, v)
		}
	}
	for text, want := range map[string]bool{"t": true, "TRUE": true, "y": true, "on": true, "1": true, " tr ": true, "f": false, "no": false, "off": false, "of": false, "0": false} {
		if v, ok := TryBoolean(text); !ok || v != want {
			t.Errorf("%q is %v, %v", text, v, ok)
		}
	}
	for _, text := range []string{"", "o", "2", "truely"} {
		if _, ok := TryBoolean(text); ok {
			t.Errorf("%q is a BOOLEAN", text)
		}
	}
}

// The arithmetic of every expression is inlined, inside a function of the generated package that is itself inlined.
func TestInlining(t *testing.T) {
	dir := t.TempDir()
	calls := map[string]string{
		"Add(a, b)": "int64", "Sub(a, b)": "int64", "Mul(a, b)": "int64", "Div(a, b)": "int64", "Mod(a, b)": "int64", "Neg(a)": "int64",
		"Abs(a)": "int64", "AddFloat(a, b)": "float64", "SubFloat(a, b)": "float64", "MulFloat(a, b)": "float64", "DivFloat(a, b)": "float64",
	}
	source := "package p\n\nimport \"github.com/weirsql/weir/runtime/num\"\n"
	for call, kind := range calls {
		name, _, _ := strings.Cut(call, "(")
		source += "\nfunc wrap" + name + "(a, b " + kind + ") " + kind + " { return num." + call + " }\n"
	}
	path := filepath.Join(dir, "p.go")
	if err := os.WriteFile(path, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "build", "-gcflags=-m", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for call := range calls {
		name, _, _ := strings.Cut(call, "(")
		if !strings.Contains(string(out), "can inline wrap"+name+"\n") {
			t.Errorf("a function that calls num.%s is not inlined", name)
		}
	}
}
