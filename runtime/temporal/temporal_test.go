package temporal

import (
	"errors"
	"math/rand/v2"
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

// The calendar, the fields, parsing and printing agree with package time.
func TestCalendarAgainstTime(t *testing.T) {
	r := seeded(t)
	for range 50_000 {
		ts := r.Int64N(400*365*daySeconds*Micros) - 200*365*daySeconds*Micros
		want := time.UnixMicro(ts).UTC()
		days, _ := split(ts, Micros)
		year, month, day := Civil(days)
		if int(year) != want.Year() || time.Month(month) != want.Month() || day != want.Day() || DaysOf(year, month, day) != days {
			t.Fatalf("%v is %d-%d-%d", want, year, month, day)
		}
		isoYear, week := want.ISOWeek()
		for _, field := range []struct {
			name string
			got  int64
			want int
		}{
			{"DOW", DOW(ts, Micros), int(want.Weekday())}, {"DOY", DayOfYear(ts, Micros), want.YearDay()}, {"week", Week(ts, Micros), week},
			{"ISO year", ISOYear(ts, Micros), isoYear}, {"hour", Hour(ts, Micros), want.Hour()}, {"minute", Minute(ts, Micros), want.Minute()},
			{"second", Second(ts, Micros), want.Second()},
		} {
			if field.got != int64(field.want) {
				t.Fatalf("%s of %v is %d", field.name, want, field.got)
			}
		}
		text := want.Format("2006-01-02 15:04:05.999999")
		if got := string(AppendTimestamp(nil, ts, Micros)); got != text {
			t.Fatalf("%v prints as %s", want, got)
		}
		for _, form := range []string{text, want.Format("2006-01-02T15:04:05.999999Z"), want.Format("2006-1-2 15:04:05.999999+00")} {
			if back, err := ParseInstant(form, 6, Micros, UTC); err != nil || back != ts {
				t.Fatalf("%s reads as %d, %v; want %d", form, back, err, ts)
			}
		}
		nanos := ts*1000 + r.Int64N(1000)
		if back, err := ParseTimestamp(string(AppendTimestamp(nil, nanos, Nanos)), 9, Nanos); err != nil || back != nanos {
			t.Fatalf("%d reads back as %d, %v", nanos, back, err)
		}
	}
}

// A wall clock names the instant that package time shows it at, outside of gaps and repetitions.
func TestZonesAgainstTime(t *testing.T) {
	r := seeded(t)
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"} {
		zone := MustZone(name)
		for range 5_000 {
			ts := r.Int64N(60*365*daySeconds) * Micros
			wall := WallClock(ts, zone, Micros)
			shown := time.UnixMicro(ts).In(zone.location)
			_, offset := shown.Zone()
			if wall != ts+int64(offset)*Micros {
				t.Fatalf("the clock in %s shows %d at %d", name, wall, ts)
			}
			if back := InZone(wall, zone, Micros); back != ts && WallClock(back, zone, Micros) != wall {
				t.Fatalf("%s: %v comes back as %d", name, shown, back)
			}
		}
	}
}

// Values of PostgreSQL 15.
func TestGapsAndRepetitions(t *testing.T) {
	berlin := MustZone("Europe/Berlin")
	for wall, want := range map[string]string{
		"2024-03-31 02:30:00": "2024-03-31 01:30:00Z", // skipped: the offset before
		"2024-10-27 02:30:00": "2024-10-27 01:30:00Z", // repeated: the offset after
		"2024-03-31 01:59:59": "2024-03-31 00:59:59Z",
		"2024-03-31 03:00:00": "2024-03-31 01:00:00Z",
	} {
		ts, err := ParseTimestamp(wall, 6, Micros)
		if got := string(AppendInstant(nil, InZone(ts, berlin, Micros), Micros)); err != nil || got != want {
			t.Errorf("%s in Berlin is %s, want %s", wall, got, want)
		}
	}
}

func TestParseTimestamp(t *testing.T) {
	for _, test := range []struct {
		text      string
		precision int
		want      string
		err       error
	}{
		{"2024-01-15 10:30:00", 3, "2024-01-15 10:30:00", nil},
		{"2024-01-15", 3, "2024-01-15 00:00:00", nil},
		{"2024-01-15T10:30", 3, "2024-01-15 10:30:00", nil},
		{" 2024-01-15 10:30:00.1236 ", 3, "2024-01-15 10:30:00.124", nil},
		{"2024-01-15 10:30:00.1235", 3, "2024-01-15 10:30:00.124", nil},
		{"2024-01-15 23:59:59.9999", 3, "2024-01-16 00:00:00", nil},
		{"2024-01-15 24:00:00", 0, "2024-01-16 00:00:00", nil},
		{"20240115 10:30:00", 0, "2024-01-15 10:30:00", nil},
		{"2024-01-15 10:30:00+02:00", 0, "2024-01-15 10:30:00", nil}, // a TIMESTAMP has no zone
		{"12024-01-15 10:30:00", 0, "12024-01-15 10:30:00", nil},
		{"0044-03-15 BC", 0, "0044-03-15 00:00:00 BC", nil},
		{"2024-02-30", 0, "", ErrRange},
		{"2023-02-29 00:00:00", 0, "", ErrRange},
		{"2024-13-01", 0, "", ErrRange},
		{"2024-01-15 25:00:00", 0, "", ErrRange},
		{"0000-01-01", 0, "", ErrRange},
		{"", 0, "", ErrSyntax},
		{"2024-01", 0, "", ErrSyntax},
		{"2024-01-15 10:30:00 Mars", 0, "", ErrSyntax},
		{"15/01/2024", 0, "", ErrSyntax},
		{"2024-01-15 10:3a:00", 0, "", ErrSyntax},
	} {
		ts, err := ParseTimestamp(test.text, test.precision, Micros)
		if !errors.Is(err, test.err) {
			t.Errorf("%q: %v, want %v", test.text, err, test.err)
		} else if got := string(AppendTimestamp(nil, ts, Micros)); err == nil && got != test.want {
			t.Errorf("%q is %s, want %s", test.text, got, test.want)
		}
	}
}

