package rewrite

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// removeDead replaces what never yields a row by no rows, up to the output, and drops conditions that are always true. The
// source of a dead query is not read for it.
//
//	sink empty          sink empty
//	  filter FALSE  ─▶    values
//	    scan
func (r *run) removeDead(p *logical.Plan) *logical.Plan {
	return p.Rewrite(func(n logical.Node) logical.Node {
		n = followMode(n)
		replaced := withoutDead(n)
		if replaced != n {
			r.fired++
		}
		return replaced
	})
}

func withoutDead(n logical.Node) logical.Node {
	switch n := n.(type) {
	case *logical.Filter:
		return filterWithoutDead(n)
	case *logical.Project:
		if isEmpty(n.Input) {
			return empty(n)
		}
	case *logical.Watermark:
		if isEmpty(n.Input) {
			return empty(n)
		}
	case *logical.Union:
		return unionWithoutDead(n)
	case *logical.Aggregate:
		if isEmpty(n.Input) && len(n.Keys)+n.Windows() > 0 && len(n.Totals) == 0 {
			return empty(n) // without keys and windows, all rows are one group, also none
		}
	case *logical.WindowAssign:
		if isEmpty(n.Input) {
			return empty(n)
		}
	case *logical.Over:
		if isEmpty(n.Input) {
			return empty(n)
		}
	case *logical.Top:
		if isEmpty(n.Input) {
			return empty(n)
		}
	case *logical.Sort:
		if isEmpty(n.Input) || n.Limit == 0 {
			return empty(n)
		}
	}
	return n
}

func filterWithoutDead(n *logical.Filter) logical.Node {
	constant, ok := plainCondition(n.Predicate).(*scalar.Literal)
	switch {
	case isEmpty(n.Input) || ok && constant.Value != true:
		return empty(n)
	case ok:
		return n.Input
	}
	return n
}

// unionWithoutDead keeps the arms that may yield rows. One alone needs no union.
func unionWithoutDead(n *logical.Union) logical.Node {
	var arms []logical.Node
	for _, arm := range n.Arms {
		if !isEmpty(arm) {
			arms = append(arms, arm)
		}
	}
	switch len(arms) {
	case 0:
		return empty(n)
	case 1:
		return asUnion(n, arms[0])
	case len(n.Arms):
		return n
	}
	return followMode(logical.WithInputs(n, arms))
}

// asUnion gives an arm the columns of its union.
func asUnion(n *logical.Union, arm logical.Node) logical.Node {
	exprs := allColumns(arm)
	same := true
	for i, e := range exprs {
		exprs[i] = retype(e, n.Cols[i].Type)
		same = same && exprs[i] == e
	}
	if same {
		return arm
	}
	base := n.Base
	base.Changes = arm.Mode()
	return &logical.Project{Base: base, Input: arm, Exprs: exprs}
}

// followMode gives a node the changelog mode of its inputs: a union that lost its arms with updates only adds rows.
func followMode(n logical.Node) logical.Node {
	inputs := n.Inputs()
	if len(inputs) == 0 {
		return n
	}
	return logical.WithMode(n, logical.ModeOver(n, inputs))
}

// isEmpty reports a node that yields no row.
func isEmpty(n logical.Node) bool {
	values, ok := n.(*logical.Values)
	return ok && len(values.Rows) == 0
}

// empty yields no row of a node's columns.
func empty(n logical.Node) logical.Node {
	return &logical.Values{Base: logical.Base{Cols: n.Columns(), Changes: n.Mode(), Pos: n.Span()}}
}
