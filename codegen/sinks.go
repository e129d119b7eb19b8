package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// sinks are the tables that the job writes, in the order in which the plan first names them. All writes to one table share
// its row type, encoder and buffer.
type sinks struct {
	gen  *generator
	list []*sink
}

// sink is one table that the job writes.
type sink struct {
	table    *logical.Table
	row      *structType
	typeName string // highValueSink: the type that encodes its rows
	field    string // highValue: the partition's field of that type
	hook     string // HighValue: the field of Outputs

	conditional bool // it needs writeIf
	upserts     bool // what it takes are changes: some are, or its records say so of every row
}

func newSinks(g *generator) *sinks { return &sinks{gen: g} }

// collect finds every table that the plan writes. A column is nullable in the row's struct where some write may make it NULL,
// whatever the table says: what is known to be there needs no validity flag.
func (s *sinks) collect(plan *physical.Plan) {
	nullable := map[*logical.Table][]bool{}
	var tables []*logical.Table
	for _, stage := range plan.Stages {
		walkWrites(stage.Then, stage.Input.Row().Fields, func(write *physical.Write, fields []types.Field) {
			flags, known := nullable[write.Table]
			if !known {
				tables = append(tables, write.Table)
				flags = make([]bool, len(fields))
			}
			for i, field := range fields {
				flags[i] = flags[i] || field.Type.Nullable
			}
			nullable[write.Table] = flags
		})
	}
	for _, table := range tables {
		s.add(table, nullable[table])
	}
}

func (s *sinks) add(table *logical.Table, nullable []bool) {
	row := &physical.RowType{Name: table.Name}
	for i, column := range table.Columns {
		row.Fields = append(row.Fields, types.Field{Name: column.Name, Type: column.Type.WithNull(nullable[i])})
	}
	names := s.gen.names
	made := &sink{table: table, row: s.gen.structs.row(row, "is a row of the sink table "+oneLine(table.Name))}
	made.field = unexportedName(table.Name)
	made.typeName = names.unexported(made.field + "Sink")
	made.upserts = made.option("changelog.column") != "" || table.Format == "debezium-json"
	s.list = append(s.list, made)
}

// sinkDeclarations make a sink's type and methods.
func (g *generator) sinkDeclarations(s *sink) []jen.Code {
	encoder := ""
	if !s.discards() {
		encoder = g.codecs.encoder(s.table, s.row)
	}
	if s.upserts {
		return []jen.Code{s.declaration(), s.changeMethod(encoder)}
	}
	list := []jen.Code{s.declaration(), s.writeMethod(encoder)}
	if s.conditional {
		list = append(list, s.writeIfMethod())
	}
	return list
}

// of returns the sink of a table that collect has seen.
func (s *sinks) of(table *logical.Table) *sink {
	for _, known := range s.list {
		if known.table == table {
			return known
		}
	}
	panic("codegen: no sink for table " + table.Name)
}

// physicalColumns are the columns that stand in a table's records: those without METADATA.
func physicalColumns(table *logical.Table) []logical.TableColumn {
	var columns []logical.TableColumn
	for _, column := range table.Columns {
		if column.Metadata == "" {
			columns = append(columns, column)
		}
	}
	return columns
}

// walkWrites calls visit for each Write below operators, with the fields of its input row.
func walkWrites(operators []physical.Operator, fields []types.Field, visit func(*physical.Write, []types.Field)) {
	for _, operator := range operators {
		below := fields
		switch operator := operator.(type) {
		case *physical.Write:
			visit(operator, fields)
		case *physical.Project:
			below = projectedFields(operator)
		case *physical.Aggregate:
			below = operator.State.Result.Fields
		case *physical.Sort:
			below = operator.State.Result.Fields
		case *physical.Top:
			below = operator.State.Result.Fields
		case *physical.WindowAssign:
			below = operator.State.Result.Fields
		case *physical.Over:
			below = operator.State.Result.Fields
		}
		walkWrites(operator.Consumers(), below, visit)
	}
}

// projectedFields are a projection's output: its names with the types that its expressions have. NOT NULL is kept where a
// cast only allows for NULL.
func projectedFields(project *physical.Project) []types.Field {
	fields := make([]types.Field, len(project.Exprs))
	for i, e := range project.Exprs {
		fields[i] = types.Field{Name: project.Type.Fields[i].Name, Type: withoutNullCast(e).Type()}
	}
	return fields
}

// withoutNullCast is e without casts that only allow for NULL.
func withoutNullCast(e scalar.Expr) scalar.Expr {
	for {
		cast, ok := e.(*scalar.Cast)
		if !ok || !onlyGainsNull(cast) {
			return e
		}
		e = cast.Operand
	}
}

// discards reports a sink that takes rows and drops them.
func (s *sink) discards() bool { return s.table.Connector == "blackhole" }

