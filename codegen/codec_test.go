package codegen

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

var updateCodecs = flag.Bool("update-codecs", false, "write generated/codecs anew")

// codecsDir holds what the emitters make of codecTables, and tests that run it.
const codecsDir = "../generated/codecs"

func null(t types.Type) types.Type { return t.WithNull(true) }

// scalarFields has a column of every scalar type.
func scalarFields() []types.Field {
	varchar := types.Of(types.Varchar)
	short := varchar
	short.Precision = 5
	time := types.Of(types.Time)
	time.Precision = 3
	return []types.Field{
		{Name: "id", Type: types.Of(types.BigInt)},
		{Name: "flag", Type: null(types.Of(types.Boolean))},
		{Name: "tiny", Type: null(types.Of(types.TinyInt))},
		{Name: "small", Type: null(types.Of(types.SmallInt))},
		{Name: "medium", Type: null(types.Of(types.Int))},
		{Name: "big", Type: null(types.Of(types.BigInt))},
		{Name: "single", Type: null(types.Of(types.Real))},
		{Name: "double", Type: null(types.Of(types.Double))},
		{Name: "price", Type: null(types.DecimalOf(12, 2))},
		{Name: "wide", Type: null(types.DecimalOf(30, 4))},
		{Name: "name", Type: null(varchar)},
		{Name: "short", Type: null(short)},
		{Name: "data", Type: null(types.Of(types.Bytes))},
		{Name: "day", Type: null(types.Of(types.Date))},
		{Name: "clock", Type: null(time)},
		{Name: "ts", Type: null(types.TimestampOf(3))},
		{Name: "nanos", Type: null(types.TimestampOf(9))},
		{Name: "instant", Type: null(types.TimestampLTZOf(3))},
		{Name: "span", Type: null(types.Of(types.Interval))},
		{Name: "doc", Type: null(types.Of(types.JSON))},
		{Name: "uuid", Type: null(types.Of(types.UUID))},
	}
}

// flatFields are those of scalarFields that json.Flat reads.
func flatFields() []types.Field {
	return slices.DeleteFunc(scalarFields(), func(f types.Field) bool { return f.Type.Kind == types.JSON })
}

func nestedFields() []types.Field {
	varchar, bigint := types.Of(types.Varchar), types.Of(types.BigInt)
	address := types.RowOf(types.Field{Name: "city", Type: varchar}, types.Field{Name: "zip", Type: null(types.Of(types.Int))})
	item := types.RowOf(types.Field{Name: "sku", Type: varchar}, types.Field{Name: "qty", Type: bigint})
	return []types.Field{
		{Name: "id", Type: bigint},
		{Name: "address", Type: null(address)},
		{Name: "tags", Type: null(types.ArrayOf(null(varchar)))},
		{Name: "attributes", Type: types.MapOf(varchar, null(bigint))},
		{Name: "items", Type: types.ArrayOf(item)},
		{Name: "matrix", Type: null(types.ArrayOf(types.ArrayOf(types.Of(types.Double))))},
		{Name: "by_id", Type: null(types.MapOf(bigint, varchar))},
		{Name: "by_day", Type: null(types.MapOf(types.Of(types.Date), varchar))},
	}
}

func nullField(name string, t types.Type) types.Field { return types.Field{Name: name, Type: null(t)} }

// visitFields have ROWs of which decodedVisitFields are read: two that differ where nothing reads them, others where nothing is
// left.
func visitFields() []types.Field {
	text, number, double := types.Of(types.Varchar), types.Of(types.Int), types.Of(types.Double)
	homeGeo := types.RowOf(nullField("lat", double), nullField("lon", double))
	workGeo := types.RowOf(nullField("lon", double), nullField("alt", double))
	two := types.RowOf(nullField("a", number), nullField("b", number))
	return []types.Field{
		nullField("home", types.RowOf(types.Field{Name: "id", Type: number}, nullField("city", text), nullField("geo", homeGeo))),
		nullField("work", types.RowOf(nullField("city", text), nullField("extra", types.Of(types.JSON)), nullField("geo", workGeo))),
		nullField("stops", types.ArrayOf(null(types.RowOf(nullField("at", number), nullField("name", text), nullField("tags", types.ArrayOf(null(text))))))),
		nullField("marks", types.ArrayOf(null(two))),
		nullField("present", two),
		nullField("by_name", types.MapOf(text, null(two))),
	}
}

func decodedVisitFields() []types.Field {
	text, number, double := types.Of(types.Varchar), types.Of(types.Int), types.Of(types.Double)
	place := types.RowOf(nullField("city", text), nullField("geo", types.RowOf(nullField("lon", double))))
	return []types.Field{
		nullField("home", place),
		nullField("work", place),
		nullField("stops", types.ArrayOf(null(types.RowOf(nullField("name", text))))),
		nullField("marks", types.ArrayOf(null(types.RowOf()))),
		nullField("present", types.RowOf()),
		nullField("by_name", types.MapOf(text, null(types.RowOf(nullField("b", number))))),
	}
}

