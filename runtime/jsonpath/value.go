package jsonpath

import (
	"strings"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/num"
)

func trim(text string) string { return strings.Trim(text, " \t\r\n") }

// each calls yield with the elements of a checked array until it returns false.
func each(array string, yield func(element string) bool) {
	pos := json.SkipSpace(array, 1)
	for pos < len(array) && array[pos] != ']' {
		end := json.Skip(array, pos)
		if end < 0 || !yield(array[pos:end]) {
			return
		}
		pos = json.SkipSpace(array, end)
		if pos < len(array) && array[pos] == ',' {
			pos = json.SkipSpace(array, pos+1)
		}
	}
}

// elementAt is element index of a checked array, from 0.
func elementAt(array string, index int) (found string, ok bool) {
	each(array, func(element string) bool {
		if index == 0 {
			found, ok = element, true
		}
		index--
		return !ok
	})
	return found, ok
}

// memberOf is the member with a name of a checked object, the last one where it is repeated.
func memberOf(object, name string) (found string, ok bool) {
	if object == "" || object[0] != '{' {
		return "", false
	}
	pos := json.SkipSpace(object, 1)
	for pos < len(object) && object[pos] == '"' {
		keyEnd := json.SkipString(object, pos)
		if keyEnd < 0 {
			return "", false
		}
		key := object[pos:keyEnd]
		start := json.SkipSpace(object, json.SkipSpace(object, keyEnd)+1)
		end := json.Skip(object, start)
		if end < 0 {
			return "", false
		}
		if sameKey(key, name) {
			found, ok = object[start:end], true
		}
		pos = json.SkipSpace(object, end)
		if pos < len(object) && object[pos] == ',' {
			pos = json.SkipSpace(object, pos+1)
		}
	}
	return found, ok
}

// sameKey compares a quoted key with a name.
func sameKey(key, name string) bool {
	if strings.IndexByte(key, '\\') < 0 {
		return key[1:len(key)-1] == name
	}
	return string(json.Unescape(nil, key)) == name
}

// scalarText is a scalar's text: a string without its quotes; false for null.
func scalarText(scratch *rt.Scratch, text string) (string, bool) {
	switch {
	case text == "null":
		return "", false
	case text[0] != '"':
		return text, true
	case strings.IndexByte(text, '\\') < 0:
		return text[1 : len(text)-1], true
	}
	return scratch.KeepString(json.Unescape(scratch.Reserve(len(text)), text)), true
}

// Member is a member of an object as JSON.
func Member(_ *rt.Scratch, document json.Raw, name string) (json.Raw, bool) {
	text, ok := memberOf(trim(string(document)), name)
	return json.Raw(text), ok
}

// MemberText is a member of an object as text; false for null.
func MemberText(scratch *rt.Scratch, document json.Raw, name string) (string, bool) {
	text, ok := memberOf(trim(string(document)), name)
	if !ok {
		return "", false
	}
	return scalarText(scratch, text)
}

// Element is an element of an array as JSON, from 0, or from -1 at the end.
func Element(document json.Raw, index int32) (json.Raw, bool) {
	array := trim(string(document))
	if array == "" || array[0] != '[' {
		return "", false
	}
	if index < 0 {
		if index += length(array); index < 0 {
			return "", false
		}
	}
	text, ok := elementAt(array, int(index))
	return json.Raw(text), ok
}

// ElementText is an element of an array as text; false for null.
func ElementText(scratch *rt.Scratch, document json.Raw, index int32) (string, bool) {
	text, ok := Element(document, index)
	if !ok {
		return "", false
	}
	return scalarText(scratch, string(text))
}

func length(array string) (n int32) {
	each(array, func(string) bool { n++; return true })
	return n
}

// ArrayLength is the number of elements; what is no array fails the record.
func ArrayLength(document json.Raw) int32 {
	text := trim(string(document))
	if text == "" || text[0] != '[' {
		rt.FailRecord("JSON_ARRAY_LENGTH of what is not an array")
	}
	return length(text)
}

// TypeOf is object, array, string, number, boolean or null.
func TypeOf(document json.Raw) string {
	switch trim(string(document))[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// Check is a cast of text to JSON; what is none fails the record.
func Check(text string) json.Raw {
	if !json.Valid(text) {
		rt.FailRecordf("%s is not JSON", json.Excerpt(text))
	}
	return json.Raw(text)
}

// number is the text of a JSON number; anything else fails the record.
func number(document json.Raw) string {
	if TypeOf(document) != "number" {
		rt.FailRecordf("the JSON value is a %s, not a number", TypeOf(document))
	}
	return trim(string(document))
}

// Boolean is a cast to BOOLEAN.
func Boolean(document json.Raw) bool {
	if TypeOf(document) != "boolean" {
		rt.FailRecordf("the JSON value is a %s, not a boolean", TypeOf(document))
	}
	return trim(string(document)) == "true"
}

// Double is a cast to DOUBLE.
func Double(document json.Raw) float64 { return num.ParseDouble(number(document)) }

// Integer is a cast to an integer type; a fraction is rounded half away from zero.
func Integer[T num.Integer](document json.Raw) T {
	return decimal.ToInteger[T](Decimal(document, 38, 0), 0)
}

// Decimal is a cast to DECIMAL.
func Decimal(document json.Raw, precision, scale int) decimal.Int128 {
	v, err := decimal.Parse(number(document), precision, scale)
	if err != nil {
		rt.FailRecordf("%s is not a DECIMAL(%d,%d): %v", json.Excerpt(string(document)), precision, scale, err)
	}
	return v
}
