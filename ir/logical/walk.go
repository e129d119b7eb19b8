package logical

import "fmt"

// WithInputs returns a copy of the node with other inputs.
func WithInputs(n Node, inputs []Node) Node {
	switch n := n.(type) {
	case *Scan, *Values:
		return n
	case *Watermark:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Filter:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Project:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Union:
		c := *n
		c.Arms = inputs
		return &c
	case *Sink:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Aggregate:
		c := *n
		c.Input = inputs[0]
		return &c
	case *WindowAssign:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Over:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Sort:
		c := *n
		c.Input = inputs[0]
		return &c
	case *Top:
		c := *n
		c.Input = inputs[0]
		return &c
	}
	panic(unknownNode(n))
}

// WithMode returns a copy of a node, which has inputs, with another changelog mode; the node itself if it has that one.
func WithMode(n Node, mode Mode) Node {
	if n.Mode() == mode {
		return n
	}
	c := WithInputs(n, n.Inputs())
	c.(interface{ base() *Base }).base().Changes = mode
	return c
}

func (b *Base) base() *Base { return b }

func unknownNode(n Node) string { return fmt.Sprintf("logical: unknown node %T", n) }

// Nodes returns every node of the plan once, inputs before their consumers, in the order of the sinks.
func (p *Plan) Nodes() []Node {
	var list []Node
	seen := map[Node]bool{}
	var visit func(Node)
	visit = func(n Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, input := range n.Inputs() {
			visit(input)
		}
		list = append(list, n)
	}
	for _, sink := range p.Sinks {
		visit(sink)
	}
	return list
}

// Uses counts how often each node is an input of another.
func (p *Plan) Uses() map[Node]int {
	uses := map[Node]int{}
	for _, n := range p.Nodes() {
		for _, input := range n.Inputs() {
			uses[input]++
		}
	}
	return uses
}

// Tables returns the tables that the plan reads and writes, sources first, each once, in the order of the sinks; the dead-letter table
// is last.
func (p *Plan) Tables() []*Table {
	var sources, sinks []*Table
	seen := map[*Table]bool{}
	add := func(list []*Table, t *Table) []*Table {
		if seen[t] {
			return list
		}
		seen[t] = true
		return append(list, t)
	}
	for _, n := range p.Nodes() {
		if scan, ok := n.(*Scan); ok {
			sources = add(sources, scan.Table)
		}
	}
	for _, sink := range p.Sinks {
		sinks = add(sinks, sink.Table)
	}
	if p.DeadLetter != nil {
		sinks = add(sinks, p.DeadLetter)
	}
	return append(sources, sinks...)
}

// Rewrite rebuilds the plan bottom-up: f gets each node once, with its inputs already replaced, and returns what stands in
// its place. Nodes that nothing changes, and sharing, are kept.
func (p *Plan) Rewrite(f func(Node) Node) *Plan {
	return p.RewriteFrom(func(_, n Node) Node { return f(n) })
}

// RewriteFrom is Rewrite for an f that also wants to know the node of the plan as it was.
func (p *Plan) RewriteFrom(f func(before, n Node) Node) *Plan {
	replaced := map[Node]Node{}
	for _, n := range p.Nodes() {
		replaced[n] = f(n, withReplaced(n, replaced))
	}
	sinks := make([]*Sink, len(p.Sinks))
	changed := false
	for i, sink := range p.Sinks {
		sinks[i] = replaced[sink].(*Sink)
		changed = changed || sinks[i] != sink
	}
	if !changed {
		return p
	}
	return p.WithSinks(sinks)
}

// WithSinks returns a copy of the plan with other sinks.
func (p *Plan) WithSinks(sinks []*Sink) *Plan {
	c := *p
	c.Sinks = sinks
	return &c
}

func withReplaced(n Node, replaced map[Node]Node) Node {
	inputs := n.Inputs()
	var changed []Node
	for i, input := range inputs {
		if replaced[input] != input && changed == nil {
			changed = append([]Node(nil), inputs...)
		}
		if changed != nil {
			changed[i] = replaced[input]
		}
	}
	if changed == nil {
		return n
	}
	return WithInputs(n, changed)
}
