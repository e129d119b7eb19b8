package agg

// Count is COUNT: of rows, or of those in which x isn't NULL. 8 bytes.
type Count struct{ rows int64 }

// Add counts a row.
func (c *Count) Add() { c.rows++ }

// Remove takes a row back.
func (c *Count) Remove() { c.rows-- }

// Merge adds another count.
func (c *Count) Merge(other *Count) { c.rows += other.rows }

// Subtract takes back what Merge took.
func (c *Count) Subtract(other *Count) { c.rows -= other.rows }

// Value is the number of rows.
func (c *Count) Value() int64 { return c.rows }
