package codegen

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

func csvFunc(name string) *jen.Statement { return symbol("csv." + name) }

// dialect is how a table's CSV is written. It is compiled into the job.
type dialect struct {
	delimiter byte
	quote     byte // 0 where quoting is disabled
	null      string
}

func dialectOf(table *logical.Table) dialect {
	d := dialect{delimiter: ',', quote: '"', null: option(table, "csv.null-literal")}
	if delimiter := option(table, "csv.field-delimiter"); delimiter != "" {
		d.delimiter = delimiter[0]
		if delimiter == `\t` {
			d.delimiter = '\t'
		}
	}
	if quote := option(table, "csv.quote-character"); quote != "" {
		d.quote = quote[0]
	}
	if option(table, "csv.disable-quote-character") == "true" {
		d.quote = 0
	}
	return d
}

func (d dialect) delimiterCode() jen.Code { return jen.LitRune(rune(d.delimiter)) }

func (d dialect) quoteCode() jen.Code {
	if d.quote == 0 {
		return csvFunc("NoQuote")
	}
	return jen.LitRune(rune(d.quote))
}

// csv emits a decoder of delimited records: a straight path for plain lines, the general one behind.
//
//	func (d *measurementDecoder) decode(batch *rt.Batch, row *Measurement) error {
//		if d.fields.Next(2) {
//			…
//		}
//		return d.decodeAny(batch.Line(), row)
//	}
//
//	func (d *measurementDecoder) decodeAny(record string, row *Measurement) error {
//		pos := 0
//		row.Station, pos = csv.String(record, pos, ';', '"', &d.scratch)
//		row.Temperature, pos = csv.Decimal(record, pos, ';', '"', 4, 1)
//		if pos == len(record)+1 {
//			return nil
//		}
//		return csv.Wrong(record, pos, ';', '"', measurementColumns)
//	}
func (d *decoder) csv() {
	at := len(d.codecs.decls)
	dialect := dialectOf(d.table)
	columns := d.codecs.gen.names.unexported(d.row.GoName + "Columns")
	if option(d.table, "csv.header") == "true" {
		d.declareColumns(columns, d.usedColumns())
		d.decodeByHeader(dialect)
		d.declareType(at, d.readHeader(dialect, columns), d.beginFields(dialect))
		return
	}
	d.declareColumns(columns, physicalColumns(d.table))
	d.csvMethods("the table's columns", dialect, slices.Concat(d.inOrder(dialect)...), d.checkEnd(dialect, jen.Id(columns)))
	d.declareType(at, d.beginFields(dialect))
}

// csvMethods declares the methods of the two paths. The straight one is there for lines where the conditions hold.
func (d *decoder) csvMethods(order string, dialect dialect, general, check []jen.Code, conditions ...jen.Code) {
	const decodeAny = "decodeAny"
	straight := d.plainLine(dialect, conditions...)
	d.method("decode reads one record of plain fields, in the order of "+order+".", "decode", d.decodeParams(), []jen.Code{jen.Error()},
		append(straight, jen.Return(jen.Id("d").Dot(decodeAny).Call(jen.Id("batch").Dot("Line").Call(), jen.Id("row"))))...)
	d.rowsMethod(d.plainLines(dialect, conditions...)...)
	general = append([]jen.Code{jen.Id("pos").Op(":=").Lit(0)}, general...)
	d.method(decodeAny+" reads a record with quotes and all else that fields may have, or says what is wrong with it.", decodeAny,
		[]jen.Code{jen.Id("record").String(), jen.Id("row").Op("*").Id(d.row.GoName)}, []jen.Code{jen.Error()}, append(general, check...)...)
}

func (d *decoder) usedColumns() []logical.TableColumn {
	var columns []logical.TableColumn
	for _, index := range d.used {
		columns = append(columns, d.table.Columns[index])
	}
	return columns
}

// declareColumns declares the names and types that messages show.
func (d *decoder) declareColumns(name string, columns []logical.TableColumn) {
	var list []jen.Code
	for _, column := range columns {
		list = append(list, literal(column.Name), jen.Lit(column.Type.String()))
	}
	d.codecs.declare(name+" are the columns of "+oneLine(d.table.Name)+", for messages.",
		jen.Var().Id(name).Op("=").Add(csvFunc("Columns")).Call(list...))
}

// inOrder reads the used columns and passes over the others: the code of each step.
func (d *decoder) inOrder(dialect dialect) [][]jen.Code {
	var code [][]jen.Code
	skipped, next := 0, 0
	pass := func() {
		if skipped > 0 {
			code = append(code, skipFields(dialect, skipped))
		}
		skipped = 0
	}
	for index, column := range d.table.Columns {
		switch {
		case column.Metadata != "":
		case next < len(d.used) && d.used[next] == index:
			pass()
			code = append(code, d.csvField(d.row.Fields[next], dialect))
			next++
		default:
			skipped++
		}
	}
	pass()
	return code
}

