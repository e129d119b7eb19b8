// Package raw reads and writes records that are one column, as they stand.
package raw

import (
	"errors"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/json"
)

// String returns the record as text: it points into the record unless that holds invalid UTF-8, which becomes U+FFFD.
func String(data []byte, scratch *rt.Scratch) string {
	if utf8.Valid(data) {
		return rt.Text(data)
	}
	const worst = 3 // one invalid byte becomes the three of U+FFFD
	dst := scratch.Reserve(worst * len(data))
	for _, r := range rt.Text(data) {
		dst = utf8.AppendRune(dst, r)
	}
	return scratch.KeepString(dst)
}

// JSON returns the record as a JSON value.
func JSON(data []byte) (json.Raw, error) {
	text := rt.Text(data)
	if end := json.Skip(text, 0); end < 0 {
		return "", json.Malformed(text, end)
	} else if json.SkipSpace(text, end) != len(text) {
		return "", errTrailing
	}
	return json.Raw(text), nil
}

var errTrailing = errors.New("malformed JSON: more than one value on the line")

// Append appends a column's bytes. A line end inside would make two records of one: it becomes a space.
func Append[T ~string | ~[]byte](dst []byte, v T) []byte {
	start := len(dst)
	dst = append(dst, v...)
	for i := start; i < len(dst); i++ {
		if dst[i] == '\n' {
			dst[i] = ' '
		}
	}
	return dst
}
