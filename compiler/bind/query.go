package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// env is what names a query sees beside the tables and views of the file: the CTEs around it, innermost first.
type env struct {
	outer *env
	name  ast.Ident
	node  logical.Node
}

func (e *env) lookup(id ast.Ident) logical.Node {
	var folded logical.Node
	for ; e != nil; e = e.outer {
		if e.name.Name == id.Name {
			return e.node
		}
		if folded == nil && sameName(e.name, id) {
			folded = e.node
		}
	}
	return folded
}

func (e *env) names() []string {
	var names []string
	for ; e != nil; e = e.outer {
		names = append(names, e.name.Name)
	}
	return names
}

// query binds a whole query. want are the types that the columns are going to be assigned to, nil where there are none: bare
// literals take them, as in PostgreSQL's INSERT … SELECT.
func (b *binder) query(q *ast.Query, outer *env, want []types.Type) logical.Node {
	return b.finalize(b.queryRows(q, outer, want), want)
}

// queryRows binds a query up to the point where the types of its columns are settled.
func (b *binder) queryRows(q *ast.Query, outer *env, want []types.Type) rows {
	inner := b.with(q, outer)
	if body, ok := q.Body.(*ast.SelectBody); ok {
		return b.selectBody(body, inner, q, want)
	}
	return b.tailed(b.body(q.Body, inner, want), q, want)
}

// body binds what stands between WITH and ORDER BY.
func (b *binder) body(body ast.Body, e *env, want []types.Type) rows {
	switch body := body.(type) {
	case *ast.SelectBody:
		return b.selectBody(body, e, nil, want)
	case *ast.SetOperation:
		return b.setOperation(body, e, want)
	case *ast.Values:
		return b.values(body)
	case *ast.Nested:
		return b.queryRows(body.Query, e, want)
	}
	panic("bind: unknown query body")
}

// with binds the CTEs of a query, each seeing those before it. A CTE that is read twice is one node with two readers.
func (b *binder) with(q *ast.Query, e *env) *env {
	if q.Recursive {
		b.unsupported(diag.UnsupportedRecursive, recursiveSpan(q), "WITH RECURSIVE", "a query can't read its own result")
	}
	for i, cte := range q.With {
		for _, other := range q.With[:i] {
			if sameName(other.Name, cte.Name) {
				d := b.report(diag.DuplicateName, cte.Name.Span(), "%s is declared twice in one WITH", cte.Name.Name)
				note(d, other.Name.Span(), "it is declared here first")
			}
		}
		node := b.renameColumns(b.query(cte.Query, e, nil), cte.Columns, "CTE "+cte.Name.Name)
		b.checkDistinctColumns(node, "CTE "+cte.Name.Name)
		e = &env{e, cte.Name, node}
	}
	return e
}

func recursiveSpan(q *ast.Query) diag.Span {
	if len(q.With) > 0 {
		return q.With[0].Name.Span()
	}
	return q.Span()
}

// renameColumns applies a list of column names: of a view, a CTE or an alias. It must name every column.
func (b *binder) renameColumns(node logical.Node, names []ast.Ident, what string) logical.Node {
	if len(names) == 0 || isBroken(node) {
		return node
	}
	columns := append([]logical.Column(nil), node.Columns()...)
	if len(names) != len(columns) {
		at := names[0].Span().Union(names[len(names)-1].Span())
		b.report(diag.ColumnListLength, at, "%s names %s, but its query has %d", what, plural(len(names), "column"), len(columns))
		return brokenAt(node.Span())
	}
	for i, name := range names {
		columns[i].Name, columns[i].Span = name.Name, name.Span()
	}
	return rename(node, columns)
}

// rename gives other names to a node's columns.
func rename(node logical.Node, columns []logical.Column) logical.Node {
	return &logical.Project{Base: logical.Base{Cols: columns, Changes: node.Mode(), Pos: node.Span()}, Input: node, Exprs: columnsOf(node)}
}

// checkDistinctColumns reports two columns of one name, where a reader couldn't tell them apart.
func (b *binder) checkDistinctColumns(node logical.Node, what string) {
	if isBroken(node) {
		return
	}
	columns := node.Columns()
	for i, column := range columns {
		for _, other := range columns[:i] {
			if column.Name == other.Name && !isInvalid(column.Type) && !isInvalid(other.Type) {
				d := b.report(diag.DuplicateColumn, column.Span, "%s has two columns named %s", what, column.Name)
				note(d, other.Span, "the first one is here")
				advise(d, "give one of them another name: … AS %s", ast.Ident{Name: column.Name + "_2"})
				break
			}
		}
	}
}
