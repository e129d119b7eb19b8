package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// through takes a row through the operators to the end of the method. As long as there is one way to go the code is a
// straight line that returns where a filter drops the row; where the stage branches, branching takes over.
func (s *segment) through(operators []physical.Operator, in *rowView) []jen.Code {
	if len(operators) != 1 {
		return s.branching(operators, in)
	}
	switch operator := operators[0].(type) {
	case *physical.Filter:
		return append(s.filterOrReturn(operator, in), s.through(operator.Then, in)...)
	case *physical.Project:
		return s.through(operator.Then, s.project(operator, in))
	case *physical.Watermark:
		return append(s.observe(operator, in), s.through(operator.Then, in)...)
	case *physical.Write, *physical.Send, *physical.Aggregate, *physical.Over, *physical.Sort, *physical.Top, *physical.WindowAssign:
		return s.writeLast(operator, in)
	}
	panic("codegen: no emitter for operator " + operatorWord(operators[0]))
}

// branching takes a row to several outputs. All expressions of all outputs come first, so that a record which fails is
// taken by none of them:
//
//	var bigOrder *BigOrder
//	toBigOrders := whereTotalAmountOver100(row.TotalAmount)
//	if toBigOrders {
//		bigOrder = &BigOrder{…}
//	}
//	audit := &Audit{…}
//
//	if toBigOrders {
//		if err := p.bigOrders.write(bigOrder); err != nil {
//			return err
//		}
//	} else {
//		p.bigOrders.out.Filtered++
//	}
//	return p.audit.write(audit)
func (s *segment) branching(operators []physical.Operator, in *rowView) []jen.Code {
	s.planFlags(operators, 0)
	statements := s.branches(operators, in)
	statements = append(statements, jen.Line().Comment("// Nothing can fail from here on but the writing: the record is taken by all of its outputs."))
	outputs := s.outputsBelow(operators...)
	if s.changes() {
		return append(statements, s.changeAll(outputs)...)
	}
	last := len(outputs) - 1
	for _, out := range outputs[:last] {
		statements = append(statements, out.writeIfFlagged())
	}
	if outputs[last].flag == "" || outputs[last].writesIf() {
		return append(statements, jen.Return(outputs[last].writeCall()))
	}
	return append(statements, outputs[last].writeIfFlagged(), jen.Return(jen.Nil()))
}

// planFlags gives a flag to each output that stands behind a filter.
func (s *segment) planFlags(operators []physical.Operator, filters int) {
	for _, operator := range operators {
		switch operator := operator.(type) {
		case *physical.Filter:
			s.planFlags(operator.Then, filters+1)
		case *physical.Write, *physical.Send, *physical.Aggregate, *physical.Over, *physical.Sort, *physical.Top, *physical.WindowAssign:
			out := s.outputOf(operator)
			out.filters = filters
			if filters > 0 {
				out.flag = s.local("to_" + out.target.field)
			}
		default:
			s.planFlags(operator.Consumers(), filters)
		}
	}
}

// branches makes the rows of all outputs below the operators. Columns that several branches compute anyway are computed
// once, in front of them.
func (s *segment) branches(operators []physical.Operator, in *rowView) []jen.Code {
	if len(operators) == 1 {
		return s.branch(operators[0], in)
	}
	statements := s.needShared(operators, in)
	if len(statements) > 0 {
		statements = append(statements, jen.Line())
	}
	if forksWide(operators) {
		return append(statements, s.branchMethods(operators, in)...)
	}
	for i, operator := range operators {
		if i > 0 {
			statements = append(statements, jen.Line())
		}
		statements = append(statements, jen.Comment("// "+s.branchText(operator)))
		statements = append(statements, s.declare(operator)...)
		statements = append(statements, s.branch(operator, in.fork())...)
	}
	return statements
}

