package bind

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// selectBody binds SELECT … FROM … WHERE …, with what stands behind it in its query; tail is nil for a part of a UNION ALL.
func (b *binder) selectBody(body *ast.SelectBody, e *env, tail *ast.Query, want []types.Type) rows {
	input, s := b.from(body.From, e)
	s.aliases = aliases(body.Items)
	if input == nil {
		return b.selectWithoutFrom(body, s, tail, want)
	}
	input, s = b.nullable(body, input, s)
	q := &selection{binder: b, body: body, input: b.where(body.Where, input, s), scope: s, said: map[diag.Span]bool{}, used: map[*ast.NamedWindow]bool{}}
	if tail != nil {
		q.emit = tail.Emit
	}
	q.windowClause()
	q.groupBy()
	list := q.items()
	having, qualify := q.having(), q.qualify(list)
	order := q.orderBy(tail, list)
	q.checkNamedWindows()
	node, exprs := q.settle(append(list.exprs, order.hidden...), having, qualify)
	if !q.grouped && !body.Distinct {
		node = b.emitted(node, q.emit)
	}
	a := arm{columns: append(list.columns, order.columns()...), input: node, exprs: [][]operand{exprs}, span: body.Span()}
	r := rows{arms: []arm{a}, broken: s.broken || list.scope.broken || isBroken(node), span: body.Span()}
	if body.Distinct {
		r = q.distinct(r, want)
	}
	return b.ordered(r, order, tail, want)
}

// items binds the list of SELECT.
func (q *selection) items() *selectList {
	s := q.scope.in("SELECT")
	s.aliases, s.many, s.overs = nil, q, true
	list := &selectList{binder: q.binder, scope: s}
	for _, item := range q.body.Items {
		if item.Alias != nil && q.isManyRows(item.Expr) {
			q.naming = item.Alias.Name
		}
		list.add(item)
		q.naming = ""
	}
	return list
}

// isManyRows reports a call of an aggregate or window function: its column gets the name of the SELECT item that it is.
func (b *binder) isManyRows(e ast.Expr) bool {
	call, ok := e.(*ast.Call)
	if !ok {
		return false
	}
	if f := b.lookupFunction(call.Name.Last()); f != nil {
		return f.decl.Aggregate
	}
	_, ok = functions.LookupAggregate(call.Name.Last().Name)
	return ok
}

func (q *selection) having() scalar.Expr {
	if q.body.Having == nil {
		return nil
	}
	q.grouped = true
	s := q.scope.in("HAVING")
	s.many = q
	return q.condition(q.body.Having, s)
}

// qualify binds QUALIFY, which filters by window functions and knows the names that SELECT gives.
func (q *selection) qualify(list *selectList) scalar.Expr {
	if q.body.Qualify == nil {
		return nil
	}
	s := q.scope.in("QUALIFY")
	s.many, s.overs, s.results = q, true, list
	e := q.condition(q.body.Qualify, s)
	if len(q.overs) == 0 && !isInvalid(e.Type()) {
		d := q.report(diag.MisplacedWindowFunction, q.body.Qualify.Span(), "QUALIFY filters by window functions, and this query has none")
		advise(d, "write WHERE, or HAVING for groups")
	}
	return e
}

// selectWithoutFrom binds a SELECT of one row that is computed from nothing.
func (b *binder) selectWithoutFrom(body *ast.SelectBody, s *scope, tail *ast.Query, want []types.Type) rows {
	a := arm{span: body.Span(), where: b.whereWithoutFrom(body.Where, s)}
	for _, clause := range []ast.Node{clauseOf(body.GroupBy), clauseOf(body.Window), body.Having, body.Qualify} {
		if clause != nil {
			b.report(diag.BadGroupBy, clause.Span(), "there is nothing to group: the query has no FROM")
			s.broken = true
		}
	}
	s = s.in("SELECT without FROM")
	s.aliases = nil
	list := &selectList{binder: b, scope: s}
	for _, item := range body.Items {
		list.add(item)
	}
	a.columns, a.exprs = list.columns, [][]operand{list.exprs}
	r := rows{arms: []arm{a}, broken: s.broken, span: body.Span()}
	if tail == nil {
		return r
	}
	return b.tailed(r, tail, want)
}

// clauseOf is a clause as a node, nil where it is missing.
func clauseOf[T any, P interface {
	*T
	ast.Node
}](clause P) ast.Node {
	if clause == nil {
		return nil
	}
	return clause
}

