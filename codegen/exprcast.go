package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// emitCast emits CAST, TRY_CAST and the casts that the binder adds.
func (b *body) emitCast(e *scalar.Cast) operand {
	if isNullLiteral(e.Operand) {
		return operand{whole: b.x.gen.goType(e.Typ.WithNull(true)).Values()}
	}
	op := b.emit(e.Operand)
	from, to := e.Operand.Type(), e.Typ
	if op.whole != nil && representedAlike(from, to) {
		return op
	}
	op = b.settle(op, valueName(e.Operand))
	if !e.Try || !conversionFails(from, to, e.Assign) {
		return b.converted(op, from, to, e.Assign)
	}
	if call := b.tryParse(op, from, to); call != nil {
		return operand{maybe: call}
	}
	sub := b.fork()
	result := sub.converted(op, from, to, e.Assign)
	attempt := jen.Func().Params().Add(b.x.gen.plainType(to)).Block(jen.Return(b.typed(result, to)))
	return operand{maybe: symbol("Attempt").Call(attempt)}
}

// tryParse is a parser that says whether it succeeded, for the types that have one.
func (b *body) tryParse(op operand, from, to types.Type) *jen.Statement {
	if !from.IsString() {
		return nil
	}
	switch {
	case to.IsInteger():
		return symbol("num.TryInteger").Types(b.x.gen.plainType(to)).Call(op.code)
	case to.Kind == types.Double:
		return symbol("num.TryDouble").Call(op.code)
	case to.Kind == types.Real:
		return symbol("num.TryReal").Call(op.code)
	case to.Kind == types.Boolean:
		return symbol("num.TryBoolean").Call(op.code)
	}
	return nil
}

// castFails reports whether a cast may fail the record.
func castFails(e *scalar.Cast) bool {
	return !e.Try && conversionFails(e.Operand.Type(), e.Typ, e.Assign)
}

// conversionFails reports whether some value of one type has none of the other.
func conversionFails(from, to types.Type, assign bool) bool {
	switch {
	case from.Kind == types.Null || representedAlike(from, to):
		return false
	case to.IsString():
		return from.Kind == types.Bytes || assign && to.Precision > 0
	case from.IsInteger() && to.IsInteger():
		return from.Kind > to.Kind
	case from.IsInteger() && to.IsFloat(), from.Kind == types.Real && to.Kind == types.Double, from.Kind == types.Boolean, to.Kind == types.Boolean && from.IsInteger():
		return false
	}
	return true
}

// converted is a value of one type as a value of another.
func (b *body) converted(op operand, from, to types.Type, assign bool) operand {
	from, to = from.WithNull(false), to.WithNull(false)
	if representedAlike(from, to) {
		return op
	}
	return b.convert(op, from, to, assign)
}

func (b *body) convert(op operand, from, to types.Type, assign bool) operand {
	switch {
	case to.IsString():
		return b.toText(op, from, to, assign)
	case from.IsString():
		return b.fromText(op, to)
	case from.IsNumeric() && to.IsNumeric():
		return b.number(op, from, to)
	case from.Kind == types.JSON:
		return b.fromJSON(op, to)
	case from.Kind == types.Boolean:
		return value(symbol("num.FromBoolean").Types(b.x.gen.plainType(to)).Call(op.code))
	case to.Kind == types.Boolean:
		return operand{code: jen.Add(op.paren(addPrec)).Op("!=").Lit(0), prec: cmpPrec}
	case from.Kind == types.UUID:
		return value(symbol("text.BytesOfUUID").Call(b.scratch(), op.code))
	case to.Kind == types.UUID:
		return value(symbol("text.UUIDOfBytes").Call(op.code))
	case from.Kind == types.Bytes:
		return b.bytesLength(op, from, to, assign)
	case from.IsNested():
		return b.nested(op, from, to, assign)
	}
	return b.moment(op, from, to)
}

// value is an operand that is a call.
func value(code *jen.Statement) operand { return operand{code: code, prec: atom} }

func (b *body) bytesLength(op operand, from, to types.Type, assign bool) operand {
	if to.Precision == 0 || from.Precision > 0 && from.Precision <= to.Precision {
		return op
	}
	name := "text.TruncateBytes"
	if assign {
		name = "text.FitBytes"
	}
	return value(symbol(name).Call(op.code, jen.Lit(to.Precision)))
}

