package bind

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// ordering is ORDER BY of one query: each item is a column of the result, or one that is computed for the order alone and dropped
// behind it.
type ordering struct {
	items  []*ast.OrderItem
	at     []int // the column of each item; the hidden ones stand behind those of SELECT
	width  int   // of SELECT
	hidden []operand
	broken bool
}

func (o *ordering) columns() []logical.Column {
	var columns []logical.Column
	for i, e := range o.hidden {
		columns = append(columns, logical.Column{Name: fmt.Sprintf("order%d", i+1), Span: e.Span()})
	}
	return columns
}

// orderBy binds ORDER BY of a SELECT as PostgreSQL does: a number or the name of a column of the result, else an expression over the
// input.
func (q *selection) orderBy(tail *ast.Query, list *selectList) *ordering {
	o := &ordering{width: len(list.columns)}
	if tail == nil {
		return o
	}
	o.items = tail.OrderBy
	s := q.scope.in("ORDER BY")
	s.aliases, s.many, s.overs = nil, q, true
	for _, item := range o.items {
		at, ok := q.resultColumn(item, list.columns)
		if !ok {
			o.broken = true
		} else if at < 0 {
			at = q.orderExpr(item, list, s, o)
		}
		o.at = append(o.at, at)
	}
	return o
}

// orderExpr binds an item that names no column of the result: where SELECT has the expression it is that column, else a hidden one.
func (q *selection) orderExpr(item *ast.OrderItem, list *selectList, s *scope, o *ordering) int {
	e := q.value(item.Expr, s)
	if isInvalid(e.Type()) {
		o.broken = true
		return 0
	}
	for i, selected := range list.exprs {
		if !isBad(selected) && scalar.Equal(selected.Expr, e) && !scalar.Any(e, isVolatile) {
			return i
		}
	}
	if q.body.Distinct {
		d := q.report(diag.BadOrderBy, item.Expr.Span(), "SELECT DISTINCT can only be ordered by its columns: of the rows that are one, each may have another value here")
		advise(d, "add the expression to SELECT")
		o.broken = true
		return 0
	}
	o.hidden = append(o.hidden, operand{Expr: e})
	return o.width + len(o.hidden) - 1
}

// resultColumn finds the column of the result that an item names; -1 where it names none, false where that is an error.
func (b *binder) resultColumn(item *ast.OrderItem, columns []logical.Column) (int, bool) {
	switch e := item.Expr.(type) {
	case *ast.Number:
		n, err := strconv.Atoi(e.Text)
		if err != nil || n < 1 || n > len(columns) {
			d := b.report(diag.BadOrderBy, e.Span(), "ORDER BY %s is no column of SELECT, which has %s", e.Text, plural(len(columns), "column"))
			advise(d, "columns count from 1; or write the expression")
			return 0, false
		}
		return n - 1, true
	case *ast.ColumnRef:
		if len(e.Name.Parts) > 1 {
			return -1, true
		}
		i, count := matchName(e.Name.Parts[0], each(columns, func(c logical.Column) string { return c.Name }))
		if count > 1 {
			b.report(diag.AmbiguousColumn, e.Span(), "%s is ambiguous: SELECT gives the name to %s", e.Name, plural(count, "column"))
			return 0, false
		}
		return i, true
	}
	return -1, true
}

// tailed adds EMIT, ORDER BY and LIMIT to a query that is no SELECT: its order is by its columns alone.
func (b *binder) tailed(r rows, tail *ast.Query, want []types.Type) rows {
	if tail.Emit != nil {
		r = rowsOf(b.emitted(b.finalize(r, want), tail.Emit), r.span)
	}
	o := &ordering{items: tail.OrderBy}
	if r.broken || len(r.arms) == 0 {
		return r
	}
	o.width = len(r.arms[0].columns)
	for _, item := range tail.OrderBy {
		at, ok := b.resultColumn(item, r.arms[0].columns)
		if ok && at < 0 {
			d := b.report(diag.BadOrderBy, item.Expr.Span(), "the rows of this query can only be ordered by its columns")
			advise(d, "its columns are %s", wordList(columnNames(r.arms[0].columns)))
			ok = false
		}
		o.broken = o.broken || !ok
		o.at = append(o.at, at)
	}
	return b.ordered(r, o, tail, want)
}

