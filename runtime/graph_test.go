package rt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// numbers is a source of splits of numbers.
type numbers struct{ splits, each int64 }

func (n *numbers) Splits(context.Context, int) ([]*rt.Split, error) {
	var list []*rt.Split
	for i := range n.splits {
		list = append(list, &rt.Split{ID: int(i), Start: i * n.each, End: (i + 1) * n.each})
	}
	return list, nil
}

func (n *numbers) NewReader() (rt.Reader, error) { return &numbersReader{}, nil }

type numbersReader struct{ next, end int64 }

func (r *numbersReader) Open(_ context.Context, split *rt.Split) error {
	r.next, r.end = split.Start, split.End
	return nil
}

func (r *numbersReader) Read(ctx context.Context, batch *rt.Batch) error {
	if r.next == r.end {
		return errEOF
	}
	batch.First, batch.Count = r.next, min(r.end-r.next, 100)
	r.next += batch.Count
	return ctx.Err()
}

func (r *numbersReader) Close() error { return nil }

// row is what goes through the exchange: text proves that it is kept.
type row struct {
	number int64
	text   string
}

// sending is the first stage: it sends its numbers on.
type sending struct {
	*rt.StageContext
	in     *rt.Intake
	out    *rt.Sender[row]
	direct *receiving
	kind   rt.ExchangeKind
	fail   int64
}

func (p *sending) Process(batch *rt.Batch) error {
	for batch.NextNumber() {
		number := batch.Number()
		p.Observe(number)
		if number == p.fail {
			rt.FailRecord("this one")
		}
		p.in.Taken++
		if err := p.send(number); err != nil {
			return err
		}
	}
	return nil
}

func (p *sending) send(number int64) error {
	text := fmt.Sprint("number ", number)
	if p.direct != nil {
		return p.direct.take(&row{number, text})
	}
	lane := p.out.To(uint64(number) * 0x9e3779b97f4a7c15)
	switch p.kind {
	case rt.Single:
		lane = p.out.First()
	case rt.Rebalance:
		lane = p.out.Any()
	}
	slot, err := lane.Next()
	if err == nil {
		*slot = row{number, lane.Keep(text)}
	}
	return err
}

// receiving is the second stage: it remembers what it got until the end of time.
type receiving struct {
	*rt.StageContext
	in      *rt.Receiver[row]
	intake  *rt.Intake
	emitted *rt.Emission
	out     *rt.Output
	kept    []row
	next    int
	last    int64
	slow    time.Duration
}

func (p *receiving) Process(batch *rt.Batch) error {
	rows := p.in.Rows()
	time.Sleep(p.slow)
	for batch.NextNumber() {
		if err := p.take(&rows[batch.Number()]); err != nil {
			return err
		}
	}
	return nil
}

func (p *receiving) take(r *row) error {
	p.intake.Taken++
	p.kept = append(p.kept, row{r.number, strings.Clone(r.text)})
	return nil
}

func (p *receiving) Advance(watermark int64) error {
	if watermark < p.last {
		return errors.New("time went back")
	}
	if p.last = watermark; watermark < rt.EndOfTime {
		return nil
	}
	for p.next < len(p.kept) {
		r := p.kept[p.next]
		p.next++
		p.emitted.Rows++
		if r.text != fmt.Sprint("number ", r.number) {
			return fmt.Errorf("text %q of %d", r.text, r.number)
		}
		if r.number%1000 == 7 {
			rt.FailRecord("a result")
		}
		p.out.Buf = append(p.out.Buf, r.text+"\n"...)
		if err := p.out.Wrote(); err != nil {
			return err
		}
	}
	return nil
}

// collect is a sink of lines.
type collect struct {
	mu    sync.Mutex
	lines map[string]int
}

func (c *collect) Open(context.Context, int) error  { return nil }
func (c *collect) NewWriter(int) (rt.Writer, error) { return c, nil }
func (c *collect) Commit(context.Context) error     { return nil }
func (c *collect) Abort() error                     { return nil }
func (c *collect) Close(context.Context) error      { return nil }
func (c *collect) Write(_ context.Context, b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for line := range strings.Lines(string(b)) {
		c.lines[line]++
	}
	return nil
}

