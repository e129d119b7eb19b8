package functions

import "github.com/weirsql/weir/ir/types"

// Class is what a parameter accepts.
type Class uint8

const (
	Boolean      Class = iota
	Integer            // any integer; all Integer arguments of a call are widened to the widest
	Int                // INT and narrower
	BigInt             // any integer, widened to BIGINT
	Decimal            // DECIMAL of any precision, and integers
	Real               // REAL
	Double             // DOUBLE, and every narrower number
	String             // VARCHAR, CHAR, STRING
	Text               // anything that prints: strings as they are, else cast to VARCHAR
	Bytes              // BYTES
	Date               // DATE
	Time               // TIME(p)
	Timestamp          // TIMESTAMP(p), and DATE
	TimestampLTZ       // TIMESTAMP_LTZ(p), TIMESTAMP(p) and DATE in the session's time zone
	Interval           // INTERVAL
	JSONValue          // JSON
	UUID               // UUID
	Keyword            // a word such as YEAR, bound as a VARCHAR literal
	AnyType            // anything, as it is
	Elem               // the common type T of all Elem arguments and ArrayOf elements
	ArrayOf            // ARRAY<T>
	MapOf              // MAP<K, V>
	Key                // K of the MapOf argument
	Value              // V of the MapOf argument
)

var classNames = [...]string{
	Boolean: "BOOLEAN", Integer: "INTEGER", Int: "INT", BigInt: "BIGINT", Decimal: "DECIMAL", Real: "REAL", Double: "DOUBLE",
	String: "VARCHAR", Text: "ANY TEXT", Bytes: "BYTES", Date: "DATE", Time: "TIME", Timestamp: "TIMESTAMP", TimestampLTZ: "TIMESTAMP_LTZ",
	Interval: "INTERVAL", JSONValue: "JSON", UUID: "UUID", Keyword: "KEYWORD", AnyType: "ANY", Elem: "T", ArrayOf: "ARRAY<T>",
	MapOf: "MAP<K, V>", Key: "K", Value: "V",
}

// String returns the class as it stands in messages and docs.
func (c Class) String() string { return classNames[c] }

// impossible is the cost of an argument that a parameter does not accept.
const impossible = 1 << 20

// Costs order overloads that all accept an argument: PostgreSQL's preferences, as numbers.
const (
	costExact   = 0
	costNull    = 1
	costWiden   = 2 // a wider type of the same family
	costDate    = 5
	costDecimal = 10
	costDouble  = 15
	costReal    = 21
	costText    = 30
	costBare    = 10 // a bare string literal taken as something else than a string
)

// cost says how far an argument is from what a parameter asks for.
func cost(arg Arg, param Param) int {
	if arg.Type.Kind == types.Null {
		return costNull
	}
	if arg.Bare {
		return bareCost(param.Class)
	}
	return typeCost(arg.Type, param.Class)
}

func bareCost(class Class) int {
	switch class {
	case String, Text, Keyword, AnyType, Elem, Key, Value:
		return costExact
	case ArrayOf, MapOf:
		return impossible
	default:
		return costBare
	}
}

func typeCost(t types.Type, class Class) int {
	switch class {
	case AnyType, Elem, Key, Value:
		return costExact
	case Text:
		return textCost(t)
	case Integer, Int, BigInt, Decimal, Real, Double:
		return numberCost(t, class)
	case Timestamp, TimestampLTZ:
		return timestampCost(t, class)
	}
	if kinds[class] == t.Kind || class == String && t.Kind == types.Char {
		return costExact
	}
	return impossible
}

// kinds are the classes that stand for one kind.
var kinds = map[Class]types.Kind{
	Boolean: types.Boolean, String: types.Varchar, Bytes: types.Bytes, Date: types.Date, Time: types.Time,
	Interval: types.Interval, JSONValue: types.JSON, UUID: types.UUID, ArrayOf: types.Array, MapOf: types.Map,
	Int: types.Int, BigInt: types.BigInt, Real: types.Real, Double: types.Double,
	Timestamp: types.Timestamp, TimestampLTZ: types.TimestampLTZ,
}

func textCost(t types.Type) int {
	switch {
	case t.IsString():
		return costExact
	case CastBetween(t, types.Of(types.Varchar)) != NoCast:
		return costText
	}
	return impossible
}

func numberCost(t types.Type, class Class) int {
	switch {
	case t.Kind == kinds[class], class == Integer && t.IsInteger(), class == Decimal && t.Kind == types.Decimal:
		return costExact
	case class == Int && t.IsInteger() && t.Kind < types.Int, class == BigInt && t.IsInteger():
		return costWiden
	case class == Decimal && t.IsInteger():
		return costDecimal
	case class == Double && (t.IsInteger() || t.Kind == types.Decimal):
		return costDouble
	case class == Double && t.Kind == types.Real:
		return costWiden
	case class == Real && (t.IsInteger() || t.Kind == types.Decimal):
		return costReal
	}
	return impossible
}

func timestampCost(t types.Type, class Class) int {
	switch {
	case t.Kind == kinds[class]:
		return costExact
	case t.Kind == types.Date:
		return costDate + int(class-Timestamp)
	case t.Kind == types.Timestamp:
		return costDate
	}
	return impossible
}
