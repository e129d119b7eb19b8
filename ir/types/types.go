// Package types holds the SQL types of Weir's plans.
//
// A Type is an immutable value that is compared with Equal. Nullability is part of the type, as in Flink: it decides
// whether generated code carries a validity flag.
package types

// Kind is the family of a type.
type Kind uint8

const (
	Invalid Kind = iota
	Null         // the type of a bare NULL before it is coerced
	Boolean
	TinyInt
	SmallInt
	Int
	BigInt
	Real
	Double
	Decimal      // Precision 1–38, Scale 0–Precision
	Varchar      // Precision is the maximum length in characters; 0 means unbounded (STRING)
	Char         // Precision is the length in characters; treated as VARCHAR(n) that is padded by CAST
	Bytes        // Precision is the maximum length in bytes; 0 means unbounded
	Date         // days since 1970-01-01
	Time         // Precision 0–9: digits after the second
	Timestamp    // Precision 0–9; wall clock without zone
	TimestampLTZ // Precision 0–9; an instant
	Interval
	Array // Elem
	Map   // Key, Elem
	Row   // Fields
	JSON
	UUID
)

// Type is one SQL type. The zero Type is invalid.
type Type struct {
	Kind      Kind
	Nullable  bool
	Precision int     // Decimal, Varchar, Char, Bytes, Time, Timestamp, TimestampLTZ
	Scale     int     // Decimal
	Elem      *Type   // Array's element, Map's value
	Key       *Type   // Map's key
	Fields    []Field // Row
}

// Field is one field of a ROW type or one column of a schema.
type Field struct {
	Name string
	Type Type
}

// Of returns the NOT NULL type of a kind without parameters.
func Of(kind Kind) Type { return Type{Kind: kind} }

// DecimalOf returns DECIMAL(precision, scale) NOT NULL.
func DecimalOf(precision, scale int) Type {
	return Type{Kind: Decimal, Precision: precision, Scale: scale}
}

// TimestampOf returns TIMESTAMP(precision) NOT NULL.
func TimestampOf(precision int) Type { return Type{Kind: Timestamp, Precision: precision} }

// TimestampLTZOf returns TIMESTAMP_LTZ(precision) NOT NULL.
func TimestampLTZOf(precision int) Type { return Type{Kind: TimestampLTZ, Precision: precision} }

// ArrayOf returns ARRAY<elem> NOT NULL.
func ArrayOf(elem Type) Type { return Type{Kind: Array, Elem: &elem} }

// MapOf returns MAP<key, value> NOT NULL.
func MapOf(key, value Type) Type { return Type{Kind: Map, Key: &key, Elem: &value} }

// RowOf returns ROW<fields> NOT NULL.
func RowOf(fields ...Field) Type { return Type{Kind: Row, Fields: fields} }

// WithNull returns the type with the given nullability.
func (t Type) WithNull(nullable bool) Type { t.Nullable = nullable; return t }

// Equal reports whether two types are the same, nullability included.
func (t Type) Equal(u Type) bool { return t.Nullable == u.Nullable && t.Same(u) }

// Same reports whether two types are the same but for the outermost nullability.
func (t Type) Same(u Type) bool {
	if t.Kind != u.Kind || t.Precision != u.Precision || t.Scale != u.Scale || len(t.Fields) != len(u.Fields) {
		return false
	}
	for i, field := range t.Fields {
		if field.Name != u.Fields[i].Name || !field.Type.Equal(u.Fields[i].Type) {
			return false
		}
	}
	return sameRef(t.Elem, u.Elem) && sameRef(t.Key, u.Key)
}

func sameRef(a, b *Type) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// Narrows reports whether a type is u, or u with fewer fields in its ROWs, in the same order.
func (t Type) Narrows(u Type) bool {
	if t.Nullable != u.Nullable || t.Kind != u.Kind {
		return false
	}
	switch t.Kind {
	case Row:
		return narrowsFields(t.Fields, u.Fields)
	case Array, Map:
		return sameRef(t.Key, u.Key) && t.Elem.Narrows(*u.Elem)
	}
	return t.Same(u)
}

func narrowsFields(have, all []Field) bool {
	for _, field := range all {
		if len(have) > 0 && have[0].Name == field.Name && have[0].Type.Narrows(field.Type) {
			have = have[1:]
		}
	}
	return len(have) == 0
}

// IsInteger reports TINYINT, SMALLINT, INT or BIGINT.
func (t Type) IsInteger() bool { return t.Kind >= TinyInt && t.Kind <= BigInt }

// IsFloat reports REAL or DOUBLE.
func (t Type) IsFloat() bool { return t.Kind == Real || t.Kind == Double }

// IsNumeric reports an integer, float or decimal type.
func (t Type) IsNumeric() bool { return t.IsInteger() || t.IsFloat() || t.Kind == Decimal }

// IsString reports VARCHAR, STRING or CHAR.
func (t Type) IsString() bool { return t.Kind == Varchar || t.Kind == Char }

// IsTimestamp reports TIMESTAMP or TIMESTAMP_LTZ.
func (t Type) IsTimestamp() bool { return t.Kind == Timestamp || t.Kind == TimestampLTZ }

// IsNested reports ARRAY, MAP or ROW, whose values have no order.
func (t Type) IsNested() bool { return t.Kind == Array || t.Kind == Map || t.Kind == Row }

// Unit returns how many units of the type's representation make a second: 1e9 for a TIME, TIMESTAMP or TIMESTAMP_LTZ
// of more than 6 digits, 1e6 otherwise.
func (t Type) Unit() int64 {
	if t.Precision > 6 {
		return 1_000_000_000
	}
	return 1_000_000
}

// Wide reports whether a DECIMAL needs 128 bits.
func (t Type) Wide() bool { return t.Kind == Decimal && t.Precision > 18 }
