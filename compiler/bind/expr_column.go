package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// columnRef resolves a.b.c as PostgreSQL does: the first part is a table where the second is one of its columns, else a
// column; what follows are fields.
func (b *binder) columnRef(ref *ast.ColumnRef, s *scope) operand {
	parts := ref.Name.Parts
	if len(parts) > 1 {
		if src, count := s.source(parts[0]); count == 1 {
			if i, n := src.column(parts[1]); n > 0 {
				return b.fields(b.sourceColumn(src, i, n, parts[1], ref.Span()), parts[2:], ref.Span())
			}
		}
	}
	src, i, count := s.column(parts[0])
	if count == 0 {
		if o, ok := b.windowName(ref, s); ok {
			return o
		}
		if o, ok := s.result(ref); ok {
			return o
		}
		return b.unknownColumn(ref, s)
	}
	return b.fields(b.sourceColumn(src, i, count, parts[0], ref.Span()), parts[1:], ref.Span())
}

// result finds the column of SELECT that a clause calls by the name it has there.
func (s *scope) result(ref *ast.ColumnRef) (operand, bool) {
	if s.results == nil || len(ref.Name.Parts) > 1 {
		return operand{}, false
	}
	i, count := matchName(ref.Name.Parts[0], each(s.results.columns, func(c logical.Column) string { return c.Name }))
	if count != 1 {
		return operand{}, false
	}
	return s.results.exprs[i], true
}

func (b *binder) sourceColumn(src *source, index, count int, id ast.Ident, at diag.Span) operand {
	if count > 1 {
		d := b.report(diag.AmbiguousColumn, id.Span(), "column %s is ambiguous: %s fit", id.Name, plural(count, "column"))
		advise(d, "name the table (%s.%s), or quote the column's exact spelling", src.name, id.Name)
	}
	column := src.columns[index]
	return operand{Expr: &scalar.Column{Base: base(column.Type, at), Index: src.offset + index, Name: column.Name}}
}

// fields reads fields of a ROW, one inside the other.
func (b *binder) fields(of operand, path []ast.Ident, at diag.Span) operand {
	for _, id := range path {
		of = b.field(of, id, at)
	}
	return of
}

// field reads one field of a ROW; NULL where the ROW is.
func (b *binder) field(of operand, id ast.Ident, at diag.Span) operand {
	t := of.Type()
	if isInvalid(t) {
		return of
	}
	if t.Kind != types.Row {
		d := b.report(diag.UnknownField, id.Span(), "%s has no field %s: it is %s, not a ROW", describe(of), id.Name, article(t))
		if t.Kind == types.JSON {
			advise(d, "read a member of JSON with ->> '%s'", id.Name)
		} else if t.Kind == types.Map {
			advise(d, "read a map's value with ['%s']", id.Name)
		}
		return bad(at)
	}
	i, count := matchName(id, each(t.Fields, func(f types.Field) string { return f.Name }))
	if count == 0 {
		b.unknownField(of, id)
		return bad(at)
	}
	if count > 1 {
		b.report(diag.AmbiguousColumn, id.Span(), "field %s is ambiguous: quote its exact spelling", id.Name)
	}
	field := t.Fields[i]
	return operand{Expr: &scalar.Field{Base: base(field.Type.WithNull(field.Type.Nullable || t.Nullable), at), Operand: of.Expr, Index: i, Name: field.Name}}
}

func (b *binder) unknownField(of operand, id ast.Ident) {
	d := b.report(diag.UnknownField, id.Span(), "%s has no field %s", describe(of), id.Name)
	var names []string
	for _, field := range of.Type().Fields {
		names = append(names, field.Name)
	}
	if near := diag.Nearest(id.Name, names); near != "" {
		replace(d, id.Span(), ast.Ident{Name: near}.String(), "did you mean %s?", near)
		return
	}
	advise(d, "its fields are %s", wordList(names))
}

// describe names an expression for a message: a column by its name, anything else in general.
func describe(e scalar.Expr) string {
	if o, ok := e.(operand); ok {
		e = o.Expr
	}
	switch e := e.(type) {
	case *scalar.Column:
		return "column " + e.Name
	case *scalar.Field:
		return "field " + e.Name
	}
	return "the expression"
}

