package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/types"
)

var kinds = map[ast.TypeKind]types.Kind{
	ast.Boolean: types.Boolean, ast.TinyInt: types.TinyInt, ast.SmallInt: types.SmallInt, ast.Int: types.Int, ast.BigInt: types.BigInt,
	ast.Real: types.Real, ast.Double: types.Double, ast.Decimal: types.Decimal, ast.Varchar: types.Varchar, ast.Char: types.Char,
	ast.BytesType: types.Bytes, ast.Date: types.Date, ast.Time: types.Time, ast.Timestamp: types.Timestamp,
	ast.TimestampLTZ: types.TimestampLTZ, ast.IntervalType: types.Interval, ast.ArrayType: types.Array, ast.MapType: types.Map,
	ast.RowType: types.Row, ast.JSON: types.JSON, ast.UUID: types.UUID,
}

// What a type has without parameters: Flink's for DECIMAL and TIME, PostgreSQL's microseconds for timestamps.
const (
	defaultDecimal   = 10
	defaultTimestamp = 6
)

// typeOf turns a written type into a type; nullable unless NOT NULL was written.
func (b *binder) typeOf(t *ast.Type) types.Type {
	bound := types.Type{Kind: kinds[t.Kind], Nullable: !t.NotNull}
	switch bound.Kind {
	case types.Decimal:
		bound.Precision = defaultDecimal
	case types.Char:
		bound.Precision = 1
	case types.Timestamp, types.TimestampLTZ:
		bound.Precision = defaultTimestamp
	}
	if len(t.Params) > 0 {
		bound.Precision = t.Params[0]
	}
	if len(t.Params) > 1 {
		bound.Scale = t.Params[1]
	}
	if t.Elem != nil {
		elem := b.typeOf(t.Elem)
		bound.Elem = &elem
	}
	if t.Key != nil {
		key := b.keyType(t.Key)
		bound.Key = &key
	}
	bound.Fields = b.fieldTypes(t.Fields)
	return bound
}

// keyType is the type of a map's keys: never NULL, and of a kind that has equality.
func (b *binder) keyType(t *ast.Type) types.Type {
	key := b.typeOf(t).WithNull(false)
	if !isHashable(key) {
		b.report(diag.BadTypeParameter, t.Span(), "%s can't be the key of a MAP: use a number, a string, a date or a time", article(key))
	}
	return key
}

func isHashable(t types.Type) bool {
	switch t.Kind {
	case types.Array, types.Map, types.Row, types.JSON, types.Bytes, types.Interval:
		return false
	}
	return true
}

func (b *binder) fieldTypes(list []*ast.TypeField) []types.Field {
	var fields []types.Field
	for i, field := range list {
		for _, other := range list[:i] {
			if sameName(other.Name, field.Name) {
				d := b.report(diag.DuplicateColumn, field.Name.Span(), "field %s is declared twice in one ROW", field.Name.Name)
				note(d, other.Name.Span(), "it is declared here first")
			}
		}
		fields = append(fields, types.Field{Name: field.Name.Name, Type: b.typeOf(field.Type)})
	}
	return fields
}

// invalid is the type of an expression whose error is reported; every rule takes it without a word.
var invalid = types.Type{Kind: types.Invalid, Nullable: true}

func isInvalid(t types.Type) bool { return t.Kind == types.Invalid }

// isBadType reports a type that is wrong itself or somewhere inside.
func isBadType(t types.Type) bool {
	return isInvalid(t) || t.Elem != nil && isBadType(*t.Elem) || t.Key != nil && isBadType(*t.Key) ||
		slices.ContainsFunc(t.Fields, func(f types.Field) bool { return isBadType(f.Type) })
}

// text is what literals and NULLs without a type become.
var text = types.Of(types.Varchar)
