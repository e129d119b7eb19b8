package functions

import "github.com/weirsql/weir/ir/types"

// CastRule says how a value of one type may become another.
type CastRule uint8

const (
	NoCast     CastRule = iota
	Explicit            // only by CAST
	Assignment          // also when inserted into a column
	Implicit            // also where an operator or function asks for it
)

// CastBetween returns the rule for a cast; nullability plays no part. A type casts to itself, with any length or precision,
// implicitly.
func CastBetween(from, to types.Type) CastRule {
	switch {
	case from.Kind == types.Null, from.Same(to):
		return Implicit
	case to.Kind == types.Null || to.Kind == types.Invalid || from.Kind == types.Invalid:
		return NoCast
	case from.IsNested():
		return castNested(from, to)
	case from.IsNumeric() && to.IsNumeric():
		return castNumbers(from, to)
	case from.IsString() && to.IsString():
		return Implicit
	case to.IsString():
		return Assignment
	case from.IsString():
		return castString(to)
	}
	return castRules[[2]types.Kind{from.Kind, to.Kind}]
}

// castNumbers follows PostgreSQL: a cast to the right along TINYINT … BIGINT, DECIMAL, REAL, DOUBLE is implicit, the others
// are checked on assignment.
func castNumbers(from, to types.Type) CastRule {
	if numberRank(from.Kind) <= numberRank(to.Kind) {
		return Implicit
	}
	return Assignment
}

func numberRank(k types.Kind) int {
	switch k {
	case types.Decimal:
		return int(types.BigInt) + 1
	case types.Real:
		return int(types.BigInt) + 2
	case types.Double:
		return int(types.BigInt) + 3
	}
	return int(k)
}

// castString is a cast from text: to everything that can be parsed from it.
func castString(to types.Type) CastRule {
	switch to.Kind {
	case types.Array, types.Map, types.Row:
		return NoCast
	}
	return Explicit
}

// castNested casts element by element where the shapes agree.
func castNested(from, to types.Type) CastRule {
	if from.Kind != to.Kind || len(from.Fields) != len(to.Fields) {
		return NoCast
	}
	rule := Implicit
	for i, field := range from.Fields {
		rule = min(rule, CastBetween(field.Type, to.Fields[i].Type))
	}
	if from.Key != nil {
		rule = min(rule, CastBetween(*from.Key, *to.Key))
	}
	if from.Elem != nil {
		rule = min(rule, CastBetween(*from.Elem, *to.Elem))
	}
	return rule
}

// castRules are the pairs that no general rule covers.
var castRules = map[[2]types.Kind]CastRule{
	{types.Boolean, types.TinyInt}: Explicit, {types.TinyInt, types.Boolean}: Explicit,
	{types.Boolean, types.SmallInt}: Explicit, {types.SmallInt, types.Boolean}: Explicit,
	{types.Boolean, types.Int}: Explicit, {types.Int, types.Boolean}: Explicit,
	{types.Boolean, types.BigInt}: Explicit, {types.BigInt, types.Boolean}: Explicit,

	{types.Bytes, types.Bytes}:               Implicit,
	{types.Time, types.Time}:                 Implicit,
	{types.Timestamp, types.Timestamp}:       Implicit,
	{types.TimestampLTZ, types.TimestampLTZ}: Implicit,
	{types.Date, types.Timestamp}:            Implicit,
	{types.Date, types.TimestampLTZ}:         Implicit,
	{types.Timestamp, types.TimestampLTZ}:    Implicit,
	{types.TimestampLTZ, types.Timestamp}:    Assignment,
	{types.Timestamp, types.Date}:            Assignment,
	{types.TimestampLTZ, types.Date}:         Assignment,
	{types.Timestamp, types.Time}:            Assignment,
	{types.TimestampLTZ, types.Time}:         Assignment,
	{types.Time, types.Interval}:             Implicit,
	{types.Interval, types.Time}:             Assignment,

	{types.JSON, types.Boolean}: Explicit, {types.JSON, types.TinyInt}: Explicit, {types.JSON, types.SmallInt}: Explicit,
	{types.JSON, types.Int}: Explicit, {types.JSON, types.BigInt}: Explicit, {types.JSON, types.Decimal}: Explicit,
	{types.JSON, types.Real}: Explicit, {types.JSON, types.Double}: Explicit,

	{types.UUID, types.Bytes}: Explicit, {types.Bytes, types.UUID}: Explicit,
}

