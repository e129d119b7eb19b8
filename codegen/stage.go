package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

// stageEmitter makes the code of one stage: a type that a partition instantiates, its Process loop, and a method that takes
// one row of the input through the stage's operators.
type stageEmitter struct {
	*generator
	stage     *physical.Stage
	source    string      // what the input is called in comments: orders
	input     *structType // the input's row
	partition string      // ordersPartition
	newName   string      // newOrdersPartition
	method    string      // order
	field     string      // orders: the field of InProcess
	decoder   string      // orderDecoder; "" where the input isn't bytes
	generates *rowGenerator
	members   *namer // fields and methods of the partition
	names     *namer // locals of the method that is being made
	outputs   []*output
	variables []*localColumn // locals that hold computed columns
	methods   []jen.Code     // of branches, where there are many
	scratch   bool           // expressions build strings
}

// output is one Write of a stage.
type output struct {
	write *physical.Write
	sink  *sink
	field string // the partition's field of the sink's type
	local string // the row
	kept  string // the partition's field of the row, instead of the local; see keepRows
	flag  string // whether there is one; "" where there always is

	filters      int  // how many filters stand before it behind the place where the stage branches
	declared     bool // local is declared
	flagDeclared bool
	flagged      bool // a filter's condition sets flag
}

// pipeline makes pipeline.go: each stage's partition, then the sinks' types.
func (g *generator) pipeline() []jen.Code {
	for _, stage := range g.plan.Stages {
		g.structs.row(inputRow(stage), inputDoc(stage)) // sources come first in schema.go
	}
	g.sinks.collect(g.plan)
	for _, stage := range g.plan.Stages {
		g.stages = append(g.stages, g.newStageEmitter(stage))
	}
	var stages []jen.Code
	for _, s := range g.stages {
		stages = append(stages, s.declarations()...)
	}
	for _, sink := range g.sinks.list {
		encoder := ""
		if !sink.discards() {
			encoder = g.codecs.encoder(sink.table, sink.row)
		}
		stages = append(stages, sink.declaration(), sink.writeMethod(encoder))
		if sink.conditional {
			stages = append(stages, sink.writeIfMethod())
		}
	}
	return stages
}

func (g *generator) newStageEmitter(stage *physical.Stage) *stageEmitter {
	row := inputRow(stage)
	s := &stageEmitter{generator: g, stage: stage, source: row.Name}
	if _, ok := stage.Input.(*physical.Constant); ok {
		s.source = "constants"
	}
	s.partition = g.names.unexported(unexportedName(stage.Name) + "Partition")
	s.newName = g.names.unexported("new" + exportedName(s.partition))
	s.field = strings.TrimSuffix(s.partition, "Partition")
	s.input = g.structs.row(row, inputDoc(stage))
	if source, ok := stage.Input.(*physical.Source); ok && source.Table.Connector != "datagen" {
		s.decoder = g.codecs.decoder(source.Table, source.Used, s.input)
	} else if ok {
		s.generates = g.newRowGenerator(source, s.input)
	}
	s.members = &namer{taken: setOf("row scratch decoder generator")}
	s.method = s.members.unexported(unexportedName(rowTypeName(row.Name)))
	s.names = g.names.locals("p", "row", "err")
	s.collectOutputs()
	return s
}

// inputRow is the row that the stage's input gives. Constants are named after what becomes of them.
func inputRow(stage *physical.Stage) *physical.RowType {
	row := stage.Input.Row()
	if _, ok := stage.Input.(*physical.Constant); ok {
		return &physical.RowType{Name: stage.Name + "_constant", Fields: row.Fields, Mode: row.Mode}
	}
	return row
}

// collectOutputs names what each Write of the stage needs.
func (s *stageEmitter) collectOutputs() {
	fields := map[*sink]string{}
	for _, write := range physicalWrites(s.stage.Then) {
		sink := s.sinks.of(write.Table)
		if fields[sink] == "" {
			fields[sink] = s.members.unexported(sink.field)
		}
		local := s.local(sink.row.GoName)
		s.outputs = append(s.outputs, &output{write: write, sink: sink, field: fields[sink], local: local})
	}
	s.keepRows(s.stage.Then)
}

func (s *stageEmitter) outputOf(write *physical.Write) *output {
	for _, out := range s.outputs {
		if out.write == write {
			return out
		}
	}
	panic("codegen: write of " + write.Table.Name + " is not of this stage")
}

// outputsBelow lists the stage's outputs that rows of these operators may reach.
func (s *stageEmitter) outputsBelow(operators ...physical.Operator) []*output {
	var below []*output
	for _, write := range physicalWrites(operators) {
		below = append(below, s.outputOf(write))
	}
	return below
}

func physicalWrites(operators []physical.Operator) []*physical.Write {
	var writes []*physical.Write
	for _, operator := range operators {
		if write, ok := operator.(*physical.Write); ok {
			writes = append(writes, write)
		}
		writes = append(writes, physicalWrites(operator.Consumers())...)
	}
	return writes
}

