package rt_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// hop is a stage of a random graph: it reads numbers or receives rows, and sends them on or writes them.
type hop struct {
	*rt.StageContext
	in      *rt.Receiver[row] // nil where it reads, or where the stage before calls
	out     *rt.Output        // of the last stage
	ways    []*way
	fault   int64 // the numbers that a user function panics for: one in so many; 0 for none
	flights *flights
}

// way leads from a hop to an exchange.
type way struct {
	taken  *rt.Intake
	sender *rt.Sender[row]
	direct *hop
	kind   rt.ExchangeKind
}

// flights counts the rows between the stage that reads and the one that writes.
type flights struct {
	begun, ended, most atomic.Int64
}

func (p *hop) Process(batch *rt.Batch) error {
	var rows []row
	if p.in != nil {
		rows = p.in.Rows()
	}
	for batch.NextNumber() {
		r := row{number: batch.Number()}
		if p.in != nil {
			r = rows[batch.Number()]
		} else {
			p.begin(&r)
		}
		if err := p.take(&r); err != nil {
			return err
		}
	}
	return nil
}

func (p *hop) begin(r *row) {
	r.text = fmt.Sprint("number ", r.number)
	p.Observe(r.number)
	flying := p.flights.begun.Add(1) - p.flights.ended.Load()
	for most := p.flights.most.Load(); flying > most && !p.flights.most.CompareAndSwap(most, flying); most = p.flights.most.Load() {
	}
}

func (p *hop) take(r *row) error {
	if p.fault > 0 && r.number%p.fault == p.fault-1 {
		var none map[int64]int
		none[r.number]++ // as careless as a user function may be
	}
	for _, w := range p.ways {
		if err := w.send(r); err != nil {
			return err
		}
	}
	if p.out == nil {
		return nil
	}
	p.flights.ended.Add(1)
	p.out.Buf = append(append(p.out.Buf, r.text...), '\n')
	return p.out.Wrote()
}

func (w *way) send(r *row) error {
	w.taken.Taken++
	if w.direct != nil {
		return w.direct.take(r)
	}
	lane := w.sender.To(uint64(r.number) * 0x9e3779b97f4a7c15)
	switch w.kind {
	case rt.Single:
		lane = w.sender.First()
	case rt.Rebalance:
		lane = w.sender.Any()
	}
	slot, err := lane.Next()
	if err == nil {
		*slot = row{r.number, lane.Keep(r.text)}
	}
	return err
}

var errSink = errors.New("the pipe is closed")

// faultySink is slow, and fails at a write, when a writer closes, or at the commit.
type faultySink struct {
	*collect
	slow   time.Duration
	at     string // where it fails: write, close, commit; "" for nowhere
	writes atomic.Int64
	after  int64 // writes that it takes
}

func (s *faultySink) NewWriter(int) (rt.Writer, error) { return faultyWriter{s}, nil }

func (s *faultySink) Commit(context.Context) error { return s.fails("commit") }

func (s *faultySink) fails(at string) error {
	if s.at == at {
		return errSink
	}
	return nil
}

type faultyWriter struct{ *faultySink }

func (w faultyWriter) Write(ctx context.Context, b []byte) error {
	time.Sleep(w.slow)
	if w.writes.Add(1) > w.after {
		if err := w.fails("write"); err != nil {
			return err
		}
	}
	return w.collect.Write(ctx, b)
}

func (w faultyWriter) Close(context.Context) error { return w.fails("close") }

// randomGraph is a job of stages in the order of the rows, and the number of ways from each source to the sink.
type randomGraph struct {
	job     *rt.Job
	paths   []int // by stage
	flights flights
}

