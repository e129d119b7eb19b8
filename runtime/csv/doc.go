// Package csv reads and writes delimited text for generated code.
//
//	record ─rt.Text─▶ text ─String, Int64, Skip, …, one field after another─▶ row
//	row ─AppendString, AppendInt, …─▶ record
//
// A reading function takes the record and the position where its field starts, and returns the field's value and the
// position where the next field starts: one past the delimiter. Behind the last field that is len(record)+1. A field that
// doesn't fit gives a position above that, which names the field: the functions that follow hand it on, so that one
// comparison behind the last field is enough, and Wrong turns it into an error.
//
// Most lines need none of that. Fields reads those without quotes, and leaves the others to the functions above.
//
//	batch ─Fields.Next─▶ line ─Fields.String(0), Fields.Int64(1), …─▶ row
//
// Quoting is that of RFC 4180, and what encoding/csv accepts is the reference, but that a record is always one line. A
// quote may stand only at the start and the end of a field, doubled inside. An unquoted empty field is NULL, or whatever
// 'csv.null-literal' says; a quoted one is an empty string.
package csv
