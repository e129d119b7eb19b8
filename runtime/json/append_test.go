package json

import (
	"bytes"
	stdjson "encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// standard encodes as the reference does.
func standard(t *testing.T, v any) string {
	t.Helper()
	var out bytes.Buffer
	encoder := stdjson.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.String()[:out.Len()-1]
}

func TestAppendIntAgreesWithStrconv(t *testing.T) {
	values := []int64{0, 1, 9, 10, 99, 100, 101, 999, 1000, -1, -10, math.MaxInt64, math.MinInt64}
	for v := uint64(1); v < 1<<63; v *= 10 {
		values = append(values, int64(v), int64(v)-1, -int64(v))
	}
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 10000 {
		values = append(values, int64(r.Uint64())>>r.IntN(64))
	}
	for _, v := range values {
		if got := string(AppendInt([]byte("x"), v)); got != "x"+strconv.FormatInt(v, 10) {
			t.Errorf("AppendInt(%d) = %q", v, got)
		}
	}
	if got := string(scan.AppendUint(nil, math.MaxUint64)); got != "18446744073709551615" {
		t.Errorf("AppendUint(max) = %q", got)
	}
}

func floats() []float64 {
	values := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 0.5, 1e-6, 9.99e-7, 1e-7, 123456.789, 999999999.999999, 1e9, 1e15, 1e20, 1e21, 1e22,
		math.MaxFloat64, math.SmallestNonzeroFloat64, 0.3, 0.1 + 0.2, 100.0 / 3, 2.5e-5, 0.000001, 0.0000015, 1 << 53, 1<<53 + 2}
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		values = append(values, math.Float64frombits(r.Uint64()), math.Round(r.Float64()*1e8)/100, math.Round(r.NormFloat64()*1e9)/1e6,
			r.NormFloat64(), float64(r.IntN(1e9))/1e6, math.Nextafter(float64(r.IntN(1e6))/1e3, 2e9))
	}
	return values
}

func TestAppendFloatAgreesWithEncodingJSON(t *testing.T) {
	for _, v := range floats() {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if got, want := string(AppendFloat64(nil, v)), standard(t, v); got != want {
			t.Errorf("AppendFloat64(%v) = %s, encoding/json says %s", v, got, want)
		}
		single := float32(v)
		if math.IsInf(float64(single), 0) {
			continue
		}
		if got, want := string(AppendFloat32(nil, single)), standard(t, single); got != want {
			t.Errorf("AppendFloat32(%v) = %s, encoding/json says %s", single, got, want)
		}
	}
}

func TestFloatsThatAreNoNumbersReadBack(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		text := string(AppendFloat64(nil, v)) + "}"
		back, end := Float64(text, 0)
		if end != len(text)-1 || math.Float64bits(back) != math.Float64bits(v) && !math.IsNaN(v) {
			t.Errorf("%s reads back as %v, %d", text, back, end)
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "12345678", `quote " and \`, "\x00\x1f\x7f\b\f\n\r\t", "é世界😀", "\u2028\u2029", "\xff\xc0\xaf", "�", "<&>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(AppendString(nil, s)), standard(t, s); got != want {
			t.Errorf("AppendString(%q) = %s, encoding/json says %s", s, got, want)
		}
	})
}
