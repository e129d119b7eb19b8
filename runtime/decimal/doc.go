// Package decimal is exact DECIMAL arithmetic for generated code.
//
// A DECIMAL(p,s) value is its unscaled integer: an int64 for p ≤ 18, an Int128 for p ≤ 38. The scale is static; generated
// code passes it where an operation needs it. Operations that cannot overflow by their types are plain Go in generated
// code (a*100 + b); the ones here work on up to 512 bits inside, round half away from zero as PostgreSQL does, and fail the
// record where the result needs more digits than its type has.
package decimal