// toText prints a value; then the length of VARCHAR(n) or CHAR(n) applies.
func (b *body) toText(op operand, from, to types.Type, assign bool) operand {
	text := b.printed(op, from)
	if to.Precision == 0 {
		return text
	}
	if to.Kind == types.Char && (from.Kind != types.Char || from.Precision != to.Precision) {
		text = value(symbol("text.Pad").Call(b.scratch(), text.code, jen.Lit(to.Precision)))
	}
	if from.IsString() && from.Precision > 0 && from.Precision <= to.Precision {
		return text
	}
	name := "text.Truncate"
	if assign {
		name = "text.Fit"
	}
	return value(symbol(name).Call(text.code, jen.Lit(to.Precision)))
}

// asInt64 is an integer as an int64.
func (b *body) asInt64(op operand, from types.Type) *jen.Statement {
	if from.Kind != types.BigInt {
		return jen.Int64().Call(op.code)
	}
	return b.typed(op, from)
}

func (b *body) printed(op operand, from types.Type) operand {
	typed := b.typed(op, from)
	switch {
	case from.IsString():
		return op
	case from.IsInteger():
		return value(symbol("text.OfInteger").Call(b.scratch(), b.asInt64(op, from)))
	case from.IsTimestamp() && from.Kind == types.TimestampLTZ:
		return value(symbol("temporal.TextOfInstant").Call(b.scratch(), op.code, unitOf(from), b.x.sessionZone()))
	case from.Kind == types.Timestamp || from.Kind == types.Time:
		return value(symbol("temporal.TextOf"+momentName(from.Kind)).Call(b.scratch(), op.code, unitOf(from)))
	case from.Kind == types.Decimal && from.Wide():
		return value(symbol("text.OfDecimal").Call(b.scratch(), op.code, jen.Lit(from.Scale)))
	case from.Kind == types.Decimal:
		return value(symbol("text.OfDecimal64").Call(b.scratch(), op.code, jen.Lit(from.Scale)))
	case from.Kind == types.JSON:
		return value(jen.String().Call(op.code))
	case from.Kind == types.Bytes:
		return value(symbol("text.OfBytes").Call(op.code))
	case from.Kind == types.Boolean:
		return value(symbol("text.OfBoolean").Call(op.code))
	}
	name, ok := printers[from.Kind]
	if !ok {
		panic("codegen: no text form of type " + from.String())
	}
	return value(symbol(name).Call(b.scratch(), typed))
}

var printers = map[types.Kind]string{
	types.Real: "text.OfReal", types.Double: "text.OfDouble", types.Date: "temporal.TextOfDate",
	types.Interval: "temporal.TextOfInterval", types.UUID: "text.OfUUID",
}

func momentName(k types.Kind) string {
	switch k {
	case types.Date:
		return "Date"
	case types.Time:
		return "Time"
	case types.Timestamp:
		return "Timestamp"
	}
	return "Instant"
}

// fromText parses a string; what is malformed fails the record.
func (b *body) fromText(op operand, to types.Type) operand {
	switch to.Kind {
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt:
		return value(symbol("num.ParseInteger").Types(b.x.gen.plainType(to)).Call(op.code))
	case types.Decimal:
		name := "text.ToDecimal64"
		if to.Wide() {
			name = "text.ToDecimal"
		}
		return value(symbol(name).Call(op.code, jen.Lit(to.Precision), jen.Lit(to.Scale)))
	case types.Time, types.Timestamp:
		return value(symbol("temporal.Cast"+momentName(to.Kind)).Call(op.code, jen.Lit(to.Precision), unitOf(to)))
	case types.TimestampLTZ:
		return value(symbol("temporal.CastInstant").Call(op.code, jen.Lit(to.Precision), unitOf(to), b.x.sessionZone()))
	case types.Bytes:
		return b.bytesLength(value(jen.Index().Byte().Call(op.code)), types.Of(types.Bytes), to, false)
	}
	name, ok := readers[to.Kind]
	if !ok {
		panic("codegen: no cast from text to type " + to.String())
	}
	return value(symbol(name).Call(op.code))
}

var readers = map[types.Kind]string{
	types.Real: "num.ParseReal", types.Double: "num.ParseDouble", types.Boolean: "num.ParseBoolean", types.Date: "temporal.CastDate",
	types.Interval: "temporal.CastInterval", types.UUID: "text.ToUUID", types.JSON: "jsonpath.Check",
}

// number converts between numeric types.
func (b *body) number(op operand, from, to types.Type) operand {
	typ := b.x.gen.plainType(to)
	switch {
	case from.IsInteger() && to.IsInteger() && from.Kind < to.Kind, from.IsInteger() && to.IsFloat(), from.Kind == types.Real && to.Kind == types.Double:
		return value(jen.Add(typ).Call(op.code))
	case from.IsInteger() && to.IsInteger():
		return value(symbol("num.Narrow").Types(typ).Call(b.typed(op, from)))
	case from.IsFloat() && to.IsInteger():
		return value(symbol("num.ToInteger").Types(typ).Call(b.typed(op, from)))
	case from.Kind == types.Double && to.Kind == types.Real:
		return value(symbol("num.ToReal").Call(op.code))
	case from.Kind == types.Decimal && to.Kind == types.Decimal:
		return b.rescaled(op, from, to)
	case from.Kind == types.Decimal:
		return b.fromDecimal(op, from, to)
	case from.IsInteger():
		if from.Kind != types.BigInt && !op.constant {
			op = value(jen.Int64().Call(op.code))
		}
		return b.fromInteger(op, integerDigits(from.Kind), to)
	}
	return b.decimalFromFloat(op, from, to)
}

