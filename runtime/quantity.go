package rt

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Options are checked when the SQL is compiled; these parsers see what ${NAME} and --set bring in when the job starts.
// Their units are Flink's.

var durationUnits = map[string]time.Duration{
	"ns": 1, "nano": 1, "nanosecond": 1, "nanoseconds": 1,
	"us": time.Microsecond, "µs": time.Microsecond, "micro": time.Microsecond, "microsecond": time.Microsecond, "microseconds": time.Microsecond,
	"ms": time.Millisecond, "milli": time.Millisecond, "millisecond": time.Millisecond, "milliseconds": time.Millisecond,
	"s": time.Second, "sec": time.Second, "second": time.Second, "seconds": time.Second,
	"m": time.Minute, "min": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
}

var sizeUnits = map[string]int64{
	"": 1, "b": 1, "bytes": 1,
	"k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "kibibytes": 1 << 10,
	"m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20, "mebibytes": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "gibibytes": 1 << 30,
	"t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40, "tebibytes": 1 << 40,
}

func parseInt(text string, least int64) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, errors.New("it doesn't fit into 64 bits")
	case err != nil:
		return 0, errors.New("it must be a whole number")
	case n < least:
		return 0, fmt.Errorf("it must be at least %d", least)
	}
	return n, nil
}

func parseFraction(text string) (float64, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !(f >= 0 && f <= 1) {
		return 0, errors.New("it must be a number from 0 to 1")
	}
	return f, nil
}

func parseDuration(text string) (time.Duration, error) {
	n, unit, ok := cutQuantity(text)
	size, known := durationUnits[unit]
	switch {
	case !ok || !known:
		return 0, errors.New("it must be a whole number and a unit (ms, s, min, h, d), such as '10 s'")
	case n > math.MaxInt64/int64(size):
		return 0, errors.New("it is longer than 292 years")
	}
	return time.Duration(n) * size, nil
}

func parseSize(text string, least int64) (int64, error) {
	n, unit, ok := cutQuantity(text)
	size, known := sizeUnits[unit]
	switch {
	case !ok || !known:
		return 0, errors.New("it must be a whole number and a unit (b, kb, mb, gb), such as '64 mb'")
	case n > math.MaxInt64/size:
		return 0, errors.New("it doesn't fit into 64 bits")
	case n*size < least:
		return 0, fmt.Errorf("it must be at least %d bytes", least)
	}
	return n * size, nil
}

// cutQuantity splits "64 kb" into its number and its unit in lower case.
func cutQuantity(text string) (n int64, unit string, ok bool) {
	text = strings.TrimSpace(text)
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	n, err := strconv.ParseInt(text[:digits], 10, 64)
	return n, strings.ToLower(strings.TrimSpace(text[digits:])), err == nil
}
