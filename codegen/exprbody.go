package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// body is a Go function while its expression is emitted. A fork shares the function's parameters and names, and has
// steps of its own.
type body struct {
	x      *exprFile
	fn     *exprFunc
	names  *namer
	params map[int]string // names of the columns that the expression reads, by ordinal
	span   diag.Span
	steps  []step
}

// step is done before the value is evaluated: either a guard, a Go condition without which the result is NULL, or a
// statement that defines a local.
type step struct {
	guard  *jen.Statement
	define jen.Code
}

// operand is an emitted expression.
type operand struct {
	code     *jen.Statement // its value, to be evaluated when the body's steps have passed
	whole    *jen.Statement // instead: an expression of type rt.Null[T]
	maybe    *jen.Statement // instead: a call that returns (T, bool)
	prec     int            // precedence of code's outermost operator; atom for none
	constant bool           // an untyped constant
	fails    bool           // its evaluation may fail the record
	pure     bool           // whole is a name or a selector: it may be written twice
}

// Go's precedences, and what binds tighter than any operator.
const (
	orPrec    = 1
	andPrec   = 2
	cmpPrec   = 3
	addPrec   = 4
	mulPrec   = 5
	unaryPrec = 6
	atom      = 7
)

func newBody(x *exprFile, fn *exprFunc, e scalar.Expr) *body {
	b := &body{x: x, fn: fn, names: x.gen.names.function(fn.name), params: map[int]string{}, span: e.Span()}
	b.names.taken["scratch"] = true
	scalar.Walk(e, func(node scalar.Expr) bool {
		if c, ok := node.(*scalar.Column); ok && b.params[c.Index] == "" {
			b.params[c.Index] = b.names.unexported(c.Name)
		}
		return true
	})
	return b
}

// fork returns a body for a part whose steps stand apart.
func (b *body) fork() *body {
	return &body{x: b.x, fn: b.fn, names: b.names.scope(), params: b.params, span: b.span}
}

// column returns the parameter of a column, which the function gets when the column is first read.
func (b *body) column(c *scalar.Column) *jen.Statement {
	if !slices.ContainsFunc(b.fn.columns, func(known *scalar.Column) bool { return known.Index == c.Index }) {
		b.fn.columns = append(b.fn.columns, c)
	}
	return jen.Id(b.params[c.Index])
}

// scratch is the parameter that string-building functions take first.
func (b *body) scratch() *jen.Statement {
	b.fn.scratch = true
	return jen.Id("scratch")
}

func (b *body) parameters() []jen.Code {
	var params []jen.Code
	if b.fn.scratch {
		params = append(params, jen.Id("scratch").Op("*").Add(symbol("Scratch")))
	}
	for _, column := range b.fn.columns {
		params = append(params, jen.Id(b.params[column.Index]).Add(b.x.gen.goType(column.Typ)))
	}
	return params
}

func (b *body) resultType(e scalar.Expr, m mode) *jen.Statement {
	if m != valueMode {
		return jen.Bool()
	}
	return b.x.gen.goType(e.Type())
}

// call calls another expression's function from this one.
func (b *body) call(fn *exprFunc) *jen.Statement {
	var args []jen.Code
	if fn.scratch {
		args = append(args, b.scratch())
	}
	for _, column := range fn.columns {
		args = append(args, b.column(column))
	}
	return jen.Id(fn.name).Call(args...)
}

// part makes a function of a sub-expression and calls it.
func (b *body) part(e scalar.Expr, m mode) *jen.Statement {
	fn := b.x.define(e, m, b.fn.name+partName(e))
	return b.call(fn)
}

