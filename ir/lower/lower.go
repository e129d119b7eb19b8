// Package lower turns logical plans into physical ones: one stage per source, with everything that its rows go through fused
// below it, and one behind each exchange.
//
//	logical: consumers point to their inputs           physical: inputs hand rows to their consumers
//
//	sink a ─▶ project ─▶ filter ─▶ scan                stage: source ─▶ filter ─▶ project ─▶ write a
//	sink b ─────────────────────────┘                               └▶ write b
//
// UNION ALL has no operator of its own: what stands above it is repeated for each arm. An exchange stands where an operator
// looks at rows that may be in several partitions: in front of a grouping, or of frames, but where the rows are in the partition
// of their group already.
package lower

import (
	"fmt"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Plan lowers a verified plan. The plan is nil where the list has errors: what no operator does.
func Plan(p *logical.Plan) (*physical.Plan, diag.List) {
	if list := check(p); len(list) > 0 {
		return nil, list
	}
	l := &lowering{
		plan:      p,
		consumers: consumersOf(p),
		sinkRows:  map[*logical.Table]*physical.RowType{},
		names:     map[string]int{},
		ids:       map[string]int{},

		groupings:  map[*logical.Aggregate]*grouping{},
		orders:     map[*logical.Over]*ordering{},
		forwarded:  map[logical.Node]bool{},
		stateNames: uniqueNames{},
		sortings:   map[*logical.Sort]*sorting{},
		leadings:   map[*logical.Top]*leading{},
		sessions:   map[*logical.WindowAssign]*sessioning{},
	}
	out := &physical.Plan{
		Job:       p.Job,
		Tables:    p.Tables(),
		Functions: p.Functions,
		Settings:  p.Settings,
		MaxAhead:  p.MaxAhead,
	}
	l.out = out
	l.strategy, _ = strategyOf(p)
	for _, n := range p.Nodes() {
		l.behind = nil
		made := l.stage(n)
		for _, stage := range []*physical.Stage{made, l.behind} {
			if stage != nil {
				stage.ID = len(out.Stages) + 1
				out.Stages = append(out.Stages, stage)
			}
		}
	}
	out.Fingerprint = fingerprint(out)
	if err := physical.Verify(out); err != nil {
		panic(fmt.Errorf("lower: %w in\n%s", err, physical.Print(out)))
	}
	return out, nil
}

// lowering is one run of Plan.
type lowering struct {
	plan      *logical.Plan
	consumers map[logical.Node][]logical.Node
	sinkRows  map[*logical.Table]*physical.RowType
	names     map[string]int // of stages, to keep them apart
	ids       map[string]int // of operators, likewise

	out        *physical.Plan
	strategy   strategy
	behind     *physical.Stage // of the stage that was made last: its rows are dealt
	groupings  map[*logical.Aggregate]*grouping
	orders     map[*logical.Over]*ordering
	forwarded  map[logical.Node]bool // stateful nodes that are part of the stage before them
	stateNames uniqueNames
	sortings   map[*logical.Sort]*sorting
	leadings   map[*logical.Top]*leading
	sessions   map[*logical.WindowAssign]*sessioning
}

// consumersOf lists each node's consumers in the order of the sinks.
func consumersOf(p *logical.Plan) map[logical.Node][]logical.Node {
	consumers := map[logical.Node][]logical.Node{}
	for _, n := range p.Nodes() {
		for _, input := range n.Inputs() {
			consumers[input] = append(consumers[input], n)
		}
	}
	return consumers
}

// stage makes the stage of a node without inputs, or of one behind an exchange; nil for any other.
func (l *lowering) stage(n logical.Node) *physical.Stage {
	switch n := n.(type) {
	case *logical.Scan:
		return l.scanStage(n)
	case *logical.Values:
		return l.valuesStage(n)
	case *logical.Aggregate:
		return l.aggregateStage(n)
	case *logical.Over:
		return l.partitionedStage(&l.ordering(n).partitioned)
	case *logical.Sort:
		return l.sortStage(n)
	case *logical.Top:
		return l.partitionedStage(&l.leading(n).partitioned)
	case *logical.WindowAssign:
		if n.Waits() {
			return l.partitionedStage(&l.sessioning(n).partitioned)
		}
	}
	return nil
}

func (l *lowering) scanStage(n *logical.Scan) *physical.Stage {
	row := &physical.RowType{Name: n.Table.Name, Fields: fieldsOf(n.Cols), Mode: n.Changes}
	stage := &physical.Stage{
		Name:  l.stageName(n.Table.Name),
		Input: &physical.Source{Table: n.Table, Used: n.Used, Type: row},
		Span:  n.Pos,
	}
	if l.strategy == rebalance {
		l.deal(n, stage, scanned(n, row))
	} else {
		stage.Then = l.operators(n, scanned(n, row))
	}
	return stage
}

// valuesStage makes constant rows, as rows of a sink where they all go there.
func (l *lowering) valuesStage(n *logical.Values) *physical.Stage {
	row := l.targetRow(n)
	if row == nil {
		row = &physical.RowType{Name: l.rowName(n), Fields: fieldsOf(n.Cols), Mode: n.Changes}
	}
	constant := &physical.Constant{Type: row}
	for _, exprs := range n.Rows {
		constant.Rows = append(constant.Rows, widenAll(exprs, row.Fields))
	}
	return &physical.Stage{
		Name:  l.stageName(row.Name),
		Input: constant,
		Then:  l.operators(n, constants(n, row)),
		Span:  n.Pos,
	}
}

// stageName keeps names of stages apart: two queries without FROM may write to one table.
func (l *lowering) stageName(name string) string {
	l.names[name]++
	if count := l.names[name]; count > 1 {
		return fmt.Sprintf("%s_%d", name, count)
	}
	return name
}

// operators makes the consumers of a node's rows.
func (l *lowering) operators(n logical.Node, in stream) []physical.Operator {
	var list []physical.Operator
	for _, consumer := range l.consumers[n] {
		list = append(list, l.operator(consumer, in)...)
	}
	return list
}

// operator makes what a consumer does with the rows of one of its inputs.
func (l *lowering) operator(n logical.Node, in stream) []physical.Operator {
	switch n := n.(type) {
	case *logical.Filter:
		return l.filter(n, in)
	case *logical.Project:
		return l.project(n, in)
	case *logical.Union:
		return l.union(n, in)
	case *logical.Watermark:
		return l.watermark(n, in)
	case *logical.WindowAssign:
		if n.Waits() {
			return l.intoPartitions(&l.sessioning(n).partitioned, in)
		}
		return l.windowAssign(n, in)
	case *logical.Aggregate:
		return l.intoAggregate(n, in)
	case *logical.Over:
		return l.intoPartitions(&l.ordering(n).partitioned, in)
	case *logical.Sort:
		return l.intoSort(n, in)
	case *logical.Top:
		return l.intoPartitions(&l.leading(n).partitioned, in)
	case *logical.Sink:
		return l.write(n, in)
	}
	panic(fmt.Sprintf("lower: unknown node %T", n))
}