func (b *binder) whereWithoutFrom(condition ast.Expr, s *scope) scalar.Expr {
	if condition == nil {
		return nil
	}
	return b.condition(condition, s.in("WHERE"))
}

// aliases are the names that SELECT gives, which WHERE can't use.
func aliases(items []*ast.SelectItem) []ast.Ident {
	var names []ast.Ident
	for _, item := range items {
		if item.Alias != nil {
			names = append(names, *item.Alias)
		}
	}
	return names
}

// selectList collects the output columns of one SELECT.
type selectList struct {
	*binder
	scope   *scope
	columns []logical.Column
	exprs   []operand
}

func (l *selectList) add(item *ast.SelectItem) {
	if star, ok := item.Expr.(*ast.Star); ok {
		l.star(star)
		return
	}
	o := l.expr(item.Expr, l.scope)
	l.columns = append(l.columns, logical.Column{Name: l.outputName(item), Span: item.Span()})
	l.exprs = append(l.exprs, o)
}

// star expands * and t.*.
func (l *selectList) star(star *ast.Star) {
	if l.scope.broken {
		return
	}
	sources := l.scope.sources
	if star.Qualifier != nil {
		id := star.Qualifier.Last()
		src, count := l.scope.source(id)
		if count == 0 {
			l.unknownStar(*star.Qualifier)
			l.scope.broken = true
			return
		}
		sources = []source{*src}
	}
	if len(sources) == 0 {
		l.report(diag.BadStar, star.Span(), "SELECT * needs a table in FROM")
		l.scope.broken = true
		return
	}
	for _, src := range sources {
		for i, column := range src.columns {
			l.columns = append(l.columns, logical.Column{Name: column.Name, Span: star.Span()})
			l.exprs = append(l.exprs, operand{Expr: &scalar.Column{Base: base(column.Type, star.Span()), Index: src.offset + i, Name: column.Name}})
		}
	}
}

func (l *selectList) unknownStar(qualifier ast.Name) {
	id := qualifier.Last()
	if _, _, count := l.scope.column(id); count > 0 {
		d := l.report(diag.BadStar, qualifier.Span(), "%s is a column, not a table: %s.* can't be expanded", id.Name, id)
		advise(d, "name its fields: %s.field", id)
		return
	}
	var names []string
	for _, src := range l.scope.sources {
		names = append(names, src.name)
	}
	d := l.report(diag.UnknownTableAlias, qualifier.Span(), "FROM has no table named %s", id.Name)
	if near := diag.Nearest(id.Name, names); near != "" {
		replace(d, qualifier.Span(), ast.Ident{Name: near}.String(), "did you mean %s?", near)
	} else if len(names) > 0 {
		advise(d, "FROM has %s", wordList(names))
	}
}

// outputName names a column of the result: by its alias, else by what it is made of, as in PostgreSQL. Names that nobody wrote
// are made unique.
func (l *selectList) outputName(item *ast.SelectItem) string {
	if item.Alias != nil {
		return item.Alias.Name
	}
	if name := writtenName(item.Expr); name != "" {
		return name
	}
	name := derivedName(item.Expr)
	if name == "" {
		name = fmt.Sprintf("column%d", len(l.columns)+1)
	}
	return l.unused(name)
}

func (l *selectList) unused(name string) string {
	candidate := name
	for n := 2; containsFold(columnNames(l.columns), candidate); n++ {
		candidate = fmt.Sprintf("%s_%d", name, n)
	}
	return candidate
}

// writtenName is the name of a column or field that is passed on.
func writtenName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ColumnRef:
		return e.Name.Last().Name
	case *ast.Field:
		return e.Name.Name
	}
	return ""
}

// derivedName is PostgreSQL's name for an expression without alias: the function's, or of what is cast.
func derivedName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Call:
		return strings.ToLower(e.Name.Last().Name)
	case *ast.JSONCall:
		return strings.ToLower(e.Name.Name)
	case *ast.Cast:
		if name := writtenName(e.Operand); name != "" {
			return name
		}
		return derivedName(e.Operand)
	case *ast.Extract:
		return "extract"
	case *ast.Trim:
		return "trim"
	case *ast.Case:
		return "case"
	case *ast.Subscript:
		return writtenName(e.Operand)
	}
	return ""
}
