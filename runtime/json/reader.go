package json

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// Reader reads a record's object with its keys in any order, and finds out what is wrong with a record that the straight
// path didn't take:
//
//	in.Read(text, &d.scratch)
//	for in.Next() {
//		switch in.Key {
//		case "order_id":
//			row.OrderID, in.Pos = json.Int64(text, in.Pos)
//			in.Check("BIGINT")
//		default:
//			in.Skip()
//		}
//	}
//	return in.Err()
//
// A member that is an object or array is read by another loop between EnterObject or EnterArray and Leave. An array's
// members have no key. A Reader belongs to its decoder, so that what it keeps is allocated once.
type Reader struct {
	Text    string
	Pos     int    // where the member's value starts, then where it ends
	Key     string // the member's key
	Scratch *rt.Scratch

	level
	outer []level // the objects and arrays around this one
	keys  []string
	err   error
}

// level is where the Reader stands in one object or array.
type level struct {
	array bool
	state readerState
	start int // where the member's value starts
	quote int // where the member's key starts
	index int // of the member, from 1
}

type readerState uint8

const (
	before readerState = iota
	inside
	behind
)

// Read goes in front of a record's object.
func (in *Reader) Read(text string, scratch *rt.Scratch) { in.reset(text, 0, scratch, before) }

// At goes to the value at pos, for the straight path; End ends it.
func (in *Reader) At(text string, pos int, scratch *rt.Scratch) {
	in.reset(text, pos, scratch, inside)
	if pos == len(text) { // the straight path has failed already
		in.err = errFailed
	}
}

var errFailed = errors.New("the record is read again")

func (in *Reader) reset(text string, pos int, scratch *rt.Scratch, state readerState) {
	in.Text, in.Pos, in.Key, in.Scratch = text, pos, "", scratch
	in.level = level{state: state}
	in.outer, in.keys = in.outer[:0], in.keys[:0]
	in.err = nil
}

// End returns the position behind the value of At, len(text) after an error.
func (in *Reader) End() int {
	if in.err != nil {
		return len(in.Text)
	}
	return in.Pos
}

// EnterObject goes into the object that the current member is.
func (in *Reader) EnterObject() { in.enter(false) }

// EnterArray goes into the array that the current member is.
func (in *Reader) EnterArray() { in.enter(true) }

func (in *Reader) enter(array bool) {
	in.outer = append(in.outer, in.level)
	in.keys = append(in.keys, in.Key)
	in.level = level{array: array}
}

// Leave goes on behind the object or array that was entered last and read to its end.
func (in *Reader) Leave() {
	last := len(in.outer) - 1
	in.level, in.outer = in.outer[last], in.outer[:last]
	in.Key, in.keys = in.keys[last], in.keys[:last]
}

// Next goes to the next member's value; false at the end of the object or array, or after an error.
func (in *Reader) Next() bool {
	if in.err != nil || in.state == behind {
		return false
	}
	in.Pos = skipBlanks(in.Text, in.Pos)
	if in.state == before {
		return in.open()
	}
	switch {
	case in.at(','):
		in.Pos++
		return in.member()
	case in.at(in.closing()):
		return in.close()
	}
	return in.malformed(in.Pos, in.separators())
}

// separators are what may follow a member.
func (in *Reader) separators() string {
	if in.array {
		return "',' or ']'"
	}
	return "',' or '}'"
}

func (in *Reader) at(c byte) bool { return in.Pos < len(in.Text) && in.Text[in.Pos] == c }

func (in *Reader) closing() byte {
	if in.array {
		return ']'
	}
	return '}'
}

func (in *Reader) open() bool {
	if !in.at(in.closing() - 2) { // '[' and ']' are as far apart as '{' and '}'
		return in.wrong()
	}
	in.state = inside
	in.Pos = skipBlanks(in.Text, in.Pos+1)
	if in.at(in.closing()) {
		return in.close()
	}
	return in.member()
}

// wrong describes a value that is no object or array.
func (in *Reader) wrong() bool {
	expected := "an object"
	if in.array {
		expected = "an array"
	}
	if end := skipNested(in.Text, in.Pos); end >= 0 && len(in.outer) > 0 {
		in.err = fmt.Errorf("column %q: expected %s, found %s at byte %d", in.outerPath(), expected, Excerpt(in.Text[in.Pos:end]), in.Pos)
		return false
	}
	return in.malformed(in.Pos, expected)
}

