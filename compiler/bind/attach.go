package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// attach finds GROUP BY window_start, window_end over rows that carry their window: those keys are the window, which closes when
// the watermark passes it. The keys of a session are made here, by the Aggregate.
func (q *selection) attach() {
	if q.window != nil || isBroken(q.input) {
		return
	}
	parts := [3]*scalar.Column{}
	for _, key := range q.keys {
		if column, ok := key.expr.(*scalar.Column); ok {
			if part := windowPartOf(q.input, column.Index); part != noPart && parts[part] == nil {
				parts[part] = column
			}
		}
	}
	start, end := parts[windowStart], parts[windowEnd]
	switch {
	case start == nil && end == nil:
		return
	case start == nil || end == nil:
		if start, end = q.bothBounds(start, end); start == nil {
			return
		}
	}
	if at := q.partialWindow(); at != nil {
		d := q.report(diag.BadWindow, at.Pos, "%s must be in every grouping set: a window closes for all of them", at.Name)
		advise(d, "write GROUP BY window_start, window_end, GROUPING SETS (…)")
		q.window = &groupWindow{at: at.Pos, broken: true}
		return
	}
	w := &groupWindow{at: start.Pos.Union(end.Pos)}
	w.Window = logical.Window{Kind: logical.Attached, Start: start, End: end, Lateness: q.lateness}
	w.Proctime = isProctimeWindow(q.input, start.Index)
	if w.Proctime {
		w.Lateness = 0
	}
	q.window = w
	q.dropWindowKeys()
	q.attachSession(w)
}

// isWindowKey reports a key that is a column of a window of the input's rows.
func (q *selection) isWindowKey(key groupKey) bool {
	column, ok := key.expr.(*scalar.Column)
	return ok && windowPartOf(q.input, column.Index) != noPart
}

// partialWindow finds a column of the window that some grouping set leaves out.
func (q *selection) partialWindow() *scalar.Column {
	for i, key := range q.keys {
		if q.sets != nil && q.isWindowKey(key) && !everySet(q.sets.sets, i) {
			return key.expr.(*scalar.Column)
		}
	}
	return nil
}

// dropWindowKeys takes the columns of the window out of the keys, and of the grouping sets.
func (q *selection) dropWindowKeys() {
	var kept []groupKey
	place := map[int]int{}
	for i, key := range q.keys {
		if !q.isWindowKey(key) {
			place[i] = len(kept)
			kept = append(kept, key)
		}
	}
	q.keys = kept
	if q.sets == nil {
		return
	}
	for n, set := range q.sets.sets {
		var left []int
		for _, key := range set {
			if at, ok := place[key]; ok {
				left = append(left, at)
			}
		}
		q.sets.sets[n] = left
	}
}

// bothBounds adds the other bound to the one that rows are grouped by, where it follows from it, as it does in windows of one length. Else
// the bound is a column as others: both are nil.
func (q *selection) bothBounds(start, end *scalar.Column) (*scalar.Column, *scalar.Column) {
	have, missing := start, windowEnd
	if start == nil {
		have, missing = end, windowStart
	}
	w := windowMade(q.input, have.Index)
	switch {
	case w == nil:
		return nil, nil
	case w.Kind == logical.Session:
		if sessionOf(q.input, have.Index) != nil {
			q.halfWindow(start, end)
		}
		return nil, nil
	case w.Kind == logical.Cumulate:
		return nil, nil
	}
	for i := range q.input.Columns() {
		if windowPartOf(q.input, i) == missing {
			other := columnAt(q.input, i, have.Pos)
			if start == nil {
				return other, end
			}
			return start, other
		}
	}
	return nil, nil
}

// windowMade finds the window that a column is a bound of, where it was made; nil where it came from several inputs.
func windowMade(n logical.Node, column int) *logical.Window {
	switch n := n.(type) {
	case *logical.Aggregate:
		switch {
		case n.Window == nil || column < len(n.Keys):
		case n.Window.Kind == logical.Attached:
			return windowMade(n.Input, n.Window.Start.(*scalar.Column).Index)
		default:
			return n.Window
		}
	case *logical.WindowAssign:
		if column >= len(n.Input.Columns()) {
			return n.Window
		}
	}
	if input, at, ok := passedOn(n, column); ok {
		return windowMade(input, at)
	}
	return nil
}

