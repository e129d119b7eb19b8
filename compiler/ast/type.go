package ast

// Type is a type as written, its name resolved to a kind.
type Type struct {
	Base
	Kind    TypeKind
	Params  []int // length; precision; precision and scale. Within their bounds.
	NotNull bool  // NOT NULL was written
	Elem    *Type // Array's element, Map's value
	Key     *Type // Map's key
	Fields  []*TypeField
}

// TypeField is one field of ROW<…>.
type TypeField struct {
	Base
	Name    Ident
	Type    *Type
	Comment *String
}

// TypeKind is the family of a type; synonyms (INTEGER, STRING, VARBINARY, …) are resolved.
type TypeKind uint8

const (
	NoType TypeKind = iota
	Boolean
	TinyInt
	SmallInt
	Int
	BigInt
	Real
	Double
	Decimal   // Params: none, [precision] or [precision, scale]
	Varchar   // Params: none (STRING) or [length]
	Char      // Params: none (1) or [length]
	BytesType // BYTES, VARBINARY(n), BINARY(n). Params: none or [length]
	Date
	Time         // Params: none or [precision]
	Timestamp    // Params: none or [precision]
	TimestampLTZ // TIMESTAMP_LTZ(p), TIMESTAMP(p) WITH [LOCAL] TIME ZONE, TIMESTAMPTZ
	IntervalType
	ArrayType // Elem
	MapType   // Key, Elem
	RowType   // Fields
	JSON
	UUID
)

var typeNames = [...]string{"", "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "REAL", "DOUBLE", "DECIMAL", "VARCHAR", "CHAR",
	"BYTES", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "INTERVAL", "ARRAY", "MAP", "ROW", "JSON", "UUID"}

// String returns the type's SQL name, without parameters.
func (k TypeKind) String() string { return typeNames[k] }
