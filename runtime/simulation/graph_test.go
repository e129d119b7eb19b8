package simulation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/file"
)

// row is what goes through a graph: a number, which is its time or about that, or what a window has added up.
type row struct {
	number, key, count, sum int64
	text                    string
}

// node is a stage of a random graph: it reads numbers or receives rows, and sends them on, puts them into windows, or writes them.
type node struct {
	name   string
	reads  *numbers // nil behind an exchange
	kind   rt.ExchangeKind
	width  int64 // of its windows; 0 for none
	phases bool  // those that send to it have a first phase of the windows
	sends  []*node
	sink   string // "" for none
	poison int64  // the numbers that a user function panics for: one in so many; 0 for none
}

// window names the operator of a node that has one.
func (n *node) window() string { return "windows of " + n.name }

// intake names what the rows that are sent to the node are counted as.
func (n *node) intake() string {
	if n.phases {
		return n.window()
	}
	return "to " + n.name
}

// graph is a random job.
type graph struct {
	world *world
	nodes []*node // in the order of the rows
	keys  int64
	sinks []rt.SinkTable
}

func newGraph(w *world) *graph {
	r := w.random
	g := &graph{world: w, keys: 1 + r.Int64N(200)}
	g.addSinks(1 + r.IntN(3))
	sources := 1 + r.IntN(3)
	all := make([]*node, sources+1+r.IntN(4))
	for i := range all {
		all[i] = &node{name: "stage" + strconv.Itoa(i)}
	}
	received := map[*node]bool{all[len(all)-1]: true}
	for i, n := range all {
		behind := all[max(i+1, sources):]
		switch {
		case i < sources:
			n.reads = newNumbers(w, n.name)
			n.poison = int64(r.IntN(3)/2) * (2 + r.Int64N(500))
		case !received[n]:
			continue // nothing leads here
		default:
			g.receive(n)
		}
		g.nodes = append(g.nodes, n)
		for range 1 + r.IntN(5)/4 {
			if len(behind) > 0 {
				if to := behind[r.IntN(len(behind))]; !slices.Contains(n.sends, to) {
					n.sends = append(n.sends, to)
					received[to] = true
				}
			}
		}
		if len(n.sends) == 0 || r.IntN(4) == 0 {
			n.sink = g.sinks[r.IntN(len(g.sinks))].Name
		}
	}
	return g
}

// receive decides what a node behind an exchange does.
func (g *graph) receive(n *node) {
	r := g.world.random
	n.kind = []rt.ExchangeKind{rt.Hash, rt.Hash, rt.Single, rt.Rebalance, rt.Broadcast}[r.IntN(5)]
	if n.kind != rt.Rebalance && r.IntN(2) == 0 {
		n.width = 1 + r.Int64N(1+r.Int64N(3000))
		n.phases = n.kind == rt.Hash && r.IntN(2) == 0
	}
}

// addSinks makes tables that are files: plain or compressed, one or one per partition.
func (g *graph) addSinks(count int) {
	for i := range count {
		name := "sink" + strconv.Itoa(i)
		path := "out/" + name + ".txt"
		options := []rt.Option{{Key: "connector", Value: "file"}}
		if g.world.random.IntN(4) == 0 {
			path += ".gz"
		}
		if g.world.random.IntN(4) == 0 {
			options = append(options, rt.Option{Key: "sink.file-per-partition", Value: "true"})
		}
		options = append(options, rt.Option{Key: "path", Value: path})
		g.sinks = append(g.sinks, rt.SinkTable{Name: name, New: file.NewSink, Options: options})
	}
}

func (g *graph) settle(o *rt.OutputStats) {
	if g.repeats() {
		o.Filtered = 0
	}
}

// repeats reports a stage that passes over rows that another partition takes.
func (g *graph) repeats() bool {
	return slices.ContainsFunc(g.nodes, func(n *node) bool { return n.reads == nil && n.kind == rt.Broadcast })
}

func (g *graph) folded(_ *testing.T, lines []string) []string { return lines }
func (g *graph) input() map[string][]byte                     { return nil }

// job is the graph as the runtime takes it, for a number of partitions.
func (g *graph) job(partitions int) *rt.Job {
	job := &rt.Job{Name: "graph", Sinks: g.sinks}
	for _, n := range g.nodes {
		stage := rt.Stage{Name: n.name}
		if n.reads != nil {
			source := n.reads
			stage.Source, stage.EventTime = n.name, true
			job.Sources = append(job.Sources, rt.SourceTable{Name: n.name, New: func(*rt.Table) (rt.Source, error) { return source, nil }})
		} else {
			stage.Receives = n.name
			job.Exchanges = append(job.Exchanges, rt.Exchange{Name: n.name, Kind: n.kind, Links: rt.LinksOf[row]})
		}
		n.leads(&stage)
		stage.New = func(c *rt.StageContext) (rt.Partition, error) { return g.open(n, c, partitions), nil }
		job.Stages = append(job.Stages, stage)
	}
	return job
}

// leads says in a stage where its rows go.
func (n *node) leads(stage *rt.Stage) {
	var outputs, intakes []string
	if n.sink != "" {
		outputs = []string{n.sink}
	}
	for _, to := range n.sends {
		stage.Sends = append(stage.Sends, to.name)
		intakes = append(intakes, to.intake())
	}
	if n.width == 0 {
		stage.Outputs, stage.Intakes = outputs, intakes
		return
	}
	stage.Emits = []rt.Emits{{Name: n.window(), Outputs: outputs, Intakes: intakes}}
	if !n.phases {
		stage.Intakes = []string{n.window()}
	}
}

