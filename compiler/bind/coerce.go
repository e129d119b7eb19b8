package bind

import (
	"math/big"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// coerce gives an operand a type that it can have implicitly: the caller has made sure of that. The nullability of t plays no
// part. clause completes the message about a literal that doesn't fit; "" where the type says enough.
func (b *binder) coerce(o operand, t types.Type, clause string) scalar.Expr {
	switch {
	case isBad(o) || isInvalid(t):
		return bad(o.Span()).Expr
	case isNull(o):
		return &scalar.Literal{Base: base(t.WithNull(true), o.Span())}
	case o.bare && t.Kind != types.Null:
		return b.typedLiteral(o, t, clause)
	case o.parts != nil && sameShape(o, t):
		return b.coerceParts(o, t)
	case o.Type().Same(t.WithNull(false)) || t.Kind == types.Null:
		return o.Expr
	}
	t.Nullable = o.Type().Nullable
	if l := convertLiteral(o.Expr, t); l != nil {
		return l
	}
	return &scalar.Cast{Base: base(t, o.Span()), Operand: o.Expr, Implicit: true}
}

// typedLiteral reads a bare literal as a value of a type.
func (b *binder) typedLiteral(o operand, t types.Type, clause string) scalar.Expr {
	if t.IsString() {
		return &scalar.Literal{Base: base(text, o.Span()), Value: o.literal()}
	}
	value, err := b.parseText(o.literal().(string), t)
	if err != nil {
		if clause != "" {
			clause = " (" + clause + ")"
		}
		b.report(diag.BadLiteral, o.Span(), "'%s' is no %s: %v%s", o.literal(), typeName(t), err, clause)
		return bad(o.Span()).Expr
	}
	return &scalar.Literal{Base: base(t.WithNull(false), o.Span()), Value: value}
}

// sameShape reports whether a constructor's parts can be coerced one by one to the parts of t.
func sameShape(o operand, t types.Type) bool {
	switch e := o.Expr.(type) {
	case *scalar.RowValue:
		return t.Kind == types.Row && len(t.Fields) == len(e.Fields)
	case *scalar.ArrayValue:
		return t.Kind == types.Array
	}
	return false
}

func (b *binder) coerceParts(o operand, t types.Type) scalar.Expr {
	parts := make([]scalar.Expr, len(o.parts))
	for i, part := range o.parts {
		want := t
		if t.Kind == types.Row {
			want = t.Fields[i].Type
		} else {
			want = *t.Elem
		}
		parts[i] = b.coerceField(part, want)
	}
	if t.Kind == types.Row {
		return &scalar.RowValue{Base: base(t.WithNull(false), o.Span()), Fields: parts}
	}
	return &scalar.ArrayValue{Base: base(t.WithNull(false), o.Span()), Elems: parts}
}

// coerceField is coerce for a part of a ROW or ARRAY, whose declared type says whether it may be NULL: where it may, the
// expression gets that type too.
func (b *binder) coerceField(part operand, want types.Type) scalar.Expr {
	e := b.coerce(part, want, "")
	switch {
	case e.Type().Nullable && !want.Nullable:
		return &scalar.NotNull{Base: base(e.Type().WithNull(false), e.Span()), Operand: e, Column: "the element"}
	case !e.Type().Nullable && want.Nullable && !isInvalid(e.Type()):
		return &scalar.Cast{Base: base(want, e.Span()), Operand: e, Implicit: true}
	}
	return e
}

// convertLiteral casts a constant number to another number type without loss; nil for anything else.
func convertLiteral(e scalar.Expr, t types.Type) scalar.Expr {
	l, ok := e.(*scalar.Literal)
	if !ok || l.Value == nil {
		return nil
	}
	made := func(value any) scalar.Expr {
		return &scalar.Literal{Base: base(t.WithNull(false), l.Pos), Value: value}
	}
	switch v := l.Value.(type) {
	case int64:
		return convertInteger(v, l.Typ, t, made)
	case *big.Int:
		return convertDecimal(v, l.Typ, t, made)
	case string:
		if l.Typ.IsString() && t.Kind == types.Varchar && t.Precision == 0 {
			return made(v)
		}
	}
	return nil
}

func convertInteger(v int64, from, t types.Type, made func(any) scalar.Expr) scalar.Expr {
	switch {
	case !from.IsInteger():
		return nil
	case t.IsInteger() && fits(v, t.Kind):
		return made(v)
	case t.Kind == types.Double && int64(float64(v)) == v && v < 1<<53 && v > -1<<53:
		return made(float64(v))
	case t.Kind == types.Real && v < 1<<24 && v > -1<<24:
		return made(float64(v))
	case t.Kind == types.Decimal:
		if scaled := shift(big.NewInt(v), t.Scale); digits(scaled) <= t.Precision {
			return made(scaled)
		}
	}
	return nil
}

func convertDecimal(v *big.Int, from, t types.Type, made func(any) scalar.Expr) scalar.Expr {
	switch {
	case t.Kind == types.Double:
		f, _ := new(big.Rat).SetFrac(v, shift(big.NewInt(1), from.Scale)).Float64()
		return made(f)
	case t.Kind == types.Decimal && t.Scale >= from.Scale:
		if scaled := shift(v, t.Scale-from.Scale); digits(scaled) <= t.Precision {
			return made(scaled)
		}
	}
	return nil
}

// integerBits is the width of an integer type.
var integerBits = map[types.Kind]uint{types.TinyInt: 8, types.SmallInt: 16, types.Int: 32, types.BigInt: 64}

func fits(v int64, kind types.Kind) bool {
	bits := integerBits[kind]
	return v>>(bits-1) == 0 || v>>(bits-1) == -1
}

// shift multiplies by a power of ten.
func shift(v *big.Int, by int) *big.Int {
	return new(big.Int).Mul(v, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(by)), nil))
}

