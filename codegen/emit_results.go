package codegen

import (
	"github.com/dave/jennifer/jen"
)

// millisecond is how far before a window's end its window_time is, as in Flink.
const millisecond = 1000

// emitMethod makes the owner's method that takes a group's result through the rest of the stage.
//
//	// emitBySymbol takes the result of one group through the rest of the stage.
//	func (p *bySymbolPartition) emitBySymbol(group *bySymbolGroup) error {
//		p.bySymbol.emitted.Rows++
//		return p.bySymbolResult(&BySymbolResult{
//			Symbol:     group.Symbol,
//			TradeCount: group.tradeCount.Value(),
//		})
//	}
func (e *stateEmitter) emitMethod() *jen.Statement {
	if e.state.Over != nil {
		return e.emitRowMethod()
	}
	if e.state.Sort != nil {
		return e.emitSortedMethod()
	}
	if e.topped() {
		return e.emitTopMethod()
	}
	if e.state.Assign != nil {
		return e.emitAssignedMethod()
	}
	s := e.owner
	params := []jen.Code{jen.Id("group").Op("*").Id(e.group)}
	var arguments []jen.Code
	if e.upserts() {
		arguments = append(arguments, jen.Id("group"))
	}
	if e.windowed() {
		params = append(params, jen.List(jen.Id("start"), jen.Id("end")).Int64())
	}
	arguments = append(arguments, jen.Op("&").Add(e.results.literal(e.result, e.resultValues())))
	return jen.Comment("// "+e.emit+" takes the result of one group through the rest of the stage.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(e.emit).Params(params...).Error().Block(
		jen.Id("p").Dot(s.stateField(e)).Dot("emitted").Dot("Rows").Op("++"),
		jen.Return(jen.Id("p").Dot(e.results.method).Call(arguments...)),
	)
}

// stateField is the partition's field of a state.
func (s *stageEmitter) stateField(e *stateEmitter) string {
	for _, t := range s.targets {
		if t.state == e {
			return t.field
		}
	}
	panic("codegen: state " + e.typeName + " is not of this stage")
}

// resultValues are a result's columns: the key, the window, the calls.
func (e *stateEmitter) resultValues() []jen.Code {
	values := e.keysIn("group")
	if e.windowed() {
		values = append(values, jen.Id("start"), jen.Id("end"), jen.Id("end").Op("-").Lit(millisecond))
	}
	for i, m := range e.members {
		value := e.value(m)
		if field := e.result.Fields[len(values)]; field.Type.Nullable && !e.state.Calls[i].Type.Nullable {
			value = symbol("Of").Call(value)
		}
		values = append(values, value)
	}
	return values
}

// advance makes the partition's methods of time: nothing where no operator keeps state.
//
//	// Advance brings the stage's state to a watermark: what is complete then goes on.
//	func (p *bySymbolPartition) Advance(watermark int64) error { return p.bySymbol.advance(watermark) }
func (s *stageEmitter) advance() []jen.Code {
	states := s.keeping()
	list := s.emitMethods()
	if len(states) == 0 {
		return list
	}
	var body []jen.Code
	for i, t := range states {
		call := jen.Id("p").Dot(t.field).Dot("advance").Call(jen.Id("watermark"))
		last := i == len(states)-1
		switch merges := s.merges() == t.state; {
		case merges && last:
			body = append(body,
				jen.If(jen.Id("p").Dot("in").Op("==").Nil()).Block(jen.Return(jen.Nil()).Comment("// one partition: the first phase emits")),
				jen.Return(call))
		case merges:
			body = append(body, jen.If(jen.Id("p").Dot("in").Op("!=").Nil()).Block(returnError(call)).
				Comment("// in one partition the first phase emits"))
		case last:
			body = append(body, jen.Return(call))
		default:
			body = append(body, returnError(call))
		}
	}
	return append([]jen.Code{jen.Comment("// Advance brings the stage's state to a watermark: what is complete then goes on.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id("Advance").Params(jen.Id("watermark").Int64()).Error().Block(body...)}, list...)
}

// keeping are the targets that keep something between rows.
func (s *stageEmitter) keeping() []*target {
	var list []*target
	for _, t := range s.targets {
		if t.state != nil && !t.state.state.AtOnce() {
			list = append(list, t)
		}
	}
	return list
}

// emitMethods make the methods that take the results of the stage's operators on.
func (s *stageEmitter) emitMethods() []jen.Code {
	var list []jen.Code
	for _, t := range s.targets {
		if t.state != nil && t.state.owner == s {
			list = append(list, t.state.emitMethod())
		}
	}
	return list
}
