package bind

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// settling says of a column that is a time when all rows of a value are there: once the watermark, or the machine's clock, has reached the value
// and wait microseconds more.
type settling struct {
	wait     int64
	groups   bool // the rows are groups of windows: none of them comes late
	proctime bool // the windows go by the machine's clock
}

// settles finds out when the rows of each value of a column are all there, for the time attribute and for the bounds of windows; false
// for other columns.
func settles(n logical.Node, column int) (settling, bool) {
	switch n := n.(type) {
	case *logical.Watermark:
		if column == n.Column {
			return settling{wait: 1}, true // a row of the very time of the watermark isn't late
		}
	case *logical.Union:
		return armsSettle(n.Arms, column)
	case *logical.WindowAssign:
		if part := column - len(n.Input.Columns()); part >= 0 {
			s, ok := boundSettles(n.Window, windowPart(part))
			s.groups = n.Waits()
			return s, ok
		}
		if n.Waits() { // its rows come when time has passed them
			return settling{}, false
		}
	case *logical.Aggregate:
		return groupsSettle(n, column)
	case *logical.Over:
		if n.Final || len(timeAttributes(n)) < len(timeAttributes(n.Input)) { // its rows come when time has passed them
			return settling{}, false
		}
	case *logical.Top:
		return topSettles(n, column)
	case *logical.Sort:
		if n.Time == nil || !isColumnAt(n.Time, column) {
			return settling{}, false
		}
	}
	if input, at, ok := passedOn(n, column); ok {
		return settles(input, at)
	}
	return settling{}, false
}

// topSettles finds out about rows that come when the time of their partition has passed: about that time, and the other bounds of the window
// that it is of.
func topSettles(n *logical.Top, column int) (settling, bool) {
	if n.Time == nil || column >= len(n.Input.Columns()) {
		return settling{}, false
	}
	time := scalar.Columns(n.Time)[0]
	ofWindow := windowPartOf(n.Input, time) != noPart && windowPartOf(n.Input, column) != noPart
	s, ok := settles(n.Input, column)
	return settling{max(s.wait, n.Wait), true, n.Proctime}, ok && s.proctime == n.Proctime && (column == time || ofWindow)
}

func isColumnAt(e scalar.Expr, column int) bool {
	read := scalar.Columns(e)
	return len(read) == 1 && read[0] == column
}

// armsSettle waits for the last of the arms, all of which go by one clock.
func armsSettle(arms []logical.Node, column int) (settling, bool) {
	all := settling{groups: true}
	for i, arm := range arms {
		s, ok := settles(arm, column)
		if !ok || i > 0 && s.proctime != all.proctime {
			return s, false
		}
		all = settling{max(all.wait, s.wait), all.groups && s.groups, s.proctime}
	}
	return all, true
}

// groupsSettle finds out about the groups of windows, which come when their window closes, and about those that come when they are first
// seen.
func groupsSettle(n *logical.Aggregate, column int) (settling, bool) {
	part := windowPart(column - len(n.Keys))
	switch {
	case n.Window == nil && n.Emit == logical.EmitFirst && column < len(n.Keys):
		if input, at, ok := passedOn(n, column); ok {
			return settles(input, at)
		}
		return settling{}, false
	case n.Window == nil || n.Emit != logical.EmitFinal || part < windowStart || part > windowTime:
		return settling{}, false
	case n.Window.Kind == logical.Attached:
		return attachedSettles(n, part)
	}
	s, ok := boundSettles(n.Window, part)
	s.groups = true
	return s, ok
}

// attachedSettles finds out about windows that were made below.
func attachedSettles(n *logical.Aggregate, part windowPart) (settling, bool) {
	bound := n.Window.End
	if part == windowStart {
		bound = n.Window.Start
	}
	input, at, ok := readBy(n.Input, bound)
	if !ok {
		return settling{}, false
	}
	s, ok := settles(input, at)
	if part == windowTime {
		s.wait += windowTimeGap
	}
	return settling{max(s.wait, n.Window.Lateness), true, n.Window.Proctime}, ok && s.proctime == n.Window.Proctime
}

// behindWatermark is how far behind the watermark a time of rows is that are all there: the results of windows that take late rows come
// later than the watermark says.
func behindWatermark(n logical.Node, time scalar.Expr) int64 {
	columns := scalar.Columns(time) // none where it is wrong
	if len(columns) == 0 {
		return 0
	}
	if s, ok := settles(n, columns[0]); ok && !s.proctime && s.wait > windowTimeGap {
		return s.wait - 1
	}
	return 0
}

// windowTimeGap is how far before a window's end its window_time is, in microseconds.
const windowTimeGap = 1000

// boundSettles finds out about a bound of windows: they are complete when the watermark has passed their end and the allowed lateness. A
// session may have begun at any time before.
func boundSettles(w *logical.Window, part windowPart) (settling, bool) {
	s := settling{wait: w.Lateness, proctime: w.Proctime}
	switch part {
	case windowStart:
		s.wait += w.Size
	case windowTime:
		s.wait += windowTimeGap
	}
	return s, w.Kind != logical.Session || part != windowStart
}
