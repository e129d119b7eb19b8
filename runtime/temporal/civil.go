package temporal

// DaysOf returns the day number of a date of the proleptic Gregorian calendar; year 0 is 1 BC.
func DaysOf(year int64, month, day int) int64 {
	if month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*int64((month+9)%12)+2)/5 + int64(day) - 1
	return era*146_097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719_468
}

// Civil returns the date of a day number.
func Civil(days int64) (year int64, month, day int) {
	days += 719_468
	era := floorDiv(days, 146_097)
	dayOfEra := days - era*146_097
	yearOfEra := (dayOfEra - dayOfEra/1_460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = int(dayOfYear-(153*shifted+2)/5) + 1
	month = int(shifted)%12 + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// monthDays is the number of days of a month.
func monthDays(year int64, month int) int {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func isLeap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// validDate reports whether a date exists and its day number fits a DATE.
func validDate(year int64, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month) && year >= minYear && year <= maxYear
}

// The years that a DATE may have: PostgreSQL's.
const (
	minYear = -4712 // 4713 BC
	maxYear = 5_874_897
)

// weekday is 0 for Sunday to 6 for Saturday.
func weekday(days int64) int64 { return floorMod(days+4, 7) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 {
	m := a % b
	if m != 0 && (m < 0) != (b < 0) {
		m += b
	}
	return m
}

// split parts a timestamp into its day number and the units since midnight.
func split(ts, unit int64) (days, clock int64) {
	day := daySeconds * unit
	days, clock = ts/day, ts%day
	if clock < 0 {
		return days - 1, clock + day
	}
	return days, clock
}

// join is the reverse of split; false where the timestamp is out of its representation's range.
func join(days, clock, unit int64) (int64, bool) {
	day := daySeconds * unit
	if days < 0 { // keeps the product inside for the first day of the range
		days, clock = days+1, clock-day
	}
	base := days * day
	ts := base + clock
	if base/day != days || (clock < 0) != (ts < base) && clock != 0 {
		return 0, false
	}
	return ts, true
}
