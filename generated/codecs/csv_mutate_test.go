package codecs

import (
	"encoding/base64"
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/temporal"
)

// csvField is a field as encoding/csv splits it off.
type csvField struct {
	text   string
	quoted bool
}

// csvColumn is a column and what its text means; read is nil where the job doesn't use it.
type csvColumn struct {
	read     func(string) (any, error)
	nullable bool
	text     bool // spaces around the value belong to it, and an empty field is an empty text
}

// csvForm is how a table's CSV is written.
type csvForm struct {
	delimiter rune
	unquoted  bool   // a quote is a character like any other
	null      string // what stands for NULL
	columns   []csvColumn
}

// judge reads a line by encoding/csv.
func (form csvForm) judge(line string) (string, error) {
	fields, err := form.split(line)
	if err != nil {
		return "", err
	}
	if len(fields) != len(form.columns) {
		return "", fmt.Errorf("%d fields", len(fields))
	}
	var row []any
	for i, column := range form.columns {
		if column.read == nil {
			continue
		}
		value, err := form.value(column, fields[i])
		if err != nil {
			return "", fmt.Errorf("column %d: %w", i, err)
		}
		row = append(row, value)
	}
	text, err := stdjson.Marshal(row)
	return string(text), err
}

func (form csvForm) split(line string) (fields []csvField, err error) {
	if form.unquoted {
		for text := range strings.SplitSeq(line, string(form.delimiter)) {
			fields = append(fields, csvField{text: text})
		}
		return fields, nil
	}
	reader := stdcsv.NewReader(strings.NewReader(line + "\r\n")) // it takes one of several returns for a part of the line's end
	reader.Comma = form.delimiter
	reader.FieldsPerRecord = -1
	texts, err := reader.Read()
	if err != nil {
		return nil, err
	}
	for i, text := range texts {
		_, column := reader.FieldPos(i)
		fields = append(fields, csvField{text, column <= len(line) && line[column-1] == '"'})
	}
	return fields, nil
}

func (form csvForm) value(column csvColumn, field csvField) (any, error) {
	if column.nullable && !field.quoted && field.text == form.null {
		return nil, nil
	}
	if !column.text {
		return column.read(strings.Trim(field.text, " "))
	}
	return column.read(strings.ToValidUTF8(runs(field.text), "\ufffd"))
}

