package rewrite

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// fuseProjections computes a projection's expressions right over the input of the projection below it.
//
//	project total * 2 AS double            project price * quantity * 2 AS double
//	  project price * quantity AS total ─▶   scan
//	    scan
//
// A projection of a union is computed in each arm, where it may meet another one. Keys and arguments of an aggregate are computed
// over the input of a projection below it, too.
//
// Nothing is fused if that would compute something twice: an expression that is used more than once, unless it is no more than a column, or
// one of a projection that others read too.
func (r *run) fuseProjections(p *logical.Plan) *logical.Plan {
	w := &fuser{run: r}
	return w.rewrite(p, func(n logical.Node) logical.Node {
		switch n := n.(type) {
		case *logical.Project:
			return w.project(n)
		case *logical.Aggregate:
			return w.aggregate(n)
		}
		return n
	})
}

type fuser struct {
	*run
	rewriter
}

func (w *fuser) project(outer *logical.Project) logical.Node {
	switch inner := outer.Input.(type) {
	case *logical.Project:
		if w.fusible(outer.Exprs, inner.Exprs, w.shared[inner]) {
			w.fired++
			return w.project(over(outer, inner))
		}
	case *logical.Union:
		if !w.shared[inner] {
			w.fired++
			return w.intoArms(outer, inner)
		}
	case *logical.Values:
		if w.fusibleRows(outer, inner) {
			w.fired++
			return valuesOf(outer, inner)
		}
	}
	return outer
}

// aggregate goes on until there is no projection that may go.
func (w *fuser) aggregate(n *logical.Aggregate) logical.Node {
	for {
		inner, ok := n.Input.(*logical.Project)
		if !ok || !w.fusible(logical.Exprs(n), inner.Exprs, w.shared[inner]) {
			return n
		}
		w.fired++
		over := logical.MapExprs(n, func(e scalar.Expr) scalar.Expr { return substitute(e, inner.Exprs) })
		n = logical.WithInputs(over, []logical.Node{inner.Input}).(*logical.Aggregate)
	}
}

// fusible reports whether the expressions of outer may take those of inner in.
func (w *fuser) fusible(outer, inner []scalar.Expr, shared bool) bool {
	uses := make([]int, len(inner))
	for _, e := range outer {
		scalar.Walk(e, func(e scalar.Expr) bool {
			if c, ok := e.(*scalar.Column); ok {
				uses[c.Index]++
			}
			return true
		})
	}
	for i, e := range inner {
		if uses[i] > 0 && !trivial(e) && (shared || uses[i] > 1) {
			return false
		}
	}
	return true
}

// over is outer without inner between it and inner's input.
func over(outer, inner *logical.Project) *logical.Project {
	fused := *outer
	fused.Input = inner.Input
	fused.Exprs = substituteAll(outer.Exprs, inner.Exprs)
	return &fused
}

// intoArms computes a projection in each arm of its input.
func (w *fuser) intoArms(outer *logical.Project, inner *logical.Union) logical.Node {
	union := &logical.Union{Base: outer.Base}
	for _, arm := range inner.Arms {
		reads := allColumns(arm)
		for i := range reads {
			reads[i] = retype(reads[i], inner.Cols[i].Type)
		}
		base := outer.Base
		base.Changes = arm.Mode()
		project := &logical.Project{Base: base, Name: outer.Name, Input: arm, Exprs: substituteAll(outer.Exprs, reads)}
		union.Arms = append(union.Arms, w.project(project))
	}
	return union
}

func substituteAll(exprs, columns []scalar.Expr) []scalar.Expr {
	list := make([]scalar.Expr, len(exprs))
	for i, e := range exprs {
		list[i] = substitute(e, columns)
	}
	return list
}

func (w *fuser) fusibleRows(outer *logical.Project, inner *logical.Values) bool {
	for _, row := range inner.Rows {
		if !w.fusible(outer.Exprs, row, w.shared[inner]) {
			return false
		}
	}
	return true
}

// valuesOf computes a projection of constant rows in the rows.
func valuesOf(outer *logical.Project, inner *logical.Values) logical.Node {
	values := &logical.Values{Base: outer.Base}
	for _, row := range inner.Rows {
		reads := make([]scalar.Expr, len(row))
		for i, e := range row {
			reads[i] = retype(e, inner.Cols[i].Type)
		}
		values.Rows = append(values.Rows, substituteAll(outer.Exprs, reads))
	}
	return values
}
