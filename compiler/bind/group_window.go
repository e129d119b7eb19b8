package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

var functionKinds = map[string]logical.WindowKind{"TUMBLE": logical.Tumble, "HOP": logical.Hop, "SESSION": logical.Session, "CUMULATE": logical.Cumulate}

var groupForms = map[logical.WindowKind]string{
	logical.Tumble:   "TUMBLE(ts, INTERVAL '1' MINUTE)",
	logical.Hop:      "HOP(ts, INTERVAL '1' MINUTE, INTERVAL '10' MINUTE): the slide, then the size",
	logical.Session:  "SESSION(ts, INTERVAL '30' SECOND): the gap that ends a session",
	logical.Cumulate: "CUMULATE(ts, INTERVAL '1' HOUR, INTERVAL '1' DAY): the step, then the size",
}

// isGroupWindow reports TUMBLE(…), HOP(…), SESSION(…) or CUMULATE(…) as an item of GROUP BY.
func isGroupWindow(call *ast.Call) bool {
	_, ok := functionKinds[strings.ToUpper(call.Name.Last().Name)]
	return ok && call.Over == nil
}

// groupFunction binds TUMBLE(ts, size) and its kin in GROUP BY.
func (q *selection) groupFunction(call *ast.Call, s *scope) {
	w := &groupWindow{at: call.Span(), broken: true}
	if !q.takeWindow(w) {
		return
	}
	window, ok := q.calledWindow(call, s)
	if ok {
		w.Window, w.broken = window, false
	}
}

// calledWindow binds the window that TUMBLE(ts, size), or TUMBLE_START(ts, size), speaks of.
func (q *selection) calledWindow(call *ast.Call, s *scope) (logical.Window, bool) {
	name := strings.ToUpper(call.Name.Last().Name)
	kind, _, _ := strings.Cut(name, "_")
	w := &groupWindow{broken: true}
	w.Kind = functionKinds[kind]
	if len(call.Args) == 0 {
		d := q.report(diag.BadWindow, call.Span(), "%s needs the time that it goes by, and its length", name)
		advise(d, "write %s", strings.Replace(groupForms[w.Kind], kind, name, 1))
		return w.Window, false
	}
	time := q.expr(call.Args[0], s)
	ok := q.spans(&w.Window, call.Args[1:], callOrder, groupForms[w.Kind], call.Span(), s)
	q.finishWindow(w, time, name, ok)
	return w.Window, !w.broken
}

// auxiliaryParts are what the functions beside a group window end in.
var auxiliaryParts = map[string]windowPart{"START": windowStart, "END": windowEnd, "ROWTIME": windowTime, "PROCTIME": windowTime}

// auxiliary splits TUMBLE_START and its kin; WINDOW_START() fits every window.
func auxiliary(name string) (kind string, part windowPart, ok bool) {
	kind, suffix, _ := strings.Cut(name, "_")
	part, ok = auxiliaryParts[suffix]
	if suffix == "TIME" && kind == "WINDOW" {
		part, ok = windowTime, true
	}
	_, known := functionKinds[kind]
	return kind, part, ok && (known || kind == "WINDOW")
}

// groupWindowCall binds TUMBLE_START(ts, size) and its kin, and reports TUMBLE(…) outside of GROUP BY; false for any other call.
func (b *binder) groupWindowCall(call *ast.Call, s *scope) (operand, bool) {
	name := strings.ToUpper(call.Name.Last().Name)
	if isGroupWindow(call) {
		d := b.report(diag.BadWindow, call.Span(), "%s can't stand in %s: it is an item of GROUP BY, or a table in FROM", name, s.clause)
		advise(d, "write %s_START(…) or %s_END(…) for the bounds of a group's window", name, name)
		return bad(call.Span()), true
	}
	kind, part, ok := auxiliary(name)
	if !ok {
		return operand{}, false
	}
	q := s.many
	if q == nil || s.within != nil || q.window == nil {
		d := b.report(diag.BadWindow, call.Span(), "%s belongs to a window that the query groups by, and there is none", name)
		if q != nil && s.within == nil {
			advise(d, "add GROUP BY %s(…)", strings.Replace(kind, "WINDOW", "TUMBLE", 1))
		}
		return bad(call.Span()), true
	}
	if q.window.broken || !q.sameWindow(call, kind) {
		return bad(call.Span()), true
	}
	return q.part(part, call.Span()), true
}

// sameWindow checks that TUMBLE_START(ts, size) repeats the window of GROUP BY.
func (q *selection) sameWindow(call *ast.Call, kind string) bool {
	if kind != "WINDOW" && (q.window.attached() || functionKinds[kind] != q.window.Kind) {
		d := q.report(diag.BadWindow, call.Span(), "%s speaks of another window than the query groups by", strings.ToUpper(call.Name.Last().Name))
		note(d, q.window.at, "it groups by this")
		advise(d, "write window_start, window_end or window_time")
		return false
	}
	if len(call.Args) == 0 {
		return true
	}
	window, ok := q.calledWindow(call, q.scope.in(strings.ToUpper(call.Name.Last().Name)))
	if !ok {
		return false
	}
	w := &q.window.Window
	if !scalar.Equal(window.Time, w.Time) || window.Size != w.Size || window.Slide != w.Slide || window.Offset != w.Offset {
		d := q.report(diag.BadWindow, call.Span(), "%s speaks of another window than the query groups by", strings.ToUpper(call.Name.Last().Name))
		note(d, q.window.at, "it groups by this")
		advise(d, "write the same arguments in both, or window_start, window_end or window_time")
		return false
	}
	return true
}

// part is the placeholder of a column of the window.
func (q *selection) part(part windowPart, at diag.Span) operand {
	column := q.window.columns(&uniqueNames{})[part]
	return operand{Expr: &scalar.Column{Base: base(column.Type, at), Index: windowAt + int(part), Name: column.Name}}
}

// windowName finds window_start, window_end and window_time, which no table has, in a query that groups by a window.
func (b *binder) windowName(ref *ast.ColumnRef, s *scope) (operand, bool) {
	q := s.many
	if q == nil || q.window == nil || s.within != nil && s.within.Over == nil {
		return operand{}, false
	}
	part := namedPart(ref.Name.Parts[0].Name)
	if part == noPart {
		return operand{}, false
	}
	if q.window.broken {
		return bad(ref.Span()), true
	}
	return b.fields(q.part(part, ref.Span()), ref.Name.Parts[1:], ref.Span()), true
}
