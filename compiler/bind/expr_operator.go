package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// unary binds -x, +x and NOT x.
func (b *binder) unary(e *ast.Unary, s *scope) operand {
	if e.Op == ast.Not {
		return b.not(e, s)
	}
	if e.Op == ast.Neg {
		if o, ok := b.negateLiteral(e.Operand, e.Span()); ok {
			return o
		}
	}
	return b.operator(e.Op.String(), e.Span(), e.Span(), b.expr(e.Operand, s))
}

// binary binds left op right.
func (b *binder) binary(e *ast.Binary, s *scope) operand {
	switch {
	case e.Op == ast.And || e.Op == ast.Or:
		return b.connective(e, s)
	case e.Op.IsComparison():
		return b.comparison(e, s)
	}
	name := e.Op.String()
	if e.Op == ast.Power {
		name = "POWER"
	}
	return b.operator(name, e.OpPos, e.Span(), b.expr(e.Left, s), b.expr(e.Right, s))
}

// operator resolves an operator of the function table.
func (b *binder) operator(name string, opPos, at diag.Span, args ...operand) operand {
	if anyBad(args) {
		return bad(at)
	}
	resolution, err := functions.Resolve(name, argsOf(args))
	if err != nil {
		b.operatorError(name, opPos, args, err.(*functions.ResolveError))
		return bad(at)
	}
	return b.resolved(resolution, args, at)
}

// operatorError says which types an operator was given, and how to get others.
func (b *binder) operatorError(name string, opPos diag.Span, args []operand, err *functions.ResolveError) {
	if err.Kind == functions.BadConstant {
		b.report(diag.BadConstant, args[err.Arg].Span(), "%s", err.Message)
		return
	}
	var d *diag.Diagnostic
	if len(args) == 1 {
		d = b.report(diag.OperatorTypes, opPos, "there is no %s %s", name, typeName(args[0].Type()))
	} else {
		d = b.report(diag.OperatorTypes, opPos, "there is no %s %s %s", typeName(args[0].Type()), name, typeName(args[1].Type()))
	}
	for _, arg := range args {
		note(d, arg.Span(), "this is %s", article(arg.Type()))
	}
	adviseOperator(d, name, args)
}

// adviseOperator names the ways out of the common mistakes with operators.
func adviseOperator(d *diag.Diagnostic, name string, args []operand) {
	left := args[0].Type()
	right := args[len(args)-1].Type()
	switch {
	case name == "+" && (left.IsString() || right.IsString()) && (!left.IsNumeric() && !right.IsNumeric()):
		advise(d, "strings are joined with ||")
	case (name == "->" || name == "->>") && left.IsString():
		advise(d, "cast the text: CAST(… AS JSON) %s …, or use JSON_VALUE", name)
	case left.IsNumeric() && right.IsString() || left.IsString() && right.IsNumeric():
		advise(d, "cast the string to a number: CAST(… AS DOUBLE)")
	case left.IsTimestamp() && right.IsNumeric():
		advise(d, "add an interval: … + INTERVAL '5' SECOND")
	case name == "||":
		advise(d, "one side must be a string: CAST(… AS STRING)")
	}
}

func argsOf(list []operand) []functions.Arg {
	args := make([]functions.Arg, len(list))
	for i, o := range list {
		args[i] = o.arg()
	}
	return args
}

// resolved builds the call of an overload, its arguments cast to the parameters' types.
func (b *binder) resolved(r functions.Resolution, args []operand, at diag.Span) operand {
	exprs := make([]scalar.Expr, len(args))
	for i, arg := range args {
		t := r.Params[i]
		if t.Kind == types.Null {
			t = text
		}
		exprs[i] = b.coerce(arg, t, "argument of "+r.Function.Name)
		if isInvalid(exprs[i].Type()) {
			return bad(at)
		}
	}
	return operand{Expr: &scalar.Call{Base: base(r.Result, at), Function: r.Function.Name, Overload: r.Overload, Args: exprs}}
}
