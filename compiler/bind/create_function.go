package bind

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/udf"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// function is a CREATE FUNCTION.
type function struct {
	decl   *ast.CreateFunction
	params []types.Type
	result types.Type
	bound  *scalar.UserFunction // nil where the declaration or its Go function is wrong
	used   bool

	reserved bool // has the name of a built-in function, which is reported
}

func (b *binder) declareFunction(decl *ast.CreateFunction) {
	b.checkUnqualified(decl.Name)
	id := decl.Name.Last()
	f := &function{decl: decl, result: b.typeOf(decl.Returns)}
	for _, param := range decl.Params {
		f.params = append(f.params, b.typeOf(param.Type))
	}
	if other := b.lookupFunction(id); other != nil {
		d := b.report(diag.DuplicateName, id.Span(), "function %s is declared twice", id.Name)
		note(d, other.decl.Name.Last().Span(), "it is declared here first")
	}
	if f.reserved = isBuiltin(id.Name); f.reserved {
		d := b.report(diag.ReservedFunction, id.Span(), "%s is a function of Weir", strings.ToUpper(id.Name))
		advise(d, "give yours another name")
	}
	b.functions = append(b.functions, f)
}

// isBuiltin reports a name that SQL has a function for, with or without state.
func isBuiltin(name string) bool {
	upper := strings.ToUpper(name)
	switch upper {
	case "COALESCE", "IFNULL", "NVL", "IF":
		return true
	}
	_, scalar := functions.Lookup(upper)
	_, aggregate := functions.LookupAggregate(upper)
	_, window := functionKinds[upper]
	_, _, bound := auxiliary(upper)
	return scalar || aggregate || window || bound
}

func (b *binder) lookupFunction(id ast.Ident) *function {
	i, _ := matchName(id, each(b.functions, func(f *function) string { return f.decl.Name.Last().Name }))
	if i < 0 {
		return nil
	}
	return b.functions[i]
}

// loadFunctions finds the Go functions of all declarations at once.
func (b *binder) loadFunctions() {
	var declarations []udf.Declaration
	var loading []*function
	for _, f := range b.functions {
		if !strings.EqualFold(f.decl.Language.Name, "GO") {
			d := b.report(diag.FunctionLanguage, f.decl.Language.Span(), "user functions are written in Go, not %s", f.decl.Language.Name)
			replace(d, f.decl.Language.Span(), "GO", "write LANGUAGE GO AS 'example.com/module/package.Function'")
			continue
		}
		if f.reserved || f.hasBadType() { // which has been said
			continue
		}
		declarations = append(declarations, f.declaration())
		loading = append(loading, f)
	}
	if len(declarations) == 0 {
		return
	}
	bound, found := b.load(declarations)
	b.found = append(b.found, found...)
	for i, f := range loading {
		f.bound = bound[i]
	}
}

// hasBadType reports a parameter or a result whose type is wrong, at the top or inside.
func (f *function) hasBadType() bool {
	return slices.ContainsFunc(append(slices.Clone(f.params), f.result), isBadType)
}

func (b *binder) load(declarations []udf.Declaration) ([]*scalar.UserFunction, diag.List) {
	if b.opts.TrustFunctions {
		return udf.Trust(declarations)
	}
	return udf.Load(b.opts.Dir, declarations)
}

func (f *function) declaration() udf.Declaration {
	d := udf.Declaration{Name: f.decl.Name.Last().Name, NameSpan: f.decl.Name.Span(), Aggregate: f.decl.Aggregate,
		Result: f.result, ResultSpan: f.decl.Returns.Span(),
		Target: f.decl.Target.Value, TargetSpan: f.decl.Target.Span(), Span: f.decl.Span()}
	for i, param := range f.decl.Params {
		p := udf.Param{Type: f.params[i], Span: param.Span()}
		if param.Name != nil {
			p.Name = param.Name.Name
		}
		d.Params = append(d.Params, p)
	}
	return d
}

// userCall binds a call of a user function: arguments are cast to the declared parameters.
func (b *binder) userCall(f *function, call *ast.Call, s *scope) operand {
	exprs, ok := b.userArguments(f, call, b.operands(call.Args, s))
	if !ok {
		return bad(call.Span())
	}
	return operand{Expr: &scalar.UserCall{Base: base(f.callType(exprs), call.Span()), Function: f.bound, Args: exprs}}
}

// userArguments casts arguments to the parameters of a user function.
func (b *binder) userArguments(f *function, call *ast.Call, args []operand) ([]scalar.Expr, bool) {
	f.used = true
	if len(args) != len(f.params) {
		d := b.report(diag.ArgumentCount, call.Span(), "function %s takes %s, and here are %d", f.name(), plural(len(f.params), "argument"), len(args))
		note(d, f.decl.Name.Span(), "it is declared here")
		return nil, false
	}
	if f.hasBadType() {
		return nil, false
	}
	exprs := make([]scalar.Expr, len(args))
	for i, arg := range args {
		e, ok := b.assign(arg, f.params[i], functions.Implicit)
		if !ok {
			d := b.report(diag.ArgumentTypes, arg.Span(), "argument %d of %s is %s, and this is %s", i+1, f.name(), typeName(f.params[i]), article(arg.Type()))
			note(d, f.decl.Params[i].Span(), "the parameter is declared here")
			advise(d, "CAST(… AS %s)", typeName(f.params[i]))
			return nil, false
		}
		exprs[i] = e
	}
	return exprs, f.bound != nil && !anyBad(args)
}

// aggregate is a user's aggregate as an entry of the table: it may stand where SUM may. What it takes is the declaration's to say.
func (f *function) aggregate() *functions.Aggregate {
	return &functions.Aggregate{Name: f.name(), Over: functions.Anywhere}
}

// resolveUserAggregate checks the arguments of a user's aggregate.
func (b *binder) resolveUserAggregate(bound logical.AggregateCall, f *function, call *ast.Call, args []operand, order []logical.SortKey) (logical.AggregateCall, bool) {
	exprs, ok := b.userArguments(f, call, args)
	if !ok {
		return bound, false
	}
	bound.User, bound.Args, bound.Type, bound.OrderBy = f.bound, exprs, f.bound.Result, order
	return bound, b.checkDistinctCall(bound, nil, order)
}

// callType is the result's type of a call: NULL where the function says so, or an argument is that it doesn't take as NULL.
func (f *function) callType(args []scalar.Expr) types.Type {
	t := f.bound.Result
	for i, arg := range args {
		if arg.Type().Nullable && f.bound.GoParams[i] == scalar.GoPlain {
			t.Nullable = true
		}
	}
	return t
}

func (f *function) name() string { return fmt.Sprint(f.decl.Name.Last().Name) }
