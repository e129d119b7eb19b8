package bind

import (
	"math"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// groupWindow is the window that a SELECT groups by, in any of the three spellings:
//
//	GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' MINUTE)                      window_clause.go
//	GROUP BY k, TUMBLE(ts, INTERVAL '1' MINUTE)                               group_window.go
//	FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end    window_function.go, attach.go
type groupWindow struct {
	logical.Window
	at      diag.Span
	broken  bool                  // its error is reported
	session *logical.WindowAssign // a session of a table function that the Aggregate makes itself
	carried logical.Window        // the Attached one that it would have otherwise
}

// attached reports a window that the input's rows carry.
func (w *groupWindow) attached() bool { return w.Kind == logical.Attached || w.session != nil }

// columns are window_start, window_end and window_time.
func (w *groupWindow) columns(names *uniqueNames) []logical.Column {
	return windowColumns(&w.Window, w.at, names)
}

// partNames are the columns of a window.
var partNames = [...]string{windowStart: "window_start", windowEnd: "window_end", windowTime: "window_time"}

// namedPart is the part of a window that a name means.
func namedPart(name string) windowPart {
	for part, partName := range partNames {
		if strings.EqualFold(name, partName) {
			return windowPart(part)
		}
	}
	return noPart
}

// windowColumns have the type of the window's time, with the digits that its bounds need: milliseconds at least, since window_time is
// one before the end.
func windowColumns(w *logical.Window, at diag.Span, names *uniqueNames) []logical.Column {
	time := w.Time
	if w.Kind == logical.Attached {
		time = w.Start
	}
	t := types.Type{Kind: time.Type().Kind, Precision: max(time.Type().Precision, 3)}
	if w.Size%1000 != 0 || w.Slide%1000 != 0 || w.Offset%1000 != 0 {
		t.Precision = 6
	}
	var columns []logical.Column
	for part, name := range partNames {
		columns = append(columns, logical.Column{Name: names.add(name), Type: t, Span: at, TimeAttribute: windowPart(part) == windowTime && !w.Proctime})
	}
	return columns
}

// spanOrder says what the spans of a kind of window are, in the order in which a spelling has them. An offset may follow.
type spanOrder map[logical.WindowKind][]string

var (
	// clauseOrder is that of the WINDOW clause, Velostream's and ksqlDB's: the size first.
	clauseOrder = spanOrder{logical.Tumble: {"size"}, logical.Hop: {"size", "slide"}, logical.Session: {"gap"}, logical.Cumulate: {"size", "step"}}
	// callOrder is that of functions, Flink's: the size last.
	callOrder = spanOrder{logical.Tumble: {"size"}, logical.Hop: {"slide", "size"}, logical.Session: {"gap"}, logical.Cumulate: {"step", "size"}}
)

// spans binds the spans of a window. form is how it is written, for messages.
func (b *binder) spans(w *logical.Window, args []ast.Expr, order spanOrder, form string, at diag.Span, s *scope) bool {
	names := order[w.Kind]
	most := len(names) + 1
	if w.Kind == logical.Session {
		most--
	}
	if len(args) < len(names) || len(args) > most {
		d := b.report(diag.BadWindow, at, "this window has %s, and needs %s", plural(len(args), "interval"), plural(len(names), "interval"))
		advise(d, "write %s", form)
		return false
	}
	for i, arg := range args {
		if i == len(names) {
			return b.offset(w, arg, s) && b.checkSpans(w, args, order)
		}
		span, ok := b.windowSpan(arg, names[i], s)
		if !ok {
			return false
		}
		if names[i] == "slide" || names[i] == "step" {
			w.Slide = span
		} else {
			w.Size = span
		}
	}
	return b.checkSpans(w, args, order)
}

// windowSpan binds a constant length of time in microseconds: a millisecond at least, since window_time is one before the end.
func (b *binder) windowSpan(arg ast.Expr, name string, s *scope) (int64, bool) {
	span, ok := b.constantSpan(arg, s, "a window")
	switch {
	case !ok:
		return 0, false
	case span <= 0:
		d := b.report(diag.BadWindow, arg.Span(), "the window's %s must be longer than zero", name)
		advise(d, "write INTERVAL '1' MINUTE, for one")
		return 0, false
	case span < 1000:
		b.report(diag.BadWindow, arg.Span(), "the window's %s must be a millisecond at least", name)
		return 0, false
	}
	return span, true
}

const microsPerDay = 24 * 60 * 60 * 1_000_000

// constantSpan binds a constant INTERVAL without months as microseconds.
func (b *binder) constantSpan(arg ast.Expr, s *scope, what string) (int64, bool) {
	o := b.expr(arg, s)
	if o.bare {
		o = operand{Expr: b.coerce(o, types.Of(types.Interval), "")}
	}
	if isBad(o) {
		return 0, false
	}
	value, ok := o.literal().(types.IntervalValue)
	if !ok {
		d := b.report(diag.BadWindow, arg.Span(), "%s takes a constant INTERVAL, and this is %s", what, article(o.Type()))
		advise(d, "write INTERVAL '1' MINUTE, for one")
		return 0, false
	}
	if value.Months != 0 {
		d := b.report(diag.BadWindow, arg.Span(), "%s can't be measured in months or years, which differ in length", what)
		advise(d, "write it in days: INTERVAL '30' DAY")
		return 0, false
	}
	days := int64(value.Days)
	span := days*microsPerDay + value.Micros
	if days > math.MaxInt64/microsPerDay || days < -math.MaxInt64/microsPerDay || (value.Micros > 0) == (days > 0) && days != 0 && (span > 0) != (days > 0) {
		d := b.report(diag.BadWindow, arg.Span(), "the interval is out of range")
		advise(d, "write at most 106,751,990 days")
		return 0, false
	}
	return span, true
}

// offset binds what windows are shifted by, as the remainder of the distance between two starts.
func (b *binder) offset(w *logical.Window, arg ast.Expr, s *scope) bool {
	offset, ok := b.constantSpan(arg, s, "a window")
	if !ok {
		return false
	}
	every := w.Size
	if w.Kind == logical.Hop {
		every = w.Slide
	}
	w.Offset = (offset%every + every) % every
	return true
}

// checkSpans checks the spans of a window together.
func (b *binder) checkSpans(w *logical.Window, args []ast.Expr, order spanOrder) bool {
	switch {
	case w.Kind == logical.Hop && w.Slide > w.Size && order[logical.Hop][0] == "size":
		d := b.report(diag.BadWindow, args[1].Span(), "the slide is longer than the window: rows between two windows would be lost")
		advise(d, "write the size first, then the slide; TABLE(HOP(…)) takes windows with gaps")
		return false
	case w.Kind == logical.Cumulate && (w.Slide > w.Size || w.Size%w.Slide != 0):
		d := b.report(diag.BadWindow, args[0].Span().Union(args[1].Span()), "the size of a cumulating window must be a multiple of its step, and %s isn't one of %s", logical.SpanOfTime(w.Size), logical.SpanOfTime(w.Slide))
		advise(d, "write %s", map[bool]string{true: "the size first, then the step, such as 10 minutes in steps of 2", false: "the step first, then the size, such as steps of 2 minutes up to 10"}[order[logical.Cumulate][0] == "size"])
		return false
	}
	return true
}

// timeOf makes the time of a window, or of the rows' order, of a time attribute: never NULL, in microseconds.
func (b *binder) timeOf(o operand, n logical.Node, what string) (time scalar.Expr, proctime, ok bool) {
	if isBad(o) || isBroken(n) {
		return nil, false, false
	}
	if isProctime(n, o.Expr) {
		return o.Expr, true, true
	}
	column, isColumn := o.Expr.(*scalar.Column)
	if !isColumn || column.Index >= len(n.Columns()) || !n.Columns()[column.Index].TimeAttribute {
		b.noTimeAttribute(o, n, what)
		return nil, false, false
	}
	return b.attributeTime(column)
}

func (b *binder) attributeTime(column *scalar.Column) (time scalar.Expr, proctime, ok bool) {
	t := column.Type()
	if t.Precision > 6 {
		d := b.report(diag.NoTimeAttribute, column.Pos, "%s is %s: event time has microseconds at most", column.Name, article(t))
		advise(d, "declare it %s(6), or compute such a column and its WATERMARK", t.Kind)
		return nil, false, false
	}
	if t.Nullable {
		return &scalar.NotNull{Base: base(t.WithNull(false), column.Pos), Operand: column, Column: column.Name}, false, true
	}
	return column, false, true
}

// noTimeAttribute says how a time becomes a time attribute.
func (b *binder) noTimeAttribute(o operand, n logical.Node, what string) {
	t := o.Type()
	column, isColumn := o.Expr.(*scalar.Column)
	d := b.report(diag.NoTimeAttribute, o.Span(), "%s needs a time attribute, and %s is none", what, describe(o))
	switch {
	case !isColumn || column.Index >= len(n.Columns()):
		advise(d, "name the column that a WATERMARK is declared for: %s", attributeNames(n))
	case lateSession(n, column.Index) != nil:
		note(d, lateSession(n, column.Index).Span(), "rows leave this SESSION when it has closed: by %s they are late", column.Name)
		advise(d, "name window_time, which is their time from there on")
	case len(timeAttributes(n)) > 0 && t.IsTimestamp():
		advise(d, "name the time attribute, %s, or declare the table's WATERMARK for %s", attributeNames(n), column.Name)
	case len(timeAttributes(n)) > 0:
		advise(d, "name the time attribute: %s", attributeNames(n))
	case t.IsTimestamp():
		b.adviseWatermark(d, column, n)
	case t.IsInteger():
		advise(d, "compute a time in CREATE TABLE: event_time AS TO_TIMESTAMP_LTZ(%s, 3), WATERMARK FOR event_time AS event_time - INTERVAL '5' SECOND", column.Name)
	default:
		advise(d, "compute a time in CREATE TABLE: event_time AS CAST(%s AS TIMESTAMP(3)), WATERMARK FOR event_time AS event_time - INTERVAL '5' SECOND", column.Name)
	}
}

// adviseWatermark says how a TIMESTAMP column becomes the time attribute of its table.
func (b *binder) adviseWatermark(d *diag.Diagnostic, column *scalar.Column, n logical.Node) {
	if over := lateOver(n); over != nil {
		note(d, over.Span(), "rows leave this OVER when time has passed them: by the watermark they are late")
		advise(d, "compute the window in an inner query, or write a frame that ends at the current row, in the order of time")
		return
	}
	table := tableOf(n, column.Index)
	if table == nil {
		note(d, column.Pos, "%s is computed: a time attribute is one only as long as it is passed on unchanged", column.Name)
		advise(d, "pass the time attribute on as it is, or compute this time in CREATE TABLE and declare WATERMARK FOR it there")
		return
	}
	note(d, table.Span, "table %s has no watermark", table.Name)
	name := ast.Ident{Name: column.Name}
	advise(d, "add WATERMARK FOR %s AS %s - INTERVAL '5' SECOND to CREATE TABLE %s: so late may rows be", name, name, table.Name)
}

// lateSession finds the session of rows whose time attribute a column was before; nil where it was none, or is one.
func lateSession(n logical.Node, column int) logical.Node {
	input, at, ok := passedOn(n, column)
	if !ok {
		return nil
	}
	if assign, isAssign := n.(*logical.WindowAssign); isAssign && assign.Waits() && input.Columns()[at].TimeAttribute {
		return assign
	}
	return lateSession(input, at)
}

// lateOver finds an Over, or the first rows of one, whose rows have no time attribute any more, of an input that has one.
func lateOver(n logical.Node) logical.Node {
	_, over := n.(*logical.Over)
	_, top := n.(*logical.Top)
	switch {
	case (over || top) && len(timeAttributes(n)) < len(timeAttributes(n.Inputs()[0])):
		return n
	case len(n.Inputs()) == 1:
		return lateOver(n.Inputs()[0])
	}
	return nil
}

// attributeNames lists the time attributes of an input.
func attributeNames(n logical.Node) string {
	var names []string
	for _, i := range timeAttributes(n) {
		names = append(names, n.Columns()[i].Name)
	}
	if len(names) == 0 {
		return "none here"
	}
	return wordList(names)
}

// inputTime is the one time attribute of an input, for a window that names none.
func (b *binder) inputTime(n logical.Node, at diag.Span, what string) operand {
	list := timeAttributes(n)
	if len(list) == 1 {
		return operand{Expr: columnAt(n, list[0], at)}
	}
	if len(list) > 1 {
		d := b.report(diag.NoTimeAttribute, at, "%s could go by %s", what, attributeNames(n))
		advise(d, "name one of them")
		return bad(at)
	}
	d := b.report(diag.NoTimeAttribute, at, "%s needs a time attribute, and its input has none", what)
	for i, column := range n.Columns() {
		if column.Type.IsTimestamp() {
			b.adviseWatermark(d, columnAt(n, i, at), n)
			return bad(at)
		}
	}
	advise(d, "add a TIMESTAMP column and WATERMARK FOR it to CREATE TABLE, or a column that is computed AS PROCTIME()")
	return bad(at)
}
