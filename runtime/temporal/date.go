package temporal

// OfDate is midnight of a date.
func OfDate(days int32, unit int64) int64 {
	ts, ok := join(int64(days), 0, unit)
	if !ok {
		outOfRange()
	}
	return ts
}

// DateOf is a timestamp's date.
func DateOf(ts, unit int64) int32 {
	days, _ := split(ts, unit)
	return int32(days)
}

// TimeOf is a timestamp's time of day.
func TimeOf(ts, unit int64) int64 {
	_, clock := split(ts, unit)
	return clock
}

// AddDays is a date some days later.
func AddDays(date, days int32) int32 {
	sum := int64(date) + int64(days)
	if sum < minDay || sum > maxDay {
		outOfRange()
	}
	return int32(sum)
}

// DaysAdd is AddDays with the arguments the other way round.
func DaysAdd(days, date int32) int32 { return AddDays(date, days) }

// SubDays is a date some days earlier.
func SubDays(date, days int32) int32 {
	difference := int64(date) - int64(days)
	if difference < minDay || difference > maxDay {
		outOfRange()
	}
	return int32(difference)
}

// DaysBetween is a - b in days.
func DaysBetween(a, b int32) int32 {
	difference := int64(a) - int64(b)
	if difference != int64(int32(difference)) {
		outOfRange()
	}
	return int32(difference)
}

// The first and the last day that a DATE may be.
var (
	minDay = DaysOf(minYear, 1, 1)
	maxDay = DaysOf(maxYear, 12, 31)
)

// DateTime is a date with a time of day.
func DateTime(date int32, t, unit int64) int64 { return addUnits(OfDate(date, unit), t) }

// TimeDate is DateTime with the arguments the other way round.
func TimeDate(t int64, date int32, unit int64) int64 { return DateTime(date, t, unit) }

// Convert rounds a timestamp to a number of digits and changes its unit.
func Convert(ts, from int64, precision int, to int64) int64 {
	if to > from {
		return mulUnits(ts, to/from)
	}
	return floorDiv(roundTimestamp(ts, precision, from), from/to)
}

// ConvertTime is Convert for a time of day.
func ConvertTime(t, from int64, precision int, to int64) int64 {
	if to > from {
		return t * (to / from)
	}
	return roundDigits(t, precision, from) / (from / to)
}

// MakeDate is a date from its parts; negative years are BC.
func MakeDate(year, month, day int32) int32 {
	y := int64(year)
	if y < 0 {
		y++
	}
	if year == 0 || !validDate(y, int(month), int(day)) {
		fail("there is no date %d-%02d-%02d", year, month, day)
	}
	return int32(DaysOf(y, int(month), int(day)))
}

// MakeTime is a TIME(6) from its parts.
func MakeTime(hour, minute int32, second float64) int64 {
	micros := int64(roundMicros(second) * 1e6)
	t := (int64(hour)*60+int64(minute))*60*Micros + int64(roundHalf(second*1e6))
	if hour < 0 || minute < 0 || minute > 59 || !(second >= 0 && second <= 60) || micros < 0 || t > daySeconds*Micros {
		fail("there is no time %d:%02d:%v", hour, minute, second)
	}
	return t
}

// MakeTimestamp is a TIMESTAMP(6) from its parts.
func MakeTimestamp(year, month, day, hour, minute int32, second float64) int64 {
	return DateTime(MakeDate(year, month, day), MakeTime(hour, minute, second), Micros)
}
