package bridge

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/temporal"
)

func TestTimes(t *testing.T) {
	at := time.Date(2024, 2, 29, 23, 59, 59, 123_456_789, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if got := (Date{}).Go((Date{}).SQL(at)); !got.Equal(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("date: %v", got)
	}
	if got := (Date{}).SQL(time.Date(1969, 12, 31, 1, 0, 0, 0, berlin)); got != -1 {
		t.Errorf("the day before 1970: %d", got)
	}
	for _, c := range []struct {
		precision int
		unit      int64
		want      string
	}{
		{0, temporal.Micros, "23:59:59"}, {2, temporal.Micros, "23:59:59.12"}, {3, temporal.Micros, "23:59:59.123"},
		{6, temporal.Micros, "23:59:59.123457"}, {7, temporal.Nanos, "23:59:59.1234568"}, {9, temporal.Nanos, "23:59:59.123456789"},
	} {
		instant := Instant{c.precision, c.unit}
		if got := instant.Go(instant.SQL(at)).Format("15:04:05.999999999"); got != c.want {
			t.Errorf("precision %d: %s, want %s", c.precision, got, c.want)
		}
	}
	clock := Timestamp{3, temporal.Micros}
	if got := clock.Go(clock.SQL(at.In(berlin))); got.Hour() != 0 || got.Day() != 1 {
		t.Errorf("a TIMESTAMP is what the clock shows: %v", got)
	}
	before := Instant{3, temporal.Micros}
	if got := before.Go(-1); got.Nanosecond() != 999_999_000 || before.SQL(got) != 0 {
		t.Errorf("just before 1970: %v, %d", got, before.SQL(got))
	}
	if got := (Instant{6, temporal.Micros}).SQL(before.Go(-1)); got != -1 {
		t.Errorf("just before 1970, back: %d", got)
	}
	if got := (Time{3, temporal.Micros}).SQL(1500*time.Millisecond + 600*time.Microsecond); got != 1_501_000 {
		t.Errorf("time: %d", got)
	}
}

func TestIntervals(t *testing.T) {
	if got := (Interval{}).Go(temporal.Interval{Days: 1, Micros: -1}); got != 24*time.Hour-time.Microsecond {
		t.Errorf("a day less a microsecond: %v", got)
	}
	if got := (Interval{}).SQL(90 * time.Minute); got != (temporal.Interval{Micros: 5_400_000_000}) {
		t.Errorf("90 minutes: %v", got)
	}
}

func TestDecimals(t *testing.T) {
	narrow := Decimal{5, 2}
	for text, want := range map[string]int64{"1/3": 33, "2/3": 67, "-1/200": -1, "1/200": 1, "-999.994": -99999, "0": 0} {
		r, _ := new(big.Rat).SetString(text)
		if got := narrow.SQL(*r); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	wide := WideDecimal{38, 7}
	for range 1000 {
		v := decimal.Int128{Hi: random.Int64N(1<<62) - 1<<61, Lo: random.Uint64()}
		if v.Abs().Cmp(decimal.Int128{Hi: 0x4B3B4CA85A86C47A, Lo: 0x098A223FFFFFFFFF}) > 0 {
			continue
		}
		if got := wide.SQL(*wide.Go(v)); got != v {
			t.Fatalf("seed %d: %v came back as %v", seed, v, got)
		}
	}
}

func TestFailures(t *testing.T) {
	for name, convert := range map[string]func(){
		"months":     func() { Interval{}.Go(temporal.Interval{Months: 1}) },
		"long":       func() { Interval{}.Go(temporal.Interval{Days: math.MaxInt32}) },
		"overflow":   func() { Interval{}.Go(temporal.Interval{Days: 1, Micros: math.MaxInt64}) },
		"decimal":    func() { Decimal{3, 2}.SQL(*big.NewRat(10, 1)) },
		"rounded up": func() { Decimal{3, 2}.SQL(*big.NewRat(9999, 1000)) },
		"year":       func() { Instant{9, temporal.Nanos}.SQL(time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"clock":      func() { Time{0, temporal.Micros}.SQL(25 * time.Hour) },
		"json":       func() { JSON{}.SQL([]byte("{")) },
	} {
		func() {
			defer func() {
				err, _ := recover().(error)
				if failure := (*rt.RecordError)(nil); !errors.As(err, &failure) {
					t.Errorf("%s: %v", name, err)
				}
			}()
			convert()
			t.Errorf("%s: no failure", name)
		}()
	}
}

func TestArrays(t *testing.T) {
	list := []rt.Null[int64]{rt.Of(int64(1)), {}, rt.Of(int64(3))}
	back := Array[int64]{}.SQL(Array[int64]{}.Go(list))
	for i := range list {
		if back[i] != list[i] {
			t.Errorf("element %d: %v, want %v", i, back[i], list[i])
		}
	}
}
