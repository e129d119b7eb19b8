package bind

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// selectBody binds SELECT … FROM … WHERE ….
func (b *binder) selectBody(body *ast.SelectBody, e *env) rows {
	input, s := b.from(body.From, e)
	s.aliases = aliases(body.Items)
	b.checkStateless(body)
	a := arm{span: body.Span()}
	if input == nil {
		a.where = b.whereWithoutFrom(body.Where, s)
	} else {
		a.input = b.where(body.Where, input, s)
	}
	s = s.in("SELECT")
	s.aliases = nil
	list := selectList{binder: b, scope: s}
	for _, item := range body.Items {
		list.add(item)
	}
	a.columns, a.exprs = list.columns, [][]operand{list.exprs}
	return rows{arms: []arm{a}, broken: s.broken, span: body.Span()}
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
