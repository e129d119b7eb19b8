package rewrite

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// bindCommon computes an expensive expression that a projection contains several times in a projection of its own.
//
//	project UPPER(name) AS a, UPPER(name) || '!' AS b    ─▶    project upper AS a, upper || '!' AS b
//	  scan                                                       project name, UPPER(name) AS upper
//	                                                               scan
//
// One of the places must be computed for every row: what only stands in branches may not be wanted at all.
func (r *run) bindCommon(p *logical.Plan) *logical.Plan {
	return p.Rewrite(func(n logical.Node) logical.Node {
		if project, ok := n.(*logical.Project); ok {
			return r.bindIn(project)
		}
		return n
	})
}

func (r *run) bindIn(n *logical.Project) logical.Node {
	common := commonExprs(n.Exprs)
	if len(common) == 0 {
		return n
	}
	r.fired += len(common)
	lower := &logical.Project{Base: n.Base, Input: n.Input, Exprs: allColumns(n.Input)}
	lower.Cols = append([]logical.Column(nil), n.Input.Columns()...)
	at := map[string]int{}
	for _, e := range common {
		at[scalar.Key(e)] = len(lower.Exprs)
		lower.Exprs = append(lower.Exprs, e)
		lower.Cols = append(lower.Cols, logical.Column{Name: boundName(e), Type: e.Type(), Span: e.Span()})
	}
	upper := *n
	upper.Input = lower
	upper.Exprs = make([]scalar.Expr, len(n.Exprs))
	for i, e := range n.Exprs {
		upper.Exprs[i] = readBound(e, lower, at)
	}
	return &upper
}

// readBound replaces bound expressions from the outermost inwards.
func readBound(e scalar.Expr, lower *logical.Project, at map[string]int) scalar.Expr {
	if i, ok := at[scalar.Key(e)]; ok {
		return columnRef(lower, i, e.Span())
	}
	children := scalar.Children(e)
	if len(children) == 0 {
		return e
	}
	replaced := make([]scalar.Expr, len(children))
	for i, child := range children {
		replaced[i] = readBound(child, lower, at)
	}
	return scalar.WithChildren(e, replaced)
}

// commonExprs returns the expensive expressions that occur more than once, the outermost of those that lie in each other.
func commonExprs(exprs []scalar.Expr) []scalar.Expr {
	c := &occurrences{count: map[string]int{}, always: map[string]bool{}}
	for _, e := range exprs {
		c.visit(e, true)
	}
	var common []scalar.Expr
	seen := map[string]bool{}
	var pick func(scalar.Expr)
	pick = func(e scalar.Expr) {
		if key := scalar.Key(e); c.count[key] > 1 && c.always[key] {
			if !seen[key] {
				seen[key] = true
				common = append(common, e)
			}
			return
		}
		for _, child := range scalar.Children(e) {
			pick(child)
		}
	}
	for _, e := range exprs {
		pick(e)
	}
	return common
}

// occurrences counts expensive expressions.
type occurrences struct {
	count  map[string]int
	always map[string]bool // evaluated for every row at one place at least
}

func (c *occurrences) visit(e scalar.Expr, always bool) {
	if expensiveNode(e) && !volatile(e) {
		key := scalar.Key(e)
		c.count[key]++
		c.always[key] = c.always[key] || always
	}
	for i, child := range scalar.Children(e) {
		c.visit(child, always && !conditional(e, i))
	}
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

// boundName names a bound column after its function and first column.
func boundName(e scalar.Expr) string {
	switch e := e.(type) {
	case *scalar.UserCall:
		return e.Function.Name
	case *scalar.Call:
		return e.Function
	}
	return "bound"
}
