package functions

import (
	"github.com/weirsql/weir/ir/types"
)

var (
	sumDecimal      = decimalResult(addDecimal)
	productDecimal  = decimalResult(mulDecimal)
	quotientDecimal = decimalResult(divDecimal)
	modulusDecimal  = decimalResult(modDecimal)

	integerPair = params(p("a", Integer), p("b", Integer))
	decimalPair = params(p("a", Decimal), p("b", Decimal))
	realPair    = params(p("a", Real), p("b", Real))
	doublePair  = params(p("a", Double), p("b", Double))
	asLeft      = sameAs(0, "as a")
	asRight     = sameAs(1, "as b")
	interval    = fixed(types.Of(types.Interval))
	date        = fixed(types.Of(types.Date))
)

// numeric are the overloads of a two-sided arithmetic operator over numbers.
func numeric(decimal Result, decimalForm, integerFunc, floatFunc string) []Overload {
	return []Overload{
		{Params: integerPair, Result: asLeft, CanFail: true, Go: call(integerFunc)},
		{Params: decimalPair, Result: decimal, CanFail: true, Go: custom(decimalForm)},
		{Params: realPair, Result: asLeft, CanFail: true, Go: call(floatFunc)},
		{Params: doublePair, Result: asLeft, CanFail: true, Go: call(floatFunc)},
	}
}

// shifted is the type of a timestamp moved by an interval: precise enough for both.
func shifted(timestamp, by int) Result {
	return Result{"as ts", func(params []types.Type, args []Arg) (types.Type, error) {
		t := params[timestamp]
		t.Precision = max(t.Precision, intervalPrecision(args[by]))
		return t, nil
	}}
}

// intervalPrecision is how many digits after the second an interval may have: a literal's own, 6 for any other.
func intervalPrecision(arg Arg) int {
	literal, ok := arg.Literal.(types.IntervalValue)
	if !ok {
		return 6
	}
	digits := 6
	for micros := literal.Micros; digits > 0 && micros%10 == 0; digits-- {
		micros /= 10
	}
	return digits
}

// dated is the TIMESTAMP that a DATE becomes with an interval or a time of the day.
func dated(by int) Result {
	return Result{"TIMESTAMP", func(params []types.Type, args []Arg) (types.Type, error) {
		if params[by].Kind == types.Time {
			return types.TimestampOf(params[by].Precision), nil
		}
		return types.TimestampOf(intervalPrecision(args[by])), nil
	}}
}

var plus = append(numeric(sumDecimal, "decimalAdd", "num.Add", "num.AddFloat"), []Overload{
	{Params: params(p("ts", Timestamp), p("i", Interval)), Result: shifted(0, 1), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("ts", TimestampLTZ), p("i", Interval)), Result: shifted(0, 1), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("i", Interval), p("ts", Timestamp)), Result: shifted(1, 0), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("i", Interval), p("ts", TimestampLTZ)), Result: shifted(1, 0), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("d", Date), p("i", Interval)), Result: dated(1), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("i", Interval), p("d", Date)), Result: dated(0), CanFail: true, Go: custom("timestampAdd")},
	{Params: params(p("d", Date), p("days", Int)), Result: date, CanFail: true, Go: call("temporal.AddDays")},
	{Params: params(p("days", Int), p("d", Date)), Result: date, CanFail: true, Go: call("temporal.DaysAdd")},
	{Params: params(p("d", Date), p("t", Time)), Result: dated(1), CanFail: true, Go: call("temporal.DateTime", unit(1))},
	{Params: params(p("t", Time), p("d", Date)), Result: dated(0), CanFail: true, Go: call("temporal.TimeDate", unit(0))},
	{Params: params(p("t", Time), p("i", Interval)), Result: shifted(0, 1), Go: custom("timeAdd")},
	{Params: params(p("i", Interval), p("t", Time)), Result: shifted(1, 0), Go: custom("timeAdd")},
	{Params: params(p("a", Interval), p("b", Interval)), Result: interval, CanFail: true, Go: call("temporal.AddIntervals")},
	{Params: params(p("a", Integer)), Result: asLeft, Go: custom("same")},
	{Params: params(p("a", Decimal)), Result: asLeft, Go: custom("same")},
	{Params: params(p("a", Real)), Result: asLeft, Go: custom("same")},
	{Params: params(p("a", Double)), Result: asLeft, Go: custom("same")},
}...)

