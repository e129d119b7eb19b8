package diag

// Plans (W07xx).
const (
	ConstantFails Code = "W0701"
	NoExchange    Code = "W0702"
)

// planCodes describes the codes of plans.
var planCodes = []Info{
	{ConstantFails, "constant expression that always fails",
		"The expression has the same operands for every record, and fails with them: each record that it is evaluated for is a bad record, and goes the way of on-error.",
		"SELECT price / 0 FROM trades;"},
	{NoExchange, "setting of the planner without effect",
		"exchange.strategy says how rows find their partition. This job looks at one record at a time, so its rows stay where they were read.",
		"SET 'exchange.strategy' = 'hash'; SELECT price FROM trades;"},
}
