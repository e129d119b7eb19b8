// Package json reads and writes JSON text for generated code: straight-line decoders and encoders call its small
// functions, so that no value passes through reflection or an interface.
//
//	record bytes ─rt.Text─▶ text ─Flat, Int64, String, …, End─▶ row        an object written as those before it
//	                          ├─▶ Seek, Int64, String, …, End ─▶ row       keys in the expected order, where values are nested
//	                          └─▶ Reader ─Next, Int64, …, Err─▶ row        any order; says what is wrong
//	row ─AppendInt, AppendString, …─▶ record bytes
//
// Two conventions. Functions that check (Skip, SkipString, SkipNumber) return the position behind the value, or
// ^offset, which is negative, of the first byte that doesn't fit. Functions that read a value for the straight path
// (Int64, String, …) return len(text) on failure: no member of an object ends there, so whatever follows fails as
// well, and one check at the end of the record is enough. The decoder then reads the record again with a Reader, which
// finds the error and describes it.
//
// What text is accepted is what encoding/json accepts, with two differences: keys match exactly, not
// case-insensitively, and types are strict, so that a number is never read from a string, but for DECIMAL, where
// producers quote to keep digits.
package json

// Raw is JSON text of one value that has been checked.
type Raw string
