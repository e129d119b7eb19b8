package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// watermark binds WATERMARK FOR column AS expr: the column becomes the time attribute of what reads the table.
func (b *binder) watermark(t *table, decl *ast.CreateTable, input logical.Node) logical.Node {
	for i, w := range decl.Watermarks {
		if i > 0 {
			d := b.report(diag.BadWatermark, w.Span(), "table %s has two watermarks", t.Name)
			note(d, decl.Watermarks[0].Span(), "the first one is here")
			return input
		}
	}
	if len(decl.Watermarks) == 0 {
		return input
	}
	return b.bindWatermark(t, decl.Watermarks[0], input)
}

func (b *binder) bindWatermark(t *table, w *ast.Watermark, input logical.Node) logical.Node {
	s := newScope("the watermark")
	s.add(t.Name, input.Columns())
	e := b.expr(w.Expr, s)
	i, _ := matchName(w.Column, each(t.columns, func(c tableColumn) string { return c.decl.Name.Name }))
	if i < 0 {
		b.unknownDeclared(t, w.Column, "watermark")
		return input
	}
	column := input.Columns()[i]
	if isInvalid(column.Type) {
		return input
	}
	if !column.Type.IsTimestamp() {
		d := b.report(diag.BadWatermark, w.Column.Span(), "the watermark's column %s is %s; it must be a TIMESTAMP or TIMESTAMP_LTZ", column.Name, article(column.Type))
		if column.Type.IsInteger() {
			advise(d, "compute one: event_time AS TO_TIMESTAMP_LTZ(%s, 3)", column.Name)
		}
		return input
	}
	if !isInvalid(e.Type()) && e.Type().Kind != column.Type.Kind {
		b.report(diag.BadWatermark, w.Expr.Span(), "the watermark is %s, but its column %s is %s", article(e.Type()), column.Name, article(column.Type))
		return input
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	columns[i].TimeAttribute = true
	return &logical.Watermark{Base: logical.Base{Cols: columns, Pos: w.Span()}, Input: input, Column: i,
		Expr: b.coerce(e, column.Type.WithNull(e.Type().Nullable), "")}
}
