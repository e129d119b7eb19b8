// Package num is arithmetic on integers and floats for generated code, with PostgreSQL's errors: overflow and division by zero
// fail the record, never wrap around or yield an infinity.
//
// The functions are small enough to be inlined; a test holds them to that.
package num

// Integer is the Go types of TINYINT, SMALLINT, INT and BIGINT.
type Integer interface{ int8 | int16 | int32 | int64 }

// Float is the Go types of REAL and DOUBLE.
type Float interface{ float32 | float64 }
