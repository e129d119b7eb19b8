package functions

import (
	"fmt"
	"strings"
	"time"

	"github.com/weirsql/weir/ir/types"
)

var (
	timestamp3 = fixed(types.TimestampOf(3))
	instant3   = fixed(types.TimestampLTZOf(3))

	extractField = word("field", "MILLENNIUM", "CENTURY", "DECADE", "YEAR", "ISOYEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "DOY",
		"HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND", "EPOCH", "JULIAN")
	truncUnit = word("unit", "MILLENNIUM", "CENTURY", "DECADE", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY",
		"HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND")
	spanUnit = word("unit", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND",
		"SQL_TSI_YEAR", "SQL_TSI_QUARTER", "SQL_TSI_MONTH", "SQL_TSI_WEEK", "SQL_TSI_DAY", "SQL_TSI_HOUR", "SQL_TSI_MINUTE", "SQL_TSI_SECOND")
	zoneName = Param{Name: "zone", Class: String, Check: checkZone, Prepare: &Prepare{"*temporal.Zone", "temporal.MustZone", "temporal.CachedZone"}}
	pattern  = Param{Name: "pattern", Class: String, Check: checkDatePattern, Prepare: &Prepare{"*temporal.Pattern", "temporal.MustPattern", "temporal.CachedPattern"}}
)

// plurals lets YEARS stand for YEAR, as PostgreSQL does.
func init() {
	for _, param := range []*Param{&extractField, &truncUnit, &spanUnit} {
		singular := param.Check
		param.Check = func(literal string) error {
			if err := singular(literal); err != nil && singular(strings.TrimSuffix(strings.ToUpper(literal), "S")) != nil {
				return err
			}
			return nil
		}
	}
}

// extracted is BIGINT, but for the fields that have a fraction of a second.
var extracted = Result{"BIGINT, DECIMAL for SECOND, MILLISECOND and EPOCH", func(params []types.Type, args []Arg) (types.Type, error) {
	field, _ := args[0].Literal.(string)
	field = strings.TrimSuffix(strings.ToUpper(field), "S")
	if kind := params[1].Kind; !hasField(kind, field) {
		return types.Type{}, fmt.Errorf("a value of type %s has no %s", kind, field)
	}
	switch field {
	case "SECOND":
		return types.DecimalOf(8, 6), nil
	case "MILLISECOND":
		return types.DecimalOf(8, 3), nil
	case "EPOCH":
		return types.DecimalOf(18, 6), nil
	case "JULIAN":
		return types.DecimalOf(18, 9), nil
	}
	return types.Of(types.BigInt), nil
}}

// hasField reports the fields that a time of day, and an interval, have.
func hasField(kind types.Kind, field string) bool {
	clock := isClockUnit(field) || field == "EPOCH"
	switch kind {
	case types.Time:
		return clock
	case types.Interval:
		return clock || !strings.Contains(" ISOYEAR WEEK DOW ISODOW DOY JULIAN ", " "+field+" ")
	}
	return true
}

// clockField is Flink's YEAR(ts), MONTH(ts), …
func clockField(name, symbol, doc, example, output string) Function {
	overloads := []Overload{
		{Params: params(p("ts", Timestamp)), Result: bigint, Go: call("temporal."+symbol, unit(0))},
		{Params: params(p("ts", TimestampLTZ)), Result: bigint, Go: custom("field" + symbol)},
	}
	return Function{Name: name, Section: Temporal, Doc: doc, Example: example, Output: output, Overloads: overloads}
}

// roundTo are the overloads of FLOOR and CEIL to a unit of time.
func roundTo(symbol string) []Overload {
	return []Overload{
		{Params: params(p("ts", Timestamp), truncUnit), Result: sameAs(0, "as ts"), CanFail: true, Go: custom(symbol)},
		{Params: params(p("ts", TimestampLTZ), truncUnit), Result: sameAs(0, "as ts"), CanFail: true, Go: custom(symbol)},
	}
}