func skipFields(dialect dialect, n int) []jen.Code {
	return []jen.Code{jen.Id("pos").Op("=").Add(csvFunc("Skip")).Call(jen.Id("record"), jen.Id("pos"), jen.Lit(n), dialect.delimiterCode(), dialect.quoteCode())}
}

// csvField reads the field at pos.
func (d *decoder) csvField(f structField, dialect dialect) []jen.Code {
	pos := jen.Id("pos")
	if !f.Type.Nullable {
		return []jen.Code{jen.List(field(f), pos).Op("=").Add(d.csvRead(jen.Id("record"), pos, f.Type, dialect))}
	}
	isNull := csvFunc("IsEmpty").Call(jen.Id("record"), pos, dialect.delimiterCode())
	if dialect.null != "" {
		isNull = csvFunc("Is").Call(jen.Id("record"), pos, literal(dialect.null), dialect.delimiterCode())
	}
	return []jen.Code{jen.If(isNull).Block(
		jen.List(field(f), pos).Op("=").List(d.codecs.noValue(f.Type), jen.Id("pos").Op("+").Lit(len(dialect.null)+1)),
	).Else().Block(
		jen.List(field(f).Dot("V"), pos).Op("=").Add(d.csvRead(jen.Id("record"), jen.Id("pos"), f.Type.WithNull(false), dialect)),
		field(f).Dot("Valid").Op("=").True(),
	)}
}

// csvRead is the call that reads a scalar: csv.Int64(record, pos, ',', '"').
func (d *decoder) csvRead(record, pos jen.Code, t types.Type, dialect dialect) *jen.Statement {
	name := jsonReaders[t.Kind]
	args := []jen.Code{record, pos, dialect.delimiterCode(), dialect.quoteCode()}
	if t.Kind == types.JSON {
		args = append(args, d.scratch())
	}
	name, args = d.readerArgs(t, name, args)
	if name == "" {
		panic("codegen: no CSV form of " + t.String())
	}
	return csvFunc(name).Call(args...)
}

func (d *decoder) checkEnd(dialect dialect, columns jen.Code) []jen.Code {
	record, pos := jen.Id("record"), jen.Id("pos")
	return []jen.Code{
		jen.If(pos.Clone().Op("==").Len(record).Op("+").Lit(1)).Block(jen.Return(jen.Nil())),
		jen.Return(csvFunc("Wrong").Call(record, pos, dialect.delimiterCode(), dialect.quoteCode(), columns)),
	}
}

// readHeader is what begin does where the first line of each object names the columns.
//
//	if batch.Split != d.split {
//		header, err := csv.ReadHeader(batch.Split, ',', '"', orderColumns)
//		if err != nil {
//			return err
//		}
//		d.split, d.header = batch.Split, header
//		d.inOrder = header.Is(0, 1, 2, -1, -1, 3)
//	}
func (d *decoder) readHeader(dialect dialect, columns string) jen.Code {
	d.fields = append(d.fields,
		jen.Id("split").Op("*").Add(symbol("Split")),
		jen.Id("header").Op("*").Add(csvFunc("Header")),
		jen.Id("inOrder").Bool().Comment("// the header names the columns in the table's order"))
	split := jen.Id("batch").Dot("Split")
	return jen.If(split.Clone().Op("!=").Id("d").Dot("split")).Block(
		jen.List(jen.Id("header"), jen.Err()).Op(":=").Add(csvFunc("ReadHeader")).Call(split, dialect.delimiterCode(), dialect.quoteCode(), jen.Id(columns)),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.List(jen.Id("d").Dot("split"), jen.Id("d").Dot("header")).Op("=").List(split, jen.Id("header")),
		jen.Id("d").Dot("inOrder").Op("=").Id("header").Dot("Is").Call(d.declaredFields()...),
	)
}

// declaredFields are the Fields of a header that names the columns in their declared order.
func (d *decoder) declaredFields() []jen.Code {
	var fields []jen.Code
	next := 0
	for index, column := range d.table.Columns {
		switch {
		case column.Metadata != "":
		case next < len(d.used) && d.used[next] == index:
			fields = append(fields, jen.Lit(next))
			next++
		default:
			fields = append(fields, jen.Lit(-1))
		}
	}
	return fields
}

