package types_test

import (
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/types"
)

func TestRoundTrip(t *testing.T) {
	for seed := range uint64(5000) {
		want := random.New(seed).Type(4)
		got, err := types.Parse(want.String())
		if err != nil || !got.Equal(want) {
			t.Fatalf("seed %d: %s was read as %s, %v", seed, want, got, err)
		}
	}
}

func TestString(t *testing.T) {
	address := types.RowOf(types.Field{Name: "city", Type: types.Of(types.Varchar).WithNull(true)}, types.Field{Name: "zip code", Type: types.Of(types.Int)})
	for _, test := range []struct {
		t    types.Type
		want string
	}{
		{types.DecimalOf(12, 2), "DECIMAL(12,2) NOT NULL"},
		{types.DecimalOf(12, 2).WithNull(true), "DECIMAL(12,2)"},
		{types.TimestampLTZOf(3), "TIMESTAMP_LTZ(3) NOT NULL"},
		{types.Type{Kind: types.Varchar, Precision: 10, Nullable: true}, "VARCHAR(10)"},
		{types.ArrayOf(types.MapOf(types.Of(types.Varchar), types.Of(types.Int).WithNull(true))), "ARRAY<MAP<VARCHAR NOT NULL, INT> NOT NULL> NOT NULL"},
		{address.WithNull(true), `ROW<city VARCHAR, "zip code" INT NOT NULL>`},
		{types.RowOf(), "ROW<> NOT NULL"},
	} {
		if got := test.t.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, s := range []string{"", "int", "DECIMAL", "DECIMAL(1)", "ARRAY<INT", "INT NOT", "INT INT", "ROW<INT>", "MAP<INT>", "(", "'x'"} {
		if got, err := types.Parse(s); err == nil {
			t.Errorf("%q was read as %s", s, got)
		}
	}
}

func TestInterval(t *testing.T) {
	for _, test := range []struct {
		v    types.IntervalValue
		want string
	}{
		{types.IntervalValue{}, "0 seconds"},
		{types.IntervalValue{Months: 14, Days: -3, Micros: 1_500_000}, "14 months -3 days 1.5 seconds"},
		{types.IntervalValue{Micros: -1}, "-0.000001 seconds"},
		{types.IntervalValue{Days: 1, Micros: -1 << 63}, "1 day -9223372036854.775808 seconds"},
		{types.IntervalValue{Micros: 60_000_000}, "60 seconds"},
	} {
		if got := test.v.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
		if back, err := types.ParseInterval(test.want); err != nil || back != test.v {
			t.Errorf("%s was read as %v, %v", test.want, back, err)
		}
	}
	for _, s := range []string{"", "1", "1 year", "x seconds", "1.1234567 seconds", "9999999999 days", "99999999999999 seconds", "-0.-1 seconds"} {
		if v, err := types.ParseInterval(s); err == nil {
			t.Errorf("%q was read as %v", s, v)
		}
	}
}

func TestNarrows(t *testing.T) {
	const whole = "ROW<a INT, b ARRAY<ROW<x INT, y INT>> NOT NULL, c MAP<VARCHAR, ROW<z INT>>>"
	for text, want := range map[string]bool{
		whole:                               true,
		"ROW<>":                             true,
		"ROW<a INT, c MAP<VARCHAR, ROW<>>>": true,
		"ROW<b ARRAY<ROW<y INT>> NOT NULL>": true,
		"ROW<b ARRAY<ROW<y INT>>>":          false,
		"ROW<a INT> NOT NULL":               false,
		"ROW<a BIGINT>":                     false,
		"ROW<d INT>":                        false,
		"ROW<c MAP<VARCHAR, ROW<>>, a INT>": false,
		"ROW<c MAP<INT, ROW<>>>":            false,
		"INT":                               false,
	} {
		narrow, err := types.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all, err := types.Parse(whole)
		if err != nil {
			t.Fatal(err)
		}
		if narrow.Narrows(all) != want {
			t.Errorf("%s narrows %s: %v", narrow, all, !want)
		}
	}
}