// runs parts invalid bytes that follow each other, since ToValidUTF8 makes one replacement of them.
func runs(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

func csvText(s string) (any, error) { return s, nil }

func csvShort(s string) (any, error) {
	if utf8.RuneCountInString(s) > 5 {
		return nil, errors.New("too long")
	}
	return s, nil
}

func csvInt(size int) func(string) (any, error) {
	return func(s string) (any, error) {
		v, err := strconv.ParseInt(s, 10, size)
		return v, err
	}
}

var floatForm = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$|^-?Infinity$|^NaN$`)

func csvFloat(size int) func(string) (any, error) {
	return func(s string) (any, error) {
		if !floatForm.MatchString(s) {
			return nil, strconv.ErrSyntax
		}
		v, err := strconv.ParseFloat(s, size)
		return fmt.Sprint(v), err
	}
}

func csvBool(s string) (any, error) {
	switch strings.ToLower(s) {
	case "true", "t", "1":
		return true, nil
	case "false", "f", "0":
		return false, nil
	}
	return nil, strconv.ErrSyntax
}

func csvDecimal(precision, scale int) func(string) (any, error) {
	return func(s string) (any, error) { return decimalValue(s, precision, scale) }
}

func csvBytes(s string) (any, error) { return base64.StdEncoding.DecodeString(s) }

func csvDocument(s string) (any, error) {
	if !stdjson.Valid([]byte(s)) {
		return nil, errMalformed
	}
	return s, nil
}

func csvParsed[T any](parse func(string) (T, error)) func(string) (any, error) {
	return func(s string) (any, error) {
		v, err := parse(s)
		return fmt.Sprint(v), err
	}
}

var csvScalars = csvForm{delimiter: ',', columns: []csvColumn{
	{read: csvInt(64)}, {read: csvBool, nullable: true}, {read: csvInt(8), nullable: true}, {read: csvInt(16), nullable: true},
	{read: csvInt(32), nullable: true}, {read: csvInt(64), nullable: true}, {read: csvFloat(32), nullable: true},
	{read: csvFloat(64), nullable: true}, {read: csvDecimal(12, 2), nullable: true}, {read: csvDecimal(30, 4), nullable: true},
	{read: csvText, nullable: true, text: true}, {read: csvShort, nullable: true, text: true}, {read: csvBytes, nullable: true},
	{read: csvParsed(temporal.ParseDate), nullable: true}, {read: csvParsed(parseClock), nullable: true},
	{read: csvParsed(parseTimestamp(3, temporal.Micros)), nullable: true},
	{read: csvParsed(parseTimestamp(9, temporal.Nanos)), nullable: true}, {read: csvParsed(parseInstant), nullable: true},
	{read: csvParsed(temporal.ParseInterval), nullable: true}, {read: csvDocument, nullable: true, text: true},
	{read: csvParsed(parseUUID), nullable: true},
}}

var csvTokens = regexp.MustCompile(`"(?:[^"]|"")*"|[,;\t]|[^,;\t"]+`)

// decoding is a decoder of rows R.
type decoding[R any] interface {
	begin(*rt.Batch) error
	decode(*rt.Batch, *R) error
}

// written is the decoder, followed by the encoder.
func written[R any](d decoding[R], appendRow func([]byte, *R) []byte) func() func(*rt.Batch) (string, error) {
	return func() func(*rt.Batch) (string, error) {
		var row R
		var buf []byte
		return func(batch *rt.Batch) (string, error) {
			if err := decodeIn(d, batch, &row); err != nil {
				return "", err
			}
			buf = appendRow(buf[:0], &row)
			return strings.TrimSuffix(string(buf), "\n"), nil
		}
	}
}

// decodeIn decodes the next record of a batch.
func decodeIn[R any](d decoding[R], batch *rt.Batch, row *R) error {
	if err := d.begin(batch); err != nil {
		return err
	}
	return d.decode(batch, row)
}

// noDifference says that there are none.
func noDifference(_ string, err, wantErr error) bool { return err != nil && wantErr != nil }

func exhaustiveCSV[R any](name string, form csvForm, d decoding[R], appendRow func([]byte, *R) []byte, before, after string, records ...string) exhaustive {
	return exhaustive{name: name, before: before, after: after, records: records, tokens: csvTokens, judge: form.judge, difference: noDifference,
		decoder: written(d, appendRow)}
}

func exhaustiveCSVTables() []exhaustive {
	var measurements measurementDecoder
	var scalars csvScalarDecoder
	var tabbed tabbedDecoder
	var spaced spacedDecoder
	text, float, integer, unused := csvColumn{read: csvText, text: true}, csvColumn{read: csvFloat(64)}, csvColumn{read: csvInt(64)}, csvColumn{}
	orNull := csvColumn{read: csvText, text: true, nullable: true}
	return []exhaustive{
		exhaustiveCSV("measurements", csvForm{delimiter: ';', columns: []csvColumn{text, {read: csvDecimal(4, 1)}}}, &measurements, appendMeasurement,
			"before;1.5", `"af;ter";-0.5`,
			"Hamburg;12.0", `"Sankt ""Petersburg"""; -5 `, `"";"99.9"`, "São Paulo;100", "x;1e1", "Ouagadougou;+.5", `a\b;-0.05`, ";9999"),
		exhaustiveCSV("scalars", csvScalars, &scalars, appendCSVScalar, "10,t"+strings.Repeat(",", 19), `11,,,,,,,,,,"",x`+strings.Repeat(",", 9),
			`1,true,-128,32767,-2147483648,9223372036854775807,0.1,1e+100,1234567890.12,-12345678901234567890123456.7890,"a,""b""",fünf5,AAEC/w==,2024-02-29,`+
				`12:34:56.789,2024-01-15 10:30:00.123,2024-01-15 10:30:00.123456789,2024-01-15 10:30:00.5Z,1 day,"{""a"": [1, null]}",a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`,
			`"2", f ,"-1",+0, 7,123456789012345678,,-.5,"1.005",1e3,"",é,,,"12:00",,,,,[],`),
		exhaustiveCSV("tabbed", csvForm{delimiter: '\t', unquoted: true, columns: []csvColumn{unused, integer, orNull, unused, unused}}, &tabbed,
			func(dst []byte, row *Tabbed) []byte {
				return appendTabbedRow(dst, &TabbedRow{0, row.CustomerID, row.OrderDate, 0, rt.Null[string]{}})
			}, "1\t2\tx\t3\t", "\t3\t\t\t", "1\t2\t\"x\t1.5\t", "\t-7\t2024-01-15\t\t\"a note\"", "1\t 12345678901234567890 \tx\t5\tx"),
		exhaustiveCSV("spaced", csvForm{delimiter: ' ', columns: []csvColumn{integer, {read: csvParsed(parseTimestamp(3, temporal.Micros)), nullable: true}}},
			&spaced, appendSpaced, "10 ", `11 "2024-01-15 10:30:00"`, `1 "2024-01-15 10:30:00.5"`, "-2 2024-01-15T10:30:00", `"3" ""`),
		headed("headed", "order_id,customer_id,order_date,total_amount,note", []csvColumn{integer, unused, unused, float, unused},
			"%[1]d,,,%[2]s,", `5,7,"x",1.5,\N`, `-123456789,,"a ""b"" c","1e3",`, ` 7 ,7,2024-01-15,100,x`),
		headed("shuffled", "x,TOTAL_AMOUNT,y,order_id", []csvColumn{unused, float, unused, integer},
			",%[2]s,,%[1]d", `,1.5,"a,b",5`, `"",-0,,0`, `a,12345678901234567890,\N,"1"`),
	}
}

// headed is csv_orders under some header; form writes a row back.
func headed(name, header string, columns []csvColumn, form string, records ...string) exhaustive {
	appendRow := func(dst []byte, row *CSVOrder) []byte {
		return fmt.Appendf(dst, form, row.OrderID, strconv.FormatFloat(row.TotalAmount, 'g', -1, 64))
	}
	e := exhaustiveCSV(name, csvForm{delimiter: ',', null: `\N`, columns: columns}, &csvOrderDecoder{}, appendRow,
		fmt.Sprintf(form, 10, "0.5"), fmt.Sprintf(form, -11, "1"), records...)
	e.split = &rt.Split{Header: header}
	return e
}

func exhaustiveRawTables() []exhaustive {
	var plain lineDecoder
	var documents documentDecoder
	var blobs blobDecoder
	text := func(line string) (string, error) { return runs(line), nil }
	document := func(line string) (string, error) {
		if !stdjson.Valid([]byte(line)) {
			return "", errMalformed
		}
		return line, nil
	}
	as := func(line string) (string, error) { return line, nil }
	raw := func(name string, judge func(string) (string, error), decoder func() func(*rt.Batch) (string, error)) exhaustive {
		return exhaustive{name: name, before: `"before"`, after: "1", records: []string{`{"a": ["é\n", -1.5e3, true, null, {}]} `, "[\xff]", " 0"},
			tokens: jsonTokens, judge: judge, difference: noDifference, decoder: decoder}
	}
	return []exhaustive{
		raw("lines", text, written(&plain, appendLine)),
		raw("documents", document, written(&documents, appendDocument)),
		raw("blobs", as, written(&blobs, appendBlob)),
	}
}

func TestEveryCSVMutation(t *testing.T) {
	for _, table := range exhaustiveCSVTables() {
		t.Run(table.name, table.run)
	}
}

func TestEveryRawMutation(t *testing.T) {
	for _, table := range exhaustiveRawTables() {
		t.Run(table.name, table.run)
	}
}
