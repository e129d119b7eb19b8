package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/ir/logical"
)

// createTableAs binds CREATE TABLE|STREAM t WITH (…) AS query: a table with the query's columns, and the query that fills it.
func (b *binder) createTableAs(r *relation, decl *ast.CreateTableAs, ordinal int) {
	node := b.created(r, decl, r.name)
	r.writes = append(r.writes, r.name.Span())
	if r.table == nil || isBroken(node) {
		return
	}
	b.sink(r.table, node, ordinal, decl.Span())
}

// created returns the rows of such a table as its query writes them: a later statement that reads it reads those, as it would a
// view's, and nothing is read back from the connector.
func (b *binder) created(r *relation, decl *ast.CreateTableAs, from ast.Ident) logical.Node {
	return b.once(r, from, func() logical.Node {
		node := b.query(decl.Query, nil, nil)
		b.checkDistinctColumns(node, "table "+r.name.Name)
		if !isBroken(node) {
			r.table = b.createdTable(r, decl, node)
		}
		return node
	})
}

func (b *binder) createdTable(r *relation, decl *ast.CreateTableAs, node logical.Node) *table {
	t := &table{Table: &logical.Table{Name: r.name.Name, Span: decl.Span()}}
	for i, column := range node.Columns() {
		t.Columns = append(t.Columns, logical.TableColumn{Name: column.Name, Type: column.Type, Span: column.Span})
		t.columns = append(t.columns, tableColumn{decl: &ast.Column{Base: ast.At(column.Span), Name: ast.Ident{Base: ast.At(column.Span), Name: column.Name}}, typ: column.Type, physical: i})
	}
	b.tableOptions(t, decl.Options, optionsSpan(decl.Options, decl.Name.Span()))
	return t
}
