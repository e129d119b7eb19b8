package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// overCall is one function with OVER, with the window that it is computed over. All expressions are over the input's rows.
type overCall struct {
	logical.OverCall
	name   string
	window *overWindow
	final  bool // it sees all rows that are still to come: it waits for the end of the input
	behind bool // it does so since its rows come from another OVER that looks ahead
}

// overWindow is what stands behind OVER but for the frame.
type overWindow struct {
	partition []scalar.Expr
	order     []logical.SortKey
	buffer    int64
	time      scalar.Expr // the time attribute that the rows go by; nil where they don't
	at        diag.Span
}

// overFunction binds f(args) OVER (…), as a placeholder.
func (b *binder) overFunction(call *ast.Call, f *functions.Aggregate, s *scope) operand {
	if !b.mayOver(call, f, s) {
		b.bindForErrors(call, s)
		return bad(call.Span())
	}
	bound, ok := b.aggregateCall(call, f, s)
	ok = b.checkOverCall(call, f) && ok
	q := s.many
	written, named := q.windowOf(call.Over, q.body.Windows)
	if written == nil {
		return bad(call.Span())
	}
	window, windowOK := q.overWindow(written, s.inside(call))
	if !ok || !windowOK || !named {
		return bad(call.Span())
	}
	o := overCall{OverCall: logical.OverCall{AggregateCall: bound, IgnoreNulls: call.Nulls == ast.IgnoreNulls, FromLast: call.FromLast}, window: window}
	if o.Frame, ok = q.frame(written, f, window, s); !ok {
		return bad(call.Span())
	}
	if o.Filter != nil || mayHoldNothing(o.Frame) {
		o.Type = nullableResult(o.AggregateCall)
	}
	o.final = waits(f, window, o.Frame)
	return q.placeOver(o, call)
}

// placeOver adds a call, unless it is there already.
func (q *selection) placeOver(o overCall, call *ast.Call) operand {
	at := -1
	for i, other := range q.overs {
		if sameCall(other.AggregateCall, o.AggregateCall) && other.Frame == o.Frame && other.IgnoreNulls == o.IgnoreNulls && other.FromLast == o.FromLast && sameOver(other.window, o.window) {
			at = i
		}
	}
	if at < 0 {
		at = len(q.overs)
		o.name = q.callName(call)
		q.overs = append(q.overs, o)
	}
	return operand{Expr: &scalar.Column{Base: base(o.Type, call.Span()), Index: overAt + at, Name: q.overs[at].name}}
}

func sameOver(x, y *overWindow) bool {
	return x.buffer == y.buffer && sameExprs(x.partition, y.partition) && sameKeys(x.order, y.order)
}

// mayOver reports window functions where there are none, and inside of others.
func (b *binder) mayOver(call *ast.Call, f *functions.Aggregate, s *scope) bool {
	name := strings.ToUpper(call.Name.Last().Name)
	switch {
	case s.within != nil:
		d := b.report(diag.MisplacedWindowFunction, call.Span(), "%s … OVER stands inside of %s", name, strings.ToUpper(s.within.Name.Last().Name))
		note(d, s.within.Span(), "this is the outer one")
		advise(d, "compute the inner one in FROM (SELECT …) first")
	case s.many == nil || !s.overs:
		d := b.report(diag.MisplacedWindowFunction, call.Span(), "%s … OVER can't stand in %s", name, s.clause)
		if s.clause == "WHERE" || s.clause == "HAVING" {
			advise(d, "filter by it with QUALIFY, or compute it in FROM (SELECT …) first")
		} else {
			advise(d, "compute it in FROM (SELECT …) first, and use its column outside")
		}
	case f.Over == functions.NotOver:
		d := b.report(diag.MisplacedWindowFunction, call.Span(), "%s is about groups: it has no OVER", name)
		advise(d, "leave OVER out, and write GROUP BY")
	default:
		return true
	}
	return false
}

// takesNullTreatment are the functions that IGNORE NULLS is for.
var takesNullTreatment = map[string]bool{"FIRST_VALUE": true, "LAST_VALUE": true, "NTH_VALUE": true, "LAG": true, "LEAD": true}

func (b *binder) checkOverCall(call *ast.Call, f *functions.Aggregate) bool {
	switch {
	case call.Distinct && f.Over == functions.OnlyOver:
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s is no aggregate: DISTINCT has no meaning in its call", f.Name), "leave DISTINCT out")
	case call.FromLast && f.Name != "NTH_VALUE":
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s knows no FROM LAST: NTH_VALUE does", f.Name), "leave it out, or order the other way round")
	case len(call.OrderBy) > 0:
		advise(b.report(diag.NotAnAggregate, call.OrderBy[0].Span(), "the order of %s … OVER is that of its window", f.Name), "write ORDER BY in the parentheses behind OVER")
	case call.Filter != nil && f.Over == functions.OnlyOver:
		advise(b.report(diag.NotAnAggregate, call.Filter.Span(), "%s is no aggregate: FILTER has no meaning behind its call", f.Name), "filter the rows in FROM (SELECT … WHERE …) first")
	case call.Nulls != ast.NullsUnspecified && !takesNullTreatment[f.Name]:
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s knows no IGNORE NULLS: FIRST_VALUE, LAST_VALUE, NTH_VALUE, LAG and LEAD do", f.Name), "leave it out")
	default:
		return true
	}
	return false
}

