package bind

import (
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// assignable returns an operand as a value of type t by an implicit cast; false where that takes more.
func (b *binder) assignable(o operand, t types.Type) (scalar.Expr, bool) {
	return b.assign(o, t, functions.Implicit)
}

// assign returns an operand as a value of type t, where the cast needs no more than rule: Implicit, or Assignment for a column
// that is inserted into. Bare literals and NULL take every type, constant numbers every one that holds them exactly.
func (b *binder) assign(o operand, t types.Type, rule functions.CastRule) (scalar.Expr, bool) {
	switch {
	case isBad(o):
		return bad(o.Span()).Expr, true
	case isNull(o), o.bare:
		if (o.bare && functions.CastBetween(text, t) == functions.NoCast) || isInvalid(t) {
			return nil, false
		}
		if o.bare && t.IsString() && t.Precision > 0 && rule == functions.Assignment {
			return b.assignCast(b.coerce(o, text, ""), t), true
		}
		return b.coerce(o, t, ""), true
	case o.parts != nil && sameShape(o, t):
		if b.partsAssignable(o, t, rule) {
			return b.coerceParts(o, t), true
		}
		return nil, false
	case convertLiteral(o.Expr, t.WithNull(false)) != nil:
		return convertLiteral(o.Expr, t.WithNull(false)), true
	case functions.CastBetween(o.Type(), t) < rule:
		return nil, false
	case rule == functions.Assignment && !o.Type().Same(t):
		return b.assignCast(o.Expr, t), true
	}
	return b.coerce(o, t, ""), true
}

// assignCast checks the range and length that a column has.
func (b *binder) assignCast(e scalar.Expr, t types.Type) scalar.Expr {
	t.Nullable = e.Type().Nullable
	if l := convertLiteral(e, t); l != nil {
		return l
	}
	return &scalar.Cast{Base: base(t, e.Span()), Operand: e, Implicit: true, Assign: true}
}

func (b *binder) partsAssignable(o operand, t types.Type, rule functions.CastRule) bool {
	for i, part := range o.parts {
		want := t.Elem
		if t.Kind == types.Row {
			want = &t.Fields[i].Type
		}
		if part.bare || isNull(part) || isBad(part) {
			continue
		}
		if functions.CastBetween(part.Type(), *want) < rule {
			return false
		}
	}
	return true
}
