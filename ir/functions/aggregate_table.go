package functions

import "github.com/weirsql/weir/ir/types"

// Aggregates returns the table of aggregates in documentation order.
func Aggregates() []Aggregate {
	var all []Aggregate
	for _, part := range [][]Aggregate{countAggregates, sumAggregates, extremeAggregates, logicAggregates, statisticAggregates} {
		all = append(all, part...)
	}
	return all
}

func aggregateParam(name string, class Class) []Param { return []Param{{Name: name, Class: class}} }

var countAggregates = []Aggregate{{
	Name:    "COUNT",
	Doc:     "The number of rows, COUNT(*), or of those in which x isn't NULL. Never NULL.",
	Example: "COUNT(*)",
	Overloads: []AggregateOverload{
		{Result: fixed(types.Of(types.BigInt)), Accumulator: "agg.Count", Invertible: true, Bounded: true},
		{Params: aggregateParam("x", AnyType), Result: fixed(types.Of(types.BigInt)), Accumulator: "agg.CountOf", Invertible: true, Bounded: true},
	},
}}

// decimalSum is the type of a sum of DECIMALs: exact, of as many digits as there are.
func decimalSum(params []types.Type, _ []Arg) (types.Type, error) {
	return types.DecimalOf(maxDecimal, params[0].Scale), nil
}

// avgScale is the least scale of an average of DECIMALs, as in Flink.
const avgScale = 6

func decimalAverage(params []types.Type, _ []Arg) (types.Type, error) {
	return types.DecimalOf(maxDecimal, max(avgScale, params[0].Scale)), nil
}

var sumAggregates = []Aggregate{{
	Name:    "SUM",
	Doc:     "The sum. Of integers it is a BIGINT whose overflow fails the record; of DECIMALs it is exact.",
	Example: "SUM(quantity)",
	Overloads: []AggregateOverload{
		{Params: aggregateParam("x", BigInt), Result: fixed(types.Of(types.BigInt)), Nullable: true, Accumulator: "agg.SumInt", CanFail: true, Invertible: true, Bounded: true},
		{Params: aggregateParam("x", Decimal), Result: Result{"DECIMAL(38, s)", decimalSum}, Nullable: true, Accumulator: "agg.SumDecimal", Widens: true, CanFail: true, Invertible: true, Bounded: true},
		{Params: aggregateParam("x", Double), Result: fixed(types.Of(types.Double)), Nullable: true, Accumulator: "agg.SumFloat", Bounded: true},
	},
}, {
	Name: "AVG",
	Doc: "The average. Of integers it is a DOUBLE, divided once from an exact sum; of DECIMALs it is exact but for the rounding of " +
		"the last of at least 6 digits behind the point, half away from zero.",
	Example: "AVG(price)",
	Overloads: []AggregateOverload{
		{Params: aggregateParam("x", BigInt), Result: fixed(types.Of(types.Double)), Nullable: true, Accumulator: "agg.AvgInt", Invertible: true, Bounded: true},
		{Params: aggregateParam("x", Decimal), Result: Result{"DECIMAL(38, max(6, s))", decimalAverage}, Nullable: true, Accumulator: "agg.AvgDecimal", Widens: true,
			ValueExtras: []Extra{{Scale, 0}, {Scale, ResultArg}}, CanFail: true, Invertible: true, Bounded: true},
		{Params: aggregateParam("x", Double), Result: fixed(types.Of(types.Double)), Nullable: true, Accumulator: "agg.AvgFloat", Bounded: true},
	},
}}

// extremeOverloads are the overloads of MIN and MAX: of numbers in line, of what needs a comparison of its own by its kind.
func extremeOverloads(name string) []AggregateOverload {
	number := func(class Class) AggregateOverload {
		return AggregateOverload{Params: aggregateParam("x", class), Result: sameAs(0, "as x"), Nullable: true, Accumulator: "agg." + name, Types: []int{0}, Bounded: true}
	}
	of := func(class Class, kind string) AggregateOverload {
		return AggregateOverload{Params: aggregateParam("x", class), Result: sameAs(0, "as x"), Nullable: true, Accumulator: "agg." + name + kind, Bounded: true}
	}
	float := func(class Class) AggregateOverload {
		o := number(class)
		o.Accumulator = "agg." + name + "Float"
		return o
	}
	return []AggregateOverload{
		number(Integer), float(Real), float(Double), number(Date), number(Time), number(Timestamp), number(TimestampLTZ),
		{Params: aggregateParam("x", Decimal), Result: sameAs(0, "as x"), Nullable: true, Accumulator: "agg." + name, Wide: "agg." + name + "Decimal", Types: []int{0}, Bounded: true},
		of(String, "Text"),
	}
}

var extremeAggregates = []Aggregate{
	{Name: "MIN", Doc: "The least value. NaN is greater than every number, as in PostgreSQL.", Example: "MIN(price)", Overloads: extremeOverloads("Min")},
	{Name: "MAX", Doc: "The greatest value. NaN is greater than every number, as in PostgreSQL.", Example: "MAX(price)", Overloads: extremeOverloads("Max")},
}

func logic(accumulator string) []AggregateOverload {
	return []AggregateOverload{{Params: aggregateParam("x", Boolean), Result: fixed(types.Of(types.Boolean)), Nullable: true, Accumulator: accumulator, Bounded: true}}
}

var logicAggregates = []Aggregate{
	{Name: "BOOL_AND", Aliases: []string{"EVERY"}, Doc: "TRUE where x is TRUE in every row in which it isn't NULL.", Example: "BOOL_AND(paid)", Overloads: logic("agg.BoolAnd")},
	{Name: "BOOL_OR", Doc: "TRUE where x is TRUE in some row.", Example: "BOOL_OR(paid)", Overloads: logic("agg.BoolOr")},
}

func variance(accumulator string, sample bool) []AggregateOverload {
	return []AggregateOverload{{Params: aggregateParam("x", Double), Result: fixed(types.Of(types.Double)), Nullable: true, NullOfFew: sample, Accumulator: accumulator, Bounded: true}}
}

var statisticAggregates = []Aggregate{
	{Name: "VAR_POP", Doc: "The variance of all values.", Example: "VAR_POP(price)", Overloads: variance("agg.VarPop", false)},
	{Name: "VAR_SAMP", Aliases: []string{"VARIANCE"}, Doc: "The variance of a sample: NULL for fewer than two values.", Example: "VAR_SAMP(price)", Overloads: variance("agg.VarSamp", true)},
	{Name: "STDDEV_POP", Doc: "The standard deviation of all values.", Example: "STDDEV_POP(price)", Overloads: variance("agg.StddevPop", false)},
	{Name: "STDDEV_SAMP", Aliases: []string{"STDDEV"}, Doc: "The standard deviation of a sample: NULL for fewer than two values.", Example: "STDDEV_SAMP(price)", Overloads: variance("agg.StddevSamp", true)},
}
