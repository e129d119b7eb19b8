package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// pushFilters moves conditions towards the sources: through projections, into the arms of unions, into filters below; and
// through what looks at several rows, where it is all the same to these (push_below.go).
//
//	filter total > 100                     project price * quantity AS total
//	  project price * quantity AS total ─▶   filter price * quantity > 100
//	    scan                                   scan
//
// An expensive column that a condition reads isn't computed twice: the projection is split, and the condition reads the column
// between the two parts. A volatile condition stays where it is, and conditions keep their order if one of them could fail.
func (r *run) pushFilters(p *logical.Plan) *logical.Plan {
	w := &pusher{run: r, made: map[logical.Node]bool{}}
	return w.rewrite(p, func(n logical.Node) logical.Node {
		filter, ok := n.(*logical.Filter)
		if !ok {
			return n
		}
		return w.filter(filter)
	})
}

type pusher struct {
	*run
	rewriter
	made map[logical.Node]bool // filters that hold earlier conditions of the one at hand
}

// filter places the conditions of a filter one by one, the first one lowest.
func (w *pusher) filter(n *logical.Filter) logical.Node {
	top := n.Input
	clear(w.made)
	for _, condition := range scalar.Conjuncts(n.Predicate) {
		top = w.place(condition, n, top)
	}
	if same, ok := top.(*logical.Filter); ok && same.Input == n.Input && scalar.Equal(same.Predicate, n.Predicate) {
		return n
	}
	return top
}

// place puts a condition on the rows of input, as low as it may go. from is the filter it stood in.
func (w *pusher) place(condition scalar.Expr, from *logical.Filter, input logical.Node) logical.Node {
	switch input := input.(type) {
	case *logical.Filter:
		if !w.shared[input] {
			return w.throughFilter(condition, from, input)
		}
	case *logical.Project:
		if w.mayPass(condition, input) {
			return w.throughProject(condition, from, input)
		}
	case *logical.Union:
		if !w.shared[input] && !volatile(condition) {
			return w.intoUnion(condition, from, input)
		}
	default:
		if below, ok := w.below(condition, input); ok {
			w.fired++
			return logical.WithInputs(input, []logical.Node{w.place(below, from, input.Inputs()[0])})
		}
	}
	base := logical.Base{Cols: input.Columns(), Changes: input.Mode(), Pos: from.Pos}
	return w.make(base, input, plainCondition(condition))
}

func (w *pusher) make(base logical.Base, input logical.Node, condition scalar.Expr) logical.Node {
	filter := &logical.Filter{Base: base, Input: input, Predicate: condition}
	w.made[filter] = true
	return filter
}

// throughFilter goes below an unlike filter only if nobody can tell, else joins it as the last condition.
func (w *pusher) throughFilter(condition scalar.Expr, from, input *logical.Filter) logical.Node {
	if w.sinksInto(condition, input.Input) && !canFail(condition) && !canFail(input.Predicate) {
		below := w.place(condition, from, input.Input)
		return logical.WithInputs(input, []logical.Node{below})
	}
	if !w.made[input] {
		w.fired++
	}
	conditions := append(scalar.Conjuncts(input.Predicate), plainCondition(condition))
	base := input.Base
	base.Pos = base.Pos.Union(from.Pos)
	return w.make(base, input.Input, scalar.Conjoin(conditions))
}

// sinksInto reports whether a condition would find a lower place than right above n.
func (w *pusher) sinksInto(condition scalar.Expr, n logical.Node) bool {
	switch n := n.(type) {
	case *logical.Project:
		return w.mayPass(condition, n)
	case *logical.Union:
		return !w.shared[n] && !volatile(condition)
	}
	_, ok := w.below(condition, n)
	return ok
}

// mayPass reports whether a condition may go below a projection, and is better off there. Below a shared one it would have to
// compute columns again that are already there.
func (w *pusher) mayPass(condition scalar.Expr, n *logical.Project) bool {
	switch {
	case volatile(condition):
		return false
	case w.shared[n]:
		return allTrivial(n.Exprs, nil)
	}
	bound := expensiveColumns(condition, n)
	return len(bound) == 0 || !allTrivial(n.Exprs, bound)
}

// allTrivial reports whether all expressions are trivial but for some.
func allTrivial(exprs []scalar.Expr, but []int) bool {
	for i, e := range exprs {
		if !trivial(e) && !slices.Contains(but, i) {
			return false
		}
	}
	return true
}

func (w *pusher) throughProject(condition scalar.Expr, from *logical.Filter, n *logical.Project) logical.Node {
	w.fired++
	if bound := expensiveColumns(condition, n); len(bound) > 0 {
		n = split(n, bound) // the condition won't pass the lower part
	}
	below := w.place(substitute(condition, n.Exprs), from, n.Input)
	return logical.WithInputs(n, []logical.Node{below})
}

// expensiveColumns are the ordinals of columns that a condition reads and that are better not computed twice.
func expensiveColumns(condition scalar.Expr, n *logical.Project) []int {
	var list []int
	for _, i := range scalar.Columns(condition) {
		if e := n.Exprs[i]; !trivial(e) && (!cheap(e) || volatile(e)) {
			list = append(list, i)
		}
	}
	return list
}

// split computes some columns of a projection in one of their own below it, next to all columns of the input.
func split(n *logical.Project, bound []int) *logical.Project {
	lower := &logical.Project{Base: n.Base, Name: n.Name, Input: n.Input, Exprs: allColumns(n.Input)}
	lower.Cols = append([]logical.Column(nil), n.Input.Columns()...)
	upper := *n
	upper.Input = lower
	upper.Exprs = append([]scalar.Expr(nil), n.Exprs...)
	for _, i := range bound {
		lower.Exprs = append(lower.Exprs, n.Exprs[i])
		lower.Cols = append(lower.Cols, n.Cols[i])
		upper.Exprs[i] = columnRef(lower, len(lower.Cols)-1, n.Exprs[i].Span())
	}
	return &upper
}

// intoUnion repeats a condition in each arm: a row goes through one of them.
func (w *pusher) intoUnion(condition scalar.Expr, from *logical.Filter, n *logical.Union) logical.Node {
	w.fired++
	arms := make([]logical.Node, len(n.Arms))
	for i, arm := range n.Arms {
		reads := allColumns(arm)
		for j := range reads {
			reads[j] = retype(reads[j], n.Cols[j].Type)
		}
		arms[i] = w.place(substitute(condition, reads), from, arm)
	}
	return logical.WithInputs(n, arms)
}