// hop is a partition of a node.
type hop struct {
	*rt.StageContext
	world      *world
	node       *node
	keys       int64
	partitions int
	actor      string
	random     *rand.Rand
	in         *rt.Receiver[row] // nil where it reads, or where the stage before calls
	out        *rt.Output
	ways       []*way
	windows    *windows // nil for none
	emitted    *rt.Emission
	advanced   int64 // the watermark that it was brought to
}

func (g *graph) open(n *node, c *rt.StageContext, partitions int) *hop {
	p := &hop{StageContext: c, world: g.world, node: n, keys: g.keys, partitions: partitions, advanced: rt.BeginningOfTime}
	p.actor = fmt.Sprint(n.name, " ", c.Partition)
	p.random = g.world.stream(p.actor + " rows")
	if n.reads == nil {
		p.in = rt.ReceiverOf[row](c)
	}
	if n.sink != "" {
		p.out = c.Output(n.sink)
	}
	if n.width > 0 {
		in := &rt.Intake{}
		if !n.phases {
			in = c.Intake(n.window())
		}
		p.windows, p.emitted = newWindows(p, in, n.width), c.Emitted(n.window())
		c.Keeps(n.window(), p.windows)
	}
	for _, to := range n.sends {
		p.ways = append(p.ways, p.openWay(to))
	}
	return p
}

func (p *hop) Process(batch *rt.Batch) error {
	p.world.pause(p.actor)
	var rows []row
	if p.in != nil {
		rows = p.in.Rows()
	}
	for batch.NextNumber() {
		if p.random.IntN(30) == 0 {
			p.world.pause(p.actor)
		}
		if p.in == nil {
			if err := p.read(batch.Number()); err != nil {
				return err
			}
		} else if err := p.receive(&rows[batch.Number()]); err != nil {
			return err
		}
	}
	return nil
}

func (p *hop) read(number int64) error {
	time, watermark := p.node.reads.time(number)
	p.Observe(watermark)
	if poison := p.node.poison; poison > 0 && number%poison == poison-1 {
		var none map[int64]int
		none[number]++ // as careless as a user function may be
	}
	return p.take(&row{number: time, key: number % p.keys, count: 1, sum: number, text: fmt.Sprint("number ", number)})
}

func (p *hop) receive(r *row) error {
	if p.node.phases {
		p.windows.takePart(r)
		return nil
	}
	return p.take(r)
}

func (p *hop) take(r *row) error {
	switch {
	case !p.mine(r) && p.windows != nil:
		p.windows.in.Filtered++
		return nil
	case !p.mine(r):
		p.filter()
		return nil
	case p.windows != nil:
		return p.windows.take(r)
	}
	return p.pass(r)
}

// mine says which partition takes a row that all have got.
func (p *hop) mine(r *row) bool {
	return p.node.reads != nil || p.node.kind != rt.Broadcast || int(hashOf(r.key)>>57)*p.partitions>>7 == p.Partition
}

func (p *hop) filter() {
	for _, w := range p.ways {
		w.in.Filtered++
	}
	if p.out != nil {
		p.out.Filtered++
	}
}

// pass sends a row on, and writes it.
func (p *hop) pass(r *row) error {
	for _, w := range p.ways {
		if err := w.send(r); err != nil {
			return err
		}
	}
	if p.out == nil {
		return nil
	}
	p.out.Buf = fmt.Appendf(p.out.Buf, "%s %d %d %d %d %s\n", p.node.name, r.number, r.key, r.count, r.sum, r.text)
	return p.out.Wrote()
}

// Advance emits what is complete, and sends on what first phases have.
func (p *hop) Advance(watermark int64) error {
	if p.windows != nil {
		if err := p.windows.advance(watermark); err != nil {
			return err
		}
	}
	for _, w := range p.ways {
		if w.first != nil {
			if err := w.first.send(watermark); err != nil {
				return err
			}
		}
	}
	p.advanced = watermark
	return nil
}

// way leads from a hop to an exchange.
type way struct {
	to     *node
	in     *rt.Intake
	sender *rt.Sender[row]
	direct *hop
	first  *windows // the first phase of the windows behind the exchange; nil for none
}

func (p *hop) openWay(to *node) *way {
	w := &way{to: to, in: p.Intake(to.intake()), sender: rt.SenderOf[row](p.StageContext, to.name), direct: rt.DirectTo[hop](p.StageContext, to.name)}
	if to.phases && w.sender != nil {
		w.first = newWindows(p, w.in, to.width)
		w.first.out = w.sender
		p.Sends(w.first.send)
	}
	return w
}

func (w *way) send(r *row) error {
	switch {
	case w.first != nil:
		return w.first.take(r)
	case w.direct != nil && w.to.phases:
		w.in.Taken++
		w.direct.windows.takePart(r)
		return nil
	}
	w.in.Taken++
	switch {
	case w.direct != nil:
		return w.direct.take(r)
	case w.to.kind == rt.Broadcast:
		lanes := w.sender.All()
		for i := range lanes {
			if err := put(&lanes[i], r); err != nil {
				return err
			}
		}
		return nil
	}
	return put(w.lane(r), r)
}

func (w *way) lane(r *row) *rt.Lane[row] {
	switch w.to.kind {
	case rt.Single:
		return w.sender.First()
	case rt.Rebalance:
		return w.sender.Any()
	}
	return w.sender.To(hashOf(r.key))
}

func put(lane *rt.Lane[row], r *row) error {
	slot, err := lane.Next()
	if err == nil {
		*slot = *r
		slot.text = lane.Keep(r.text)
	}
	return err
}
