package rt_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// diary writes down what is asked of a fake source and a fake sink.
type diary struct {
	entries []string
	fail    string // the entry that fails
}

var errFake = errors.New("it fails")

func (d *diary) add(entry string) error {
	d.entries = append(d.entries, entry)
	if entry == d.fail {
		return errFake
	}
	return nil
}

type fakeSource struct{ *diary }

func (s fakeSource) Splits(context.Context, int) ([]*rt.Split, error) {
	return []*rt.Split{{Name: "split"}}, s.add("list splits")
}
func (s fakeSource) NewReader() (rt.Reader, error) { return &fakeReader{diary: s.diary}, nil }
func (s fakeSource) Commit(context.Context) error  { return s.add("commit source") }

type fakeReader struct {
	*diary
	batches int
}

func (r *fakeReader) Open(context.Context, *rt.Split) error { return r.add("open split") }
func (r *fakeReader) Close() error                          { return r.add("close reader") }
func (r *fakeReader) Read(_ context.Context, batch *rt.Batch) error {
	if r.batches++; r.batches > 2 {
		return io.EOF
	}
	batch.Data = []byte("line\n")
	return r.add("read")
}

type fakeSink struct{ *diary }

func (s fakeSink) Open(context.Context, int) error  { return s.add("open sink") }
func (s fakeSink) NewWriter(int) (rt.Writer, error) { return s, nil }
func (s fakeSink) Write(_ context.Context, b []byte) error {
	return s.add("write " + strings.ReplaceAll(string(b), "\n", ";"))
}
func (s fakeSink) Close(context.Context) error  { return s.add("close writer") }
func (s fakeSink) Commit(context.Context) error { return s.add("commit sink") }
func (s fakeSink) Abort() error                 { return s.add("abort sink") }

func fakeJob(d *diary) *rt.Job {
	job := linesJob("fake", "", "")
	job.Sources[0].New = func(*rt.Table) (rt.Source, error) { return fakeSource{d}, nil }
	job.Sinks[0].New = func(*rt.Table) (rt.Sink, error) { return fakeSink{d}, nil }
	return job
}

func TestLifecycle(t *testing.T) {
	for fail, want := range map[string]string{
		"":                 "list splits, open sink, open split, read, read, write line;line;, close writer, commit sink, commit source, close reader",
		"list splits":      "list splits",
		"open sink":        "list splits, open sink, abort sink",
		"open split":       "list splits, open sink, open split, abort sink, close reader",
		"read":             "list splits, open sink, open split, read, abort sink, close reader",
		"write line;line;": "list splits, open sink, open split, read, read, write line;line;, abort sink, close reader",
		"close writer":     "list splits, open sink, open split, read, read, write line;line;, close writer, abort sink, close reader",
		"commit sink":      "list splits, open sink, open split, read, read, write line;line;, close writer, commit sink, abort sink, close reader",
		"commit source":    "list splits, open sink, open split, read, read, write line;line;, close writer, commit sink, commit source, close reader",
	} {
		d := &diary{fail: fail}
		_, err := rt.Run(context.Background(), fakeJob(d), rt.Config{Partitions: 1})
		if got := strings.Join(d.entries, ", "); got != want && got != strings.Replace(want, "list splits", "list splits, abort sink", 1) {
			t.Errorf("%s fails: %s\nnot %s", fail, got, want)
		}
		if (err != nil) != (fail != "") || err != nil && !errors.Is(err, errFake) {
			t.Errorf("%s fails: %v", fail, err)
		}
	}
}

// A panic in a writer is a bug, not a record's failure: the job ends whatever the policy.
func TestPanicOutsideARecord(t *testing.T) {
	d := &diary{}
	job := fakeJob(d)
	job.Sinks[0].New = func(*rt.Table) (rt.Sink, error) { return panickingSink{fakeSink{d}}, nil }
	_, err := rt.Run(context.Background(), job, rt.Config{OnError: rt.Skip})
	if err == nil || !strings.HasPrefix(err.Error(), "panic: in the writer: a bug of weir's, or of a connector\n") || !strings.Contains(err.Error(), "life_test.go") {
		t.Error(err)
	}
	if !slices.Contains(d.entries, "abort sink") {
		t.Errorf("%v", d.entries)
	}
}

type panickingSink struct{ fakeSink }

func (s panickingSink) NewWriter(int) (rt.Writer, error)    { return s, nil }
func (s panickingSink) Write(context.Context, []byte) error { panic("in the writer") }

// A pipeline that panics before it takes a record would do so for ever.
func TestPanicBeforeARecord(t *testing.T) {
	job := fakeJob(&diary{})
	for _, take := range []bool{false, true} {
		job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) { return stuckPartition{ctx.Output("out"), take}, nil }
		if _, err := rt.Run(context.Background(), job, rt.Config{OnError: rt.Skip}); err == nil || !strings.Contains(err.Error(), "bug") {
			t.Errorf("take %v: %v", take, err)
		}
	}
}

type stuckPartition struct {
	out  *rt.Output
	take bool
}

func (p stuckPartition) Process(batch *rt.Batch) error {
	if p.take {
		batch.Next()
		p.out.Filtered++
	}
	panic("stuck")
}

// Counters that don't add up end the job before anything is committed.
func TestAccountingIsChecked(t *testing.T) {
	d := &diary{}
	job := fakeJob(d)
	job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) { return forgetful{}, nil }
	_, err := rt.Run(context.Background(), job, rt.Config{Partitions: 1})
	want := "stage lines, partition 0, table out: 2 rows and results, but 0 written, 0 filtered and 0 late: a bug of weir's"
	if err == nil || err.Error() != want || slices.Contains(d.entries, "commit sink") {
		t.Errorf("%v\nnot %s\n%v", err, want, d.entries)
	}
}

type forgetful struct{}

func (forgetful) Process(batch *rt.Batch) error {
	for batch.Next() {
	}
	return nil
}

func TestNoGoroutineRemains(t *testing.T) {
	before := runtime.NumGoroutine()
	dir := t.TempDir()
	writeFile(t, dir+"/in", numbered(1000))
	for _, out := range []string{dir + "/out", dir + "/no/out"} {
		var bar strings.Builder
		if _, err := rt.Run(context.Background(), linesJob("copy", dir+"/in", out), rt.Config{Partitions: 4, Progress: &bar}); (err == nil) != (out == dir+"/out") {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

func TestConstantRows(t *testing.T) {
	dir := t.TempDir()
	job := linesJob("constants", "", dir+"/out")
	job.Sources = nil
	job.Stages[0].Source, job.Stages[0].Rows = "", 3
	job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) { return constants{ctx.Output("out")}, nil }
	stats, err := rt.Run(context.Background(), job, rt.Config{Partitions: 4, BatchSize: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, dir+"/out"); got != "row 0\nrow 1\nrow 2\n" || len(stats.Partitions) != 1 {
		t.Errorf("%q, %d partitions", got, len(stats.Partitions))
	}
}

type constants struct{ out *rt.Output }

func (p constants) Process(batch *rt.Batch) error {
	for batch.NextNumber() {
		p.out.Buf = append(p.out.Buf, "row "...)
		p.out.Buf = append(p.out.Buf, byte('0'+batch.Number()), '\n')
		if err := p.out.Wrote(); err != nil {
			return err
		}
	}
	return nil
}
