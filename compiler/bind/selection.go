package bind

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// selection is one SELECT, whose clauses may look at many rows:
//
//	input ─▶ Aggregate ─▶ Filter (HAVING) ─▶ Over … ─▶ Filter (QUALIFY) ─▶ the columns of SELECT
//
// All expressions are bound over the rows of the input, so that names mean the same everywhere. What has no column yet, an
// aggregate, a window's start, a window function, stands in them as a placeholder: a column beyond all those of the input.
// When the nodes are built, onGroups and onFrames put the real columns in their places.
type selection struct {
	*binder
	body   *ast.SelectBody
	emit   *ast.Emit // of the query; nil for none
	input  logical.Node
	scope  *scope // of the input's columns
	keys   []groupKey
	sets   *groupingSets // nil for none
	window *groupWindow  // nil for none
	calls  []namedCall
	overs  []overCall

	groupings [][]int // keys of each GROUPING(…)
	grouped   bool    // there is an Aggregate: GROUP BY, a window, HAVING or an aggregate

	aggregate *logical.Aggregate        // once built
	overAt    []int                     // the columns of overs, once built
	said      map[diag.Span]bool        // where an error is reported that more than one place leads to
	used      map[*ast.NamedWindow]bool // windows of the WINDOW clause that an OVER names
	naming    string                    // the alias of the SELECT item that is being bound, where it is one call
}

// Where the placeholders begin, by what they stand for.
const (
	callAt   = 1 << 20 // ordinals into calls
	windowAt = 2 << 20 // windowStart, windowEnd, windowTime
	overAt   = 3 << 20 // ordinals into overs

	groupingAt = 4 << 20 // ordinals into groupings
)

// placeholder kinds of a column's ordinal; 0 for a column of the input.
func placeholderKind(index int) int { return index / callAt * callAt }

// groupKey is one expression of GROUP BY, over the input.
type groupKey struct {
	name string
	expr scalar.Expr
	at   diag.Span
}

// namedCall is an aggregate with the name that its column gets.
type namedCall struct {
	logical.AggregateCall
	name string
}

// onGroups turns an expression over the input's rows into one over the aggregate's: keys and placeholders become its columns.
// A column of the input that is neither has no one value for a group.
func (q *selection) onGroups(e scalar.Expr) scalar.Expr {
	if q.aggregate == nil || isInvalid(e.Type()) {
		return e
	}
	if _, constant := e.(*scalar.Literal); constant {
		return e
	}
	for i, key := range q.keys {
		if scalar.Equal(key.expr, e) {
			return q.output(i, e.Span())
		}
	}
	if column, ok := e.(*scalar.Column); ok {
		return q.groupColumn(column)
	}
	return mapChildren(e, q.onGroups)
}

// mapChildren rebuilds an expression with other operands.
func mapChildren(e scalar.Expr, f func(scalar.Expr) scalar.Expr) scalar.Expr {
	children := scalar.Children(e)
	if len(children) == 0 {
		return e
	}
	mapped := make([]scalar.Expr, len(children))
	for i, child := range children {
		mapped[i] = f(child)
		if isInvalid(mapped[i].Type()) {
			return bad(e.Span()).Expr
		}
	}
	return scalar.WithChildren(e, mapped)
}

// groupColumn finds the column of the aggregate that a placeholder, or a column of the input, stands for.
func (q *selection) groupColumn(column *scalar.Column) scalar.Expr {
	ordinal := column.Index % callAt
	switch placeholderKind(column.Index) {
	case callAt:
		return q.output(len(q.aggregate.Keys)+q.aggregate.Windows()+ordinal, column.Pos)
	case windowAt:
		return q.output(len(q.aggregate.Keys)+ordinal, column.Pos)
	case groupingAt:
		return q.groupingValue(q.groupings[ordinal], column.Pos)
	case overAt:
		return column
	}
	if part := q.windowColumn(column); part != noPart {
		return q.output(len(q.aggregate.Keys)+int(part), column.Pos)
	}
	q.notGrouped(column)
	return bad(column.Pos).Expr
}

// output reads a column of the aggregate.
func (q *selection) output(i int, at diag.Span) scalar.Expr {
	column := q.aggregate.Cols[i]
	return &scalar.Column{Base: base(column.Type, at), Index: i, Name: column.Name}
}

// windowColumn reports a column of the input that names a part of the window: by its name where the window is made here, by what
// it is where the input's rows carry it.
func (q *selection) windowColumn(column *scalar.Column) windowPart {
	switch {
	case q.window == nil:
		return noPart
	case q.window.attached():
		return windowPartOf(q.input, column.Index)
	}
	return namedPart(column.Name)
}

// notGrouped reports a column that has many values in a group: of a *, the first alone.
func (q *selection) notGrouped(column *scalar.Column) {
	if q.said[column.Pos] {
		return
	}
	q.said[column.Pos] = true
	d := q.report(diag.NotGrouped, column.Pos, "column %s has no one value for a group: it is neither in GROUP BY nor in an aggregate", column.Name)
	name := ast.Ident{Name: column.Name}
	aggregates := fmt.Sprintf("MIN(%s), MAX(%s)", name, name)
	if !hasOrder(column.Typ) {
		aggregates = fmt.Sprintf("FIRST_VALUE(%s)", name)
	}
	if q.body.GroupBy == nil && len(q.keys) == 0 {
		advise(d, "add GROUP BY %s, or write %s or another aggregate", name, aggregates)
		return
	}
	advise(d, "add it to GROUP BY, or write %s or another aggregate", aggregates)
}

