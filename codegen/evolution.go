package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
	"github.com/weirsql/weir/runtime/evolution"
)

// Schema says what a plan's job keeps, as generated code lays it out, and where it is in what it reads and writes.
func Schema(plan *physical.Plan, opts Options) *evolution.Schema {
	g := newGenerator(plan, opts)
	g.pipeline()
	return g.schema()
}

// schema is the plan's schema of state. It is there once the pipeline is made, which finds out what outputs need of groups.
func (g *generator) schema() *evolution.Schema {
	means := g.means()
	s := &evolution.Schema{Format: evolution.Format}
	for _, stage := range g.plan.Stages {
		switch input := stage.Input.(type) {
		case *physical.Source:
			s.Sources = append(s.Sources, evolution.Source{Name: stage.Name, Table: input.Table.Name, Options: placeOf(input.Table), Position: g.at(input.Table.Span)})
		case *physical.Constant:
			s.Sources = append(s.Sources, evolution.Source{Name: stage.Name, ID: means.Stages[stage], Position: g.at(stage.Span)})
		}
	}
	for _, table := range g.sinkTables() {
		s.Sinks = append(s.Sinks, g.sinkSchema(table))
	}
	for _, state := range means.States {
		s.Operators = append(s.Operators, operatorSchema{g.stateOf(state.State), state, means}.operator())
	}
	return s
}

func placeOf(t *logical.Table) (options []evolution.Option) {
	for _, option := range meaning.Place(t) {
		options = append(options, evolution.Option{Key: option.Key, Hash: option.Hash})
	}
	return options
}

func (g *generator) sinkSchema(table *logical.Table) evolution.Sink {
	sink := evolution.Sink{Name: table.Name, Options: placeOf(table), Named: table.Format == "json", Position: g.at(table.Span)}
	for _, column := range table.Columns {
		sink.Columns = append(sink.Columns, evolution.Column{Name: column.Name, Type: column.Type.String()})
	}
	return sink
}

// operatorSchema makes the schema of one state.
type operatorSchema struct {
	*stateEmitter
	meaning *meaning.State
	plan    *meaning.Plan
}

func (o operatorSchema) operator() evolution.Operator {
	s := o.state
	made := evolution.Operator{
		Name: s.Name, ID: o.meaning.ID, Text: o.name, Rows: o.meaning.Rows, Conditions: o.meaning.Conditions, Window: o.meaning.Window, Order: o.meaning.Order,
		Layout: o.layout(), Retracts: s.Retracts(), Position: o.at(o.meaning.Span),
	}
	for _, from := range o.meaning.From {
		made.From = append(made.From, from.Name)
	}
	switch {
	case s.Waits():
	case o.topped():
		made.ID = meaning.Digest(append([]string{made.ID}, o.places()...)...)
	case s.Over == nil && s.Sort == nil:
		made.Emit = s.Emit.String()
		made.Values, made.Outputs = o.values(), o.outputs()
	}
	for i, field := range s.Input.Fields[:s.Keys] {
		made.Key = append(made.Key, o.column(field.Name, o.meaning.Columns[i], field.Type))
	}
	for _, at := range s.Dealt {
		made.Dealt = append(made.Dealt, o.meaning.Columns[at])
	}
	slices.Sort(made.Dealt)
	return made
}

// layout is how snapshot.go puts entries together.
func (o operatorSchema) layout() evolution.Layout {
	switch {
	case o.state.Waits() || o.state.Over != nil || o.state.Sort != nil || o.topped() || !o.keeps():
		return evolution.Opaque
	case o.sessions():
		return evolution.Sessions
	case o.gathers():
		return evolution.Gathered
	case o.exact():
		return evolution.Windowed
	case o.sliced():
		return evolution.Sliced
	}
	return evolution.Plain
}

func (o operatorSchema) column(name, id string, t types.Type) evolution.Column {
	return evolution.Column{Name: name, ID: id, Type: t.String(), Encoding: o.encoding(t)}
}

// encoding is how codeValue writes a value of a type.
func (e *stateEmitter) encoding(t types.Type) evolution.Encoding {
	if t.Nullable {
		return "null(" + e.encoding(t.WithNull(false)) + ")"
	}
	switch t.Kind {
	case types.Array:
		return "list(" + e.encoding(*t.Elem) + ")"
	case types.Map:
		return "list(row(" + e.encoding(*t.Key) + "," + e.encoding(*t.Elem) + "))"
	case types.Row:
		var fields []string
		for _, field := range e.structs.rowType(t, "nested").Fields {
			fields = append(fields, string(e.encoding(field.Type)))
		}
		return evolution.Encoding("row(" + strings.Join(fields, ",") + ")")
	case types.Decimal:
		if t.Wide() {
			return "int128"
		}
	}
	if encoding := encodings[t.Kind]; encoding != "" {
		return encoding
	}
	return "int"
}

// encodings are those of types that aren't numbers; see agg.Value.
var encodings = map[types.Kind]evolution.Encoding{
	types.Boolean: "bool", types.Real: "bits32", types.Double: "bits64", types.Varchar: "text", types.Char: "text", types.Null: "text", types.Bytes: "text",
	types.JSON: "text", types.UUID: "uuid", types.Interval: "interval",
}

