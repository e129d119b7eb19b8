package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// bindViews binds every view, read or not, so that its errors are found.
func (b *binder) bindViews() {
	for _, r := range b.relations {
		if decl, ok := r.decl.(*ast.CreateView); ok && r.node == nil {
			b.view(r, decl, r.name)
		}
	}
}

// view returns the rows of a view, bound at its first use. All readers share one node. from is the name that reads it.
func (b *binder) view(r *relation, decl *ast.CreateView, from ast.Ident) logical.Node {
	return b.once(r, from, func() logical.Node {
		node := b.renameColumns(b.query(decl.Query, nil, nil), decl.Columns, "view "+r.name.Name)
		b.checkDistinctColumns(node, "view "+r.name.Name)
		nameRows(node, r.name.Name)
		return node
	})
}

// nameRows names the rows of a query after the view or alias that it defines, for readers of plans and generated code.
func nameRows(node logical.Node, name string) {
	if project, ok := node.(*logical.Project); ok && project.Name == "" {
		project.Name = name
	}
}

// once binds a relation that is made of a query, unless it is bound; one that is being bound reads itself.
func (b *binder) once(r *relation, from ast.Ident, bind func() logical.Node) logical.Node {
	if r.pending {
		b.cyclic(r, from)
		return brokenAt(from.Span())
	}
	if r.node == nil {
		r.pending = true
		b.binding = append(b.binding, r)
		r.node = bind()
		b.binding = b.binding[:len(b.binding)-1]
		r.pending = false
	}
	return r.node
}

// cyclic reports a view that is made of itself, with the way around.
func (b *binder) cyclic(r *relation, from ast.Ident) {
	start := 0
	for i, pending := range b.binding {
		if pending == r {
			start = i
		}
	}
	var path []string
	for _, pending := range b.binding[start:] {
		path = append(path, pending.name.Name)
	}
	path = append(path, r.name.Name)
	d := b.report(diag.CyclicView, from.Span(), "%s %s reads itself: %s", r.kind(), r.name.Name, strings.Join(path, " → "))
	for _, pending := range b.binding[start:] {
		note(d, pending.name.Span(), "%s %s is declared here", pending.kind(), pending.name.Name)
	}
}
