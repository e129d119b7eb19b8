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
	s := &splitter{run: r, readers: map[logical.Node][]reader{}, copies: map[logical.Node][]*instance{}}
	nodes := p.Nodes()
	for _, n := range slices.Backward(nodes) {
		s.decide(n)
	}
	if r.fired == 0 {
		return p
	}
	for _, n := range nodes {
		s.build(n)
	}
	sinks := make([]*logical.Sink, len(p.Sinks))
	for i, sink := range p.Sinks {
		sinks[i] = s.copies[sink][0].node.(*logical.Sink)
	}
	return p.WithSinks(sinks)
}

// splitter decides from the sinks down how often each node is to stand in the plan, and builds the plan from the sources up.
type splitter struct {
	*run
	readers map[logical.Node][]reader
	copies  map[logical.Node][]*instance
}

// instance is one of the copies of a node that the new plan has.
type instance struct {
	needs  []bool      // the columns that its readers want
	inputs []*instance // filled in when the inputs are decided
	lower  *instance   // computes what several copies of a projection share
	node   logical.Node
}

// reader is an edge from an instance of a consumer to one of its inputs.
type reader struct {
	consumer *instance
	input    int
	needs    []bool
}

// decide makes the instances of a node whose consumers are decided.
func (s *splitter) decide(n logical.Node) {
	readers := s.readers[n]
	project, ok := n.(*logical.Project)
	if !ok || len(readers) < 2 || !worthSplitting(project, readers) {
		one := &instance{needs: allNeeds(n, readers)}
		for _, reader := range readers {
			reader.consumer.inputs[reader.input] = one
		}
		s.copies[n] = []*instance{one}
		s.read(n, one)
		return
	}
	s.fired++
	s.copies[n] = s.split(project, readers)
}

// split makes an instance for each reader, and one below them where they have something in common.
func (s *splitter) split(n *logical.Project, readers []reader) []*instance {
	var lower *instance
	if len(sharedColumns(n, readers)) > 0 {
		lower = &instance{needs: allNeeds(n, readers)}
		s.read(n, lower)
	}
	var copies []*instance
	for _, reader := range readers {
		own := &instance{needs: reader.needs, lower: lower}
		reader.consumer.inputs[reader.input] = own
		copies = append(copies, own)
		if lower == nil {
			s.read(n, own)
		}
	}
	return copies
}

// read makes an instance a reader of the node's inputs.
func (s *splitter) read(n logical.Node, in *instance) {
	inputs := n.Inputs()
	in.inputs = make([]*instance, len(inputs))
	needs := map[logical.Node][]bool{n: in.needs}
	for _, input := range inputs {
		needs[input] = make([]bool, len(input.Columns()))
	}
	passNeeds(n, needs)
	for i, input := range inputs {
		s.readers[input] = append(s.readers[input], reader{in, i, needs[input]})
	}
}

// allNeeds are the columns that any reader wants. A sink has no readers and no needs of its own.
func allNeeds(n logical.Node, readers []reader) []bool {
	needs := make([]bool, len(n.Columns()))
	for _, reader := range readers {
		addNeeds(needs, reader.needs)
	}
	return needs
}

// worthSplitting reports whether a split moves anything out of the shared part: a projection that only has expensive columns
// which several readers want is as it should be.
func worthSplitting(shared *logical.Project, readers []reader) bool {
	columns := sharedColumns(shared, readers)
	return len(columns) == 0 || !allTrivial(shared.Exprs, columns)
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

// build makes the instances of a node whose inputs are built.
func (s *splitter) build(n logical.Node) {
	copies := s.copies[n]
	if lower := copies[0].lower; lower != nil {
		s.buildLower(n.(*logical.Project), copies, lower)
		return
	}
	for _, in := range copies {
		inputs := in.built()
		in.node = n
		if len(copies) > 1 || !slices.Equal(inputs, n.Inputs()) {
			in.node = logical.WithInputs(n, inputs)
		}
	}
}

func (in *instance) built() []logical.Node {
	var list []logical.Node
	for _, input := range in.inputs {
		list = append(list, input.node)
	}
	return list
}

func (s *splitter) buildLower(n *logical.Project, copies []*instance, lower *instance) {
	upper := split(n, sharedColumns(n, s.readers[n]))
	lower.node = logical.WithInputs(upper.Input, lower.built())
	for _, in := range copies {
		in.node = logical.WithInputs(upper, []logical.Node{lower.node})
	}
}
