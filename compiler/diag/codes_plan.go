package diag

// Plans (W07xx).
const (
	ConstantFails   Code = "W0701"
	UnsupportedPlan Code = "W0702"
	UnboundedState  Code = "W0703"
	StateInMemory   Code = "W0704"
)

// planCodes describes the codes of plans.
var planCodes = []Info{
	{ConstantFails, "constant expression that always fails",
		"The expression divides by the constant zero, or its operands are constants whose result is out of range. Each record that it is evaluated for is a bad record, and goes the way of on-error.",
		"SELECT price / 0 FROM trades;"},
	{UnsupportedPlan, "part of a query that isn't supported",
		"The SQL is understood, but this version of Weir has no operator that does what it asks for. The message says what to write instead, where there is a way.",
		"SELECT CORR(DISTINCT price, quantity) AS correlation FROM trades;"},
	{UnboundedState, "state that nothing bounds",
		"What is kept of rows grows as long as the job runs: the input need not end, and there may be ever more keys, or ever more values of one key. Such a job runs out of memory one day. A window of time bounds its groups; SET 'state.ttl' = '1 d' lets go of keys that no row has reached for so long; a key of few values (BOOLEAN, CASE, % 16) is bounded by itself. SET 'state.unbounded' = 'error' makes this an error, so that no such job is built. Bytes are estimates, with 16 bytes for a text whose length isn't declared.",
		"CREATE TABLE clicks (page VARCHAR) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');\nSELECT page, COUNT(*) AS n FROM clicks GROUP BY page;"},
	{StateInMemory, "state that stays in memory under 'state.backend' = 'disk'",
		"What goes to disk are keys: each goes out and comes back with all that is kept of it. What is kept without a key, by an aggregate without GROUP BY or an OVER without PARTITION BY, is one piece, and has to have room in memory, whatever --state-memory says, though it grows with the rows. Without a key, keep something that doesn't grow (COUNT, SUM, MAX, APPROX_COUNT_DISTINCT, a frame that begins with a distance), or give it a key.",
		"SET 'state.backend' = 'disk';\nSELECT COUNT(DISTINCT symbol) AS symbols FROM trades;"},
}
