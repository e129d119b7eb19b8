package bind

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
)

// groupBy binds GROUP BY: columns and expressions of the input, names that SELECT gives, ordinals of SELECT, sets of them, and at
// most one window.
func (q *selection) groupBy() {
	g := q.body.GroupBy
	if g == nil {
		return
	}
	q.grouped = true
	s := q.scope.in("GROUP BY")
	if hasGroupingSets(g) {
		q.sets = q.groupingSets(g, s)
	} else {
		for _, item := range g.Items {
			q.groupItem(item, s)
		}
	}
	q.attach()
}

// groupItem binds one item that isn't a set: a window, an expression, or several in parentheses.
func (q *selection) groupItem(item ast.Expr, s *scope) {
	if call, ok := item.(*ast.Call); ok && isGroupWindow(call) {
		q.groupFunction(call, s)
		return
	}
	if q.namesWindow(item, s) {
		return
	}
	if row, ok := item.(*ast.Row); ok {
		for _, field := range row.Fields {
			q.groupItem(field, s)
		}
		return
	}
	q.key(item, s)
}

// namesWindow reports window_start, window_end or window_time of the window that the query makes itself, beside which they add nothing:
//
//	GROUP BY symbol, window_start, window_end WINDOW TUMBLING (ts, INTERVAL '1' MINUTE)
func (q *selection) namesWindow(item ast.Expr, s *scope) bool {
	ref, ok := item.(*ast.ColumnRef)
	if !ok || len(ref.Name.Parts) > 1 || namedPart(ref.Name.Parts[0].Name) == noPart {
		return false
	}
	if _, _, count := s.column(ref.Name.Parts[0]); count > 0 {
		return false
	}
	return q.window != nil || slices.ContainsFunc(q.body.GroupBy.Items, func(item ast.Expr) bool {
		call, ok := item.(*ast.Call)
		return ok && isGroupWindow(call)
	})
}

// key binds one expression of GROUP BY and returns its ordinal among the keys: the one it has, where it is there already.
func (q *selection) key(item ast.Expr, s *scope) int {
	name, e := q.keyExpr(item, s)
	if !isInvalid(e.Type()) && !q.checkKeyType(e, "GROUP BY") {
		e = bad(item.Span()).Expr
	}
	for i, key := range q.keys {
		if !isInvalid(e.Type()) && scalar.Equal(key.expr, e) {
			return i
		}
	}
	if name == "" {
		name = fmt.Sprintf("key%d", len(q.keys)+1)
	}
	q.keys = append(q.keys, groupKey{name, e, item.Span()})
	return len(q.keys) - 1
}

// keyExpr finds what an item means, as PostgreSQL does: a number is an ordinal of SELECT; a name is a column of the input, else a
// name that SELECT gives.
func (q *selection) keyExpr(item ast.Expr, s *scope) (name string, e scalar.Expr) {
	switch x := item.(type) {
	case *ast.Number:
		return q.ordinal(x, s)
	case *ast.String, *ast.Null, *ast.Bool:
		d := q.report(diag.BadGroupBy, item.Span(), "GROUP BY a constant puts all rows into one group")
		if text, ok := item.(*ast.String); ok {
			advise(d, "double quotes name a column: %q", text.Value)
		}
		return "", bad(item.Span()).Expr
	case *ast.ColumnRef:
		if e, ok := q.aliasKey(x, s); ok {
			return x.Name.Last().Name, e
		}
	}
	name = writtenName(item)
	if name == "" {
		name = q.aliasOf(item)
	}
	if name == "" {
		name = derivedName(item)
	}
	return name, q.value(item, s)
}

// ordinal is the n-th item of SELECT.
func (q *selection) ordinal(number *ast.Number, s *scope) (string, scalar.Expr) {
	n, err := strconv.Atoi(number.Text)
	if err != nil || n < 1 || n > len(q.body.Items) {
		d := q.report(diag.BadGroupBy, number.Span(), "%s %s is no column of SELECT, which has %s", s.clause, number.Text, plural(len(q.body.Items), "column"))
		advise(d, "columns count from 1; or write the expression")
		return "", bad(number.Span()).Expr
	}
	item := q.body.Items[n-1]
	for _, before := range q.body.Items[:n] {
		if _, star := before.Expr.(*ast.Star); star {
			d := q.report(diag.BadGroupBy, number.Span(), "%s %s counts columns behind a *", s.clause, number.Text)
			advise(d, "name the column")
			return "", bad(number.Span()).Expr
		}
	}
	return itemName(item), q.value(item.Expr, s)
}

// itemName is the name that SELECT gives to an item, "" for none.
func itemName(item *ast.SelectItem) string {
	if item.Alias != nil {
		return item.Alias.Name
	}
	if name := writtenName(item.Expr); name != "" {
		return name
	}
	return derivedName(item.Expr)
}

// aliasKey is what a name stands for that SELECT gives and no column of the input has.
func (q *selection) aliasKey(ref *ast.ColumnRef, s *scope) (scalar.Expr, bool) {
	if len(ref.Name.Parts) > 1 {
		return nil, false
	}
	id := ref.Name.Parts[0]
	if _, _, count := s.column(id); count > 0 {
		return nil, false
	}
	var found *ast.SelectItem
	for _, item := range q.body.Items {
		if item.Alias == nil || !sameName(*item.Alias, id) {
			continue
		}
		if found != nil {
			d := q.report(diag.AmbiguousColumn, id.Span(), "%s is ambiguous: SELECT gives the name twice", id.Name)
			note(d, found.Alias.Span(), "it is given here first")
			return bad(ref.Span()).Expr, true
		}
		found = item
	}
	if found == nil {
		return nil, false
	}
	return q.value(found.Expr, s), true
}

// aliasOf is the name that SELECT gives to the same expression, as it is written; "" where it doesn't.
func (q *selection) aliasOf(e ast.Expr) string {
	for _, item := range q.body.Items {
		if item.Alias != nil && ast.Sprint(item.Expr) == ast.Sprint(e) {
			return item.Alias.Name
		}
	}
	return ""
}
