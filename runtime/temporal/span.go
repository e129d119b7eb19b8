package temporal

// Span is a unit of the calendar or the clock.
type Span uint8

// The spans, from short to long.
const (
	SpanMicrosecond Span = iota
	SpanMillisecond
	SpanSecond
	SpanMinute
	SpanHour
	SpanDay
	SpanWeek
	SpanMonth
	SpanQuarter
	SpanYear
	SpanDecade
	SpanCentury
	SpanMillennium
)

// clockSpans are the lengths in microseconds of spans that have a fixed one.
var clockSpans = [...]int64{
	SpanMicrosecond: 1, SpanMillisecond: 1000, SpanSecond: Micros, SpanMinute: 60 * Micros, SpanHour: hourSeconds * Micros,
	SpanDay: daySeconds * Micros, SpanWeek: 7 * daySeconds * Micros,
}

// monthSpans are the lengths in months of the others.
var monthSpans = [...]int64{
	SpanMonth: 1, SpanQuarter: 3, SpanYear: 12, SpanDecade: 120, SpanCentury: 1200, SpanMillennium: 12000,
}

// Trunc cuts a timestamp down to a span: weeks start on Monday, the first century in the year 1.
func Trunc(ts int64, span Span, unit int64) int64 {
	if span <= SpanDay {
		length := clockSpans[span] * (unit / Micros)
		return ts - floorMod(ts, length)
	}
	days, _ := split(ts, unit)
	return midnight(truncDay(days, span), unit)
}

func midnight(days, unit int64) int64 {
	ts, ok := join(days, 0, unit)
	if !ok {
		outOfRange()
	}
	return ts
}

func truncDay(days int64, span Span) int64 {
	if span == SpanWeek {
		return days - floorMod(days+3, 7)
	}
	year, month, _ := Civil(days)
	switch span {
	case SpanMonth, SpanQuarter:
		length := int(monthSpans[span])
		return DaysOf(year, (month-1)/length*length+1, 1)
	case SpanYear:
		return DaysOf(year, 1, 1)
	case SpanDecade:
		return DaysOf(year-floorMod(year, 10), 1, 1)
	}
	years := monthSpans[span] / 12 // centuries and millennia end with the year 100, 1000
	return DaysOf(year-floorMod(year-1, years), 1, 1)
}

// Ceil is the start of the next span, or the timestamp itself where it is the start of one.
func Ceil(ts int64, span Span, unit int64) int64 {
	start := Trunc(ts, span, unit)
	if start == ts {
		return ts
	}
	return AddSpan(start, 1, span, unit)
}

// TruncInterval cuts an interval down to a span: smaller parts become zero.
func TruncInterval(i Interval, span Span) Interval {
	switch {
	case span <= SpanHour:
		i.Micros -= i.Micros % clockSpans[span]
	case span == SpanDay:
		i.Micros = 0
	case span == SpanWeek:
		fail("an interval has no weeks to cut it down to")
	default:
		i = Interval{Months: i.Months - i.Months%int32(monthSpans[span])}
	}
	return i
}

// AddSpan moves a timestamp by a number of spans.
func AddSpan(ts, count int64, span Span, unit int64) int64 {
	if span <= SpanWeek {
		return addUnits(ts, mulUnits(count, clockSpans[span]*(unit/Micros)))
	}
	days, clock := split(ts, unit)
	ts, ok := join(addMonths(days, months(count, span)), clock, unit)
	if !ok {
		outOfRange()
	}
	return ts
}

// months is a number of spans in months.
func months(count int64, span Span) int64 {
	if count > 1<<40 || count < -(1<<40) {
		outOfRange()
	}
	return count * monthSpans[span]
}

// AddDateSpan moves a date by a number of days or longer spans.
func AddDateSpan(date int32, count int64, span Span) int32 {
	if count > 1<<31 || count < -(1<<31) {
		outOfRange()
	}
	days := int64(date)
	if span <= SpanWeek {
		days += count * (clockSpans[span] / clockSpans[SpanDay])
	} else {
		days = addMonths(days, months(count, span))
	}
	if days < minDay || days > maxDay {
		outOfRange()
	}
	return int32(days)
}

// Diff is how many whole spans lie between a and b; negative where b is before a.
func Diff(a, b int64, span Span, aUnit, bUnit int64) int64 {
	unit := max(aUnit, bUnit)
	a, b = mulUnits(a, unit/aUnit), mulUnits(b, unit/bUnit)
	if span <= SpanWeek {
		return subUnits(b, a) / (clockSpans[span] * (unit / Micros))
	}
	return monthsBetween(a, b, unit) / monthSpans[span]
}

// monthsBetween counts whole months: from the 31st to the 30th is none.
func monthsBetween(a, b, unit int64) int64 {
	if a > b {
		return -monthsBetween(b, a, unit)
	}
	aDays, aClock := split(a, unit)
	bDays, bClock := split(b, unit)
	aYear, aMonth, aDay := Civil(aDays)
	bYear, bMonth, bDay := Civil(bDays)
	count := (bYear-aYear)*12 + int64(bMonth-aMonth)
	if bDay < aDay || bDay == aDay && bClock < aClock {
		count--
	}
	return count
}
