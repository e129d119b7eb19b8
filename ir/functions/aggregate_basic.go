package functions

import "github.com/weirsql/weir/ir/types"

// exactSum is a DECIMAL of 38 digits: sums are exact.
var exactSum = Result{"DECIMAL", func(params []types.Type, _ []Arg) (types.Type, error) {
	return types.DecimalOf(maxDecimal, params[0].Scale), nil
}}

// averageDecimal has at least 6 digits behind the point.
var averageDecimal = Result{"DECIMAL", func(params []types.Type, _ []Arg) (types.Type, error) {
	return types.DecimalOf(maxDecimal, max(6, params[0].Scale)), nil
}}

// ordered is how values of a class are compared: which accumulator stands for each family of Go types.
type ordered struct {
	class  Class
	suffix string // of the accumulator's name
	wide   string // of that for DECIMAL above 18 digits
	typed  bool   // the accumulator is generic over the type
}

// orderedClasses are the classes of values that have an order.
var orderedClasses = []ordered{
	{Integer, "", "", true}, {Decimal, "", "Of", true}, {Real, "Float", "", true}, {Double, "Float", "", true},
	{String, "Text", "", false}, {Bytes, "Bytes", "", false}, {Date, "", "", true}, {Time, "", "", true},
	{Timestamp, "", "", true}, {TimestampLTZ, "", "", true}, {Interval, "Of", "", true}, {UUID, "Of", "", true},
}

// extremes are the overloads of MIN and MAX.
func extremes(accumulator string) []AggregateOverload {
	var overloads []AggregateOverload
	for _, c := range orderedClasses {
		o := AggregateOverload{Params: params(p("x", c.class)), Result: sameAs(0, "as x"), Nullable: true, Bounded: true,
			Accumulator: accumulator + c.suffix, Kept: Kept{Accumulator: accumulator + "Kept", Types: []int{0}}}
		if c.wide != "" {
			o.Wide = accumulator + c.wide
		}
		if c.typed {
			o.Types = []int{0}
		}
		overloads = append(overloads, o)
	}
	return overloads
}

// atExtreme are the overloads of ARG_MIN and ARG_MAX: x of any type, by a y that has an order.
func atExtreme(accumulator string) []AggregateOverload {
	var overloads []AggregateOverload
	for _, c := range orderedClasses {
		o := AggregateOverload{Params: params(p("x", AnyType), p("y", c.class)), Result: sameAs(0, "as x"), Nullable: true, Bounded: true,
			Accumulator: accumulator + c.suffix, Types: []int{0}, Keeps: true, OrderSensitive: true, Kept: Kept{Accumulator: accumulator + "Kept", Types: []int{0, 1}}}
		if c.wide != "" {
			o.Wide, o.WideArg = accumulator+c.wide, 1
		}
		if c.typed {
			o.Types = []int{0, 1}
		}
		overloads = append(overloads, o)
	}
	return overloads
}

// truth is an aggregate of conditions.
func truth(accumulator string) []AggregateOverload {
	return []AggregateOverload{{Params: params(p("condition", Boolean)), Result: boolean, Nullable: true, Bounded: true, Invertible: true, Accumulator: accumulator}}
}

var basicAggregates = []Aggregate{
	{Name: "COUNT", Doc: "COUNT(*) is the number of rows, COUNT(x) that of rows whose x isn't NULL.", Example: "COUNT(*)", Output: "4", Overloads: []AggregateOverload{
		{Result: bigint, Accumulator: "agg.Count", Bounded: true, Invertible: true, NoArgs: true},
		{Params: params(p("x", AnyType)), Result: bigint, Accumulator: "agg.Count", Bounded: true, Invertible: true, NoArgs: true},
	}},
	{Name: "SUM", Doc: "Sum. That of integers and DECIMAL is exact, whatever the order of the rows; one that its type doesn't hold fails.", Example: "SUM(quantity)", Output: "100", Overloads: []AggregateOverload{
		{Params: params(p("x", Int)), Result: bigint, Nullable: true, Accumulator: "agg.SumInt", Bounded: true, Invertible: true},
		{Params: params(p("x", BigInt)), Result: bigint, Nullable: true, Accumulator: "agg.SumBigInt", Bounded: true, Invertible: true, CanFail: true},
		{Params: oneDecimal, Result: exactSum, Nullable: true, Accumulator: "agg.SumDecimal", Wide: "agg.SumWide", Bounded: true, Invertible: true, CanFail: true},
		{Params: oneDouble, Result: double, Nullable: true, Accumulator: "agg.SumFloat", Kept: Kept{Accumulator: "agg.SumKept", Bounded: true}, Bounded: true, CanFail: true},
	}},
	{Name: "AVG", Doc: "Mean. That of integers is the exact sum divided once; that of DECIMAL is a DECIMAL with six digits behind the point or as many as x has, rounded half away from zero.", Example: "AVG(quantity)", Output: "25", Overloads: []AggregateOverload{
		{Params: params(p("x", Int)), Result: double, Nullable: true, Accumulator: "agg.AvgInt", Bounded: true, Invertible: true},
		{Params: params(p("x", BigInt)), Result: double, Nullable: true, Accumulator: "agg.AvgBigInt", Bounded: true, Invertible: true},
		{Params: oneDecimal, Result: averageDecimal, Nullable: true, Accumulator: "agg.AvgDecimal", Wide: "agg.AvgWide", Bounded: true, Invertible: true, CanFail: true,
			ValueExtras: []Extra{scale(0), scale(ResultArg)}},
		{Params: oneDouble, Result: double, Nullable: true, Accumulator: "agg.AvgFloat", Kept: Kept{Accumulator: "agg.AvgKept", Bounded: true}, Bounded: true, CanFail: true},
	}},
	{Name: "MIN", Doc: "The least value; NaN is greater than all others (PostgreSQL).", Example: "MIN(price)", Output: "1.50", Overloads: extremes("agg.Min")},
	{Name: "MAX", Doc: "The greatest value; NaN is greater than all others (PostgreSQL).", Example: "MAX(symbol)", Output: "WEIR", Overloads: extremes("agg.Max")},
	{Name: "BOOL_AND", Aliases: []string{"EVERY"}, Doc: "Whether the condition is true of all rows in which it isn't NULL (PostgreSQL).", Example: "BOOL_AND(quantity > 5)", Output: "true", Overloads: truth("agg.And")},
	{Name: "BOOL_OR", Doc: "Whether the condition is true of a row (PostgreSQL).", Example: "BOOL_OR(quantity > 35)", Output: "true", Overloads: truth("agg.Or")},
}