// integerDigits is how many digits every value of an integer type fits in.
func integerDigits(k types.Kind) int {
	switch k {
	case types.TinyInt:
		return 3
	case types.SmallInt:
		return 5
	case types.Int:
		return 10
	}
	return 19
}

// fromInteger makes a DECIMAL of an int64 with a number of digits.
func (b *body) fromInteger(op operand, digits int, to types.Type) operand {
	if digits+to.Scale <= maxNarrow && !to.Wide() {
		return b.checked64(scaledUp(op, to.Scale), to, digits > to.Precision-to.Scale)
	}
	if !to.Wide() {
		return value(symbol("decimal.Scale64").Call(op.code, narrowPower(to.Scale), jen.Lit(to.Precision)))
	}
	code := symbol("decimal.Of64").Call(op.code)
	if to.Scale == 0 {
		return value(code) // 19 digits and more hold any int64
	}
	return narrowed(symbol("decimal.Rescale").Call(code, jen.Lit(to.Scale), jen.Lit(to.Precision)), to)
}

// checked64 fails the record where a value has more digits than its type.
func (b *body) checked64(op operand, to types.Type, needed bool) operand {
	if !needed {
		return op
	}
	return value(symbol("decimal.Check64").Call(op.code, jen.Lit(to.Precision)))
}

// rescaled changes precision and scale of a DECIMAL.
func (b *body) rescaled(op operand, from, to types.Type) operand {
	shift := to.Scale - from.Scale
	whole, room := from.Precision-from.Scale, to.Precision-to.Scale
	tight := whole > room || shift < 0 && whole == room // rounding may carry
	switch {
	case !from.Wide() && !to.Wide() && shift >= 0 && from.Precision+shift <= maxNarrow:
		return b.checked64(scaledUp(op, shift), to, tight)
	case !from.Wide() && !to.Wide() && shift < 0:
		return b.checked64(value(symbol("decimal.Round64").Call(op.code, narrowPower(-shift))), to, tight)
	case !from.Wide() && !to.Wide():
		return value(symbol("decimal.Scale64").Call(op.code, narrowPower(shift), jen.Lit(to.Precision)))
	case shift == 0 && tight:
		return narrowed(symbol("decimal.Check").Call(wide(op, from), jen.Lit(to.Precision)), to)
	case shift == 0:
		return narrowed(jen.Add(wide(op, from)), to)
	}
	return narrowed(symbol("decimal.Rescale").Call(wide(op, from), jen.Lit(shift), jen.Lit(to.Precision)), to)
}

// fromDecimal is a DECIMAL as an integer, rounded half away from zero, or as a float.
func (b *body) fromDecimal(op operand, from, to types.Type) operand {
	typ := b.x.gen.plainType(to)
	switch {
	case to.IsFloat() && from.Wide():
		return value(symbol("decimal.ToFloat").Types(typ).Call(op.code, jen.Lit(from.Scale)))
	case to.IsFloat():
		return value(symbol("decimal.ToFloat64").Types(typ).Call(b.typed(op, from), jen.Lit(from.Scale)))
	case from.Wide():
		return value(symbol("decimal.ToInteger").Types(typ).Call(op.code, jen.Lit(from.Scale)))
	}
	whole := b.typed(op, from)
	if from.Scale > 0 {
		whole = symbol("decimal.Round64").Call(op.code, narrowPower(from.Scale))
	}
	if to.Kind == types.BigInt {
		return value(whole)
	}
	return value(symbol("num.Narrow").Types(typ).Call(whole))
}

// decimalFromFloat takes the digits that a float has for sure, 15 of a DOUBLE and 6 of a REAL, as PostgreSQL does.
func (b *body) decimalFromFloat(op operand, from, to types.Type) operand {
	digits := 15
	if from.Kind == types.Real {
		digits = 6
	}
	code := symbol("decimal.OfFloat").Call(jen.Float64().Call(op.code), jen.Lit(digits), jen.Lit(to.Precision), jen.Lit(to.Scale))
	return narrowed(code, to)
}

