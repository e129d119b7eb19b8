package catalog

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The units of durations and of memory sizes are Flink's.
var (
	durationUnits = map[string]time.Duration{
		"ns": 1, "nano": 1, "nanosecond": 1, "nanoseconds": 1,
		"us": time.Microsecond, "µs": time.Microsecond, "micro": time.Microsecond, "microsecond": time.Microsecond, "microseconds": time.Microsecond,
		"ms": time.Millisecond, "milli": time.Millisecond, "millisecond": time.Millisecond, "milliseconds": time.Millisecond,
		"s": time.Second, "sec": time.Second, "second": time.Second, "seconds": time.Second,
		"m": time.Minute, "min": time.Minute, "minute": time.Minute, "minutes": time.Minute,
		"h": time.Hour, "hour": time.Hour, "hours": time.Hour,
		"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
	}
	memoryUnits = map[string]int64{
		"": 1, "b": 1, "bytes": 1,
		"k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "kibibytes": 1 << 10,
		"m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20, "mebibytes": 1 << 20,
		"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "gibibytes": 1 << 30,
		"t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40, "tebibytes": 1 << 40,
	}
)

// ParseDuration reads a duration as options write it: a whole number and a unit, "10 s" or "500ms".
func ParseDuration(text string) (time.Duration, error) {
	n, unit, ok := cutQuantity(text)
	size, known := durationUnits[unit]
	if !ok || !known {
		return 0, fmt.Errorf("it must be a whole number and a unit (ms, s, min, h, d), such as '10 s'")
	}
	if n > math.MaxInt64/int64(size) {
		return 0, fmt.Errorf("it is longer than 292 years")
	}
	return time.Duration(n) * size, nil
}

// ParseMemorySize reads a number of bytes as options write it: a whole number and a unit of 1024s, "64 kb" or "4mb".
func ParseMemorySize(text string) (int64, error) {
	n, unit, ok := cutQuantity(text)
	size, known := memoryUnits[unit]
	if !ok || !known {
		return 0, fmt.Errorf("it must be a whole number and a unit (b, kb, mb, gb), such as '64 mb'")
	}
	if n > math.MaxInt64/size {
		return 0, fmt.Errorf("it doesn't fit into 64 bits")
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

func checkDuration(value string) string {
	if _, err := ParseDuration(value); err != nil {
		return err.Error()
	}
	return ""
}

func checkMemorySize(value string, least int64) string {
	n, err := ParseMemorySize(value)
	if err != nil {
		return err.Error()
	}
	if n < least {
		return fmt.Sprintf("it must be at least %d bytes", least)
	}
	return ""
}
