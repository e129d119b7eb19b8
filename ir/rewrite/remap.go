package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// mapped is a node that stands for another one whose columns it has at other places.
type mapped struct {
	logical.Node
	at []int // at[i] is where the old column i is now; gone if it isn't any more
}

const gone = -1

// remapper rebuilds a plan with fewer or more columns in its leaves. What reads columns follows them.
type remapper struct {
	needed func(n logical.Node) []bool // by column of the old plan
	leaf   func(n logical.Node) mapped // replaces Scan and Values
	nodes  map[logical.Node]mapped
}

func (m *remapper) rewrite(p *logical.Plan) *logical.Plan {
	m.nodes = map[logical.Node]mapped{}
	for _, n := range p.Nodes() {
		m.nodes[n] = m.node(n)
	}
	sinks := make([]*logical.Sink, len(p.Sinks))
	for i, sink := range p.Sinks {
		sinks[i] = m.nodes[sink].Node.(*logical.Sink)
	}
	return p.WithSinks(sinks)
}

func (m *remapper) node(n logical.Node) mapped {
	switch n := n.(type) {
	case *logical.Filter:
		return m.filter(n)
	case *logical.Watermark:
		return m.watermark(n)
	case *logical.Project:
		return m.project(n)
	case *logical.Union:
		return m.union(n)
	case *logical.Sink:
		return m.sink(n)
	case *logical.Aggregate:
		return m.aggregate(n)
	case *logical.WindowAssign:
		return m.windowAssign(n)
	case *logical.Over:
		return m.over(n)
	case *logical.Top:
		return m.top(n)
	case *logical.Sort:
		return m.sort(n)
	}
	return m.leaf(n)
}

// moved is a node over its new input.
func moved(n logical.Node, input mapped) logical.Node {
	read := logical.MapExprs(n, func(e scalar.Expr) scalar.Expr { return move(e, input.at) })
	return logical.WithInputs(read, []logical.Node{input.Node})
}

// aggregate leaves out calls that aren't needed. Keys and window columns say what a group is: they stay.
func (m *remapper) aggregate(n *logical.Aggregate) mapped {
	wanted := slices.Clone(m.needed(n))
	for i := range len(n.Keys) + n.Windows() {
		wanted[i] = true
	}
	c := *n
	c.Calls = keptCalls(n.Calls, wanted[len(n.Keys)+n.Windows():])
	a := moved(&c, m.nodes[n.Input]).(*logical.Aggregate)
	at, columns := kept(n.Cols, wanted)
	a.Cols = columns
	return mapped{a, at}
}

// windowAssign has its own columns behind the input's, however many those are now.
func (m *remapper) windowAssign(n *logical.WindowAssign) mapped {
	input := m.nodes[n.Input]
	w := moved(n, input).(*logical.WindowAssign)
	own := n.Cols[len(n.Input.Columns()):]
	w.Cols = append(slices.Clone(input.Columns()), own...)
	return mapped{w, behind(input, slices.Repeat([]bool{true}, len(own)))}
}

// over leaves out calls that aren't needed, and itself where none is.
func (m *remapper) over(n *logical.Over) mapped {
	input, passed := m.nodes[n.Input], len(n.Input.Columns())
	wanted := m.needed(n)[passed:]
	at := behind(input, wanted)
	if !slices.Contains(wanted, true) {
		return mapped{input.Node, at}
	}
	c := *n
	c.Calls = keptCalls(n.Calls, wanted)
	o := moved(&c, input).(*logical.Over)
	_, own := kept(n.Cols[passed:], wanted)
	o.Cols = append(slices.Clone(input.Columns()), own...)
	return mapped{o, at}
}

// top leaves out the number where nobody reads it.
func (m *remapper) top(n *logical.Top) mapped {
	input, passed := m.nodes[n.Input], len(n.Input.Columns())
	wanted := m.needed(n)[passed:]
	t := moved(n, input).(*logical.Top)
	_, own := kept(n.Cols[passed:], wanted)
	t.Cols, t.Numbered = append(slices.Clone(input.Columns()), own...), len(own) > 0
	return mapped{t, behind(input, wanted)}
}

