package codegen

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// codecs collects codec.go: a decoder for each source, an encoder for each sink.
type codecs struct {
	gen   *generator
	decls []jen.Code
	known map[string]string // names of what is already declared
}

func newCodecs(g *generator) *codecs { return &codecs{gen: g, known: map[string]string{}} }

// file adds the declarations made so far.
func (c *codecs) file(f *jen.File) {
	for _, decl := range c.decls {
		f.Add(decl).Line()
	}
}

// declare adds a top-level declaration with its comment.
func (c *codecs) declare(comment string, decl jen.Code) {
	c.decls = append(c.decls, jen.Comment("// "+comment).Line().Add(decl).Line())
}

func (c *codecs) decoder(table *logical.Table, used []int, row *structType, atOnce bool) string {
	key := "decoder " + row.GoName + " " + table.Name
	if c.known[key] == "" {
		c.known[key] = c.gen.names.unexported(row.GoName + "Decoder")
		d := &decoder{codecs: c, table: table, name: c.known[key], names: newNamer(), composites: map[string]string{}, atOnce: atOnce}
		d.take(used, row)
		switch table.Format {
		case "json":
			d.json()
		case "csv":
			d.csv()
		case "raw":
			d.raw()
		default:
			panic("codegen: no decoder for format " + strconv.Quote(table.Format))
		}
	}
	return c.known[key]
}

func (c *codecs) encoder(table *logical.Table, row *structType) string {
	key := "encoder " + row.GoName + " " + table.Name
	if c.known[key] == "" {
		c.known[key] = c.gen.names.unexported("append" + row.GoName)
		e := &encoder{codecs: c, table: table, row: row, name: c.known[key]}
		switch table.Format {
		case "json", "debezium-json", "":
			e.json()
		case "csv":
			e.csv()
		case "raw":
			e.raw()
		default:
			panic("codegen: no encoder for format " + strconv.Quote(table.Format))
		}
	}
	return c.known[key]
}

func (c *codecs) header(table *logical.Table) string {
	if table.Format != "csv" || option(table, "csv.header") != "true" {
		return ""
	}
	return csvHeader(table)
}

// option returns the value of a table's option, "" where it isn't set.
func option(table *logical.Table, key string) string {
	for _, o := range table.Options {
		if strings.EqualFold(o.Key, key) {
			return o.Value
		}
	}
	return ""
}

// decoder emits the decoder of one source.
type decoder struct {
	codecs     *codecs
	table      *logical.Table
	used       []int             // ordinals of the columns that the format fills
	row        *structType       // the row with those fields alone: the stage sets METADATA columns
	whole      bool              // no field of the row's struct is left out
	name       string            // orderDecoder
	names      *namer            // of its fields and methods
	fields     []jen.Code        // what it keeps between records
	resets     []jen.Code        // of begin
	composites map[string]string // methods by type
	readsText  bool              // a CSV field is read as text first
	atOnce     bool              // it reads many rows at once: decodeRows
}

// encoder emits the encoder of one sink.
type encoder struct {
	codecs *codecs
	table  *logical.Table
	row    *structType
	name   string // appendHighValue
}

// take sets the columns that the format fills, out of those that the job uses.
func (d *decoder) take(used []int, row *structType) {
	content := *row
	content.Fields = nil
	for i, ordinal := range used {
		if d.table.Columns[ordinal].Metadata == "" {
			d.used = append(d.used, ordinal)
			content.Fields = append(content.Fields, row.Fields[i])
		}
	}
	d.row = &content
	d.whole = len(content.Fields) == len(row.Fields)
}

// clear makes every column that may be missing NULL.
func (d *decoder) clear() []jen.Code {
	if d.whole {
		return []jen.Code{jen.Op("*").Id("row").Op("=").Id(d.row.GoName).Values()}
	}
	var code []jen.Code
	for _, f := range d.row.Fields {
		if f.Type.Nullable {
			code = append(code, field(f).Op("=").Add(d.codecs.noValue(f.Type)))
		}
	}
	return code
}

