package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

var clauseKinds = map[ast.WindowKind]logical.WindowKind{ast.Tumbling: logical.Tumble, ast.Hopping: logical.Hop, ast.Sliding: logical.Hop,
	ast.Session: logical.Session, ast.Cumulating: logical.Cumulate}

var clauseForms = map[logical.WindowKind]string{
	logical.Tumble:   "WINDOW TUMBLING (ts, INTERVAL '1' MINUTE)",
	logical.Hop:      "WINDOW HOPPING (ts, INTERVAL '10' MINUTE, INTERVAL '1' MINUTE): the size, then the slide",
	logical.Session:  "WINDOW SESSION (ts, INTERVAL '30' SECOND): the gap that ends a session",
	logical.Cumulate: "WINDOW CUMULATING (ts, INTERVAL '1' DAY, INTERVAL '1' HOUR): the size, then the step",
}

// windowClause binds WINDOW TUMBLING ([ts,] INTERVAL …): the window that all groups are in. Without a time column it goes by the
// input's time attribute.
func (q *selection) windowClause() {
	clause := q.body.Window
	if clause == nil {
		return
	}
	q.grouped = true
	w := &groupWindow{at: clause.Span(), broken: true}
	w.Kind = clauseKinds[clause.Kind]
	if !q.takeWindow(w) {
		return
	}
	s := q.scope.in("WINDOW")
	what := "WINDOW " + clause.Kind.String()
	args := clause.Args
	var time operand
	switch {
	case len(args) > 0 && !isSpan(args[0]):
		time, args = q.expr(args[0], s), args[1:]
	case isBroken(q.input):
		return
	default:
		time = q.inputTime(q.input, clause.Span(), what)
	}
	ok := q.spans(&w.Window, args, clauseOrder, clauseForms[w.Kind], clause.Span(), s)
	q.finishWindow(w, time, what, ok)
}

// isSpan tells a length of time from the column that a window goes by.
func isSpan(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Interval, *ast.String, *ast.Number:
		return true
	case *ast.Unary:
		return isSpan(e.Operand)
	}
	return false
}

// takeWindow makes a window that of the SELECT, which has one at most.
func (q *selection) takeWindow(w *groupWindow) bool {
	if q.window != nil {
		d := q.report(diag.BadWindow, w.at, "a query groups by one window, and this is the second")
		note(d, q.window.at, "the first one is here")
		advise(d, "group by the other in FROM (SELECT …) first: its window_time is a time attribute outside")
		return false
	}
	q.window = w
	return true
}

// finishWindow adds the time to a window whose spans are bound.
func (q *selection) finishWindow(w *groupWindow, time operand, what string, ok bool) {
	if isBroken(q.input) {
		return
	}
	e, proctime, timeOK := q.timeOf(time, q.input, what)
	if !ok || !timeOK {
		return
	}
	w.Time, w.Proctime, w.Lateness, w.broken = e, proctime, q.lateness, false
	if proctime {
		w.Lateness, w.Carried = 0, carriesProctime(q.input, e)
	}
}