// graphJob is a job of sources that send to one stage.
func graphJob(sources int, n numbers, kind rt.ExchangeKind, sink *collect, slow time.Duration, fail int64) *rt.Job {
	job := &rt.Job{Name: "graph", Exchanges: []rt.Exchange{{Name: "kept", Kind: kind, Links: rt.LinksOf[row]}},
		Sinks: []rt.SinkTable{{Name: "out", New: func(*rt.Table) (rt.Sink, error) { return sink, nil }}}}
	for i := range sources {
		name := fmt.Sprint("numbers", i)
		job.Sources = append(job.Sources, rt.SourceTable{Name: name, New: func(*rt.Table) (rt.Source, error) { return &n, nil }})
		job.Stages = append(job.Stages, rt.Stage{Name: name, Source: name, Intakes: []string{"to kept"}, Sends: []string{"kept"}, EventTime: true,
			New: func(c *rt.StageContext) (rt.Partition, error) {
				return &sending{StageContext: c, in: c.Intake("to kept"), out: rt.SenderOf[row](c, "kept"), direct: rt.DirectTo[receiving](c, "kept"), kind: kind, fail: fail}, nil
			}})
	}
	job.Stages = append(job.Stages, rt.Stage{Name: "kept", Receives: "kept", Intakes: []string{"kept"}, Emits: []rt.Emits{{Name: "kept", Outputs: []string{"out"}}},
		New: func(c *rt.StageContext) (rt.Partition, error) {
			return &receiving{StageContext: c, in: rt.ReceiverOf[row](c), intake: c.Intake("kept"), emitted: c.Emitted("kept"), out: c.Output("out"), slow: slow, last: math.MinInt64}, nil
		}})
	return job
}

var errEOF = io.EOF

// Every row goes through an exchange once, whatever the number of partitions, sources and splits; results that fail are counted
// and the others go on; and no goroutine stays behind.
func TestGraphsDeliver(t *testing.T) {
	before := runtime.NumGoroutine()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		sources, n := 1+r.IntN(3), numbers{splits: 1 + r.Int64N(6), each: 1 + r.Int64N(2000)}
		kind := []rt.ExchangeKind{rt.Hash, rt.Single, rt.Rebalance}[r.IntN(3)]
		sink := &collect{lines: map[string]int{}}
		job := graphJob(sources, n, kind, sink, time.Duration(r.IntN(8)/7)*100*time.Microsecond, -1)
		partitions := 1 + r.IntN(7)
		stats, err := rt.Run(context.Background(), job, rt.Config{Partitions: partitions, BatchSize: []int64{0, 1, 7, 4096}[r.IntN(4)], OnError: rt.Skip})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		total := n.splits * n.each
		for i := range total {
			want := sources
			if i%1000 == 7 {
				want = 0
			}
			if got := sink.lines[fmt.Sprint("number ", i, "\n")]; got != want {
				t.Fatalf("seed %d: %d sources, %d partitions, exchange %d: number %d came %d times", seed, sources, partitions, kind, i, got)
			}
		}
		if read := stats.Total().Read; read != total*int64(sources) {
			t.Fatalf("seed %d: %d records read, not %d", seed, read, total*int64(sources))
		}
	}
	noGoroutines(t, before)
}

// advancing is a first stage that is told of the passing of time.
type advancing struct {
	*sending
	calls *atomic.Int64
}

func (p *advancing) Advance(int64) error {
	p.calls.Add(1)
	return nil
}

// A stage that sends is asked behind each batch, even if no watermark moves: a first phase that has many groups sends them then.
func TestSendersAreAskedEachBatch(t *testing.T) {
	var calls atomic.Int64
	job := graphJob(1, numbers{splits: 2, each: 1000}, rt.Hash, &collect{lines: map[string]int{}}, 0, -1)
	first := &job.Stages[0]
	made := first.New
	first.EventTime, first.New = false, func(c *rt.StageContext) (rt.Partition, error) {
		p, err := made(c)
		return &advancing{p.(*sending), &calls}, err
	}
	if _, err := rt.Run(context.Background(), job, rt.Config{Partitions: 2, OnError: rt.Skip}); err != nil {
		t.Fatal(err)
	}
	if batches := int64(20); calls.Load() < batches {
		t.Errorf("asked %d times for %d batches", calls.Load(), batches)
	}
}

// A failure anywhere, or a signal at any moment, ends the job with no worker waiting for another.
func TestGraphsStop(t *testing.T) {
	before := runtime.NumGoroutine()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		n := numbers{splits: 4, each: 20000}
		fail := int64(-1)
		if r.IntN(2) == 0 {
			fail = r.Int64N(80000)
		}
		job := graphJob(1+r.IntN(2), n, rt.Hash, &collect{lines: map[string]int{}}, 0, fail)
		ctx, stop := context.WithTimeout(context.Background(), time.Duration(r.IntN(20))*time.Millisecond)
		_, err := rt.Run(ctx, job, rt.Config{Partitions: 1 + r.IntN(5), OnError: rt.Fail})
		stop()
		if err != nil && !strings.Contains(err.Error(), "this one") && !strings.Contains(err.Error(), "a result") {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	noGoroutines(t, before)
}

func noGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

var benchmarkRows atomic.Int64

// BenchmarkExchange measures rows through an exchange by hash, two partitions to two.
func BenchmarkExchange(b *testing.B) {
	for b.Loop() {
		sink := &collect{lines: map[string]int{}}
		job := graphJob(1, numbers{splits: 2, each: 500_000}, rt.Hash, sink, 0, -1)
		stats, err := rt.Run(context.Background(), job, rt.Config{Partitions: 2, OnError: rt.Skip})
		if err != nil {
			b.Fatal(err)
		}
		benchmarkRows.Add(stats.Total().Read)
	}
}
