package codegen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

func jenInt(n int) string { return strconv.Itoa(n) }

// merges is the state whose groups the stage receives; nil where it receives rows, or reads.
func (s *stageEmitter) merges() *stateEmitter {
	if input, ok := s.stage.Input.(*physical.Receive); ok && input.Exchange.Groups != nil {
		return s.generator.stateOf(input.Exchange.Groups)
	}
	return nil
}

// inputType is the Go type of what the stage receives.
func (s *stageEmitter) inputType() *jen.Statement {
	if e := s.merges(); e != nil {
		return jen.Id(e.sentType())
	}
	if s.receivesChanges() {
		return symbol("Changed").Types(jen.Id(s.input.GoName))
	}
	if s.receivesHashes() {
		return symbol("Keyed").Types(jen.Id(s.input.GoName))
	}
	return jen.Id(s.input.GoName)
}

// receiveLoop takes the rows of an exchange's batch, or the groups of a first phase.
//
//	rows := p.in.Rows()
//	for batch.NextNumber() {
//		keyed := &rows[batch.Number()]
//		if err := p.bySymbolInput(&keyed.Row, keyed.Hash); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) receiveLoop(*physical.Receive) []jen.Code {
	if s.receivesChanges() {
		return s.changeLoop()
	}
	if e := s.merges(); e != nil && e.takesManyGroups() {
		return s.receiveMany(e)
	}
	row := jen.Op("&").Id("rows").Index(jen.Id("batch").Dot("Number").Call())
	var take []jen.Code
	switch e := s.merges(); {
	case e != nil:
		take = []jen.Code{jen.Id("p").Dot(s.stateField(e)).Dot("takeGroup").Call(row)}
	case s.receivesHashes():
		take = []jen.Code{
			jen.Id("keyed").Op(":=").Add(row),
			returnError(jen.Id("p").Dot(s.segments[0].method).Call(jen.Op("&").Id("keyed").Dot("Row"), jen.Id("keyed").Dot("Hash")))}
	default:
		take = []jen.Code{returnError(jen.Id("p").Dot(s.segments[0].method).Call(row))}
	}
	return []jen.Code{
		jen.Id("rows").Op(":=").Id("p").Dot("in").Dot("Rows").Call(),
		jen.For(jen.Id("batch").Dot("NextNumber").Call()).Block(take...),
	}
}

// receiveMany takes the groups of a batch at once.
//
//	from, to := batch.TakeNumbers()
//	p.bySymbol.takeGroups(p.in.Rows()[from:to])
func (s *stageEmitter) receiveMany(e *stateEmitter) []jen.Code {
	from, to := jen.Id("from"), jen.Id("to")
	return []jen.Code{
		jen.List(from, to).Op(":=").Id("batch").Dot("TakeNumbers").Call(),
		jen.Id("p").Dot(s.stateField(e)).Dot("takeGroups").Call(jen.Id("p").Dot("in").Dot("Rows").Call().Index(jen.Add(from).Op(":").Add(to))),
	}
}
