package rewrite

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// pruneColumns leaves out the columns that no output and no condition reads, down to the scans, whose Used are then what is
// decoded. The others are checked and skipped.
//
//	project id                project id
//	  scan t: id, a, b  ─▶      scan t: id
func (r *run) pruneColumns(p *logical.Plan) *logical.Plan {
	needs := neededColumns(p)
	r.fired = countUnneeded(p, needs)
	if r.fired == 0 {
		return p
	}
	m := &remapper{
		needed: func(n logical.Node) []bool { return needs[n] },
		leaf: func(n logical.Node) mapped {
			if scan, ok := n.(*logical.Scan); ok {
				return pruneScan(scan, needs[n])
			}
			return pruneValues(n.(*logical.Values), needs[n])
		},
	}
	return m.rewrite(p)
}

// neededColumns finds the columns of each node that its consumers read.
func neededColumns(p *logical.Plan) map[logical.Node][]bool {
	needs := map[logical.Node][]bool{}
	nodes := p.Nodes()
	for _, n := range nodes {
		needs[n] = make([]bool, len(n.Columns()))
	}
	for i := len(nodes) - 1; i >= 0; i-- {
		passNeeds(nodes[i], needs)
	}
	return needs
}

// passNeeds adds what a node reads to the needs of its inputs.
func passNeeds(n logical.Node, needs map[logical.Node][]bool) {
	switch n := n.(type) {
	case *logical.Sink:
		for i := range needs[n.Input] {
			needs[n.Input][i] = true
		}
	case *logical.Filter:
		addNeeds(needs[n.Input], needs[n], n.Predicate)
	case *logical.Watermark:
		addNeeds(needs[n.Input], needs[n], n.Expr)
		needs[n.Input][n.Column] = true
	case *logical.Project:
		for i, e := range n.Exprs {
			if needs[n][i] {
				addNeeds(needs[n.Input], nil, e)
			}
		}
	case *logical.Union:
		for _, arm := range n.Arms {
			addNeeds(needs[arm], needs[n])
		}
	case *logical.Aggregate:
		passAggregateNeeds(n, needs[n], needs[n.Input])
	case *logical.WindowAssign:
		passed := len(n.Input.Columns())
		addNeeds(needs[n.Input], needs[n][:passed], logical.Exprs(n)...)
	case *logical.Over:
		passOverNeeds(n, needs[n], needs[n.Input])
	case *logical.Top:
		addNeeds(needs[n.Input], needs[n][:len(n.Input.Columns())], logical.Exprs(n)...)
	case *logical.Sort:
		addNeeds(needs[n.Input], needs[n], logical.Exprs(n)...)
	}
}

// passAggregateNeeds reads what makes groups, and what the calls read whose results somebody reads.
func passAggregateNeeds(n *logical.Aggregate, wanted, needs []bool) {
	grouping := *n
	grouping.Calls = keptCalls(n.Calls, wanted[len(n.Keys)+n.Windows():])
	addNeeds(needs, nil, logical.Exprs(&grouping)...)
}

// passOverNeeds likewise; without calls that somebody reads, partitions and order don't matter.
func passOverNeeds(n *logical.Over, wanted, needs []bool) {
	passed := len(n.Input.Columns())
	addNeeds(needs, wanted[:passed])
	over := *n
	if over.Calls = keptCalls(n.Calls, wanted[passed:]); len(over.Calls) > 0 {
		addNeeds(needs, nil, logical.Exprs(&over)...)
	}
}

// addNeeds adds the columns that are passed on and those that expressions read.
func addNeeds(needs, passedOn []bool, exprs ...scalar.Expr) {
	for i, needed := range passedOn {
		needs[i] = needs[i] || needed
	}
	for _, e := range exprs {
		for _, i := range scalar.Columns(e) {
			needs[i] = true
		}
	}
}

// countUnneeded counts the columns that are made for nothing. Filters, watermarks and sorts make none.
func countUnneeded(p *logical.Plan, needs map[logical.Node][]bool) int {
	count := 0
	for _, n := range p.Nodes() {
		for _, needed := range needs[n][firstOptional(n):] {
			if !needed {
				count++
			}
		}
	}
	return count
}

// firstOptional is the ordinal of the first of a node's columns that it makes and could do without.
func firstOptional(n logical.Node) int {
	switch n := n.(type) {
	case *logical.Scan, *logical.Values, *logical.Project, *logical.Union:
		return 0
	case *logical.Aggregate:
		return len(n.Keys) + n.Windows()
	case *logical.Over, *logical.Top:
		return len(n.Inputs()[0].Columns())
	}
	return len(n.Columns())
}

func pruneScan(n *logical.Scan, wanted []bool) mapped {
	scan := &logical.Scan{Base: n.Base, Table: n.Table}
	at, columns := kept(n.Cols, wanted)
	scan.Cols = columns
	for i, ordinal := range n.Used {
		if wanted[i] {
			scan.Used = append(scan.Used, ordinal)
		}
	}
	return mapped{scan, at}
}

func pruneValues(n *logical.Values, wanted []bool) mapped {
	values := &logical.Values{Base: n.Base}
	at, columns := kept(n.Cols, wanted)
	values.Cols = columns
	for _, row := range n.Rows {
		var list []scalar.Expr
		for i, e := range row {
			if wanted[i] {
				list = append(list, e)
			}
		}
		values.Rows = append(values.Rows, list)
	}
	return mapped{values, at}
}
