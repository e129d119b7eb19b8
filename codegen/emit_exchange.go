package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// exchangeEmitter makes the type that sends rows to the stage behind an exchange.
type exchangeEmitter struct {
	*generator
	exchange *physical.Exchange
	name     string      // in comments: the exchange to by_symbol
	label    string      // as the runtime knows it
	field    string      // toBySymbol
	typeName string      // toBySymbol, the type
	row      *structType // what it takes
	receiver *stageEmitter
	results  bool // what it moves are results of state; see fedByResults
}

// exchangeOf returns the emitter of an exchange.
func (g *generator) exchangeOf(exchange *physical.Exchange) *exchangeEmitter {
	for _, known := range g.exchanges {
		if known.exchange == exchange {
			return known
		}
	}
	stage := g.receiving(exchange)
	made := &exchangeEmitter{generator: g, exchange: exchange, label: stage.Name}
	made.name = "the exchange to " + oneLine(stage.Name)
	made.field = unexportedName("to_" + stage.Name)
	made.typeName = g.names.unexported("to" + exportedName(stage.Name) + "Exchange")
	if exchange.Groups == nil {
		made.row = g.structs.row(exchange.Type, "is what a row brings to "+oneLine(stage.Name))
	}
	g.exchanges = append(g.exchanges, made)
	return made
}

// receiving is the stage behind an exchange.
func (g *generator) receiving(exchange *physical.Exchange) *physical.Stage {
	for _, stage := range g.plan.Stages {
		if input, ok := stage.Input.(*physical.Receive); ok && input.Exchange == exchange {
			return stage
		}
	}
	panic("codegen: nothing receives an exchange")
}

// exchangeDeclarations make the types of the exchanges that move rows.
func (g *generator) exchangeDeclarations() []jen.Code {
	var list []jen.Code
	for _, e := range g.exchanges {
		if e.exchange.Groups == nil {
			list = append(list, e.typeDeclaration())
			if retracts(e.exchange) {
				list = append(list, e.changeMethods()...)
			} else {
				list = append(list, e.sendMethod())
			}
		}
	}
	return list
}

// typeDeclaration makes the type of the partition's field.
//
//	// toBySymbolExchange sends rows to stage 2, by the hash of symbol.
//	type toBySymbolExchange struct {
//		in     *rt.Intake
//		direct *bySymbolPartition // where one partition runs both stages
//		out    *rt.Sender[BySymbolInput]
//	}
func (e *exchangeEmitter) typeDeclaration() *jen.Statement {
	return jen.Comment("// "+e.typeName+" sends rows to stage "+jenInt(e.receiver.stage.ID)+": "+oneLine(e.exchange.Why)+".").Line().
		Type().Id(e.typeName).Struct(
		jen.Id("in").Op("*").Add(symbol("Intake")),
		jen.Id("direct").Op("*").Id(e.receiver.partition).Comment("// where one partition runs both stages"),
		jen.Id("out").Op("*").Add(symbol("Sender")).Types(e.receiver.inputType()),
	)
}

// sendMethod sends one row. What its text points to is gone with the batch: it is copied into the exchange's.
func (e *exchangeEmitter) sendMethod() *jen.Statement {
	direct := jen.Id("s").Dot("direct").Dot(e.receiver.segments[0].method)
	body := []jen.Code{jen.Id("s").Dot("in").Dot("Taken").Op("++")}
	next := []jen.Code{
		jen.List(jen.Id("slot"), jen.Err()).Op(":=").Id("lane").Dot("Next").Call(),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
	}
	if e.receiver.receivesHashes() {
		to := jen.Id("slot").Dot("Row")
		body = append(append(body,
			jen.Id("hash").Op(":=").Add(e.hashOfRow()),
			jen.If(jen.Id("s").Dot("direct").Op("!=").Nil()).Block(jen.Return(direct.Call(jen.Id("row"), jen.Id("hash")))),
			jen.Id("lane").Op(":=").Id("s").Dot("out").Dot("To").Call(jen.Id("hash"))), next...)
		body = append(body, jen.Id("slot").Dot("Hash").Op("=").Id("hash"), jen.Add(to).Op("=").Op("*").Id("row"))
		body = append(body, e.copies(jen.Id("row"), to)...)
	} else {
		body = append(append(body,
			jen.If(jen.Id("s").Dot("direct").Op("!=").Nil()).Block(jen.Return(direct.Call(jen.Id("row")))),
			jen.Id("lane").Op(":=").Add(e.lane())), next...)
		body = append(body, jen.Op("*").Id("slot").Op("=").Op("*").Id("row"))
		body = append(body, e.copies(jen.Id("row"), jen.Id("slot"))...)
	}
	return jen.Comment("// send takes one row to the partition that it belongs to.").Line().
		Func().Params(jen.Id("s").Op("*").Id(e.typeName)).Id("send").Params(jen.Id("row").Op("*").Id(e.row.GoName)).Error().
		Block(append(body, jen.Return(jen.Nil()))...)
}

