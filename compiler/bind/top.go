package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// The first rows of each partition are asked for by their number, as in Flink:
//
//	SELECT … FROM (SELECT …, ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) AS rn FROM …) WHERE rn <= 3
//	SELECT … FROM … QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) <= 3
//
// In the order of time, ascending, rows are numbered as time passes, and the condition is one as others. In any other order a Top stands in
// the place of the OVER and the condition: it keeps so many rows of a partition and no more, and needs no end of the input.

// filterNode is a filter, or what keeps the first rows where that is what it asks for.
func (b *binder) filterNode(input logical.Node, predicate scalar.Expr, at diag.Span) logical.Node {
	for i, condition := range scalar.Conjuncts(predicate) {
		column, rows, ok := firstRows(condition)
		if !ok {
			continue
		}
		topped, ok := b.topped(input, column, rows)
		if !ok {
			continue
		}
		others := slices.Delete(scalar.Conjuncts(predicate), i, i+1)
		if len(others) == 0 {
			return topped
		}
		return plainFilter(topped, scalar.Conjoin(others), at)
	}
	return plainFilter(input, predicate, at)
}

func plainFilter(input logical.Node, predicate scalar.Expr, at diag.Span) logical.Node {
	return &logical.Filter{Base: logical.Base{Cols: input.Columns(), Changes: input.Mode(), Pos: at}, Input: input, Predicate: predicate}
}

// firstRows reads a condition on a number: n <= 3, n < 4, n = 1, or the other way round.
func firstRows(condition scalar.Expr) (column int, rows int64, ok bool) {
	compare, ok := condition.(*scalar.Compare)
	if !ok {
		return 0, 0, false
	}
	number, limit, op := compare.Left, compare.Right, compare.Op
	if _, constant := number.(*scalar.Literal); constant {
		number, limit, op = limit, number, turned[op]
	}
	read, isColumn := number.(*scalar.Column)
	literal, isLiteral := limit.(*scalar.Literal)
	if !isColumn || !isLiteral || literal.Typ.Kind != types.BigInt {
		return 0, 0, false
	}
	rows, ok = literal.Value.(int64)
	switch {
	case op == scalar.Lt:
		rows--
	case op == scalar.Eq && rows != 1, op != scalar.Eq && op != scalar.Le:
		return 0, 0, false
	}
	return read.Index, rows, ok && rows > 0
}

// turned is each comparison with its sides exchanged.
var turned = map[scalar.CompareOp]scalar.CompareOp{scalar.Eq: scalar.Eq, scalar.Ne: scalar.Ne, scalar.Lt: scalar.Gt, scalar.Le: scalar.Ge, scalar.Gt: scalar.Lt, scalar.Ge: scalar.Le}

// topped puts a Top in the place of the OVER that a column comes from; false where it isn't the number of rows that wait for the end of
// their input.
func (b *binder) topped(n logical.Node, column int, rows int64) (logical.Node, bool) {
	switch n := n.(type) {
	case *logical.Over:
		if !numbersAtEnd(n) || column != len(n.Input.Columns()) {
			return nil, false
		}
		return b.top(n, rows), true
	case *logical.Project:
		input, at, ok := passedOn(n, column)
		if !ok {
			return nil, false
		}
		topped, ok := b.topped(input, at, rows)
		if !ok {
			return nil, false
		}
		return withMode(logical.WithInputs(n, []logical.Node{topped})), true
	}
	return nil, false
}

// numbersAtEnd reports an OVER of ROW_NUMBER alone that isn't in the order of time.
func numbersAtEnd(n *logical.Over) bool {
	return n.Final && len(n.Calls) == 1 && n.Calls[0].Function == "ROW_NUMBER"
}

// top keeps the first rows of an OVER's partitions.
func (b *binder) top(n *logical.Over, rows int64) *logical.Top {
	t := &logical.Top{Base: n.Base, Input: n.Input, PartitionBy: n.PartitionBy, OrderBy: n.OrderBy, Rows: rows, Numbered: true}
	t.Cols = slices.Clone(n.Cols)
	for _, e := range t.PartitionBy {
		column, ok := e.(*scalar.Column)
		if !ok {
			continue
		}
		settled, ok := settles(n.Input, column.Index)
		if !ok || !settled.groups && !open(n.Input) || t.Time != nil && t.Wait <= settled.wait {
			continue
		}
		if time, _, ok := b.attributeTime(column); ok && time == scalar.Expr(column) {
			t.Time, t.Wait, t.Proctime = time, settled.wait, settled.proctime
		}
	}
	if t.Time == nil && endless(n.Input) != nil {
		t.Emit = logical.EmitChanges
	}
	for i, column := range n.Input.Columns() {
		t.Cols[i].TimeAttribute = t.Time != nil && !t.Proctime && column.TimeAttribute && windowPartOf(n.Input, i) == windowTime
	}
	b.completeTop(t)
	return t
}

// completeTop sets what follows from how a Top emits.
func (b *binder) completeTop(t *logical.Top) {
	t.Changes, t.TTL, t.TTLTime = t.Emit.Mode(), 0, nil
	if t.Emit != logical.EmitChanges || b.ttl == 0 || len(t.PartitionBy) == 0 {
		return
	}
	t.TTL = b.ttl
	if i := eventTime(t.Input); i >= 0 {
		t.TTLTime, _, _ = b.attributeTime(columnAt(t.Input, i, t.Pos))
	}
}

// checkTopEnds reports first rows that are known at the end of an input that has none.
func (b *binder) checkTopEnds(t *logical.Top) {
	table := endless(t.Input)
	if table == nil || t.Emit != logical.EmitFinal || t.Time != nil {
		return
	}
	d := b.report(diag.NeedsBounded, t.Pos, "these first rows are known at the end of their input, and %s never ends", table.Name)
	note(d, table.Span, "table %s is declared here", table.Name)
	advise(d, "write EMIT CHANGES, or PARTITION BY window_start, window_end")
}