// decodeByHeader reads the fields in the order of the header, which mostly is that of the columns: then the straight path takes
// plain lines.
//
//	if d.inOrder && d.fields.Next(2) {
//		…
//	}
//	return d.decodeAny(batch.Line(), row)
//
// The general path:
//
//	for _, column := range d.header.Fields {
//		switch column {
//		case 0:
//			row.Station, pos = csv.String(record, pos, ';', '"', &d.scratch)
//		…
//		default:
//			pos = csv.Skip(record, pos, 1, ';', '"')
//		}
//	}
func (d *decoder) decodeByHeader(dialect dialect) {
	var cases []jen.Code
	for i, f := range d.row.Fields {
		cases = append(cases, jen.Case(jen.Lit(i)).Block(d.csvField(f, dialect)...))
	}
	cases = append(cases, jen.Default().Block(skipFields(dialect, 1)...))
	general := []jen.Code{jen.For(jen.List(jen.Id("_"), jen.Id("column")).Op(":=").Range().Id("d").Dot("header").Dot("Fields")).Block(
		jen.Switch(jen.Id("column")).Block(cases...),
	)}
	d.csvMethods("the header", dialect, general, d.checkEnd(dialect, jen.Id("d").Dot("header").Dot("Columns")), jen.Id("d").Dot("inOrder"))
}

// csv emits an encoder of delimited records.
//
//	func appendResult(dst []byte, row *Result) []byte {
//		dst = csv.AppendString(dst, row.Station, ',', '"', "")
//		dst = append(dst, ',')
//		dst = csv.AppendInt(dst, row.Count)
//		return append(dst, '\n')
//	}
func (e *encoder) csv() {
	dialect := dialectOf(e.table)
	var body []jen.Code
	for i, f := range e.row.Fields {
		if i > 0 {
			body = append(body, appendByte(dialect.delimiter))
		}
		body = append(body, e.csvField(f, dialect)...)
	}
	body = append(body, jen.Return(jen.Append(jen.Id("dst"), jen.LitRune('\n'))))
	e.codecs.declare(e.name+" appends a row of "+oneLine(e.table.Name)+" as a line of CSV.",
		appendFunc(e.name, jen.Id("row").Op("*").Id(e.row.GoName), body))
}

func appendByte(c byte) jen.Code {
	return jen.Id("dst").Op("=").Append(jen.Id("dst"), jen.LitRune(rune(c)))
}

func (e *encoder) csvField(f structField, dialect dialect) []jen.Code {
	if !f.Type.Nullable {
		return e.csvValue(f.Type, field(f), dialect)
	}
	present := jen.If(field(f).Dot("Valid")).Block(e.csvValue(f.Type.WithNull(false), field(f).Dot("V"), dialect)...)
	if dialect.null != "" {
		present.Else().Block(appendText(dialect.null))
	}
	return []jen.Code{present}
}

// csvValue appends a value that isn't NULL.
func (e *encoder) csvValue(t types.Type, v *jen.Statement, dialect dialect) []jen.Code {
	name := strings.TrimSuffix(jsonWriters[t.Kind], "ISO")
	args := []jen.Code{jen.Id("dst"), v}
	if t.IsString() || t.Kind == types.Null || t.Kind == types.JSON || t.Kind == types.Bytes {
		args = append(args, dialect.delimiterCode(), dialect.quoteCode(), literal(dialect.null))
	}
	name, args = writerArgs(t, name, args)
	if name == "" {
		panic("codegen: no CSV form of " + t.String())
	}
	value := jen.Id("dst").Op("=").Add(csvFunc(name)).Call(args...)
	if dialect.quote != 0 && strings.IndexByte(" :", dialect.delimiter) >= 0 && hasTime(t) {
		return []jen.Code{appendByte(dialect.quote), value, appendByte(dialect.quote)}
	}
	return []jen.Code{value}
}

// hasTime reports the types whose values hold spaces and colons.
func hasTime(t types.Type) bool {
	return t.Kind == types.Time || t.Kind == types.Timestamp || t.Kind == types.TimestampLTZ || t.Kind == types.Interval
}

// csvHeader is the first line of a CSV file: the names of the columns.
func csvHeader(table *logical.Table) string {
	dialect := dialectOf(table)
	var names []string
	for _, column := range physicalColumns(table) {
		names = append(names, dialect.field(column.Name))
	}
	if change := option(table, "changelog.column"); change != "" {
		names = append(names, dialect.field(change))
	}
	return strings.Join(names, string(rune(dialect.delimiter))) + "\n"
}

// field writes text as a field, quoted where it has to be.
func (d dialect) field(text string) string {
	if d.quote == 0 || !strings.ContainsAny(text, string(rune(d.delimiter))+string(rune(d.quote))+"\r\n") {
		return text
	}
	quote := string(rune(d.quote))
	return quote + strings.ReplaceAll(text, quote, quote+quote) + quote
}
