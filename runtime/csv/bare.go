package csv

import (
	"fmt"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// Bare is a text that is to stand without quotes. What would read back as something else fails the record: a delimiter or a line
// end inside, or the text of NULL. An empty text is an empty field, also where that reads as NULL.
func Bare[T ~string | ~[]byte](v T, delimiter byte, null, column string) T {
	text := string(v)
	switch {
	case !isPlain(text, delimiter, '\n'):
		failBare(text, delimiter, column)
	case null != "" && text == null:
		rt.FailRecord(fmt.Sprintf("column %s is the text %q, which would read as NULL: quotes are disabled", column, text))
	}
	return v
}

// BareNull is Bare of a value that may be NULL.
func BareNull[T ~string | ~[]byte](v rt.Null[T], delimiter byte, null, column string) rt.Null[T] {
	if v.Valid {
		Bare(v.V, delimiter, null, column)
	}
	return v
}

//go:noinline
func failBare(text string, delimiter byte, column string) {
	if strings.IndexByte(text, delimiter) >= 0 {
		rt.FailRecordf("column %s holds the delimiter %q, and quotes are disabled: %s", column, delimiter, excerpt(text))
	}
	rt.FailRecordf("column %s holds a line end, and quotes are disabled: %s", column, excerpt(text))
}
