package json

import (
	"fmt"
	"strings"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// Reader reads a record's object with its keys in any order, and finds out what is wrong with a record that the straight
// path didn't take:
//
//	in := json.Read(text, &d.scratch)
//	for in.Next() {
//		switch in.Key {
//		case "order_id":
//			row.OrderID, in.Pos = json.Int64(text, in.Pos)
//			in.Check("order_id", "BIGINT")
//		default:
//			in.Skip()
//		}
//	}
//	return in.Err()
type Reader struct {
	Text    string
	Pos     int         // where the member's value starts, then where it ends
	Key     string      // the member's key
	Scratch *rt.Scratch // takes unescaped text

	start  int    // start of the value that Pos has passed
	path   string // column that the nested object belongs to, with a dot behind it
	opened bool
	ended  bool
	outer  bool // a record: nothing may follow
	err    error
}

// Read returns a Reader in front of the record's object.
func Read(text string, scratch *rt.Scratch) Reader {
	return Reader{Text: text, Scratch: scratch, outer: true}
}

// Nested returns a Reader for the object at in.Pos, the value of a ROW column. End it with Leave.
func (in *Reader) Nested(column string) Reader {
	return Reader{Text: in.Text, Pos: in.Pos, Scratch: in.Scratch, path: in.path + column + "."}
}

// Leave goes on behind the object that nested has read.
func (in *Reader) Leave(nested *Reader) {
	if in.err == nil {
		in.err = nested.err
	}
	in.Pos = nested.Pos
}

// Next goes to the next member's value; false at the end of the object or after an error.
func (in *Reader) Next() bool {
	if in.err != nil || in.ended {
		return false
	}
	if !in.opened {
		return in.open()
	}
	in.Pos = SkipSpace(in.Text, in.Pos)
	switch {
	case in.at(','):
		in.Pos++
		return in.member()
	case in.at('}'):
		return in.close()
	}
	return in.malformed(in.Pos, "',' or '}'")
}

func (in *Reader) at(c byte) bool { return in.Pos < len(in.Text) && in.Text[in.Pos] == c }

func (in *Reader) open() bool {
	in.Pos = SkipSpace(in.Text, in.Pos)
	if !in.at('{') {
		return in.malformed(in.Pos, "an object")
	}
	in.opened = true
	in.Pos = SkipSpace(in.Text, in.Pos+1)
	if in.at('}') {
		return in.close()
	}
	return in.member()
}

// close passes the closing brace. Behind a record's only white space may follow.
func (in *Reader) close() bool {
	in.ended = true
	in.Pos++
	if in.outer {
		if in.Pos = SkipSpace(in.Text, in.Pos); in.Pos != len(in.Text) {
			return in.malformed(in.Pos, "nothing behind the object")
		}
	}
	return false
}

// member reads a key and its colon.
func (in *Reader) member() bool {
	in.Pos = SkipSpace(in.Text, in.Pos)
	if !in.at('"') {
		return in.malformed(in.Pos, "a key in quotes")
	}
	end := SkipString(in.Text, in.Pos)
	if end < 0 {
		return in.malformed(^end, "a string")
	}
	in.Key = unquote(in.Text[in.Pos:end], in.Scratch)
	in.Pos = SkipSpace(in.Text, end)
	if !in.at(':') {
		return in.malformed(in.Pos, "':'")
	}
	in.Pos = SkipSpace(in.Text, in.Pos+1)
	in.start = in.Pos
	return true
}

// Null passes a null and reports whether it was one.
func (in *Reader) Null() bool {
	if !IsNull(in.Text, in.Pos) {
		return false
	}
	in.Pos += len("null")
	return true
}

// Skip checks a member that isn't read.
func (in *Reader) Skip() {
	end := skipNested(in.Text, in.Pos)
	if end < 0 {
		in.malformed(^end, "a value")
		return
	}
	in.Pos = end
}

// Check describes the value that has just been read as wrong where reading it failed: Pos is at the end of the text, or
// the number goes on. typ is the column's type as SQL writes it.
func (in *Reader) Check(column, typ string) {
	if in.err != nil || in.Pos < len(in.Text) && !continuesNumber(in.Text[in.Pos]) {
		return
	}
	end := skipNested(in.Text, in.start)
	if end < 0 {
		in.malformed(^end, "a value")
		return
	}
	in.err = fmt.Errorf("column %q: expected %s, found %s at byte %d", in.path+column, typ, Excerpt(in.Text[in.start:end]), in.start)
}

func continuesNumber(c byte) bool { return c-'0' <= 9 || c == '.' || c|0x20 == 'e' }

// Require fails the record where a NOT NULL column, or a field of one, is missing.
func (in *Reader) Require(found bool, column, typ string) {
	if !found && in.err == nil {
		in.err = fmt.Errorf("column %q: expected %s, found no such key", in.path+column, typ)
	}
}

// Err returns what was wrong with the record, nil for nothing.
func (in *Reader) Err() error { return in.err }

// malformed records that the text isn't JSON at a position. It returns false.
func (in *Reader) malformed(pos int, expected string) bool {
	in.err = malformed(in.Text, pos, expected)
	in.ended = true
	return false
}

func malformed(text string, pos int, expected string) error {
	if pos >= len(text) {
		return fmt.Errorf("malformed JSON: expected %s, found the record's end at byte %d", expected, len(text))
	}
	if c := text[pos]; c < ' ' {
		return fmt.Errorf("malformed JSON: expected %s, found the control character %#02x at byte %d", expected, c, pos)
	}
	r, size := utf8.DecodeRuneInString(text[pos:])
	if r == utf8.RuneError && size == 1 {
		return fmt.Errorf("malformed JSON: expected %s, found the byte %#02x at byte %d", expected, text[pos], pos)
	}
	return fmt.Errorf("malformed JSON: expected %s, found %q at byte %d", expected, r, pos)
}

// Malformed returns the error for text that Skip or one of its kind found wrong; end is their negative result.
func Malformed(text string, end int) error { return malformed(text, ^end, "a JSON value") }

// excerptLength is how much of a wrong value a message shows.
const excerptLength = 40

// Excerpt returns a value's text for a message: on one line, cut where it is long.
func Excerpt(value string) string {
	cut := value
	if len(cut) > excerptLength {
		cut = cut[:excerptLength]
		for len(cut) > 0 && !utf8.RuneStart(value[len(cut)]) {
			cut = cut[:len(cut)-1]
		}
	}
	cut = strings.Map(printable, cut)
	if len(value) > excerptLength {
		cut += "…"
	}
	return cut
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}