// partName is what the function of a sub-expression adds to the name of the one it is part of.
func partName(e scalar.Expr) string {
	switch e := e.(type) {
	case *scalar.Case:
		return "Case"
	case *scalar.Coalesce:
		return "Coalesce"
	case *scalar.Cast:
		return "As" + exportedName(e.Typ.Kind.String())
	case *scalar.Call:
		if name := exportedName(e.Function); name != "Unnamed" {
			return name
		}
		return operatorNames[e.Function]
	case *scalar.UserCall:
		return exportedName(e.Function.Name)
	case *scalar.Compare, *scalar.In, *scalar.And, *scalar.Or, *scalar.Not, *scalar.Distinct:
		return "Condition"
	}
	return "Part"
}

var operatorNames = map[string]string{
	"+": "Sum", "-": "Difference", "*": "Product", "/": "Quotient", "%": "Remainder", "||": "Text", "->": "Member", "->>": "Text",
}

func (b *body) guard(condition *jen.Statement) {
	text := render(condition)
	for _, s := range b.steps {
		if s.guard != nil && render(s.guard) == text {
			return
		}
	}
	b.steps = append(b.steps, step{guard: condition})
}

// local defines a local variable and returns its name.
func (b *body) local(hint string, value *jen.Statement, fails bool) *jen.Statement {
	name := b.names.unexported(hint)
	b.steps = append(b.steps, step{define: mark(jen.Id(name).Op(":=").Add(value), fails)})
	return jen.Id(name)
}

// guardsOnly reports that no step defines a local: the value can stand in a conditional expression.
func (b *body) guardsOnly() bool {
	for _, s := range b.steps {
		if s.guard == nil {
			return false
		}
	}
	return true
}

// valid joins guards, the way it stands in front of a value: a.Valid && b.Valid. nil for none.
func (b *body) valid() *jen.Statement {
	var all *jen.Statement
	for _, s := range b.steps {
		if all == nil {
			all = jen.Add(s.guard)
		} else {
			all = jen.Add(all).Op("&&").Add(s.guard)
		}
	}
	return all
}

// settle makes a plain value of an operand: what may be NULL becomes a guard, in a local where it isn't one already.
func (b *body) settle(op operand, hint string) operand {
	switch {
	case op.maybe != nil:
		value, ok := b.names.unexported(hint), b.names.unexported("ok")
		b.steps = append(b.steps, step{define: mark(jen.List(jen.Id(value), jen.Id(ok)).Op(":=").Add(op.maybe), op.fails)})
		b.guard(jen.Id(ok))
		return operand{code: jen.Id(value), prec: atom}
	case op.whole != nil:
		whole := op.whole
		if !op.pure {
			whole = b.local(hint, whole, op.fails)
		}
		b.guard(jen.Add(whole).Dot("Valid"))
		return operand{code: jen.Add(whole).Dot("V"), prec: atom}
	}
	return op
}

// named gives an operand a name, so that it may be written several times without being evaluated again.
func (b *body) named(op operand, hint string) operand {
	if op.constant || isName(op.code) {
		return op
	}
	return operand{code: b.local(hint, op.code, op.fails), prec: atom}
}

// statements are the function's body.
func (b *body) statements(e scalar.Expr, m mode) []jen.Code {
	switch e := e.(type) {
	case *scalar.Case:
		if m == valueMode {
			return b.caseStatements(e)
		}
	case *scalar.Coalesce:
		if m == valueMode {
			if list := b.coalesceStatements(e); list != nil {
				return list
			}
		}
	case *scalar.And:
		if m == valueMode && e.Typ.Nullable {
			return b.connective(e.Operands, false)
		}
	case *scalar.Or:
		if m == valueMode && e.Typ.Nullable {
			return b.connective(e.Operands, true)
		}
	}
	if m == valueMode {
		return b.finish(b.emit(e), e.Type())
	}
	return b.conditionStatements(e, m == trueMode)
}