var minus = append(numeric(sumDecimal, "decimalSub", "num.Sub", "num.SubFloat"), []Overload{
	{Params: params(p("ts", Timestamp), p("i", Interval)), Result: shifted(0, 1), CanFail: true, Go: custom("timestampSub")},
	{Params: params(p("ts", TimestampLTZ), p("i", Interval)), Result: shifted(0, 1), CanFail: true, Go: custom("timestampSub")},
	{Params: params(p("d", Date), p("i", Interval)), Result: dated(1), CanFail: true, Go: custom("timestampSub")},
	{Params: params(p("d", Date), p("days", Int)), Result: date, CanFail: true, Go: call("temporal.SubDays")},
	{Params: params(p("a", Date), p("b", Date)), Result: fixed(types.Of(types.Int)), CanFail: true, Go: call("temporal.DaysBetween")},
	{Params: params(p("a", Timestamp), p("b", Timestamp)), Result: interval, CanFail: true, Go: call("temporal.SubTimestamps", unit(0), unit(1))},
	{Params: params(p("a", TimestampLTZ), p("b", TimestampLTZ)), Result: interval, CanFail: true, Go: call("temporal.SubTimestamps", unit(0), unit(1))},
	{Params: params(p("a", Time), p("b", Time)), Result: interval, Go: call("temporal.SubTimes", unit(0), unit(1))},
	{Params: params(p("t", Time), p("i", Interval)), Result: shifted(0, 1), Go: custom("timeSub")},
	{Params: params(p("a", Interval), p("b", Interval)), Result: interval, CanFail: true, Go: call("temporal.SubIntervals")},
	{Params: params(p("a", Integer)), Result: asLeft, CanFail: true, Go: call("num.Neg")},
	{Params: params(p("a", Decimal)), Result: asLeft, Go: custom("decimalNeg")},
	{Params: params(p("a", Real)), Result: asLeft, Go: custom("negate")},
	{Params: params(p("a", Double)), Result: asLeft, Go: custom("negate")},
	{Params: params(p("a", Interval)), Result: interval, CanFail: true, Go: call("temporal.NegInterval")},
}...)

var times = append(numeric(productDecimal, "decimalMul", "num.Mul", "num.MulFloat"), []Overload{
	{Params: params(p("i", Interval), p("n", Double)), Result: interval, CanFail: true, Go: call("temporal.MulInterval")},
	{Params: params(p("n", Double), p("i", Interval)), Result: interval, CanFail: true, Go: call("temporal.IntervalMul")},
}...)

var over = append(numeric(quotientDecimal, "decimalDiv", "num.Div", "num.DivFloat"), []Overload{
	{Params: params(p("i", Interval), p("n", Double)), Result: interval, CanFail: true, Go: call("temporal.DivInterval")},
}...)

var modulo = []Overload{
	{Params: integerPair, Result: asLeft, CanFail: true, Go: call("num.Mod")},
	{Params: decimalPair, Result: modulusDecimal, CanFail: true, Go: custom("decimalMod")},
	{Params: doublePair, Result: asLeft, CanFail: true, Go: call("num.ModFloat")},
}

var concatenation = []Overload{
	{Params: params(p("a", String), p("b", Text)), Result: fixed(types.Of(types.Varchar)), Go: custom("concat")},
	{Params: params(p("a", Text), p("b", String)), Result: fixed(types.Of(types.Varchar)), Go: custom("concat")},
	{Params: params(p("a", Bytes), p("b", Bytes)), Result: fixed(types.Of(types.Bytes)), Go: build("text.ConcatBytes")},
	{Params: params(p("a", ArrayOf), p("b", ArrayOf)), Result: asLeft, Go: call("array.Concat")},
	{Params: params(p("a", ArrayOf), p("b", Elem)), Result: asLeft, Nulls: Called, Go: custom("arrayAppend")},
	{Params: params(p("a", Elem), p("b", ArrayOf)), Result: asRight, Nulls: Called, Go: custom("arrayPrepend")},
}

var arithmeticFunctions = []Function{
	{Name: "+", Section: Arithmetic, Doc: "Sum; overflow fails the record. A timestamp, date or time is moved by an interval, a date by days (PostgreSQL).", Example: "TIMESTAMP '2024-01-31 10:00:00' + INTERVAL '1' MONTH", Output: "2024-02-29 10:00:00", Overloads: plus},
	{Name: "-", Section: Arithmetic, Doc: "Difference, or the negative of one operand; overflow fails the record. Two timestamps give an interval of days and time, two dates a number of days (PostgreSQL).", Example: "DATE '2024-03-01' - DATE '2024-02-01'", Output: "29", Overloads: minus},
	{Name: "*", Section: Arithmetic, Doc: "Product; overflow fails the record (PostgreSQL).", Example: "1.50 * 3", Output: "4.50", Overloads: times},
	{Name: "/", Section: Arithmetic, Doc: "Quotient; of integers, truncated toward zero. Division by zero fails the record (PostgreSQL).", Example: "7 / 2", Output: "3", Overloads: over},
	{Name: "%", Aliases: []string{"MOD"}, Section: Arithmetic, Doc: "Remainder, with the sign of the dividend (PostgreSQL).", Example: "MOD(-7, 3)", Output: "-1", Overloads: modulo},
	{Name: "||", Section: Strings, Doc: "Concatenation of strings, bytes or arrays; NULL if a string is (PostgreSQL).", Example: "'weir' || 1", Output: "weir1", Overloads: concatenation},
}
