package temporal

import "math"

// AddInterval moves a timestamp: by the months first, where a day that the month hasn't becomes its last, then by the days,
// then by the microseconds.
func AddInterval(ts int64, by Interval, unit int64) int64 {
	if by.Months|by.Days != 0 {
		ts = addCalendar(ts, by, unit)
	}
	return addUnits(ts, mulUnits(by.Micros, unit/Micros))
}

// addCalendar adds the months and days.
func addCalendar(ts int64, by Interval, unit int64) int64 {
	days, clock := split(ts, unit)
	if by.Months != 0 {
		days = addMonths(days, int64(by.Months))
	}
	ts, ok := join(days+int64(by.Days), clock, unit)
	if !ok {
		outOfRange()
	}
	return ts
}

func addMonths(days, months int64) int64 {
	year, month, day := Civil(days)
	total := year*12 + int64(month-1) + months
	year, month = floorDiv(total, 12), int(floorMod(total, 12))+1
	return DaysOf(year, month, min(day, monthDays(year, month)))
}

func addUnits(ts, by int64) int64 {
	sum := ts + by
	if (ts^sum)&(by^sum) < 0 {
		outOfRange()
	}
	return sum
}

func mulUnits(v, by int64) int64 {
	if by == 1 {
		return v
	}
	product := v * by
	if product/by != v {
		outOfRange()
	}
	return product
}

// SubInterval moves a timestamp back.
func SubInterval(ts int64, by Interval, unit int64) int64 {
	if by.Months|by.Days == 0 && unit == Micros && by.Micros != math.MinInt64 {
		return addUnits(ts, -by.Micros)
	}
	return AddInterval(ts, NegInterval(by), unit)
}

// AddIntervalInZone moves an instant: months and days on the wall clock of the zone, so that a day has 23 to 25 hours.
func AddIntervalInZone(ts int64, by Interval, zone *Zone, unit int64) int64 {
	if by.Months|by.Days != 0 {
		ts = InZone(addCalendar(WallClock(ts, zone, unit), by, unit), zone, unit)
	}
	return addUnits(ts, mulUnits(by.Micros, unit/Micros))
}

// SubIntervalInZone moves an instant back.
func SubIntervalInZone(ts int64, by Interval, zone *Zone, unit int64) int64 {
	return AddIntervalInZone(ts, NegInterval(by), zone, unit)
}

// SubTimestamps is the time between two timestamps in days and a clock time, both of one sign.
func SubTimestamps(a, b, aUnit, bUnit int64) Interval {
	micros := subUnits(a/(aUnit/Micros), b/(bUnit/Micros))
	day := daySeconds * Micros
	return Interval{Days: int32(micros / day), Micros: micros % day}
}

func subUnits(a, b int64) int64 {
	difference := a - b
	if (a^b)&(a^difference) < 0 {
		outOfRange()
	}
	return difference
}

// SubTimes is the time between two times of day.
func SubTimes(a, b, aUnit, bUnit int64) Interval {
	return Interval{Micros: a/(aUnit/Micros) - b/(bUnit/Micros)}
}

// AddToTime moves a time of day, around midnight; only the interval's hours and below count.
func AddToTime(t int64, by Interval, unit int64) int64 {
	day := daySeconds * unit
	return floorMod(t+by.Micros%(daySeconds*Micros)*(unit/Micros), day)
}

// SubFromTime moves a time of day back.
func SubFromTime(t int64, by Interval, unit int64) int64 {
	by.Micros = -(by.Micros % (daySeconds * Micros))
	return AddToTime(t, by, unit)
}

// AddIntervals is a + b, part by part.
func AddIntervals(a, b Interval) Interval {
	return Interval{add32(a.Months, b.Months), add32(a.Days, b.Days), intervalUnits(a.Micros, b.Micros)}
}

// SubIntervals is a - b, part by part.
func SubIntervals(a, b Interval) Interval { return AddIntervals(a, NegInterval(b)) }

