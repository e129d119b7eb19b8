package rt_test

import (
	"bytes"
	"context"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// countPartition does nothing with its records: what remains is the loop's own cost.
type countPartition struct {
	*rt.StageContext
	out   *rt.Output
	bytes int
}

func (p *countPartition) Process(batch *rt.Batch) error {
	for batch.Next() {
		p.bytes += len(batch.Record())
		p.out.Filtered++
	}
	return nil
}

// BenchmarkNext is the cost per record beside decoding: finding the line's end and handing it out.
func BenchmarkNext(b *testing.B) {
	line := append(bytes.Repeat([]byte{'x'}, 127), '\n')
	const lines = 2048
	data := bytes.Repeat(line, lines)
	p := &countPartition{out: rt.InProcess("out").Output("out")}
	b.SetBytes(int64(len(line)))
	for i := 0; i < b.N; i += lines {
		if err := p.Process(rt.NewBatch(data)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestProcessAllocatesNothing(t *testing.T) {
	data := []byte(numbered(1000))
	context := rt.InProcess("out")
	p := &linesPartition{StageContext: context, out: context.Output("out")}
	p.out.Buf = make([]byte, 0, 2*len(data))
	batch := rt.NewBatch(data)
	template := *batch
	allocations := testing.AllocsPerRun(10, func() {
		*batch, p.out.Buf = template, p.out.Buf[:0]
		if err := p.Process(batch); err != nil {
			t.Fatal(err)
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations in 1000 records", allocations)
	}
}

// A whole job, too, allocates only when it starts.
func TestRunAllocatesPerJobAlone(t *testing.T) {
	dir := t.TempDir()
	run := func(records int) float64 {
		in := dir + "/in"
		writeFile(t, in, numbered(records))
		job := linesJob("copy", in, "/dev/null")
		return testing.AllocsPerRun(3, func() {
			if _, err := rt.Run(context.Background(), job, rt.Config{Partitions: 1}); err != nil {
				t.Fatal(err)
			}
		})
	}
	small, large := run(10_000), run(200_000)
	if large > small+20 {
		t.Errorf("%v allocations for 10,000 records, %v for 200,000", small, large)
	}
}
