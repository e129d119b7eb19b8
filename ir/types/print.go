package types

import (
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
)

var kindNames = [...]string{
	Invalid: "INVALID", Null: "NULL", Boolean: "BOOLEAN", TinyInt: "TINYINT", SmallInt: "SMALLINT", Int: "INT", BigInt: "BIGINT",
	Real: "REAL", Double: "DOUBLE", Decimal: "DECIMAL", Varchar: "VARCHAR", Char: "CHAR", Bytes: "BYTES", Date: "DATE", Time: "TIME",
	Timestamp: "TIMESTAMP", TimestampLTZ: "TIMESTAMP_LTZ", Interval: "INTERVAL", Array: "ARRAY", Map: "MAP", Row: "ROW", JSON: "JSON",
	UUID: "UUID",
}

// String returns the kind's SQL name without parameters.
func (k Kind) String() string { return kindNames[k] }

// String prints the type as SQL declares it, nullability included: "DECIMAL(12,2) NOT NULL", "ARRAY<INT>". Parse reads it.
func (t Type) String() string {
	if t.Nullable {
		return t.Name()
	}
	return t.Name() + " NOT NULL"
}

// Name prints the type without the outermost nullability: "DECIMAL(12,2)".
func (t Type) Name() string {
	switch t.Kind {
	case Decimal:
		return "DECIMAL(" + strconv.Itoa(t.Precision) + "," + strconv.Itoa(t.Scale) + ")"
	case Time, Timestamp, TimestampLTZ:
		return t.Kind.String() + "(" + strconv.Itoa(t.Precision) + ")"
	case Varchar, Char, Bytes:
		if t.Precision > 0 {
			return t.Kind.String() + "(" + strconv.Itoa(t.Precision) + ")"
		}
	case Array:
		return "ARRAY<" + t.Elem.String() + ">"
	case Map:
		return "MAP<" + t.Key.String() + ", " + t.Elem.String() + ">"
	case Row:
		return "ROW<" + FieldList(t.Fields) + ">"
	}
	return t.Kind.String()
}

// FieldList prints names and types: "id BIGINT NOT NULL, fee DECIMAL(12,2)".
func FieldList(fields []Field) string {
	parts := make([]string, len(fields))
	for i, field := range fields {
		parts[i] = text.Name(field.Name) + " " + field.Type.String()
	}
	return strings.Join(parts, ", ")
}
