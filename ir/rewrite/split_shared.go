package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
)

// splitShared gives each reader of a shared projection one of its own: the readers' filters can then move below it, and what
// only one of them wants isn't computed for the others' rows. What would be computed twice by that, and isn't cheap, stays
// shared.
//
//	filter a > 1           filter b > 2         filter a > 1           filter b > 2
//	  project a, b, c + d ───┘             ─▶     project a, b, c + d    project a, b, c + d
//	    scan                                        scan ────────────────────┘
func (r *run) splitShared(p *logical.Plan) *logical.Plan {
	for {
		shared, readers := sharedProject(p)
		if shared == nil {
			return p
		}
		r.fired++
		p = splitOne(p, shared, readers)
	}
}

// reader is an edge from a consumer to a shared projection.
type reader struct {
	consumer logical.Node
	needs    []bool
}

// sharedProject finds a shared projection that is better split, the one nearest to the sinks.
func sharedProject(p *logical.Plan) (*logical.Project, []reader) {
	uses, needs := p.Uses(), neededColumns(p)
	nodes := p.Nodes()
	for i := len(nodes) - 1; i >= 0; i-- {
		project, ok := nodes[i].(*logical.Project)
		if !ok || uses[project] < 2 {
			continue
		}
		if readers := readersOf(p, project, needs); worthSplitting(project, readers) {
			return project, readers
		}
	}
	return nil, nil
}

func readersOf(p *logical.Plan, shared *logical.Project, needs map[logical.Node][]bool) []reader {
	var readers []reader
	for _, n := range p.Nodes() {
		if slices.Contains(n.Inputs(), logical.Node(shared)) {
			edge := map[logical.Node][]bool{n: needs[n]}
			for _, input := range n.Inputs() {
				edge[input] = make([]bool, len(input.Columns()))
			}
			passNeeds(n, edge)
			readers = append(readers, reader{n, edge[shared]})
		}
	}
	return readers
}

// worthSplitting reports whether a split moves anything out of the shared part: a projection that only has expensive columns
// which several readers want is as it should be.
func worthSplitting(shared *logical.Project, readers []reader) bool {
	return len(sharedColumns(shared, readers)) == 0 || !allTrivial(shared.Exprs, sharedColumns(shared, readers))
}

// sharedColumns are the columns that must be computed once for several readers.
func sharedColumns(shared *logical.Project, readers []reader) []int {
	var list []int
	for i, e := range shared.Exprs {
		count := 0
		for _, reader := range readers {
			if reader.needs[i] {
				count++
			}
		}
		if count > 1 && !trivial(e) && (!cheap(e) || volatile(e)) {
			list = append(list, i)
		}
	}
	return list
}

// splitOne gives each reader a copy. Pruning takes the columns out of it that the reader doesn't want.
func splitOne(p *logical.Plan, shared *logical.Project, readers []reader) *logical.Plan {
	common := shared
	if columns := sharedColumns(shared, readers); len(columns) > 0 {
		common = split(shared, columns)
	}
	own := map[logical.Node]bool{}
	for _, reader := range readers {
		own[reader.consumer] = true
	}
	return p.RewriteFrom(func(before, n logical.Node) logical.Node {
		if !own[before] {
			return n
		}
		inputs := slices.Clone(n.Inputs())
		for i, input := range before.Inputs() {
			if input == logical.Node(shared) {
				inputs[i] = logical.WithInputs(common, []logical.Node{common.Input})
			}
		}
		return logical.WithInputs(n, inputs)
	})
}
