package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// frames builds the Over nodes, one for the calls of each partition and order, over the groups or the input.
func (q *selection) frames(node logical.Node) logical.Node {
	if isBroken(node) {
		return node
	}
	node = q.appended(node)
	q.overAt = make([]int, len(q.overs))
	for _, calls := range q.byWindow() {
		node = q.over(node, calls)
		if isBroken(node) {
			return node
		}
	}
	return node
}

// byWindow are the calls of each window. Rows that go on when time has passed them are late for a window in the order of time: so those
// of which they go on at once come first, then one that looks ahead; more of these wait for the end of the input, as all that come last do.
func (q *selection) byWindow() [][]int {
	var windows [][]int
	done := make([]bool, len(q.overs))
	for i := range q.overs {
		if done[i] {
			continue
		}
		var calls []int
		for j := i; j < len(q.overs); j++ {
			if !done[j] && sameOver(q.overs[i].window, q.overs[j].window) && q.overs[i].final == q.overs[j].final {
				calls, done[j] = append(calls, j), true
			}
		}
		windows = append(windows, calls)
	}
	slices.SortStableFunc(windows, func(a, b []int) int { return q.delay(a) - q.delay(b) })
	ahead := false
	for _, calls := range windows {
		if q.delay(calls) != 1 {
			continue
		}
		if ahead {
			q.overs[calls[0]].final, q.overs[calls[0]].behind = true, true
		}
		ahead = true
	}
	return windows
}

// delay is 0 for a window whose rows go on when the watermark has passed them, 1 for one that looks ahead, and 2 for one that waits for the
// end of the input.
func (q *selection) delay(calls []int) int {
	switch {
	case q.overs[calls[0]].final:
		return 2
	case q.overs[calls[0]].window.buffer == 0 && slices.ContainsFunc(calls, func(i int) bool { return looksAhead(q.overs[i].OverCall) }):
		return 1
	}
	return 0
}

// over builds the node of calls that share a window.
func (q *selection) over(input logical.Node, calls []int) logical.Node {
	first := q.overs[calls[0]]
	n := &logical.Over{Base: logical.Base{Cols: slices.Clone(input.Columns()), Pos: first.Pos.Union(first.window.at)}, Input: input, Buffer: first.window.buffer, Final: first.final}
	n.PartitionBy = mapAll(first.window.partition, q.onGroups)
	if len(n.PartitionBy) > 0 && !n.Final {
		n.TTL = q.ttl
	}
	n.OrderBy = q.mapKeys(first.window.order)
	if first.window.time != nil && !first.final {
		n.Time = q.onGroups(first.window.time)
		n.Wait = behindWatermark(input, n.Time)
	}
	names := &uniqueNames{taken: columnNames(n.Cols)}
	for _, i := range calls {
		call := q.overs[i].OverCall
		call.Args = mapAll(call.Args, q.onGroups)
		if call.Filter != nil {
			call.Filter = q.onGroups(call.Filter)
		}
		q.overAt[i] = len(n.Cols)
		n.Cols = append(n.Cols, logical.Column{Name: names.add(q.overs[i].name), Type: call.Type, Span: call.Pos})
		n.Calls = append(n.Calls, call)
	}
	if q.delay(calls) > 0 { // rows go on when time has passed them: by the watermark they are late
		for i := range n.Cols {
			n.Cols[i].TimeAttribute = false
		}
	}
	if overBad(n) {
		return brokenAt(input.Span())
	}
	q.waits[n.Pos] = first
	return n
}

// overBad reports an expression whose error is reported.
func overBad(n *logical.Over) bool {
	list := slices.Clone(n.PartitionBy)
	for _, key := range n.OrderBy {
		list = append(list, key.Expr)
	}
	for _, call := range n.Calls {
		list = append(append(list, call.Args...), filterOf(call.AggregateCall)...)
	}
	return slices.ContainsFunc(list, func(e scalar.Expr) bool { return isInvalid(e.Type()) })
}

// checkBounded reports functions that wait for the end of an input that has none.
func (b *binder) checkBounded(n *logical.Over) {
	table := endless(n.Input)
	if !n.Final || table == nil {
		return
	}
	call := b.waits[n.Pos]
	why := "its frame reaches to the partition's end"
	switch {
	case call.behind:
		why = "another OVER looks ahead, too, and gives its rows when time has passed them"
	case len(n.OrderBy) == 0:
		why = "without ORDER BY it sees all rows of a partition"
	case call.window.time == nil:
		why = "its order isn't that of time"
	case wholePartition[call.Function]:
		why = call.Function + " sees all rows of a partition"
	}
	d := b.report(diag.NeedsBounded, n.Pos, "this OVER waits for the end of its input, and %s never ends: %s", table.Name, why)
	note(d, table.Span, "table %s is declared here", table.Name)
	switch {
	case call.behind:
		advise(d, "write frames that end at the current row in all windows but one")
	case numbersAtEnd(n):
		advise(d, "ask for the first rows alone, by WHERE or QUALIFY: … <= 3; or order by the time attribute (%s)", attributeNames(n.Input))
	default:
		advise(d, "order by the time attribute (%s), with a frame that ends at the current row or a distance behind it", attributeNames(n.Input))
	}
}

func mapAll(list []scalar.Expr, f func(scalar.Expr) scalar.Expr) []scalar.Expr {
	var mapped []scalar.Expr
	for _, e := range list {
		mapped = append(mapped, f(e))
	}
	return mapped
}

func (q *selection) mapKeys(keys []logical.SortKey) []logical.SortKey {
	var mapped []logical.SortKey
	for _, key := range keys {
		key.Expr = q.onGroups(key.Expr)
		mapped = append(mapped, key)
	}
	return mapped
}

// onFrames puts the columns of the Over nodes in the places of window functions.
func (q *selection) onFrames(e scalar.Expr) scalar.Expr {
	column, ok := e.(*scalar.Column)
	if !ok {
		return mapChildren(e, q.onFrames)
	}
	if placeholderKind(column.Index) != overAt {
		return e
	}
	if q.overAt == nil {
		return bad(e.Span()).Expr
	}
	i := column.Index - overAt
	return &scalar.Column{Base: base(column.Typ, column.Pos), Index: q.overAt[i], Name: q.overs[i].name}
}
