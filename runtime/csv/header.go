package csv

import (
	"fmt"
	"slices"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// Column is a column that a decoder reads: its name and its type as SQL writes it.
type Column struct {
	Name, Type string
}

// Columns makes columns of names and types in turn.
func Columns(namesAndTypes ...string) []Column {
	columns := make([]Column, 0, len(namesAndTypes)/2)
	for i := 0; i+1 < len(namesAndTypes); i += 2 {
		columns = append(columns, Column{Name: namesAndTypes[i], Type: namesAndTypes[i+1]})
	}
	return columns
}

// Header says which columns the fields of a split's records are.
type Header struct {
	Fields  []int    // for each field, the ordinal of its column among those that the decoder reads; -1 for none
	Columns []Column // for each field, its column; the name alone where it isn't read
}

// ReadHeader finds the columns in the first line of a split's object. Names match in either case, and a column that is missing,
// or there twice, is an error.
func ReadHeader(split *rt.Split, delimiter, quote byte, columns []Column) (*Header, error) {
	header := &Header{}
	names, err := fieldsOf(split.Header, delimiter, quote)
	if err != nil {
		return nil, fmt.Errorf("the header %w", err)
	}
	found := make([]bool, len(columns))
	for _, name := range names {
		index := indexOf(columns, name)
		if index >= 0 && found[index] {
			return nil, fmt.Errorf("the header names column %q twice", columns[index].Name)
		}
		column := Column{Name: name}
		if index >= 0 {
			found[index] = true
			column = columns[index]
		}
		header.Fields = append(header.Fields, index)
		header.Columns = append(header.Columns, column)
	}
	for i, ok := range found {
		if !ok {
			return nil, fmt.Errorf("the header has no column %q: it names %s", columns[i].Name, strings.Join(names, ", "))
		}
	}
	return header, nil
}

// fieldsOf splits a line into its fields' texts.
func fieldsOf(line string, delimiter, quote byte) ([]string, error) {
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	var scratch rt.Scratch
	var fields []string
	for pos := 0; pos <= len(line); {
		text, next := String(line, pos, delimiter, quote, &scratch)
		if next > len(line)+1 {
			return nil, describe(line, pos, delimiter, quote)
		}
		fields = append(fields, strings.TrimSpace(text))
		pos = next
	}
	return fields, nil
}

// Is reports whether the fields are these, in the meaning of Fields.
func (h *Header) Is(fields ...int) bool { return slices.Equal(h.Fields, fields) }

func indexOf(columns []Column, name string) int {
	for i, column := range columns {
		if column.Name == name {
			return i
		}
	}
	for i, column := range columns {
		if strings.EqualFold(column.Name, name) {
			return i
		}
	}
	return -1
}
