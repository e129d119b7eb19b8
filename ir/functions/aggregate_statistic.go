package functions

var pairOfDoubles = params(p("y", Double), p("x", Double))

// statistic is an aggregate of DOUBLEs whose result is one. maybe: it may be NULL of rows.
func statistic(name, accumulator string, parameters []Param, maybe bool, doc, example, output string, aliases ...string) Aggregate {
	return Aggregate{Name: name, Aliases: aliases, Doc: doc, Example: example, Output: output, Overloads: []AggregateOverload{
		{Params: parameters, Result: double, Nullable: true, Maybe: maybe, Bounded: true, CanFail: true, Accumulator: accumulator, Kept: Kept{Accumulator: accumulator + "Kept", Bounded: true}},
	}}
}

var statisticAggregates = []Aggregate{
	statistic("VAR_POP", "agg.VarPop", oneDouble, false, "Variance of all values (PostgreSQL, over DOUBLE).", "VAR_POP(quantity)", "125"),
	statistic("VAR_SAMP", "agg.VarSamp", oneDouble, true, "Variance of a sample; NULL of fewer than two values.", "VAR_SAMP(quantity)", "166.66666666666666", "VARIANCE"),
	statistic("STDDEV_POP", "agg.StddevPop", oneDouble, false, "Standard deviation of all values.", "STDDEV_POP(quantity)", "11.180339887498949"),
	statistic("STDDEV_SAMP", "agg.StddevSamp", oneDouble, true, "Standard deviation of a sample; NULL of fewer than two values.", "STDDEV_SAMP(quantity)", "12.909944487358056", "STDDEV"),
	statistic("COVAR_POP", "agg.CovarPop", pairOfDoubles, false, "Covariance of all pairs.", "COVAR_POP(price, quantity)", "12.5"),
	statistic("COVAR_SAMP", "agg.CovarSamp", pairOfDoubles, true, "Covariance of a sample of pairs; NULL of fewer than two.", "COVAR_SAMP(price, quantity)", "16.666666666666668"),
	statistic("CORR", "agg.Corr", pairOfDoubles, true, "Correlation coefficient; NULL where x or y takes one value only.", "CORR(price, quantity)", "1"),
	statistic("REGR_SLOPE", "agg.RegrSlope", pairOfDoubles, true, "Slope of the line through the pairs by least squares, y of x; NULL where x takes one value only.", "REGR_SLOPE(price, quantity)", "0.1"),
	statistic("REGR_INTERCEPT", "agg.RegrIntercept", pairOfDoubles, true, "y at x = 0 of the line through the pairs by least squares.", "REGR_INTERCEPT(price, quantity)", "0.5"),
	statistic("REGR_R2", "agg.RegrR2", pairOfDoubles, true, "Square of the correlation coefficient; 1 where y takes one value only.", "REGR_R2(price, quantity)", "1"),
	{Name: "REGR_COUNT", Doc: "Number of pairs in which neither is NULL.", Example: "REGR_COUNT(price, quantity)", Output: "4", Overloads: []AggregateOverload{
		{Params: pairOfDoubles, Result: bigint, Accumulator: "agg.Count", Bounded: true, Invertible: true, NoArgs: true},
	}},
}
