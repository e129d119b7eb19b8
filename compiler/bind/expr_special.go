package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/types"
)

// specialCall binds functions with a syntax of their own as calls of the function table.
func (b *binder) specialCall(e ast.Expr, s *scope) operand {
	switch e := e.(type) {
	case *ast.Extract:
		return b.builtin("EXTRACT", e, b.literal(e.Unit), b.expr(e.Operand, s))
	case *ast.Trim:
		return b.trim(e, s)
	case *ast.RoundTo:
		name := map[bool]string{true: "CEIL", false: "FLOOR"}[e.Up]
		return b.builtin(name, e, b.expr(e.Operand, s), b.literal(e.Unit))
	case *ast.AtTimeZone:
		return b.builtin("AT TIME ZONE", e, b.expr(e.Operand, s), b.expr(e.Zone, s))
	case *ast.JSONCall:
		return b.jsonCall(e, s)
	}
	panic("bind: unknown call")
}

// builtin calls a function of the table by its canonical name.
func (b *binder) builtin(name string, e ast.Expr, args ...operand) operand {
	return b.function(name, ast.Ident{Base: ast.At(e.Span()), Name: name}, e.Span(), args)
}

func (b *binder) trim(e *ast.Trim, s *scope) operand {
	name := map[ast.TrimSide]string{ast.TrimBoth: "TRIM", ast.TrimLeading: "LTRIM", ast.TrimTrailing: "RTRIM"}[e.Side]
	args := []operand{b.expr(e.Operand, s)}
	if e.Chars != nil {
		args = append(args, b.expr(e.Chars, s))
	}
	return b.builtin(name, e, args...)
}

// jsonCall binds JSON_VALUE, JSON_QUERY and JSON_EXISTS. Only the standard's defaults are supported of what may follow the path.
func (b *binder) jsonCall(e *ast.JSONCall, s *scope) operand {
	name := strings.ToUpper(e.Name.Name)
	b.jsonBehavior(e.OnEmpty, name, "EMPTY")
	b.jsonBehavior(e.OnError, name, "ERROR")
	if e.Wrapper != ast.WrapperUnspecified && e.Wrapper != ast.WithoutWrapper {
		b.report(diag.UnsupportedJSON, e.Span(), "JSON_QUERY has no wrapper here: only WITHOUT WRAPPER is supported")
	}
	o := b.function(name, e.Name, e.Span(), []operand{b.expr(e.Input, s), b.expr(e.Path, s)})
	if e.Returning == nil || isBad(o) {
		return o
	}
	return b.jsonReturning(o, e, name)
}

// jsonReturning casts JSON_VALUE's text; a value that doesn't fit is NULL, as the standard's NULL ON ERROR says.
func (b *binder) jsonReturning(o operand, e *ast.JSONCall, name string) operand {
	t := b.typeOf(e.Returning)
	if name != "JSON_VALUE" && !t.IsString() && t.Kind != types.JSON {
		b.report(diag.UnsupportedJSON, e.Returning.Span(), "%s can't return %s", name, article(t))
		return bad(e.Span())
	}
	if t.IsString() && t.Precision == 0 && o.Type().IsString() {
		return o
	}
	return b.castTo(o, t, true, e.Span())
}

// jsonBehavior refuses ON EMPTY and ON ERROR clauses other than the default.
func (b *binder) jsonBehavior(clause *ast.JSONBehavior, name, when string) {
	standard := "NULL"
	if name == "JSON_EXISTS" {
		standard = "FALSE"
	}
	if clause == nil || clause.Kind == standard {
		return
	}
	d := b.report(diag.UnsupportedJSON, clause.Span(), "%s ON %s isn't supported: %s gives %s", clause.Kind, when, name, standard)
	if clause.Default != nil || strings.HasPrefix(clause.Kind, "EMPTY") {
		advise(d, "write COALESCE(%s(…), …)", name)
	}
}
