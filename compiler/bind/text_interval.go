package bind

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/weirsql/weir/ir/types"
)

// intervalSum adds up the parts of an interval exactly.
type intervalSum struct {
	months, days, micros *big.Rat
}

func newIntervalSum() *intervalSum {
	return &intervalSum{new(big.Rat), new(big.Rat), new(big.Rat)}
}

// intervalUnits are the units of an interval: months, days or microseconds each.
var intervalUnits = map[string]struct{ months, days, micros int64 }{
	"MILLENNIUM": {months: 12000}, "CENTURY": {months: 1200}, "DECADE": {months: 120}, "YEAR": {months: 12}, "QUARTER": {months: 3},
	"MONTH": {months: 1}, "WEEK": {days: 7}, "DAY": {days: 1}, "HOUR": {micros: time.Hour.Microseconds()},
	"MINUTE": {micros: time.Minute.Microseconds()}, "SECOND": {micros: 1_000_000}, "MILLISECOND": {micros: 1000}, "MICROSECOND": {micros: 1},
}

// intervalWords are PostgreSQL's other spellings.
var intervalWords = map[string]string{"Y": "YEAR", "YR": "YEAR", "MON": "MONTH", "W": "WEEK", "D": "DAY", "H": "HOUR", "HR": "HOUR",
	"M": "MINUTE", "MIN": "MINUTE", "S": "SECOND", "SEC": "SECOND", "MS": "MILLISECOND", "MSEC": "MILLISECOND", "US": "MICROSECOND",
	"USEC": "MICROSECOND", "CENTURIE": "CENTURY", "MILLENNIA": "MILLENNIUM"}

// intervalUnit finds a unit by any spelling.
func intervalUnit(word string) (string, bool) {
	word = strings.ToUpper(word)
	for _, candidate := range []string{word, strings.TrimSuffix(word, "S")} {
		if _, ok := intervalUnits[candidate]; ok {
			return candidate, true
		}
		if unit, ok := intervalWords[candidate]; ok {
			return unit, true
		}
	}
	return "", false
}

// parseInterval reads an interval: with units around it as in INTERVAL '1:30' MINUTE TO SECOND, or PostgreSQL's and ISO 8601's
// text with units inside.
func parseInterval(s, from, to string) (types.IntervalValue, error) {
	sum := newIntervalSum()
	var err error
	switch {
	case from != "" && to != "" && from != to:
		err = sum.addRange(s, from, to)
	case from != "":
		err = sum.addNumber(s, from)
	case strings.HasPrefix(strings.ToUpper(s), "P"):
		err = sum.addISO(s)
	default:
		err = sum.addText(s)
	}
	if err != nil {
		return types.IntervalValue{}, err
	}
	return sum.value()
}

