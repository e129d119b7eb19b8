package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// mergeWindow lets an aggregate that groups by the windows of a windowing table function assign the rows to them itself: a row
// of several windows, as hopping ones have them, is then added to several groups, and not copied first.
//
//	aggregate attached start window_start end window_end        aggregate hop on ts
//	  filter price > 0                                     ─▶     filter price > 0
//	    window hop on ts                                            scan
//	      scan
//
// Nothing else may read the window's columns on the way, nor what is evaluated for each copy tell that there are several.
func (r *run) mergeWindow(p *logical.Plan) *logical.Plan {
	w := &windowMerger{run: r}
	return w.rewrite(p, func(n logical.Node) logical.Node {
		aggregate, ok := n.(*logical.Aggregate)
		if !ok || aggregate.Window == nil || aggregate.Window.Kind != logical.Attached || anyVolatile(aggregate) {
			return n
		}
		return w.merge(aggregate)
	})
}

type windowMerger struct {
	*run
	rewriter
}

// unassigned is a node without the columns of the WindowAssign below it, and that window, its time over the node's columns.
type unassigned struct {
	mapped
	window *logical.Window
	origin []int // of the old columns that are gone: 0 for window_start, 1 for window_end, 2 for window_time
}

func (w *windowMerger) merge(n *logical.Aggregate) logical.Node {
	input, ok := w.without(n.Input)
	if !ok || !input.isColumn(n.Window.Start, 0) || !input.isColumn(n.Window.End, 1) {
		return n
	}
	merged := *n
	merged.Window = nil
	if !input.canDo(&merged) {
		return n
	}
	w.fired++
	after := moved(&merged, input.mapped).(*logical.Aggregate)
	window := *input.window
	window.Lateness = n.Window.Lateness
	after.Window = &window
	return after
}

// without removes the WindowAssign below filters and projections; ok is false where it has to stay.
func (w *windowMerger) without(n logical.Node) (u unassigned, ok bool) {
	switch n := n.(type) {
	case *logical.WindowAssign:
		return withoutAssign(n), !n.Waits()
	case *logical.Filter:
		if u, ok = w.withoutBelow(n, n.Input); ok && u.canDo(n) {
			return u.filter(n), true
		}
	case *logical.Project:
		if u, ok = w.withoutBelow(n, n.Input); ok {
			return u.project(n)
		}
	}
	return u, false
}

// withoutBelow does so for the input of a node that evaluates expressions, once for each copy of a row. Where a row may have no
// window, that is never, and an expression that fails would tell.
func (w *windowMerger) withoutBelow(n, input logical.Node) (u unassigned, ok bool) {
	if w.shared[n] || anyVolatile(n) {
		return u, false
	}
	u, ok = w.without(input)
	return u, ok && (everyRowHasWindow(u.window) || !anyCanFail(logical.Exprs(n)))
}

func withoutAssign(n *logical.WindowAssign) unassigned {
	passed := len(n.Input.Columns())
	at, origin := identity(len(n.Cols)), make([]int, len(n.Cols))
	for i := passed; i < len(n.Cols); i++ {
		at[i], origin[i] = gone, i-passed
	}
	return unassigned{mapped{n.Input, at}, n.Window, origin}
}

func (u unassigned) filter(n *logical.Filter) (above unassigned) {
	f := moved(n, u.mapped).(*logical.Filter)
	f.Cols = u.Columns()
	return unassigned{mapped{f, u.at}, u.window, u.origin}
}

// project passes the columns on that the window's time reads, behind its own.
func (u unassigned) project(n *logical.Project) (above unassigned, ok bool) {
	at, origin := make([]int, len(n.Exprs)), make([]int, len(n.Exprs))
	p := &logical.Project{Base: n.Base, Name: n.Name, Input: u.Node}
	p.Cols = nil
	for i, e := range n.Exprs {
		if c, ok := e.(*scalar.Column); ok && u.at[c.Index] == gone {
			at[i], origin[i] = gone, u.origin[c.Index]
			continue
		}
		if !u.canRead(e) {
			return above, false
		}
		at[i] = len(p.Exprs)
		p.Exprs = append(p.Exprs, move(e, u.at))
		p.Cols = append(p.Cols, n.Cols[i])
	}
	window := *u.window
	window.Time = passOn(p, window.Time)
	return unassigned{mapped{p, at}, &window, origin}, true
}

// passOn returns an expression over a projection's input as one over the projection, which gets the columns for it.
func passOn(p *logical.Project, e scalar.Expr) scalar.Expr {
	at := make([]int, len(p.Input.Columns()))
	for _, column := range scalar.Columns(e) {
		at[column] = slices.IndexFunc(p.Exprs, func(e scalar.Expr) bool {
			c, ok := e.(*scalar.Column)
			return ok && c.Index == column
		})
		if at[column] < 0 {
			at[column] = len(p.Exprs)
			p.Exprs = append(p.Exprs, columnRef(p.Input, column, e.Span()))
			p.Cols = append(p.Cols, p.Input.Columns()[column])
		}
	}
	return move(e, at)
}

// isColumn reports an expression that is one of the window's columns.
func (u unassigned) isColumn(e scalar.Expr, origin int) bool {
	c, ok := e.(*scalar.Column)
	return ok && u.at[c.Index] == gone && u.origin[c.Index] == origin
}

// canRead reports an expression that doesn't read the window's columns.
func (u unassigned) canRead(e scalar.Expr) bool {
	return readsOnly(e, func(i int) bool { return u.at[i] != gone })
}

// canDo reports a node whose expressions don't.
func (u unassigned) canDo(n logical.Node) bool {
	return !slices.ContainsFunc(logical.Exprs(n), func(e scalar.Expr) bool { return !u.canRead(e) })
}

func anyVolatile(n logical.Node) bool { return slices.ContainsFunc(logical.Exprs(n), volatile) }
