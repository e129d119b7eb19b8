// Package json reads and writes JSON text for generated code: straight-line decoders and encoders call its small
// functions, so that no value passes through reflection or an interface.
//
// Reading functions take the whole text and a position, and return the value and the position behind it. A negative
// position means failure: it is ^offset of the first byte that doesn't fit. They work on strings, since what they yield
// points into the text. What text is accepted is what encoding/json accepts, with two differences: keys match exactly,
// not case-insensitively, and where a key is repeated the last one wins.
//
//	record bytes ─Text─▶ text ─Key, Int64, String, Skip, …─▶ row fields      row fields ─Append…─▶ record bytes
package json

// Raw is JSON text of one value that has been checked.
type Raw string