// epochPrecision is TO_TIMESTAMP_LTZ's: by the literal that says what the number counts.
var epochPrecision = Result{"TIMESTAMP_LTZ", func(_ []types.Type, args []Arg) (types.Type, error) {
	if digits, ok := args[1].Literal.(int64); ok && (digits == 0 || digits == 3 || digits == 6 || digits == 9) {
		return types.TimestampLTZOf(int(max(digits, 3))), nil
	}
	return types.Type{}, fmt.Errorf("the second argument must be 0, 3, 6 or 9: seconds, milliseconds, microseconds or nanoseconds since 1970")
}}

// added is TIMESTAMPADD's result: a date stays one where the unit is days or longer.
var added = Result{"as ts", func(params []types.Type, args []Arg) (types.Type, error) {
	t := params[2]
	unit, _ := args[0].Literal.(string)
	digits := unitDigits[strings.TrimSuffix(strings.ToUpper(unit), "S")]
	if t.Kind == types.Date && isClockUnit(unit) {
		return types.TimestampOf(digits), nil
	}
	if t.IsTimestamp() {
		t.Precision = max(t.Precision, digits)
	}
	return t, nil
}}

var unitDigits = map[string]int{"MILLISECOND": 3, "MICROSECOND": 6}

func isClockUnit(unit string) bool {
	switch strings.TrimPrefix(strings.TrimSuffix(strings.ToUpper(unit), "S"), "SQL_TSI_") {
	case "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND":
		return true
	}
	return false
}

var datedField = []Overload{
	{Params: params(extractField, p("ts", Timestamp)), Result: extracted, Go: custom("extract")},
	{Params: params(extractField, p("ts", TimestampLTZ)), Result: extracted, Go: custom("extract")},
	{Params: params(extractField, p("t", Time)), Result: extracted, Go: custom("extractTime")},
	{Params: params(extractField, p("i", Interval)), Result: extracted, Go: custom("extractInterval")},
}

func now(name, symbol string, result Result, doc string, aliases ...string) Function {
	return Function{Name: name, Aliases: aliases, Section: Temporal, Doc: doc, Example: name + " IS NOT NULL", Output: "true", Overloads: []Overload{
		{Result: result, Volatility: Volatile, Go: custom(symbol)},
	}}
}

