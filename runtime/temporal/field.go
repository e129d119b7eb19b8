package temporal

// The functions of this file read one field of a timestamp's wall clock.

// Year is the year; 1 BC is -1, since there is no year 0.
func Year(ts, unit int64) int64 {
	year, _, _ := civil(ts, unit)
	if year <= 0 {
		return year - 1
	}
	return year
}

func civil(ts, unit int64) (year int64, month, day int) {
	days, _ := split(ts, unit)
	return Civil(days)
}

// Quarter is 1 to 4.
func Quarter(ts, unit int64) int64 {
	_, month, _ := civil(ts, unit)
	return int64(month-1)/3 + 1
}

// Month is 1 to 12.
func Month(ts, unit int64) int64 {
	_, month, _ := civil(ts, unit)
	return int64(month)
}

// Day is 1 to 31.
func Day(ts, unit int64) int64 {
	_, _, day := civil(ts, unit)
	return int64(day)
}

// Decade is the year divided by 10, rounded down.
func Decade(ts, unit int64) int64 {
	year, _, _ := civil(ts, unit)
	return floorDiv(year, 10)
}

// Century counts the first as 1, the one before as -1.
func Century(ts, unit int64) int64 { return period(ts, unit, 100) }

// Millennium counts the first as 1, the one before as -1.
func Millennium(ts, unit int64) int64 { return period(ts, unit, 1000) }

func period(ts, unit, years int64) int64 {
	year, _, _ := civil(ts, unit)
	if year > 0 {
		return (year + years - 1) / years
	}
	return -((years - 1 - (year - 1)) / years)
}

// ISOYear is the year that the week of ISO 8601 belongs to.
func ISOYear(ts, unit int64) int64 {
	year, _ := isoWeek(ts, unit)
	if year <= 0 {
		return year - 1
	}
	return year
}

// Week is the number of the week by ISO 8601.
func Week(ts, unit int64) int64 {
	_, week := isoWeek(ts, unit)
	return week
}

// isoWeek looks at the week's Thursday, which decides its year.
func isoWeek(ts, unit int64) (year, week int64) {
	days, _ := split(ts, unit)
	thursday := days - floorMod(days+3, 7) + 3
	year, _, _ = Civil(thursday)
	return year, (thursday-DaysOf(year, 1, 1))/7 + 1
}

// DOW is 0 on Sunday to 6 on Saturday.
func DOW(ts, unit int64) int64 {
	days, _ := split(ts, unit)
	return weekday(days)
}

// ISODOW is 1 on Monday to 7 on Sunday.
func ISODOW(ts, unit int64) int64 { return floorMod(DOW(ts, unit)-1, 7) + 1 }

// DayOfWeek is 1 on Sunday to 7 on Saturday.
func DayOfWeek(ts, unit int64) int64 { return DOW(ts, unit) + 1 }

// DayOfYear is 1 to 366.
func DayOfYear(ts, unit int64) int64 {
	days, _ := split(ts, unit)
	year, _, _ := Civil(days)
	return days - DaysOf(year, 1, 1) + 1
}

// Hour is 0 to 23.
func Hour(ts, unit int64) int64 { return TimeOf(ts, unit) / (hourSeconds * unit) }

// Minute is 0 to 59.
func Minute(ts, unit int64) int64 { return TimeOf(ts, unit) / (60 * unit) % 60 }

// Second is 0 to 59.
func Second(ts, unit int64) int64 { return TimeOf(ts, unit) / unit % 60 }

// SecondMicros is the seconds with their fraction, in microseconds.
func SecondMicros(ts, unit int64) int64 { return TimeOf(ts, unit) % (60 * unit) / (unit / Micros) }

// EpochMicros is microseconds since 1970.
func EpochMicros(ts, unit int64) int64 { return floorDiv(ts, unit/Micros) }

// Julian is the Julian date, counted from midnight, in units of 1e-9 days.
func Julian(ts, unit int64) int64 {
	days, clock := split(ts, unit)
	return (days+2_440_588)*Nanos + int64(roundHalf(float64(clock)/float64(daySeconds*unit)*1e9))
}

// IntervalYear is the whole years in an interval's months.
func IntervalYear(i Interval) int64 { return int64(i.Months / 12) }

// IntervalMonth is the months beside whole years.
func IntervalMonth(i Interval) int64 { return int64(i.Months % 12) }

// IntervalQuarter is the quarter that the months beside whole years lie in.
func IntervalQuarter(i Interval) int64 { return int64(i.Months%12/3) + 1 }

// IntervalDecade is the whole decades in an interval's months.
func IntervalDecade(i Interval) int64 { return int64(i.Months / 120) }

// IntervalCentury is the whole centuries in an interval's months.
func IntervalCentury(i Interval) int64 { return int64(i.Months / 1200) }

// IntervalMillennium is the whole millennia in an interval's months.
func IntervalMillennium(i Interval) int64 { return int64(i.Months / 12000) }

// IntervalDay is the days.
func IntervalDay(i Interval) int64 { return int64(i.Days) }

// IntervalHour is the hours beside days.
func IntervalHour(i Interval) int64 { return i.Micros / (hourSeconds * Micros) }

// IntervalMinute is the minutes beside hours.
func IntervalMinute(i Interval) int64 { return i.Micros / (60 * Micros) % 60 }

// IntervalSecondMicros is the seconds beside minutes, in microseconds.
func IntervalSecondMicros(i Interval) int64 { return i.Micros % (60 * Micros) }

// IntervalEpochMicros is the whole interval in microseconds, a year counting 365.25 days and a month 30.
func IntervalEpochMicros(i Interval) int64 {
	years, months := int64(i.Months/12), int64(i.Months%12)
	quarterDays := years*1461 + (months*30+int64(i.Days))*4
	return addUnits(mulUnits(quarterDays, daySeconds/4*Micros), i.Micros)
}