// integerDigits is how a DECIMAL that holds every value of an integer type is declared.
var integerDigits = map[types.Kind]int{types.TinyInt: 3, types.SmallInt: 5, types.Int: 10, types.BigInt: 19}

// AsDecimal returns the DECIMAL type that a number counts as against decimals.
func AsDecimal(t types.Type) types.Type {
	if digits, ok := integerDigits[t.Kind]; ok {
		return types.DecimalOf(digits, 0).WithNull(t.Nullable)
	}
	return t
}

// Common returns the type that values of both types are cast to where they meet: in a comparison, CASE, COALESCE, IN, UNION
// ALL, an array. It is nullable where either is. false: the types have none.
func Common(a, b types.Type) (types.Type, bool) {
	nullable := a.Nullable || b.Nullable || a.Kind == types.Null || b.Kind == types.Null
	t, ok := common(a, b)
	return t.WithNull(nullable), ok
}

func common(a, b types.Type) (types.Type, bool) {
	switch {
	case a.Kind == types.Null:
		return b, true
	case b.Kind == types.Null:
		return a, true
	case a.IsNumeric() && b.IsNumeric():
		return commonNumber(a, b), true
	case a.IsString() && b.IsString():
		return commonString(a, b), true
	case a.Kind == types.Array && b.Kind == types.Array || a.Kind == types.Map && b.Kind == types.Map || a.Kind == types.Row && b.Kind == types.Row:
		return commonNested(a, b)
	case a.Kind == b.Kind:
		a.Precision = max(a.Precision, b.Precision)
		if a.Kind == types.Bytes && (a.Precision != b.Precision) {
			a.Precision = 0
		}
		return a, true
	case isMoment(a) && isMoment(b):
		return commonMoment(a, b), true
	}
	return types.Type{}, false
}

func commonNumber(a, b types.Type) types.Type {
	switch {
	case a.IsInteger() && b.IsInteger():
		return types.Of(max(a.Kind, b.Kind))
	case a.Kind == types.Real && b.Kind == types.Real:
		return types.Of(types.Real)
	case a.IsFloat() || b.IsFloat():
		return types.Of(types.Double)
	}
	a, b = AsDecimal(a), AsDecimal(b)
	scale := max(a.Scale, b.Scale)
	digits := max(a.Precision-a.Scale, b.Precision-b.Scale)
	return capDecimal(digits+scale, scale)
}

func commonString(a, b types.Type) types.Type {
	if a.Kind == types.Char && b.Kind == types.Char && a.Precision == b.Precision {
		return a
	}
	t := types.Of(types.Varchar)
	if a.Precision > 0 && b.Precision > 0 {
		t.Precision = max(a.Precision, b.Precision)
	}
	return t
}

func isMoment(t types.Type) bool { return t.Kind == types.Date || t.IsTimestamp() }

func commonMoment(a, b types.Type) types.Type {
	t := types.Of(max(a.Kind, b.Kind))
	for _, side := range []types.Type{a, b} {
		if side.IsTimestamp() {
			t.Precision = max(t.Precision, side.Precision)
		}
	}
	return t
}

func commonNested(a, b types.Type) (types.Type, bool) {
	if len(a.Fields) != len(b.Fields) {
		return types.Type{}, false
	}
	t := types.Type{Kind: a.Kind}
	for i, field := range a.Fields {
		c, ok := Common(field.Type, b.Fields[i].Type)
		if !ok {
			return types.Type{}, false
		}
		t.Fields = append(t.Fields, types.Field{Name: field.Name, Type: c})
	}
	var ok bool
	if t.Key, ok = commonRef(a.Key, b.Key); !ok {
		return types.Type{}, false
	}
	t.Elem, ok = commonRef(a.Elem, b.Elem)
	return t, ok
}

func commonRef(a, b *types.Type) (*types.Type, bool) {
	if a == nil || b == nil {
		return nil, a == b
	}
	t, ok := Common(*a, *b)
	return &t, ok
}
