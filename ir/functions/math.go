package functions

import "github.com/weirsql/weir/ir/types"

var (
	oneInteger = params(p("x", Integer))
	oneDecimal = params(p("x", Decimal))
	oneReal    = params(p("x", Real))
	oneDouble  = params(p("x", Double))
	double     = fixed(types.Of(types.Double))
	integer    = fixed(types.Of(types.Int))
	bigint     = fixed(types.Of(types.BigInt))
	wholeDigit = fixed(types.DecimalOf(1, 0))
)

// wholeDecimal is a DECIMAL without its fraction, with room for the carry of rounding up.
var wholeDecimal = Result{"DECIMAL", func(params []types.Type, _ []Arg) (types.Type, error) {
	t := params[0]
	if t.Scale == 0 {
		return t, nil
	}
	return types.DecimalOf(max(1, min(maxDecimal, t.Precision-t.Scale+1)), 0), nil
}}

// roundedDecimal has the scale that a literal second argument asks for, the operand's for a computed one.
var roundedDecimal = Result{"DECIMAL", func(params []types.Type, args []Arg) (types.Type, error) {
	t := params[0]
	scale := t.Scale
	if digits, ok := args[1].Literal.(int64); ok {
		scale = int(max(0, min(digits, int64(scale))))
	}
	return types.DecimalOf(max(1, min(maxDecimal, t.Precision-t.Scale+scale+1)), scale), nil
}}

// rounding are the overloads of ROUND, CEIL, FLOOR and TRUNCATE over numbers.
func rounding(decimalForm, doubleFunc string) []Overload {
	return []Overload{
		{Params: oneInteger, Result: sameAs(0, "as x"), Go: custom("same")},
		{Params: oneDecimal, Result: wholeDecimal, CanFail: true, Go: custom(decimalForm)},
		{Params: oneDouble, Result: double, Go: call(doubleFunc)},
	}
}

// digits are the overloads of ROUND and TRUNCATE with a number of digits.
func digits(decimalForm, doubleFunc string) []Overload {
	n := p("digits", Int)
	return []Overload{
		{Params: params(p("x", Decimal), n), Result: roundedDecimal, CanFail: true, Go: custom(decimalForm)},
		{Params: params(p("x", Double), n), Result: double, CanFail: true, Go: call(doubleFunc)},
	}
}

// realFunction is a function from DOUBLE to DOUBLE.
func realFunction(name, symbol string, canFail bool, doc, example, output string, aliases ...string) Function {
	return Function{Name: name, Aliases: aliases, Section: Mathematics, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: oneDouble, Result: double, CanFail: canFail, Go: call(symbol)},
	}}
}