// copies copy what a row points to.
func (e *exchangeEmitter) copies(row, slot *jen.Statement) []jen.Code {
	var list []jen.Code
	for _, field := range e.row.Fields {
		if copied := e.copied(jen.Add(row).Dot(field.GoName), field.Type); copied != nil {
			list = append(list, jen.Add(slot).Dot(field.GoName).Op("=").Add(copied))
		}
	}
	return list
}

// lane is the way to the partition that a row belongs to.
func (e *exchangeEmitter) lane() *jen.Statement {
	out := jen.Id("s").Dot("out")
	switch e.exchange.Kind {
	case physical.Single:
		return out.Dot("First").Call()
	case physical.Rebalance:
		return out.Dot("Any").Call()
	}
	return out.Dot("To").Call(e.hashOfRow())
}

// hashOfRow is the hash by which a row finds its partition: that of its key in the state behind the exchange.
func (e *exchangeEmitter) hashOfRow() *jen.Statement {
	var keys []jen.Code
	for _, ordinal := range e.exchange.Key {
		keys = append(keys, jen.Id("row").Dot(e.row.Fields[ordinal].GoName))
	}
	return jen.Id(e.state().hash).Call(keys...)
}

// state is what takes an exchange's rows.
func (e *exchangeEmitter) state() *stateEmitter {
	for _, operator := range terminals(e.receiving(e.exchange).Then) {
		if state := physical.StateOf(operator); state != nil {
			return e.stateOf(state)
		}
	}
	panic("codegen: no state behind an exchange by hash")
}

// copied copies what a value points to into the exchange's batch; nil where it points to nothing.
func (e *exchangeEmitter) copied(value *jen.Statement, t types.Type) *jen.Statement {
	method := ""
	switch {
	case t.IsString() || t.Kind == types.Null:
		method = "Keep"
	case t.Kind == types.Bytes:
		method = "KeepBytes"
	case t.Kind == types.JSON:
		method = "KeepJSON"
	case t.IsNested():
		return e.generator.owned(value, t)
	default:
		return nil
	}
	if method == "KeepJSON" {
		return e.keptJSON(value, t)
	}
	keep := func(v *jen.Statement) *jen.Statement { return jen.Id("lane").Dot(method).Call(v) }
	if !t.Nullable {
		return keep(value)
	}
	return e.nullable(value, t, keep)
}

func (e *exchangeEmitter) keptJSON(value *jen.Statement, t types.Type) *jen.Statement {
	keep := func(v *jen.Statement) *jen.Statement {
		return jen.Qual(jsonPath, "Raw").Call(jen.Id("lane").Dot("Keep").Call(jen.String().Call(v)))
	}
	if !t.Nullable {
		return keep(value)
	}
	return e.nullable(value, t, keep)
}

// nullable copies a value that may be NULL: the zero value of NULL has nothing to copy.
func (e *exchangeEmitter) nullable(value *jen.Statement, t types.Type, keep func(*jen.Statement) *jen.Statement) *jen.Statement {
	return jen.Add(symbol("Null")).Types(e.plainType(t)).Add(inLine(jen.Id("V").Op(":").Add(keep(jen.Add(value).Dot("V"))), jen.Id("Valid").Op(":").Add(value).Dot("Valid")))
}
