package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
)

// primaryKey binds PRIMARY KEY, of a column or of the table. Its columns are NOT NULL from then on, as in PostgreSQL.
func (b *binder) primaryKey(t *table, decl *ast.CreateTable) {
	keys := slices.Clone(decl.PrimaryKeys)
	for _, column := range decl.Columns {
		if key := column.PrimaryKey; key != nil {
			withColumn := *key
			withColumn.Columns = []ast.Ident{column.Name}
			keys = append(keys, &withColumn)
		}
	}
	for i, key := range keys {
		if i > 0 {
			d := b.report(diag.BadPrimaryKey, key.Span(), "table %s has two primary keys", t.Name)
			note(d, keys[0].Span(), "the first one is here")
			continue
		}
		b.bindKey(t, key)
	}
}

func (b *binder) bindKey(t *table, key *ast.PrimaryKey) {
	if key.Enforced {
		d := b.report(diag.BadPrimaryKey, key.Span(), "a primary key is a promise about the data, which a job can't enforce")
		replace(d, diag.Span{Start: key.Span().End, End: key.Span().End}, " NOT ENFORCED", "add NOT ENFORCED")
	}
	for _, id := range key.Columns {
		i, _ := matchName(id, each(t.columns, func(c tableColumn) string { return c.decl.Name.Name }))
		switch {
		case i < 0:
			b.unknownDeclared(t, id, "primary key")
		case t.columns[i].physical < 0 || t.columns[i].decl.Metadata != nil:
			b.report(diag.BadPrimaryKey, id.Span(), "a primary key is made of physical columns; %s is computed or metadata", id.Name)
		case slices.Contains(t.Key, t.columns[i].physical):
			b.report(diag.BadPrimaryKey, id.Span(), "column %s stands twice in the primary key", id.Name)
		default:
			t.columns[i].typ.Nullable = false
			t.Columns[t.columns[i].physical].Type.Nullable = false
			t.Key = append(t.Key, t.columns[i].physical)
		}
	}
}

// unknownDeclared reports a name in a clause of CREATE TABLE that isn't one of the table's columns.
func (b *binder) unknownDeclared(t *table, id ast.Ident, clause string) {
	d := b.report(diag.UnknownColumn, id.Span(), "the %s names column %s, which table %s doesn't have", clause, id.Name, t.Name)
	names := make([]string, len(t.columns))
	for i, column := range t.columns {
		names[i] = column.decl.Name.Name
	}
	b.suggestName(d, id, names)
}

// suggestName adds the nearest name, or all names where none is near.
func (b *binder) suggestName(d *diag.Diagnostic, id ast.Ident, names []string) {
	if near := diag.Nearest(id.Name, names); near != "" {
		replace(d, id.Span(), ast.Ident{Name: near}.String(), "did you mean %s?", near)
	} else if len(names) > 0 {
		advise(d, "columns are %s", wordList(names))
	}
}
