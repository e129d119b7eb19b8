package bind

import (
	"fmt"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// value binds an expression whose type is final: a bare literal is a VARCHAR, NULL a VARCHAR without a value.
func (b *binder) value(e ast.Expr, s *scope) scalar.Expr {
	o := b.expr(e, s)
	if o.bare || isNull(o) {
		return b.coerce(o, text, "")
	}
	return o.Expr
}

// operands binds a list.
func (b *binder) operands(list []ast.Expr, s *scope) []operand {
	bound := make([]operand, len(list))
	for i, e := range list {
		bound[i] = b.expr(e, s)
	}
	return bound
}

// expr binds one expression. What is wrong is reported once; the result is then bad.
func (b *binder) expr(e ast.Expr, s *scope) operand {
	switch e := e.(type) {
	case *ast.ColumnRef:
		return b.columnRef(e, s)
	case *ast.Null, *ast.Bool, *ast.Number, *ast.String, *ast.Bytes, *ast.Temporal, *ast.Interval, *ast.Unit:
		return b.literal(e)
	case *ast.Unary:
		return b.unary(e, s)
	case *ast.Binary:
		return b.binary(e, s)
	case *ast.IsNull, *ast.IsTruth, *ast.IsDistinct:
		return b.is(e, s)
	case *ast.Between:
		return b.between(e, s)
	case *ast.In:
		return b.in(e, s)
	case *ast.Like:
		return b.like(e, s)
	case *ast.Case:
		return b.caseExpr(e, s)
	case *ast.Cast:
		return b.cast(e, s)
	case *ast.Call:
		return b.call(e, s)
	case *ast.Extract, *ast.Trim, *ast.RoundTo, *ast.AtTimeZone, *ast.JSONCall:
		return b.specialCall(e, s)
	case *ast.Subscript:
		return b.subscript(e, s)
	case *ast.Field:
		return b.field(b.expr(e.Operand, s), e.Name, e.Span())
	case *ast.Array:
		return b.array(e, s)
	case *ast.Map:
		return b.mapValue(e, s)
	case *ast.Row:
		return b.row(e, s)
	}
	return b.misplaced(e)
}

// misplaced reports what the grammar takes but is no value here.
func (b *binder) misplaced(e ast.Expr) operand {
	switch e.(type) {
	case *ast.Exists, *ast.Quantified, *ast.Subquery:
		b.unsupportedSubquery(e)
	case *ast.Star:
		b.report(diag.NotAnExpression, e.Span(), "* stands for all columns, and can't be part of an expression")
	case *ast.GroupingSets:
		b.report(diag.NotAnExpression, e.Span(), "grouping sets are items of GROUP BY")
	case *ast.TableArg, *ast.Descriptor, *ast.NamedArg:
		b.report(diag.NotAnExpression, e.Span(), "this is an argument of a table function, such as TUMBLE in FROM TABLE(…)")
	default:
		panic(fmt.Sprintf("bind: unknown expression %T", e))
	}
	return bad(e.Span())
}

func (b *binder) unsupportedSubquery(e ast.Expr) {
	what := map[bool]string{true: "EXISTS", false: "subquery in an expression"}[isExists(e)]
	d := b.unsupported(diag.UnsupportedSubquery, e.Span(), what, "it must keep the rows of its query")
	advise(d, "a subquery can stand in FROM")
}

func isExists(e ast.Expr) bool {
	_, ok := e.(*ast.Exists)
	return ok
}

// truth makes a BOOLEAN node's base: nullable where an operand is.
func truth(at diag.Span, operands ...scalar.Expr) scalar.Base {
	nullable := false
	for _, o := range operands {
		nullable = nullable || o.Type().Nullable
		if isInvalid(o.Type()) {
			return base(invalid, at)
		}
	}
	return base(types.Of(types.Boolean).WithNull(nullable), at)
}
