package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// inProcessFile is where the typed interface of the package stands.
const inProcessFile = "inprocess.go"

// inProcess makes inprocess.go: the job's stages without connectors and formats.
func (g *generator) inProcess() []jen.Code {
	declarations := []jen.Code{g.outputsType(), g.inProcessType(), g.inProcessConstructor()}
	methods := &namer{taken: map[string]bool{}}
	for _, s := range g.stages {
		if _, receives := s.stage.Input.(*physical.Receive); !receives {
			declarations = append(declarations, s.inProcessMethod(methods.exported(s.source)))
		}
	}
	if g.stateful() {
		declarations = append(declarations, g.inProcessFinish(methods.exported("Finish")), g.inProcessAdvance())
	}
	return declarations
}

// outputsType makes the struct of callbacks.
//
//	// Outputs says where rows go: one function for each sink. Rows for a sink without one are dropped.
//	type Outputs struct {
//		HighValue func(HighValue) error
//	}
func (g *generator) outputsType() *jen.Statement {
	var fields []jen.Code
	names := &namer{taken: map[string]bool{}}
	for _, sink := range g.sinks.list {
		sink.hook = names.exported(sink.table.Name)
		fields = append(fields, jen.Id(sink.hook).Func().Params(sink.taken()...).Error())
	}
	return jen.Comment("// Outputs says where rows go: one function for each sink, called in the order of the rows. An error that it returns is the").Line().
		Comment("// error of the call that brought the row. Rows for a sink without a function are dropped.").Line().
		Type().Id("Outputs").Struct(fields...)
}

func (g *generator) inProcessType() *jen.Statement {
	var fields []jen.Code
	for _, s := range g.stages {
		fields = append(fields, jen.Id(s.field).Id(s.partition))
	}
	return jen.Comment("// InProcess is the job without its connectors and formats: typed rows in, typed rows out, in the caller's goroutine. It is").Line().
		Comment("// not safe for concurrent use; make one for each goroutine.").Line().
		Type().Id("InProcess").Struct(fields...)
}

// inProcessConstructor makes New.
func (g *generator) inProcessConstructor() *jen.Statement {
	var names, fields []jen.Code
	for _, sink := range g.sinks.list {
		names = append(names, jen.Lit(sink.table.Name))
	}
	for _, s := range g.stages {
		members := []jen.Code{jen.Id("StageContext").Op(":").Id("context")}
		for _, t := range s.targets {
			if t.sink == nil {
				members = append(members, jen.Id(t.field).Op(":").Id(t.typeName).Add(s.targetLiteral(t, false)))
				continue
			}
			members = append(members, jen.Id(t.field).Op(":").Id(t.typeName).Add(inLine(
				jen.Id("out").Op(":").Id("context").Dot("Output").Call(jen.Lit(t.sink.table.Name)),
				jen.Id("take").Op(":").Id("outputs").Dot(t.sink.hook),
			)))
		}
		fields = append(fields, jen.Id(s.field).Op(":").Id(s.partition).Add(lines(members...)))
	}
	body := []jen.Code{jen.Id("context").Op(":=").Add(symbol("InProcess")).Call(names...)}
	job := jen.Op("&").Id("InProcess").Add(lines(fields...))
	if wires := g.inProcessWires(); len(wires) > 0 {
		body = append(append(body, jen.Id("j").Op(":=").Add(job)), wires...)
		job = jen.Id("j")
	}
	return jen.Comment("// New returns the job with its sinks replaced by functions.").Line().
		Func().Id("New").Params(jen.Id("outputs").Id("Outputs")).Op("*").Id("InProcess").Block(append(body, jen.Return(job))...)
}

// inProcessWires joins the stages: each calls the one behind it.
func (g *generator) inProcessWires() []jen.Code {
	var wires []jen.Code
	wire := func(s *stageEmitter, t *target, field string, to *stageEmitter) {
		wires = append(wires, jen.Id("j").Dot(s.field).Dot(t.field).Dot(field).Op("=").Op("&").Id("j").Dot(to.field))
	}
	for _, s := range g.stages {
		for _, t := range s.targets {
			switch {
			case t.state != nil:
				wire(s, t, "to", t.state.owner)
			case t.exchange != nil:
				wire(s, t, "direct", t.exchange.receiver)
			}
		}
	}
	return wires
}

// stateful reports a job with state between records.
func (g *generator) stateful() bool { return len(g.states) > 0 }

// inProcessFinish makes the method that ends the input.
func (g *generator) inProcessFinish(name string) *jen.Statement {
	return jen.Comment("// " + name + " ends the input: windows close, and what is emitted at the end is emitted. No rows may follow.").Line().
		Func().Params(jen.Id("j").Op("*").Id("InProcess")).Id(name).Params().Error().
		Add(onOneLine(jen.Return(jen.Id("j").Dot("advance").Call(symbol("EndOfTime")))))
}

// inProcessAdvance makes the method that brings all stages to a watermark, in the order of the rows.
func (g *generator) inProcessAdvance() *jen.Statement {
	var body []jen.Code
	for _, s := range g.stages {
		if s.hasState() {
			body = append(body, returnError(jen.Id("j").Dot(s.field).Dot("Advance").Call(jen.Id("watermark"))))
		}
	}
	try := jen.Return(symbol("Try").Call(jen.Func().Params().Error().Block(append(body, jen.Return(jen.Nil()))...)))
	return jen.Func().Params(jen.Id("j").Op("*").Id("InProcess")).Id("advance").Params(jen.Id("watermark").Int64()).Error().Block(try)
}

// hasState reports a stage with an operator that keeps something.
func (s *stageEmitter) hasState() bool { return len(s.keeping()) > 0 }

// onOneLine is a function's body of one statement; Block would move it to the next line.
func onOneLine(statement jen.Code) *jen.Statement {
	return jen.Op("{").Add(statement).Op("}")
}

// inProcessMethod takes one row of a stage's input.
//
//	// Orders takes one row of orders through the job.
//	func (j *InProcess) Orders(row Order) error {
//		return rt.Try(func() error { return j.ordersPartition.order(&row) })
//	}
func (s *stageEmitter) inProcessMethod(name string) *jen.Statement {
	partition := jen.Id("j").Dot(s.field)
	var body []jen.Code
	if s.scratch {
		body = append(body, jen.Add(partition).Dot("scratch").Op("=").Add(symbol("Scratch")).Values().Comment("// rows may be kept, so what they point to isn't used again"))
	}
	try := jen.Add(symbol("Try")).Call(
		jen.Func().Params().Error().Add(onOneLine(jen.Return(jen.Add(partition).Dot(s.segments[0].method).Call(jen.Op("&").Id("row"))))))
	if s.generator.stateful() {
		body = append(body, returnError(try), jen.Return(jen.Id("j").Dot("advance").Call(jen.Add(partition).Dot("Now").Call())))
	} else {
		body = append(body, jen.Return(try))
	}
	return jen.Comment("// " + name + " takes one row of " + oneLine(s.source) + " through the job. An error is that of an expression that failed, before any output got a row,").Line().
		Comment("// or of a function of Outputs.").Line().
		Func().Params(jen.Id("j").Op("*").Id("InProcess")).Id(name).Params(jen.Id("row").Id(s.input.GoName)).Error().Block(body...)
}