func orderFields() []types.Field {
	return []types.Field{
		{Name: "order_id", Type: types.Of(types.BigInt)},
		{Name: "customer_id", Type: types.Of(types.BigInt)},
		{Name: "order_date", Type: null(types.Of(types.Varchar))},
		{Name: "total_amount", Type: types.Of(types.Double)},
		{Name: "note", Type: null(types.Of(types.Varchar))},
	}
}

// codecTable is one table, read with the columns in used and written with all.
type codecTable struct {
	name, format string
	fields       []types.Field
	used         []int         // nil for all
	decoded      []types.Field // nil for fields; otherwise what is read of them, and written
	options      []logical.Option
}

func codecTables() []codecTable {
	station := []types.Field{{Name: "station", Type: types.Of(types.Varchar)}, {Name: "temperature", Type: types.DecimalOf(4, 1)}}
	return []codecTable{
		{name: "orders", format: "json", fields: orderFields(), used: []int{0, 1, 2, 3}},
		{name: "scalars", format: "json", fields: scalarFields()},
		{name: "flat_scalars", format: "json", fields: flatFields()},
		{name: "nested", format: "json", fields: nestedFields()},
		{name: "visits", format: "json", fields: visitFields(), decoded: decodedVisitFields()},
		{name: "amounts", format: "json", fields: orderFields(), used: []int{1, 3}},
		{name: "sparse", format: "json", fields: orderFields(), options: []logical.Option{
			{Key: "json.encode.ignore-null-fields", Value: "true"}, {Key: "json.fail-on-missing-field", Value: "true"},
			{Key: "json.timestamp-format.standard", Value: "ISO-8601"}}},
		{name: "measurements", format: "csv", fields: station, options: []logical.Option{{Key: "csv.field-delimiter", Value: ";"}}},
		{name: "csv_scalars", format: "csv", fields: scalarFields()},
		{name: "csv_orders", format: "csv", fields: orderFields(), used: []int{0, 3}, options: []logical.Option{{Key: "csv.header", Value: "true"},
			{Key: "csv.null-literal", Value: `\N`}}},
		{name: "tabbed", format: "csv", fields: orderFields(), used: []int{1, 2}, options: []logical.Option{{Key: "csv.field-delimiter", Value: `\t`},
			{Key: "csv.disable-quote-character", Value: "true"}}},
		{name: "spaced", format: "csv", fields: []types.Field{{Name: "id", Type: types.Of(types.BigInt)}, {Name: "ts", Type: null(types.TimestampOf(3))}},
			options: []logical.Option{{Key: "csv.field-delimiter", Value: " "}}},
		{name: "lines", format: "raw", fields: []types.Field{{Name: "line", Type: null(types.Of(types.Varchar))}}},
		{name: "documents", format: "raw", fields: []types.Field{{Name: "doc", Type: types.Of(types.JSON)}}},
		{name: "blobs", format: "raw", fields: []types.Field{{Name: "data", Type: types.Of(types.Bytes)}}},
	}
}

// table has the given columns.
func (t codecTable) table(fields []types.Field) *logical.Table {
	table := &logical.Table{Name: t.name, Format: t.format, Options: t.options}
	for _, field := range fields {
		table.Columns = append(table.Columns, logical.TableColumn{Name: field.Name, Type: field.Type})
	}
	return table
}

func (t codecTable) emit(g *generator) {
	written := t.decoded
	if written == nil {
		written = t.fields
	}
	used, fields := t.used, []types.Field(nil)
	if used == nil {
		for i := range t.fields {
			used = append(used, i)
		}
	}
	for _, i := range used {
		fields = append(fields, written[i])
	}
	in := g.structs.row(&physical.RowType{Name: t.name, Fields: fields}, "is a row of "+t.name)
	g.codecs.decoder(t.table(t.fields), used, in, true)
	g.codecs.encoder(t.table(written), g.structs.row(&physical.RowType{Name: t.name, Fields: written}, "is a whole row of "+t.name))
}

func TestGeneratedCodecsAreFresh(t *testing.T) {
	g := newGenerator(&physical.Plan{Job: "codecs"}, Options{SQLFile: "codecs.sql"})
	for _, table := range codecTables() {
		table.emit(g)
	}
	pkg := &Package{Name: "codecs"}
	for name, fill := range map[string]func(*jen.File){schemaFile: fill(g.structs.declarations()), codecFile: g.codecs.file} {
		if err := g.add(pkg, name, pkg.Name, fill); err != nil {
			t.Fatal(err)
		}
	}
	if err := verify(pkg, Options{SQLFile: "codecs.sql"}, nil); err != nil {
		t.Error(err)
	}
	for _, file := range pkg.Files {
		path := filepath.Join(codecsDir, file.Path)
		if *updateCodecs {
			if err := os.MkdirAll(codecsDir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, file.Content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if old, _ := os.ReadFile(path); !bytes.Equal(old, file.Content) {
			t.Errorf("%s is out of date: go test ./codegen -run TestGeneratedCodecsAreFresh -update-codecs", path)
		}
	}
}
