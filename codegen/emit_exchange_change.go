package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// An exchange of changes moves each with the rows that it takes back and brings. Where these belong to different partitions it becomes a
// deletion there and an insertion here. Changes of one group take the same way, so that they arrive in order.

// retracts reports an exchange of changes.
func retracts(e *physical.Exchange) bool { return e.Groups == nil && e.Type.Mode == logical.Retract }

// changeMethods are those of an exchange of changes.
func (e *exchangeEmitter) changeMethods() []jen.Code {
	list := []jen.Code{e.changeMethod()}
	if e.exchange.Kind == physical.Hash {
		list = append(list, e.laneMethod())
	}
	list = append(list, e.putMethod(), e.emitDueMethod())
	if e.adds() {
		list = append(list, e.sendAddedMethod())
	}
	return list
}

func (e *exchangeEmitter) receiverParam() jen.Code { return jen.Id("s").Op("*").Id(e.typeName) }

// direct is the operator behind the exchange, in the partition that runs both.
func (e *exchangeEmitter) behind() *jen.Statement {
	return jen.Id("s").Dot("direct").Dot(e.receiver.targets[0].field)
}

// changeMethod sends one change.
//
//	// change sends one change to the partitions that its rows belong to.
//	func (s *toByNExchange) change(change rt.Change, before, after *ByNInput) error {
//		s.in.Taken++
//		if s.direct != nil {
//			return s.direct.byN.change(change, before, after)
//		}
//		if change == rt.Insert {
//			return s.put(s.lane(after), change, nil, after)
//		}
//		lane := s.lane(before)
//		if change == rt.Update {
//			to := s.lane(after)
//			if to == lane {
//				return s.put(lane, change, before, after)
//			}
//			if err := s.put(to, rt.Insert, nil, after); err != nil {
//				return err
//			}
//		}
//		return s.put(lane, rt.Delete, before, nil)
//	}
func (e *exchangeEmitter) changeMethod() *jen.Statement {
	lane := func(row string) *jen.Statement {
		if e.exchange.Kind == physical.Hash {
			return jen.Id("s").Dot("lane").Call(jen.Id(row))
		}
		return jen.Id("s").Dot("out").Dot("First").Call()
	}
	put := func(arguments ...jen.Code) *jen.Statement { return jen.Id("s").Dot("put").Call(arguments...) }
	body := []jen.Code{
		jen.Id("s").Dot("in").Dot("Taken").Op("++"),
		jen.If(jen.Id("s").Dot("direct").Op("!=").Nil()).Block(jen.Return(e.behind().Dot("change").Call(jen.Id("change"), jen.Id("before"), jen.Id("after")))),
	}
	if e.exchange.Kind != physical.Hash {
		body = append(body, jen.Return(put(lane(""), jen.Id("change"), jen.Id("before"), jen.Id("after"))))
	} else {
		body = append(body,
			jen.If(jen.Id("change").Op("==").Add(symbol("Insert"))).Block(jen.Return(put(lane("after"), jen.Id("change"), jen.Nil(), jen.Id("after")))),
			jen.Id("from").Op(":=").Add(lane("before")),
			jen.If(jen.Id("change").Op("==").Add(symbol("Update"))).Block(
				jen.Id("to").Op(":=").Add(lane("after")),
				jen.If(jen.Id("to").Op("==").Id("from")).Block(jen.Return(put(jen.Id("to"), jen.Id("change"), jen.Id("before"), jen.Id("after")))),
				returnError(put(jen.Id("to"), symbol("Insert"), jen.Nil(), jen.Id("after")))),
			jen.Return(put(jen.Id("from"), symbol("Delete"), jen.Id("before"), jen.Nil())))
	}
	return jen.Comment("// change sends one change to the partitions that its rows belong to.").Line().
		Func().Params(e.receiverParam()).Id("change").Params(e.generator.changeParameters(e.row)...).Error().Block(body...)
}