// finish returns an operand after the body's steps.
//
//	return rt.When(a.Valid && b.Valid, a.V < b.V)
//
// or, where the value may fail or costs something,
//
//	if !a.Valid {
//		return rt.Null[int64]{}
//	}
//	return rt.Of(num.Mul(a.V, quantity))
func (b *body) finish(op operand, t types.Type) []jen.Code {
	if !t.Nullable {
		op = b.settle(op, "value")
	}
	switch {
	case op.maybe != nil:
		return append(b.checks(t), mark(jen.Return(symbol("Maybe").Call(op.maybe)), op.fails))
	case op.whole != nil:
		return append(b.checks(t), mark(jen.Return(op.whole), op.fails))
	case !t.Nullable:
		return append(b.checks(t), mark(jen.Return(op.code), op.fails))
	}
	if valid := b.valid(); valid != nil && b.guardsOnly() && !op.fails && isCheap(op) {
		return []jen.Code{jen.Return(symbol("When").Call(valid, b.typed(op, t)))}
	}
	return append(b.checks(t), mark(jen.Return(symbol("Of").Call(b.typed(op, t))), op.fails))
}

// checks turns the steps into statements; a guard that doesn't hold returns NULL.
func (b *body) checks(t types.Type) []jen.Code {
	return b.leave(jen.Return(b.x.gen.goType(t).Values()))
}

// leave turns the steps into statements; a guard that doesn't hold executes exit.
func (b *body) leave(exit *jen.Statement) []jen.Code {
	var list []jen.Code
	var failing *jen.Statement
	flush := func() {
		if failing != nil {
			list = append(list, b.ifBlock(failing, false, exit))
			failing = nil
		}
	}
	for _, s := range b.steps {
		if s.define != nil {
			flush()
			list = append(list, s.define)
			continue
		}
		negated := negate(s.guard)
		if failing == nil {
			failing = negated
		} else {
			failing = jen.Add(failing).Op("||").Add(negated)
		}
	}
	flush()
	return list
}

// failing is a statement that may fail the record: it stands on a line of its own, which a //line directive names.
type failing struct{ *jen.Statement }

// block is a statement that holds others.
type block struct{ *jen.Statement }

func mark(statement *jen.Statement, fails bool) jen.Code {
	if fails {
		return failing{statement}
	}
	return statement
}

// lines writes statements, with a //line directive above those that may fail.
func (b *body) lines(statements []jen.Code) *jen.Statement {
	code := jen.Null()
	for _, s := range statements {
		if _, fails := s.(failing); fails {
			code.Add(b.x.lineDirective(b.span)).Line()
		}
		code.Add(s).Line()
	}
	return code
}

// ifBlock is: if condition { statements }; fails says whether the condition may fail.
func (b *body) ifBlock(condition *jen.Statement, fails bool, statements ...jen.Code) jen.Code {
	code := jen.Null()
	if fails {
		code = b.x.lineDirective(b.span).Line()
	}
	return block{code.If(condition).Op("{").Line().Add(b.lines(statements)).Op("}")}
}

// negate is !x.
func negate(x *jen.Statement) *jen.Statement { return jen.Op("!").Add(x) }

// paren wraps an operand that binds less tightly than needed.
func (op operand) paren(prec int) *jen.Statement {
	if op.prec < prec {
		return jen.Parens(op.code)
	}
	return op.code
}

// typed is an operand's value where Go cannot infer the type of a constant.
func (b *body) typed(op operand, t types.Type) *jen.Statement {
	if op.constant && !constantDefaults[t.Kind] {
		return b.x.gen.plainType(t).Call(op.code)
	}
	return op.code
}

// constantDefaults are the kinds whose Go type an untyped constant has by itself.
var constantDefaults = map[types.Kind]bool{types.Boolean: true, types.Varchar: true, types.Char: true}

// render prints a fragment, for comparisons.
func render(code *jen.Statement) string { return fmt.Sprintf("%#v", code) }

// isName reports a lone identifier or a selector of one.
func isName(code *jen.Statement) bool {
	for _, r := range render(code) {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '_' {
			return false
		}
	}
	return true
}

// isCheap reports a value that costs less than a branch around it: no call but of inlined arithmetic.
func isCheap(op operand) bool {
	text := render(op.code)
	return len(text) <= 60 && !strings.Contains(text, "{")
}