var plainNumber = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)$`)

// addNumber adds INTERVAL '5' SECOND.
func (sum *intervalSum) addNumber(s, unit string) error {
	s = strings.TrimSpace(s)
	if !plainNumber.MatchString(s) || len(s) > 40 {
		return fmt.Errorf("write one number: INTERVAL '5' %s", unit)
	}
	number, _ := new(big.Rat).SetString(s)
	return sum.add(number, unit)
}

// add adds a number of units. What is left of a year's fraction is months, of a month's days, of a day's time, as in PostgreSQL.
func (sum *intervalSum) add(number *big.Rat, unit string) error {
	name, ok := intervalUnit(unit)
	if !ok {
		return fmt.Errorf("unknown unit %q; units are year, month, week, day, hour, minute, second", unit)
	}
	size := intervalUnits[name]
	scaled := func(n int64) *big.Rat { return new(big.Rat).Mul(number, new(big.Rat).SetInt64(n)) }
	switch {
	case size.months > 1:
		sum.months.Add(sum.months, new(big.Rat).SetInt(roundRat(scaled(size.months))))
	case size.months == 1:
		whole, rest := split(number)
		sum.months.Add(sum.months, whole)
		return sum.add(rest.Mul(rest, big.NewRat(30, 1)), "DAY")
	case size.days > 0:
		whole, rest := split(scaled(size.days))
		sum.days.Add(sum.days, whole)
		sum.micros.Add(sum.micros, rest.Mul(rest, big.NewRat((24*time.Hour).Microseconds(), 1)))
	default:
		sum.micros.Add(sum.micros, scaled(size.micros))
	}
	return nil
}

// split cuts a number into its whole part and the rest.
func split(r *big.Rat) (whole, rest *big.Rat) {
	whole = new(big.Rat).SetInt(new(big.Int).Quo(r.Num(), r.Denom()))
	return whole, new(big.Rat).Sub(r, whole)
}

// value checks the range of each part.
func (sum *intervalSum) value() (types.IntervalValue, error) {
	months, days, micros := roundRat(sum.months), roundRat(sum.days), roundRat(sum.micros)
	if !fitsBig(months, 32) || !fitsBig(days, 32) || !fitsBig(micros, 64) {
		return types.IntervalValue{}, errIntervalRange
	}
	return types.IntervalValue{Months: int32(months.Int64()), Days: int32(days.Int64()), Micros: micros.Int64()}, nil
}

func fitsBig(n *big.Int, bits uint) bool {
	return n.IsInt64() && (bits == 64 || n.Int64() == int64(int32(n.Int64())))
}

// rangeUnits are the units that FROM TO may span, and what stands between their numbers.
var (
	rangeUnits = []string{"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"}
	rangeMarks = map[string]string{"MONTH": "-", "HOUR": " ", "MINUTE": ":", "SECOND": ":"}
)

// addRange adds INTERVAL '1-2' YEAR TO MONTH or INTERVAL '1 02:03:04' DAY TO SECOND. A sign in front is of all parts.
func (sum *intervalSum) addRange(s, from, to string) error {
	first, last := slices.Index(rangeUnits, from), slices.Index(rangeUnits, to)
	if first < 0 || last <= first || (first < 2) != (last < 2) {
		return fmt.Errorf("%s TO %s is no range: write YEAR TO MONTH, or DAY, HOUR or MINUTE TO a smaller unit", from, to)
	}
	rest := strings.TrimSpace(s)
	negative := strings.HasPrefix(rest, "-")
	rest = strings.TrimLeft(rest, "+-")
	for i := first; i <= last; i++ {
		part := rest
		if i < last {
			var found bool
			if part, rest, found = strings.Cut(rest, rangeMarks[rangeUnits[i+1]]); !found {
				return rangeError(from, to)
			}
		}
		if !plainNumber.MatchString(part) || strings.ContainsAny(part, "+-") || len(part) > 40 || i < last && strings.Contains(part, ".") {
			return rangeError(from, to)
		}
		if negative {
			part = "-" + part
		}
		if err := sum.addNumber(part, rangeUnits[i]); err != nil {
			return err
		}
	}
	return nil
}

func rangeError(from, to string) error {
	examples := map[string]string{"YEAR": "1-2", "DAY": "1 02:03:04", "HOUR": "02:03:04", "MINUTE": "03:04"}
	return fmt.Errorf("write it like '%s' for %s TO %s", examples[from], from, to)
}

var (
	intervalPart  = regexp.MustCompile(`^\s*(?:([+-]?)(\d+):(\d\d)(?::(\d\d(?:\.\d*)?))?(?:\s+|$)|([+-]?)(\d+)-(\d+)(?:\s+|$)|([+-]?(?:\d+\.?\d*|\.\d+))\s*([A-Za-z]+)\s*,?)`)
	intervalISO   = regexp.MustCompile(`(?i)^([+-]?[\d.]+)([YMWDHS])`)
	errNoInterval = errors.New("write numbers with units: '1 day 2 hours'")
)

// addText adds '1 day 2 hours', '02:03:04', '1-2', and 'ago' behind them.
func (sum *intervalSum) addText(s string) error {
	if len(s) > 400 {
		return errNoInterval
	}
	rest, ago := strings.CutSuffix(strings.TrimSpace(strings.TrimPrefix(s, "@")), "ago")
	if strings.TrimSpace(rest) == "" {
		return errNoInterval
	}
	for strings.TrimSpace(rest) != "" {
		part := intervalPart.FindStringSubmatch(rest)
		if part == nil {
			return errNoInterval
		}
		if err := sum.addPart(part); err != nil {
			return err
		}
		rest = rest[len(part[0]):]
	}
	if ago {
		for _, r := range []*big.Rat{sum.months, sum.days, sum.micros} {
			r.Neg(r)
		}
	}
	return nil
}

func (sum *intervalSum) addPart(part []string) error {
	var err error
	add := func(sign, number, unit string) {
		if number != "" && err == nil {
			err = sum.addNumber(sign+number, unit)
		}
	}
	switch {
	case part[2] != "":
		add(part[1], part[2], "HOUR")
		add(part[1], part[3], "MINUTE")
		add(part[1], part[4], "SECOND")
	case part[6] != "":
		add(part[5], part[6], "YEAR")
		add(part[5], part[7], "MONTH")
	default:
		add("", part[8], part[9])
	}
	return err
}

// addISO adds ISO 8601's P1Y2M3DT4H5M6S.
func (sum *intervalSum) addISO(s string) error {
	units := map[string]string{"Y": "YEAR", "M": "MONTH", "W": "WEEK", "D": "DAY"}
	rest := strings.ToUpper(s[1:])
	if rest == "" || rest == "T" {
		return errNoInterval
	}
	for rest != "" {
		if after, ok := strings.CutPrefix(rest, "T"); ok {
			rest, units = after, map[string]string{"H": "HOUR", "M": "MINUTE", "S": "SECOND"}
			continue
		}
		part := intervalISO.FindStringSubmatch(rest)
		if part == nil || units[part[2]] == "" {
			return errNoInterval
		}
		if err := sum.addNumber(part[1], units[part[2]]); err != nil {
			return err
		}
		rest = rest[len(part[0]):]
	}
	return nil
}
