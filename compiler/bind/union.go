package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// setOperation binds left UNION ALL right. A chain of them is one list of arms.
func (b *binder) setOperation(op *ast.SetOperation, e *env, want []types.Type) rows {
	if op.Op != ast.Union || !op.All {
		b.unsupportedSetOperation(op)
	}
	left, right := b.body(op.Left, e, want), b.body(op.Right, e, want)
	joined := rows{arms: append(left.arms, right.arms...), broken: left.broken || right.broken, span: op.Span()}
	if joined.broken || len(left.arms) == 0 || len(right.arms) == 0 {
		joined.broken = true
		return joined
	}
	first, second := len(left.arms[0].columns), len(right.arms[0].columns)
	if first != second {
		d := b.report(diag.UnionColumns, op.Right.Span(), "the second query of %s has %s, the first has %d", op.Op, plural(second, "column"), first)
		note(d, op.Left.Span(), "the first query is here")
		joined.broken = true
	}
	return joined
}

func (b *binder) unsupportedSetOperation(op *ast.SetOperation) {
	name := op.Op.String()
	if op.All {
		name += " ALL"
	}
	d := b.unsupported(diag.UnsupportedSetOp, op.Span(), name, "it must remember the rows that it has seen")
	if op.Op == ast.Union {
		advise(d, "UNION ALL keeps every row and needs no state")
	}
}

// unionNode puts arms of equal column types under one Union. A column is nullable, and a time attribute, by all of its arms.
func unionNode(nodes []logical.Node, at diag.Span) logical.Node {
	columns := append([]logical.Column(nil), nodes[0].Columns()...)
	for _, node := range nodes[1:] {
		for i, column := range node.Columns() {
			columns[i].Type.Nullable = columns[i].Type.Nullable || column.Type.Nullable
			columns[i].TimeAttribute = columns[i].TimeAttribute && column.TimeAttribute
		}
	}
	return withMode(&logical.Union{Base: logical.Base{Cols: columns, Pos: at}, Arms: nodes})
}
