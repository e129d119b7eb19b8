package agg

// Count is COUNT(*): 8 bytes.
type Count struct{ rows int64 }

// Add counts a row.
func (c *Count) Add() { c.rows++ }

// Remove takes a row back.
func (c *Count) Remove() { c.rows-- }

// Merge adds another count.
func (c *Count) Merge(other *Count) { c.rows += other.rows }

// Value is the number of rows.
func (c *Count) Value() int64 { return c.rows }

// CountOf is COUNT(x): rows in which x isn't NULL. Whatever x is, only that it is there counts.
type CountOf struct{ rows int64 }

// Add counts a row.
func (c *CountOf) Add(any) { c.rows++ }

// Merge adds another count.
func (c *CountOf) Merge(other *CountOf) { c.rows += other.rows }

// Value is the number of rows.
func (c *CountOf) Value() int64 { return c.rows }