// NegInterval is -a.
func NegInterval(a Interval) Interval {
	if a.Months == math.MinInt32 || a.Days == math.MinInt32 || a.Micros == math.MinInt64 {
		intervalRange()
	}
	return Interval{-a.Months, -a.Days, -a.Micros}
}

func add32(a, b int32) int32 {
	sum := int64(a) + int64(b)
	if sum != int64(int32(sum)) {
		intervalRange()
	}
	return int32(sum)
}

func intervalUnits(a, b int64) int64 {
	sum := a + b
	if (a^sum)&(b^sum) < 0 {
		intervalRange()
	}
	return sum
}

// MulInterval is i · n: what months and days have behind the point goes on to days and microseconds, a month counting 30 days.
func MulInterval(i Interval, n float64) Interval {
	return scaled(i, func(v float64) float64 { return v * n }, n)
}

// IntervalMul is MulInterval with the arguments the other way round.
func IntervalMul(n float64, i Interval) Interval { return MulInterval(i, n) }

// DivInterval is i / n, like MulInterval.
func DivInterval(i Interval, n float64) Interval {
	if n == 0 {
		fail("division by zero")
	}
	return scaled(i, func(v float64) float64 { return v / n }, n)
}

// scaled follows PostgreSQL's interval_mul: fractions of a month are rounded to microseconds of a day before they are carried.
func scaled(i Interval, scale func(float64) float64, by float64) Interval {
	if math.IsNaN(by) || math.IsInf(by, 0) {
		intervalRange()
	}
	months, days := scale(float64(i.Months)), scale(float64(i.Days))
	wholeMonths, wholeDays := integer32(months), integer32(days)
	monthDays := roundMicros((months - float64(wholeMonths)) * 30)
	seconds := roundMicros((days - float64(wholeDays) + monthDays - math.Trunc(monthDays)) * daySeconds)
	if math.Abs(seconds) >= daySeconds {
		carried := math.Trunc(seconds / daySeconds)
		wholeDays = integer32(float64(wholeDays) + carried)
		seconds -= carried * daySeconds
	}
	wholeDays = integer32(float64(wholeDays) + math.Trunc(monthDays))
	micros := math.RoundToEven(scale(float64(i.Micros)) + seconds*float64(Micros))
	if micros < -(1<<63) || micros >= 1<<63 {
		intervalRange()
	}
	return Interval{wholeMonths, wholeDays, int64(micros)}
}

func integer32(v float64) int32 {
	if v <= -(1<<31)-1 || v >= 1<<31 {
		intervalRange()
	}
	return int32(v)
}

func roundMicros(v float64) float64 { return math.RoundToEven(v*1e6) / 1e6 }

// Span is an interval's length with months of 30 days and days of 24 hours, which is what orders intervals.
func (i Interval) Span() (days, micros int64) {
	day := daySeconds * Micros
	days = int64(i.Months)*30 + int64(i.Days) + floorDiv(i.Micros, day)
	return days, floorMod(i.Micros, day)
}

// CompareIntervals orders intervals by their length, a month counting 30 days.
func CompareIntervals(a, b Interval) int {
	aDays, aMicros := a.Span()
	bDays, bMicros := b.Span()
	switch {
	case aDays == bDays && aMicros == bMicros:
		return 0
	case aDays < bDays || aDays == bDays && aMicros < bMicros:
		return -1
	}
	return 1
}

// Less reports that the interval is shorter than b.
func (i Interval) Less(b Interval) bool { return CompareIntervals(i, b) < 0 }

// EqualIntervals reports intervals of one length: 1 month is 30 days.
func EqualIntervals(a, b Interval) bool { return CompareIntervals(a, b) == 0 }

// TimeOfInterval is the part of an interval that is less than a day, as a time of day.
func TimeOfInterval(i Interval, precision int, unit int64) int64 {
	day := daySeconds * Micros
	return roundDigits(floorMod(i.Micros, day), precision, Micros) * (unit / Micros) % (daySeconds * unit)
}

// IntervalOfTime is a time of day as an interval.
func IntervalOfTime(t, unit int64) Interval { return Interval{Micros: t / (unit / Micros)} }