// halfWindow reports a session that is grouped by one of its bounds: its groups would never be whole.
func (q *selection) halfWindow(start, end *scalar.Column) {
	have, missing := start, windowEnd
	if start == nil {
		have, missing = end, windowStart
	}
	d := q.report(diag.BadWindow, have.Pos, "a window is grouped by window_start and window_end, and %s is missing", partNames[missing])
	advise(d, "add %s to GROUP BY", partNames[missing])
	q.window = &groupWindow{at: have.Pos, broken: true}
}

// isProctimeWindow reports a window by the clock of the machine, by its start.
func isProctimeWindow(n logical.Node, start int) bool {
	switch n := n.(type) {
	case *logical.Aggregate:
		if n.Window != nil && start >= len(n.Keys) {
			return n.Window.Proctime
		}
	case *logical.WindowAssign:
		if start >= len(n.Input.Columns()) {
			return n.Window.Proctime
		}
	}
	input, at, ok := passedOn(n, start)
	return ok && isProctimeWindow(input, at)
}

// attachSession makes the window of TABLE(SESSION(…)) that of the Aggregate: sessions are made of the rows of a group, so the groups
// must be those that the function parts its rows by, and no row may be left out in between.
func (q *selection) attachSession(w *groupWindow) {
	assign := sessionOf(q.input, w.Start.(*scalar.Column).Index)
	if assign == nil {
		return
	}
	w.broken = true
	if q.input != logical.Node(assign) {
		d := q.report(diag.BadWindow, w.at, "a session must be grouped where it is made: nothing can stand in between")
		note(d, assign.Pos, "it is made here")
		advise(d, "move WHERE, and what else there is, into the table of SESSION: a view that is read there")
		return
	}
	partition := q.partitions[assign]
	if !sameSet(partition, q.keys) {
		d := q.report(diag.BadWindow, w.at, "a session is grouped by what it is partitioned by, and by window_start and window_end")
		note(d, assign.Pos, "it is made here")
		advise(d, "make PARTITION BY and GROUP BY the same columns")
		return
	}
	window := *assign.Window
	w.Window, w.session, w.broken = window, assign, false
}

// sessionOf finds the session that a column comes from; nil where it is none, or is grouped already.
func sessionOf(n logical.Node, column int) *logical.WindowAssign {
	if assign, ok := n.(*logical.WindowAssign); ok && assign.Window.Kind == logical.Session && column >= len(assign.Input.Columns()) {
		return assign
	}
	if _, ok := n.(*logical.Aggregate); ok {
		return nil
	}
	if input, at, ok := passedOn(n, column); ok {
		return sessionOf(input, at)
	}
	return nil
}

func sameSet(partition []int, keys []groupKey) bool {
	if len(partition) != len(keys) {
		return false
	}
	for _, key := range keys {
		column, ok := key.expr.(*scalar.Column)
		if !ok || !slices.Contains(partition, column.Index) {
			return false
		}
	}
	return true
}

// checkSessionCalls reports aggregates over the bounds of the session that they are computed in: the rows don't have them yet.
func (q *selection) checkSessionCalls() bool {
	if q.window == nil || q.window.session == nil {
		return true
	}
	width := len(q.window.session.Input.Columns())
	early := func(e scalar.Expr) bool {
		column, ok := e.(*scalar.Column)
		return ok && column.Index >= width && column.Index < callAt
	}
	for _, call := range q.calls {
		for _, e := range append(slices.Clone(call.Args), filterOf(call.AggregateCall)...) {
			if scalar.Any(e, early) {
				q.report(diag.BadWindow, e.Span(), "an aggregate of a session can't be about its bounds: they are known at its end")
				return false
			}
		}
	}
	return true
}
