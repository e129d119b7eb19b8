// Package agg holds the accumulators of aggregate functions: one value per group and call, whose zero value has seen no row.
//
//	Add(x)          takes one row, in which x isn't NULL
//	Remove(x)       takes a row back, where that is exact
//	Subtract(other) takes back what Merge took, where that is exact
//	Merge(other)    takes the rows of another accumulator, which isn't used any more; they come behind where the order counts
//	Value()         the result; rt.Null where no row makes it NULL
//	ValueNotNull()  the result of at least one row
//
// They are small and flat, so that a group is one block of memory and Add is in line where the work is little. Those of bounded
// size allocate nothing per row.
//
// Add, Remove and Merge never fail: a row is taken by all calls of a group or by none, and sums of integers and DECIMALs are the
// same in whatever order their rows come, over however many partitions. What can't be represented fails where Value is asked for
// it, as expressions do.
//
// Text and bytes are copied by the accumulators that keep them, each into its own buffer; what Value returns of them is good until
// the next Add. Arrays, maps and rows are kept as they are given.
//
// Beside the accumulators there is what frames slide over (Deque, Running, TwoStacks), what DISTINCT has seen (Seen, Distinct), and what
// ORDER BY inside of a call sorts (Rows).
package agg
