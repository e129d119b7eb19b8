package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// attach finds GROUP BY window_start, window_end over rows that carry their window: those keys are the window, which closes when
// the watermark passes it.
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
		w.Lateness, w.Carried = 0, true
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
	case w.Kind == logical.Session, w.Kind == logical.Cumulate:
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

// attachSession lets the Aggregate make the sessions of TABLE(SESSION(…)) itself, which then keeps no rows: where it groups by what they are
// parted by and by their bounds, with nothing in between. Else the rows come with their session, as with other windows.
func (q *selection) attachSession(w *groupWindow) {
	assign, ok := q.input.(*logical.WindowAssign)
	if !ok || !assign.Waits() || q.sets != nil || windowPartOf(assign, w.Start.(*scalar.Column).Index) == noPart || !sameSet(assign.PartitionBy, q.keys) {
		return
	}
	w.session, w.carried, w.Window = assign, w.Window, *assign.Window
}

func sameSet(partition []scalar.Expr, keys []groupKey) bool {
	if len(partition) != len(keys) {
		return false
	}
	for _, key := range keys {
		if !slices.ContainsFunc(partition, func(e scalar.Expr) bool { return scalar.Equal(e, key.expr) }) {
			return false
		}
	}
	return true
}

// sessionsFirst makes sessions in front of the Aggregate where it has calls about their bounds, which rows don't have before the end.
func (q *selection) sessionsFirst() {
	w := q.window
	if w == nil || w.session == nil {
		return
	}
	width := len(w.session.Input.Columns())
	bound := func(e scalar.Expr) bool {
		column, ok := e.(*scalar.Column)
		return ok && column.Index >= width && column.Index < callAt
	}
	for _, call := range q.calls {
		if slices.ContainsFunc(call.Exprs(), func(e scalar.Expr) bool { return scalar.Any(e, bound) }) {
			w.Window, w.session = w.carried, nil
			return
		}
	}
}
