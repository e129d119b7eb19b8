package decimal

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
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

// random returns a number of up to precision digits, of all magnitudes alike.
func random(r *rand.Rand, precision int) *big.Int {
	digits := r.IntN(precision + 1)
	bound := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	v := new(big.Int)
	for range 5 {
		v.Lsh(v, 32).Or(v, big.NewInt(int64(r.Uint32())))
	}
	v.Mod(v, bound)
	if r.IntN(8) == 0 {
		v.Sub(bound, big.NewInt(1))
	}
	if r.IntN(2) == 0 {
		v.Neg(v)
	}
	return v
}

func of(v *big.Int) Int128 {
	m := new(big.Int).Abs(v)
	lo := new(big.Int).And(m, new(big.Int).SetUint64(^uint64(0))).Uint64()
	return signed(new(big.Int).Rsh(m, 64).Uint64(), lo, v.Sign() < 0)
}

func bigOf(v Int128) *big.Int {
	hi, lo, negative := v.magnitude()
	m := new(big.Int).SetUint64(hi)
	m.Lsh(m, 64).Or(m, new(big.Int).SetUint64(lo))
	if negative {
		m.Neg(m)
	}
	return m
}

func ten(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// roundQuo is a/b rounded half away from zero.
func roundQuo(a, b *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	if new(big.Int).Lsh(r.Abs(r), 1).CmpAbs(b) >= 0 {
		if a.Sign()*b.Sign() < 0 {
			return q.Sub(q, big.NewInt(1))
		}
		return q.Add(q, big.NewInt(1))
	}
	return q
}

// check compares an operation with its exact result, which overflows where it needs more than precision digits.
func check(t *testing.T, name string, want *big.Int, precision int, a, b *big.Int, op func() Int128) {
	t.Helper()
	got, err := caught(op)
	if want.CmpAbs(ten(precision)) >= 0 {
		if err == nil {
			t.Fatalf("%s(%v, %v) = %v, want an overflow of %d digits", name, a, b, bigOf(got), precision)
		}
		return
	}
	if err != nil || bigOf(got).Cmp(want) != 0 {
		t.Fatalf("%s(%v, %v) = %v, %v; want %v", name, a, b, bigOf(got), err, want)
	}
}

func caught(op func() Int128) (v Int128, err error) {
	defer func() {
		if e, ok := recover().(*rt.RecordError); ok {
			err = e
		}
	}()
	return op(), nil
}

func TestArithmeticAgainstBig(t *testing.T) {
	r := seeded(t)
	for range 40_000 {
		a, b := random(r, 38), random(r, 38)
		shift, drop := r.IntN(38), r.IntN(38)
		precision := 1 + r.IntN(38)
		x, y := of(a), of(b)
		sum := new(big.Int).Add(new(big.Int).Mul(a, ten(shift)), b)
		check(t, "Add", roundQuo(sum, ten(drop)), precision, a, b, func() Int128 { return Add(x, y, shift, 0, drop, precision) })
		difference := new(big.Int).Sub(a, new(big.Int).Mul(b, ten(shift)))
		check(t, "Sub", roundQuo(difference, ten(drop)), precision, a, b, func() Int128 { return Sub(x, y, 0, shift, drop, precision) })
		check(t, "Mul", roundQuo(new(big.Int).Mul(a, b), ten(drop)), precision, a, b, func() Int128 { return Mul(x, y, drop, precision) })
		check(t, "Rescale up", new(big.Int).Mul(a, ten(shift)), precision, a, b, func() Int128 { return Rescale(x, shift, precision) })
		check(t, "Rescale down", roundQuo(a, ten(shift)), precision, a, b, func() Int128 { return Rescale(x, -shift, precision) })
		if b.Sign() == 0 {
			continue
		}
		up := shift + drop
		check(t, "Div", roundQuo(new(big.Int).Mul(a, ten(up)), b), precision, a, b, func() Int128 { return Div(x, y, up, precision) })
		check(t, "Div down", roundQuo(a, new(big.Int).Mul(b, ten(shift))), precision, a, b, func() Int128 { return Div(x, y, -shift, precision) })
		check(t, "Mod", new(big.Int).Rem(new(big.Int).Mul(a, ten(shift)), b), 38, a, b, func() Int128 { return Mod(x, y, shift, 0, 0, 38) })
		check(t, "Mod shifted", new(big.Int).Rem(a, new(big.Int).Mul(b, ten(shift))), 38, a, b, func() Int128 { return Mod(x, y, 0, shift, 0, 38) })
	}
}

func TestNarrowAgainstBig(t *testing.T) {
	r := seeded(t)
	for range 40_000 {
		a, b := random(r, 18), random(r, 18)
		if got := bigOf(Mul64(a.Int64(), b.Int64())); got.Cmp(new(big.Int).Mul(a, b)) != 0 {
			t.Fatalf("Mul64(%v, %v) = %v", a, b, got)
		}
		unit := ten(1 + r.IntN(18))
		if got := Round64(a.Int64(), unit.Int64()); got != roundQuo(a, unit).Int64() {
			t.Fatalf("Round64(%v, %v) = %v", a, unit, got)
		}
		if b.Sign() != 0 {
			if got := Div64(a.Int64(), b.Int64()); got != roundQuo(a, b).Int64() {
				t.Fatalf("Div64(%v, %v) = %v", a, b, got)
			}
		}
		if x, y := of(a), of(b); x.Cmp(y) != a.Cmp(b) || bigOf(x.Add(y)).Cmp(new(big.Int).Add(a, b)) != 0 || bigOf(x.Sub(y)).Cmp(new(big.Int).Sub(a, b)) != 0 {
			t.Fatalf("%v and %v do not compare, add or subtract", a, b)
		}
	}
}

func TestRoundingTowards(t *testing.T) {
	r := seeded(t)
	for range 20_000 {
		a, digits := random(r, 38), 1+r.IntN(37)
		unit := ten(digits)
		quotient, rest := new(big.Int).DivMod(a, unit, new(big.Int))
		if got := bigOf(Floor(of(a), digits)); got.Cmp(quotient) != 0 {
			t.Fatalf("Floor(%v, %d) = %v, want %v", a, digits, got, quotient)
		}
		ceiling := new(big.Int).Set(quotient)
		if rest.Sign() != 0 {
			ceiling.Add(ceiling, big.NewInt(1))
		}
		if got := bigOf(Ceil(of(a), digits)); got.Cmp(ceiling) != 0 {
			t.Fatalf("Ceil(%v, %d) = %v, want %v", a, digits, got, ceiling)
		}
		truncated := new(big.Int).Quo(a, unit)
		if got := bigOf(Trunc(of(a), digits)); got.Cmp(truncated) != 0 {
			t.Fatalf("Trunc(%v, %d) = %v, want %v", a, digits, got, truncated)
		}
		if got := bigOf(TruncTo(of(a), 40, int32(40-digits))); got.Cmp(truncated.Mul(truncated, unit)) != 0 {
			t.Fatalf("TruncTo(%v, %d) = %v", a, digits, got)
		}
		check(t, "RoundTo", new(big.Int).Mul(roundQuo(a, unit), unit), 38, a, unit, func() Int128 { return RoundTo(of(a), 40, int32(40-digits)) })
	}
}

func TestTextAgainstBig(t *testing.T) {
	r := seeded(t)
	for range 20_000 {
		a, scale := random(r, 38), r.IntN(39)
		printed := string(Append(nil, of(a), scale))
		exact, ok := new(big.Rat).SetString(printed)
		if !ok || exact.Cmp(new(big.Rat).SetFrac(a, ten(scale))) != 0 {
			t.Fatalf("%v of scale %d prints as %s", a, scale, printed)
		}
		if back, err := Parse(printed, 38, scale); err != nil || bigOf(back).Cmp(a) != 0 {
			t.Fatalf("%s reads back as %v, %v", printed, bigOf(back), err)
		}
		cut := r.IntN(scale + 1)
		want := roundQuo(a, ten(scale-cut))
		got, err := Parse(printed, 38, cut)
		if want.CmpAbs(ten(38)) < 0 && (err != nil || bigOf(got).Cmp(want) != 0) {
			t.Fatalf("%s reads as %v, %v in scale %d", printed, bigOf(got), err, cut)
		}
		narrow := random(r, 18)
		scale %= 19
		printed = string(Append64(nil, narrow.Int64(), scale))
		if back, err := Parse64(printed, 18, scale); err != nil || back != narrow.Int64() {
			t.Fatalf("%s reads back as %v, %v", printed, back, err)
		}
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text             string
		precision, scale int
		want             int64
		err              error
	}{
		{"0", 1, 0, 0, nil},
		{"-0", 1, 0, 0, nil},
		{"+1.5", 3, 2, 150, nil},
		{".5", 2, 1, 5, nil},
		{"5.", 2, 1, 50, nil},
		{"1e2", 5, 1, 1000, nil},
		{"12345e-3", 5, 2, 1235, nil},
		{"1.25", 2, 1, 13, nil},
		{"-1.25", 2, 1, -13, nil},
		{"9.95", 2, 1, 0, ErrRange},
		{"99.99", 4, 2, 9999, nil},
		{"99.995", 4, 2, 0, ErrRange},
		{"100", 4, 2, 0, ErrRange},
		{"0.0000000000000000000000000000000000000000000000001", 4, 2, 0, nil},
		{"0e999999999999", 4, 2, 0, nil},
		{"1e999999999999", 4, 2, 0, ErrRange},
		{"1e-999999999999", 4, 2, 0, nil},
		{"0.4999999999999999999999999", 4, 0, 0, nil},
		{"00000000000000000000000000001.0", 4, 2, 100, nil},
		{"123456789012345678", 18, 0, 123456789012345678, nil},
		{"1234567890123456789", 18, 0, 0, ErrRange},
		{"", 4, 2, 0, ErrSyntax},
		{"-", 4, 2, 0, ErrSyntax},
		{".", 4, 2, 0, ErrSyntax},
		{"1e", 4, 2, 0, ErrSyntax},
		{"1.2.3", 4, 2, 0, ErrSyntax},
		{"12a", 4, 2, 0, ErrSyntax},
		{" 1", 4, 2, 0, ErrSyntax},
	} {
		got, err := Parse64(test.text, test.precision, test.scale)
		if !errors.Is(err, test.err) || err == nil && got != test.want {
			t.Errorf("Parse64(%q, %d, %d) = %d, %v; want %d, %v", test.text, test.precision, test.scale, got, err, test.want, test.err)
		}
	}
}
