package bind

import (
	"fmt"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// row binds ROW(a, b) and (a, b). Fields are named after columns, the others f1, f2, ….
func (b *binder) row(e *ast.Row, s *scope) operand {
	parts := b.operands(e.Fields, s)
	fields := make([]types.Field, len(parts))
	exprs := make([]scalar.Expr, len(parts))
	for i, part := range parts {
		if isBad(part) {
			return bad(e.Span())
		}
		exprs[i] = part.Expr
		if isNull(part) {
			exprs[i] = b.coerce(part, text, "")
		}
		fields[i] = types.Field{Name: rowFieldName(e.Fields[i], i, fields[:i]), Type: exprs[i].Type()}
	}
	return operand{Expr: &scalar.RowValue{Base: base(types.RowOf(fields...), e.Span()), Fields: exprs}, parts: parts}
}

func rowFieldName(e ast.Expr, i int, before []types.Field) string {
	name := writtenName(e)
	for _, field := range before {
		if field.Name == name {
			name = ""
		}
	}
	if name == "" {
		return fmt.Sprintf("f%d", i+1)
	}
	return name
}

func isRowValue(o operand) bool {
	_, ok := o.Expr.(*scalar.RowValue)
	return ok
}

// compareRows binds (a, b) = (c, d) field by field.
func (b *binder) compareRows(e *ast.Binary, left, right operand) operand {
	if e.Op != ast.Eq && e.Op != ast.Ne {
		d := b.report(diag.NotComparable, e.OpPos, "rows can only be compared with = and <>")
		advise(d, "compare the fields one by one")
		return bad(e.Span())
	}
	return negate(b.rowsEqual(left, right, e.Span()), e.Op == ast.Ne, e)
}

func (b *binder) rowsEqual(left, right operand, at diag.Span) operand {
	if len(left.parts) != len(right.parts) {
		b.report(diag.IncomparableType, at, "a row of %s can't be compared with a row of %d", plural(len(left.parts), "field"), len(right.parts))
		return bad(at)
	}
	var equal []scalar.Expr
	for i := range left.parts {
		o := b.compare(scalar.Eq, left.parts[i], right.parts[i], at, left.parts[i].Span().Union(right.parts[i].Span()))
		if isBad(o) {
			return bad(at)
		}
		equal = append(equal, o.Expr)
	}
	if len(equal) == 1 {
		return operand{Expr: equal[0]}
	}
	return operand{Expr: &scalar.And{Base: truth(at, equal...), Operands: equal}}
}

// inRows binds (a, b) IN ((1, 2), (3, 4)).
func (b *binder) inRows(e *ast.In, x operand, list []operand) operand {
	var any []scalar.Expr
	for _, o := range list {
		if isBad(o) {
			return bad(e.Span())
		}
		if !isRowValue(o) {
			b.report(diag.IncomparableType, o.Span(), "IN compares a row of %s with this, %s", plural(len(x.parts), "field"), article(o.Type()))
			return bad(e.Span())
		}
		equal := b.rowsEqual(x, o, o.Span())
		if isBad(equal) {
			return equal
		}
		any = append(any, equal.Expr)
	}
	if len(any) == 1 {
		return negate(operand{Expr: any[0]}, e.Negated, e)
	}
	return negate(operand{Expr: &scalar.Or{Base: truth(e.Span(), any...), Operands: any}}, e.Negated, e)
}