// ordered adds the Sort of ORDER BY and LIMIT, and drops the columns that were made for it.
func (b *binder) ordered(r rows, o *ordering, tail *ast.Query, want []types.Type) rows {
	if tail == nil || len(o.items) == 0 && limitless(tail.Limit) {
		return r
	}
	n := b.finalize(r, want)
	if isBroken(n) || o.broken {
		return rows{broken: true, span: r.span}
	}
	n = b.settled(n)
	sorted := &logical.Sort{Base: logical.Base{Cols: n.Columns(), Pos: tailSpan(tail)}, Input: n, Limit: logical.NoLimit}
	if !b.sortBy(sorted, o) || !b.limit(sorted, tail.Limit) || !b.sortByTime(sorted) || !b.checkSortEnds(sorted, tail) {
		return rows{broken: true, span: r.span}
	}
	if len(o.hidden) == 0 {
		return rowsOf(sorted, r.span)
	}
	columns := append([]logical.Column(nil), n.Columns()[:o.width]...)
	return rowsOf(projectNode(sorted, columns, columnsOf(sorted)[:o.width], r.span), r.span)
}

func limitless(l *ast.Limit) bool { return l == nil || l.Count == nil && l.Offset == nil }

// tailSpan is where ORDER BY and LIMIT stand.
func tailSpan(q *ast.Query) diag.Span {
	var at diag.Span
	for _, item := range q.OrderBy {
		at = at.Union(item.Span())
	}
	if q.Limit != nil {
		at = at.Union(q.Limit.Span())
	}
	return at
}

func (b *binder) sortBy(n *logical.Sort, o *ordering) bool {
	ok := true
	columns := columnsOf(n.Input)
	for i, item := range o.items {
		column := columns[o.at[i]].(*scalar.Column)
		e := &scalar.Column{Base: base(column.Typ, item.Expr.Span()), Index: column.Index, Name: column.Name}
		ok = b.checkOrderType(e) && ok
		n.OrderBy = append(n.OrderBy, sortKey(item, e))
	}
	return ok
}

func (b *binder) limit(n *logical.Sort, l *ast.Limit) bool {
	if l == nil {
		return true
	}
	ok := true
	read := func(number *ast.Number, into *int64) {
		if number == nil {
			return
		}
		value, err := strconv.ParseInt(number.Text, 10, 64)
		if err != nil || value < 0 {
			b.report(diag.BadOrderBy, number.Span(), "%s is no number of rows", number.Text)
			ok = false
		}
		*into = value
	}
	read(l.Count, &n.Limit)
	read(l.Offset, &n.Offset)
	return ok
}

// sortByTime lets rows go on as time passes where the first key is a time that does, ascending. Of an input that ends these are groups
// of windows alone: single rows may be late, and at the end of the input none is.
func (b *binder) sortByTime(n *logical.Sort) bool {
	if len(n.OrderBy) == 0 || n.OrderBy[0].Desc {
		return true
	}
	column := n.OrderBy[0].Expr.(*scalar.Column)
	settled, ok := settles(n.Input, column.Index)
	if !ok || settled.proctime || !settled.groups && !open(n.Input) {
		return true
	}
	time, _, ok := b.attributeTime(column)
	n.Time, n.Wait = time, settled.wait
	return ok
}

// checkSortEnds reports an order of rows that never are all there.
func (b *binder) checkSortEnds(n *logical.Sort, tail *ast.Query) bool {
	table := endless(n.Input)
	if table == nil || n.Time != nil || len(n.OrderBy) == 0 && goesOn(n.Input) {
		return true
	}
	what := "ORDER BY"
	if len(tail.OrderBy) == 0 {
		what = "LIMIT"
	}
	d := b.report(diag.NeedsBounded, n.Pos, "%s waits for the end of its input, and %s never ends", what, table.Name)
	note(d, table.Span, "table %s is declared here", table.Name)
	if names := settlingColumns(n.Input); len(tail.OrderBy) > 0 && len(names) > 0 {
		advise(d, "order by %s first, ascending: rows then go on as time passes", strings.Join(names, " or "))
		return false
	}
	advise(d, "give the table a 'number-of-rows', or leave %s out", what)
	return false
}

// goesOn reports rows that come while the input does: no groups that wait for its end are below.
func goesOn(n logical.Node) bool {
	if aggregate, ok := n.(*logical.Aggregate); ok && aggregate.Window == nil && aggregate.Emit != logical.EmitFirst {
		return false
	}
	return !slices.ContainsFunc(n.Inputs(), func(input logical.Node) bool { return !goesOn(input) })
}

// settlingColumns are the columns that rows can be put in order by as time passes.
func settlingColumns(n logical.Node) []string {
	var names []string
	for i, column := range n.Columns() {
		if s, ok := settles(n, i); ok && !s.proctime {
			names = append(names, column.Name)
		}
	}
	return names
}