// digits counts decimal digits.
func digits(v *big.Int) int { return len(new(big.Int).Abs(v).String()) }

// commonType is the type in which operands meet, in CASE, COALESCE, IN, UNION ALL, VALUES, an array. It is untyped, or VARCHAR,
// where only NULLs and bare literals meet. Operands that have none are reported, and the type is invalid.
func (b *binder) commonType(list []operand, untyped types.Type, clause string) types.Type {
	common := types.Of(types.Null)
	var first operand
	someBare := false
	for _, o := range list {
		if isBad(o) {
			return invalid
		}
		someBare = someBare || o.bare
		if o.bare || isNull(o) {
			continue
		}
		joined, ok := functions.Common(common, o.Type())
		if !ok {
			b.noCommonType(first, o, clause)
			return invalid
		}
		if common.Kind == types.Null {
			first = o
		}
		common = joined
	}
	if common.Kind == types.Null {
		common = untyped
		if untyped.Kind == types.Invalid {
			common = text
		}
	}
	if someBare && common.IsString() {
		common = text // a literal has no length that it must be cut to
	}
	return common.WithNull(anyNullable(list))
}

func anyNullable(list []operand) bool {
	for _, o := range list {
		if o.Type().Nullable || isNull(o) {
			return true
		}
	}
	return false
}

func (b *binder) noCommonType(first, second operand, clause string) {
	d := b.report(diag.NoCommonType, second.Span(), "%s and %s don't go together %s", typeName(first.Type()), typeName(second.Type()), clause)
	note(d, first.Span(), "this is %s", article(first.Type()))
	b.adviseCast(d, first.Type(), second.Type())
}

// adviseCast says how two types can meet after all.
func (b *binder) adviseCast(d *diag.Diagnostic, x, y types.Type) {
	switch {
	case x.IsString() && functions.CastBetween(x, y) != functions.NoCast:
		advise(d, "cast one side: CAST(… AS %s)", typeName(y))
	case y.IsString() && functions.CastBetween(y, x) != functions.NoCast:
		advise(d, "cast one side: CAST(… AS %s)", typeName(x))
	case functions.CastBetween(y, x) != functions.NoCast:
		advise(d, "cast one side: CAST(… AS %s)", typeName(x))
	}
}

// coerceAll brings operands to one type.
func (b *binder) coerceAll(list []operand, t types.Type) []scalar.Expr {
	exprs := make([]scalar.Expr, len(list))
	for i, o := range list {
		exprs[i] = b.coerce(o, t, "")
	}
	return exprs
}