// behind says where columns are that stand behind those of an input, if they are wanted.
func behind(input mapped, wanted []bool) []int {
	at, next := slices.Clone(input.at), len(input.Columns())
	for _, want := range wanted {
		if !want {
			at = append(at, gone)
			continue
		}
		at = append(at, next)
		next++
	}
	return at
}

func keptCalls[C any](calls []C, wanted []bool) []C {
	var list []C
	for i, call := range calls {
		if wanted[i] {
			list = append(list, call)
		}
	}
	return list
}

func (m *remapper) sort(n *logical.Sort) mapped {
	input := m.nodes[n.Input]
	s := moved(n, input).(*logical.Sort)
	s.Cols = input.Columns()
	return mapped{s, input.at}
}

func (m *remapper) filter(n *logical.Filter) mapped {
	input := m.nodes[n.Input]
	f := *n
	f.Cols, f.Input, f.Predicate = input.Columns(), input.Node, move(n.Predicate, input.at)
	return mapped{&f, input.at}
}

func (m *remapper) watermark(n *logical.Watermark) mapped {
	input := m.nodes[n.Input]
	w := *n
	w.Cols, w.Input, w.Expr, w.Column = slices.Clone(input.Columns()), input.Node, move(n.Expr, input.at), input.at[n.Column]
	w.Cols[w.Column].TimeAttribute = n.Cols[n.Column].TimeAttribute
	return mapped{&w, input.at}
}

func (m *remapper) project(n *logical.Project) mapped {
	input := m.nodes[n.Input]
	p := &logical.Project{Base: n.Base, Name: n.Name, Input: input.Node}
	p.Cols = nil
	at := make([]int, len(n.Exprs))
	for i, wanted := range m.needed(n) {
		at[i] = gone
		if wanted {
			at[i] = len(p.Exprs)
			p.Exprs = append(p.Exprs, move(n.Exprs[i], input.at))
			p.Cols = append(p.Cols, n.Cols[i])
		}
	}
	return mapped{p, at}
}

// union needs arms of one shape: the wanted columns in order.
func (m *remapper) union(n *logical.Union) mapped {
	wanted := m.needed(n)
	u := &logical.Union{Base: n.Base}
	at, columns := kept(n.Cols, wanted)
	u.Cols = columns
	for _, arm := range n.Arms {
		u.Arms = append(u.Arms, m.exactly(arm, wanted))
	}
	return mapped{u, at}
}

func (m *remapper) sink(n *logical.Sink) mapped {
	s := *n
	s.Input = m.exactly(n.Input, slices.Repeat([]bool{true}, len(n.Cols)))
	return mapped{&s, nil}
}

// exactly is the new node with the wanted old columns, in their order, and no others.
func (m *remapper) exactly(n logical.Node, wanted []bool) logical.Node {
	input := m.nodes[n]
	var exprs []scalar.Expr
	straight := true
	for i, want := range wanted {
		if want {
			straight = straight && input.at[i] == len(exprs)
			exprs = append(exprs, columnRef(input.Node, input.at[i], n.Span()))
		}
	}
	if straight && len(exprs) == len(input.Columns()) {
		return input.Node
	}
	_, columns := kept(n.Columns(), wanted)
	return &logical.Project{Base: logical.Base{Cols: columns, Changes: n.Mode(), Pos: n.Span()}, Input: input.Node, Exprs: exprs}
}

// kept returns the wanted columns, and where each old one is among them.
func kept(columns []logical.Column, wanted []bool) (at []int, list []logical.Column) {
	at = make([]int, len(columns))
	for i, c := range columns {
		at[i] = gone
		if wanted[i] {
			at[i] = len(list)
			list = append(list, c)
		}
	}
	return at, list
}
