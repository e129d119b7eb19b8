package catalog

import (
	"strings"
	"unicode/utf8"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// physical lists the columns that the format carries.
func (c *checker) physical() []logical.TableColumn {
	var columns []logical.TableColumn
	for _, column := range c.columns {
		if column.Metadata == "" {
			columns = append(columns, column)
		}
	}
	return columns
}

// checkCSV refuses column types that a flat record can't carry.
func checkCSV(c *checker) {
	checkChangelogColumn(c)
	for _, column := range c.physical() {
		switch column.Type.Kind {
		case types.Array, types.Map, types.Row:
			c.report(diag.FormatType, column.Span, &diag.Fix{Message: "use 'format' = 'json', or declare it JSON to keep its text"},
				"format 'csv' can't carry column %s, %s", column.Name, aType(column.Type))
		}
	}
	delimiter, okDelimiter := c.known("csv.field-delimiter")
	quote, okQuote := c.known("csv.quote-character")
	if okDelimiter && okQuote && delimiter.Value == quote.Value {
		c.report(diag.BadOptionValue, quote.ValueSpan, nil, "'csv.quote-character' must differ from 'csv.field-delimiter'")
	}
	c.checkBesideValues("csv.field-delimiter")
	c.checkBesideValues("csv.quote-character")
	disabled, ok := c.known("csv.disable-quote-character")
	if q, set := c.option("csv.quote-character"); ok && disabled.Value == "true" && set {
		c.report(diag.BadOptionValue, q.KeySpan, nil, "'csv.quote-character' means nothing with 'csv.disable-quote-character' = 'true'")
	}
	if ok && okDelimiter && disabled.Value == "true" {
		c.checkTimesUnquoted(delimiter)
	}
}

// checkBesideValues refuses a delimiter or quote that isn't one byte, or that numbers and words have in them.
func (c *checker) checkBesideValues(key string) {
	char, ok := c.known(key)
	switch {
	case !ok || char.Value == `\t`:
	case len(char.Value) > 1 && utf8.RuneCountInString(char.Value) == 1:
		c.report(diag.BadOptionValue, char.ValueSpan, nil, "'%s' must be an ASCII character", key)
	case strings.Contains("0123456789abcdefghijklmnopqrstuvwxyz+-.", strings.ToLower(char.Value)):
		c.report(diag.BadOptionValue, char.ValueSpan, nil, "'%s' can't be a letter, a digit or one of + - . which values hold", key)
	}
}

// checkTimesUnquoted refuses a delimiter that times have in them, where nothing quotes them.
func (c *checker) checkTimesUnquoted(delimiter logical.Option) {
	holds := map[types.Kind]string{types.Time: ":", types.Timestamp: ": ", types.TimestampLTZ: ": ", types.Interval: ": "}
	for _, column := range c.physical() {
		if delimiter.Value != "" && strings.Contains(holds[column.Type.Kind], delimiter.Value) {
			c.report(diag.BadOptionValue, delimiter.ValueSpan, &diag.Fix{Message: "choose another delimiter, or let fields be quoted"},
				"column %s is %s, whose text holds '%s', and 'csv.disable-quote-character' leaves it without quotes", column.Name, aType(column.Type), delimiter.Value)
		}
	}
}

// checkRaw demands one column of text or bytes.
func checkRaw(c *checker) {
	columns := c.physical()
	if len(columns) != 1 {
		c.report(diag.FormatType, c.at, nil, "format 'raw' is one column that takes the whole line; table %s has %d", c.name, len(columns))
		return
	}
	if t := columns[0].Type; !t.IsString() && t.Kind != types.Bytes && t.Kind != types.JSON {
		c.report(diag.FormatType, columns[0].Span, nil, "format 'raw' needs a STRING or BYTES column, and %s is %s", columns[0].Name, aType(t))
	}
}

// checkChangelogColumn refuses a column that the table has: a record has each name once.
func checkChangelogColumn(c *checker) {
	o, ok := c.known("changelog.column")
	if !ok {
		return
	}
	if o.Value == "" {
		c.report(diag.BadOptionValue, o.ValueSpan, nil, "'changelog.column' must not be empty: it names a column")
	}
	for _, column := range c.physical() {
		if strings.EqualFold(column.Name, o.Value) {
			c.report(diag.BadOptionValue, o.ValueSpan, nil, "'changelog.column' is '%s', but table %s has a column of this name", o.Value, c.name)
		}
	}
}
