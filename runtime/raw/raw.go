// Package raw reads and writes records that are one column, as they stand.
package raw

import (
	"errors"
	"unicode/utf8"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/json"
)

// String returns the record as text: it points into the record unless that holds invalid UTF-8, which becomes U+FFFD.
func String(record string, scratch *rt.Scratch) string {
	if utf8.ValidString(record) {
		return record
	}
	const worst = 3 // one invalid byte becomes the three of U+FFFD
	dst := scratch.Reserve(worst * len(record))
	for _, r := range record {
		dst = utf8.AppendRune(dst, r)
	}
	return scratch.KeepString(dst)
}

// Bytes returns the record's bytes.
func Bytes(record string) []byte { return unsafe.Slice(unsafe.StringData(record), len(record)) }

// JSON returns the record as a JSON value.
func JSON(record string) (json.Raw, error) {
	if end := json.Skip(record, 0); end < 0 {
		return "", json.Malformed(record, end)
	} else if json.SkipSpace(record, end) != len(record) {
		return "", errTrailing
	}
	return json.Raw(record), nil
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