// unknownColumn says of a name that no column has what it may have meant.
func (b *binder) unknownColumn(ref *ast.ColumnRef, s *scope) operand {
	parts := ref.Name.Parts
	id := parts[0]
	if s.broken {
		return bad(ref.Span())
	}
	if src, count := s.source(id); count > 0 {
		b.unknownInSource(ref, src)
		return bad(ref.Span())
	}
	if b.explainUnusable(id, s) || b.explainElsewhere(ref, s) {
		return bad(ref.Span())
	}
	d := b.report(diag.UnknownColumn, id.Span(), "unknown column %s", ast.Quote(id.Name))
	switch {
	case len(s.sources) == 0:
		advise(d, "%s has no table to read columns from", s.clause)
	case namedPart(id.Name) != noPart:
		advise(d, "add a window of time to the query: WINDOW TUMBLING (ts, INTERVAL '1' MINUTE), for one")
	case id.Quoted && !containsFold(s.names(), id.Name) && !ast.IsPlain(id.Name):
		advise(d, "double quotes name a column; a string has single quotes: %s", quoteText(id.Name))
	default:
		b.suggestName(d, id, s.names())
	}
	return bad(ref.Span())
}

// unknownInSource reports t.x where t has no x, and t alone.
func (b *binder) unknownInSource(ref *ast.ColumnRef, src *source) {
	parts := ref.Name.Parts
	if len(parts) == 1 {
		d := b.report(diag.RowNotColumn, ref.Span(), "%s is a table, not a column", src.name)
		advise(d, "name one of its columns (%s), or write %s.* in SELECT", wordList(columnNames(src.columns)), parts[0])
		return
	}
	d := b.report(diag.UnknownColumn, parts[1].Span(), "table %s has no column %s", src.name, parts[1].Name)
	b.suggestName(d, parts[1], columnNames(src.columns))
}

// explainUnusable reports names that exist but can't be used in this clause.
func (b *binder) explainUnusable(id ast.Ident, s *scope) bool {
	for _, computed := range s.computed {
		if strings.EqualFold(computed.Name, id.Name) {
			d := b.report(diag.BadComputedColumn, id.Span(), "computed column %s can't be used in another computed column", id.Name)
			note(d, computed.Span(), "%s is computed here", computed.Name)
			advise(d, "write its expression out, or compute the column in a view")
			return true
		}
	}
	for _, alias := range s.aliases {
		if strings.EqualFold(alias.Name, id.Name) {
			d := b.report(diag.UnknownColumn, id.Span(), "%s is a name that SELECT gives, which %s can't use", id.Name, s.clause)
			note(d, alias.Span(), "it is given here")
			advise(d, "repeat the expression, or put the query into FROM (…) and filter outside")
			return true
		}
	}
	return false
}

// explainElsewhere reports columns of tables that aren't in FROM.
func (b *binder) explainElsewhere(ref *ast.ColumnRef, s *scope) bool {
	parts := ref.Name.Parts
	if len(parts) > 1 {
		return b.explainQualifier(parts, s)
	}
	for _, r := range b.relations {
		if r.node == nil || isBroken(r.node) || diag.Nearest(parts[0].Name, s.names()) != "" {
			continue
		}
		if _, count := (&source{columns: r.node.Columns()}).column(parts[0]); count > 0 && len(s.sources) > 0 && s.computed == nil {
			d := b.report(diag.UnknownColumn, parts[0].Span(), "unknown column %s", ast.Quote(parts[0].Name))
			advise(d, "%s %s has one, but it isn't in FROM", r.kind(), r.name.Name)
			return true
		}
	}
	return false
}

// explainQualifier reports t.x where t is neither a table in FROM nor a column.
func (b *binder) explainQualifier(parts []ast.Ident, s *scope) bool {
	d := b.report(diag.UnknownTableAlias, parts[0].Span(), "%s has no table or column named %s", s.clauseSource(), parts[0].Name)
	var names []string
	for _, source := range s.sources {
		names = append(names, source.name)
	}
	near := diag.Nearest(parts[0].Name, append(names, s.names()...))
	relation, _ := b.lookupRelation(parts[0])
	switch {
	case near != "":
		replace(d, parts[0].Span(), ast.Ident{Name: near}.String(), "did you mean %s?", near)
	case relation != nil && len(names) > 0:
		advise(d, "%s %s isn't in FROM, which has %s", relation.kind(), relation.name.Name, wordList(names))
	case len(names) > 0:
		advise(d, "FROM has %s", wordList(names))
	}
	return true
}

func (s *scope) clauseSource() string {
	if len(s.sources) == 0 {
		return s.clause
	}
	return "FROM"
}

func containsFold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
