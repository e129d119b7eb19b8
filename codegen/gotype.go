package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// Import paths of the runtime that generated types name.
const (
	rtPath       = "github.com/weirsql/weir/runtime"
	decimalPath  = rtPath + "/decimal"
	temporalPath = rtPath + "/temporal"
	jsonPath     = rtPath + "/json"
)

// goType returns the Go type that holds values of a SQL type: ARCHITECTURE.md's table of representations. The struct of a
// ROW is g.structs' business.
//
//	BIGINT NOT NULL   int64
//	VARCHAR           rt.Null[string]
func (g *generator) goType(t types.Type) *jen.Statement {
	if t.Nullable {
		return jen.Qual(rtPath, "Null").Types(g.plainType(t))
	}
	return g.plainType(t)
}

// plainType is goType of the NOT NULL type.
func (g *generator) plainType(t types.Type) *jen.Statement {
	switch t.Kind {
	case types.Array:
		return jen.Index().Add(g.goType(*t.Elem))
	case types.Map:
		return jen.Qual(rtPath, "Map").Types(g.goType(*t.Key), g.goType(*t.Elem))
	case types.Row:
		return jen.Id(g.structs.rowName(t))
	case types.Decimal:
		if t.Wide() {
			return jen.Qual(decimalPath, "Int128")
		}
		return jen.Int64()
	}
	if make, ok := scalarTypes[t.Kind]; ok {
		return make()
	}
	panic("codegen: no Go type for a value of type kind " + t.String())
}

var scalarTypes = map[types.Kind]func() *jen.Statement{
	types.Boolean:      jen.Bool,
	types.TinyInt:      jen.Int8,
	types.SmallInt:     jen.Int16,
	types.Int:          jen.Int32,
	types.BigInt:       jen.Int64,
	types.Real:         jen.Float32,
	types.Double:       jen.Float64,
	types.Varchar:      jen.String,
	types.Char:         jen.String,
	types.Null:         jen.String, // a NULL that no context gave a type, as in PostgreSQL
	types.Bytes:        func() *jen.Statement { return jen.Index().Byte() },
	types.Date:         func() *jen.Statement { return jen.Int32() },
	types.Time:         jen.Int64,
	types.Timestamp:    jen.Int64,
	types.TimestampLTZ: jen.Int64,
	types.Interval:     func() *jen.Statement { return jen.Qual(temporalPath, "Interval") },
	types.JSON:         func() *jen.Statement { return jen.Qual(jsonPath, "Raw") },
	types.UUID:         func() *jen.Statement { return jen.Qual(rtPath, "UUID") },
}