// laneMethod finds the way to the partition that a row belongs to.
func (e *exchangeEmitter) laneMethod() *jen.Statement {
	return jen.Comment("// lane is the way to the partition that a row belongs to.").Line().
		Func().Params(e.receiverParam()).Id("lane").Params(jen.Id("row").Op("*").Id(e.row.GoName)).Add(e.laneType()).
		Add(onOneLine(jen.Return(e.lane())))
}

func (e *exchangeEmitter) laneType() *jen.Statement {
	return jen.Op("*").Add(symbol("Lane")).Types(e.receiver.inputType())
}

// putMethod puts a change into a lane. What its text points to is gone with the batch: it is copied into the exchange's.
func (e *exchangeEmitter) putMethod() *jen.Statement {
	copyRow := func(from, field string) jen.Code {
		to := jen.Id("slot").Dot(field)
		body := []jen.Code{jen.Add(to).Op("=").Op("*").Id(from)}
		return jen.If(jen.Id(from).Op("!=").Nil()).Block(append(body, e.copies(jen.Id(from), to)...)...)
	}
	return jen.Comment("// put puts a change into a lane.").Line().
		Func().Params(e.receiverParam()).Id("put").
		Params(append([]jen.Code{jen.Id("lane").Add(e.laneType())}, e.generator.changeParameters(e.row)...)...).Error().Block(
		jen.List(jen.Id("slot"), jen.Err()).Op(":=").Id("lane").Dot("Next").Call(),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Id("slot").Dot("Change").Op("=").Id("change"),
		copyRow("before", "Before"),
		copyRow("after", "After"),
		jen.Return(jen.Nil()),
	)
}

// emitDueMethod lets the operator behind the exchange emit, where it runs in the same partition.
func (e *exchangeEmitter) emitDueMethod() *jen.Statement {
	return jen.Comment("// emitDue lets the operator behind the exchange go on, where it runs in this partition.").Line().
		Func().Params(e.receiverParam()).Id("emitDue").Params().Error().Block(
		jen.If(jen.Id("s").Dot("direct").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(e.behind().Dot("emitDue").Call()),
	)
}

// adds reports rows that are only added, from another arm of a union.
func (e *exchangeEmitter) adds() bool {
	for _, s := range e.generator.stages {
		for _, t := range s.targets {
			if t.exchange == e && t.adds {
				return true
			}
		}
	}
	return false
}

// sendAddedMethod sends a row that is only added.
func (e *exchangeEmitter) sendAddedMethod() *jen.Statement {
	return jen.Comment("// send sends one row that won't change.").Line().
		Func().Params(e.receiverParam()).Id("send").Params(jen.Id("row").Op("*").Id(e.row.GoName)).Error().Block(
		returnError(jen.Id("s").Dot("change").Call(symbol("Insert"), jen.Nil(), jen.Id("row"))),
		jen.Return(jen.Id("s").Dot("emitDue").Call()),
	)
}

// changeLoop takes the changes of an exchange's batch.
//
//	rows := p.in.Rows()
//	for batch.NextNumber() {
//		row := &rows[batch.Number()]
//		if err := p.byN.change(row.Change, &row.Before, &row.After); err != nil {
//			return err
//		}
//		if err := p.byN.emitDue(); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) changeLoop() []jen.Code {
	state := jen.Id("p").Dot(s.targets[0].field)
	return []jen.Code{
		jen.Id("rows").Op(":=").Id("p").Dot("in").Dot("Rows").Call(),
		jen.For(jen.Id("batch").Dot("NextNumber").Call()).Block(
			jen.Id("row").Op(":=").Op("&").Id("rows").Index(jen.Id("batch").Dot("Number").Call()),
			returnError(jen.Add(state).Dot("change").Call(jen.Id("row").Dot("Change"), jen.Op("&").Id("row").Dot("Before"), jen.Op("&").Id("row").Dot("After"))),
			returnError(jen.Add(state).Dot("emitDue").Call()),
		),
	}
}