// mapOperand maps an operand, whose parts are expressions too.
func (q *selection) mapOperand(o operand, f func(scalar.Expr) scalar.Expr) operand {
	mapped := operand{Expr: f(o.Expr), bare: o.bare}
	for _, part := range o.parts {
		mapped.parts = append(mapped.parts, q.mapOperand(part, f))
	}
	if isBad(mapped) {
		return bad(o.Span())
	}
	return mapped
}

// settle builds the nodes between the input and the columns of SELECT, and puts the expressions of SELECT and ORDER BY on them.
func (q *selection) settle(exprs []operand, having, qualify scalar.Expr) (logical.Node, []operand) {
	node := q.groups()
	if isBroken(node) {
		return node, exprs
	}
	onNode := q.onGroups
	if having != nil {
		node = q.filtered(node, onNode(having))
	}
	if len(q.overs) > 0 {
		node = q.frames(node)
		onNode = func(e scalar.Expr) scalar.Expr { return q.onFrames(q.onGroups(e)) }
		if isBroken(node) {
			return node, exprs
		}
	}
	if qualify != nil {
		node = q.filtered(node, onNode(qualify))
	}
	for i, o := range exprs {
		exprs[i] = q.mapOperand(o, onNode)
	}
	return node, exprs
}

// filtered is a filter by what HAVING and QUALIFY ask for.
func (q *selection) filtered(input logical.Node, predicate scalar.Expr) logical.Node {
	if isBroken(input) || isInvalid(predicate.Type()) {
		return brokenAt(input.Span())
	}
	return q.filterNode(input, predicate, predicate.Span())
}

// groups builds the Aggregate, over the input.
func (q *selection) groups() logical.Node {
	if !q.grouped {
		return q.input
	}
	if isBroken(q.input) || q.bad() {
		return brokenAt(q.input.Span())
	}
	q.sessionsFirst()
	input := q.input
	if q.window != nil && q.window.session != nil {
		input = q.window.session.Input
	}
	if q.window != nil || q.emit != nil && q.emit.Final {
		input = q.appended(input)
	}
	q.aggregate = q.outline()
	q.aggregate.Input = input
	if q.sets != nil {
		q.aggregate.Input = q.sets.union(q, input)
	}
	q.chooseEmit(q.aggregate)
	return q.aggregate
}

// bad reports a key, a window or a call whose error is reported.
func (q *selection) bad() bool {
	for _, key := range q.keys {
		if isInvalid(key.expr.Type()) {
			return true
		}
	}
	return q.window != nil && q.window.broken
}

// outline builds the Aggregate but for its input: columns, keys and calls.
func (q *selection) outline() *logical.Aggregate {
	a := &logical.Aggregate{Base: logical.Base{Pos: q.groupSpan()}}
	names := &uniqueNames{}
	for _, key := range q.keys {
		a.Keys = append(a.Keys, key.expr)
		a.Cols = append(a.Cols, logical.Column{Name: names.add(key.name), Type: key.expr.Type(), Span: key.at, TimeAttribute: q.isTime(key.expr)})
	}
	if q.sets != nil {
		q.sets.key(q, a, names)
	}
	if q.window != nil && !q.window.broken {
		a.Window = &q.window.Window
		a.Cols = append(a.Cols, q.window.columns(names)...)
	}
	for _, call := range q.calls {
		a.Calls = append(a.Calls, call.AggregateCall)
		a.Cols = append(a.Cols, logical.Column{Name: names.add(call.name), Type: call.Type, Span: call.Pos})
	}
	return a
}

// isTime reports a key that is the time attribute: its groups go on before the watermark that passes them.
func (q *selection) isTime(e scalar.Expr) bool {
	column, ok := e.(*scalar.Column)
	return ok && !isBroken(q.input) && column.Index < len(q.input.Columns()) && q.input.Columns()[column.Index].TimeAttribute
}

// groupSpan is what a message about the grouping points at.
func (q *selection) groupSpan() diag.Span {
	switch {
	case q.body.GroupBy != nil && q.body.Window != nil:
		return q.body.GroupBy.Span().Union(q.body.Window.Span())
	case q.body.GroupBy != nil:
		return q.body.GroupBy.Span()
	case q.body.Window != nil:
		return q.body.Window.Span()
	case len(q.calls) > 0:
		return q.calls[0].Pos
	}
	return keywordSpan(q.body.Span(), "SELECT")
}

// uniqueNames gives columns names that differ, whatever their case.
type uniqueNames struct {
	taken []string
}

func (u *uniqueNames) add(name string) string {
	candidate := name
	for n := 2; containsFold(u.taken, candidate); n++ {
		candidate = fmt.Sprintf("%s_%d", name, n)
	}
	u.taken = append(u.taken, candidate)
	return candidate
}

// callName names the column of an aggregate or window function: by the alias of the SELECT item that it is, else by what it computes.
func (q *selection) callName(call *ast.Call) string {
	if q.naming != "" {
		name := q.naming
		q.naming = ""
		return name
	}
	name := strings.ToLower(call.Name.Last().Name)
	if len(call.Args) > 0 {
		if column := writtenName(call.Args[0]); column != "" {
			return name + "_" + column
		}
	}
	return name
}