// branchText says which outputs a branch feeds, and by which condition.
func (s *segment) branchText(operator physical.Operator) string {
	var names []string
	for _, out := range s.outputsBelow(operator) {
		names = append(names, oneLine(out.target.name))
	}
	text := strings.Join(names, ", ")
	filter, ok := operator.(*physical.Filter)
	if !ok {
		return text + ": every row"
	}
	if condition := s.sql.expression(filter.Predicate); condition != "" {
		text += ": " + condition
	}
	return text
}

func (s *segment) branch(operator physical.Operator, in *rowView) []jen.Code {
	switch operator := operator.(type) {
	case *physical.Filter:
		return s.filterBranch(operator, in)
	case *physical.Project:
		return s.branches(operator.Then, s.project(operator, in))
	case *physical.Watermark:
		return append(s.observe(operator, in), s.branches(operator.Then, in)...)
	case *physical.Write, *physical.Send, *physical.Aggregate, *physical.Over, *physical.Sort, *physical.Top, *physical.WindowAssign:
		return s.writeBranch(operator, in)
	}
	panic("codegen: no emitter for operator " + operatorWord(operator))
}

// declare declares the variables of the outputs below operator that a filter may leave without a row.
func (s *segment) declare(operator physical.Operator) []jen.Code {
	var statements []jen.Code
	for _, out := range s.outputsBelow(operator) {
		if out.flag == "" || out.declared {
			continue
		}
		out.declared = true
		if out.kept == "" {
			statements = append(statements, jen.Var().Id(out.local).Op("*").Id(out.target.row.GoName))
		}
		if !out.flagDeclared && (out.filters > 1 || s.shares(operator)) {
			out.flagDeclared = true
			statements = append(statements, jen.Id(out.flag).Op(":=").False())
		}
	}
	return statements
}

// shares reports an operator with several outputs below it, whose filter can't stand for the flag of one.
func (s *segment) shares(operator physical.Operator) bool {
	return len(s.outputsBelow(operator)) > 1
}

// writeIfFlagged writes the output's row where there is one.
func (out *output) writeIfFlagged() *jen.Statement {
	write := jen.If(jen.Id("err").Op(":=").Add(out.writeCall()), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
	if out.flag == "" || out.writesIf() {
		return write
	}
	return jen.If(jen.Id(out.flag)).Block(write).Else().Block(out.countFiltered())
}

// needShared makes locals of the computed columns that more than one of the operators reads. A column that could fail the
// record is shared only if one of them reads it whatever its filters say.
func (s *segment) needShared(operators []physical.Operator, in *rowView) []jen.Code {
	var statements []jen.Code
	for index := range in.columns {
		if in.columns[index].code != nil {
			continue
		}
		readers, always := 0, false
		for _, operator := range operators {
			if reads(operator, index) {
				readers++
				always = always || readsAlways(operator, index)
			}
		}
		if readers > 1 && (always || !canFail(in.columns[index].expr)) {
			statements = append(statements, s.needColumn(in, index)...)
		}
	}
	return statements
}

// reads reports whether the operator, or one behind it, reads a column of its input.
func reads(operator physical.Operator, index int) bool {
	if readsAlways(operator, index) {
		return true
	}
	switch operator.(type) {
	case *physical.Filter, *physical.Watermark:
	default:
		return false
	}
	for _, consumer := range operator.Consumers() {
		if reads(consumer, index) {
			return true
		}
	}
	return false
}

// readsAlways reports whether the operator itself reads a column of each row it gets.
func readsAlways(operator physical.Operator, index int) bool {
	switch operator := operator.(type) {
	case *physical.Filter:
		return readsColumn(operator.Predicate, index)
	case *physical.Watermark:
		return readsColumn(operator.Expr, index)
	case *physical.Project:
		for _, e := range operator.Exprs {
			if readsColumn(e, index) {
				return true
			}
		}
		return false
	}
	return true // a terminal reads the whole row
}

func readsColumn(e scalar.Expr, index int) bool {
	return scalar.Any(e, func(node scalar.Expr) bool {
		column, ok := node.(*scalar.Column)
		return ok && column.Index == index
	})
}

func isColumn(e scalar.Expr) bool {
	_, ok := e.(*scalar.Column)
	return ok
}
