package bind

import (
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// passedOn finds the column of an input that a node's column is, unchanged: false where the node makes it, or takes it from
// several inputs.
func passedOn(n logical.Node, column int) (input logical.Node, at int, ok bool) {
	switch n := n.(type) {
	case *logical.Filter:
		return n.Input, column, true
	case *logical.Watermark:
		return n.Input, column, true
	case *logical.Sort:
		return n.Input, column, true
	case *logical.Over:
		return n.Input, column, column < len(n.Input.Columns())
	case *logical.Top:
		return n.Input, column, column < len(n.Input.Columns())
	case *logical.WindowAssign:
		return n.Input, column, column < len(n.Input.Columns())
	case *logical.Project:
		return readBy(n.Input, n.Exprs[column])
	case *logical.Aggregate:
		if column < len(n.Keys) {
			return readBy(n.Input, n.Keys[column])
		}
	}
	return nil, 0, false
}

func readBy(input logical.Node, e scalar.Expr) (logical.Node, int, bool) {
	if column, ok := e.(*scalar.Column); ok {
		return input, column.Index, true
	}
	return nil, 0, false
}

// windowPart is one of the columns of a window.
type windowPart int

const (
	noPart windowPart = iota - 1
	windowStart
	windowEnd
	windowTime
)

// windowPartOf reports which column of the rows' window a column is, wherever below the window was made. Rows that are assigned to a
// window anew have that one: the bounds of an earlier one are columns as others.
func windowPartOf(n logical.Node, column int) windowPart {
	switch n := n.(type) {
	case *logical.Aggregate:
		if n.Window != nil && column >= len(n.Keys) && column < len(n.Keys)+n.Windows() {
			return windowPart(column - len(n.Keys))
		}
		if n.Window != nil {
			return noPart
		}
	case *logical.WindowAssign:
		if column >= len(n.Input.Columns()) {
			return windowPart(column - len(n.Input.Columns()))
		}
		return noPart
	case *logical.Union:
		part := windowPartOf(n.Arms[0], column)
		for _, arm := range n.Arms[1:] {
			if windowPartOf(arm, column) != part {
				return noPart
			}
		}
		return part
	}
	if input, at, ok := passedOn(n, column); ok {
		return windowPartOf(input, at)
	}
	return noPart
}

// isProctime reports an expression that is the clock of the machine: PROCTIME(), a column that is computed so, or the time of a
// window that goes by it.
func isProctime(n logical.Node, e scalar.Expr) bool {
	switch e := e.(type) {
	case *scalar.Call:
		return e.Function == "CURRENT_TIMESTAMP"
	case *scalar.Column:
		return isProctimeColumn(n, e.Index)
	}
	return false
}

// carriesProctime reports a time by the machine's clock that rows have from a window which has closed, rather than from the moment.
func carriesProctime(n logical.Node, e scalar.Expr) bool {
	column, ok := e.(*scalar.Column)
	if !ok || !isProctimeColumn(n, column.Index) {
		return false
	}
	if windowPartOf(n, column.Index) != noPart {
		return true
	}
	input, at, ok := passedOn(n, column.Index)
	return ok && carriesProctime(input, columnAt(input, at, column.Pos))
}

func isProctimeColumn(n logical.Node, column int) bool {
	switch n := n.(type) {
	case *logical.Aggregate:
		if n.Window != nil && column == len(n.Keys)+int(windowTime) {
			return n.Window.Proctime
		}
	case *logical.WindowAssign:
		if column == len(n.Input.Columns())+int(windowTime) {
			return n.Window.Proctime
		}
	case *logical.Project:
		return isProctime(n.Input, n.Exprs[column])
	}
	input, at, ok := passedOn(n, column)
	return ok && isProctimeColumn(input, at)
}

// tableOf finds the table whose column is passed on as it is; nil where there is none.
func tableOf(n logical.Node, column int) *logical.Table {
	if scan, ok := n.(*logical.Scan); ok {
		return scan.Table
	}
	if input, at, ok := passedOn(n, column); ok {
		return tableOf(input, at)
	}
	return nil
}

// timeAttributes lists the columns that a watermark is about.
func timeAttributes(n logical.Node) []int {
	var list []int
	for i, column := range n.Columns() {
		if column.TimeAttribute {
			list = append(list, i)
		}
	}
	return list
}

// endless finds a table below a node that never ends; nil where the input is bounded.
func endless(n logical.Node) *logical.Table {
	return tableBelow(n, func(t *logical.Table) bool { return !catalog.Bounded(t) })
}

// open reports a table below a node that need not end.
func open(n logical.Node) bool { return tableBelow(n, catalog.Endless) != nil }

func tableBelow(n logical.Node, is func(*logical.Table) bool) *logical.Table {
	if scan, ok := n.(*logical.Scan); ok && is(scan.Table) {
		return scan.Table
	}
	for _, input := range n.Inputs() {
		if t := tableBelow(input, is); t != nil {
			return t
		}
	}
	return nil
}

// columnAt reads a column of a node.
func columnAt(n logical.Node, i int, at diag.Span) *scalar.Column {
	column := n.Columns()[i]
	return &scalar.Column{Base: base(column.Type, at), Index: i, Name: column.Name}
}