var temporalFunctions = []Function{
	now("CURRENT_TIMESTAMP", "now", instant3, "The time at which the record is processed.", "NOW", "PROCTIME", "CURRENT_ROW_TIMESTAMP"),
	now("LOCALTIMESTAMP", "localNow", timestamp3, "CURRENT_TIMESTAMP as wall clock in the session's time zone."),
	now("CURRENT_DATE", "currentDate", date, "The date at which the record is processed, in the session's time zone."),
	now("CURRENT_TIME", "currentTime", fixed(types.Type{Kind: types.Time, Precision: 0}), "The time of day at which the record is processed, in the session's time zone, in seconds (Flink).", "LOCALTIME"),
	{Name: "EXTRACT", Aliases: []string{"DATE_PART"}, Section: Temporal, Doc: "A field of a date, time, timestamp or interval: EXTRACT(field FROM ts), or DATE_PART('field', ts). SECOND, MILLISECOND and EPOCH have a fraction; weeks are ISO 8601's; DOW is 0 on Sunday (PostgreSQL).", Example: "EXTRACT(SECOND FROM TIMESTAMP '2024-05-06 07:08:09.5')", Output: "9.500000", Overloads: datedField},
	clockField("YEAR", "Year", "EXTRACT(YEAR FROM ts) as BIGINT (Flink).", "YEAR(DATE '2024-05-06')", "2024"),
	clockField("QUARTER", "Quarter", "1 to 4 (Flink).", "QUARTER(DATE '2024-05-06')", "2"),
	clockField("MONTH", "Month", "1 to 12 (Flink).", "MONTH(DATE '2024-05-06')", "5"),
	clockField("WEEK", "Week", "Number of the week by ISO 8601 (Flink).", "WEEK(DATE '2024-05-06')", "19"),
	clockField("DAYOFYEAR", "DayOfYear", "1 to 366 (Flink).", "DAYOFYEAR(DATE '2024-05-06')", "127"),
	clockField("DAYOFMONTH", "Day", "1 to 31 (Flink).", "DAYOFMONTH(DATE '2024-05-06')", "6"),
	clockField("DAYOFWEEK", "DayOfWeek", "1 (Sunday) to 7 (Flink; EXTRACT(DOW …) is PostgreSQL's).", "DAYOFWEEK(DATE '2024-05-06')", "2"),
	clockField("HOUR", "Hour", "0 to 23 (Flink).", "HOUR(TIMESTAMP '2024-05-06 07:08:09')", "7"),
	clockField("MINUTE", "Minute", "0 to 59 (Flink).", "MINUTE(TIMESTAMP '2024-05-06 07:08:09')", "8"),
	clockField("SECOND", "Second", "0 to 59, without the fraction (Flink).", "SECOND(TIMESTAMP '2024-05-06 07:08:09')", "9"),
	{Name: "DATE_TRUNC", Section: Temporal, Doc: "A timestamp or interval cut down to a unit; weeks start on Monday (PostgreSQL).", Example: "DATE_TRUNC('hour', TIMESTAMP '2024-05-06 07:08:09')", Output: "2024-05-06 07:00:00", Overloads: []Overload{
		{Params: params(truncUnit, p("ts", Timestamp)), Result: sameAs(1, "as ts"), CanFail: true, Go: custom("dateTrunc")},
		{Params: params(truncUnit, p("ts", TimestampLTZ)), Result: sameAs(1, "as ts"), CanFail: true, Go: custom("dateTrunc")},
		{Params: params(truncUnit, p("i", Interval)), Result: interval, Go: custom("intervalTrunc")},
	}},
	{Name: "DATE_FORMAT", Section: Temporal, Doc: "A timestamp or date in a pattern of Java's DateTimeFormatter: yyyy MM dd HH mm ss SSS, quoted text and more (Flink).", Example: "DATE_FORMAT(TIMESTAMP '2024-05-06 07:08:09', 'dd.MM.yyyy HH:mm')", Output: "06.05.2024 07:08", Overloads: []Overload{
		{Params: params(p("ts", Timestamp), pattern), Result: text, Go: build("temporal.Format", unit(0))},
		{Params: params(p("ts", TimestampLTZ), pattern), Result: text, Go: build("temporal.FormatInstant", unit(0), zone())},
	}},
	{Name: "TO_TIMESTAMP", Section: Temporal, Doc: "A string as TIMESTAMP(3), in the form yyyy-MM-dd HH:mm:ss or a pattern of Java's DateTimeFormatter; NULL where it doesn't fit (Flink). Of a number: seconds since 1970 as TIMESTAMP_LTZ(6) (PostgreSQL).", Example: "TO_TIMESTAMP('06.05.2024', 'dd.MM.yyyy')", Output: "2024-05-06 00:00:00", Overloads: []Overload{
		{Params: oneString, Result: timestamp3, Nulls: Maybe, Go: call("temporal.ToTimestamp")},
		{Params: params(p("s", String), pattern), Result: timestamp3, Nulls: Maybe, CanFail: true, Go: call("temporal.ToTimestampPattern")},
		{Params: params(p("seconds", Double)), Result: fixed(types.TimestampLTZOf(6)), CanFail: true, Go: call("temporal.FromEpochSeconds")},
	}},
	{Name: "TO_TIMESTAMP_LTZ", Section: Temporal, Doc: "The instant a number of seconds (0), milliseconds (3), microseconds (6) or nanoseconds (9) after 1970; without the second argument, milliseconds (Flink).", Example: "TO_TIMESTAMP_LTZ(1000, 3)", Output: "1970-01-01 00:00:01+00", Overloads: []Overload{
		{Params: params(p("n", BigInt)), Result: instant3, CanFail: true, Go: custom("fromEpoch")},
		{Params: params(p("n", BigInt), p("precision", Int)), Result: epochPrecision, CanFail: true, Go: custom("fromEpoch")},
	}},
	{Name: "TO_DATE", Section: Temporal, Doc: "A string as DATE, in the form yyyy-MM-dd or a pattern of Java's DateTimeFormatter; NULL where it doesn't fit (Flink).", Example: "TO_DATE('06.05.2024', 'dd.MM.yyyy')", Output: "2024-05-06", Overloads: []Overload{
		{Params: oneString, Result: date, Nulls: Maybe, Go: call("temporal.ToDate")},
		{Params: params(p("s", String), pattern), Result: date, Nulls: Maybe, CanFail: true, Go: call("temporal.ToDatePattern")},
	}},
	{Name: "UNIX_TIMESTAMP", Section: Temporal, Doc: "Seconds since 1970: now, or of a string in the session's time zone, in the form yyyy-MM-dd HH:mm:ss or a pattern; what doesn't fit fails the record (Flink).", Example: "UNIX_TIMESTAMP('1970-01-02 00:00:00')", Output: "86400", Overloads: []Overload{
		{Result: bigint, Volatility: Volatile, Go: call("temporal.UnixNow")},
		{Params: oneString, Result: bigint, CanFail: true, Go: call("temporal.UnixTimestamp", zone())},
		{Params: params(p("s", String), pattern), Result: bigint, CanFail: true, Go: call("temporal.UnixTimestampPattern", zone())},
	}},
	{Name: "FROM_UNIXTIME", Section: Temporal, Doc: "Seconds since 1970 as a string in the session's time zone, in the form yyyy-MM-dd HH:mm:ss or a pattern (Flink).", Example: "FROM_UNIXTIME(86400)", Output: "1970-01-02 00:00:00", Overloads: []Overload{
		{Params: params(p("seconds", BigInt)), Result: text, CanFail: true, Go: build("temporal.FromUnixtime", zone())},
		{Params: params(p("seconds", BigInt), pattern), Result: text, CanFail: true, Go: build("temporal.FromUnixtimePattern", zone())},
	}},
	{Name: "TIMESTAMPDIFF", Section: Temporal, Doc: "How many whole units lie between a and b (Flink; as BIGINT).", Example: "TIMESTAMPDIFF(MINUTE, TIMESTAMP '2024-05-06 07:00:00', TIMESTAMP '2024-05-06 08:30:30')", Output: "90", Overloads: []Overload{
		{Params: params(spanUnit, p("a", Timestamp), p("b", Timestamp)), Result: bigint, CanFail: true, Go: custom("timestampDiff")},
		{Params: params(spanUnit, p("a", TimestampLTZ), p("b", TimestampLTZ)), Result: bigint, CanFail: true, Go: custom("timestampDiff")},
	}},
	{Name: "TIMESTAMPADD", Section: Temporal, Doc: "A timestamp or date moved by a number of units (Flink).", Example: "TIMESTAMPADD(MONTH, 1, DATE '2024-01-31')", Output: "2024-02-29", Overloads: []Overload{
		{Params: params(spanUnit, p("n", BigInt), p("d", Date)), Result: added, CanFail: true, Go: custom("timestampAddUnits")},
		{Params: params(spanUnit, p("n", BigInt), p("ts", Timestamp)), Result: added, CanFail: true, Go: custom("timestampAddUnits")},
		{Params: params(spanUnit, p("n", BigInt), p("ts", TimestampLTZ)), Result: added, CanFail: true, Go: custom("timestampAddUnits")},
	}},
	{Name: "AT TIME ZONE", Section: Temporal, Doc: "A wall clock in a zone as an instant, or an instant as the wall clock in a zone (PostgreSQL).", Example: "TIMESTAMP '2024-05-06 07:00:00' AT TIME ZONE 'Europe/Berlin'", Output: "2024-05-06 05:00:00+00", Overloads: []Overload{
		{Params: params(p("ts", Timestamp), zoneName), Result: Result{"TIMESTAMP_LTZ", func(params []types.Type, _ []Arg) (types.Type, error) {
			return types.TimestampLTZOf(params[0].Precision), nil
		}}, CanFail: true, Go: call("temporal.InZone", unit(0))},
		{Params: params(p("ts", TimestampLTZ), zoneName), Result: Result{"TIMESTAMP", func(params []types.Type, _ []Arg) (types.Type, error) {
			return types.TimestampOf(params[0].Precision), nil
		}}, CanFail: true, Go: call("temporal.WallClock", unit(0))},
	}},
	{Name: "CONVERT_TZ", Section: Temporal, Doc: "A string yyyy-MM-dd HH:mm:ss moved from one time zone to another; NULL where it doesn't fit (Flink).", Example: "CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')", Output: "1969-12-31 16:00:00", Overloads: []Overload{
		{Params: params(p("s", String), zoneName, zoneName), Result: text, Nulls: Maybe, CanFail: true, Go: build("temporal.ConvertTZ")},
	}},
	{Name: "MAKE_DATE", Section: Temporal, Doc: "A date from year, month and day (PostgreSQL).", Example: "MAKE_DATE(2024, 2, 29)", Output: "2024-02-29", Overloads: []Overload{
		{Params: params(p("year", Int), p("month", Int), p("day", Int)), Result: date, CanFail: true, Go: call("temporal.MakeDate")},
	}},
	{Name: "MAKE_TIME", Section: Temporal, Doc: "A time of day from hour, minute and seconds (PostgreSQL).", Example: "MAKE_TIME(8, 15, 23.5e0)", Output: "08:15:23.5", Overloads: []Overload{
		{Params: params(p("hour", Int), p("minute", Int), p("second", Double)), Result: fixed(types.Type{Kind: types.Time, Precision: 6}), CanFail: true, Go: call("temporal.MakeTime")},
	}},
	{Name: "MAKE_TIMESTAMP", Section: Temporal, Doc: "A timestamp from year, month, day, hour, minute and seconds (PostgreSQL).", Example: "MAKE_TIMESTAMP(2024, 2, 29, 8, 15, 23.5e0)", Output: "2024-02-29 08:15:23.5", Overloads: []Overload{
		{Params: params(p("year", Int), p("month", Int), p("day", Int), p("hour", Int), p("minute", Int), p("second", Double)), Result: fixed(types.TimestampOf(6)), CanFail: true, Go: call("temporal.MakeTimestamp")},
	}},
}

func checkZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return fmt.Errorf("unknown time zone %q; use a name of the IANA database such as 'UTC' or 'Europe/Berlin'", name)
	}
	return nil
}

// datePatternLetters are the letters of DateTimeFormatter that patterns may use, with the most repetitions of each.
var datePatternLetters = map[byte]int{'y': 4, 'u': 4, 'M': 4, 'L': 4, 'd': 2, 'D': 3, 'H': 2, 'h': 2, 'k': 2, 'K': 2, 'm': 2, 's': 2, 'S': 9, 'a': 1, 'E': 4, 'e': 1, 'Q': 2, 'n': 9, 'A': 8, 'X': 3, 'x': 3, 'Z': 3, 'z': 1, 'V': 2}

// checkDatePattern accepts what temporal.MustPattern takes; a test keeps the two together.
func checkDatePattern(pattern string) error {
	for i := 0; i < len(pattern); {
		c := pattern[i]
		if c == '\'' {
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				return fmt.Errorf("the quote at %q has no end", pattern[i:])
			}
			i += end + 2
			continue
		}
		run := i
		for run < len(pattern) && pattern[run] == c {
			run++
		}
		if err := checkDateLetter(c, run-i); err != nil {
			return err
		}
		i = run
	}
	return nil
}

func checkDateLetter(c byte, count int) error {
	if c == '[' || c == ']' || c == '{' || c == '}' || c == '#' {
		return fmt.Errorf("%q has no meaning in a date pattern here; quote it: '%c'", c, c)
	}
	if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
		return nil
	}
	limit, ok := datePatternLetters[c]
	if !ok {
		return fmt.Errorf("unknown letter %q in a date pattern; quote text: 'T'", c)
	}
	if count > limit {
		return fmt.Errorf("%q stands %d times in the date pattern; at most %d are possible", c, count, limit)
	}
	return nil
}
