package rewrite

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// bindCommon computes an expensive expression that a query contains several times in a projection of its own: one that stands
// twice in the columns, or in the columns and the condition below them. Columns are those of a projection, or keys and arguments
// of an aggregate.
//
//	project UPPER(name) AS a, UPPER(name) || '!' AS b    ─▶    project upper_name AS a, upper_name || '!' AS b
//	  scan                                                       project name, UPPER(name) AS upper_name
//	                                                               scan
//
// One of the places must be computed for every row: what only stands in branches may not be wanted at all.
func (r *run) bindCommon(p *logical.Plan) *logical.Plan {
	w := &binder{run: r, classes: newClasses()}
	return w.rewrite(p, func(n logical.Node) logical.Node {
		switch n.(type) {
		case *logical.Project, *logical.Aggregate:
			return w.inColumns(w.acrossFilter(n))
		}
		return n
	})
}

type binder struct {
	*run
	rewriter
	classes *classes
}

// inColumns binds what several columns contain.
func (w *binder) inColumns(n logical.Node) logical.Node {
	c := w.countColumns(n)
	common := c.outermost(logical.Exprs(n), func(class int) bool { return c.count[class] > 1 && c.always[class] })
	if len(common) == 0 {
		return n
	}
	w.fired += len(common)
	b := w.bind(n.Inputs()[0], common)
	return b.over(n, b.lower)
}

// acrossFilter binds what a condition computes for every row and the columns above contain again.
func (w *binder) acrossFilter(n logical.Node) logical.Node {
	filter, ok := n.Inputs()[0].(*logical.Filter)
	if !ok || w.shared[filter] {
		return n
	}
	condition, columns := w.countExpensive(filter.Predicate), w.countColumns(n)
	common := condition.outermost([]scalar.Expr{filter.Predicate}, func(class int) bool {
		return condition.always[class] && columns.count[class] > 0
	})
	if len(common) == 0 {
		return n
	}
	w.fired += len(common)
	b := w.bind(filter.Input, common)
	base := logical.Base{Cols: b.lower.Cols, Changes: filter.Changes, Pos: filter.Pos}
	return b.over(n, &logical.Filter{Base: base, Input: b.lower, Predicate: b.read(filter.Predicate)})
}

// over puts a node above an input that has the bound columns.
func (b *bound) over(n, input logical.Node) logical.Node {
	return logical.WithInputs(logical.MapExprs(n, b.read), []logical.Node{input})
}

// countColumns counts in the columns of a projection or aggregate. The arguments of a call with a condition aren't computed for
// every row.
func (w *binder) countColumns(n logical.Node) *occurrences {
	aggregate, ok := n.(*logical.Aggregate)
	if !ok {
		return w.countExpensive(logical.Exprs(n)...)
	}
	grouping := *aggregate
	grouping.Calls = nil
	c := w.countExpensive(logical.Exprs(&grouping)...)
	for _, call := range aggregate.Calls {
		for i, e := range call.Exprs() {
			c.visit(e, call.Filter == nil || i == 0)
		}
	}
	return c
}

// bound is a projection that passes its input on and adds the values of expressions.
type bound struct {
	lower   *logical.Project
	classes *classes
	at      map[int]int // ordinals by the expressions' classes
}

func (w *binder) bind(input logical.Node, exprs []scalar.Expr) *bound {
	base := logical.Base{Cols: slices.Clone(input.Columns()), Changes: input.Mode(), Pos: input.Span()}
	b := &bound{lower: &logical.Project{Base: base, Input: input, Exprs: allColumns(input)}, classes: w.classes, at: map[int]int{}}
	for _, e := range exprs {
		b.at[w.classes.of(e)] = len(b.lower.Exprs)
		b.lower.Exprs = append(b.lower.Exprs, e)
		b.lower.Cols = append(b.lower.Cols, logical.Column{Name: boundName(e), Type: e.Type(), Span: e.Span()})
	}
	return b
}

func (b *bound) readAll(exprs []scalar.Expr) []scalar.Expr {
	list := make([]scalar.Expr, len(exprs))
	for i, e := range exprs {
		list[i] = b.read(e)
	}
	return list
}

// read replaces bound expressions, the outermost first.
func (b *bound) read(e scalar.Expr) scalar.Expr {
	if i, ok := b.at[b.classes.of(e)]; ok {
		return columnRef(b.lower, i, e.Span())
	}
	children := scalar.Children(e)
	if len(children) == 0 {
		return e
	}
	return scalar.WithChildren(e, b.readAll(children))
}

// boundName names a bound column after its function and the first column that it reads: upper_name.
func boundName(e scalar.Expr) string {
	name := "value"
	switch e := e.(type) {
	case *scalar.UserCall:
		name = e.Function.Name
	case *scalar.Call:
		if e.Function[0] >= 'A' && e.Function[0] <= 'Z' {
			name = strings.ReplaceAll(strings.ToLower(e.Function), " ", "_")
		}
	}
	scalar.Walk(e, func(e scalar.Expr) bool {
		c, ok := e.(*scalar.Column)
		if ok {
			name += "_" + c.Name
		}
		return !ok
	})
	return name
}

// occurrences counts expensive expressions by their classes.
type occurrences struct {
	classes *classes
	count   map[int]int
	always  map[int]bool // evaluated for every row at one place at least
}

func (w *binder) countExpensive(exprs ...scalar.Expr) *occurrences {
	c := &occurrences{w.classes, map[int]int{}, map[int]bool{}}
	for _, e := range exprs {
		c.visit(e, true)
	}
	return c
}

func (c *occurrences) visit(e scalar.Expr, always bool) {
	if expensiveNode(e) && !volatile(e) {
		class := c.classes.of(e)
		c.count[class]++
		c.always[class] = c.always[class] || always
	}
	for i, child := range scalar.Children(e) {
		c.visit(child, always && !conditional(e, i))
	}
}

// outermost returns the wanted ones among the expensive expressions, each once; not those inside of others.
func (c *occurrences) outermost(exprs []scalar.Expr, wanted func(class int) bool) []scalar.Expr {
	var list []scalar.Expr
	seen := map[int]bool{}
	var visit func(scalar.Expr)
	visit = func(e scalar.Expr) {
		class := c.classes.of(e)
		if c.count[class] > 0 && wanted(class) {
			if !seen[class] {
				list = append(list, e)
			}
			seen[class] = true
			return
		}
		for _, child := range scalar.Children(e) {
			visit(child)
		}
	}
	for _, e := range exprs {
		visit(e)
	}
	return list
}

// expensiveNode reports calls that do more than a few machine instructions.
func expensiveNode(e scalar.Expr) bool {
	switch e := e.(type) {
	case *scalar.UserCall:
		return true
	case *scalar.Call:
		return !cheapNode(e) && len(e.Args) > 0
	}
	return false
}

// conditional reports operands that may stay unevaluated: all but the first one of AND, OR, CASE, COALESCE and IN.
func conditional(e scalar.Expr, operand int) bool {
	switch e.(type) {
	case *scalar.And, *scalar.Or, *scalar.Case, *scalar.Coalesce, *scalar.In:
		return operand > 0
	}
	return false
}