// close passes the closing bracket. Behind a record's only white space may follow.
func (in *Reader) close() bool {
	in.state = behind
	in.Pos++
	if len(in.outer) == 0 {
		if in.Pos = skipBlanks(in.Text, in.Pos); in.Pos != len(in.Text) {
			return in.malformed(in.Pos, "nothing behind the object")
		}
	}
	return false
}

// member goes to a value, in an object over its key and colon.
func (in *Reader) member() bool {
	in.Pos = skipBlanks(in.Text, in.Pos)
	in.index++
	in.start = in.Pos
	return in.array || in.key()
}

func (in *Reader) key() bool {
	if key, value := memberKey(in.Text, in.Pos); value < len(in.Text) {
		in.quote, in.Key = in.Pos, key
		in.Pos, in.start = value, value
		return true
	}
	return in.anyKey()
}

// anyKey reads a key with escapes or letters outside of ASCII, or describes what is wrong.
func (in *Reader) anyKey() bool {
	if !in.at('"') {
		return in.malformed(in.Pos, "a key in quotes")
	}
	end := SkipString(in.Text, in.Pos)
	if end < 0 {
		return in.malformed(^end, "a string")
	}
	in.Key = unquote(in.Text[in.Pos:end], in.Scratch)
	in.quote = in.Pos
	in.Pos = skipBlanks(in.Text, end)
	if !in.at(':') {
		return in.malformed(in.Pos, "':'")
	}
	in.Pos = skipBlanks(in.Text, in.Pos+1)
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
// the number goes on. typ is the type as SQL writes it.
func (in *Reader) Check(typ string) {
	if in.err != nil || in.Pos < len(in.Text) && !continuesNumber(in.Text[in.Pos]) {
		return
	}
	end := skipNested(in.Text, in.start)
	if end < 0 {
		in.malformed(^end, "a value")
		return
	}
	if end == len(in.Text) {
		in.malformed(end, in.separators())
		return
	}
	in.err = fmt.Errorf("column %q: expected %s, found %s at byte %d", in.path(), typ, Excerpt(in.Text[in.start:end]), in.start)
}

func continuesNumber(c byte) bool { return c-'0' <= 9 || c == '.' || c|0x20 == 'e' }

// KeyStart returns where a key that is no string is read from: a MAP's keys are strings in JSON whatever their type. quoted
// says that the type's values are strings as well.
func (in *Reader) KeyStart(quoted bool) int {
	if quoted {
		return in.quote
	}
	return in.quote + 1
}

// CheckKey describes a key that doesn't fit its type; end is where reading it ended.
func (in *Reader) CheckKey(end int, typ string) {
	whole := end < len(in.Text) && (in.Text[end-1] == '"' || in.Text[end] == '"' && !isSpace(in.Text[in.quote+1]))
	if in.err != nil || whole {
		return
	}
	in.err = fmt.Errorf("column %q: expected the keys to be %s, found %q at byte %d", in.outerPath(), typ, in.Key, in.quote)
}

// path names the current member: address.city, tags[2].
func (in *Reader) path() string { return in.outerPath() + in.level.name(in.Key, len(in.outer) > 0) }

// outerPath names the object or array that the current member is in.
func (in *Reader) outerPath() string {
	path := ""
	for i, outer := range in.outer {
		path += outer.name(in.keys[i], i > 0)
	}
	return path
}

// name is a member's part of the path.
func (l level) name(key string, nested bool) string {
	switch {
	case l.array:
		return "[" + strconv.Itoa(l.index) + "]"
	case nested:
		return "." + key
	}
	return key
}

// Require fails the record where a column that must be there, or a field of one, was not found.
func (in *Reader) Require(found bool, column, typ string) {
	if !found && in.err == nil {
		in.Key = column
		in.err = fmt.Errorf("column %q: expected %s, found no such key", in.path(), typ)
	}
}

// Err returns what was wrong with the record, nil for nothing.
func (in *Reader) Err() error { return in.err }

// malformed records that the text isn't JSON at a position. It returns false.
func (in *Reader) malformed(pos int, expected string) bool {
	in.err = malformed(in.Text, pos, expected)
	in.state = behind
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
