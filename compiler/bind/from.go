package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// from binds the FROM clause: the node that yields its rows, and the scope of its columns. The node is nil without FROM.
func (b *binder) from(refs []ast.TableRef, e *env) (logical.Node, *scope) {
	s := newScope("SELECT")
	if len(refs) == 0 {
		return nil, s
	}
	if len(refs) > 1 {
		b.unsupported(diag.UnsupportedJoin, refs[1].Span(), "join (two tables in FROM)", "it must keep the rows of both sides")
		s.broken = true
	}
	var node logical.Node
	for _, ref := range refs {
		name, n := b.tableRef(ref, e)
		if node == nil {
			node = n
		}
		s.broken = s.broken || isBroken(n)
		s.add(name, n.Columns())
	}
	if s.broken {
		node = brokenAt(refs[0].Span())
	}
	return node, s
}

// tableRef binds one entry of FROM: its name in the query and its rows.
func (b *binder) tableRef(ref ast.TableRef, e *env) (string, logical.Node) {
	switch ref := ref.(type) {
	case *ast.Table:
		return b.namedTable(ref, e)
	case *ast.Derived:
		return b.derived(ref, e)
	case *ast.TableFunction:
		if isGroupWindow(ref.Call) {
			return b.windowFunction(ref, e)
		}
		b.unsupportedTableFunction(ref)
	case *ast.Join:
		b.unsupportedJoin(ref)
		b.tableRef(ref.Left, e)
		b.tableRef(ref.Right, e)
	case *ast.MatchRecognize:
		b.unsupported(diag.UnsupportedRecognize, ref.Span(), "MATCH_RECOGNIZE", "it must remember earlier rows")
		b.tableRef(ref.Input, e)
	}
	return "", brokenAt(ref.Span())
}

// namedTable reads a table, a view or a CTE.
func (b *binder) namedTable(ref *ast.Table, e *env) (string, logical.Node) {
	if ref.AsOf != nil {
		b.unsupported(diag.UnsupportedSystemTime, ref.AsOf.Span(), "FOR SYSTEM_TIME AS OF", "it must keep the versions of a table")
	}
	b.checkUnqualified(ref.Name)
	id := ref.Name.Last()
	node := e.lookup(id)
	if node == nil || len(ref.Name.Parts) > 1 {
		node = b.readRelation(id, e)
	}
	return b.aliased(ref.Alias, id.Name, node)
}

// derived reads a subquery in FROM.
func (b *binder) derived(ref *ast.Derived, e *env) (string, logical.Node) {
	if ref.Lateral {
		b.unsupported(diag.UnsupportedLateral, ref.Span(), "LATERAL", "it joins each row with a query")
		return b.aliased(ref.Alias, "", brokenAt(ref.Span()))
	}
	node := b.query(ref.Query, e, nil)
	return b.aliased(ref.Alias, "", node)
}

func (b *binder) aliased(alias *ast.Alias, name string, node logical.Node) (string, logical.Node) {
	if alias == nil {
		return name, node
	}
	return alias.Name.Name, b.renameColumns(node, alias.Columns, "alias "+alias.Name.Name)
}

// readRelation returns the rows of a table or view of the file.
func (b *binder) readRelation(id ast.Ident, e *env) logical.Node {
	r, count := b.lookupRelation(id)
	if r == nil {
		b.unknownTable(id, e.names())
		return brokenAt(id.Span())
	}
	if count > 1 {
		d := b.report(diag.AmbiguousTable, id.Span(), "table %s is ambiguous: %s differ in case alone", id.Name, plural(count, "table"))
		advise(d, "quote the exact spelling")
	}
	r.reads = append(r.reads, id.Span())
	switch decl := r.decl.(type) {
	case *ast.CreateView:
		return b.view(r, decl, id)
	case *ast.CreateTableAs:
		return b.created(r, decl, id)
	}
	if r.node == nil {
		return brokenAt(id.Span())
	}
	return r.node
}
