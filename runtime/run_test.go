package rt_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

func TestRunCopiesInOrder(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	content := numbered(100_000)
	writeFile(t, in, content)
	stats, err := rt.Run(context.Background(), linesJob("copy", in, out), rt.Config{Partitions: 1, Set: []rt.Assignment{{"lines", "source.split-size", "100 kb"}}})
	if err != nil {
		t.Fatal(err)
	}
	if readFile(t, out) != content {
		t.Error("the output is not the input")
	}
	if total := stats.Total(); total.Read != 100_000 || total.Outputs[0].Written != 100_000 || total.BytesRead != int64(len(content)) {
		t.Errorf("statistics %+v", total)
	}
	if names := fileNames(t, dir); names != "in out" {
		t.Errorf("the directory has %s", names)
	}
}

func TestRunPartitionsTakeEachRecordOnce(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	content := numbered(50_000)
	writeFile(t, in, content)
	for _, partitions := range []int{2, 3, 8} {
		stats, err := rt.Run(context.Background(), linesJob("copy", in, out), rt.Config{Partitions: partitions, BatchSize: 100, Set: []rt.Assignment{{"lines", "source.split-size", "64 kb"}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(stats.Partitions) != partitions {
			t.Errorf("%d partitions, not %d", len(stats.Partitions), partitions)
		}
		if sorted(readFile(t, out)) != sorted(content) {
			t.Errorf("%d partitions: the output has not each record once", partitions)
		}
	}
}

func sorted(text string) string {
	lines := strings.SplitAfter(text, "\n")
	sort.Strings(lines)
	return strings.Join(lines, "")
}

const mixed = "one\nbad two\r\n\nskip three\nzero four\npanic five\nsix"

func TestOnErrorFail(t *testing.T) {
	for input, want := range map[string]string{
		"one\n\nbad two\n": `IN:3 (byte 5): job.sql:1:1: it is bad
  record: bad two`,
		"one\nzero four\n": `IN:2 (byte 4): job.sql:12: division by zero
  record: zero four`,
		"panic \"five\"\n": `IN:1 (byte 0): job.sql:14: panic: runtime error: index out of range [3] with length 0
  record: panic "five"`,
	} {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
		writeFile(t, in, input)
		_, err := rt.Run(context.Background(), linesJob("copy", in, out), rt.Config{Partitions: 1})
		if err == nil || strings.ReplaceAll(err.Error(), in, "IN") != want {
			t.Errorf("%q: error\n%v\nnot\n%s", input, err, want)
		}
		var failure *rt.Failure
		if !errors.As(err, &failure) {
			t.Errorf("%q: %T is no *rt.Failure", input, err)
		}
		if names := fileNames(t, dir); names != "in" {
			t.Errorf("a failed job left %s", names)
		}
	}
}

func TestOnErrorSkip(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	writeFile(t, in, mixed)
	for _, batchSize := range []int64{0, 1, 2} {
		stats, err := rt.Run(context.Background(), linesJob("copy", in, out), rt.Config{OnError: rt.Skip, BatchSize: batchSize})
		if err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, out); got != "one\nsix\n" {
			t.Errorf("output %q", got)
		}
		total := stats.Total()
		if total.Read != 6 || total.Failed != 3 || total.Outputs[0].Written != 2 || total.Outputs[0].Filtered != 1 || len(stats.Errors) != 3 {
			t.Errorf("statistics %+v, errors %v", total, stats.Errors)
		}
	}
}

// A record that one INSERT leaves out and that then fails for another counts as failed for both.
func TestAccountingOfTwoOutputs(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	writeFile(t, in, "late-zero\none\nskip\nlate-zero\nlate-zero\nbad\nzero\nskip\n")
	job := twoOutputs(linesJob("copy", in, filepath.Join(dir, "out")), filepath.Join(dir, "more"))
	stats, err := rt.Run(context.Background(), job, rt.Config{OnError: rt.Skip})
	if err != nil {
		t.Fatal(err)
	}
	total := stats.Total()
	if total.Failed != 5 || total.Outputs[0].Filtered != 2 || total.Outputs[0].Written != 1 || total.Outputs[1].Written != 3 {
		t.Errorf("statistics %+v", total)
	}
}

func TestDeadLetterFile(t *testing.T) {
	dir := t.TempDir()
	in, out, letters := filepath.Join(dir, "in"), filepath.Join(dir, "out"), filepath.Join(dir, "letters")
	writeFile(t, in, mixed)
	stats, err := rt.Run(context.Background(), linesJob("copy", in, out), rt.Config{OnError: rt.DeadLetter, DeadLetters: letters})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`"table":"lines","source":"IN","line":2,"offset":4,"position":"job.sql:1:1","reason":"it is bad","record":"bad two"}`,
		`"table":"lines","source":"IN","line":5,"offset":25,"position":"job.sql:12","reason":"division by zero","record":"zero four"}`,
		`"table":"lines","source":"IN","line":6,"offset":35,"position":"job.sql:14","reason":"panic: runtime error: index out of range [3] with length 0","record":"panic five"}`,
	}
	got := strings.Split(strings.TrimSuffix(strings.ReplaceAll(readFile(t, letters), in, "IN"), "\n"), "\n")
	if len(got) != len(want) || stats.Total().DeadLetters != 3 {
		t.Fatalf("letters %q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], `{"time":"`) || !strings.HasSuffix(got[i], want[i]) {
			t.Errorf("letter %s\nnot    %s", got[i], want[i])
		}
	}
}

func TestDeadLetterTable(t *testing.T) {
	dir := t.TempDir()
	in, letters := filepath.Join(dir, "in"), filepath.Join(dir, "letters")
	writeFile(t, in, mixed)
	job := linesJob("copy", in, filepath.Join(dir, "out"))
	job.Sinks = append(job.Sinks, rt.SinkTable{Name: "letters", New: job.Sinks[0].New, Options: []rt.Option{{Key: "path", Value: letters}}})
	job.OnError, job.DeadLetters = rt.DeadLetter, rt.DeadLetterTable{Sink: "letters", Columns: []string{"Reason", "record", "line"}}
	if _, err := rt.Run(context.Background(), job, rt.Config{}); err != nil {
		t.Fatal(err)
	}
	want := `{"Reason":"it is bad","record":"bad two","line":2}
{"Reason":"division by zero","record":"zero four","line":5}
{"Reason":"panic: runtime error: index out of range [3] with length 0","record":"panic five","line":6}
`
	if got := readFile(t, letters); got != want {
		t.Errorf("letters\n%snot\n%s", got, want)
	}
}

// A message names the line in the file, whatever range it was read in.
func TestFailureNamesTheLineOfARange(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	writeFile(t, in, numbered(5000)+"\nbad\n"+numbered(5000)+"zero\n"+numbered(10))
	config := rt.Config{Partitions: 3, OnError: rt.Skip, Set: []rt.Assignment{{Table: "lines", Key: "source.split-size", Value: "16 kb"}}}
	stats, err := rt.Run(context.Background(), linesJob("copy", in, filepath.Join(dir, "out")), config)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, e := range stats.Errors {
		places = append(places, strings.Replace(e.First, in, "IN", 1))
	}
	sort.Strings(places)
	before := len(numbered(5000))
	want := fmt.Sprintf("IN:10003 (byte %d) IN:5002 (byte %d)", 2*before+5, before+1)
	if got := strings.Join(places, " "); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// seen is a sink that can't take anything back.
type seen struct{ text string }

func (s *seen) Open(context.Context, int) error         { return nil }
func (s *seen) NewWriter(int) (rt.Writer, error)        { return s, nil }
func (s *seen) Commit(context.Context) error            { return nil }
func (s *seen) Abort() error                            { return nil }
func (s *seen) Immediate() bool                         { return true }
func (s *seen) Close(context.Context) error             { return nil }
func (s *seen) Write(_ context.Context, b []byte) error { s.text += string(b); return nil }

// A job that fails shows all that it processed where that can't be taken back, discards it elsewhere, and says which.
func TestFailedJobSaysWhatIsDiscarded(t *testing.T) {
	dir := t.TempDir()
	in, out, screen := filepath.Join(dir, "in"), filepath.Join(dir, "out"), &seen{}
	writeFile(t, in, "one\ntwo\nzero\nfour\n")
	job := twoOutputs(linesJob("copy", in, out), "")
	job.Sinks[1].New = func(*rt.Table) (rt.Sink, error) { return screen, nil }
	stats, err := rt.Run(context.Background(), job, rt.Config{})
	if err == nil {
		t.Fatal("no error")
	}
	if screen.text != "one\ntwo\n" {
		t.Errorf("shown %q", screen.text)
	}
	if got := fileNames(t, dir); got != "in" {
		t.Errorf("files %s", got)
	}
	text := stats.Text()
	for _, want := range []string{"records/s, failed\n", "  discarded  out    2 records", "  written    more   2 records"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	json := string(stats.AppendJSON(nil))
	for _, want := range []string{`"outcome":"failed"`, `"sink":"out","queries":1,"written":2,"filtered":0,"late":0,"bytes":0,"discarded":true`} {
		if !strings.Contains(json, want) {
			t.Errorf("no %s in\n%s", want, json)
		}
	}
}
