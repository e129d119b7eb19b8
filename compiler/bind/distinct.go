package bind

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// distinct makes the rows of SELECT DISTINCT groups by all of their columns, which go on when they are first seen.
func (q *selection) distinct(r rows, want []types.Type) rows {
	input := q.finalize(r, want)
	if isBroken(input) {
		return r
	}
	at := keywordSpan(q.body.Span(), "SELECT DISTINCT")
	if q.emit != nil && q.emit.Final {
		input = q.appended(input)
	}
	keys := columnsOf(input)
	for i, key := range keys {
		if !q.checkKeyType(key, "SELECT DISTINCT") && !isInvalid(input.Columns()[i].Type) {
			return rows{broken: true, span: r.span}
		}
	}
	a := &logical.Aggregate{Base: logical.Base{Cols: input.Columns(), Pos: at}, Input: q.passEventTime(input), Keys: keys, Emit: logical.EmitFirst}
	if q.emit != nil && !q.grouped {
		if q.told[a] = q.emit.Span(); q.emit.Final {
			a.Emit = logical.EmitFinal
		}
	}
	q.completeEmit(a)
	return rowsOf(a, r.span)
}

// rowsOf are the rows of a node whose types are settled.
func rowsOf(n logical.Node, at diag.Span) rows {
	if isBroken(n) {
		return rows{broken: true, span: at}
	}
	a := arm{columns: append([]logical.Column(nil), n.Columns()...), input: n, span: at}
	row := make([]operand, len(n.Columns()))
	for i, e := range columnsOf(n) {
		row[i] = operand{Expr: e}
	}
	a.exprs = [][]operand{row}
	return rows{arms: []arm{a}, span: at}
}
