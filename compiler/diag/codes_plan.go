package diag

// Plans (W07xx).
const (
	ConstantFails   Code = "W0701"
	UnsupportedPlan Code = "W0702"
)

// planCodes describes the codes of plans.
var planCodes = []Info{
	{ConstantFails, "constant expression that always fails",
		"The expression divides by the constant zero, or its operands are constants whose result is out of range. Each record that it is evaluated for is a bad record, and goes the way of on-error.",
		"SELECT price / 0 FROM trades;"},
	{UnsupportedPlan, "part of a query that isn't supported",
		"The SQL is understood, but this version of Weir has no operator that does what it asks for. The message says what to write instead, where there is a way.",
		"SELECT symbol, window_start FROM TABLE(TUMBLE(TABLE trades, DESCRIPTOR(ts), INTERVAL '1' MINUTE));"},
}