// values are what snapshot codes behind the key; see codeMethod and codeMembers.
func (o operatorSchema) values() (list []evolution.Value) {
	if o.forgets() {
		list = append(list, evolution.Value{Name: "age", Kind: evolution.Age, ID: pick(o.byMachineTime(), "machine", "event")})
	}
	if o.counts() {
		list = append(list, evolution.Value{Name: "rows", Kind: evolution.Rows})
	}
	for i, m := range o.members {
		list = append(list, o.aggregate(m, o.meaning.Calls[i]))
	}
	if o.refuses() {
		list = append(list, evolution.Value{Name: "taken", Kind: evolution.Flag})
	}
	if !o.upserts() {
		return list
	}
	list = append(list, evolution.Value{Name: "shown", Kind: evolution.Shown})
	if o.sessions() {
		list = append(list, evolution.Value{Name: "start", Kind: evolution.Start})
	}
	for _, image := range o.images {
		list = append(list, o.image(image))
	}
	return list
}

func (o operatorSchema) aggregate(m member, call meaning.Call) evolution.Value {
	format, encoding := o.format(m)
	v := evolution.Value{Name: o.callText(m), ID: call.ID, Taken: call.Taken, Format: format, Encoding: encoding, NotNull: overloadOf(m).Nullable && !m.call.Type.Nullable}
	for _, t := range argumentTypes(m) {
		v.Types = append(v.Types, t.String())
	}
	return v
}

// format is what the accumulator of a call keeps. Accumulators of one format keep the same of the same rows; their encodings may differ.
func (o operatorSchema) format(m member) (string, evolution.Encoding) {
	text := strings.ReplaceAll(fmt.Sprintf("%#v", o.accumulatorType(m)), rtPath+"/", "")
	if m.ordered != nil {
		return m.ordered.keeper + " of " + o.keptColumns(m.ordered), ""
	}
	if m.call.Distinct {
		return widthOf.Replace(text), ""
	}
	if known, ok := formats[text]; ok {
		return known.name, known.encoding
	}
	return widthOf.Replace(text), ""
}

// keptColumns are those of the rows that a call keeps.
func (o operatorSchema) keptColumns(rows *orderedRows) string {
	var columns []string
	for _, at := range rows.columns {
		columns = append(columns, o.meaning.Columns[at]+" "+o.state.Input.Fields[at].Type.String())
	}
	return strings.Join(columns, ", ")
}

// widthOf leaves out how wide an integer is: it is written down in the same way.
var widthOf = strings.NewReplacer("int8", "int", "int16", "int", "int32", "int", "int64", "int")

type keptFormat struct {
	name     string
	encoding evolution.Encoding
}

// formats are those that several accumulators have, or that may be widened.
var formats = map[string]keptFormat{
	"agg.SumInt": {"sum", "row(int,int)"}, "agg.AvgInt": {"sum", "row(int,int)"},
	"agg.SumBigInt": {"sum", "row(int128,int)"}, "agg.AvgBigInt": {"sum", "row(int128,int)"},
	"agg.SumDecimal": {"sum", "row(int128,int)"}, "agg.AvgDecimal": {"sum", "row(int128,int)"},
	"agg.SumWide": {"wide sum", ""}, "agg.AvgWide": {"wide sum", ""},
	"agg.SumFloat": {"floating-point sum", ""}, "agg.AvgFloat": {"floating-point sum", ""},
}

// image is the row that an output has of the group.
func (o operatorSchema) image(i *image) evolution.Value {
	v := evolution.Value{Name: "row of " + i.out.target.name, Kind: evolution.Image, Output: slices.Index(o.results.outputs, i.out)}
	ids := o.rowMeaning(i.out)
	for at, field := range i.out.target.row.Fields {
		id := ""
		if at < len(ids) {
			id = ids[at]
		}
		v.Columns = append(v.Columns, o.column(field.SQLName, id, field.Type))
	}
	return v
}

// rowMeaning is what the columns of an output's row are.
func (o operatorSchema) rowMeaning(out *output) []string {
	if write, ok := out.terminal.(*physical.Write); ok {
		return o.plan.Writes[write]
	}
	taker := takerOf(out)
	for _, state := range o.plan.States {
		if state.State == taker {
			return state.Columns
		}
	}
	return nil
}

// places is what outputs have of first rows that change: all of it must be the same, since nothing of a place is written apart.
func (o operatorSchema) places() (parts []string) {
	for _, output := range o.outputs() {
		parts = append(parts, fmt.Sprint(output))
	}
	for _, image := range o.images {
		parts = append(parts, fmt.Sprint(o.image(image)))
	}
	return parts
}

// outputs are where results go, in the order of their bits.
func (o operatorSchema) outputs() (list []evolution.Output) {
	if !o.upserts() {
		return nil
	}
	for _, out := range o.results.outputs {
		if taker := takerOf(out); taker != nil {
			list = append(list, evolution.Output{Name: taker.Name, Operator: true})
		} else {
			list = append(list, evolution.Output{Name: out.target.name})
		}
	}
	return list
}

// takerOf is the state that an output's rows reach; nil for a sink.
func takerOf(out *output) *physical.State {
	switch t := out.target; {
	case t.state != nil:
		return t.state.state
	case t.exchange != nil:
		for _, op := range t.exchange.receiving(t.exchange.exchange).Then {
			if state := physical.StateOf(op); state != nil {
				return state
			}
		}
	}
	return nil
}