// newGraph makes a job of some sources, some stages that pass rows on, and one that writes. A stage sends to one later stage, or
// to two where fork says so.
func newGraph(r *rand.Rand, n numbers, sink rt.Sink, fork bool, fault int64) *randomGraph {
	sources := 1 + r.IntN(3)
	stages := sources + 1 + r.IntN(3)
	g := &randomGraph{paths: make([]int, stages),
		job: &rt.Job{Name: "graph", Sinks: []rt.SinkTable{{Name: "out", New: func(*rt.Table) (rt.Sink, error) { return sink, nil }}}}}
	sends := make([][]int, stages)
	received := map[int]bool{stages - 1: true}
	for i := range stages - 1 {
		first := max(i+1, sources)
		if i >= sources && !received[i] {
			continue // nothing leads here
		}
		sends[i] = []int{first + r.IntN(stages-first)}
		if other := first + r.IntN(stages-first); fork && other != sends[i][0] {
			sends[i] = append(sends[i], other)
		}
		for _, to := range sends[i] {
			received[to] = true
		}
	}
	g.paths[stages-1] = 1
	for i := stages - 2; i >= 0; i-- {
		for _, to := range sends[i] {
			g.paths[i] += g.paths[to]
		}
	}
	kinds := map[int]rt.ExchangeKind{}
	for i := range stages {
		if i >= sources && received[i] {
			kinds[i] = []rt.ExchangeKind{rt.Hash, rt.Single, rt.Rebalance}[r.IntN(3)]
			g.job.Exchanges = append(g.job.Exchanges, rt.Exchange{Name: stageName(i), Kind: kinds[i], Links: rt.LinksOf[row]})
		}
	}
	faulty := r.IntN(sources)
	if !fork && r.IntN(2) == 0 {
		faulty = stages - 1
	}
	for i := range stages {
		if i < sources || received[i] {
			g.addStage(i, i < sources, sends[i], kinds, n, only(i == faulty, fault))
		}
	}
	return g
}

func only(condition bool, n int64) int64 {
	if condition {
		return n
	}
	return 0
}

func stageName(i int) string { return "stage" + strconv.Itoa(i) }

func (g *randomGraph) addStage(i int, reads bool, sends []int, kinds map[int]rt.ExchangeKind, n numbers, fault int64) {
	stage := rt.Stage{Name: stageName(i)}
	if reads {
		stage.Source, stage.EventTime = stage.Name, true
		g.job.Sources = append(g.job.Sources, rt.SourceTable{Name: stage.Name, New: func(*rt.Table) (rt.Source, error) { return &n, nil }})
	} else {
		stage.Receives = stage.Name
	}
	for _, to := range sends {
		stage.Sends = append(stage.Sends, stageName(to))
		stage.Intakes = append(stage.Intakes, "to "+stageName(to))
	}
	last := len(sends) == 0
	if last {
		stage.Outputs = []string{"out"}
	}
	stage.New = func(c *rt.StageContext) (rt.Partition, error) {
		p := &hop{StageContext: c, fault: fault, flights: &g.flights}
		if !reads {
			p.in = rt.ReceiverOf[row](c)
		}
		if last {
			p.out = c.Output("out")
		}
		for _, to := range sends {
			name := stageName(to)
			p.ways = append(p.ways, &way{taken: c.Intake("to " + name), sender: rt.SenderOf[row](c, name), direct: rt.DirectTo[hop](c, name), kind: kinds[to]})
		}
		return p, nil
	}
	g.job.Stages = append(g.job.Stages, stage)
}

// expected is how many rows come to the last stage of what the sources read.
func (g *randomGraph) expected(stats *rt.Stats) int64 {
	var sum int64
	for _, p := range stats.Partitions {
		if i, _ := strconv.Atoi(strings.TrimPrefix(p.Stage, "stage")); !p.Receives {
			sum += (p.Read - p.Failed) * int64(g.paths[i])
		} else if g.paths[i] == 1 {
			sum -= p.Failed
		}
	}
	return sum
}

