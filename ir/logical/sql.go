package logical

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// This file has the forms for people, as scalar.SQL is for expressions; Print has the exact ones.

// SQL returns the call as a person would write it: STRING_AGG(DISTINCT name, ',' ORDER BY ts DESC) FILTER (WHERE price > 0).
func (c AggregateCall) SQL() string { return c.applied() + c.filter() }

func (c AggregateCall) applied() string {
	args := make([]string, len(c.Args))
	for i, e := range c.Args {
		args[i] = scalar.SQL(e)
	}
	list := strings.Join(args, ", ")
	if list == "" && c.Function == "COUNT" {
		list = "*"
	}
	if c.Distinct {
		list = "DISTINCT " + list
	}
	if len(c.OrderBy) > 0 {
		list += " ORDER BY " + OrderSQL(c.OrderBy)
	}
	return text.Name(c.Function) + "(" + list + ")"
}

func (c AggregateCall) filter() string {
	if c.Filter == nil {
		return ""
	}
	return " FILTER (WHERE " + scalar.SQL(c.Filter) + ")"
}

// SQL returns a call of the operator with its frame, but for the usual one: up to the current row and those that are its equals.
func (n *Over) SQL(c OverCall) string {
	s := c.applied()
	if c.IgnoreNulls {
		s += " IGNORE NULLS"
	}
	s += c.filter()
	usual := Frame{Unit: Range, Start: Bound{Kind: UnboundedPreceding}, End: Bound{Kind: CurrentRow}}
	if n.Buffer > 0 || c.Frame == usual {
		return s
	}
	offset := func(n int64) string { return fmt.Sprint(n) }
	if c.Frame.Unit == Range && len(n.OrderBy) == 1 && isMoment(n.OrderBy[0].Expr.Type()) {
		offset = func(n int64) string { return "INTERVAL " + text.Quote(SpanOfTime(n)) }
	}
	return fmt.Sprintf("%s %s BETWEEN %s AND %s", s, strings.ToUpper(c.Frame.Unit.String()), c.Frame.Start.sql(offset), c.Frame.End.sql(offset))
}

// isMoment reports types whose distances are spans of time.
func isMoment(t types.Type) bool {
	return t.IsTimestamp() || t.Kind == types.Date || t.Kind == types.Time
}

func (b Bound) sql(offset func(int64) string) string {
	switch b.Kind {
	case UnboundedPreceding:
		return "UNBOUNDED PRECEDING"
	case UnboundedFollowing:
		return "UNBOUNDED FOLLOWING"
	case CurrentRow:
		return "CURRENT ROW"
	}
	return offset(b.Offset) + " " + strings.ToUpper(b.Kind.String())
}

// OrderSQL returns what stands behind ORDER BY.
func OrderSQL(keys []SortKey) string {
	parts := make([]string, len(keys))
	for i, key := range keys {
		parts[i] = key.SQL()
	}
	return strings.Join(parts, ", ")
}

// SQL returns the key as it stands behind ORDER BY.
func (k SortKey) SQL() string {
	s := scalar.SQL(k.Expr)
	if k.Desc {
		s += " DESC"
	}
	if k.NullsFirst != k.Desc {
		s += " NULLS " + strings.ToUpper(nullsPlace(k.NullsFirst))
	}
	return s
}

// Describe says which window it is: hop 60 seconds every 10 seconds on ts.
func (w *Window) Describe() string {
	s := w.Kind.String()
	switch w.Kind {
	case Attached:
		s += " " + scalar.SQL(w.Start) + " to " + scalar.SQL(w.End)
	case Hop:
		s += " " + SpanOfTime(w.Size) + " every " + SpanOfTime(w.Slide)
	case Cumulate:
		s += " " + SpanOfTime(w.Size) + " in steps of " + SpanOfTime(w.Slide)
	default:
		s += " " + SpanOfTime(w.Size)
	}
	if w.Time != nil && !w.Proctime {
		s += " on " + scalar.SQL(w.Time)
	}
	if w.Proctime {
		s += " by the machine's clock"
	}
	if w.Offset != 0 {
		s += ", offset " + SpanOfTime(w.Offset)
	}
	if w.Lateness != 0 {
		s += ", late by up to " + SpanOfTime(w.Lateness)
	}
	return s
}

// SpanOfTime prints microseconds as an interval, in the largest unit that they are a multiple of.
func SpanOfTime(micros int64) string {
	const minute = 60_000_000
	for _, unit := range []struct {
		name   string
		micros int64
	}{{"day", 24 * 60 * minute}, {"hour", 60 * minute}, {"minute", minute}} {
		switch n := micros / unit.micros; {
		case micros%unit.micros != 0 || n == 0:
		case n == 1:
			return "1 " + unit.name
		default:
			return fmt.Sprint(n, " ", unit.name, "s")
		}
	}
	return types.IntervalValue{Micros: micros}.String()
}
