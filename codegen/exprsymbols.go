package codegen

// exprSymbols are the runtime's symbols that expressions use beside those that ir/functions names. They are part of symbols.
var exprSymbols = map[string][]string{
	"": {
		"Attempt", "Check", "CheckOK", "Entry", "EqualNulls", "FromPointer", "Has", "Lookup", "MapNull", "Maybe", "NullIf", "NullIfFunc",
		"Of", "Pointer", "Require", "Scratch", "When",
	},
	"array": {
		"Append", "At", "AtNull", "Contains", "Element", "ElementNull", "Entries", "Equal", "EqualMaps", "GreatestFunc", "GreatestFuncNull",
		"GreatestNull", "LeastFunc", "LeastFuncNull", "LeastNull", "LookupNull", "Map", "MapEntries", "MapOf", "Max", "MaxFunc", "MaxFuncNull",
		"MaxNull", "Min", "MinFunc", "MinFuncNull", "MinNull", "Position", "Prepend", "Remove",
	},
	"bridge": {"Array", "Date", "Decimal", "Instant", "Interval", "JSON", "Time", "Timestamp", "UUID", "WideDecimal"},
	"decimal": {
		"Add", "Ceil", "Ceil64", "Check", "Check64", "Compare", "Div", "Div64", "Floor", "Floor64", "Int128", "Mod", "Mod64", "Mul", "Mul64", "Of64",
		"OfFloat", "Rescale", "Round64", "RoundTo", "Scale64", "Sub", "ToFloat", "ToFloat64", "ToInteger", "Trunc", "Trunc64", "TruncTo",
	},
	"jsonpath": {"Boolean", "Check", "Decimal", "Double", "Integer"},
	"num": {
		"CompareFloat", "EqualFloat", "FromBoolean", "IsNaN", "LessFloat", "Narrow", "ParseBoolean", "ParseDouble", "ParseInteger", "ParseReal", "ToInteger", "ToReal", "TryBoolean",
		"TryDouble", "TryInteger", "TryReal",
	},
	"regex": {"CachedFold", "MustFold", "Replace", "ReplaceAll"},
	"temporal": {
		"AddDateSpan", "AddInterval", "AddIntervalInZone", "AddSpan", "AddToTime", "Ceil", "Century", "CompareIntervals", "Convert", "ConvertTime", "CurrentDate",
		"CurrentTime", "DOW", "DateOf", "Day", "DayOfWeek", "DayOfYear", "Decade", "Diff", "EpochMicros", "EqualIntervals", "Hour", "ISODOW",
		"ISOYear", "InZone", "Interval", "IntervalCentury", "IntervalDay", "IntervalDecade", "IntervalEpochMicros", "IntervalHour",
		"IntervalMillennium", "IntervalMinute", "IntervalMonth", "IntervalOfTime", "IntervalQuarter", "IntervalSecondMicros", "IntervalYear",
		"Julian", "LocalNow", "Micros", "Millennium", "Minute", "Month", "MustZone", "Nanos", "Now", "OfDate", "Quarter", "Second",
		"SecondMicros", "SpanCentury", "SpanDay", "SpanDecade", "SpanHour", "SpanMicrosecond", "SpanMillennium", "SpanMillisecond", "SpanMinute",
		"SpanMonth", "SpanQuarter", "SpanSecond", "SpanWeek", "SpanYear", "SubFromTime", "SubInterval", "SubIntervalInZone", "TextOfDate",
		"TextOfInstant", "TextOfInterval", "TextOfTime", "TextOfTimestamp", "TimeOf", "TimeOfInterval", "CastDate", "CastInstant", "CastInterval", "CastTime", "CastTimestamp",
		"Trunc", "TruncInterval", "UTC", "WallClock", "Week", "Year",
	},
	"text": {
		"BytesOfUUID", "CompareBooleans", "CompareUUIDs", "Concat", "ConcatWith", "DecodeBase64", "DecodeEscape", "DecodeHex", "EncodeBase64",
		"EncodeEscape", "EncodeHex", "Fit", "FitBytes", "Join", "JoinNulls", "JoinWithNull", "Like", "LikeFold", "OfBoolean", "OfBytes", "OfDecimal",
		"OfDecimal64", "OfDouble", "OfInteger", "OfReal", "OfUUID", "Pad", "ToDecimal", "ToDecimal64", "ToUUID", "Truncate", "TruncateBytes",
		"UUIDOfBytes",
	},
}

// withExpressions adds the symbols of expressions to a table.
func withExpressions(table map[string][]string) map[string][]string {
	for pkg, idents := range exprSymbols {
		table[pkg] = append(table[pkg], idents...)
	}
	return table
}
