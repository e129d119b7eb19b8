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

// countUnneeded counts the columns that are made for nothing. Filters and watermarks make none.
func countUnneeded(p *logical.Plan, needs map[logical.Node][]bool) int {
	count := 0
	for _, n := range p.Nodes() {
		switch n.(type) {
		case *logical.Scan, *logical.Values, *logical.Project, *logical.Union:
			for _, needed := range needs[n] {
				if !needed {
					count++
				}
			}
		}
	}
	return count
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
