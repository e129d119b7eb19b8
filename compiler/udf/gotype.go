package udf

import (
	gotypes "go/types"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// goTypes are the Go types of SQL types, as messages and shortType print them.
var goTypes = map[types.Kind]string{
	types.Boolean: "bool", types.TinyInt: "int8", types.SmallInt: "int16", types.Int: "int32", types.BigInt: "int64",
	types.Real: "float32", types.Double: "float64", types.Decimal: "*big.Rat",
	types.Varchar: "string", types.Char: "string", types.Bytes: "[]byte", types.JSON: "json.RawMessage", types.UUID: "[16]byte",
	types.Date: "time.Time", types.Timestamp: "time.Time", types.TimestampLTZ: "time.Time",
	types.Time: "time.Duration", types.Interval: "time.Duration",
}

// goType is the Go type of a value that isn't NULL; "" where there is none.
func goType(t types.Type) string {
	if t.Kind != types.Array {
		return goTypes[t.Kind]
	}
	elem := goTypes[t.Elem.Kind]
	switch {
	case elem == "" || converted[t.Elem.Kind]:
		return ""
	case t.Elem.Nullable:
		return "[]*" + elem
	}
	return "[]" + elem
}

// converted are the kinds that generated code holds otherwise than Go does, value by value: they can't be elements of an array.
var converted = map[types.Kind]bool{types.Decimal: true, types.JSON: true, types.UUID: true, types.Date: true, types.Timestamp: true,
	types.TimestampLTZ: true, types.Time: true, types.Interval: true}

// matchType reports whether a Go type carries a SQL type, and how it says NULL.
func matchType(t types.Type, g gotypes.Type) (scalar.GoNull, bool) {
	want, got := goType(t), shortType(g)
	switch got {
	case want:
		return scalar.GoPlain, true
	case "*" + want:
		return scalar.GoPointer, t.Kind != types.Decimal
	}
	return scalar.GoPlain, false
}

// shortType prints a Go type with packages by their names, byte slices as []byte, and imports of the same name told apart
// by the standard library's paths alone: a time.Time of another package prints with its whole path.
func shortType(t gotypes.Type) string {
	return gotypes.TypeString(gotypes.Unalias(t), func(pkg *gotypes.Package) string {
		switch pkg.Path() {
		case "time", "math/big", "encoding/json":
			return pkg.Name()
		}
		return pkg.Path()
	})
}
