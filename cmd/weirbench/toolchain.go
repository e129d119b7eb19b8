package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// toolchain holds what the compiler costs: seconds, bytes of the binary, lines of Go.
type toolchain struct {
	check, build            spread
	checkMany, generateMany spread
	binary                  int64
	linesMany               int
}

// measureToolchain times weir on S0, and on a file of 1,000 statements.
func (p *place) measureToolchain(rounds int, log io.Writer) (f toolchain, err error) {
	fmt.Fprintln(log, "measuring the toolchain …")
	job, binary := p.path("toolchain.sql"), p.path("toolchain_job")
	if err := os.WriteFile(job, []byte(workloads[0].sql()), 0o644); err != nil {
		return f, err
	}
	many, dir := p.path("many.sql"), p.path("many")
	if err := os.WriteFile(many, []byte(manyStatements(1000)), 0o644); err != nil {
		return f, err
	}
	weir := p.path("weir")
	for _, step := range []struct {
		into *spread
		args []string
	}{
		{&f.check, []string{"check", job}},
		{&f.build, []string{"build", "-o", binary, job}},
		{&f.checkMany, []string{"check", many}},
		{&f.generateMany, []string{"generate", "-o", dir, many}},
	} {
		if *step.into, err = timed(rounds, weir, step.args...); err != nil {
			return f, err
		}
	}
	info, err := os.Stat(binary)
	if err != nil {
		return f, err
	}
	f.binary = info.Size()
	f.linesMany, err = goLines(dir)
	return f, err
}

// timed runs a command once to warm up and then rounds times.
func timed(rounds int, name string, args ...string) (spread, error) {
	var figures []float64
	for round := range rounds + 1 {
		start := time.Now()
		if err := command(name, args...); err != nil {
			return spread{}, err
		}
		if round > 0 {
			figures = append(figures, time.Since(start).Seconds())
		}
	}
	return spreadOf(figures), nil
}

// manyStatements is a file of n statements: one source, and tables and INSERTs in pairs.
func manyStatements(n int) string {
	var b strings.Builder
	b.WriteString(`CREATE TABLE orders (order_id BIGINT NOT NULL, region VARCHAR, amount DOUBLE)
WITH ('connector' = 'file', 'path' = 'orders.jsonl', 'format' = 'json');
`)
	for i := range (n - 1) / 2 {
		fmt.Fprintf(&b, `CREATE TABLE out_%d (order_id BIGINT, label VARCHAR, amount DOUBLE)
WITH ('connector' = 'file', 'path' = 'out_%d.jsonl', 'format' = 'json');
INSERT INTO out_%d SELECT order_id, UPPER(region) || '-%d', amount * %d.5 FROM orders WHERE amount > %d AND region <> 'r%d';
`, i, i, i, i, i, i, i)
	}
	return b.String()
}

// goLines counts the lines of the Go files under dir.
func goLines(dir string) (lines int, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		lines += bytes.Count(text, []byte("\n"))
		return err
	})
	return lines, err
}
