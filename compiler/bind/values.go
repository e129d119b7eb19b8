package bind

import (
	"fmt"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// values binds VALUES (…), (…): rows of expressions without columns to read.
func (b *binder) values(v *ast.Values) rows {
	a := arm{span: v.Span()}
	s := newScope("VALUES")
	width := len(v.Rows[0].Fields)
	for _, row := range v.Rows {
		if len(row.Fields) != width {
			d := b.report(diag.UnionColumns, row.Span(), "this row of VALUES has %s, the first has %d", plural(len(row.Fields), "value"), width)
			note(d, v.Rows[0].Span(), "the first row is here")
			return rows{broken: true, span: v.Span()}
		}
		a.exprs = append(a.exprs, b.operands(row.Fields, s))
	}
	for i := range width {
		a.columns = append(a.columns, logical.Column{Name: fmt.Sprintf("column%d", i+1), Span: v.Rows[0].Fields[i].Span()})
	}
	return rows{arms: []arm{a}, span: v.Span()}
}
