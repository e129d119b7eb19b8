package diag

// Plans (W07xx).
const (
	ConstantFails   Code = "W0701"
	UnsupportedPlan Code = "W0702"
	UnboundedState  Code = "W0703"
)

// planCodes describes the codes of plans.
var planCodes = []Info{
	{ConstantFails, "constant expression that always fails",
		"The expression divides by the constant zero, or its operands are constants whose result is out of range. Each record that it is evaluated for is a bad record, and goes the way of on-error.",
		"SELECT price / 0 FROM trades;"},
	{UnsupportedPlan, "part of a query that isn't supported",
		"The SQL is understood, but this version of Weir has no operator that does what it asks for. The message says what to write instead, where there is a way.",
		"SELECT symbol, window_start FROM TABLE(TUMBLE(TABLE trades, DESCRIPTOR(ts), INTERVAL '1' MINUTE));"},
	{UnboundedState, "state that nothing bounds",
		"What is kept of rows grows as long as the job runs: the input need not end, and there may be ever more keys, or ever more values of one key. Such a job runs out of memory one day. A window of time bounds its groups; SET 'state.ttl' = '1 d' lets go of keys that no row has reached for so long; a key of few values (BOOLEAN, CASE, % 16) is bounded by itself. SET 'state.unbounded' = 'error' makes this an error, so that no such job is built. Bytes are estimates, with 16 bytes for a text whose length isn't declared.",
		"CREATE TABLE clicks (page VARCHAR) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');\nSELECT page, COUNT(*) AS n FROM clicks GROUP BY page;"},
}
