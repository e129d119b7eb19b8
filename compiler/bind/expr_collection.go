package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// array binds ARRAY[…]: elements of one type.
func (b *binder) array(e *ast.Array, s *scope) operand {
	if len(e.Elems) == 0 {
		d := b.report(diag.NoCommonType, e.Span(), "ARRAY[] has no elements that could say its type")
		advise(d, "write CAST(ARRAY[] AS ARRAY<…>)")
		return bad(e.Span())
	}
	parts := b.operands(e.Elems, s)
	elem := b.commonType(parts, types.Type{}, "in one ARRAY")
	if isInvalid(elem) {
		return bad(e.Span())
	}
	elems := b.elements(parts, elem)
	return operand{Expr: &scalar.ArrayValue{Base: base(types.ArrayOf(elem), e.Span()), Elems: elems}, parts: parts}
}

// elements brings the parts of an array or map to its element type, nullability included.
func (b *binder) elements(parts []operand, elem types.Type) []scalar.Expr {
	exprs := make([]scalar.Expr, len(parts))
	for i, part := range parts {
		exprs[i] = b.coerceField(part, elem)
	}
	return exprs
}

// mapValue binds MAP[key, value, …]: keys of one type, values of one type.
func (b *binder) mapValue(e *ast.Map, s *scope) operand {
	if len(e.Keys) == 0 {
		d := b.report(diag.NoCommonType, e.Span(), "MAP[] has no entries that could say its type")
		advise(d, "write CAST(MAP[] AS MAP<…>)")
		return bad(e.Span())
	}
	keys, values := b.operands(e.Keys, s), b.operands(e.Values, s)
	key := b.commonType(keys, types.Type{}, "as keys of one MAP")
	value := b.commonType(values, types.Type{}, "as values of one MAP")
	if isInvalid(key) || isInvalid(value) {
		return bad(e.Span())
	}
	if !isHashable(key) {
		b.report(diag.NoCommonType, keys[0].Span(), "%s can't be the key of a MAP", article(key))
		return bad(e.Span())
	}
	key.Nullable = false
	return operand{Expr: &scalar.MapValue{Base: base(types.MapOf(key, value), e.Span()), Keys: b.elements(keys, key), Values: b.elements(values, value)}}
}

// subscript binds array[index], map[key] and json['member'].
func (b *binder) subscript(e *ast.Subscript, s *scope) operand {
	of, index := b.expr(e.Operand, s), b.expr(e.Index, s)
	if isBad(of) || isBad(index) {
		return bad(e.Span())
	}
	t := of.Type()
	switch t.Kind {
	case types.Array:
		return b.arrayElement(e, of, index)
	case types.Map:
		return b.mapElement(e, of, index)
	case types.JSON:
		return b.operator("->", e.Index.Span(), e.Span(), of, index)
	}
	d := b.report(diag.BadSubscript, e.Span(), "%s is %s: only ARRAY, MAP and JSON have a subscript", describe(of), article(t))
	if t.IsString() {
		advise(d, "take characters with SUBSTRING(… FROM n FOR 1)")
	} else if t.Kind == types.Row {
		advise(d, "name a field: … .field")
	}
	return bad(e.Span())
}

func (b *binder) arrayElement(e *ast.Subscript, of, index operand) operand {
	if !index.Type().IsInteger() && !index.bare && !isNull(index) {
		b.report(diag.BadSubscript, e.Index.Span(), "an array's index is a whole number from 1, and this is %s", article(index.Type()))
		return bad(e.Span())
	}
	if n, ok := index.literal().(int64); ok && n < 1 {
		b.report(diag.BadSubscript, e.Index.Span(), "an array's first element has index 1; %d is outside of every array", n)
		return bad(e.Span())
	}
	t := types.Of(types.Int)
	if index.Type().Kind == types.BigInt {
		t = index.Type()
	}
	return b.subscripted(e, of, b.coerce(index, t, "an array's index"))
}

func (b *binder) mapElement(e *ast.Subscript, of, index operand) operand {
	key := *of.Type().Key
	if _, ok := b.assignable(index, key); !ok {
		b.report(diag.BadSubscript, e.Index.Span(), "the map's keys are %s, and this is %s", typeName(key), article(index.Type()))
		return bad(e.Span())
	}
	return b.subscripted(e, of, b.coerce(index, key, "a map's key"))
}

func (b *binder) subscripted(e *ast.Subscript, of operand, index scalar.Expr) operand {
	if isInvalid(index.Type()) {
		return bad(e.Span())
	}
	return operand{Expr: &scalar.Subscript{Base: base(of.Type().Elem.WithNull(true), e.Span()), Operand: of.Expr, Index: index}}
}
