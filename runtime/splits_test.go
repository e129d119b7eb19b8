package rt_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/csv"
)

// pairsPartition decodes lines of a text and a number as generated code does: plain ones by csv.Fields, the others by the general path.
type pairsPartition struct {
	*rt.StageContext
	out    *rt.Output
	fields csv.Fields
}

func (p *pairsPartition) Process(batch *rt.Batch) error {
	p.fields.Begin(batch, ',', '"')
	for batch.More() {
		text, n := p.decode(batch)
		p.out.Buf = append(p.out.Buf, strconv.Quote(text)+" "+strconv.FormatInt(n, 10)+"\n"...)
		if err := p.out.Wrote(); err != nil {
			return err
		}
	}
	return nil
}

func (p *pairsPartition) decode(batch *rt.Batch) (text string, n int64) {
	if p.fields.Next(2) {
		text, n = p.fields.String(0), p.fields.Int64(1)
		if p.fields.Take() {
			return text, n
		}
	}
	var scratch rt.Scratch
	line, pos := batch.Line(), 0
	text, pos = csv.String(line, pos, ',', '"', &scratch)
	n, _ = csv.Int64(line, pos, ',', '"')
	return text, n
}

// What a decoder knows of a batch isn't taken for that of the next split, which is read into the same memory: a last line that isn't plain leaves
// ends of fields behind, and so they may stand in the next file.
func TestSplitsAreToldApart(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  string
	}{
		"a sign":  {[]string{"a,1\nb,+2\n", "c,3\nd,44\n"}, `"a" 1,"b" 2,"c" 3,"d" 44,`},
		"quotes":  {[]string{"a,1\n\"q\",2\n", "a,1\nbc,9\n", "a,1\n,9\n"}, `"a" 1,"q" 2,"a" 1,"bc" 9,"a" 1,"" 9,`},
		"no end":  {[]string{"a,1\nb,22", "c,3\nd,44\n"}, `"a" 1,"b" 22,"c" 3,"d" 44,`},
		"shorter": {[]string{"a,1\nb,22\nc,+3\n", "d,4\n", "e,5\nf,66\ng,77\n"}, `"a" 1,"b" 22,"c" 3,"d" 4,"e" 5,"f" 66,"g" 77,`},
	} {
		dir := t.TempDir()
		for i, content := range c.files {
			writeFile(t, filepath.Join(dir, strconv.Itoa(i)+".csv"), content)
		}
		out := filepath.Join(dir, "out")
		job := linesJob("pairs", filepath.Join(dir, "*.csv"), out)
		job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) {
			return &pairsPartition{StageContext: ctx, out: ctx.Output("out")}, nil
		}
		if _, err := rt.Run(t.Context(), job, rt.Config{Partitions: 1}); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(readFile(t, out), "\n", ","); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
