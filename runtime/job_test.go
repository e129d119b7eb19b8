package rt_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/file"
)

// TestMain lets a test start this binary as the job itself, where it needs a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("WEIR_TEST_JOB") != "" {
		os.Exit(rt.Main(linesJob(os.Getenv("WEIR_TEST_JOB"), "${IN:--}", "${OUT:--}")))
	}
	os.Exit(m.Run())
}

// linesPartition stands in for generated code. Its records are lines, written as they are, but for
//
//	skip…       filtered
//	bad…        can't be decoded
//	zero…       fails in an expression
//	panic…      panics as a user function may
//	stuck…      never ends
//	late-zero…  is filtered for the first INSERT, then fails for the second one
type linesPartition struct {
	*rt.StageContext
	out  *rt.Output
	more *rt.Output // nil where the job has one INSERT
}

func (p *linesPartition) Process(batch *rt.Batch) error {
	for batch.Next() {
		line := batch.Record()
		if bytes.HasPrefix(line, []byte("bad")) {
			if err := p.Reject(batch, &rt.RecordError{Message: "it is bad"}); err != nil {
				return err
			}
			continue
		}
		if err := p.line(line); err != nil {
			return err
		}
	}
	return nil
}

func (p *linesPartition) line(line []byte) error {
	filtered := bytes.HasPrefix(line, []byte("skip")) || bytes.HasPrefix(line, []byte("late-zero"))
	if filtered {
		p.out.Filtered++
	}
	divide(line)
	if !filtered {
		p.out.Buf = append(append(p.out.Buf, line...), '\n')
		if err := p.out.Wrote(); err != nil {
			return err
		}
	}
	if p.more == nil {
		return nil
	}
	p.more.Buf = append(append(p.more.Buf, line...), '\n')
	return p.more.Wrote()
}

// divide fails some lines, as an expression with a //line directive does.
func divide(line []byte) {
	switch {
	case bytes.Contains(line, []byte("zero")):
		fail("division by zero")
	case bytes.HasPrefix(line, []byte("stuck")):
		select {}
	case bytes.HasPrefix(line, []byte("panic")):
		userFunction(nil)
	}
}

// linesJob is a job of one stage that copies lines from one file to another.
func linesJob(name, in, out string) *rt.Job {
	return &rt.Job{
		Name: name, SQLFile: "job.sql", Fingerprint: "0123", Plan: "stage lines",
		Sources: []rt.SourceTable{{Name: "lines", Position: "job.sql:1:1", New: file.NewSource, Options: []rt.Option{{Key: "path", Value: in}}}},
		Sinks:   []rt.SinkTable{{Name: "out", New: file.NewSink, Options: []rt.Option{{Key: "path", Value: out}}}},
		Stages: []rt.Stage{{Name: "lines", Source: "lines", Outputs: []string{"out"}, New: func(ctx *rt.StageContext) (rt.Partition, error) {
			return &linesPartition{StageContext: ctx, out: ctx.Output("out")}, nil
		}}},
	}
}

// twoOutputs adds a second INSERT to a job of linesJob.
func twoOutputs(job *rt.Job, out string) *rt.Job {
	job.Sinks = append(job.Sinks, rt.SinkTable{Name: "more", New: file.NewSink, Options: []rt.Option{{Key: "path", Value: out}}})
	job.Stages[0].Outputs = append(job.Stages[0].Outputs, "more")
	job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) {
		return &linesPartition{StageContext: ctx, out: ctx.Output("out"), more: ctx.Output("more")}, nil
	}
	return job
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// fileNames lists a directory, hidden files too.
func fileNames(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

// numbered makes n lines, each once.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "line %d of a file that is not too short\n", i)
	}
	return b.String()
}
