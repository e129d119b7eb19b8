package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Timestamps of TIMESTAMP_LTZ are instants: what looks at their calendar goes through the session's time zone, which costs
// nothing where that is UTC.

// inUTC reports whether the session's wall clock is the instant itself.
func (b *body) inUTC() bool { return b.x.sessionZoneName() == "UTC" }

// wall is a timestamp argument as wall clock.
func (b *body) wall(op operand, t types.Type) *jen.Statement {
	if t.Kind != types.TimestampLTZ || b.inUTC() {
		return op.code
	}
	return symbol("temporal.WallClock").Call(op.code, b.x.sessionZone(), unitOf(t))
}

// fromWall is the reverse of wall.
func (b *body) fromWall(code *jen.Statement, t types.Type) *jen.Statement {
	if t.Kind != types.TimestampLTZ || b.inUTC() {
		return code
	}
	return symbol("temporal.InZone").Call(code, b.x.sessionZone(), unitOf(t))
}

// timestampShift is a date or timestamp moved by an interval, whichever comes first.
func timestampShift(name string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		moment, by := 0, 1
		if c.typeOf(0).Kind == types.Interval {
			moment, by = 1, 0
		}
		operands := []operand{c.strict(c.call.Args[0]), c.strict(c.call.Args[1])}
		ts, t := operands[moment].code, c.typeOf(moment)
		if t.Kind == types.Date {
			ts = symbol("temporal.OfDate").Call(ts, unitOf(c.call.Typ))
		}
		if t.Kind == types.TimestampLTZ && !c.inUTC() {
			return value(symbol("temporal."+name+"InZone").Call(ts, operands[by].code, c.x.sessionZone(), unitOf(t)))
		}
		return value(symbol("temporal."+name).Call(ts, operands[by].code, unitOf(c.call.Typ)))
	}
}

func timeShift(name string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		a, b := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
		if c.typeOf(0).Kind == types.Interval {
			a, b = b, a
		}
		return value(symbol("temporal."+name).Call(a.code, b.code, unitOf(c.call.Typ)))
	}
}

// word is a keyword argument: YEAR, in upper case and singular.
func (c *callEmitter) word(i int) string {
	literal, ok := c.call.Args[i].(*scalar.Literal)
	if !ok {
		panic("codegen: argument of " + c.call.Function + " is not a keyword")
	}
	text, _ := literal.Value.(string)
	text = strings.TrimPrefix(strings.ToUpper(text), "SQL_TSI_")
	if text != "CENTURY" && text != "MILLENNIUM" {
		text = strings.TrimSuffix(text, "S")
	}
	return text
}

// extractors are the functions of a wall clock behind EXTRACT's fields. Those with a fraction count microseconds, which the
// result's scale turns into what the field counts.
var extractors = map[string]string{
	"MILLENNIUM": "Millennium", "CENTURY": "Century", "DECADE": "Decade", "YEAR": "Year", "ISOYEAR": "ISOYear", "QUARTER": "Quarter",
	"MONTH": "Month", "WEEK": "Week", "DAY": "Day", "DOW": "DOW", "ISODOW": "ISODOW", "DOY": "DayOfYear", "HOUR": "Hour", "MINUTE": "Minute",
	"SECOND": "SecondMicros", "MILLISECOND": "SecondMicros", "MICROSECOND": "SecondMicros", "EPOCH": "EpochMicros", "JULIAN": "Julian",
}

func extract(c *callEmitter) operand {
	field, t := c.word(0), c.typeOf(1)
	ts := c.strict(c.call.Args[1])
	code := ts.code
	if field != "EPOCH" {
		code = c.wall(ts, t)
	}
	return value(symbol("temporal."+extractors[field]).Call(code, unitOf(t)))
}

func extractInterval(c *callEmitter) operand {
	i := c.strict(c.call.Args[1])
	return value(symbol("temporal.Interval" + extractors[c.word(0)]).Call(i.code))
}

// fieldOf is Flink's YEAR(ts) of a TIMESTAMP_LTZ.
func fieldOf(name string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		ts := c.strict(c.call.Args[0])
		return value(symbol("temporal."+name).Call(c.wall(ts, c.typeOf(0)), unitOf(c.typeOf(0))))
	}
}

// span refers to a unit of time: temporal.ToHour.
func span(word string) *jen.Statement {
	return symbol("temporal.Span" + exportedName(strings.ToLower(word)))
}

// truncated is a timestamp cut to a unit, argument word saying which.
func truncated(function string, ts, word int) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		t := c.typeOf(ts)
		op := c.strict(c.call.Args[ts])
		code := symbol("temporal."+function).Call(c.wall(op, t), span(c.word(word)), unitOf(t))
		return value(c.fromWall(code, t))
	}
}

func intervalTrunc(c *callEmitter) operand {
	return value(symbol("temporal.TruncInterval").Call(c.strict(c.call.Args[1]).code, span(c.word(0))))
}

// fromEpoch is TO_TIMESTAMP_LTZ(n, precision).
func fromEpoch(c *callEmitter) operand {
	digits := 3
	if len(c.call.Args) == 2 {
		if literal, ok := c.call.Args[1].(*scalar.Literal); ok {
			n, _ := literal.Value.(int64)
			digits = int(n)
		}
	}
	n := c.strict(c.call.Args[0])
	unit := c.call.Typ.Unit()
	perUnit := powerOfTen(digits).Int64()
	if unit == perUnit {
		return n
	}
	return value(symbol("num.Mul").Call(c.typed(n, types.Of(types.BigInt)), jen.Op(powerOfTen(digitsOf(unit)-digits).String())))
}

func digitsOf(unit int64) int {
	if unit == 1_000_000 {
		return 6
	}
	return 9
}

func timestampDiff(c *callEmitter) operand {
	a, b := c.strict(c.call.Args[1]), c.strict(c.call.Args[2])
	ta, tb := c.typeOf(1), c.typeOf(2)
	return value(symbol("temporal.Diff").Call(c.wall(a, ta), c.wall(b, tb), span(c.word(0)), unitOf(ta), unitOf(tb)))
}

// timestampAddUnits is TIMESTAMPADD(unit, n, ts).
func timestampAddUnits(c *callEmitter) operand {
	n, ts := c.strict(c.call.Args[1]), c.strict(c.call.Args[2])
	from, to := c.typeOf(2), c.call.Typ
	if to.Kind == types.Date {
		return value(symbol("temporal.AddDateSpan").Call(ts.code, n.code, span(c.word(0))))
	}
	code := c.wall(ts, from)
	if from.Kind == types.Date {
		code = symbol("temporal.OfDate").Call(ts.code, unitOf(to))
	}
	return value(c.fromWall(symbol("temporal.AddSpan").Call(code, n.code, span(c.word(0)), unitOf(to)), to))
}

func clock(function string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		if function == "Now" {
			return value(symbol("temporal.Now").Call())
		}
		return value(symbol("temporal." + function).Call(c.x.sessionZone()))
	}
}
