package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// cast binds CAST, TRY_CAST and ::. A literal is read at compile time.
func (b *binder) cast(e *ast.Cast, s *scope) operand {
	t := b.typeOf(e.Type)
	if empty := b.emptyCollection(e, t); empty != nil {
		return operand{Expr: empty}
	}
	return b.castTo(b.expr(e.Operand, s), t, e.Try, e.Span())
}

// emptyCollection binds CAST(ARRAY[] AS ARRAY<…>) and its kin for maps: the only way to write an empty one.
func (b *binder) emptyCollection(e *ast.Cast, t types.Type) scalar.Expr {
	switch operand := e.Operand.(type) {
	case *ast.Array:
		if len(operand.Elems) == 0 && t.Kind == types.Array {
			return &scalar.ArrayValue{Base: base(t.WithNull(false), e.Span())}
		}
	case *ast.Map:
		if len(operand.Keys) == 0 && t.Kind == types.Map {
			return &scalar.MapValue{Base: base(t.WithNull(false), e.Span())}
		}
	}
	return nil
}

// castTo casts an operand, where the types allow it.
func (b *binder) castTo(o operand, t types.Type, try bool, at diag.Span) operand {
	switch {
	case isBad(o):
		return bad(at)
	case isNull(o):
		return constant(t.WithNull(true), nil, at)
	case o.bare && !t.IsString():
		return b.castLiteral(o, t, try, at)
	}
	from := o.Type()
	if functions.CastBetween(from, t) == functions.NoCast {
		b.illegalCast(o, t, at)
		return bad(at)
	}
	if o.parts != nil && sameShape(o, t) && !try && b.partsAssignable(o, t, functions.Implicit) {
		return operand{Expr: b.coerceParts(o, t)}
	}
	t.Nullable = from.Nullable || try
	if from.Equal(t) {
		return operand{Expr: o.Expr}
	}
	return operand{Expr: &scalar.Cast{Base: base(t, at), Operand: o.Expr, Try: try}}
}

// castLiteral reads a string literal as a value now: TRY_CAST of a wrong one is NULL.
func (b *binder) castLiteral(o operand, t types.Type, try bool, at diag.Span) operand {
	if functions.CastBetween(text, t) == functions.NoCast {
		b.illegalCast(o, t, at)
		return bad(at)
	}
	value, err := b.parseText(o.literal().(string), t)
	switch {
	case err != nil && try:
		return constant(t.WithNull(true), nil, at)
	case err != nil:
		b.report(diag.BadLiteral, o.Span(), "'%s' is no %s: %v", o.literal(), typeName(t), err)
		return bad(at)
	}
	return constant(t.WithNull(false), value, at)
}

func (b *binder) illegalCast(o operand, t types.Type, at diag.Span) {
	from := o.Type()
	d := b.report(diag.IllegalCast, at, "%s can't be cast to %s", article(from), typeName(t))
	switch {
	case from.IsTimestamp() && t.IsNumeric():
		advise(d, "EXTRACT(EPOCH FROM …) gives the seconds since 1970")
	case from.IsNumeric() && t.IsTimestamp():
		advise(d, "TO_TIMESTAMP_LTZ(…, 3) takes milliseconds since 1970")
	case from.IsNumeric() && t.Kind == types.Boolean:
		advise(d, "compare it: … <> 0")
	case from.IsString() && t.IsNested():
		advise(d, "cast it to JSON and take members with -> and ->>")
	}
}