// fromJSON takes a JSON number or boolean.
func (b *body) fromJSON(op operand, to types.Type) operand {
	typ := b.x.gen.plainType(to)
	switch {
	case to.Kind == types.Boolean:
		return value(symbol("jsonpath.Boolean").Call(op.code))
	case to.IsInteger():
		return value(symbol("jsonpath.Integer").Types(typ).Call(op.code))
	case to.IsFloat():
		return b.converted(value(symbol("jsonpath.Double").Call(op.code)), types.Of(types.Double), to, false)
	}
	return narrowed(symbol("jsonpath.Decimal").Call(op.code, jen.Lit(to.Precision), jen.Lit(to.Scale)), to)
}

// moment converts between dates, times, timestamps and intervals.
func (b *body) moment(op operand, from, to types.Type) operand {
	switch {
	case from.Kind == types.Date:
		ts := value(symbol("temporal.OfDate").Call(op.code, unitOf(to)))
		if to.Kind == types.TimestampLTZ {
			return value(b.fromWall(ts.code, to))
		}
		return ts
	case from.Kind == types.Interval:
		return value(symbol("temporal.TimeOfInterval").Call(op.code, jen.Lit(to.Precision), unitOf(to)))
	case to.Kind == types.Interval:
		return value(symbol("temporal.IntervalOfTime").Call(op.code, unitOf(from)))
	}
	if from.Kind == types.TimestampLTZ && to.Kind != types.TimestampLTZ {
		op.code = b.wall(op, from)
	}
	switch to.Kind {
	case types.Date:
		return value(symbol("temporal.DateOf").Call(op.code, unitOf(from)))
	case types.Time:
		if from.Kind != types.Time {
			op = value(symbol("temporal.TimeOf").Call(op.code, unitOf(from)))
		}
	}
	op = b.precise(op, from, to)
	if from.Kind == types.Timestamp && to.Kind == types.TimestampLTZ {
		op.code = b.fromWall(op.code, to)
	}
	return op
}

// precise rounds to the digits that the target has, and changes the unit.
func (b *body) precise(op operand, from, to types.Type) operand {
	if to.Precision >= from.Precision && from.Unit() == to.Unit() {
		return op
	}
	name := "temporal.Convert"
	if to.Kind == types.Time {
		name = "temporal.ConvertTime"
	}
	return value(symbol(name).Call(op.code, unitOf(from), jen.Lit(to.Precision), unitOf(to)))
}

// nested converts element by element.
//
//	array.Map(tags, func(v int32) int64 { return int64(v) })
func (b *body) nested(op operand, from, to types.Type, assign bool) operand {
	switch from.Kind {
	case types.Array:
		return value(symbol("array.Map").Call(op.code, b.elementFunc(*from.Elem, *to.Elem, assign)))
	case types.Map:
		return value(symbol("array.MapEntries").Call(op.code, b.elementFunc(*from.Key, *to.Key, assign), b.elementFunc(*from.Elem, *to.Elem, assign)))
	}
	return b.nestedRow(op, from, to, assign)
}

func (b *body) nestedRow(op operand, from, to types.Type, assign bool) operand {
	source, target := b.x.gen.structs.rowType(from, "nested"), b.x.gen.structs.rowType(to, "nested")
	if source == target {
		return op
	}
	op = b.named(op, "row")
	return value(jen.Id(target.GoName).ValuesFunc(func(g *jen.Group) {
		for i, field := range from.Fields {
			code := jen.Add(op.code).Dot(source.Fields[i].GoName)
			g.Id(target.Fields[i].GoName).Op(":").Add(b.element(code, field.Type, to.Fields[i].Type, assign))
		}
	}))
}

// elementFunc is a Go function from one element type to another.
func (b *body) elementFunc(from, to types.Type, assign bool) *jen.Statement {
	code := b.element(jen.Id("v"), from, to, assign)
	return jen.Func().Params(jen.Id("v").Add(b.x.gen.goType(from))).Add(b.x.gen.goType(to)).Block(jen.Return(code))
}

// element converts a value of goType(from), which has a name, to goType(to).
func (b *body) element(code *jen.Statement, from, to types.Type, assign bool) *jen.Statement {
	switch {
	case from.Equal(to):
		return code
	case !from.Nullable && to.Nullable:
		return symbol("Of").Call(b.element(code, from, to.WithNull(false), assign))
	case from.Nullable:
		convert := b.elementFunc(from.WithNull(false), to.WithNull(false), assign)
		if !to.Nullable {
			return jen.Add(convert).Call(symbol("Require").Call(code, jen.Lit("an element")))
		}
		return symbol("MapNull").Call(code, convert)
	}
	return b.typed(b.converted(operand{code: code, prec: atom}, from, to, assign), to)
}