// local returns a new name for a local variable of the method.
func (s *stageEmitter) local(name string) string { return s.names.unexported(name) }

// declarations makes the stage's part of pipeline.go.
func (s *stageEmitter) declarations() []jen.Code {
	body := s.through(s.stage.Then, structView("row", s.input)) // first: it finds out what the partition needs
	s.scratch = s.exprs.tookScratch()
	process := s.process()
	return append([]jen.Code{s.typeDeclaration(), process, s.methodDeclaration(body)}, s.methods...)
}

// typeDeclaration makes the partition's type.
//
//	// ordersPartition runs stage 1: orders → filter → project → high_value  (job.sql:10-12)
//	type ordersPartition struct {
//		*rt.StageContext
//		decoder   orderDecoder
//		row       Order
//		highValue highValueSink
//	}
func (s *stageEmitter) typeDeclaration() *jen.Statement {
	fields := []jen.Code{jen.Op("*").Add(symbol("StageContext"))}
	if s.decoder != "" {
		fields = append(fields, jen.Id("decoder").Id(s.decoder))
	}
	if s.generates != nil {
		fields = append(fields, jen.Id("generator").Id(s.generates.name))
	}
	fields = append(fields, jen.Id("row").Id(s.input.GoName))
	if s.scratch {
		fields = append(fields, jen.Id("scratch").Add(symbol("Scratch")).Comment("// strings that expressions build, for the time of a batch"))
	}
	for i, sink := range s.stageSinks() {
		fields = append(fields, jen.Id(s.fieldOf(sink)).Id(s.stageSinks()[i].typeName))
	}
	for _, out := range s.outputs {
		if out.kept != "" {
			fields = append(fields, jen.Id(out.kept).Id(out.sink.row.GoName))
		}
	}
	return s.typeComment().Type().Id(s.partition).Struct(fields...)
}

// stageSinks are the sinks of the stage, each once.
func (s *stageEmitter) stageSinks() []*sink {
	var list []*sink
	seen := map[*sink]bool{}
	for _, out := range s.outputs {
		if !seen[out.sink] {
			seen[out.sink] = true
			list = append(list, out.sink)
		}
	}
	return list
}

func (s *stageEmitter) fieldOf(sink *sink) string {
	for _, out := range s.outputs {
		if out.sink == sink {
			return out.field
		}
	}
	panic("codegen: sink " + sink.table.Name + " is not of this stage")
}

func (s *stageEmitter) typeComment() *jen.Statement {
	comment := jen.Null()
	paths := s.operatorPaths(s.stage.Then)
	if len(paths) == 1 {
		return comment.Comment(fmt.Sprintf("// %s runs stage %d: %s → %s", s.partition, s.stage.ID, oneLine(s.source), paths[0])).Line()
	}
	comment.Comment(fmt.Sprintf("// %s runs stage %d:", s.partition, s.stage.ID)).Line().Comment("//").Line()
	for i, path := range paths {
		from := oneLine(s.source)
		if i > 0 {
			from = strings.Repeat(" ", len([]rune(from)))
		}
		comment.Comment("//\t" + from + " → " + path).Line()
	}
	return comment
}

// where says which lines of the SQL an operator came from.
func (s *stageEmitter) where(span diag.Span) string {
	if span.IsZero() {
		return ""
	}
	first, _ := s.sql.position(span.Start)
	last, _ := s.sql.position(max(span.Start, span.End-1))
	if first == last {
		return fmt.Sprintf("  (%s:%d)", s.sql.name, first)
	}
	return fmt.Sprintf("  (%s:%d-%d)", s.sql.name, first, last)
}

// operatorPaths lists each way from the operators to a sink: "filter → project → high_value  (job.sql:27-30)". A word that
// stands there already isn't repeated: views pile up filters and projections, and code has no use for their borders.
func (s *stageEmitter) operatorPaths(operators []physical.Operator, above ...string) []string {
	var paths []string
	for _, operator := range operators {
		if write, ok := operator.(*physical.Write); ok {
			path := append(slices.Clone(above), oneLine(write.Table.Name))
			paths = append(paths, strings.Join(path, " → ")+s.where(write.Pos))
			continue
		}
		words := above
		if word := operatorWord(operator); !slices.Contains(words, word) {
			words = append(slices.Clone(words), word)
		}
		paths = append(paths, s.operatorPaths(operator.Consumers(), words...)...)
	}
	return paths
}

func operatorWord(operator physical.Operator) string {
	switch operator.(type) {
	case *physical.Filter:
		return "filter"
	case *physical.Project:
		return "project"
	}
	panic(fmt.Sprintf("codegen: no emitter for operator %T", operator))
}

// methodDeclaration makes the method that takes one row of the input through the operators.
func (s *stageEmitter) methodDeclaration(body []jen.Code) *jen.Statement {
	return jen.Comment("// " + s.method + " takes one row of " + oneLine(s.source) + " through the stage.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(s.method).
		Params(jen.Id("row").Op("*").Id(s.input.GoName)).Error().Block(body...)
}