// declaration makes the type that takes a sink's rows from a partition.
//
//	// highValueSink takes the rows for high_value.
//	type highValueSink struct {
//		out  *rt.Output
//		take func(HighValue) error // where the package is used in-process
//	}
func (s *sink) declaration() *jen.Statement {
	return jen.Comment("// "+s.typeName+" takes rows for "+oneLine(s.table.Name)+".").Line().
		Type().Id(s.typeName).Struct(
		jen.Id("out").Op("*").Add(symbol("Output")),
		jen.Id("take").Func().Params(s.taken()...).Error().Comment("// where the package is used in-process"),
	)
}

// writeMethod makes the method that takes one row.
//
//	func (s *highValueSink) write(row *HighValue) error {
//		if s.take != nil {
//			return s.take(*row)
//		}
//		s.out.Buf = appendHighValue(s.out.Buf, row)
//		return s.out.Wrote()
//	}
func (s *sink) writeMethod(encoder string) *jen.Statement {
	body := []jen.Code{
		jen.If(jen.Id("s").Dot("take").Op("!=").Nil()).Block(jen.Return(jen.Id("s").Dot("take").Call(jen.Op("*").Id("row")))),
	}
	if s.discards() {
		body = append(body,
			jen.Add(symbol("connector/blackhole.Take")).Call(jen.Id("row")).Comment("// the row is made, though nothing is done with it"))
	} else {
		body = append(body, jen.Id("s").Dot("out").Dot("Buf").Op("=").Id(encoder).Call(jen.Id("s").Dot("out").Dot("Buf"), jen.Id("row")))
	}
	body = append(body, jen.Return(jen.Id("s").Dot("out").Dot("Wrote").Call()))
	return jen.Func().Params(jen.Id("s").Op("*").Id(s.typeName)).Id("write").
		Params(jen.Id("row").Op("*").Id(s.row.GoName)).Error().Block(body...)
}

// taken are the parameters of the function that takes a sink's rows in-process.
func (s *sink) taken() []jen.Code {
	if s.upserts {
		return []jen.Code{symbol("Change"), jen.Id(s.row.GoName)}
	}
	return []jen.Code{jen.Id(s.row.GoName)}
}

// changeMethod makes the method that takes a change.
//
//	func (s *totalsSink) change(change rt.Change, row *Total) error {
//		if s.take != nil {
//			return s.take(change, *row)
//		}
//		s.out.Buf = changelog.EndJSON(appendTotal(s.out.Buf, row), change, "op")
//		return s.out.Wrote()
//	}
func (s *sink) changeMethod(encoder string) *jen.Statement {
	body := []jen.Code{
		jen.If(jen.Id("s").Dot("take").Op("!=").Nil()).Block(jen.Return(jen.Id("s").Dot("take").Call(jen.Id("change"), jen.Op("*").Id("row")))),
	}
	if s.discards() {
		body = append(body, jen.Add(symbol("connector/blackhole.Take")).Call(jen.Id("row")).Comment("// the row is made, though nothing is done with it"))
	} else {
		buffer := jen.Id("s").Dot("out").Dot("Buf")
		body = append(body, jen.Add(buffer).Op("=").Add(s.encodeChange(encoder, buffer)))
	}
	body = append(body, jen.Return(jen.Id("s").Dot("out").Dot("Wrote").Call()))
	return jen.Func().Params(jen.Id("s").Op("*").Id(s.typeName)).Id("change").
		Params(jen.Id("change").Add(symbol("Change")), jen.Id("row").Op("*").Id(s.row.GoName)).Error().Block(body...)
}

// encodeChange appends a record that says which change it is, in the way of the sink's format.
func (s *sink) encodeChange(encoder string, buffer *jen.Statement) *jen.Statement {
	column := s.option("changelog.column")
	encode := func(into jen.Code) *jen.Statement { return jen.Id(encoder).Call(into, jen.Id("row")) }
	switch {
	case s.table.Format == "debezium-json":
		return symbol("changelog.EndDebezium").Call(encode(symbol("changelog.BeginDebezium").Call(buffer, jen.Id("change"))), jen.Id("change"))
	case column != "" && s.table.Format == "csv":
		return symbol("changelog.EndCSV").Call(encode(buffer), jen.Id("change"), jen.Lit(delimiterOf(s)))
	case column != "":
		return symbol("changelog.EndJSON").Call(encode(buffer), jen.Id("change"), jen.Lit(column))
	}
	return encode(symbol("changelog.Begin").Call(buffer, jen.Id("change")))
}

// option is the value of an option of the sink's table; "" where it has none.
func (s *sink) option(key string) string {
	for _, option := range s.table.Options {
		if option.Key == key {
			return option.Value
		}
	}
	return ""
}

// delimiterOf is what stands between a CSV sink's fields.
func delimiterOf(s *sink) string {
	if delimiter := s.option("csv.field-delimiter"); delimiter != "" {
		return delimiter
	}
	return ","
}
