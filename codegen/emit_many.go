package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// fewOutputs is how many outputs share one method. Below a fork with more of them each branch is a method of its own, which
// may fork likewise: so no method grows with the job. The Go compiler takes far more than twice the time for twice the method.
const fewOutputs = 8

// localColumn is a local variable that holds a computed column. A branch's method gets those that it reads as parameters.
type localColumn struct {
	name string
	typ  types.Type
	read bool // since this was last cleared
}

// forksWide reports a fork whose branches are methods.
func forksWide(operators []physical.Operator) bool {
	return len(operators) > 1 && len(terminals(operators)) > fewOutputs
}

// keepRows gives outputs below a wide fork a field of the partition for their row: a branch's method fills it, and it is
// written when all branches have theirs.
func (s *segment) keepRows(operators []physical.Operator) {
	if !forksWide(operators) {
		for _, operator := range operators {
			if !isTerminal(operator) { // results are of another segment
				s.keepRows(operator.Consumers())
			}
		}
		return
	}
	for _, out := range s.outputsBelow(operators...) {
		out.kept = s.members.unexported(out.target.field + "_row")
		if out.target.sink != nil {
			out.target.sink.conditional = true
		}
	}
}

// branchMethods makes a method of each branch, and calls them.
//
//	toDomestic := p.makeDomestic(row)
//	p.makeAudit(row, total)
func (s *segment) branchMethods(operators []physical.Operator, in *rowView) []jen.Code {
	var calls []jen.Code
	for _, operator := range operators {
		calls = append(calls, s.branchCall(operator, in))
	}
	return calls
}

func (s *segment) branchCall(operator physical.Operator, in *rowView) jen.Code {
	below := s.outputsBelow(operator)
	method := s.members.unexported("make_" + below[0].target.field)
	var flags []jen.Code
	assign := ":="
	for _, out := range flagged(below) {
		flags = append(flags, jen.Id(out.flag))
		if out.flagDeclared {
			assign = "="
		}
	}
	arguments := []jen.Code{jen.Id("row")}
	for _, v := range s.branchMethod(method, operator, in) {
		arguments = append(arguments, jen.Id(v.name))
	}
	call := jen.Id("p").Dot(method).Call(arguments...)
	if len(flags) == 0 {
		return call
	}
	return jen.List(flags...).Op(assign).Add(call)
}

// branchMethod makes the method of one branch: it makes the rows of the branch's outputs, and says which of them have one.
// Its parameters are the input's row and the variables in front of the fork that it reads, which are returned.
//
//	// makeDomestic makes the row for domestic: country = 'DE'
//	func (p *ordersPartition) makeDomestic(row *Order, total int64) bool {
//		if !whereCountryIsDE(row.Country) {
//			return false
//		}
//		p.domesticRow.OrderID = row.OrderID
//		return true
//	}
func (s *segment) branchMethod(name string, operator physical.Operator, in *rowView) []*localColumn {
	at := len(s.methods)
	s.methods = append(s.methods, nil) // methods of forks in there stand behind it
	names, variables := s.names, s.variables
	s.names, s.variables = names.inner(), variables[:len(variables):len(variables)]
	var results, body []jen.Code
	read := readIn(variables, func() { results, body = s.branchBody(operator, in.fork()) })
	s.names, s.variables = names, variables
	parameters := []jen.Code{jen.Id("row").Op("*").Id(s.begin.GoName)}
	for _, v := range read {
		parameters = append(parameters, jen.Id(v.name).Add(s.goType(v.typ)))
	}
	makes := " makes the row for "
	if len(s.outputsBelow(operator)) > 1 {
		makes = " makes the rows for "
	}
	s.methods[at] = jen.Comment("// " + name + makes + s.branchText(operator)).Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id(name).Params(parameters...).Params(results...).Block(body...)
	return read
}

// readIn returns the variables that emit reads.
func readIn(variables []*localColumn, emit func()) []*localColumn {
	before := make([]bool, len(variables))
	for i, v := range variables {
		before[i], v.read = v.read, false
	}
	emit()
	var read []*localColumn
	for i, v := range variables {
		if v.read {
			read = append(read, v)
		}
		v.read = v.read || before[i]
	}
	return read
}

// branchBody makes the results and the body of a branch's method.
func (s *segment) branchBody(operator physical.Operator, in *rowView) (results, body []jen.Code) {
	below := s.outputsBelow(operator)
	flags := flagged(below)
	if len(below) == 1 {
		if len(flags) == 1 {
			results = []jen.Code{jen.Bool()}
		}
		return results, s.branchLine([]physical.Operator{operator}, in)
	}
	declared := make([]bool, len(flags))
	var values []jen.Code
	for i, out := range flags {
		declared[i], out.flagDeclared = out.flagDeclared, true
		values = append(values, jen.Id(out.flag))
	}
	body = s.branch(operator, in)
	for i, out := range flags {
		out.flagDeclared = declared[i]
	}
	if len(flags) > 0 {
		results = []jen.Code{jen.List(values...).Bool()}
		body = append(body, jen.Return(values...))
	}
	return results, body
}

// branchLine is a branch with one output, a straight line that returns where a filter drops the row.
func (s *segment) branchLine(operators []physical.Operator, in *rowView) []jen.Code {
	switch operator := operators[0].(type) {
	case *physical.Filter:
		statements, condition := s.predicate(operator, in)
		statements = append(statements, jen.If(jen.Op("!").Add(condition)).Block(jen.Return(jen.False())))
		return append(statements, s.branchLine(operator.Then, in)...)
	case *physical.Project:
		return s.branchLine(operator.Then, s.project(operator, in))
	case *physical.Watermark:
		return append(s.observe(operator, in), s.branchLine(operator.Then, in)...)
	case *physical.Write, *physical.Send, *physical.Aggregate, *physical.Over, *physical.Sort, *physical.Top, *physical.WindowAssign:
		out := s.outputOf(operator)
		statements := s.fill(out, "=", in)
		if out.flag != "" {
			statements = append(statements, jen.Return(jen.True()))
		}
		return statements
	}
	panic("codegen: no emitter for operator " + operatorWord(operators[0]))
}

// flagged are the outputs that a filter may leave without a row.
func flagged(outputs []*output) []*output {
	var list []*output
	for _, out := range outputs {
		if out.flag != "" {
			list = append(list, out)
		}
	}
	return list
}

// writeIfMethod makes the method of a sink that takes a row or counts one as filtered.
//
//	// writeIf takes row, or counts it as filtered.
//	func (s *domesticSink) writeIf(present bool, row *Domestic) error {
//		if !present {
//			s.out.Filtered++
//			return nil
//		}
//		return s.write(row)
//	}
func (s *sink) writeIfMethod() *jen.Statement {
	return jen.Comment("// writeIf takes row, or counts it as filtered.").Line().
		Func().Params(jen.Id("s").Op("*").Id(s.typeName)).Id("writeIf").
		Params(jen.Id("present").Bool(), jen.Id("row").Op("*").Id(s.row.GoName)).Error().Block(
		jen.If(jen.Op("!").Id("present")).Block(jen.Id("s").Dot("out").Dot("Filtered").Op("++"), jen.Return(jen.Nil())),
		jen.Return(jen.Id("s").Dot("write").Call(jen.Id("row"))),
	)
}
