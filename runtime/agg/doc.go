// Package agg holds the accumulators of aggregate functions: one value per group and call, whose zero value has seen no row.
//
//	Add(x)          takes one row, in which x isn't NULL
//	Remove(x)       takes a row back, where that is exact
//	Merge(other)    takes the rows of another accumulator
//	Value()         the result; rt.Null where no row makes it NULL
//	ValueNotNull()  the result of at least one row
//
// They are small and flat, so that a group is one block of memory and Add is in line where the work is little. What can't be
// represented fails the record, as expressions do.
package agg