// method declares a method of the decoder.
func (d *decoder) method(comment, name string, params, results []jen.Code, body ...jen.Code) {
	d.codecs.declare(comment, jen.Func().Params(jen.Id("d").Op("*").Id(d.name)).Id(name).Params(params...).Params(results...).Block(body...))
}

// declareType declares the decoder and its begin method, once all that it keeps is known.
//
//	type orderDecoder struct {
//		scratch rt.Scratch
//	}
func (d *decoder) declareType(at int, begin ...jen.Code) {
	later := d.codecs.decls[at:]
	d.codecs.decls = d.codecs.decls[:at:at]
	fields := append([]jen.Code{jen.Id("scratch").Add(symbol("Scratch"))}, d.fields...)
	d.codecs.declare(d.name+" reads records of "+oneLine(d.table.Name)+". What it keeps is valid for one batch.",
		jen.Type().Id(d.name).Struct(fields...))
	body := append([]jen.Code{jen.Id("d").Dot("scratch").Dot("Reset").Call()}, d.resets...)
	body = append(body, begin...)
	d.method("begin forgets what was built for the last batch.", "begin",
		[]jen.Code{jen.Id("batch").Op("*").Add(symbol("Batch"))}, []jen.Code{jen.Error()}, append(body, jen.Return(jen.Nil()))...)
	d.codecs.decls = append(d.codecs.decls, later...)
}

// decodeParams are the parameters of decode: (batch *rt.Batch, row *Order).
func (d *decoder) decodeParams() []jen.Code {
	return []jen.Code{jen.Id("batch").Op("*").Add(symbol("Batch")), jen.Id("row").Op("*").Id(d.row.GoName)}
}

// field is the Go expression of one field of the row.
func field(f structField) *jen.Statement { return jen.Id("row").Dot(f.GoName) }

// noValue is NULL: rt.Null[T]{}.
func (c *codecs) noValue(t types.Type) *jen.Statement { return c.gen.goType(t).Values() }

// literal writes a Go string constant, as a raw string where that is easier to read.
func literal(s string) *jen.Statement {
	if strings.ContainsAny(s, `"\`) && isPrintable(s) {
		return jen.Op("`" + s + "`")
	}
	return jen.Lit(s)
}

func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '`' {
			return false
		}
	}
	return true
}

// rowsMethod declares what reads many rows at once, where that is wanted.
//
//	func (d *orderDecoder) decodeRows(batch *rt.Batch) ([]Order, error) {
//		for i := range d.rows {
//			if !batch.More() {
//				return d.rows[:i], nil
//			}
//			if err := d.decode(batch, &d.rows[i]); err != nil {
//				return d.rows[:i], err
//			}
//		}
//		return d.rows[:], nil
//	}
//
// first is what it tries before.
func (d *decoder) rowsMethod(first ...jen.Code) {
	if !d.atOnce {
		return
	}
	d.fields = append(d.fields, jen.Id("rows").Index(jen.Lit(rowsAtOnce(d.table, d.row))).Id(d.row.GoName).Comment("// that are read at once"))
	rows := jen.Id("d").Dot("rows")
	read := jen.Add(rows).Index(jen.Op(":").Id("i"))
	body := append(first, jen.For(jen.Id("i").Op(":=").Range().Add(rows)).Block(
		jen.If(jen.Op("!").Id("batch").Dot("More").Call()).Block(jen.Return(read, jen.Nil())),
		jen.If(jen.Err().Op(":=").Id("d").Dot("decode").Call(jen.Id("batch"), jen.Op("&").Add(rows).Index(jen.Id("i"))), jen.Err().Op("!=").Nil()).Block(
			jen.Return(read, jen.Err())),
	), jen.Return(jen.Add(rows).Index(jen.Op(":")), jen.Nil()))
	d.method("decodeRows reads the next records, some at once. An error is about the record behind them, which is the batch's current one then.", "decodeRows",
		[]jen.Code{jen.Id("batch").Op("*").Add(symbol("Batch"))}, []jen.Code{jen.Index().Id(d.row.GoName), jen.Error()}, body...)
}