var mathFunctions = []Function{
	{Name: "ABS", Section: Mathematics, Doc: "Absolute value; the absolute value of an integer type's least value fails the record (PostgreSQL).", Example: "ABS(-5)", Output: "5", Overloads: []Overload{
		{Params: oneInteger, Result: sameAs(0, "as x"), CanFail: true, Go: call("num.Abs")},
		{Params: oneDecimal, Result: sameAs(0, "as x"), Go: custom("decimalAbs")},
		{Params: oneReal, Result: sameAs(0, "as x"), Go: call("num.AbsFloat")},
		{Params: oneDouble, Result: double, Go: call("math.Abs")},
	}},
	{Name: "CEIL", Aliases: []string{"CEILING"}, Section: Mathematics, Doc: "The nearest whole number that is not less (PostgreSQL). CEIL(ts TO unit) rounds a timestamp or date up to a unit (Flink).", Example: "CEIL(1.2)", Output: "2",
		Overloads: append(rounding("decimalCeil", "math.Ceil"), roundTo("temporal.Ceil")...)},
	{Name: "FLOOR", Section: Mathematics, Doc: "The nearest whole number that is not greater (PostgreSQL). FLOOR(ts TO unit) rounds a timestamp or date down to a unit (Flink).", Example: "FLOOR(-1.2)", Output: "-2",
		Overloads: append(rounding("decimalFloor", "math.Floor"), roundTo("temporal.Floor")...)},
	{Name: "ROUND", Section: Mathematics, Doc: "Rounds to a whole number or to a number of digits: halves away from zero for DECIMAL, to even for DOUBLE without digits (PostgreSQL). DOUBLE with digits rounds the number's shortest decimal form, halves away from zero (Flink).", Example: "ROUND(2.345, 2)", Output: "2.35",
		Overloads: append(rounding("decimalRound", "math.RoundToEven"), digits("decimalRoundDigits", "num.RoundDigits")...)},
	{Name: "TRUNCATE", Aliases: []string{"TRUNC"}, Section: Mathematics, Doc: "Cuts off the fraction, or what is behind a number of digits (PostgreSQL's TRUNC).", Example: "TRUNCATE(2.349, 2)", Output: "2.34",
		Overloads: append(rounding("decimalTrunc", "math.Trunc"), digits("decimalTruncDigits", "num.TruncDigits")...)},
	{Name: "SIGN", Section: Mathematics, Doc: "-1, 0 or 1 (PostgreSQL).", Example: "SIGN(-8.4)", Output: "-1", Overloads: []Overload{
		{Params: oneInteger, Result: sameAs(0, "as x"), Go: call("num.Sign")},
		{Params: oneDecimal, Result: wholeDigit, Go: custom("decimalSign")},
		{Params: oneDouble, Result: double, Go: call("num.SignFloat")},
	}},
	realFunction("SQRT", "num.Sqrt", true, "Square root; of a negative number, fails the record (PostgreSQL, over DOUBLE).", "SQRT(2e0)", "1.4142135623730951"),
	realFunction("CBRT", "math.Cbrt", false, "Cube root (PostgreSQL).", "CBRT(27e0)", "3"),
	realFunction("EXP", "num.Exp", true, "e raised to a power (PostgreSQL, over DOUBLE).", "EXP(0e0)", "1"),
	realFunction("LN", "num.Ln", true, "Natural logarithm; of zero or a negative number, fails the record (PostgreSQL, over DOUBLE).", "LN(1e0)", "0"),
	realFunction("LOG10", "num.Log10", true, "Logarithm to base 10 (PostgreSQL, over DOUBLE).", "LOG10(1000e0)", "3"),
	realFunction("LOG2", "num.Log2", true, "Logarithm to base 2 (Flink).", "LOG2(8e0)", "3"),
	{Name: "LOG", Section: Mathematics, Doc: "Logarithm to base 10, or LOG(base, x) to any base (PostgreSQL; in Flink LOG(x) is LN(x)).", Example: "LOG(2e0, 64e0)", Output: "6", Overloads: []Overload{
		{Params: oneDouble, Result: double, CanFail: true, Go: call("num.Log10")},
		{Params: params(p("base", Double), p("x", Double)), Result: double, CanFail: true, Go: call("num.Log")},
	}},
	{Name: "POWER", Aliases: []string{"POW"}, Section: Mathematics, Doc: "x raised to the power y (PostgreSQL, over DOUBLE).", Example: "POWER(2e0, 10e0)", Output: "1024", Overloads: []Overload{
		{Params: params(p("x", Double), p("y", Double)), Result: double, CanFail: true, Go: call("num.Power")},
	}},
	realFunction("SIN", "num.Sin", true, "Sine of an angle in radians (PostgreSQL).", "SIN(0e0)", "0"),
	realFunction("COS", "num.Cos", true, "Cosine of an angle in radians (PostgreSQL).", "COS(0e0)", "1"),
	realFunction("TAN", "num.Tan", true, "Tangent of an angle in radians (PostgreSQL).", "TAN(0e0)", "0"),
	realFunction("COT", "num.Cot", true, "Cotangent of an angle in radians (PostgreSQL).", "COT(0.5e0)", "1.830487721712452"),
	realFunction("ASIN", "num.Asin", true, "Arc sine; outside -1…1, fails the record (PostgreSQL).", "ASIN(0e0)", "0"),
	realFunction("ACOS", "num.Acos", true, "Arc cosine; outside -1…1, fails the record (PostgreSQL).", "ACOS(1e0)", "0"),
	realFunction("ATAN", "math.Atan", false, "Arc tangent (PostgreSQL).", "ATAN(0e0)", "0"),
	realFunction("SINH", "math.Sinh", false, "Hyperbolic sine (PostgreSQL).", "SINH(0e0)", "0"),
	realFunction("COSH", "math.Cosh", false, "Hyperbolic cosine (PostgreSQL).", "COSH(0e0)", "1"),
	realFunction("TANH", "math.Tanh", false, "Hyperbolic tangent (PostgreSQL).", "TANH(0e0)", "0"),
	realFunction("DEGREES", "num.Degrees", true, "Radians to degrees (PostgreSQL).", "DEGREES(PI())", "180"),
	realFunction("RADIANS", "num.Radians", false, "Degrees to radians (PostgreSQL).", "RADIANS(180e0)", "3.141592653589793"),
	{Name: "ATAN2", Section: Mathematics, Doc: "Arc tangent of y / x, in the right quadrant (PostgreSQL).", Example: "ATAN2(0e0, 1e0)", Output: "0", Overloads: []Overload{
		{Params: params(p("y", Double), p("x", Double)), Result: double, Go: call("math.Atan2")},
	}},
	{Name: "PI", Section: Mathematics, Doc: "The number pi (PostgreSQL).", Example: "PI()", Output: "3.141592653589793", Overloads: []Overload{{Result: double, Go: call("num.Pi")}}},
	{Name: "E", Section: Mathematics, Doc: "The number e (Flink).", Example: "E()", Output: "2.718281828459045", Overloads: []Overload{{Result: double, Go: call("num.E")}}},
	{Name: "GCD", Section: Mathematics, Doc: "Greatest common divisor (PostgreSQL).", Example: "GCD(12, 18)", Output: "6", Overloads: []Overload{
		{Params: integerPair, Result: asLeft, CanFail: true, Go: call("num.GCD")},
	}},
	{Name: "LCM", Section: Mathematics, Doc: "Least common multiple (PostgreSQL).", Example: "LCM(4, 6)", Output: "12", Overloads: []Overload{
		{Params: integerPair, Result: asLeft, CanFail: true, Go: call("num.LCM")},
	}},
	{Name: "BITAND", Section: Mathematics, Doc: "Bitwise AND (PostgreSQL's &).", Example: "BITAND(12, 10)", Output: "8", Overloads: []Overload{{Params: integerPair, Result: asLeft, Go: Form{Kind: GoInfix, Symbol: "&"}}}},
	{Name: "BITOR", Section: Mathematics, Doc: "Bitwise OR (PostgreSQL's |).", Example: "BITOR(12, 10)", Output: "14", Overloads: []Overload{{Params: integerPair, Result: asLeft, Go: Form{Kind: GoInfix, Symbol: "|"}}}},
	{Name: "BITXOR", Section: Mathematics, Doc: "Bitwise exclusive OR (PostgreSQL's #).", Example: "BITXOR(12, 10)", Output: "6", Overloads: []Overload{{Params: integerPair, Result: asLeft, Go: Form{Kind: GoInfix, Symbol: "^"}}}},
	{Name: "RAND", Aliases: []string{"RANDOM"}, Section: Mathematics, Doc: "A random DOUBLE in 0 ≤ x < 1, new for every record (PostgreSQL's RANDOM).", Example: "RAND() < 1", Output: "true", Overloads: []Overload{
		{Result: double, Volatility: Volatile, Go: call("random.Float")},
	}},
	{Name: "RAND_INTEGER", Section: Mathematics, Doc: "A random INT in 0 ≤ x < n, new for every record; n must be positive (Flink).", Example: "RAND_INTEGER(1)", Output: "0", Overloads: []Overload{
		{Params: params(p("n", Int)), Result: integer, CanFail: true, Volatility: Volatile, Go: call("random.Integer")},
	}},
}
