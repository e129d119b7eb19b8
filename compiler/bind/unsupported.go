package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
)

// unsupported reports a construct that this version has no operator for, with what the operator would have to do.
func (b *binder) unsupported(code diag.Code, at diag.Span, construct, why string) *diag.Diagnostic {
	return b.report(code, at, "this version of Weir has no %s: %s", construct, why)
}

// keywordSpan is the start of a span that keywords of a known length take.
func keywordSpan(at diag.Span, keywords string) diag.Span {
	return diag.Span{Start: at.Start, End: min(at.Start+len(keywords), at.End)}
}

func (b *binder) unsupportedJoin(join *ast.Join) {
	at := join.Span()
	if left := join.Left.Span(); !left.IsZero() && left.End < join.Right.Span().End {
		at = diag.Span{Start: left.End, End: join.Right.Span().End}
	}
	b.unsupported(diag.UnsupportedJoin, join.Right.Span().Union(diag.Span{Start: at.End, End: at.End}), join.Kind.String(), "it must keep the rows of both sides")
}

func (b *binder) unsupportedTableFunction(ref *ast.TableFunction) {
	name := strings.ToUpper(ref.Call.Name.Last().Name)
	if name == "UNNEST" || ref.Lateral {
		b.report(diag.UnsupportedLateral, ref.Span(), "this version of Weir has no table functions, such as %s", name)
		return
	}
	d := b.report(diag.UnsupportedLateral, ref.Span(), "unknown table function %s", ref.Call.Name.Last().Name)
	advise(d, "table functions are TUMBLE, HOP, SESSION and CUMULATE")
}

// checkPlainCall reports the parts of a call that only aggregates have.
func (b *binder) checkPlainCall(call *ast.Call) {
	name := strings.ToUpper(call.Name.Last().Name)
	switch {
	case call.Over != nil:
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s is no aggregate or window function: OVER has no meaning behind its call", name), "leave OVER out")
	case call.Distinct:
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s is no aggregate: DISTINCT has no meaning in its call", name), "leave DISTINCT out, or write SELECT DISTINCT")
	case call.Filter != nil:
		advise(b.report(diag.NotAnAggregate, call.Filter.Span(), "%s is no aggregate: FILTER has no meaning behind its call", name), "write CASE WHEN … THEN %s(…) END", name)
	case len(call.OrderBy) > 0:
		advise(b.report(diag.NotAnAggregate, call.OrderBy[0].Span(), "%s is no aggregate: ORDER BY has no meaning in its call", name), "leave it out")
	case call.Nulls != ast.NullsUnspecified:
		advise(b.report(diag.NotAnAggregate, call.Span(), "%s is no window function: IGNORE NULLS has no meaning behind its call", name), "leave it out")
	}
}
