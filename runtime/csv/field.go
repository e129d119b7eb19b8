package csv

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// NoQuote is the quote character of tables whose fields are never quoted.
const NoQuote = '\n'

// wrong is the position that says that the field at start doesn't fit.
func wrong(record string, start int) int {
	if start > len(record)+1 {
		return start // an earlier field was wrong already
	}
	return len(record) + 2 + start
}

// String reads a VARCHAR. The result points into the record where it stands there as it is, and into scratch otherwise.
// Invalid UTF-8 becomes U+FFFD.
func String(record string, pos int, delimiter, quote byte, scratch *rt.Scratch) (string, int) {
	if pos > len(record) {
		return "", wrong(record, pos)
	}
	end, ascii := fieldEnd(record, pos, delimiter, quote)
	if end < len(record) && record[end] == quote {
		return quoted(record, pos, end, delimiter, quote, scratch)
	}
	if !ascii {
		return valid(record[pos:end], scratch), end + 1
	}
	return record[pos:end], end + 1
}

// fieldEnd returns the position of the first delimiter or quote at or after pos, or the record's end, and whether it is known
// that only ASCII stands before.
func fieldEnd(record string, pos int, delimiter, quote byte) (end int, ascii bool) {
	var seen uint64
	for ; pos+8 <= len(record); pos += 8 {
		word := scan.Load(record, pos)
		seen |= word
		if stop := scan.Equal(word, delimiter) | scan.Equal(word, quote); stop != 0 {
			return pos + bits.TrailingZeros64(stop)>>3, seen&scan.Highs == 0
		}
	}
	for ; pos < len(record) && record[pos] != delimiter && record[pos] != quote; pos++ {
		seen |= uint64(record[pos])
	}
	return pos, seen&scan.Highs == 0
}

// valid returns s with invalid UTF-8 replaced.
func valid(s string, scratch *rt.Scratch) string {
	if utf8.ValidString(s) {
		return s
	}
	const worst = 3 // one invalid byte becomes the three of U+FFFD
	dst := scratch.Reserve(worst * len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		dst = utf8.AppendRune(dst, r)
		i += size
	}
	return scratch.KeepString(dst)
}

// quoted reads the quoted field at pos; at is the position of its first quote, which has to be the same.
func quoted(record string, pos, at int, delimiter, quote byte, scratch *rt.Scratch) (string, int) {
	end, doubled := closingQuote(record, pos, quote)
	if at != pos || end < 0 || end+1 < len(record) && record[end+1] != delimiter {
		return "", wrong(record, pos)
	}
	inner := record[pos+1 : end]
	if doubled {
		inner = undouble(inner, quote, scratch)
	}
	return valid(inner, scratch), end + 2
}

// closingQuote returns the position of the quote that ends the field quoted at pos, -1 if there is none.
func closingQuote(record string, pos int, quote byte) (end int, doubled bool) {
	for pos++; ; pos += 2 {
		n := strings.IndexByte(record[pos:], quote)
		if n < 0 {
			return -1, doubled
		}
		pos += n
		if pos+1 >= len(record) || record[pos+1] != quote {
			return pos, doubled
		}
		doubled = true
	}
}

// undouble makes one quote of two.
func undouble(s string, quote byte, scratch *rt.Scratch) string {
	dst := scratch.Reserve(len(s))
	for i := 0; i < len(s); i++ {
		dst = append(dst, s[i])
		if s[i] == quote {
			i++
		}
	}
	return scratch.KeepString(dst)
}

// Skip checks n fields that aren't read and passes over them.
func Skip(record string, pos, n int, delimiter, quote byte) int {
	for range n {
		if pos > len(record) {
			return wrong(record, pos)
		}
		end, _ := fieldEnd(record, pos, delimiter, quote)
		if end < len(record) && record[end] == quote {
			start := pos
			end, _ = closingQuote(record, pos, quote)
			if record[start] != quote || end < 0 || end+1 < len(record) && record[end+1] != delimiter {
				return wrong(record, start)
			}
			end++
		}
		pos = end + 1
	}
	return pos
}

// IsEmpty reports whether the field at pos is empty and not quoted: NULL, and the next field is at pos+1.
func IsEmpty(record string, pos int, delimiter byte) bool {
	return pos == len(record) || pos < len(record) && record[pos] == delimiter
}

// Is reports whether the field at pos is this text, not quoted: the 'csv.null-literal'.
func Is(record string, pos int, text string, delimiter byte) bool {
	end := pos + len(text)
	return end <= len(record) && record[pos:end] == text && IsEmpty(record, end, delimiter)
}
