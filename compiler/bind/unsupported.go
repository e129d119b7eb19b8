package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
)

// unsupported reports a construct that needs state between records.
func (b *binder) unsupported(code diag.Code, at diag.Span, construct, why string) *diag.Diagnostic {
	return b.report(code, at, "%s needs state between records: %s. This version of Weir compiles jobs without state", construct, why)
}

// checkStateless reports the clauses of a SELECT that need state.
func (b *binder) checkStateless(body *ast.SelectBody) {
	if body.Distinct {
		b.unsupported(diag.UnsupportedDistinct, keywordSpan(body.Span(), "SELECT DISTINCT"), "SELECT DISTINCT", "it must remember the rows that it has seen")
	}
	if body.GroupBy != nil {
		b.unsupported(diag.UnsupportedGroupBy, body.GroupBy.Span(), "GROUP BY", "it must keep a row for each group")
	}
	if body.Having != nil && body.GroupBy == nil {
		b.unsupported(diag.UnsupportedHaving, body.Having.Span(), "HAVING", "it filters groups")
	}
	if body.Window != nil {
		b.unsupported(diag.UnsupportedWindow, body.Window.Span(), "WINDOW "+body.Window.Kind.String(), "it must keep the rows of open windows")
	}
	for _, window := range body.Windows {
		b.unsupported(diag.UnsupportedOver, window.Span(), "WINDOW "+window.Name.Name, "it must keep the rows of a frame")
	}
	if body.Qualify != nil {
		b.unsupported(diag.UnsupportedOver, body.Qualify.Span(), "QUALIFY", "it filters by window functions")
	}
}

// checkTail reports the clauses behind a query's body that need state.
func (b *binder) checkTail(q *ast.Query) {
	if len(q.OrderBy) > 0 {
		at := q.OrderBy[0].Span().Union(q.OrderBy[len(q.OrderBy)-1].Span())
		b.unsupported(diag.UnsupportedOrderBy, at, "ORDER BY", "it must keep all rows to sort them")
	}
	if q.Limit != nil {
		b.unsupported(diag.UnsupportedLimit, q.Limit.Span(), "LIMIT", "it must count the rows of all partitions")
	}
	if q.Emit != nil {
		word := "EMIT CHANGES"
		if q.Emit.Final {
			word = "EMIT FINAL"
		}
		d := b.report(diag.UnsupportedEmit, q.Emit.Span(), "%s says when groups and windows are written, and this version of Weir compiles jobs without them", word)
		advise(d, "leave it out: a query without groups writes each row at once")
	}
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

// windowFunctions are the table functions that assign rows to windows.
var windowFunctions = map[string]bool{"TUMBLE": true, "HOP": true, "SESSION": true, "CUMULATE": true}

func (b *binder) unsupportedTableFunction(ref *ast.TableFunction) {
	name := strings.ToUpper(ref.Call.Name.Last().Name)
	switch {
	case windowFunctions[name]:
		b.unsupported(diag.UnsupportedWindow, ref.Span(), name, "it must keep the rows of open windows")
	case name == "UNNEST" || ref.Lateral:
		b.report(diag.UnsupportedLateral, ref.Span(), "this version of Weir has no table functions, such as %s", name)
	default:
		b.report(diag.UnsupportedLateral, ref.Span(), "unknown table function %s: this version of Weir has no table functions", ref.Call.Name.Last().Name)
	}
}

// aggregates and windowOnly are functions of many rows.
var (
	aggregates = map[string]bool{"COUNT": true, "SUM": true, "AVG": true, "MIN": true, "MAX": true, "STDDEV": true, "STDDEV_POP": true,
		"STDDEV_SAMP": true, "VARIANCE": true, "VAR_POP": true, "VAR_SAMP": true, "COLLECT": true, "ARRAY_AGG": true, "LISTAGG": true,
		"STRING_AGG": true, "FIRST_VALUE": true, "LAST_VALUE": true, "BOOL_AND": true, "BOOL_OR": true, "EVERY": true,
		"APPROX_COUNT_DISTINCT": true, "MEDIAN": true, "PERCENTILE": true, "JSON_OBJECTAGG": true, "JSON_ARRAYAGG": true, "GROUPING": true}
	windowOnly = map[string]bool{"ROW_NUMBER": true, "RANK": true, "DENSE_RANK": true, "PERCENT_RANK": true, "CUME_DIST": true,
		"NTILE": true, "LAG": true, "LEAD": true, "NTH_VALUE": true}
	groupWindows = map[string]bool{"TUMBLE": true, "HOP": true, "SESSION": true, "CUMULATE": true, "TUMBLE_START": true, "TUMBLE_END": true,
		"HOP_START": true, "HOP_END": true, "SESSION_START": true, "SESSION_END": true, "TUMBLE_ROWTIME": true, "HOP_ROWTIME": true,
		"SESSION_ROWTIME": true, "WINDOW_START": true, "WINDOW_END": true}
)

// statefulCall reports a call that reads more than its own row.
func (b *binder) statefulCall(call *ast.Call) bool {
	name := strings.ToUpper(call.Name.Last().Name)
	switch {
	case call.Over != nil:
		b.unsupported(diag.UnsupportedOver, call.Span(), name+" … OVER", "it must keep the rows of a frame")
	case windowOnly[name]:
		b.unsupported(diag.UnsupportedOver, call.Span(), name, "it must keep the rows of a frame")
	case aggregates[name]:
		b.unsupported(diag.UnsupportedAggregate, call.Span(), "the aggregate "+name, "it must keep a value for each group")
	case groupWindows[name]:
		b.unsupported(diag.UnsupportedWindow, call.Span(), "the window function "+name, "it must keep the rows of open windows")
	default:
		return false
	}
	return true
}

// checkPlainCall reports the parts of a call that only aggregates have.
func (b *binder) checkPlainCall(call *ast.Call) {
	name := strings.ToUpper(call.Name.Last().Name)
	switch {
	case call.Distinct:
		b.report(diag.NotAnAggregate, call.Span(), "%s is no aggregate: DISTINCT has no meaning in its call", name)
	case call.Filter != nil:
		b.report(diag.NotAnAggregate, call.Filter.Span(), "%s is no aggregate: FILTER has no meaning behind its call", name)
	case len(call.OrderBy) > 0:
		b.report(diag.NotAnAggregate, call.OrderBy[0].Span(), "%s is no aggregate: ORDER BY has no meaning in its call", name)
	case call.Nulls != ast.NullsUnspecified:
		b.report(diag.NotAnAggregate, call.Span(), "%s is no window function: IGNORE NULLS has no meaning behind its call", name)
	}
}
