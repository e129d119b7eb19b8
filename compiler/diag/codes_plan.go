package diag

// Plans (W07xx).
const (
	ConstantFails Code = "W0701"
)

// planCodes describes the codes of plans.
var planCodes = []Info{
	{ConstantFails, "constant expression that always fails",
		"The expression divides by the constant zero, or its operands are constants whose result is out of range. Each record that it is evaluated for is a bad record, and goes the way of on-error.",
		"SELECT price / 0 FROM trades;"},
}
