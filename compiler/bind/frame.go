package bind

import (
	"strconv"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// bufferOf binds ROWS WINDOW BUFFER n ROWS: the last n rows of the partition as they come, by time where the input has a time
// attribute. ORDER BY orders them inside of the buffer.
func (q *selection) bufferOf(w *ast.Window, bound *overWindow) bool {
	n, err := strconv.ParseInt(w.Buffer.Rows.Text, 10, 64)
	if err != nil || n < 1 {
		q.report(diag.BadFrame, w.Buffer.Span(), "a buffer holds one row at least: %s is no such number", w.Buffer.Rows.Text)
		return false
	}
	if w.Frame != nil {
		q.report(diag.BadFrame, w.Frame.Span(), "a buffer is the frame: ROWS WINDOW BUFFER takes no other")
		return false
	}
	bound.buffer = n
	list := timeAttributes(q.input)
	if q.grouped || len(list) != 1 {
		return true
	}
	time, _, ok := q.attributeTime(columnAt(q.input, list[0], w.Span()))
	bound.time = time
	return ok
}

// rankings are numbered in the order of the whole partition: they have no frame of their own.
var rankings = map[string]bool{"ROW_NUMBER": true, "RANK": true, "DENSE_RANK": true, "PERCENT_RANK": true, "CUME_DIST": true, "NTILE": true, "LAG": true, "LEAD": true}

// frame binds the frame of a call. Without one it is the rows up to the current one and those equal to it, or the whole partition where
// there is no order.
func (q *selection) frame(w *ast.Window, f *functions.Aggregate, bound *overWindow, s *scope) (logical.Frame, bool) {
	var frame logical.Frame
	switch {
	case w.Buffer != nil:
		return logical.Frame{Unit: logical.Rows, Start: logical.Bound{Kind: logical.Preceding, Offset: bound.buffer - 1}, End: logical.Bound{Kind: logical.CurrentRow}}, true
	case w.Frame == nil && len(bound.order) == 0:
		frame = logical.Frame{Unit: logical.Range, Start: logical.Bound{Kind: logical.UnboundedPreceding}, End: logical.Bound{Kind: logical.UnboundedFollowing}}
	case w.Frame == nil:
		frame = logical.Frame{Unit: logical.Range, Start: logical.Bound{Kind: logical.UnboundedPreceding}, End: logical.Bound{Kind: logical.CurrentRow}}
	default:
		var ok bool
		if frame, ok = q.writtenFrame(w, bound, s); !ok {
			return frame, false
		}
	}
	if rankings[f.Name] {
		if len(bound.order) == 0 {
			d := q.report(diag.FrameWithoutOrder, w.Span(), "%s needs an order: without one its result is chance", f.Name)
			advise(d, "add ORDER BY to the window")
			return frame, false
		}
		frame = rankingFrame(f.Name)
	}
	return frame, true
}

// rankingFrame is what a function looks at that takes no frame: the partition up to the current row, or all of it.
func rankingFrame(name string) logical.Frame {
	frame := logical.Frame{Unit: logical.Rows, Start: logical.Bound{Kind: logical.UnboundedPreceding}, End: logical.Bound{Kind: logical.CurrentRow}}
	if wholePartition[name] || name == "LEAD" {
		frame.End.Kind = logical.UnboundedFollowing
	}
	return frame
}

var frameUnits = map[ast.FrameUnit]logical.FrameUnit{ast.RowsFrame: logical.Rows, ast.RangeFrame: logical.Range, ast.GroupsFrame: logical.Groups}

var exclusions = map[ast.Exclusion]logical.Exclusion{ast.ExcludeNothing: logical.ExcludeNothing, ast.ExcludeCurrentRow: logical.ExcludeCurrentRow,
	ast.ExcludeGroup: logical.ExcludeGroup, ast.ExcludeTies: logical.ExcludeTies}

var boundKinds = map[ast.BoundKind]logical.BoundKind{ast.UnboundedPreceding: logical.UnboundedPreceding, ast.Preceding: logical.Preceding,
	ast.CurrentRow: logical.CurrentRow, ast.Following: logical.Following, ast.UnboundedFollowing: logical.UnboundedFollowing}

// writtenFrame binds ROWS, RANGE or GROUPS BETWEEN start AND end.
func (q *selection) writtenFrame(w *ast.Window, bound *overWindow, s *scope) (logical.Frame, bool) {
	frame := logical.Frame{Unit: frameUnits[w.Frame.Unit], Exclude: exclusions[w.Frame.Exclude]}
	if len(bound.order) == 0 {
		d := q.report(diag.FrameWithoutOrder, w.Frame.Span(), "a frame needs an order: without one, which rows are near is chance")
		advise(d, "add ORDER BY to the window, or leave the frame out for the whole partition")
		return frame, false
	}
	var startOK, endOK bool
	frame.Start, startOK = q.bound(w.Frame, w.Frame.Start, bound, s)
	frame.End, endOK = q.bound(w.Frame, w.Frame.End, bound, s)
	if !startOK || !endOK {
		return frame, false
	}
	return frame, q.checkBounds(w.Frame, frame)
}

// checkBounds reports a frame that ends before it starts.
func (q *selection) checkBounds(written *ast.Frame, frame logical.Frame) bool {
	start, end := frame.Start, frame.End
	switch {
	case start.Kind == logical.UnboundedFollowing:
		d := q.report(diag.BadFrame, written.Span(), "a frame can't start at UNBOUNDED FOLLOWING")
		advise(d, "write UNBOUNDED PRECEDING for its start")
	case end.Kind == logical.UnboundedPreceding:
		d := q.report(diag.BadFrame, written.Span(), "a frame can't end at UNBOUNDED PRECEDING")
		advise(d, "write UNBOUNDED FOLLOWING for its end")
	case start.Kind > end.Kind:
		d := q.report(diag.BadFrame, written.Span(), "the frame ends before it starts")
		advise(d, "swap its ends")
	case start.Kind == end.Kind && (start.Kind == logical.Preceding && start.Offset < end.Offset || start.Kind == logical.Following && start.Offset > end.Offset):
		d := q.report(diag.BadFrame, written.Span(), "the frame ends before it starts, so that it is always empty")
		advise(d, "swap its ends")
	default:
		return true
	}
	return false
}

// bound binds one end of a frame.
func (q *selection) bound(frame *ast.Frame, written ast.Bound, w *overWindow, s *scope) (logical.Bound, bool) {
	bound := logical.Bound{Kind: boundKinds[written.Kind]}
	if written.Offset == nil {
		return bound, true
	}
	s = s.in("a frame")
	var ok bool
	if frame.Unit == ast.RangeFrame {
		bound.Offset, ok = q.rangeOffset(frame, written.Offset, w, s)
	} else {
		bound.Offset, ok = q.countOffset(frame, written.Offset, s)
	}
	if ok && bound.Offset < 0 {
		d := q.report(diag.BadFrame, written.Offset.Span(), "the distance of a frame's end can't be negative")
		advise(d, "write PRECEDING or FOLLOWING for its side, with a distance of 0 or more")
		return bound, false
	}
	return bound, ok
}

// countOffset is a number of rows or groups.
func (q *selection) countOffset(frame *ast.Frame, e ast.Expr, s *scope) (int64, bool) {
	o := q.expr(e, s)
	if isBad(o) {
		return 0, false
	}
	n, ok := o.literal().(int64)
	if !ok || !o.Type().IsInteger() {
		d := q.report(diag.BadFrame, e.Span(), "%s takes a constant number of rows, and this is %s", frame.Unit, article(o.Type()))
		if o.Type().Kind == types.Interval {
			advise(d, "write RANGE for a distance in time")
		} else {
			advise(d, "write a number: %s 5 PRECEDING", frame.Unit)
		}
		return 0, false
	}
	return n, true
}

// rangeOffset is a distance of ORDER BY's one key: of time, or of an integer.
func (q *selection) rangeOffset(frame *ast.Frame, e ast.Expr, w *overWindow, s *scope) (int64, bool) {
	if len(w.order) != 1 {
		d := q.report(diag.BadFrame, frame.Span(), "RANGE with a distance needs an order by one expression, and this is by %d", len(w.order))
		advise(d, "leave the others out, or write ROWS")
		return 0, false
	}
	t := w.order[0].Expr.Type()
	switch {
	case t.IsTimestamp():
		return q.constantSpan(e, s, "RANGE over a time")
	case t.IsInteger():
		return q.countOffset(frame, e, s)
	}
	d := q.report(diag.BadFrame, w.order[0].Expr.Span(), "RANGE with a distance is by a TIMESTAMP or an integer, and this is %s", article(t))
	advise(d, "write ROWS, or order by another column")
	return 0, false
}
