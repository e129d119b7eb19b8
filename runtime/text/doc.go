// Package text is SQL's functions of strings for generated code.
//
// Strings are UTF-8; a character is a code point. A result that is a part of an argument shares its bytes; one that has to be
// built is built in the partition's rt.Scratch, which functions of that kind take first, so that a record costs no
// allocation. Either way a result is valid as long as the batch is.
package text

import (
	"unicode/utf8"
	"unsafe"
)

// isASCII reports whether bytes are characters.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// bytesOf is a string's bytes, to be read only.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// byteOffset is where character n (from 0) starts; len(s) if there are fewer.
func byteOffset(s string, n int) int {
	if n <= 0 {
		return 0
	}
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// byteOffsetFromEnd is where the last n characters start; 0 if there are fewer.
func byteOffsetFromEnd(s string, n int) int {
	end := len(s)
	for ; n > 0 && end > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:end])
		end -= size
	}
	return end
}