// runs runs a job that must end: where it doesn't, the stacks of all goroutines say who waits for whom.
func runs(t *testing.T, ctx context.Context, job *rt.Job, config rt.Config, what string) (*rt.Stats, error) {
	t.Helper()
	hung := time.AfterFunc(time.Minute, func() {
		stacks := make([]byte, 1<<20)
		fmt.Fprintf(os.Stderr, "%s: the job doesn't end\n%s", what, stacks[:runtime.Stack(stacks, true)])
		os.Exit(1)
	})
	defer hung.Stop()
	return rt.Run(ctx, job, config)
}

// Whatever fails, and whenever the job is asked to stop, it ends; the error is that of what failed; no goroutine stays behind; and
// a job without an error has written every row that it read, once for each way.
func TestGraphsEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	rounds := uint64(60)
	if testing.Short() {
		rounds = 20
	}
	first := rand.Uint64N(1 << 40)
	for seed := first; seed < first+rounds; seed++ {
		r := rand.New(rand.NewPCG(seed, 11))
		sink := &faultySink{collect: &collect{lines: map[string]int{}}, after: r.Int64N(10)}
		sink.at = []string{"", "", "", "write", "close", "commit"}[r.IntN(6)]
		sink.slow = time.Duration(r.IntN(3)/2) * time.Millisecond
		fork, fault := r.IntN(3) == 0, int64(r.IntN(3)/2)*(2+r.Int64N(5000))
		g := newGraph(r, numbers{splits: 1 + r.Int64N(6), each: 1 + r.Int64N(8000)}, sink, fork, fault)
		config := rt.Config{Partitions: []int{1, 2, 4, 7}[r.IntN(4)], BatchSize: []int64{0, 1, 7, 4096}[r.IntN(4)], OnError: rt.Skip}
		if r.IntN(4) == 0 {
			config.OnError = rt.Fail
		}
		ctx, stop := context.WithCancel(t.Context())
		if r.IntN(2) == 0 {
			time.AfterFunc(time.Duration(r.IntN(30_000))*time.Microsecond, stop)
		}
		what := fmt.Sprintf("seed %d: %d partitions, batches of %d, the sink fails at %q, panics every %d, fork %v", seed, config.Partitions, config.BatchSize, sink.at, fault, fork)
		stats, err := runs(t, ctx, g.job, config, what)
		stop()
		switch {
		case errors.Is(err, errSink) && sink.at != "":
		case err != nil && config.OnError == rt.Fail && fault > 0 && strings.Contains(err.Error(), "nil map"):
		case err != nil:
			t.Fatalf("%s: %v", what, err)
		default:
			if got, want := sink.count(), g.expected(stats); got != want {
				t.Fatalf("%s: %d rows, not %d", what, got, want)
			}
		}
	}
	noGoroutines(t, before)
}

func (c *collect) count() int64 {
	var sum int64
	for _, n := range c.lines {
		sum += int64(n)
	}
	return sum
}

// A slow sink holds the sources back: what is under way is no more than the rings hold, and the batches at their ends.
func TestSlowSinksHoldBack(t *testing.T) {
	const partitions, batches, rows = 2, 8 + 2, 256
	sink := &faultySink{collect: &collect{lines: map[string]int{}}, slow: 20 * time.Millisecond}
	g := newGraph(rand.New(rand.NewPCG(3, 3)), numbers{splits: partitions, each: 100_000}, sink, false, 0)
	stats, err := runs(t, t.Context(), g.job, rt.Config{Partitions: partitions, OnError: rt.Skip}, "a slow sink")
	if err != nil {
		t.Fatal(err)
	}
	links := int64(0)
	for _, stage := range g.job.Stages {
		links += int64(len(stage.Sends)) * partitions * partitions
	}
	read, most := stats.Total().Read, g.flights.most.Load()
	if bound := links * batches * rows; most > bound || bound > read/2 {
		t.Errorf("%d of %d rows were under way, the bound is %d", most, read, bound)
	}
}
