package types

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// String prints an interval in PostgreSQL's ISO-like words, one unit for each kept part: "14 months -3 days 1.5 seconds".
func (v IntervalValue) String() string {
	var parts []string
	if v.Months != 0 {
		parts = append(parts, count(int64(v.Months), "month"))
	}
	if v.Days != 0 {
		parts = append(parts, count(int64(v.Days), "day"))
	}
	if v.Micros != 0 || parts == nil {
		parts = append(parts, seconds(v.Micros))
	}
	return strings.Join(parts, " ")
}

func count(n int64, unit string) string {
	if n == 1 || n == -1 {
		return strconv.FormatInt(n, 10) + " " + unit
	}
	return strconv.FormatInt(n, 10) + " " + unit + "s"
}

func seconds(micros int64) string {
	if micros%1_000_000 == 0 {
		return count(micros/1_000_000, "second")
	}
	sign, abs := "", uint64(micros)
	if micros < 0 {
		sign, abs = "-", -abs
	}
	return fmt.Sprintf("%s%d.%s seconds", sign, abs/1_000_000, strings.TrimRight(fmt.Sprintf("%06d", abs%1_000_000), "0"))
}

// ParseInterval reads what IntervalValue.String prints.
func ParseInterval(s string) (IntervalValue, error) {
	var v IntervalValue
	words := strings.Fields(s)
	if len(words) == 0 || len(words)%2 != 0 {
		return v, fmt.Errorf("malformed interval %q", s)
	}
	for i := 0; i < len(words); i += 2 {
		if err := v.add(words[i], strings.TrimSuffix(words[i+1], "s")); err != nil {
			return v, fmt.Errorf("malformed interval %q: %w", s, err)
		}
	}
	return v, nil
}

func (v *IntervalValue) add(number, unit string) error {
	var n int64
	var err error
	switch unit {
	case "month":
		n, err = strconv.ParseInt(number, 10, 32)
		v.Months = int32(n)
	case "day":
		n, err = strconv.ParseInt(number, 10, 32)
		v.Days = int32(n)
	case "second":
		v.Micros, err = parseMicros(number)
	default:
		return fmt.Errorf("unknown unit %q", unit)
	}
	return err
}

func parseMicros(number string) (int64, error) {
	whole, fraction, _ := strings.Cut(number, ".")
	if len(fraction) > 6 {
		return 0, fmt.Errorf("%q has more than 6 digits of a second", number)
	}
	fraction += strings.Repeat("0", 6-len(fraction))
	digits := strings.TrimPrefix(whole, "-") + fraction
	n, err := strconv.ParseUint(digits, 10, 64)
	switch {
	case err != nil:
		return 0, err
	case strings.HasPrefix(whole, "-") && n <= math.MaxInt64+1:
		return -int64(n), nil
	case n > math.MaxInt64:
		return 0, fmt.Errorf("%q is out of range", number)
	}
	return int64(n), nil
}