func TestNanosecondsHaveARange(t *testing.T) {
	for text, want := range map[string]error{"2262-04-11 23:47:16.854775807": nil, "1677-09-21 00:12:43.145224192": nil, "2262-04-12 00:00:00": ErrRange, "1677-09-20 00:00:00": ErrRange} {
		ts, err := ParseTimestamp(text, 9, Nanos)
		if !errors.Is(err, want) || err == nil && string(AppendTimestamp(nil, ts, Nanos)) != text {
			t.Errorf("%s is %d, %v; want %v", text, ts, err, want)
		}
	}
}

// Texts as PostgreSQL 15 reads and prints them.
func TestIntervalText(t *testing.T) {
	for text, want := range map[string]string{
		"1 day": "1 day", "-1 day": "-1 days", "1 year 2 months -3 days 04:05:06.789": "1 year 2 mons -3 days +04:05:06.789", "90 minutes": "01:30:00",
		"1-2": "1 year 2 mons", "1.5 days": "1 day 12:00:00", "0.5 months": "15 days", "P1Y2M3DT4H5M6S": "1 year 2 mons 3 days 04:05:06", "PT0.5S": "00:00:00.5",
		"3 days ago": "-3 days", "0 days": "00:00:00", "-00:00:01": "-00:00:01", "1w": "7 days", "2 hours 30 min": "02:30:00", "1 mon -1 day": "1 mon -1 days",
		"5": "00:00:05", "100 hours": "100:00:00",
	} {
		i, err := ParseInterval(text)
		if got := string(AppendInterval(nil, i)); err != nil || got != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "day", "1 fortnight", "P", "P1X", "1:2:3:4", "1 day day"} {
		if i, err := ParseInterval(text); err == nil {
			t.Errorf("%q is %v", text, i)
		}
	}
}

func TestPatterns(t *testing.T) {
	ts, _ := ParseTimestamp("2024-05-06 17:08:09.123456", 6, Micros)
	var scratch rt.Scratch
	for pattern, want := range map[string]string{
		"yyyy-MM-dd'T'HH:mm:ss.SSS": "2024-05-06T17:08:09.123", "d.M.yy h:mm a": "6.5.24 5:08 PM", "EEEE, d MMMM yyyy": "Monday, 6 May 2024", "EEE MMM": "Mon May",
		"DDD Q": "127 2", "''yyyy''": "'2024'", "HH'h'": "17h", "kk KK": "17 05", "SSSSSS": "123456",
	} {
		if got := Format(&scratch, ts, MustPattern(pattern), Micros); got != want {
			t.Errorf("%s is %s, want %s", pattern, got, want)
		}
	}
	for _, test := range []struct{ pattern, text, want string }{
		{"yyyy-MM-dd HH:mm:ss", "2024-05-06 07:08:09", "2024-05-06 07:08:09"},
		{"dd/MM/yyyy", "06/05/2024", "2024-05-06 00:00:00"},
		{"yyyyMMddHHmmss", "20240506070809", "2024-05-06 07:08:09"},
		{"d MMM yyyy hh:mm a", "6 May 2024 05:08 PM", "2024-05-06 17:08:00"},
		{"yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-05-06T07:08:09.123+02", "2024-05-06 05:08:09.123"},
		{"yyyy-MM-dd", "2024-05-06x", ""},
		{"yyyy-MM-dd", "2024-02-30", ""},
	} {
		got, ok := ToTimestampPattern(test.text, MustPattern(test.pattern))
		if ok != (test.want != "") || ok && string(AppendTimestamp(nil, got, Micros)) != test.want {
			t.Errorf("%s as %s is %s, %v; want %s", test.text, test.pattern, AppendTimestamp(nil, got, Micros), ok, test.want)
		}
	}
}

func TestParsingDoesNotAllocate(t *testing.T) {
	buffer := make([]byte, 0, 64)
	allocations := testing.AllocsPerRun(100, func() {
		ts, _ := ParseTimestamp("2024-01-15T10:30:00.123", 3, Micros)
		buffer = AppendTimestamp(buffer[:0], ts, Micros)
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func FuzzParseTimestamp(f *testing.F) {
	f.Add("2024-01-15 10:30:00.123+02:00")
	f.Add("0044-03-15 BC")
	f.Fuzz(func(t *testing.T, text string) {
		ts, err := ParseTimestamp(text, 6, Micros)
		if err != nil {
			return
		}
		printed := string(AppendTimestamp(nil, ts, Micros))
		if back, err := ParseTimestamp(printed, 6, Micros); err != nil || back != ts {
			t.Errorf("%q is %s, which reads back as %d, %v", text, printed, back, err)
		}
	})
}
