package scan

// Key is how a member of an object begins: `,"price":`.
type Key struct {
	bytes  [2 * vector]byte
	first  uint32 // a bit for each of its first bytes
	second uint32 // and for each of the others
	length uint64
}

const (
	vector = 16 // bytes that are compared at once

	// KeySize is how many bytes a Key can have.
	KeySize = 2 * vector

	// MembersRoom is how many bytes of text there must be from where a member begins on.
	MembersRoom = 4 * vector
)

// NewKey makes a key of up to KeySize bytes.
func NewKey(text string) Key {
	k := Key{length: uint64(len(text))}
	bits := uint64(1)<<copy(k.bytes[:], text) - 1
	k.first, k.second = uint32(bits)&(1<<vector-1), uint32(bits>>vector)
	return k
}

// Value is where a member's value stands: for a string what is between its quotes, for a number what is behind its sign.
type Value struct {
	Start, Length uint32
	Kind          uint32 // one of the kinds below, with Negative
	Detail        uint32 // of a Fraction, how many digits stand before its point; of a Text, not 0 where it isn't ASCII
	steady        uint32 // how many values in a row have had this length
}

// End is where the value ends.
func (v *Value) End() int { return int(v.Start + v.Length) }

// Scale is how many digits a Fraction has behind its point.
func (v *Value) Scale() int { return int(v.Length - v.Detail - 1) }

// Kinds of values.
const (
	Text     = 1 // a string without escapes and control characters, maybe not of UTF-8
	Integer  = 2 // up to 15 digits
	Fraction = 3 // digits, a point and digits, of up to 15 bytes
	Null     = 4
	Bool     = 5

	Negative = 8
)