// windowOf finds the window of OVER: as written, or by its name in the WINDOW clause, or that one with more behind its name. known
// are the windows that it can be made of. The result is nil where it is unknown, and false where it is wrong.
func (q *selection) windowOf(w *ast.Window, known []*ast.NamedWindow) (*ast.Window, bool) {
	if w.Ref == nil {
		return w, true
	}
	var names []string
	for i, candidate := range known {
		names = append(names, candidate.Name.Name)
		if !sameName(candidate.Name, *w.Ref) {
			continue
		}
		q.used[candidate] = true
		below, ok := q.windowOf(candidate.Window, known[:i])
		if below == nil {
			return nil, false
		}
		return q.extended(w, below, ok)
	}
	if q.said[w.Ref.Span()] {
		return nil, false
	}
	q.said[w.Ref.Span()] = true
	d := q.report(diag.BadFrame, w.Ref.Span(), "unknown window %s", w.Ref.Name)
	if near := diag.Nearest(w.Ref.Name, names); near != "" {
		replace(d, w.Ref.Span(), near, "did you mean %s?", near)
	} else {
		advise(d, "define it, in front of those made of it: WINDOW %s AS (PARTITION BY … ORDER BY …)", w.Ref)
	}
	return nil, false
}

// extended is a named window with what OVER (name …) adds to it: an order where it has none, and a frame.
func (q *selection) extended(w, named *ast.Window, ok bool) (*ast.Window, bool) {
	if len(w.PartitionBy)+len(w.OrderBy) == 0 && w.Frame == nil && w.Buffer == nil {
		return named, ok
	}
	switch {
	case len(w.PartitionBy) > 0:
		q.report(diag.BadFrame, w.PartitionBy[0].Span(), "window %s has its partition: PARTITION BY can't be changed", w.Ref.Name)
		return named, false
	case len(w.OrderBy) > 0 && len(named.OrderBy) > 0:
		q.report(diag.BadFrame, w.OrderBy[0].Span(), "window %s has an order: ORDER BY can't be changed", w.Ref.Name)
		return named, false
	case named.Frame != nil || named.Buffer != nil:
		q.report(diag.BadFrame, w.Span(), "window %s has a frame: nothing can be added to it", w.Ref.Name)
		return named, false
	}
	joined := *w
	joined.Ref = nil
	joined.PartitionBy = named.PartitionBy
	if len(joined.OrderBy) == 0 {
		joined.OrderBy = named.OrderBy
	}
	return &joined, ok
}

// checkNamedWindows binds the windows of the WINDOW clause that nothing uses, for the errors in them.
func (q *selection) checkNamedWindows() {
	s := q.scope.in("WINDOW")
	s.many, s.within = q, &ast.Call{Over: &ast.Window{}}
	for i, w := range q.body.Windows {
		for _, other := range q.body.Windows[:i] {
			if sameName(w.Name, other.Name) {
				d := q.report(diag.DuplicateName, w.Name.Span(), "window %s is defined twice", w.Name.Name)
				note(d, other.Name.Span(), "it is defined here first")
			}
		}
		if q.used[w] {
			continue
		}
		if written, _ := q.windowOf(w.Window, q.body.Windows[:i]); written != nil {
			q.overWindow(written, s)
		}
	}
}

// overWindow binds the partition, the order and the buffer.
func (q *selection) overWindow(w *ast.Window, s *scope) (*overWindow, bool) {
	bound := &overWindow{at: w.Span()}
	ok := true
	for _, item := range w.PartitionBy {
		e := q.value(item, s.in("PARTITION BY"))
		ok = q.checkKeyType(e, "PARTITION BY") && ok
		bound.partition = append(bound.partition, e)
	}
	order, orderOK := q.sortKeys(w.OrderBy, s.in("ORDER BY"))
	bound.order = order
	if !ok || !orderOK || isBroken(q.input) {
		return bound, false
	}
	if w.Buffer != nil {
		return bound, q.bufferOf(w, bound)
	}
	return bound, q.orderTime(bound)
}

// orderTime finds rows that are in the order of time: ORDER BY a time attribute, ascending, alone.
func (q *selection) orderTime(w *overWindow) bool {
	if len(w.order) == 0 || w.order[0].Desc {
		return true
	}
	column, ok := w.order[0].Expr.(*scalar.Column)
	if !ok || !q.isOrderTime(column) {
		return true
	}
	time, _, ok := q.attributeTime(column)
	w.time = time
	return ok
}

// isOrderTime reports a column that is a time attribute of the rows that OVER sees: of the input, or the window's time where the rows
// are groups.
func (q *selection) isOrderTime(column *scalar.Column) bool {
	switch placeholderKind(column.Index) {
	case 0:
		return q.input.Columns()[column.Index].TimeAttribute
	case windowAt:
		return column.Index%callAt == int(windowTime) && !q.window.Proctime
	}
	return false
}

// mayHoldNothing reports a frame without the current row, which may have no row at all.
func mayHoldNothing(frame logical.Frame) bool {
	return frame.Start.Kind == logical.Following || frame.End.Kind == logical.Preceding || frame.Exclude == logical.ExcludeCurrentRow || frame.Exclude == logical.ExcludeGroup
}

// waits reports a function that sees all rows behind its own, or rows in another order than that of time: it can only be computed when
// all of a partition's rows are there.
func waits(f *functions.Aggregate, w *overWindow, frame logical.Frame) bool {
	switch {
	case w.buffer > 0:
		return false
	case w.time == nil:
		return true
	case wholePartition[f.Name]:
		return true
	case f.Name == "LEAD":
		return false
	}
	return frame.End.Kind == logical.UnboundedFollowing
}

// looksAhead reports a call whose result comes when the watermark has passed its row already.
func looksAhead(call logical.OverCall) bool {
	return call.Function == "LEAD" || call.Frame.End.Kind == logical.Following
}

// wholePartition are the functions that count the rows of the whole partition.
var wholePartition = map[string]bool{"PERCENT_RANK": true, "CUME_DIST": true, "NTILE": true}
