package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

// stageEmitter makes the code of one stage: a type that a partition instantiates, its Process loop, and its segments: the
// ways of a row of the input, and of the results of each stateful operator, through the stage's operators.
type stageEmitter struct {
	*generator
	stage     *physical.Stage
	source    string          // what the input is called in comments: orders
	input     *structType     // the input's row
	partition string          // ordersPartition
	newName   string          // newOrdersPartition
	field     string          // orders: the field of InProcess
	decoder   string          // orderDecoder; "" where the input isn't bytes
	taker     *physical.State // takes rows as they are read, see takesRows
	generates *rowGenerator
	members   *namer // fields and methods of the partition
	scratch   bool   // expressions build strings
	targets   []*target
	segments  []*segment // the input's first
}

// pipeline makes pipeline.go: each stage's partition, then the sinks' types.
func (g *generator) pipeline() []jen.Code {
	for _, stage := range g.plan.Stages {
		if _, receives := stage.Input.(*physical.Receive); !receives {
			g.structs.row(inputRow(stage), inputDoc(stage)) // sources come first in schema.go
		}
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
		stages = append(stages, g.sinkDeclarations(sink)...)
	}
	return append(stages, g.exchangeDeclarations()...)
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
		s.taker = g.takesRows(stage)
		s.decoder = g.codecs.decoder(source.Table, source.Used, s.input, s.taker != nil)
	} else if ok {
		s.generates = g.newRowGenerator(source, s.input)
	}
	s.members = &namer{taken: setOf("row in scratch decoder generator Process Advance")}
	if input, ok := stage.Input.(*physical.Receive); ok {
		g.exchangeOf(input.Exchange).receiver = s
	}
	if s.merges() != nil {
		s.targetOf(stage.Then[0])
		return s
	}
	s.addSegment(s.input, s.members.unexported(unexportedName(rowTypeName(row.Name))), "row of "+oneLine(s.source), stage.Then, nil)
	if s.taker != nil {
		g.stateOf(s.taker).takeMany(s.input, rowsAtOnce(stage.Input.(*physical.Source).Table, s.input))
	}
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

// declarations makes the stage's part of pipeline.go.
func (s *stageEmitter) declarations() []jen.Code {
	var methods []jen.Code
	for _, segment := range s.segments { // first: they find out what the partition needs
		methods = append(methods, segment.declarations()...)
	}
	s.scratch = s.exprs.tookScratch()
	process := s.process() // before the type, too
	list := []jen.Code{s.typeDeclaration(), process}
	return append(append(list, methods...), s.advance()...)
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
	if _, receives := s.stage.Input.(*physical.Receive); receives {
		fields = append(fields, jen.Id("in").Op("*").Add(symbol("Receiver")).Types(s.inputType()))
	} else if s.taker == nil {
		fields = append(fields, jen.Id("row").Id(s.input.GoName))
	}
	if s.scratch {
		fields = append(fields, jen.Id("scratch").Add(symbol("Scratch")).Comment("// strings that expressions build, for the time of a batch"))
	}
	for _, t := range s.targets {
		fields = append(fields, jen.Id(t.field).Add(t.goType()))
	}
	for _, out := range s.outputs() {
		if out.kept != "" {
			fields = append(fields, jen.Id(out.kept).Id(out.target.row.GoName))
		}
	}
	return s.typeComment().Type().Id(s.partition).Struct(fields...)
}

// outputs are those of all segments.
func (s *stageEmitter) outputs() []*output {
	var list []*output
	for _, segment := range s.segments {
		list = append(list, segment.outputs...)
	}
	return list
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
		if end := s.pathEnd(operator); end != "" {
			path := append(slices.Clone(above), end)
			paths = append(paths, strings.Join(path, " → ")+s.where(operator.Span()))
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

// pathEnd is where a path ends: at a sink, or at the stage behind an exchange; "" where the operator isn't an end.
func (s *stageEmitter) pathEnd(operator physical.Operator) string {
	switch operator := operator.(type) {
	case *physical.Write:
		return oneLine(operator.Table.Name)
	case *physical.Send:
		return "stage " + jenInt(s.receiving(operator.Exchange).ID)
	case *physical.Aggregate:
		if operator.Phase == physical.Partial {
			return "aggregate → stage " + jenInt(s.receiving(operator.Exchange).ID)
		}
	}
	return ""
}

func operatorWord(operator physical.Operator) string {
	switch operator := operator.(type) {
	case *physical.Filter:
		return "filter"
	case *physical.Project:
		return "project"
	case *physical.Watermark:
		return "watermark"
	case *physical.Send:
		return "exchange"
	case *physical.Aggregate:
		return pick(operator.Phase == physical.Partial, "partial ", "") + "aggregate"
	case *physical.Over:
		return "over"
	case *physical.Sort:
		return "sort"
	case *physical.Top:
		return "top"
	case *physical.WindowAssign:
		return "window"
	}
	panic(fmt.Sprintf("codegen: no emitter for operator %T", operator))
}
