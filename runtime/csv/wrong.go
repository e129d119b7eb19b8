package csv

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Wrong describes what is wrong with a record whose last position is next: the field that didn't fit, or too many or too few of
// them. columns are those of the record's fields, in order.
func Wrong(record string, next int, delimiter, quote byte, columns []Column) error {
	start := next - len(record) - 2
	if start < 0 {
		start = next // more fields than columns
	}
	index := 0
	for pos := 0; pos < start && pos <= len(record); index++ {
		end := Skip(record, pos, 1, delimiter, quote)
		if end > len(record)+1 {
			break
		}
		pos = end
	}
	switch {
	case start > len(record):
		return fmt.Errorf("found %d fields, expected %d: column %q and what follows are missing", index, len(columns), columns[index].Name)
	case index >= len(columns):
		return fmt.Errorf("found more than the expected %d fields, from byte %d on: %s", len(columns), start, excerpt(record[start:]))
	}
	column := columns[index]
	if Skip(record, start, 1, delimiter, quote) > len(record)+1 {
		return fmt.Errorf("column %q: %w", column.Name, describe(record, start, delimiter, quote))
	}
	return fmt.Errorf("column %q: expected %s, found %s at byte %d", column.Name, column.Type, found(record, start, delimiter, quote), start)
}

// found shows the text of a field as it stands in the record.
func found(record string, start int, delimiter, quote byte) string {
	text := record[start : Skip(record, start, 1, delimiter, quote)-1]
	if text == "" {
		return "an empty field"
	}
	return excerpt(text)
}

// describe says how the field at start breaks the rules of quoting.
func describe(record string, start int, delimiter, quote byte) error {
	end, _ := closingQuote(record, start, quote)
	switch at, _ := fieldEnd(record, start, delimiter, quote); {
	case at != start:
		return fmt.Errorf("has a quote inside an unquoted field, at byte %d: quote the whole field and double the quotes in it", at)
	case end < 0:
		return fmt.Errorf("has a quote at byte %d that is not closed on its line: a line end always ends a record, so convert the file to have none inside quotes", start)
	default:
		return fmt.Errorf("has text behind the closing quote, at byte %d: double the quotes that are part of the field", end+1)
	}
}

// excerptLength is how much of a wrong field a message shows.
const excerptLength = 40

func excerpt(text string) string {
	cut := text
	if len(cut) > excerptLength {
		cut = cut[:excerptLength]
		for len(cut) > 0 && !utf8.RuneStart(text[len(cut)]) {
			cut = cut[:len(cut)-1]
		}
		cut += "…"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, cut)
}
